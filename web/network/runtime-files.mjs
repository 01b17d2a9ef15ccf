// The files of ONNX Runtime Web that the page may load, in `ort/`: one set for each way to run a network. Read by the
// inference worker, which loads a set, and by tools/finish-site.mjs, which puts them into the site.
//   module   what the page imports
//   glue     what the module imports
//   binary   the WebAssembly
//   parts    in how many files it lies: static hosts take none over 25 MB
export const RUNTIMES = {
  wasm: { module: 'ort.wasm.min.mjs', glue: 'ort-wasm-simd-threaded.mjs', binary: 'ort-wasm-simd-threaded.wasm', parts: 1 },
  webgpu: {
    module: 'ort.webgpu.min.mjs', glue: 'ort-wasm-simd-threaded.asyncify.mjs',
    binary: 'ort-wasm-simd-threaded.asyncify.wasm', parts: 2,
  },
};

// Where a set's binary lies, in order.
export function binaryFiles({ binary, parts }) {
  const name = binary.replace(/\.wasm$/, '');
  return parts === 1 ? [binary] : Array.from({ length: parts }, (_, part) => `${name}.${part + 1}of${parts}.wasm`);
}

export const runtimeFiles = runtime => [runtime.module, runtime.glue, ...binaryFiles(runtime)];
