// Nothing leaves the device and nothing of a song stays: asked of the browser's network, its stores and its policy.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { FIXTURES, SOUNDS, openBrowser } from './browser.mjs';

const SETTINGS = ['genrelens.theme'];  // what a visitor has chosen may be remembered in localStorage

// A proxy that only notes what is asked of it: all that is not for this machine, by pages, workers and service workers.
const asked = [];
let proxy;
let browser;
before(async () => {
  proxy = createServer((request, response) => { asked.push(request.url); response.writeHead(502).end(); });
  proxy.on('connect', (request, socket) => { asked.push(request.url); socket.destroy(); });
  await new Promise(done => proxy.listen(0, '127.0.0.1', done));
  browser = await openBrowser({ flags: [`--proxy-server=http://127.0.0.1:${proxy.address().port}`] });
});
after(async () => {
  await browser.close();
  proxy.closeAllConnections();
  proxy.close();
});

async function wholeVisit() {
  const visitor = await browser.open();
  await visitor.ready();
  for (const file of [`${SOUNDS}/tone.mp3`, `${SOUNDS}/picture.mp3`, `${FIXTURES}/parity/foreign/aac.m4a`, `${SOUNDS}/tone.flac`]) {
    const { song } = await visitor.state();
    await visitor.drop(file);
    await visitor.until({ file: file.split('/').pop(), phase: ['finished', 'failed'] });
    assert.ok((await visitor.state()).song > song);
  }
  await visitor.page.evaluate(() => navigator.serviceWorker.ready);
  return visitor;
}

const foreign = () => asked.filter(address => /example\.org/.test(address));
// Chromium's own business: updates, sign-in, filling forms.
const BROWSER = /\b(update\.googleapis\.com|accounts\.google\.com|content-autofill\.googleapis\.com|\w+\.gvt1\.com)\b/;
const others = () => asked.filter(address => !BROWSER.test(address) && !foreign().includes(address));

test('the proxy would see a request, of a page and of a worker', async () => {
  const visitor = await browser.open({ query: 'icon.svg', started: () => true });  // no policy stands in it
  await visitor.page.evaluate(async () => {
    await fetch('http://page.example.org/').catch(() => {});
    const text = 'fetch("http://worker.example.org/").catch(() => {}).then(() => postMessage(0))';
    await new Promise(done => { new Worker(URL.createObjectURL(new Blob([text]))).onmessage = done; });
  });
  assert.deepEqual(foreign().map(address => new URL(address).hostname).sort(), ['page.example.org', 'worker.example.org']);
});

test('in a whole visit no request goes elsewhere', async () => {
  const visitor = await wholeVisit();
  assert.deepEqual(others(), []);
  await visitor.close();
});

test('after songs were classified nothing of them is stored', async () => {
  const visitor = await wholeVisit();
  const { kept, ...stored } = await visitor.page.evaluate(async () => {
    const names = await caches.keys();
    const requests = (await Promise.all(names.map(async name => (await caches.open(name)).keys()))).flat();
    const files = [];
    for await (const name of (await navigator.storage.getDirectory()).keys()) files.push(name);
    return {
      kept: requests.map(({ url }) => url.slice(location.href.length)), names, files,
      settings: Object.keys(localStorage), session: Object.keys(sessionStorage), cookies: document.cookie,
      databases: (await indexedDB.databases()).map(({ name }) => name),
    };
  });
  assert.deepEqual(stored.settings.filter(key => !SETTINGS.includes(key)), []);
  assert.deepEqual([stored.files, stored.session, stored.cookies, stored.databases], [[], [], '', []]);
  assert.ok(stored.names.length <= 1 && stored.names.every(name => name.startsWith('genrelens ')), stored.names.join());
  for (const file of kept) {
    assert.equal((await visitor.page.request.get(visitor.page.url() + file)).status(), 200, `${file} is one of the site's own`);
  }
  await visitor.close();
});

test('the policy refuses an inline script, eval, and what is of another origin', async () => {
  const visitor = await browser.open();  // not closed: what is refused is logged, as it should be
  await visitor.ready();
  const before = foreign().length;
  const { refused, ran, reached } = await visitor.page.evaluate(async () => {
    const refused = [];
    addEventListener('securitypolicyviolation', event => refused.push(event.effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
    const image = document.createElement('img');
    image.src = 'http://image.example.org/x.png';
    document.body.append(image);
    const attempts = [
      () => fetch('http://fetch.example.org/'),
      () => new WebSocket('ws://socket.example.org/'),
      () => import('http://module.example.org/x.mjs'),
      () => (0, eval)('1'),
      () => fetch('icon.svg').then(() => 'own'),
    ];
    const reached = [];
    for (const attempt of attempts) reached.push(await Promise.resolve().then(attempt).then(value => value === 'own', () => false));
    navigator.sendBeacon('http://beacon.example.org/', 'song');
    await new Promise(done => setTimeout(done, 300));
    return { refused, ran: window.ran === true, reached };
  });
  assert.equal(ran, false);
  assert.equal(reached.at(-1), true, 'its own files it may ask for');
  assert.deepEqual(reached.slice(0, 4), [false, false, false, false]);
  for (const directive of ['script-src-elem', 'img-src', 'connect-src']) assert.ok(refused.includes(directive), `${directive}: ${refused}`);
  assert.equal(foreign().length, before);
});
