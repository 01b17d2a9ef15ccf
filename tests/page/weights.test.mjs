// What `genrelens export --weights` writes, the page loads, in every form, and answers as the command does.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { SOUNDS, classifyNatively, copySite, genrelens, makeFolder, visit, withFolder } from './browser.mjs';

const tools = new URL('../../tools/', import.meta.url).pathname;
let folder;

// leo-cnn: the smallest with a matrix that int4 stores in 4 bits, as sanjeev-cnn has.
before(async () => {
  folder = await makeFolder();
  await promisify(execFile)(`${tools}make-songs`, [`${folder}/songs`, '--seconds', '5']);
  await genrelens('features', '--songs', `${folder}/songs/songs.csv`, '--out', `${folder}/features`, '--seconds', '5');
  await genrelens('train', 'leo-cnn', '--data', `${folder}/features`, '--out', `${folder}/run`, '--epochs', '1', '--crops', '1');
});
after(() => rm(folder, { recursive: true }));

const answerOf = (form, options) => withFolder(async scratch => {
  const site = path.join(scratch, 'site');
  const model = path.join(site, 'models/tried');
  await copySite(site);
  await genrelens('export', `${folder}/run`, '--weights', form, '--out', model);
  const card = JSON.parse(await readFile(path.join(model, 'card.json'), 'utf8'));
  await writeFile(path.join(site, 'models/index.json'), JSON.stringify([{ name: 'tried', weights: card.model.weights ?? 'model.onnx' }]));
  const expected = await classifyNatively(`${SOUNDS}/half-16.wav`, '--model', model);
  return visit({ site, ...options }, async visitor => {
    assert.equal((await visitor.ready()).problem, '');
    await visitor.drop(`${SOUNDS}/half-16.wav`);
    const state = await visitor.until({ file: 'half-16.wav', phase: ['finished', 'failed'] });
    assert.equal(state.phase, 'finished', state.error);
    for (const [label, probability] of Object.entries(expected.probabilities)) {
      const difference = Math.abs(state.probabilities[label] - probability);
      assert.ok(difference <= 1e-3, `${label}: ${state.probabilities[label]} here, ${probability} there`);
    }
    return state;
  });
});

for (const form of ['float16', 'int8', 'int4']) {
  test(`${form} weights: the page answers as the command`, async () => {
    assert.match((await answerOf(form, { query: '?backend=wasm' })).backend, /^WebAssembly/);
  });
}

test('4 bits on WebGPU, emulated in software', async () => {
  const options = { flags: ['--enable-unsafe-webgpu'], query: '?backend=webgpu' };
  assert.match((await answerOf('int4', options)).backend, /^WebGPU on /);
});
