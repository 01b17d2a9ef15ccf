// Many songs make a table: a folder, several files, pasted files. Folders are dropped as a file manager drops them.
import assert from 'node:assert/strict';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { SOUNDS, classifyNatively, openBrowser, withFolder } from './browser.mjs';

const TOLERANCE = 1e-3;

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser.close());

// A page of its own for use(visitor, table).
async function withTable(options, use) {
  const visitor = await browser.open(options);
  await visitor.ready();
  const { page } = visitor;
  const table = {
    visible: () => page.waitForSelector('#songs:not([hidden])'),
    title: () => page.textContent('#songs-title'),
    // Until every song is read.
    ended: () => page.waitForFunction(() => {
      const bar = document.getElementById('songs-bar');
      return bar.hidden && document.querySelectorAll('#songs tbody tr').length > 0
        && document.getElementById('songs-rest').textContent !== 'looking for more';
    }, null, { timeout: 300000, polling: 100 }),
    // What the rows in sight say: [{name, folder, genre, …}], from the top.
    rows: () => page.$$eval('#songs tbody tr', rows => rows
      .sort((a, b) => a.getAttribute('aria-rowindex') - b.getAttribute('aria-rowindex'))
      .map(row => Object.fromEntries([['name', row.querySelector('.file').textContent], ['folder', row.querySelector('.folder').textContent],
        ...['genre', 'probability', 'second', 'sure', 'length', 'format', 'state'].map(cell => [cell, row.querySelector(`td.${cell}`).textContent])]))),
    names: async () => (await table.rows()).map(({ name }) => name),
    row: async name => (await table.rows()).find(row => row.name === name),
    chip: text => page.locator('#songs-genres button', { hasText: text }),
    sort: column => page.click(`#songs th[data-column=${column}] button`),
    async download(kind) {
      const [download] = await Promise.all([page.waitForEvent('download'), page.click(`#songs-${kind}`)]);
      return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
    },
  };
  await use(visitor, table);
  await visitor.close();
}

// A folder "music" of songs and of what lies beside songs, for use(path).
const withMusic = use => withFolder(async folder => {
  const music = path.join(folder, 'music');
  await mkdir(path.join(music, 'Album 10'), { recursive: true });
  await mkdir(path.join(music, 'Album 2', 'inside'), { recursive: true });
  await mkdir(path.join(music, 'empty'));
  const copies = { 'tone.flac': 'Album 2/1 one.flac', 'tone-mono.ogg': 'Album 2/10 ten.ogg', 'half.opus': 'Album 2/2 two.opus',
                   'short.wav': 'Album 2/inside/deep.wav', 'cut.mp3': 'Album 10/cut.mp3', 'picture.mp3': 'Album 10/picture.mp3',
                   'empty.mp3': 'Album 10/empty.mp3' };
  for (const [from, to] of Object.entries(copies)) await cp(path.join(SOUNDS, from), path.join(music, to));
  for (const name of ['.DS_Store', 'cover.jpg', 'Album 2/list.cue', 'Album 2/notes.txt']) await writeFile(path.join(music, name), 'no sound');
  await use(music);
});
const IN_ORDER = ['1 one.flac', '2 two.opus', '10 ten.ogg', 'deep.wav', 'cut.mp3', 'empty.mp3', 'picture.mp3'];

test('a folder: its songs in reading order, each with the command\'s answer; one bad file costs one row', () =>
  withMusic(music => withTable({}, async (visitor, table) => {
    await visitor.dropPaths(music);
    await table.visible();
    await table.ended();
    assert.deepEqual(await table.names(), IN_ORDER);
    assert.equal(await table.title(), '7 songs');
    assert.equal(await visitor.page.textContent('#songs-note'), '4 files that are no songs were left out.');
    assert.equal(await visitor.answer(), '5 songs are classified. 2 files could not be read.');

    const { text } = await table.download('json');
    const songs = JSON.parse(text);
    assert.deepEqual(songs.map(({ file }) => file), ['Album 2/1 one.flac', 'Album 2/2 two.opus', 'Album 2/10 ten.ogg',
      'Album 2/inside/deep.wav', 'Album 10/cut.mp3', 'Album 10/empty.mp3', 'Album 10/picture.mp3'].map(name => `music/${name}`));
    for (const song of songs) {
      const expected = await classifyNatively(path.join(path.dirname(music), song.file)).catch(({ stdout }) => JSON.parse(stdout));
      delete expected.timeline;
      assert.deepEqual(Object.keys(song).sort(), Object.keys(expected).sort(), song.file);
      for (const key of ['genre', 'sure', 'model', 'warning', 'error']) assert.equal(song[key], expected[key], `${song.file}: ${key}`);
      for (const [label, probability] of Object.entries(expected.probabilities ?? {})) {
        assert.ok(Math.abs(song.probabilities[label] - probability) <= TOLERANCE, `${song.file}: ${label}`);
      }
      if (expected.seconds) assert.ok(Math.abs(song.seconds - expected.seconds) < 0.02, `${song.file}: ${song.seconds} s, ${expected.seconds} s`);
    }
    assert.match((await table.row('picture.mp3')).state, /picture/);
    assert.equal((await table.row('cut.mp3')).state, 'Done, cut short');
    assert.equal((await table.row('1 one.flac')).length, '0:12');
    assert.equal((await table.row('deep.wav')).folder, 'music/Album 2/inside');
  })));
