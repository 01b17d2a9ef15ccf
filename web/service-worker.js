// Makes the page work offline after the first visit. tools/finish-site.mjs writes SITE above this text: {version, files:
// {path: {hash, needed}}}, with every file's SHA-256, base64. Another version is another text, so the browser notices.
//
// A version has a cache of its own, and only files whose hash is right come into it: either all that is needed is there, or
// the version is dropped and the one before goes on. A page that is open keeps the version that it began with; the next
// visit, or a reload of the only page, takes the new one. What is not needed at first (ONNX Runtime, other models)
// is kept once a page has used it. Nothing else is stored: no sound, no answer.
const SCOPE = new URL('./', self.location).href;
const PREFIX = `genrelens ${SCOPE} `;
const CACHE = PREFIX + SITE.version;
const HASH = 'x-sha256';

const addressOf = path => SCOPE + path;

// Which of the site's files an address means, null if none.
function pathOf(url) {
  if (!url.startsWith(SCOPE)) return null;
  const path = decodeURIComponent(new URL(url).pathname.slice(new URL(SCOPE).pathname.length)) || 'index.html';
  return path in SITE.files ? path : null;
}

async function hashOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return btoa(String.fromCharCode(...digest));
}

// From the server, if what it has is of this version, with what its host says of it (a type, isolation). index.html is
// asked for as a visitor would: hosts redirect it.
async function fetchFile(path, cache) {
  const response = await fetch(addressOf(path === 'index.html' ? '' : path), { cache });
  const bytes = response.ok ? await response.arrayBuffer() : null;
  const { hash } = SITE.files[path];
  if (!bytes || await hashOf(bytes) !== hash) return null;
  const headers = new Headers(response.headers);
  headers.delete('content-encoding');  // bytes are unpacked
  headers.delete('content-length');
  headers.set(HASH, hash);
  return new Response(bytes, { headers });
}

const siteCaches = async () => (await caches.keys()).filter(name => name.startsWith(PREFIX));

// The same file of a version before.
async function findKept(path) {
  for (const name of await siteCaches()) {
    const found = await (await caches.open(name)).match(addressOf(path));
    if (found?.headers.get(HASH) === SITE.files[path].hash) return found;
  }
  return null;
}

// Into this version's cache: from there, from an earlier one, from the browser's own cache, or from the server.
async function keep(path) {
  const response = await findKept(path) ?? await fetchFile(path, 'default') ?? await fetchFile(path, 'reload');
  if (!response) throw new Error(`${path} is not of version ${SITE.version}`);
  await (await caches.open(CACHE)).put(addressOf(path), response.clone());
  return response;
}

// What is needed, and what the versions before were asked to keep.
async function filesToInstall() {
  const paths = new Set(Object.keys(SITE.files).filter(path => SITE.files[path].needed));
  for (const name of await siteCaches()) {
    for (const request of await (await caches.open(name)).keys()) {
      const path = pathOf(request.url);
      if (path) paths.add(path);
    }
  }
  return [...paths];
}

async function install() {
  try {
    for (const path of await filesToInstall()) await keep(path);
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function keepUsed(used) {
  const cache = await caches.open(CACHE);
  const isUsed = path => used.some(name => path === name || (name.endsWith('/') && path.startsWith(name)));
  for (const path of Object.keys(SITE.files).filter(isUsed)) if (!await cache.match(addressOf(path))) await keep(path);
}

async function dropOthers() {
  for (const name of await siteCaches()) if (name !== CACHE) await caches.delete(name);
}

async function answer(path) {
  return await (await caches.open(CACHE)).match(addressOf(path)) ?? await keep(path).catch(() => Response.error());
}

// A reload of the only page: there is nobody whose version would change under way, so the one that waits may take over.
async function answerVisit(path) {
  const { waiting } = self.registration;
  if (waiting && (await self.clients.matchAll({ type: 'window' })).length < 2) {
    waiting.postMessage({ takeOver: true });
    return new Response('<link rel="icon" href="icon.svg">', { headers: { refresh: '0', 'content-type': 'text/html' } });
  }
  return answer(path);
}

self.addEventListener('install', event => event.waitUntil(install()));
self.addEventListener('activate', event => event.waitUntil(dropOthers()));

self.addEventListener('fetch', event => {
  const path = event.request.method === 'GET' ? pathOf(event.request.url) : null;
  if (path) event.respondWith(event.request.mode === 'navigate' ? answerVisit(path) : answer(path));
});

// keep: what a page has used, paths of files, or of folders with a slash at their end.
self.addEventListener('message', event => {
  if (event.data.takeOver) self.skipWaiting();
  event.waitUntil(keepUsed(event.data.keep ?? []));
});
