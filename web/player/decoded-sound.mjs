// A file that the browser does not play, decoded by core piece by piece: only the seconds that come next are held.

const PIECE = 1;     // s
const AHEAD = 3;     // pieces asked for in advance
const MARGIN = 0.03;  // s from a piece's arrival to its sound

// The rate of the sound, so that pieces join without a seam; the device's own if the browser refuses it.
function createContext(sampleRate) {
  try {
    return new AudioContext({ sampleRate });
  } catch {
    return new AudioContext();
  }
}

// ended(); failed(position): core does not decode it either.
export function createDecodedSound(file, { ended, failed }) {
  const worker = new Worker(new URL('./sound-worker.mjs', import.meta.url), { type: 'module', name: './sound-worker.mjs' });
  let context = null;
  let stream = 0;        // pieces of an older one are out of date
  let playing = false;
  let begin = 0;         // s of the song, where this stream began
  let startedAt = null;  // s of the context, when it began; null: not yet heard
  let nextAt = 0;        // s of the context, when the next piece begins
  let nodes = new Set();

  const heard = () => context.currentTime - (context.outputLatency || 0) - startedAt;
  const position = () => (playing && startedAt !== null ? begin + Math.max(0, heard()) : begin);
  const ask = () => worker.postMessage({ action: 'read', stream, seconds: PIECE });

  function start() {
    playing = true;
    startedAt = null;
    worker.postMessage({ action: 'open', stream: ++stream, file, begin });
    for (let count = 0; count < AHEAD; count++) ask();
  }

  function stop() {
    begin = position();
    playing = false;
    stream++;
    for (const node of nodes) node.stop();
    nodes = new Set();
  }

  // last: nothing comes after it.
  function schedule({ channels, sampleRate, last }) {
    context ??= createContext(sampleRate);
    if (context.state === 'suspended') context.resume();
    const earliest = context.currentTime + MARGIN;
    if (startedAt === null) nextAt = startedAt = earliest;
    else if (nextAt < earliest) {  // it came too late: the song stood still for a moment
      startedAt += earliest - nextAt;
      nextAt = earliest;
    }
    const buffer = context.createBuffer(channels.length, Math.max(1, channels[0].length), sampleRate);
    channels.forEach((samples, index) => buffer.copyToChannel(samples, index));
    const node = new AudioBufferSourceNode(context, { buffer });
    node.connect(context.destination);
    node.start(nextAt);
    nextAt += buffer.duration;
    nodes.add(node);
    node.onended = () => {
      if (!nodes.delete(node)) return;
      if (!last) ask();
      else if (playing) {
        stop();
        ended();
      }
    };
  }

  function fail() {
    const reached = position();
    playing = false;
    failed(reached);
  }

  worker.onmessage = ({ data }) => {
    if (data.stream !== stream) return;
    if (data.error) fail();
    else schedule(data);
  };
  worker.onerror = event => {
    event.preventDefault();
    fail();
  };

  return {
    play() { if (!playing) start(); },
    pause() { if (playing) stop(); },
    position,
    seek(seconds) {
      const again = playing;
      if (again) stop();
      begin = seconds;
      if (again) start();
    },
    close() {
      if (playing) stop();
      worker.terminate();
      context?.close();
    },
  };
}
