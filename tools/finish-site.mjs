// Finishes the page's folder: node tools/finish-site.mjs FOLDER PACKAGE. web/site.cmake has put our own files there; from
// PACKAGE, onnxruntime-web's dist folder, come the files that web/network/runtime-files.mjs names. index.html learns the page's
// modules. Last comes the service worker, which knows every file's hash.
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { RUNTIMES, binaryFiles } from '../web/network/runtime-files.mjs';

const WORKER = 'service-worker.js';

async function divide(source, files) {
  const bytes = await readFile(source);
  const size = Math.ceil(bytes.length / files.length);
  await Promise.all(files.map((file, part) => writeFile(file, bytes.subarray(part * size, (part + 1) * size))));
}

async function addRuntimes(folder, distribution) {
  await mkdir(folder, { recursive: true });
  for (const runtime of Object.values(RUNTIMES)) {
    for (const file of [runtime.module, runtime.glue]) await copyFile(path.join(distribution, file), path.join(folder, file));
    await divide(path.join(distribution, runtime.binary), binaryFiles(runtime).map(file => path.join(folder, file)));
  }
}

// Paths below a folder, links followed.
async function listFiles(folder, below = '') {
  const paths = [];
  for (const name of (await readdir(path.join(folder, below))).sort()) {
    const found = path.posix.join(below, name);
    if ((await stat(path.join(folder, found))).isDirectory()) paths.push(...await listFiles(folder, found));
    else paths.push(found);
  }
  return paths;
}

const hashOf = bytes => createHash('sha256').update(bytes).digest('base64');

// The modules that one imports, and so on, in the order in which they are met.
async function importsOf(site, name, found = []) {
  if (found.includes(name)) return found;
  found.push(name);
  const text = await readFile(path.join(site, name), 'utf8');
  for (const [, next] of text.matchAll(/^import .* from '(\.[\w/.-]+\.mjs)';$/gm)) {
    await importsOf(site, path.posix.join(path.posix.dirname(name), next), found);
  }
  return found;
}

// The browser learns of all the page's modules from index.html, not of each from the one that imports it.
async function preloadModules(site) {
  const file = path.join(site, 'index.html');
  const line = name => `<link rel="modulepreload" href="${name}">`;
  const modules = await importsOf(site, 'page.mjs');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(line('page.mjs'), modules.map(line).join('\n  ')));
}

// Not needed before the page can be used: ONNX Runtime, of which a visit uses one set, and all models but the first.
async function neededBy(site) {
  const [{ name: model }] = JSON.parse(await readFile(path.join(site, 'models/index.json'), 'utf8'));
  return file => !file.startsWith('ort/') && (!/^models\/.*\//.test(file) || file.startsWith(`models/${model}/`));
}

// The service worker of the site as it lies there.
export async function addServiceWorker(site) {
  const text = await readFile(new URL(`../web/${WORKER}`, import.meta.url), 'utf8');
  const isNeeded = await neededBy(site);
  const files = {};
  for (const file of await listFiles(site)) {
    if (file !== WORKER) files[file] = { hash: hashOf(await readFile(path.join(site, file))), needed: isNeeded(file) };
  }
  const version = hashOf(JSON.stringify(files) + text).slice(0, 12);
  await writeFile(path.join(site, WORKER), `const SITE = ${JSON.stringify({ version, files }, null, 1)};\n\n${text}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [site, distribution] = process.argv.slice(2);
  await addRuntimes(path.join(site, 'ort'), distribution);
  await preloadModules(site);
  await addServiceWorker(site);
}
