// What the table of songs hands over: CSV, JSON and playlists, and what decides which rows are in them. No browser is needed:
// the list, its order and its exports know none; songs_table.test.mjs downloads them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvOf, jsonOf, playlistOf } from '../../web/songs/song-export.mjs';
import { chosenFiles, look } from '../../web/songs/song-files.mjs';
import { createSongList } from '../../web/songs/song-list.mjs';
import { FAILED, NO_MUSIC, UNSURE, arrange, tally } from '../../web/songs/song-order.mjs';

const labels = ['blues', 'rock', 'jazz'];
const file = name => ({ name, size: 1000, lastModified: 1, type: '' });

// path → [probabilities, sure, warning, probability that it is music, null if the network cannot tell], a sentence, or null for one that waits.
function listOf(songs) {
  const list = createSongList();
  for (const [path, known] of Object.entries(songs)) {
    const row = list.add(path, file(path));
    if (typeof known === 'string') list.change(row, { state: 'failed', error: known });
    else if (known) {
      const [shares, sure, warning = '', music = null] = known;
      const isMusic = music === null || music >= 0.5;
      const verdict = !isMusic ? 'no-music' : sure ? 'sure' : 'perhaps';
      const answer = { labels, model: 'net', sure, music, is_music: isMusic, verdict, probabilities: Float32Array.from(shares) };
      list.change(row, { state: 'done', answer, warning, seconds: 61.5, format: 'MP3' });
    }
  }
  return list;
}

// RFC 4180, as a reader of it sees the fields.
function parse(text) {
  const lines = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r\n)/g)) {
    lines.at(-1).push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ',') lines.push([]);
  }
  return lines.slice(0, -1);
}

const { rows } = listOf({
  'm/1, "one".mp3': [[0.125, 0.75, 0.125], true],
  '=1+1.mp3': [[0.5, 0.25, 0.25], false, 'The song breaks off, sadly.'],
  '@sum.mp3': '=This is no song.',
  'm/waits.mp3': null,
  '#größe\n2.flac': [[0.25, 0.5, 0.25], true],
});

test('CSV: the columns of the command, quoted where needed, no formulas, a mark for Excel', () => {
  const text = csvOf(rows);
  assert.ok(text.startsWith('\uFEFFfile,seconds,genre,sure,blues,rock,jazz,warning,error\r\n'));
  const [, ...lines] = parse(text.slice(1));
  assert.deepEqual(lines, [
    ['m/1, "one".mp3', '61.500000', 'rock', 'yes', '0.125000', '0.750000', '0.125000', '', ''],
    ['\'=1+1.mp3', '61.500000', 'blues', 'no', '0.500000', '0.250000', '0.250000', 'The song breaks off, sadly.', ''],
    ['\'@sum.mp3', '', '', '', '', '', '', '', '\'=This is no song.'],
    ['#größe\n2.flac', '61.500000', 'rock', 'yes', '0.250000', '0.500000', '0.250000', '', ''],
  ]);
});

test('JSON: one array, the fields of the command', () => {
  const [first, second, third, ...rest] = JSON.parse(jsonOf(rows));
  assert.deepEqual(first, { file: 'm/1, "one".mp3', seconds: 61.5, genre: 'rock', sure: true,
                            probabilities: { blues: 0.125, rock: 0.75, jazz: 0.125 }, model: 'net' });
  assert.equal(second.warning, 'The song breaks off, sadly.');
  assert.deepEqual(third, { file: '@sum.mp3', error: '=This is no song.' });
  assert.equal(rest.length, 1);
  assert.deepEqual(JSON.parse(jsonOf([])), []);
});

test('M3U8: genre by genre, one line a song, no name taken for a comment', () => {
  assert.equal(playlistOf(rows, label => label.toUpperCase()), [
    '#EXTM3U',
    '#EXTINF:62,=1+1', '#EXTGRP:BLUES', '=1+1.mp3',
    '#EXTINF:62,1, "one"', '#EXTGRP:ROCK', 'm/1, "one".mp3',
    '#EXTINF:62,#größe 2', '#EXTGRP:ROCK', './#größe 2.flac', ''].join('\n'));
});

test('order and filters', () => {
  const names = options => arrange(rows, options).map(row => row.path);
  assert.deepEqual(names({ genre: 'rock' }), ['m/1, "one".mp3', '#größe\n2.flac']);
  assert.deepEqual(names({ genre: UNSURE }), ['=1+1.mp3']);
  assert.deepEqual(names({ genre: FAILED }), ['@sum.mp3']);
  assert.deepEqual(names({ text: ' GRÖßE' }), ['#größe\n2.flac']);
  const ranks = names({ column: 'probability', descending: true });
  assert.equal(ranks[0], 'm/1, "one".mp3');
  assert.deepEqual(ranks.slice(3), ['@sum.mp3', 'm/waits.mp3'], 'without a value at the end');
  assert.deepEqual(names({ column: 'probability' }).slice(3), ['@sum.mp3', 'm/waits.mp3'], 'in either direction');
  assert.deepEqual(tally(rows), { genres: [{ label: 'rock', index: 1, count: 2 }, { label: 'blues', index: 0, count: 1 }], unsure: 1, noMusic: 0 });
});

test('what is no music is counted apart, is in no genre and no playlist, and says so in CSV and JSON', () => {
  const { rows: mixed } = listOf({
    'song.mp3': [[0.125, 0.75, 0.125], true, '', 0.75],
    'talk.mp3': [[0.5, 0.25, 0.25], false, '', 0.25],
    'broken.mp3': 'This is no song.',
  });
  const [song, talk] = mixed;
  assert.deepEqual([song.genre.label, talk.genre, talk.second], ['rock', null, null]);
  assert.deepEqual(tally(mixed), { genres: [{ label: 'rock', index: 1, count: 1 }], unsure: 0, noMusic: 1 });
  for (const [genre, found] of [[NO_MUSIC, [talk]], [UNSURE, []], ['blues', []], ['rock', [song]]]) {
    assert.deepEqual(arrange(mixed, { genre }), found);
  }
  assert.equal(arrange(mixed, { column: 'genre', descending: true })[0], song);
  assert.ok(!playlistOf(mixed).includes('talk'));
  const [head, ...lines] = parse(csvOf(mixed).slice(1));
  assert.deepEqual(head, ['file', 'seconds', 'genre', 'sure', ...labels, 'music', 'is_music', 'warning', 'error']);
  assert.deepEqual(lines.map(line => line.slice(7)), [['0.750000', 'yes', '', ''], ['0.250000', 'no', '', ''], ['', '', '', 'This is no song.']]);
  assert.equal(lines[1][2], 'blues', 'what it would be called');
  const json = JSON.parse(jsonOf(mixed));
  assert.deepEqual(json.map(({ music, is_music: isMusic }) => [music, isMusic]), [[0.75, true], [0.25, false], [undefined, undefined]]);
});

test('the list counts, and takes a file once', () => {
  const list = listOf({ 'a.mp3': [[1, 0, 0], true], 'b.mp3': 'no', 'c.mp3': null });
  assert.deepEqual(list.counts, { waiting: 1, reading: 0, done: 1, failed: 1 });
  assert.equal(list.add('a.mp3', file('a.mp3')), null);
  list.remove(list.rows[0]);
  assert.deepEqual(list.counts, { waiting: 1, reading: 0, done: 0, failed: 1 });
  assert.notEqual(list.add('a.mp3', file('a.mp3')), null);
  list.clear();
  assert.deepEqual([list.rows.length, list.counts.waiting], [0, 0]);
});

const collect = async found => { const all = []; for await (const item of found) all.push(item); return all; };

test('songs and what is plainly no song', async () => {
  const names = ['2.mp3', '10.mp3', 'cover.JPG', 'list.cue', '.DS_Store', 'Thumbs.db', 'no ending', 'odd.xyz', 'list.m3u8', 'film.mp4'];
  const found = await collect(chosenFiles(names.map(file)));
  assert.deepEqual(found.flatMap(({ song }) => song?.path ?? []), ['2.mp3', '10.mp3', 'film.mp4', 'no ending', 'odd.xyz']);
  const typed = await collect(chosenFiles([{ ...file('x'), type: 'image/png' }, { ...file('y'), type: 'audio/flac' }]));
  assert.deepEqual(typed.map(item => Object.keys(item)[0]), ['leftOut', 'song']);

  const alone = await look(chosenFiles([file('cover.jpg')]));
  assert.equal(alone.only.path, 'cover.jpg', 'alone it is asked about');
  const { only, nothing, all } = await look(chosenFiles(names.map(file)));
  assert.deepEqual([only, nothing], [null, null]);
  assert.equal((await collect(all)).length, names.length, 'nothing that was looked at is lost');
});
