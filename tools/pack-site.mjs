// Copies the finished page to a folder for a static host, with a .br and a .gz beside each file that they make smaller:
//   node tools/pack-site.mjs SITE FOLDER [--quick]
// FOLDER is written aside and renamed; what it held of an earlier call is replaced. Packed forms are kept in
// build/packed by the hash of what they pack: ONNX Runtime's take two minutes, once. --quick packs less, in seconds.
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const LARGEST = 25e6;  // bytes: what the strictest of the common static hosts takes
const WORTH = 0.95;    // of a file's size: what packs less well is sent as it is
const PACKED = new Set(['.css', '.html', '.js', '.json', '.mjs', '.onnx', '.otf', '.svg', '.ts', '.txt', '.wasm']);
const STORE = new URL('../build/packed/', import.meta.url).pathname;
const MARK = 'genrelens.mjs';  // tells a folder of ours from another

// Measured on ONNX Runtime's 14 MB: brotli's quality 5 packs them to 2.83 MB in 1 s, 9 to 2.69 MB in 4 s, 11 to 2.36 MB in
// 53 s: once, for all visitors.
const FORMS = {
  '.br': (bytes, quick) => promisify(brotliCompress)(bytes, { params: {
    [constants.BROTLI_PARAM_QUALITY]: quick ? 5 : 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  } }),
  '.gz': (bytes, quick) => promisify(gzip)(bytes, { level: quick ? 6 : 9 }),
};

function fail(sentence) {
  console.error(`tools/build-site: ${sentence}`);
  process.exit(1);
}

const filesOf = async folder => (await readdir(folder, { withFileTypes: true, recursive: true }))
  .filter(entry => entry.isFile()).map(entry => path.relative(folder, path.join(entry.path, entry.name))).sort();

async function pack(bytes, form, quick) {
  const hash = createHash('sha256').update(bytes).digest('hex');
  const file = path.join(STORE, `${hash}${quick ? '.quick' : ''}${form}`);
  const kept = await readFile(file).catch(() => null);
  if (kept) return kept;
  const packed = await FORMS[form](bytes, quick);
  await mkdir(STORE, { recursive: true });
  await writeFile(`${file}.part`, packed);
  await rename(`${file}.part`, file);
  return packed;
}

// → bytes: {raw, '.br', '.gz'}, what a visitor without packing, with brotli and with gzip loads of this file.
async function add(name, site, folder, quick) {
  const source = path.join(site, name);
  const target = path.join(folder, name);
  await mkdir(path.dirname(target), { recursive: true });
  await copyFile(source, target);
  const bytes = await readFile(source);
  const sizes = { raw: bytes.length, '.br': bytes.length, '.gz': bytes.length };
  if (!PACKED.has(path.extname(name))) return sizes;
  for (const form of Object.keys(FORMS)) {
    const packed = await pack(bytes, form, quick);
    if (packed.length > WORTH * bytes.length) continue;
    await writeFile(target + form, packed);
    sizes[form] = packed.length;
  }
  return sizes;
}

// A folder that holds something else is nobody's to delete.
async function demandReplaceable(folder) {
  const found = await stat(folder).catch(() => null);
  if (!found) return;
  if (!found.isDirectory()) fail(`${folder} is a file`);
  const names = await readdir(folder);
  if (names.length > 0 && !names.includes(MARK)) fail(`${folder} holds something else; name another folder, or empty it`);
}

async function demandSmall(names, site) {
  for (const name of names) {
    const { size } = await stat(path.join(site, name));
    if (size > LARGEST) fail(`${name} has ${(size / 1e6).toFixed(1)} MB; many hosts take no file over ${LARGEST / 1e6} MB`);
  }
}

async function replace(folder, aside) {
  const old = `${folder}.old`;
  await rm(old, { recursive: true, force: true });
  await rename(folder, old).catch(error => { if (error.code !== 'ENOENT') throw error; });
  await rename(aside, folder);
  await rm(old, { recursive: true, force: true });
}

async function main(site, folder, quick) {
  const aside = `${folder}.part`;
  await demandReplaceable(folder);
  const names = await filesOf(site);
  await demandSmall(names, site);
  await rm(aside, { recursive: true, force: true });
  const total = { raw: 0, '.br': 0, '.gz': 0 };
  for (const sizes of await Promise.all(names.map(name => add(name, site, aside, quick)))) {
    for (const key of Object.keys(total)) total[key] += sizes[key];
  }
  await replace(folder, aside);
  const [raw, brotli, gzipped] = Object.values(total).map(bytes => (bytes / 1e6).toFixed(1));
  console.log(`${folder}: ${names.length} files, ${raw} MB; ${brotli} MB with brotli, ${gzipped} MB with gzip`);
}

const [site, folder, option] = process.argv.slice(2);
await main(path.resolve(site), path.resolve(folder), option === '--quick');
