// One contestant in a node of its own; prints one line of JSON.
//   node node.mjs NAME SECONDS PART FILE [SOURCE TARGET]       NAME: core, or one of peers.mjs
import { readFile } from 'node:fs/promises';
import { measure } from './contestants.mjs';

const libraries = {
  core: async () => (await import('../../build/bench/web/core.mjs')).default,
  essentia: async () => (await import('essentia.js')).default,
  meyda: async () => (await import('meyda')).default,
  transformers: () => import('@huggingface/transformers'),
};

const [name, seconds, part, file, ...rates] = process.argv.slice(2);
console.log(JSON.stringify(await measure(libraries, name, Number(seconds), part, new Uint8Array(await readFile(file)), ...rates)));
process.exit(0); // ONNX Runtime's threads would keep it
