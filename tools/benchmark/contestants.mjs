// Core as WebAssembly and the JavaScript peers, measured in node (node.mjs) and in a page (page.html) alike.
import { PEERS } from './peers.mjs';
import { timeRepeatedly } from './stopwatch.mjs';

async function runCore(createCore, seconds, part, bytes, rates) {
  const printed = [];
  const core = await createCore({ print: line => printed.push(line), printErr: line => printed.push(line) });
  core.FS.writeFile('/input', bytes);
  const status = core.callMain([String(seconds), part, '/input', ...rates]);
  if (status !== 0) throw new Error(printed.join(' '));
  return JSON.parse(printed.join(''));
}

async function runPeer(prepare, libraries, seconds, bytes) {
  const samples = new Float32Array(bytes.slice().buffer);
  const work = await prepare(libraries);
  let levels;
  const milliseconds = await timeRepeatedly(seconds, async () => { levels = await work(samples); });
  return { milliseconds, check: levels.reduce((sum, level) => sum + level, 0) / levels.length };
}

// libraries: {core, essentia, meyda, transformers}, functions that load them as this platform does.
// → {milliseconds: [of each repeat], check}
export function measure(libraries, name, seconds, part, bytes, ...rates) {
  if (name === 'core') return libraries.core().then(create => runCore(create, seconds, part, bytes, rates));
  if (!(name in PEERS) || part !== 'features') throw new Error(`There is no contestant ${name} for ${part}.`);
  return runPeer(PEERS[name], libraries, seconds, bytes);
}
