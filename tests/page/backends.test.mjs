// A network or a backend that is not what the card promises is refused; every way to run it gives the same answer.
import assert from 'node:assert/strict';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { SOUNDS, copySite, openBrowser, visit, withFolder } from './browser.mjs';

// Changes the default model's folder in a copy of the site and looks at the page that comes of it.
const withChangedModel = (change, look) => withFolder(async site => {
  await copySite(site);
  const [{ name }] = JSON.parse(await readFile(path.join(site, 'models/index.json'), 'utf8'));
  await change(path.join(site, 'models', name));
  await visit({ site }, async visitor => look(await visitor.ready(), visitor));
});

const changeCard = edit => async folder => {
  const file = path.join(folder, 'card.json');
  const card = JSON.parse(await readFile(file, 'utf8'));
  edit(card);
  await writeFile(file, JSON.stringify(card));
};

test('a backend whose golden logits differ from the card is refused', () =>
  withChangedModel(changeCard(card => { card.golden.logits[0] += 0.5; }), async (state, visitor) => {
    assert.equal(state.backend, '');
    assert.match(state.problem, /^This network cannot be used here: .*WebAssembly.* computes wrong answers\.$/);
    assert.equal(await visitor.answer(), state.problem);

    await visitor.drop(`${SOUNDS}/half-16.wav`);
    const dropped = await visitor.until({ file: 'half-16.wav', phase: 'failed' }, 10000);
    assert.equal(dropped.error, state.problem);
    assert.equal(dropped.problem, state.problem);
  }));

test('weights that are not the card\'s are refused', () =>
  withChangedModel(async folder => {
    const name = (await readdir(folder)).find(file => file.endsWith('.onnx'));
    const weights = await readFile(path.join(folder, name));
    weights[weights.length >> 1] ^= 1;
    await writeFile(path.join(folder, name), weights);
  }, state => {
    assert.equal(state.backend, '');
    assert.match(state.problem, /^[A-Z].+\.$/);
  }));

test('a card of an unknown version is refused', () =>
  withChangedModel(changeCard(card => { card.format = 99; }), state => {
    assert.equal(state.backend, '');
    assert.match(state.problem, /format is 99/);
  }));

test('a song dropped before the network turns out to be unusable does not wait for ever', () => withFolder(async site => {
  await copySite(site);
  const worker = path.join(site, 'network/inference-worker.mjs');
  const text = await readFile(worker, 'utf8');
  const slow = text.replace('async prepare({', 'async prepare() { await new Promise(done => setTimeout(done, 2000)); throw 7; },\n  async unused({');
  assert.notEqual(slow, text);
  await writeFile(worker, slow);
  await visit({ site, query: '?backend=wasm' }, async visitor => {
    await visitor.drop(`${SOUNDS}/half-16.wav`);
    const state = await visitor.until({ phase: 'failed' }, 20000);
    assert.equal(state.problem, 'This network cannot be used here: 7.');  // what WebAssembly throws may be a number
    assert.equal(state.error, state.problem);
  });
}));

test('an inference worker that is missing is said', () => withFolder(async site => {
  await copySite(site);
  await rm(path.join(site, 'network/inference-worker.mjs'));
  const browser = await openBrowser({ site });
  try {
    const visitor = await browser.open();  // not closed: the missing file is a fault, as it should be
    const state = await visitor.until({ problem: 'The page could not start: a worker did not load.' }, 20000);
    assert.equal(state.backend, '');
  } finally {
    await browser.close();
  }
}));

const classifyWith = options => visit(options, async visitor => {
  assert.equal((await visitor.ready()).problem, '');
  await visitor.drop(`${SOUNDS}/half-16.wav`);
  const state = await visitor.until({ file: 'half-16.wav', phase: ['finished', 'failed'] });
  assert.equal(state.phase, 'finished', state.error);
  return state;
});

function assertSame(a, b, tolerance) {
  for (const label of Object.keys(a.probabilities)) {
    assert.ok(Math.abs(a.probabilities[label] - b.probabilities[label]) <= tolerance, label);
  }
}

test('where the page is isolated the network may use threads, and answers the same', async () => {
  const alone = await classifyWith({});
  const isolated = await classifyWith({ isolated: true });
  assert.equal(alone.crossOriginIsolated, false);
  assert.equal(isolated.crossOriginIsolated, true);
  assertSame(alone, isolated, 1e-4);
});

test('WebGPU, emulated in software, answers as WebAssembly does', async () => {
  const wasm = await classifyWith({ query: '?backend=wasm' });
  const webgpu = await classifyWith({ flags: ['--enable-unsafe-webgpu'], query: '?backend=webgpu' });
  assert.match(webgpu.backend, /^WebGPU on /);
  assertSame(wasm, webgpu, 1e-3);
});

test('WebGPU that is only emulated is not taken by itself', async () => {
  const state = await classifyWith({ flags: ['--enable-unsafe-webgpu'] });
  assert.match(state.backend, /^WebAssembly/);
});
