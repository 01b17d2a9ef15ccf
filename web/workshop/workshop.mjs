// The workshop: the engine's worker and the inference worker, and the channel between them. An engine that a hostile
// file has brought down is replaced; the inference worker keeps its backend.

const ENDS = new Set(['finished', 'failed', 'foreign', 'trapped']);  // messages that end a song

// A page of another origin, which uses genrelens.mjs, may not start our worker, but one of its own that imports ours.
function worker(file) {
  const address = new URL(file, import.meta.url);
  const options = { type: 'module', name: file };
  if (address.origin === location.origin) return new Worker(address, options);
  const text = `import ${JSON.stringify(address.href)};`;
  return new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })), options);
}

// model: of fetchModel in model.mjs, or a promise of it: the workers load while it is fetched. backend: 'webgpu', 'wasm' or
// null for the best. hear(message): what engine-worker.mjs sends.
export function createWorkshop(model, backend, words, hear) {
  const { table, language } = words;
  let inference = null;
  let backends = backend ? [backend] : navigator.gpu ? ['webgpu', 'wasm'] : ['wasm'];
  let folder = null;
  let chosen = null;
  let engine = null;
  let reading = null;  // number of the song that the engine reads

  function reportMissing(worker) {
    worker.onerror = event => {
      event.preventDefault();
      hear({ type: 'problem', message: words('error.not-started', { reason: event.message ?? words('error.worker') }) });
    };
  }

  function startEngine() {
    const { port1, port2 } = new MessageChannel();
    inference.postMessage({ port: port1 }, [port1]);
    const started = engine = worker('../engine/engine-worker.mjs');
    engine.onmessage = ({ data }) => {
      if (started !== engine) return;  // sent before it was replaced
      if (ENDS.has(data.type) && data.song === reading) reading = null;
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
    }, error => { if (started === engine) hear({ type: 'problem', message: error.message }); });
  }

  function restart() {
    engine.terminate();
    startEngine();
  }

  // A worker that the browser has ended, for its memory say, tells nobody; but a lock that it holds is let go.
  function watch(name) {
    const watched = inference;
    navigator.locks.request(name, () => {
      if (watched !== inference) return;
      if (reading !== null) hear({ type: 'failed', song: reading, message: words('error.network-stopped') });
      reading = null;
      const backend = chosen?.name ?? backends[0];
      startAgain(backend);
      hear({ type: 'crashed', backend });
    });
  }

  function startInference() {
    inference = worker('../network/inference-worker.mjs');
    reportMissing(inference);
    const lock = navigator.locks ? `genrelens network ${Math.random()}` : null;
    inference.onmessage = () => watch(lock);  // it holds the lock
    inference.postMessage({ table, language, backends, forced: backend !== null, lock });
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
      reading = song;
      engine.postMessage({ action: 'open', song, sound }, transfer);
    },
    close(song) {
      if (song === reading) reading = null;
      engine.postMessage({ action: 'close', song });
    },
    // sound: {name, sampleRate, connect(port)}: heard as it plays, in blocks of samples that it sends through that port.
    listen(song, { name, sampleRate, connect }) {
      const { port1, port2 } = new MessageChannel();
      connect(port1);
      reading = song;
      engine.postMessage({ action: 'listen', song, name, sampleRate, port: port2 }, [port2]);
    },
    endSong: song => engine.postMessage({ action: 'end', song }),
    // Of the workshop itself: its workers and their memory. It says nothing more.
    end() {
      engine.terminate();
      inference.terminate();
      engine = inference = null;
    },
  };
}
