// How sure the answer sounds, on real songs of each kind: seen, heard and in the state alike.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { ENGLISH, SOUNDS, copySite, visit, withFolder } from './browser.mjs';

async function answerOf(visitor, file) {
  const { song } = await visitor.state();
  await visitor.drop(`${SOUNDS}/${file}`);
  const state = await visitor.until({ song: song + 1, phase: 'finished' });
  const ranked = Object.entries(state.probabilities).sort((a, b) => b[1] - a[1]);
  const [[first, share], [second, other]] = ranked;
  const values = {
    genre: ENGLISH[`genre.${first}`], other: ENGLISH[`genre.${second}`],
    percent: `${Math.round(share * 100)}%`, share: `${Math.round(other * 100)}%`,
  };
  const expected = ENGLISH[`spoken.${state.verdict}`].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  assert.equal(await visitor.answer(), expected);
  return { verdict: state.verdict, share, other };
}

// The smaller model is less sure of these sounds than the default one: each kind of answer is there.
const SMALLER = '?model=mel-resnet';

test('two genres that share most of it are both named; one ahead of many is a perhaps; many are hard to say', () => visit({ query: SMALLER }, async visitor => {
  await visitor.ready();
  for (const file of ['half-16.wav', 'tone.wav']) {
    const { verdict, share, other } = await answerOf(visitor, file);
    assert.ok(share + other > 0.55 && other > 0.67 * share, `${share} and ${other}`);
    assert.equal(verdict, 'between', file);
  }
  assert.equal((await answerOf(visitor, 'tone-mono.wav')).verdict, 'perhaps');
  const { verdict, share, other } = await answerOf(visitor, 'short.wav');
  assert.ok(share < 0.3 && share + other < 0.55, `${share} and ${other}`);
  assert.equal(verdict, 'hard');
}));

test('the default model puts the demo, which a visitor tries first, between two genres, and is sure of another sound', () => visit({}, async visitor => {
  await visitor.ready();
  assert.equal((await answerOf(visitor, 'tone.flac')).verdict, 'sure');
  const { verdict, share, other } = await answerOf(visitor, 'demo.mp3');
  assert.ok(share + other > 0.55 && other > 0.67 * share, `${share} and ${other}`);
  assert.equal(verdict, 'between');
}));

test('whether one genre is sure is the card\'s own threshold', () => withFolder(async site => {
  await copySite(site);
  const file = path.join(site, 'models/mel-resnet/card.json');
  const card = JSON.parse(await readFile(file, 'utf8'));
  card.calibration.unsure_below = 0.35;
  await writeFile(file, JSON.stringify(card));
  await visit({ site, query: SMALLER }, async visitor => {
    await visitor.ready();
    assert.equal((await answerOf(visitor, 'tone-mono.wav')).verdict, 'sure');
    assert.equal((await answerOf(visitor, 'half-16.wav')).verdict, 'between');
    assert.equal((await answerOf(visitor, 'short.wav')).verdict, 'hard');
  });
}));
