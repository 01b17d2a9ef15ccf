// The visitor changes model or backend while songs are on the page: they stay, and the new network answers.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { ENGLISH, SOUNDS, classifyNatively, copySite, openBrowser, visit, withFolder } from './browser.mjs';
import { heardFor, listen, playing } from './fake_microphone.mjs';
import { openTable } from './table.mjs';

const TOLERANCE = 1e-3;
const SONG = `${SOUNDS}/tone.mp3`;
const OTHER = 'mel-resnet';
const models = new URL('../../models/', import.meta.url).pathname;

const workersOf = page => page.workers().map(worker => path.basename(new URL(worker.url()).pathname)).sort();

// By the About panel, which stays open.
async function choose(visitor, setting, value) {
  if (!await visitor.page.$('#about-dialog[open]')) await visitor.click('about');
  await visitor.page.waitForSelector('#about-dialog[open]');
  await visitor.page.selectOption(`#about-${setting}`, value);
}
const close = ({ page }) => page.click('#about-dialog form button');

function assertSame(probabilities, expected) {
  for (const [label, probability] of Object.entries(expected)) {
    assert.ok(Math.abs(probabilities[label] - probability) <= TOLERANCE, `${label}: ${probabilities[label]}, ${probability} by the command`);
  }
}

// The song on the page is answered as the command answers it with that model.
async function assertAnswer(visitor, song, model) {
  const state = await visitor.until({ song, phase: 'finished' });
  const expected = await classifyNatively(SONG, '--model', models + model);
  assert.equal(expected.model, model);
  assertSame(state.probabilities, expected.probabilities);
  assert.equal(state.genre, expected.genre);
  assert.notEqual(state.backend, '');
  return state;
}

test('another model classifies the song on the page again, and the first one can be had back', () => visit({}, async visitor => {
  const { page } = visitor;
  const { model } = await visitor.ready();
  await visitor.drop(SONG);
  const before = await assertAnswer(visitor, 1, 'audioset-mobilenet');
  const workers = workersOf(page);

  await choose(visitor, 'model', OTHER);
  const after = await assertAnswer(visitor, 2, OTHER);
  assert.equal(after.file, 'tone.mp3');
  assert.notEqual(after.model, model);
  assert.notDeepEqual(after.probabilities, before.probabilities);
  assert.deepEqual(workersOf(page), workers, 'the network before has gone');
  assert.equal(new URL(page.url()).searchParams.get('model'), OTHER);
  assert.equal(await page.textContent('#about-title'), after.model);
  assert.ok((await page.textContent('#model')).startsWith(after.model));
  assert.match(await page.textContent('#about-tried'), /gives the answers/);
  assert.equal(after.player.available, true, 'and it plays');

  await choose(visitor, 'model', 'audioset-mobilenet');
  await assertAnswer(visitor, 3, 'audioset-mobilenet');
  await close(visitor);
  await visitor.drop(SONG);
  await assertAnswer(visitor, 4, 'audioset-mobilenet');
}));

test('chosen in the middle of a song, twice in a row, by its backend too: the last choice answers', () => visit({}, async visitor => {
  await visitor.ready();
  await visitor.click('about');
  await visitor.drop(SONG);
  await choose(visitor, 'model', OTHER);
  await choose(visitor, 'model', 'audioset-mobilenet');
  await choose(visitor, 'backend', 'wasm');
  await choose(visitor, 'model', OTHER);
  await visitor.page.waitForFunction(wanted => location.search === wanted, `?model=${OTHER}&backend=wasm`);
  const { song } = await visitor.state();
  await assertAnswer(visitor, song, OTHER);
  assert.equal(new URL(visitor.page.url()).search, `?model=${OTHER}&backend=wasm`);
  assert.equal(workersOf(visitor.page).filter(name => name === 'engine-worker.mjs').length, 1);
}));

test('a model that cannot be fetched: a sentence, and the one before goes on', () => withFolder(async site => {
  await copySite(site);
  await rm(path.join(site, 'models', OTHER, 'card.json'));
  const logged = ['Failed to load resource: the server responded with a status of 404 (Not Found)'];
  await visit({ site, logged }, async visitor => {
    await visitor.ready();
    await choose(visitor, 'model', OTHER);
    await visitor.page.waitForFunction(() => document.getElementById('about-note').textContent);
    assert.equal(await visitor.page.textContent('#about-note'), ENGLISH['about.not-fetched']);
    assert.equal(await visitor.page.inputValue('#about-model'), 'audioset-mobilenet');
    assert.equal(new URL(visitor.page.url()).search, '');
    await close(visitor);
    await visitor.drop(SONG);
    await assertAnswer(visitor, 1, 'audioset-mobilenet');
  });
}));

test('the table: what is read stays as it was heard, and says so, until the visitor wants it anew', async () => {
  const browser = await openBrowser();
  try {
    await openTable(browser, {}, async (visitor, table) => {
      const { page } = visitor;
      const files = ['tone.mp3', 'half-16.wav', 'tone.flac'].map(name => `${SOUNDS}/${name}`);
      const modelsOf = async () => JSON.parse((await table.download('json')).text).map(({ model }) => model);
      await visitor.dropPaths(...files);
      await table.ended(3);
      assert.equal(await page.textContent('#songs-former'), '');
      assert.ok(await page.isHidden('#songs-again'));

      const { model } = await visitor.state();
      await page.click('#songs-back');
      await choose(visitor, 'model', OTHER);
      await page.waitForFunction(before => window.genrelens.state().model !== before, model);
      await close(visitor);
      await visitor.click('way');
      await page.waitForSelector('#songs-again', { state: 'visible' });
      assert.equal(await page.textContent('#songs-former'), '3 songs were heard by another model.');
      assert.deepEqual(await modelsOf(), Array(3).fill('audioset-mobilenet'));
      await visitor.dropPaths(`${SOUNDS}/tone-mono.ogg`);
      await table.ended(4);
      assert.deepEqual((await modelsOf()).sort(), [...Array(3).fill('audioset-mobilenet'), OTHER]);

      await page.click('#songs-again');
      await page.waitForFunction(() => document.getElementById('songs-former').textContent === '');  // they wait now
      await table.ended(4);
      assert.ok(await page.isHidden('#songs-again'));
      const songs = JSON.parse((await table.download('json')).text);
      assert.deepEqual(songs.map(({ model }) => model), Array(4).fill(OTHER));
      const song = songs.find(({ file }) => file === 'tone.mp3');
      assertSame(song.probabilities, (await classifyNatively(SONG, '--model', models + OTHER)).probabilities);
    });
  } finally {
    await browser.close();
  }
});

test('what is being heard goes on with the other model; what was heard is not kept for it', () =>
  visit({ flags: playing(`${SOUNDS}/tone.wav`) }, async visitor => {
    await visitor.ready();
    await listen(visitor);
    await heardFor(visitor, 2);
    const { song, model } = await visitor.state();
    await choose(visitor, 'model', OTHER);
    await visitor.page.waitForFunction(before => window.genrelens.state().song > before, song);
    await heardFor(visitor, 3);
    await close(visitor);
    await visitor.click('stop');
    const heard = await visitor.until({ phase: 'finished' });
    assert.notEqual(heard.model, model);

    await choose(visitor, 'model', 'audioset-mobilenet');
    const { error } = await visitor.until({ phase: 'failed' });
    assert.equal(error, ENGLISH['listening.forgotten']);
    assert.equal(await visitor.answer(), error);
    await close(visitor);
    await visitor.drop(SONG);
    await visitor.ready();
    await assertAnswer(visitor, (await visitor.state()).song, 'audioset-mobilenet');
  }));

test('songs that a backend could not classify go on by themselves with one that can', () =>
  visit({ query: '?backend=webgpu' }, async visitor => {  // there is none in this browser
    const { page } = visitor;
    await page.waitForFunction(() => document.getElementById('answer')?.textContent.includes('WebGPU'));
    await visitor.dropPaths(`${SOUNDS}/half.ogg`, `${SOUNDS}/tone.ogg`);
    await page.waitForSelector('#songs:not([hidden])');
    await page.click('#songs-back');
    await choose(visitor, 'backend', 'wasm');
    await close(visitor);
    await visitor.click('way');
    await page.waitForFunction(() => document.querySelectorAll('#songs tbody td.genre').length === 2
      && document.getElementById('songs-bar').hidden);
    assert.equal(await page.textContent('#songs-title'), '2 songs');
  }));
