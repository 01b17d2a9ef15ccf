// The workshop: the engine's worker and the inference worker, and the channel between them. An engine that a hostile
// file has brought down is replaced; the inference worker keeps its backend.

const worker = file => new Worker(new URL(file, import.meta.url), { type: 'module', name: file });

async function fetchBuffer(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`The page is incomplete: ${path} is missing on its server.`);
  return response.arrayBuffer();
}

// The model's files: {card, weights}. name: one of models/index.json, or null for the first.
export async function fetchModel(name) {
  const names = JSON.parse(new TextDecoder().decode(await fetchBuffer('models/index.json')));
  if (names.length === 0) throw new Error('The page is incomplete: it was built without a model.');
  if (name && !names.includes(name)) throw new Error(`There is no model ${name}; there are ${names.join(', ')}.`);
  const folder = `models/${name ?? names[0]}`;
  const card = await fetchBuffer(`${folder}/card.json`);
  const file = JSON.parse(new TextDecoder().decode(card)).model?.weights ?? 'model.onnx';
  return { card, weights: await fetchBuffer(`${folder}/${file}`) };
}

// backend: 'webgpu', 'wasm' or null for the best. hear(message): what engine-worker.mjs sends.
export function createWorkshop(model, backend, hear) {
  const inference = worker('./inference-worker.mjs');
  const backends = backend ? [backend] : navigator.gpu ? ['webgpu', 'wasm'] : ['wasm'];
  let chosen = null;
  let engine = null;

  function reportMissing(worker) {
    worker.onerror = event => {
      event.preventDefault();
      hear({ type: 'problem', message: `The page could not start: ${event.message ?? 'a worker did not load'}.` });
    };
  }

  function startEngine() {
    const { port1, port2 } = new MessageChannel();
    inference.postMessage({ port: port1 }, [port1]);
    const started = engine = worker('./engine-worker.mjs');
    engine.onmessage = ({ data }) => {
      if (started !== engine) return;  // sent before it was replaced
      if (data.type === 'backend') chosen = data.backend;
      if (data.type === 'trapped') restart();
      hear(data);
    };
    reportMissing(engine);
    engine.postMessage({ action: 'start', ...model, port: port2, backends, forced: backend !== null, chosen }, [port2]);
  }

  function restart() {
    engine.terminate();
    startEngine();
  }

  reportMissing(inference);
  startEngine();
  return {
    // sound: as engine-worker.mjs' open wants it.
    open(song, sound) {
      const transfer = sound.decoded?.channels.map(channel => channel.buffer) ?? [];
      engine.postMessage({ action: 'open', song, sound }, transfer);
    },
  };
}
