// Our own bytes, as a host with brotli sends them, without ONNX Runtime and the models.
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { SITE } from './browser.mjs';

const LIMIT = 600_000;
const NOT_OURS = ['ort', 'models', 'sounds'];

test('what must be loaded before the page can be used is small', async t => {
  const entries = await readdir(SITE, { withFileTypes: true, recursive: true });
  let raw = 0;
  let packed = 0;
  for (const entry of entries.filter(found => found.isFile())) {
    const file = path.join(entry.path, entry.name);
    if (NOT_OURS.includes(path.relative(SITE, file).split(path.sep)[0])) continue;
    const bytes = await readFile(file);
    const size = brotliCompressSync(bytes).length;
    t.diagnostic(`${path.relative(SITE, file)}: ${bytes.length} bytes, ${size} with brotli`);
    raw += bytes.length;
    packed += size;
  }
  t.diagnostic(`all: ${raw} bytes, ${packed} with brotli`);
  assert.ok(packed <= LIMIT, `${packed} bytes`);
});
