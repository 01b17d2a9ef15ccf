// The tables of words agree with each other and with what asks for them, and a visitor reads them in her own language.
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { SOUNDS, classifyNatively, openBrowser } from './browser.mjs';

const root = new URL('../../', import.meta.url).pathname;
const read = file => readFile(path.join(root, file), 'utf8');
const tables = Object.fromEntries(await Promise.all(
  (await readdir(`${root}web/words`)).filter(name => name.endsWith('.json')).map(async name => [name, JSON.parse(await read(`web/words/${name}`))])));
const english = tables['english.json'];

const KEY = /^[a-z0-9]+(?:[.-][a-z0-9]+)+$/;
const placeholders = text => [...text.matchAll(/\{[a-z]+\}/g)].map(([name]) => name).sort();

// What may stand in quotes in the page's source without being a key of words.
const isKey = text => KEY.test(text) && Object.keys(english).some(key => key.split('.')[0] === text.split('.')[0]) && text.includes('.');

// The source in a folder, without its comments, which may name what is not there.
async function sourceOf(folder, kind) {
  const names = (await readdir(root + folder, { recursive: true })).filter(name => kind.test(name));
  const texts = await Promise.all(names.map(name => read(`${folder}/${name}`)));
  return texts.join('\n').replace(/^\s*\/\/.*$/gm, '');
}
const decoders = await sourceOf('core', /^decode.*\.(cpp|h)$/);

async function quotedInSource() {
  const code = await sourceOf('web', /\.(mjs|cpp|h|html)$/) + decoders;
  return new Set([...code.matchAll(/(['"`])([a-z0-9.-]+)\1/g)].map(([, , text]) => text));
}

// A key may be asked for by its plural's stem.
const stem = key => key.replace(/\.(one|other)$/, '');

for (const [name, table] of Object.entries(tables)) {
  test(`${name}: the same keys and placeholders as the English table, and no empty text`, () => {
    assert.deepEqual(Object.keys(table), Object.keys(english));
    for (const [key, text] of Object.entries(table)) {
      assert.match(key, KEY);
      assert.match(text, /^\S.*\S$/, key);  // one line each: the window takes them as lines
      assert.deepEqual(placeholders(text), placeholders(english[key]), key);
    }
  });
}

test('every text is used, and what is asked for is there', async () => {
  const quoted = await quotedInSource();
  const asked = key => quoted.has(key) || quoted.has(stem(key)) || /^genre\.|^(result|spoken)\.(sure|between|perhaps|hard|no-music)$/.test(key);
  assert.deepEqual(Object.keys(english).filter(key => !asked(key)), [], 'in the table, but nobody asks');
  const known = new Set([...Object.keys(english), ...Object.keys(english).map(stem)]);
  const FILES = /\.(json|onnx|mjs|js|otf|wasm|svg|css|mp3)$/;
  assert.deepEqual([...quoted].filter(text => isKey(text) && !known.has(text) && !FILES.test(text)), [], 'asked for, but not there');
});

test('what core says of a file stands in the table as core says it', () => {
  const wordings = [...decoders.matchAll(/"(file\.[a-z0-9-]+)",\s*((?:"(?:[^"\\]|\\.)*"\s*)+)/g)];
  const inCore = Object.fromEntries(wordings.map(([, key, parts]) => [key, [...parts.matchAll(/"([^"]*)"/g)].map(([, part]) => part).join('')]));
  assert.ok(Object.keys(inCore).length > 30);
  const inTable = Object.fromEntries(Object.entries(english).filter(([key]) => key.startsWith('file.')));
  assert.deepEqual(inCore, inTable);
});

test('every genre of every model has a name', async () => {
  const models = await readdir(`${root}models`, { withFileTypes: true });
  const folders = models.filter(entry => entry.isDirectory());
  const cards = await Promise.all(folders.map(async ({ name }) => JSON.parse(await read(`models/${name}/card.json`))));
  const labels = new Set(cards.flatMap(card => card.labels));
  assert.ok(labels.size >= 10);
  for (const label of labels) assert.ok(english[`genre.${label}`], label);
});

test('the text that index.html shows before its scripts run is the English one', async () => {
  const page = await read('web/index.html');
  const shown = [...page.matchAll(/data-words="([^"]+)"[^>]*>([^<]*)</g), ...page.matchAll(/data-words-label="([^"]+)"\s+aria-label="([^"]*)"/g)];
  assert.ok(shown.length >= 8);
  for (const [, key, text] of shown) assert.equal(text, english[key], key);
});

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser.close());

const languageOf = async options => {
  const visitor = await browser.open(options);
  await visitor.ready();
  const found = await visitor.page.evaluate(() => ({
    lang: document.documentElement.lang, title: document.title, choose: document.getElementById('choose').textContent,
  }));
  await visitor.close();
  return found;
};

const textsOf = (lang, table) => ({ lang, title: table['page.title'], choose: table['action.choose'] });

test('the page speaks the browser\'s language, or the one that the address names, or English', async () => {
  const german = textsOf('de', tables['german.json']);
  assert.deepEqual(await languageOf({ locale: 'de-AT' }), german);
  assert.deepEqual(await languageOf({ query: '?language=de' }), german);
  assert.deepEqual(await languageOf({ query: '?language=en', locale: 'de-DE' }), textsOf('en', english));
  assert.deepEqual(await languageOf({ locale: 'ja-JP' }), textsOf('en', english));
});

test('a German visitor hears and reads the answer in German', async () => {
  const visitor = await browser.open({ locale: 'de-DE' });
  const { backend, accuracy } = await visitor.ready();
  assert.match(backend, /^WebAssembly, 1 Thread, \d+(,\d)? ms je Abschnitt$/);
  assert.match(accuracy, /^74\u00A0% von 58 Validierungssongs richtig/);
  await visitor.drop(`${SOUNDS}/demo.mp3`);
  const { genre } = await visitor.until({ phase: 'finished' });
  const name = tables['german.json'][`genre.${genre}`];
  assert.match(await visitor.answer(), new RegExp(`${name}.*\\d+\u00A0%`));
  const table = await visitor.page.textContent('#genres');
  assert.ok(table.includes('Klassik') && table.includes('Hip-Hop'), table);
  await visitor.close();
});

// File name → what is wrong with it, as the page says it.
const ERRORS = {
  'empty.mp3': 'Die Datei ist leer.',
  'picture.mp3': 'Die Datei ist ein Bild (PNG) und kein Song.',
};

test('a German visitor reads in German what is wrong with a file, with a comma in its numbers', async () => {
  const visitor = await browser.open({ locale: 'de-DE' });
  await visitor.ready();
  for (const [name, sentence] of Object.entries(ERRORS)) {
    await visitor.drop(`${SOUNDS}/${name}`);
    assert.equal((await visitor.until({ file: name, phase: 'failed' })).error, sentence);
  }
  for (const name of ['cut.mp3', 'cut.wav', 'cut.ogg']) {
    await visitor.drop(`${SOUNDS}/${name}`);
    const { damage } = await visitor.until({ file: name, phase: 'finished' });
    const { warning } = await classifyNatively(`${SOUNDS}/${name}`);
    const [heard] = warning.match(/\d+\.\d/);
    assert.match(damage, new RegExp(`^Der Song bricht nach ${heard.replace('.', ',')} s (von \\d+,\\d s )?ab; was davor kam, wurde benutzt\\.$`), name);
  }
  await visitor.close();
});
