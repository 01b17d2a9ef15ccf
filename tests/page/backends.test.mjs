// A network or a backend that is not what the card promises is refused; every way to run it gives the same answer.
import assert from 'node:assert/strict';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { SOUNDS, copySite, visit, withFolder } from './browser.mjs';

// Changes the default model's folder in a copy of the site and looks at the page that comes of it.
const withChangedModel = (change, look) => withFolder(async site => {
  await copySite(site);
  const [name] = JSON.parse(await readFile(path.join(site, 'models/index.json'), 'utf8'));
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
