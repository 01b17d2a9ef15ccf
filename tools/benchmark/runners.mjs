// How a contestant is run. Each returns a function: seconds → {milliseconds: [of each repeat], check}.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';

const root = new URL('../../', import.meta.url).pathname;
const execute = promisify(execFile);
const ONE_THREAD = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };

// Programs that time themselves: core and the peers in C (build/bench/native), scipy_peer.py, node.mjs.
function program(file, words, input) {
  return async seconds => {
    const { stdout } = await execute(file, [...words, String(seconds), ...input], { env: ONE_THREAD, maxBuffer: 1 << 26 });
    return JSON.parse(stdout);
  };
}

// input: [part, file, …rates]
export const native = (name, input) => program(`${root}build/bench/native/${name}`, [], input);
export const python = input => program('/usr/bin/python3', [`${root}tools/benchmark/scipy_peer.py`], input);
export const node = (name, input) => program(process.execPath, [`${root}tools/benchmark/node.mjs`, name], input);
export const page = (chromium, name, input) => seconds => chromium.measure(name, seconds, ...input);

// What a command takes, milliseconds; its output is thrown away.
async function time([file, ...words]) {
  const start = performance.now();
  const [status] = await once(spawn(file, words, { stdio: ['ignore', 'ignore', 'inherit'] }), 'exit');
  if (status !== 0) throw new Error(`${file} ended with status ${status}`);
  return performance.now() - start;
}

// A command that knows no clock: its time for the song less that for a moment of it, which is the process's start.
export function command(words, moment) {
  return async seconds => {
    await time(words);
    const milliseconds = [];
    const begin = performance.now();
    while (milliseconds.length < 3 || performance.now() - begin < seconds * 1000) {
      const start = await time(moment);
      milliseconds.push(await time(words) - start);
    }
    return { milliseconds };
  };
}
