// ONNX Runtime Web in a worker of its own: a run on the WebAssembly backend blocks it, and nothing else has to wait.
// It answers requests that come over a MessagePort; whether an answer is right is judged by core, not here.
import { RUNTIMES, binaryFiles } from './runtime-files.mjs';
import { createWords } from '../words/words.mjs';

const FOLDER = new URL('../ort/', import.meta.url);

let runtime;                 // the module of ONNX Runtime
let runtimeName;             // which of RUNTIMES it is
let words;                   // of words.mjs
const sessions = new Map();  // backend → {session, model}

// Fetched by us where it lies in parts; ONNX Runtime fetches a binary in one part itself, and compiles while it comes.
async function joinBinary(runtimeSet) {
  const parts = await Promise.all(binaryFiles(runtimeSet).map(async file => {
    const response = await fetch(new URL(file, FOLDER));
    if (!response.ok) throw new Error(words('error.file-missing', { path: `ort/${file}` }));
    return response.blob();
  }));
  return new Blob(parts).arrayBuffer();
}

// The module with WebGPU brings its own WebAssembly backend; without WebGPU the smaller module is enough.
async function load(backend) {
  if (runtime) return;
  const set = RUNTIMES[backend];
  const [module, wasmBinary] = await Promise.all([
    import(new URL(set.module, FOLDER).href), set.parts > 1 ? joinBinary(set) : undefined]);
  const { env } = module;
  env.logLevel = 'error';
  env.wasm.wasmPaths = FOLDER.href;
  env.wasm.wasmBinary = wasmBinary;
  env.wasm.numThreads = self.crossOriginIsolated ? Math.min(4, Math.max(1, navigator.hardwareConcurrency - 1)) : 1;
  runtime = module;
  runtimeName = backend;
}

// A software adapter is slower than WebAssembly: only if asked for.
async function adapterName(forced) {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error(words('backend.no-adapter'));
  const { vendor, architecture, isFallbackAdapter } = adapter.info;
  if (isFallbackAdapter && !forced) throw new Error(words('backend.emulated'));
  return [vendor, architecture].filter(Boolean).join(' ') || words('backend.webgpu-adapter');
}

// A graphics device may be lost: its driver is restarted, a laptop goes to its other processor. A run that is under way may
// then never end. report: the port that is told.
async function watchDevice(backend, report) {
  const device = await runtime.env.webgpu.device;
  device.lost.then(() => { if (sessions.has(backend)) report.postMessage({ lost: backend }); });
}

const actions = {
  // model: {input, output, shape}. → {description, runtime}: the backend as a visitor reads it, and which of RUNTIMES it
  // came from.
  async prepare({ backend, forced, weights, model }, port) {
    const adapter = backend === 'webgpu' ? await adapterName(forced) : null;
    await load(backend);
    const options = { executionProviders: [backend], logSeverityLevel: 3 };
    sessions.set(backend, { session: await runtime.InferenceSession.create(weights, options), model });
    runtime.env.wasm.wasmBinary = undefined;  // compiled: its bytes are not needed again
    if (adapter) watchDevice(backend, port);
    if (adapter) return { description: words('backend.webgpu', { adapter }), runtime: runtimeName };
    return { description: words.count('backend.wasm', runtime.env.wasm.numThreads), runtime: runtimeName };
  },

  // → {logits, milliseconds}
  async run({ backend, input }) {
    const { session, model } = sessions.get(backend);
    const start = performance.now();
    const tensor = new runtime.Tensor('float32', input, [1, ...model.shape.slice(1)]);
    const outputs = await session.run({ [model.input]: tensor }, [model.output]);
    const logits = Float32Array.from(outputs[model.output].data);
    return { logits, milliseconds: performance.now() - start };
  },

  async drop({ backend }) {
    await sessions.get(backend)?.session.release();
    sessions.delete(backend);
    return {};
  },
};

// Before there is a model: ONNX Runtime is loaded and compiled for the backend that will be tried first. It compiles when it
// is first asked for a session, even for one of nothing.
async function warmUp(backends, forced) {
  for (const backend of backends) {
    try {
      if (backend === 'webgpu') await adapterName(forced);
      await load(backend);
      await runtime.InferenceSession.create(new Uint8Array(), { executionProviders: [backend], logSeverityLevel: 4 });
    } catch {
      if (runtime) return;  // what is wrong besides is said when a model comes
    }
  }
}

// One after the other: a session takes no second run while one is under way.
let last = Promise.resolve();

function answer(port) {
  port.onmessage = ({ data: { request, action, ...message } }) => {
    last = last.then(async () => {
      try {
        port.postMessage({ request, ...await actions[action](message, port) });
      } catch (error) {  // a number, if it comes from WebAssembly
        port.postMessage({ request, error: String(error?.message ?? error) });
      }
    });
  };
}

// First comes what the worker may know at once, then a port; a restarted engine brings a new one, and the backends stay.
// lock: held as long as the worker lives, or null where there are none.
self.onmessage = ({ data: { port, table, language, backends, forced, lock } }) => {
  if (port) return answer(port);
  if (lock) navigator.locks.request(lock, () => { self.postMessage({ held: lock }); return new Promise(() => {}); });
  words = createWords(table, language);
  last = last.then(() => warmUp(backends, forced));
};
