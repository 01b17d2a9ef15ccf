// After the first visit the page works without its server, and a new version comes whole or not at all.
import assert from 'node:assert/strict';
import { appendFile, cp, rm } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { serve } from '../../tools/serve.mjs';
import { addServiceWorker } from '../../tools/finish-site.mjs';
import { SITE, SOUNDS, makeFolder, openBrowser, withFolder } from './browser.mjs';

let folder;
before(async () => {
  folder = await makeFolder();
  await cp(SITE, folder, { recursive: true });
});
after(() => rm(folder, { recursive: true }));

// A browser on a server of its own, whose site may be changed: use({visitor, site, stop()}).
async function withSite(use, options = {}) {
  await withFolder(async site => {
    await cp(folder, site, { recursive: true });
    const server = await serve(site);
    const browser = await openBrowser({ server, ...options });
    try {
      const visitor = await browser.open(options);
      await visitor.ready();
      await use({ visitor, site, stop: () => server.close() });
    } finally {
      await browser.close();
    }
  });
}

const cacheNames = page => page.evaluate(() => caches.keys());
const keptPaths = page => page.evaluate(async () => {
  const paths = [];
  for (const name of await caches.keys()) {
    for (const { url } of await (await caches.open(name)).keys()) paths.push(new URL(url).pathname.slice(1));
  }
  return paths.sort();
});
// Until a promise of the page comes true: page.waitForFunction takes any promise for true.
async function until(page, look, argument, timeout = 60000) {
  for (const end = Date.now() + timeout; !await page.evaluate(look, argument);) {
    if (Date.now() > end) throw new Error(`waited in vain for ${look}`);
    await page.waitForTimeout(100);
  }
}

// The page's files are there, and those of ONNX Runtime that it has used: module, glue and binary.
const kept = page => until(page, async () => {
  const { active } = await navigator.serviceWorker.ready;
  const names = await caches.keys();
  const urls = names.length === 1 ? (await (await caches.open(names[0])).keys()).map(({ url }) => url) : [];
  const runtime = urls.filter(url => url.includes('/ort/')).join();
  const binary = runtime.includes('2of2') ? /1of2\.wasm/ : /threaded\.wasm/;
  return active.state === 'activated' && /\.min\.mjs/.test(runtime) && binary.test(runtime);
});

async function reload({ page, ready }) {
  await page.reload();
  await page.waitForFunction(() => window.genrelens, null, { timeout: 60000 });
  return ready();
}

async function classify(visitor, name) {
  await visitor.drop(`${SOUNDS}/${name}`);
  const state = await visitor.until({ file: name, phase: ['finished', 'failed'] });
  assert.equal(state.phase, 'finished', state.error);
  return state;
}

for (const [words, options] of [
  ['', {}],
  [', with WebGPU (emulated)', { flags: ['--enable-unsafe-webgpu'], query: '?backend=webgpu' }],
]) {
  test(`after one visit, and without its server, a song is classified${words}`, () => withSite(async ({ visitor, stop }) => {
    const online = await classify(visitor, 'half-16.wav');
    await kept(visitor.page);
    await stop();
    const { backend, problem } = await reload(visitor);
    assert.equal(problem, '');
    assert.match(backend, options.query ? /^WebGPU/ : /^WebAssembly/);
    const offline = await classify(visitor, 'half-16.wav');
    assert.deepEqual(offline.probabilities, online.probabilities);
  }, options));
}

test('only the version’s own files are kept, and nothing of a song', () => withSite(async ({ visitor, site }) => {
  await classify(visitor, 'tone.mp3');
  await kept(visitor.page);
  const names = await cacheNames(visitor.page);
  assert.match(names.join(), /^genrelens http:\/\/127\.0\.0\.1:\d+\/ \S{12}$/);
  for (const file of await keptPaths(visitor.page)) await assert.doesNotReject(cp(path.join(site, file), path.join(site, 'seen')), file);
  assert.ok(!(await keptPaths(visitor.page)).some(file => file.includes('asyncify')), 'a backend that was not used is not fetched');
  await visitor.close();
}));

// Another version: a changed engine and a changed module, both of which say so.
async function publish(site, files) {
  for (const file of files) await appendFile(path.join(site, file), '\n// version two\n');
  await addServiceWorker(site);
}
const isNew = (page, file) => page.evaluate(name => fetch(name).then(response => response.text()).then(text => text.includes('version two')), file);
const waiting = page => until(page, async () => (await navigator.serviceWorker.getRegistration()).waiting !== null);

test('a page that is open keeps its version; the next visit takes the new one, whole', () => withSite(async ({ visitor, site }) => {
  const { page } = visitor;
  await kept(page);
  const [old] = await cacheNames(page);
  await reload(visitor);
  await publish(site, ['engine/core.mjs', 'workshop/workshop.mjs']);
  await reload(visitor);
  await waiting(page);
  for (const file of ['engine/core.mjs', 'workshop/workshop.mjs']) assert.equal(await isNew(page, file), false, `${file} of an open page`);
  await classify(visitor, 'half-16.wav');

  await page.reload();
  await page.waitForFunction(() => window.genrelens?.state().backend, null, { timeout: 60000 });
  await until(page, async before => !(await caches.keys()).includes(before), old);
  for (const file of ['engine/core.mjs', 'workshop/workshop.mjs']) assert.equal(await isNew(page, file), true, `${file} of the next visit`);
  assert.equal((await cacheNames(page)).length, 1);
  assert.ok((await keptPaths(page)).some(file => file.startsWith('ort/')), 'what was used before is kept for the new version');
  await classify(visitor, 'tone.flac');
  await visitor.close();
}));

test('two open pages: neither loses its version', () => withSite(async ({ visitor, site }) => {
  await kept(visitor.page);
  await reload(visitor);
  const second = await visitor.page.context().newPage();
  await second.goto(visitor.page.url());
  await second.waitForFunction(() => window.genrelens);
  await publish(site, ['engine/core.mjs']);
  await second.reload();
  await waiting(second);
  await second.reload();
  await second.waitForFunction(() => window.genrelens);
  for (const page of [visitor.page, second]) assert.equal(await isNew(page, 'engine/core.mjs'), false);
  await visitor.close();
}));

test('an update that is only half there is not taken', () => withSite(async ({ visitor, site }) => {
  await kept(visitor.page);
  const [old] = await cacheNames(visitor.page);
  await reload(visitor);
  await publish(site, ['engine/core.mjs', 'workshop/workshop.mjs']);
  await appendFile(path.join(site, 'workshop/workshop.mjs'), '\n// of yet another version\n');
  await reload(visitor);
  await visitor.page.evaluate(async () => {  // the update is tried and fails
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update().catch(() => {});
    for (let tries = 0; tries < 100 && (registration.installing || registration.waiting); tries++) await new Promise(done => setTimeout(done, 100));
  });
  await reload(visitor);
  await until(visitor.page, async only => (await caches.keys()).join() === only, old);  // tried again, and dropped
  assert.equal(await isNew(visitor.page, 'engine/core.mjs'), false);
  await classify(visitor, 'half-16.wav');
  await visitor.close();
}));

test('without a service worker the page is the same', () => withSite(async ({ visitor }) => {
  await visitor.page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => undefined }));
  assert.equal((await reload(visitor)).problem, '');
  await classify(visitor, 'half-16.wav');
  await visitor.close();
}));
