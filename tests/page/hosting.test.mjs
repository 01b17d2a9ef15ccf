// The folder that tools/build-site makes works on the plainest of hosts, below any path; ours sends its packed files.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { serve } from '../../tools/serve.mjs';
import { SITE, SOUNDS, copySite, makeFolder, openBrowser, withFolder } from './browser.mjs';

const PACK = new URL('../../tools/pack-site.mjs', import.meta.url).pathname;
const pack = (site, folder) => promisify(execFile)('node', [PACK, site, folder, '--quick']);

let scratch;
let folder;
before(async () => {
  scratch = await makeFolder();
  folder = `${scratch}/some/where`;
  await mkdir(folder, { recursive: true });
  await pack(SITE, folder);
});
after(() => rm(scratch, { recursive: true }));

const filesOf = async root => (await readdir(root, { withFileTypes: true, recursive: true }))
  .filter(entry => entry.isFile()).map(entry => path.join(entry.path, entry.name));

// A host that knows nothing but a file's type: no packed files, no caching, no word about origins.
async function servePlainly(root) {
  const types = { '.html': 'text/html', '.mjs': 'text/javascript', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm' };
  const server = createServer((request, response) => {
    const name = new URL(request.url, 'http://host').pathname.replace(/\/$/, '/index.html');
    createReadStream(path.join(root, name))
      .on('open', () => response.setHeader('content-type', types[path.extname(name)] ?? 'application/octet-stream'))
      .on('error', () => { response.statusCode = 404; response.end(); })
      .pipe(response);
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    close: () => new Promise(done => { server.close(done); server.closeAllConnections(); }),
  };
}

test('no file is over 25 MB, and packed files hold what they stand for', async () => {
  const files = await filesOf(folder);
  const packed = files.filter(file => /\.(br|gz)$/.test(file));
  assert.ok(packed.length > 20, `${packed.length} packed files`);
  for (const file of files) assert.ok((await stat(file)).size <= 25e6, file);
  for (const file of packed) {
    const unpack = file.endsWith('.br') ? brotliDecompressSync : gunzipSync;
    assert.ok(unpack(await readFile(file)).equals(await readFile(file.slice(0, -3))), file);
  }
});

test('below /some/where/ of a plain host a song is classified', async () => {
  const browser = await openBrowser({ server: await servePlainly(scratch) });
  try {
    const visitor = await browser.open({ query: 'some/where/' });
    assert.equal((await visitor.ready()).problem, '');
    await visitor.drop(`${SOUNDS}/half-16.wav`);
    const state = await visitor.until({ file: 'half-16.wav', phase: ['finished', 'failed'] });
    assert.equal(state.phase, 'finished', state.error);
    await visitor.close();
  } finally {
    await browser.close();
  }
});

test('our own server sends a packed file to a browser that takes it', async () => {
  const server = await serve(folder);
  try {
    const fetched = (name, accepted) => fetch(server.address + name, { headers: { 'accept-encoding': accepted } });
    for (const [accepted, encoding] of [['gzip, deflate, br', 'br'], ['gzip', 'gzip'], ['identity', null]]) {
      const response = await fetched('window/window.mjs', accepted);
      assert.equal(response.headers.get('content-encoding'), encoding);
      assert.equal(response.headers.get('content-type'), 'text/javascript; charset=utf-8');
      assert.equal(await response.text(), await readFile(`${folder}/window/window.mjs`, 'utf8'));
    }
  } finally {
    await server.close();
  }
});

const refusal = (site, target) => pack(site, target).then(() => '', error => error.stderr);

test('a file that hosts do not take is said, and what stood there stays', () => withFolder(async site => {
  await copySite(site);
  await writeFile(`${site}/huge.bin`, Buffer.alloc(25_000_001));
  assert.equal(await refusal(site, folder), 'tools/build-site: huge.bin has 25.0 MB; many hosts take no file over 25 MB\n');
  assert.ok((await stat(`${folder}/index.html`)).isFile());
}));

test('a folder that holds something else is left alone', () => withFolder(async other => {
  await writeFile(`${other}/thesis.txt`, 'years of work');
  assert.match(await refusal(SITE, other), /holds something else/);
  assert.equal(await readFile(`${other}/thesis.txt`, 'utf8'), 'years of work');
}));
