// The answer for a friend, and what answers here: both dialogs on the real page.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { SOUNDS, openBrowser } from './browser.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser.close());

const note = visitor => visitor.page.textContent('#share-note');

async function withAnswer(options) {
  const visitor = await browser.open(options);
  await visitor.ready();
  await visitor.drop(`${SOUNDS}/demo.mp3`);
  await visitor.until({ phase: 'finished' });
  return visitor;
}

test('the answer becomes a picture, a text and a link', async () => {
  const visitor = await withAnswer({ query: '?language=en&backend=wasm' });
  const { page } = visitor;
  await visitor.click('share');
  await page.waitForSelector('#share-dialog[open]');

  const download = page.waitForEvent('download');
  await page.click('#share-save');
  const png = await readFile(await (await download).path());
  assert.deepEqual([...png.subarray(1, 4)], [...Buffer.from('PNG')]);
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [1200, 630]);
  assert.ok(png.length > 10000, `${png.length} bytes`);

  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.click('#share-text');
  await page.waitForFunction(() => document.getElementById('share-note').textContent === 'The text is copied.');
  const text = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(text.startsWith(`demo.mp3: ${await visitor.answer()} http`), text);
  await page.click('#share-link');
  await page.waitForFunction(() => document.getElementById('share-note').textContent.startsWith('The link is copied'));
  const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
  assert.deepEqual(Object.fromEntries(link.searchParams), { backend: 'wasm', language: 'en', theme: 'dark' });

  await page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); });
  await page.click('#share-link');
  await page.waitForFunction(() => document.getElementById('share-note').textContent.includes('does not let'));
  assert.ok((await note(visitor)).includes(link.href));

  await page.click('#share-dialog header button');
  await page.waitForSelector('#share-dialog[open]', { state: 'detached' });
  await visitor.close();
});

test('what answers here is said from its card and from what was tried', async () => {
  const visitor = await browser.open();
  await visitor.ready();
  const { page } = visitor;
  await visitor.click('about');
  await page.waitForSelector('#about-dialog[open]');
  const card = await page.textContent('#about-card');
  for (const fact of ['GTZAN', '74% of 58 validation tracks', '62% to 84%', '10 genres', 'Apache-2.0']) assert.ok(card.includes(fact), `${fact}: ${card}`);
  assert.match(await page.textContent('#about-tried'), /WebAssembly, 1 thread: [\d.]+ ms a piece, gives the answers/);
  await page.selectOption('#about-language', 'de');
  await page.waitForFunction(() => document.documentElement.lang === 'de' && window.genrelens);
  assert.equal(new URL(page.url()).searchParams.get('language'), 'de');
  await visitor.close();
});
