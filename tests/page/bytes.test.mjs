// Our own bytes, as a host with brotli sends them, without ONNX Runtime and the models.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { siteFiles, total } from './browser.mjs';

const LIMIT = 600_000;

test('what must be loaded before the page can be used is small', async t => {
  const files = await siteFiles();
  for (const { name, raw, packed } of files) t.diagnostic(`${name}: ${raw} bytes, ${packed} with brotli`);
  t.diagnostic(`all: ${total(files, 'raw')} bytes, ${total(files, 'packed')} with brotli`);
  assert.ok(files.length > 0 && total(files, 'packed') <= LIMIT, `${total(files, 'packed')} bytes`);
});
