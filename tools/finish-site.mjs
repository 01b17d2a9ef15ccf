// Finishes the page's folder: node tools/finish-site.mjs FOLDER PACKAGE. web/site.cmake has put our own files there; from
// PACKAGE, onnxruntime-web's dist folder, come the files that web/runtime-files.mjs names.
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { RUNTIMES, binaryFiles } from '../web/runtime-files.mjs';

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

const [site, distribution] = process.argv.slice(2);
await addRuntimes(path.join(site, 'ort'), distribution);
