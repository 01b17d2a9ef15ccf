// Serves a folder as a static host does, packed files (.br, .gz) to browsers that take them:
//   node tools/serve.mjs [folder] [--port N] [--isolated]
//   folder      build/site if none is named
//   --port      8000 if none is named; if it is taken, the system chooses one
//   --isolated  with the two headers that let ONNX Runtime use threads
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.mjs': 'text/javascript; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8', '.ts': 'text/plain; charset=utf-8', '.json': 'application/json', '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.otf': 'font/otf', '.mp3': 'audio/mpeg', '.onnx': 'application/octet-stream',
};
const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
};

// The file that a request's path means, null if it is none below root.
async function findFile(root, url) {
  let name;
  try {
    name = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return null;
  }
  let file = path.join(root, name);
  if (path.relative(root, file).startsWith('..') || name.includes('\0')) return null;
  let found = await stat(file).catch(() => null);
  if (found?.isDirectory()) {
    file = path.join(file, 'index.html');
    found = await stat(file).catch(() => null);
  }
  return found?.isFile() ? { file, size: found.size } : null;
}

// Its packed form beside it, as tools/build-site makes them, if the browser takes that: {file, size, encoding}.
async function findPacked({ file, size }, accepted = '') {
  for (const [encoding, form] of [['br', '.br'], ['gzip', '.gz']]) {
    if (!accepted.split(/[\s,;]+/).includes(encoding)) continue;
    const packed = await stat(file + form).catch(() => null);
    if (packed?.isFile()) return { file: file + form, size: packed.size, encoding };
  }
  return { file, size, encoding: null };
}

function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server.address().port));
  });
}

// → {address, port, close()}. port 0: the system chooses one, as it does if `port` is taken.
export async function serve(root, { port = 0, isolated = false } = {}) {
  const folder = path.resolve(root);
  const server = createServer(async (request, response) => {
    const found = ['GET', 'HEAD'].includes(request.method) ? await findFile(folder, request.url) : null;
    if (!found) {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Not found.\n');
      return;
    }
    const sent = await findPacked(found, request.headers['accept-encoding']);
    response.writeHead(200, {
      'content-type': TYPES[path.extname(found.file)] ?? 'application/octet-stream',
      'content-length': sent.size,
      ...(sent.encoding ? { 'content-encoding': sent.encoding } : {}),
      'vary': 'accept-encoding',
      'cache-control': 'no-cache',
      ...(isolated ? ISOLATED : {}),
    });
    if (request.method === 'HEAD') response.end();
    else createReadStream(sent.file).on('error', () => response.destroy()).pipe(response);
  });
  const bound = await listen(server, port).catch(error => {
    if (error.code !== 'EADDRINUSE') throw error;
    return listen(server, 0);
  });
  return {
    address: `http://127.0.0.1:${bound}/`,
    port: bound,
    close: () => new Promise(resolve => { server.close(resolve); server.closeAllConnections(); }),
  };
}

function fail(sentence) {
  console.error(`tools/serve.mjs: ${sentence}`);
  process.exit(2);
}

async function main(words) {
  let folder = 'build/site';
  let port = 8000;
  let isolated = false;
  while (words.length > 0) {
    const word = words.shift();
    if (word === '--isolated') isolated = true;
    else if (word === '--port') {
      port = Number(words.shift());
      if (!Number.isInteger(port) || port < 0 || port > 65535) fail('--port takes a number from 0 to 65535');
    } else if (word.startsWith('-')) fail(`unknown option ${word}; there are --port N and --isolated`);
    else folder = word;
  }
  if (!(await stat(folder).catch(() => null))?.isDirectory()) fail(`there is no folder ${folder}; tools/run --no-serve builds build/site`);
  const { address } = await serve(folder, { port, isolated });
  console.log(`${folder} is at ${address} (Ctrl-C ends it)`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
