// Many songs make a table: a folder, several files, pasted files. Folders are dropped as a file manager drops them.
import assert from 'node:assert/strict';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { ENGLISH, SOUNDS, classifyNatively, openBrowser, withFolder } from './browser.mjs';
import { openTable } from './table.mjs';

const TOLERANCE = 1e-3;

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser.close());

const withTable = (options, use) => openTable(browser, options, use);

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
const LEFT_OUT = '4 files that are no songs were left out.';

test('a folder: its songs in reading order, each with the command\'s answer; one bad file costs one row', () =>
  withMusic(music => withTable({}, async (visitor, table) => {
    await visitor.dropPaths(music);
    await table.ended(7);
    assert.deepEqual(await table.names(), IN_ORDER);
    assert.equal(await table.title(), '7 songs');
    assert.equal(await table.note(), LEFT_OUT);
    assert.equal(await visitor.answer(), '5 songs are classified. 2 files could not be read.');

    const songs = JSON.parse((await table.download('json')).text);
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

test('the pickers, for files and for a folder, and pasted files', () =>
  withMusic(music => withTable({}, async (visitor, table) => {
    const { page } = visitor;
    const files = page.waitForEvent('filechooser');
    await visitor.click('choose');
    await (await files).setFiles(['tone.ogg', 'half.mp3'].map(name => `${SOUNDS}/${name}`));
    await table.ended(2);
    assert.deepEqual(await table.names(), ['half.mp3', 'tone.ogg']);

    await page.click('#songs-back');
    const back = page.waitForEvent('filechooser');
    await visitor.click('way');
    await page.click('#songs-folder');
    await (await back).setFiles(music);
    await table.ended(9);
    assert.deepEqual((await table.names()).slice(2), IN_ORDER);
    assert.equal(await table.note(), LEFT_OUT);

    await page.click('#songs-scroller .file');  // and its way back, by the keyboard
    await visitor.until({ file: 'half.mp3', phase: 'finished' });
    assert.equal(await page.evaluate(() => document.activeElement.id), 'way');
    await page.keyboard.press('Enter');
    await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      for (const name of ['a.mp3', 'b.mp3', 'cover.png']) clipboardData.items.add(new File(['no song'], name));
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    });
    await table.ended(11);
    assert.equal((await table.rows()).at(-1).name, 'b.mp3');
    assert.equal(await table.note(), '1 file that is no song was left out.');
  })));

test('Ctrl+V reaches the page even while the canvas has the keyboard', () => withTable({}, async ({ page }) => {
  await page.mouse.click(683, 650);
  await page.evaluate(() => addEventListener('paste', () => { window.pasted = true; }));
  await page.keyboard.press('Control+v');
  await page.waitForFunction(() => window.pasted);
}));

test('one song alone is shown as before, from a folder too; what is no song is said in one sentence', () =>
  withFolder(folder => withTable({}, async (visitor, table) => {
    await mkdir(`${folder}/single`);
    await cp(`${SOUNDS}/tone.flac`, `${folder}/single/tone.flac`);
    await writeFile(`${folder}/single/cover.jpg`, 'a picture');
    await visitor.dropPaths(`${folder}/single`);
    await visitor.until({ file: 'tone.flac', phase: 'finished' });
    assert.ok(await table.hidden());

    await mkdir(`${folder}/empty/inside`, { recursive: true });
    await visitor.dropPaths(`${folder}/empty`);
    assert.equal((await visitor.until({ phase: 'failed' })).error, 'There is no file in this folder.');
    await writeFile(`${folder}/empty/inside/notes.txt`, 'no sound');
    const { song } = await visitor.state();
    await visitor.dropPaths(`${folder}/empty`);
    assert.equal((await visitor.until({ song: song + 1, phase: 'failed' })).error, 'There is no song in it: 1 file is something else.');
    assert.equal(await visitor.answer(), 'There is no song in it: 1 file is something else.');

    await visitor.dropPaths(`${SOUNDS}/tone.ogg`);
    await visitor.until({ file: 'tone.ogg', phase: 'finished' });
    assert.ok(await table.hidden());
  })));

test('sorting, filters, keyboard, removal, and a song\'s full view', () =>
  withMusic(music => withTable({}, async (visitor, table) => {
    const { page } = visitor;
    await visitor.dropPaths(music);
    await table.ended(7);

    // Each column, up, down and back to the order of the files.
    const shares = async () => (await table.rows()).map(row => parseInt(row.probability, 10)).filter(Number.isFinite);
    await table.sort('probability');
    assert.deepEqual(await shares(), (await shares()).sort((a, b) => b - a));
    assert.equal(await page.getAttribute('th[data-column=probability]', 'aria-sort'), 'descending');
    await table.sort('probability');
    assert.deepEqual(await shares(), (await shares()).sort((a, b) => a - b));
    assert.deepEqual((await table.names()).slice(-2), ['empty.mp3', 'picture.mp3'], 'without a value: at the end');
    await table.sort('probability');
    assert.deepEqual(await table.names(), IN_ORDER);
    await table.sort('name');
    assert.equal((await table.names())[0], '1 one.flac');
    await table.sort('name');
    assert.equal((await table.names())[0], 'picture.mp3');
    for (const column of ['genre', 'second', 'sure', 'length', 'format', 'state']) {
      await table.sort(column);
      assert.equal(await page.getAttribute(`th[data-column=${column}]`, 'aria-sort'), 'ascending');
      assert.equal(await page.locator('th[aria-sort=ascending], th[aria-sort=descending]').count(), 1);
      assert.equal((await table.names()).length, 7);
    }
    await table.sort('state');
    await table.sort('state');

    await page.fill('#songs-text', 'ALBUM 10');
    assert.deepEqual(await table.names(), ['cut.mp3', 'empty.mp3', 'picture.mp3']);
    await page.fill('#songs-text', '');
    await table.chip('Not read').click();
    assert.deepEqual(await table.names(), ['empty.mp3', 'picture.mp3']);
    assert.equal(await table.chip('Not read').getAttribute('aria-pressed'), 'true');
    await table.chip('All').click();
    const { genre } = await table.row('1 one.flac');
    await table.chip(genre).click();
    assert.ok((await table.rows()).every(row => row.genre === genre));
    await table.chip('All').click();

    // Rows by keyboard: one of them is Tab's, arrows move, Delete removes, Enter opens.
    assert.equal(await page.locator('#songs tbody .open[tabindex="0"]').count(), 1);
    await page.locator('#songs tbody .open').first().focus();
    const focused = () => page.evaluate(() => document.activeElement.querySelector('.file')?.textContent);
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(), '2 two.opus');
    await page.keyboard.press('End');
    assert.equal(await focused(), 'picture.mp3');
    await page.keyboard.press('Delete');
    assert.equal(await focused(), 'empty.mp3');
    assert.equal(await table.title(), '6 songs');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    const state = await visitor.until({ file: '1 one.flac', phase: 'finished' });
    assert.ok(await table.hidden() && state.columns > 0 && state.timeline > 0);
    await visitor.click('play');
    await page.waitForFunction(() => window.genrelens.state().player.playing);
    await visitor.click('way');
    await table.visible();
    assert.equal(await focused(), '1 one.flac');
    assert.equal((await visitor.state()).player.playing, false, 'nobody could pause it here');
    await page.click('#songs tbody tr:has-text("cut.mp3") .remove');
    assert.equal(await table.title(), '5 songs');

    await page.click('#songs-clear');
    assert.equal(await page.textContent('#songs-clear'), 'Remove 5 songs? Press again');
    await page.click('#songs-clear');
    assert.ok(await table.hidden());
    assert.equal(await page.evaluate(() => document.getElementById('way').hidden), true);
  })));

// Of these the default model is sure, and cannot tell between two genres.
const SURE = 'tone.flac';
const BETWEEN = 'demo.mp3';

test('a song between two genres is one in the table too, by the rule of its full view', () => withTable({}, async (visitor, table) => {
  const { page } = visitor;
  await visitor.dropPaths(`${SOUNDS}/${SURE}`, `${SOUNDS}/${BETWEEN}`);
  await table.ended(2);
  const row = await table.row(BETWEEN);
  const other = row.second.replace(/ \d+%$/, '');
  assert.equal(row.sure, `Between ${row.genre.toLowerCase()} and ${other.toLowerCase()}`);
  assert.equal((await table.row(SURE)).sure, ENGLISH['songs.sure']);
  await table.sort('sure');
  assert.deepEqual(await table.names(), [BETWEEN, SURE]);
  await table.chip(ENGLISH['songs.unsure']).click();
  assert.deepEqual(await table.names(), [BETWEEN]);

  await page.setViewportSize({ width: 360, height: 740 });  // there, both genres stand in place of one and its share
  assert.ok(await page.isVisible('#songs td.sure') && await page.isHidden('#songs td.genre span') && await page.isHidden('#songs td.probability'));
  await page.click('#songs .file');
  const { verdict } = await visitor.until({ file: BETWEEN, phase: 'finished' });
  assert.equal(verdict, 'between');
  assert.match(await visitor.answer(), new RegExp(`between ${row.genre}, \\d+%, and ${other},`, 'i'));
}));

test('the same folder twice, more while songs are read, one song while songs are read', () =>
  withMusic(music => withTable({}, async (visitor, table) => {
    await visitor.dropPaths(music);
    await visitor.dropPaths(music);
    await table.visible();
    await visitor.dropPaths(`${SOUNDS}/half-16.wav`, `${SOUNDS}/three-minutes.mp3`);
    await visitor.dropPaths(`${SOUNDS}/tone.ogg`);
    await table.ended(10);
    const names = await table.names();
    assert.deepEqual([...names].sort(), [...IN_ORDER, 'half-16.wav', 'three-minutes.mp3', 'tone.ogg'].sort());
    await visitor.dropPaths(music);
    await visitor.page.waitForFunction(() => document.getElementById('songs-note').textContent.includes('already'));
    assert.equal(await table.note(), `${LEFT_OUT} 7 songs were in the table already.`);
    assert.equal(await table.title(), '10 songs');
    await visitor.page.click('#songs-back');
    await visitor.dropPaths(`${SOUNDS}/tone.wav`);
    await visitor.until({ file: 'tone.wav', phase: 'finished' });
    await visitor.click('way');
    await table.ended(11);
    assert.equal((await table.row('tone.wav')).state, 'Done');
  })));

test('a drop arrives even if what lies under it has just been put there, as the rows of the table are', () =>
  withTable({}, async (visitor, table) => {
    await visitor.dropPaths(`${SOUNDS}/half.ogg`, `${SOUNDS}/half-16.wav`);
    await table.ended(2);
    await visitor.dragPaths([`${SOUNDS}/tone.ogg`], () => visitor.page.evaluate(() => {
      const { parentElement } = document.elementFromPoint(300, 300);
      parentElement.replaceWith(parentElement.cloneNode(true));
    }));
    await table.ended(3, 30000);
  }));

test('a file that is gone meanwhile costs one row, a folder that cannot be read one sentence', () =>
  withFolder(folder => withTable({}, async (visitor, table) => {
    for (const name of ['1.flac', '2.flac', '3.flac']) await cp(`${SOUNDS}/three-minutes.mp3`, `${folder}/${name}`);
    await visitor.dropPaths(...['1.flac', '2.flac', '3.flac'].map(name => `${folder}/${name}`));
    await table.visible();
    await rm(`${folder}/2.flac`);
    await table.ended(3);
    assert.equal((await table.row('2.flac')).state, 'This file can no longer be read: it was moved, changed or deleted.');
    assert.equal((await table.row('3.flac')).state, 'Done');

    // Nothing is kept from this test's user, so the browser itself refuses one folder.
    await visitor.page.evaluate(() => {
      const { webkitGetAsEntry } = DataTransferItem.prototype;
      DataTransferItem.prototype.webkitGetAsEntry = function entry() {
        const found = webkitGetAsEntry.call(this);
        if (found.isDirectory) found.createReader = () => ({ readEntries: (take, refuse) => refuse(new DOMException('', 'NotReadableError')) });
        return found;
      };
    });
    await mkdir(`${folder}/kept`);
    await visitor.dropPaths(`${folder}/kept`, `${SOUNDS}/half.ogg`);
    await table.ended(4);
    assert.equal(await table.note(), '“kept” could not be read.');
    assert.ok((await table.names()).includes('half.ogg'));
  })));

for (const theme of ['dark', 'light']) {
  test(`${theme}: axe-core finds nothing in the table`, () => withMusic(music => withTable({ query: `?theme=${theme}` }, async (visitor, table) => {
    await visitor.dropPaths(music);
    await table.ended(7);
    await visitor.page.evaluate(await readFile(new URL('../../tools/node_modules/axe-core/axe.min.js', import.meta.url), 'utf8'));
    const { violations, passes } = await visitor.page.evaluate(() => window.axe.run());
    assert.ok(passes.length > 10);
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
  })));
}
