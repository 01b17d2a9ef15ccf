// The workshop: the engine's worker and the inference worker, and the channel between them. An engine that a hostile
// file has brought down is replaced; the inference worker keeps its backend.

// A page of another origin, which uses genrelens.mjs, may not start our worker, but one of its own that imports ours.
function worker(file) {
  const address = new URL(file, import.meta.url);
  const options = { type: 'module', name: file };
  if (address.origin === location.origin) return new Worker(address, options);
  const text = `import ${JSON.stringify(address.href)};`;
  return new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })), options);
}

async function fetchBuffer(path, words) {
  const response = await fetch(new URL(path, import.meta.url));
  if (!response.ok) throw new Error(words('error.file-missing', { path }));
  return response.arrayBuffer();
}

// A model: its files card and weights, the card described as an object, its folder and name, and the names of all models.
// name: one of models/index.json, or null for the first.
export async function fetchModel(name, words) {
  const names = JSON.parse(new TextDecoder().decode(await fetchBuffer('models/index.json', words)));
  if (names.length === 0) throw new Error(words('error.no-model'));
  if (name && !names.includes(name)) throw new Error(words('error.unknown-model', { name, names: names.join(', ') }));
  const chosen = name ?? names[0];
  const folder = `models/${chosen}`;
  const card = await fetchBuffer(`${folder}/card.json`, words);
  const described = JSON.parse(new TextDecoder().decode(card));
  const file = described.model?.weights ?? 'model.onnx';
  return { folder, names, name: chosen, card, described, weights: await fetchBuffer(`${folder}/${file}`, words) };
}

// model: of fetchModel, or a promise of it: the workers load while it is fetched. backend: 'webgpu', 'wasm' or null for the
// best. hear(message): what engine-worker.mjs sends.
export function createWorkshop(model, backend, words, hear) {
  const { table, language } = words;
  let inference = null;
  let backends = backend ? [backend] : navigator.gpu ? ['webgpu', 'wasm'] : ['wasm'];
  let folder = null;
  let chosen = null;
  let engine = null;

  function reportMissing(worker) {
    worker.onerror = event => {
      event.preventDefault();
      hear({ type: 'problem', message: words('error.not-started', { reason: event.message ?? words('error.worker') }) });
    };
  }

  function startEngine() {
    const { port1, port2 } = new MessageChannel();
    inference.postMessage({ port: port1, table, language }, [port1]);
    const started = engine = worker('./engine-worker.mjs');
    engine.onmessage = ({ data }) => {
      if (started !== engine) return;  // sent before it was replaced
      if (data.type === 'backend') chosen = data.backend;
      if (data.type === 'trapped') restart();
      if (data.type === 'crashed') startAgain(data.backend);
      hear(data);
    };
    reportMissing(engine);
    Promise.resolve(model).then(fetched => {
      ({ folder } = fetched);
      const { card, weights } = fetched;
      const start = { action: 'start', table, language, card, weights, port: port2, backends, forced: backend !== null, chosen };
      started.postMessage(start, [port2]);
    }, error => hear({ type: 'problem', message: error.message }));
  }

  function restart() {
    engine.terminate();
    startEngine();
  }

  function startInference() {
    inference = worker('./inference-worker.mjs');
    reportMissing(inference);
  }

  // Without the backend that crashed, if there is another.
  function startAgain(crashed) {
    if (crashed === 'webgpu') backends = ['wasm'];
    chosen = null;
    inference.terminate();
    startInference();
    restart();
  }

  startInference();
  startEngine();
  return {
    // The model's, once it is there.
    get folder() { return folder; },
    // sound: as engine-worker.mjs' open wants it.
    open(song, sound) {
      const transfer = sound.decoded?.channels.map(channel => channel.buffer) ?? [];
      engine.postMessage({ action: 'open', song, sound }, transfer);
    },
    close: song => engine.postMessage({ action: 'close', song }),
    // sound: {name, sampleRate, connect(port)}: heard as it plays, in blocks of samples that it sends through that port.
    listen(song, { name, sampleRate, connect }) {
      const { port1, port2 } = new MessageChannel();
      connect(port1);
      engine.postMessage({ action: 'listen', song, name, sampleRate, port: port2 }, [port2]);
    },
    endSong: song => engine.postMessage({ action: 'end', song }),
    // Of the workshop itself: its workers and their memory.
    end() {
      engine.terminate();
      inference.terminate();
    },
  };
}
