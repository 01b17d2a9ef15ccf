// Hundreds of songs: flat memory, a tab in the background, stop and resume, export half way; and thousands of rows.
import assert from 'node:assert/strict';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { SOUNDS, openBrowser, withFolder } from './browser.mjs';
import { openTable } from './table.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser.close());

// A folder of short songs, each another second of a tone and so of another answer, for use(path).
const withSongs = (count, use) => withFolder(async folder => {
  const tone = await readFile(`${SOUNDS}/tone.wav`);
  const header = Buffer.from(tone.subarray(0, 44));
  const second = header.readUInt32LE(28);  // bytes
  header.writeUInt32LE(36 + second, 4);
  header.writeUInt32LE(second, 40);
  const songs = path.join(folder, 'songs');
  await mkdir(songs);
  for (let i = 0; i < count; i++) {
    const begin = 44 + Math.floor(i * (tone.length - 44 - second) / count / 4) * 4;
    await writeFile(path.join(songs, `${i + 1}.wav`), Buffer.concat([header, tone.subarray(begin, begin + second)]));
  }
  await use(songs);
});

// Bytes of the page's JavaScript, after a collection of garbage.
async function heapOf(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

const done = (page, count) => page.waitForFunction(wanted => {
  const title = document.getElementById('songs-title').textContent;
  return parseInt(title, 10) >= wanted;
}, count, { timeout: 600000, polling: 100 });

// Notes what the engine says of its WebAssembly memory after each song.
const listenToEngine = () => {
  window.heaps = [];
  const Original = Worker;
  window.Worker = class extends Original {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({ data }) => { if (data.type === 'finished') window.heaps.push(data.heapBytes); });
    }
  };
};

test('a folder of 500 songs runs to its end, and after the first 50 memory no longer grows', t =>
  withSongs(500, songs => openTable(browser, {}, async (visitor, table) => {
    const { page } = visitor;
    await page.addInitScript(listenToEngine);
    await page.reload();
    await page.waitForFunction(() => window.genrelens);
    await visitor.ready();
    await visitor.dropPaths(songs);
    await done(page, 50);
    await page.waitForFunction(() => document.getElementById('songs-rest').textContent !== 'looking for more');
    const early = await heapOf(page);
    await table.ended(500, 600000);
    const late = await heapOf(page);
    const heaps = await page.evaluate(() => window.heaps);
    t.diagnostic(`JavaScript ${early} bytes after 50 songs, ${late} after 500; engine ${heaps[49]} and ${heaps.at(-1)}`);
    assert.equal(heaps.length, 500);
    assert.equal(heaps.at(-1), heaps[49], 'the engine\'s memory');
    // A row's answer is ten floats and a few short texts; a second of sound would be 176,400 bytes.
    assert.ok((late - early) / 450 < 2500, `${(late - early) / 450} bytes a song`);
    assert.ok(await page.locator('#songs tbody tr').count() < 60, 'rows out of sight are no elements');
    assert.equal(JSON.parse((await table.download('json')).text).length, 500);
  })));

test('a tab in the background goes on: without frames, and with a timer a minute', () =>
  withSongs(12, songs => openTable(browser, {}, async visitor => {
    const { page } = visitor;
    await page.evaluate(() => {
      window.requestAnimationFrame = () => 0;
      const { setTimeout } = window;
      window.setTimeout = (call, delay, ...given) => setTimeout(call, Math.max(delay ?? 0, 60000), ...given);
    });
    await visitor.dropPaths(songs);
    await page.waitForFunction(() => document.getElementById('answer').textContent === '12 songs are classified.', null, { timeout: 60000, polling: 100 });
    assert.equal(await page.textContent('#way'), '← 12 songs');
  })));

test('stop, resume, export half way; leaving asks while songs are read, and only then', () =>
  withSongs(200, songs => openTable(browser, {}, async (visitor, table) => {
    const { page } = visitor;
    const asked = [];
    page.on('dialog', async dialog => {
      asked.push(dialog.type());
      await dialog.dismiss();
    });
    await visitor.dropPaths(songs);
    await done(page, 5);
    await page.click('#songs-title');  // browsers ask only where somebody has clicked
    await page.evaluate(() => { location.href = 'about:blank'; });
    await page.waitForTimeout(300);
    assert.deepEqual(asked, ['beforeunload']);

    await page.click('#songs-stop');
    await page.waitForFunction(() => document.getElementById('songs-rest').textContent === 'stopped');
    const title = await table.title();
    const half = parseInt(title, 10);
    assert.ok(half >= 5 && half < 200, title);
    await page.waitForTimeout(1000);
    assert.equal(await table.title(), title);
    assert.ok((await table.rows()).every(({ state }) => !state.startsWith('Reading')));
    assert.equal(JSON.parse((await table.download('json')).text).length, half);
    const csv = await table.download('csv');
    assert.equal(csv.name, 'genre-lens.csv');
    assert.equal(csv.text.split('\r\n').length, half + 2);

    await page.click('#songs-stop');
    await table.ended(200);
    const { name, text } = await table.download('playlist');
    assert.equal(name, 'genre-lens.m3u8');
    const music = JSON.parse((await table.download('json')).text).filter(({ is_music }) => is_music).length;
    assert.ok(music > 150, `${music} of 200`);
    assert.equal(text.match(/^songs\/\d+\.wav$/gm).length, music);
    await table.sort('genre');
    const { genre } = (await table.rows())[0];
    await table.chip(genre).click();
    assert.equal((await table.download('playlist')).name, `genre-lens-${genre.toLowerCase()}.m3u8`);
    assert.deepEqual(asked, ['beforeunload']);
  })));

test('5,000 songs: a few rows are elements, wherever the table is scrolled to', () => openTable(browser, {}, async ({ page }, table) => {
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    for (let i = 1; i <= 5000; i++) dataTransfer.items.add(new File(['x'], `${i}.mp3`));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await table.visible();
  await page.click('#songs-stop');
  await page.waitForFunction(() => document.getElementById('songs-title').textContent.endsWith('of 5,000 songs'), null, { polling: 100 });
  for (const share of [0, 0.5, 1]) {
    await page.evaluate(part => {
      const scroller = document.getElementById('songs-scroller');
      scroller.scrollTop = part * (scroller.scrollHeight - scroller.clientHeight);
    }, share);
    await page.waitForTimeout(200);
    const names = (await table.names()).map(name => parseInt(name, 10));
    assert.ok(names.length < 60, `${names.length} rows`);
    const middle = 1 + share * 4999;
    assert.ok(names.some(number => Math.abs(number - middle) < 20), `${names[0]} … ${names.at(-1)}, not ${middle}`);
  }
  assert.equal(await page.getAttribute('#songs table', 'aria-rowcount'), '5001');
}));

test('two hours of WAV: it is read without being held, and the page goes on', () => withFolder(async folder => {
  // A header that speaks the truth before a hole: two hours of silence with a tone at the begin, 1.27 GB of which nothing is on the disk.
  const tone = await readFile(`${SOUNDS}/tone.wav`);
  const header = Buffer.from(tone.subarray(0, 44));
  const size = 7200 * header.readUInt32LE(28);
  header.writeUInt32LE(36 + size, 4);
  header.writeUInt32LE(size, 40);
  const file = await open(`${folder}/two-hours.wav`, 'w');
  await file.write(Buffer.concat([header, tone.subarray(44)]));
  await file.truncate(44 + size);
  await file.close();
  await openTable(browser, {}, async visitor => {
    await visitor.dropPaths(`${folder}/two-hours.wav`);
    const state = await visitor.until({ file: 'two-hours.wav', phase: ['finished', 'failed'] }, 550000);
    assert.equal(state.phase, 'finished', state.error);
    assert.match(state.caption, /, (2:00:00|120:00)$/);
    assert.ok(state.heapBytes < 60e6, `${state.heapBytes} bytes`);
    await visitor.dropPaths(`${SOUNDS}/half.ogg`);
    await visitor.until({ file: 'half.ogg', phase: 'finished' });
  });
}));
