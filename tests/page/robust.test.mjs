// A graphics device or picture that is lost, a worker that is killed, a network or a decoder that runs out of memory: a
// sentence, and the page goes on.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { SOUNDS, copySite, visit, withFolder } from './browser.mjs';

// A site in which files begin with other lines.
const withChanged = (changes, options, look) => withFolder(async site => {
  await copySite(site);
  for (const [file, lines] of Object.entries(changes)) await writeFile(`${site}/${file}`, lines + await readFile(`${site}/${file}`, 'utf8'));
  await visit({ site, ...options }, look);
});

async function classify(visitor, name, phase = 'finished') {
  const { song } = await visitor.state();
  await visitor.drop(`${SOUNDS}/${name}`);
  await visitor.page.waitForFunction(before => window.genrelens.state().song > before, song);
  const state = await visitor.until({ phase: ['finished', 'failed'] });
  assert.equal(state.phase, phase, state.error);
  return state;
}

// The real event: the device that ONNX Runtime has asked for is destroyed when the page says so.
const LOSE = `const { requestDevice } = GPUAdapter.prototype;
GPUAdapter.prototype.requestDevice = async function request(...options) {
  const device = await requestDevice.apply(this, options);
  new BroadcastChannel('lose').onmessage = () => device.destroy();
  return device;
};\n`;
const WEBGPU = { flags: ['--enable-unsafe-webgpu'], query: '?backend=webgpu' };

for (const [when, file] of [['at rest', null], ['while it hears a song', 'three-minutes.mp3']]) {
  test(`a graphics device lost ${when}: the network goes on with WebAssembly`, () =>
    withChanged({ 'network/inference-worker.mjs': LOSE }, WEBGPU, async visitor => {
      assert.match((await visitor.ready()).backend, /^WebGPU/);
      if (file) {
        await visitor.drop(`${SOUNDS}/${file}`);
        await visitor.page.waitForFunction(() => window.genrelens.state().timeline > 0, null, { timeout: 60000 });
      }
      await visitor.page.evaluate(() => {
        const said = window.said = [];
        new MutationObserver(() => said.push(document.getElementById('answer').textContent))
          .observe(document.getElementById('answer'), { childList: true, characterData: true, subtree: true });
        new BroadcastChannel('lose').postMessage(0);
      });
      await visitor.page.waitForFunction(() => window.genrelens.state().backend.startsWith('WebAssembly'), null, { timeout: 60000 });
      assert.ok((await visitor.page.evaluate(() => window.said)).includes('The graphics processor was lost; the network goes on with WebAssembly.'));
      if (file) assert.equal((await visitor.until({ phase: ['finished', 'failed'] })).error, '');
      await classify(visitor, 'half-16.wav');
    }));
}

// From a word of the page on, no WebAssembly memory of this worker grows, as on a device that has no more.
const FULL = `const { grow } = WebAssembly.Memory.prototype;
globalThis.full = false;
new BroadcastChannel('memory').onmessage = () => { globalThis.full = true; };
WebAssembly.Memory.prototype.grow = function growMemory(pages) {
  if (globalThis.full) throw new RangeError('out of memory');
  return grow.call(this, pages);
};\n`;
// And what it has is taken, all but a little, before a song is opened.
const TAKE = 'if (globalThis.full) for (let size = 64e6; size > 1e4 && !engine._engine_buffer(size);) size *= 0.99;';

test('an engine whose memory cannot grow: a sentence, and the next song works', () => withFolder(async site => {
  await copySite(site);
  await writeFile(`${site}/engine/engine-worker.mjs`, FULL + await readFile(`${site}/engine/engine-worker.mjs`, 'utf8'));
  const core = await readFile(`${site}/engine/core.mjs`, 'utf8');
  const changed = core.replace('open(song, source, seen) {', `open(song, source, seen) { ${TAKE}`);
  assert.notEqual(changed, core);
  await writeFile(`${site}/engine/core.mjs`, changed);
  await visit({ site }, async visitor => {
    await visitor.ready();
    await visitor.page.evaluate(() => new BroadcastChannel('memory').postMessage(0));
    await visitor.page.waitForTimeout(200);
    const state = await classify(visitor, 'three-minutes.mp3', 'failed');
    assert.match(state.error, /memory.*\.$/);
    await classify(visitor, 'tone.flac');
  });
}));

test('weights for which there is no memory: a sentence', () => withFolder(async site => {
  await copySite(site);
  await writeFile(`${site}/engine/engine-worker.mjs`, `${FULL}globalThis.full = true;\n${await readFile(`${site}/engine/engine-worker.mjs`, 'utf8')}`);
  await writeFile(`${site}/models/audioset-mobilenet/model.onnx`, Buffer.alloc(40e6));
  await visit({ site }, async visitor => assert.match((await visitor.ready()).problem, /^This needs more memory .*\.$/));
}));

// A run that fails as one does that finds no memory: ONNX Runtime's module is of no use afterwards.
const STOP = `let stop = false;
new BroadcastChannel('stop').onmessage = () => { stop = true; };
const { from } = Float32Array;
Float32Array.from = function make(...values) {
  if (stop) throw new WebAssembly.RuntimeError('unreachable');
  return from.apply(this, values);
};\n`;

test('a network that has to stop: a sentence, it is started again, and the next song works', () =>
  withChanged({ 'network/inference-worker.mjs': STOP }, {}, async visitor => {
    await visitor.ready();
    await visitor.page.evaluate(() => new BroadcastChannel('stop').postMessage(0));
    await visitor.page.waitForTimeout(200);
    const state = await classify(visitor, 'tone.flac', 'failed');
    assert.match(state.error, /^The network had to stop at this song, .*\.$/);
    await classify(visitor, 'tone.flac');
  }));

const KILL = "new BroadcastChannel('kill').onmessage = () => self.close();\n";
const kill = visitor => visitor.page.evaluate(() => new BroadcastChannel('kill').postMessage(0));

test('an inference worker that is killed: a sentence, it is started again, and the next song works', () =>
  withChanged({ 'network/inference-worker.mjs': KILL }, {}, async visitor => {
    await visitor.ready();
    await visitor.drop(`${SOUNDS}/three-minutes.mp3`);
    await visitor.page.waitForFunction(() => window.genrelens.state().timeline > 0, null, { timeout: 60000 });
    await kill(visitor);
    const { error } = await visitor.until({ phase: ['finished', 'failed'] });
    assert.match(error, /^The network had to stop at this song, .*\.$/);
    assert.equal(await visitor.answer(), error);
    await classify(visitor, 'tone.flac');
    await kill(visitor);  // at rest: what is on screen stays
    await visitor.page.waitForTimeout(500);
    assert.equal((await visitor.state()).phase, 'finished');
    await classify(visitor, 'tone.wav');
  }));

test('a picture that the graphics processor loses: a sentence, and what was drawn comes back', () => visit({}, async visitor => {
  const { page } = visitor;
  await visitor.ready();
  await classify(visitor, 'tone.flac');
  await page.waitForTimeout(500);
  const before = await page.screenshot();
  await page.evaluate(() => {
    window.loss = document.getElementById('canvas').getContext('webgl2').getExtension('WEBGL_lose_context');
    window.loss.loseContext();
  });
  await page.waitForSelector('#notice:not([hidden])');
  assert.match(await page.textContent('#notice'), /^The graphics processor has lost the picture\. /);
  assert.equal(await visitor.answer(), await page.textContent('#notice'));
  assert.notDeepEqual(await page.screenshot(), before);
  await page.evaluate(() => window.loss.restoreContext());
  await page.waitForSelector('#notice', { state: 'hidden' });
  await page.waitForTimeout(500);
  assert.deepEqual(await page.screenshot(), before);
  await classify(visitor, 'tone.wav');
}));
