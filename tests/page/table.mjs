// The table of songs as the page tests see it.
import { readFile } from 'node:fs/promises';

const CELLS = ['genre', 'probability', 'second', 'sure', 'length', 'format', 'state'];

function readRows(rows, cells) {
  const number = row => Number(row.getAttribute('aria-rowindex'));
  const texts = row => ({
    name: row.querySelector('.file').textContent,
    folder: row.querySelector('.folder').textContent,
    ...Object.fromEntries(cells.map(cell => [cell, row.querySelector(`td.${cell}`).textContent])),
  });
  return rows.sort((a, b) => number(a) - number(b)).map(texts);
}

// A page of its own for use(visitor, table). options: of browser.open.
export async function openTable(browser, options, use) {
  const visitor = await browser.open(options);
  await visitor.ready();
  const { page } = visitor;
  const rows = () => page.$$eval('#songs tbody tr', readRows, CELLS);
  await use(visitor, {
    visible: () => page.waitForSelector('#songs:not([hidden])'),
    hidden: () => page.evaluate(() => document.getElementById('songs').hidden),
    title: () => page.textContent('#songs-title'),
    note: () => page.textContent('#songs-note'),
    // Until `count` songs are in the table and every one is read.
    ended: (count, timeout = 300000) => page.waitForFunction(wanted => {
      const text = id => document.getElementById(`songs-${id}`).textContent;
      return !document.getElementById('songs').hidden && document.getElementById('songs-bar').hidden
        && text('rest') !== 'looking for more' && text('title').startsWith(`${wanted} song`);
    }, count, { timeout, polling: 100 }).catch(async () => {
      const texts = await page.$$eval('#songs-title, #songs-rest, #songs-note, #answer', found => found.map(({ textContent }) => textContent));
      const states = (await rows()).slice(0, 20).map(({ name, state }) => `${name}: ${state}`);
      throw new Error(`${count} songs have not ended within ${timeout} ms: ${[...texts, ...states].join('; ')}`);
    }),
    // What the rows in sight say: [{name, folder, genre, …}], from the top.
    rows,
    names: async () => (await rows()).map(({ name }) => name),
    row: async name => (await rows()).find(row => row.name === name),
    chip: text => page.locator('#songs-genres button', { hasText: text }),
    sort: column => page.click(`#songs th[data-column=${column}] button`),
    // Saves by one of the buttons: {name, text}.
    async download(kind) {
      const [download] = await Promise.all([page.waitForEvent('download'), page.click(`#songs-${kind}`)]);
      return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
    },
  });
  await visitor.close();
}
