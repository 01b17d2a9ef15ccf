// "This does not sound like music": on the real page, with a network that tells (music_model.mjs), in every place that
// speaks of an answer.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { ENGLISH, SOUNDS, classifyNatively, makeFolder, openBrowser } from './browser.mjs';
import { heardFor, listen, playing, writeWave } from './fake_microphone.mjs';
import { makeMusicSite, noise } from './music_model.mjs';
import { openTable } from './table.mjs';

const RATE = 22050;
const SONG = `${SOUNDS}/tone.wav`;

let folder;
let wind;   // the file of noise
let model;
let browser;
before(async () => {
  folder = await makeFolder();
  wind = path.join(folder, 'wind.wav');
  await writeWave(wind, noise(40, RATE), RATE, 16);
  const site = path.join(folder, 'site');
  model = await makeMusicSite(site);
  browser = await openBrowser({ site, flags: playing(wind) });
});
after(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

async function withVisitor(options, use) {
  const visitor = await browser.open(options);
  await visitor.ready();
  await use(visitor);
  await visitor.close();
}

test('noise is no music and a song is, by the numbers of the command', () => withVisitor({}, async visitor => {
  await visitor.drop(wind);
  const state = await visitor.until({ song: 1, phase: 'finished' });
  const native = await classifyNatively(wind, '--model', model);
  assert.equal(native.is_music, false);
  assert.equal(state.is_music, false);
  assert.ok(Math.abs(state.music - native.music) < 1e-3, `${state.music}, ${native.music}`);
  assert.equal(state.verdict, 'no-music');
  assert.equal(state.genre, native.genre);
  const values = { music: `${Math.round(native.music * 100)}%`, genre: ENGLISH[`genre.${native.genre}`] };
  assert.equal(await visitor.answer(), ENGLISH['spoken.no-music'].replace(/\{(\w+)\}/g, (_, name) => values[name]));

  await visitor.drop(SONG);
  const song = await visitor.until({ song: 2, phase: 'finished' });
  assert.equal((await classifyNatively(SONG, '--model', model)).is_music, true);
  assert.equal(song.is_music, true);
  assert.notEqual(song.verdict, 'no-music');
  assert.ok(!(await visitor.answer()).includes('music'));
}));

test('what is shared says so too, in the visitor\'s language', () => withVisitor({ locale: 'de-DE' }, async visitor => {
  const { page } = visitor;
  await visitor.drop(wind);
  await visitor.until({ phase: 'finished' });
  assert.match(await visitor.answer(), /^Das klingt nicht nach Musik: /);
  await visitor.click('share');
  await page.waitForSelector('#share-dialog[open]');
  assert.match(await page.getAttribute('#share-picture', 'aria-label'), /^Das klingt nicht nach Musik: /);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.click('#share-text');
  await page.waitForFunction(() => document.getElementById('share-note').textContent);
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^wind\.wav: Das klingt nicht nach Musik: /);
}));

test('a table of songs shows it in its row, by a filter of its own, and in no playlist', () => openTable(browser, {}, async (visitor, table) => {
  await visitor.dropPaths(wind, SONG);
  await table.ended(2);
  const { genre, probability, second, sure } = await table.row('wind.wav');
  assert.deepEqual({ genre, probability, second, sure }, { genre: 'Not music', probability: '', second: '', sure: '' });
  const playlist = await table.download('playlist');
  assert.ok(playlist.text.includes('tone.wav') && !playlist.text.includes('wind'), playlist.text);
  const json = JSON.parse((await table.download('json')).text);
  assert.deepEqual(Object.fromEntries(json.map(({ file, is_music: isMusic }) => [file, isMusic])), { 'wind.wav': false, 'tone.wav': true });
  assert.equal(await table.chip('Not music').textContent(), 'Not music1');
  await table.chip('Not music').click();
  assert.deepEqual(await table.names(), ['wind.wav']);
}));

test('what is heard is said to be no music while it is heard', () => withVisitor({}, async visitor => {
  await listen(visitor);
  await heardFor(visitor, 2);
  await visitor.page.waitForFunction(text => document.getElementById('answer').textContent === text, ENGLISH['listening.no-music'],
                                     { timeout: 60000, polling: 50 });
  assert.equal((await visitor.state()).verdict, 'no-music');
  await visitor.click('stop');
  await visitor.until({ phase: 'finished' });
  assert.match(await visitor.answer(), /^This does not sound like music: /);
}));

test('About says that the network tells', () => withVisitor({}, async visitor => {
  const text = await visitor.page.textContent('#about-card');
  assert.ok(text.includes(ENGLISH['about.tells-music']) && !text.includes(ENGLISH['about.names-all']), text);
}));
