// The engine: core in a worker. It decodes a song in slices of time, asks the inference worker about each chunk and
// joins the answers. A song may also be heard as it plays. Messages in: start, open, listen, end, close. Messages out:
// model, backend, problem (nothing can be classified), crashed (the network's backend: the workshop starts again, and
// what it was asked must be asked again) and, each with its song's number: format, level, columns or progress, prediction, finished,
// failed, trapped, foreign (a format that core does not read: the page may come back with what the browser makes of it).
import { Inference, chooseBackend } from '../network/backends.mjs';
import { createCore } from './core.mjs';
import { liveSource } from './live-source.mjs';
import { blobSource, waveSource } from './sources.mjs';
import { createWords } from '../words/words.mjs';

const SLICE = 8;       // ms of work between two looks at the messages
const WAITING = 48;    // chunks that wait for the network: decoding pauses, each holds a network input
const INTERVAL = 100;  // ms at least between two predictions: each carries the whole timeline
const NEWEST = 0.5;    // s of a live song between two questions about its newest chunk
const UNDER_WAY = 2;   // requests at the inference worker: one that runs and one that follows without a gap

let core;
let words;
let inference;
let cardIsKnown;
const cardKnown = new Promise(resolve => { cardIsKnown = resolve; });
let backend = null;    // {name, description, milliseconds} once one is chosen
let current = 0;       // number of the song being read, 0: none
let questions = [];    // {song, chunk, input, newest}, not yet sent
let newestAsked = 0;   // s of the live song when its newest chunk was asked about
let newestWaits = false;
let live = null;       // source of the song that is heard as it plays
let underWay = 0;
let runs = 0;          // of the network on this song
let runTime = 0;       // ms, all of them together
let predictedAt = 0;   // when the last prediction was sent
let wake = () => {};   // ends the song's pause

const send = (type, message, transfer = []) => self.postMessage({ type, ...message }, transfer);

function fail(song, error) {
  if (song !== current) return;
  current = 0;
  const kind = error instanceof WebAssembly.RuntimeError ? 'trapped' : error.foreign ? 'foreign' : 'failed';
  send(kind, { song, message: error.message });
}

function sendPrediction(song) {
  predictedAt = performance.now();
  const prediction = core.prediction();
  send('prediction', { song, prediction }, [prediction.buffer]);
}

async function ask({ song, chunk, input, newest }) {
  try {
    const { logits, milliseconds } = await inference.ask('run', { backend: backend.name, input }, [input.buffer]);
    if (song !== current) return;
    if (newest) newestWaits = false;
    const taken = newest ? core.answerNewest(song, chunk, logits) : core.answer(song, chunk, logits);
    if (!taken && !newest) return fail(song, new Error(words('error.bad-answer')));
    runs++;
    runTime += milliseconds;
    if (performance.now() - predictedAt >= INTERVAL) sendPrediction(song);
  } catch {
    // Not the song's fault where there is another backend: it will be asked for again.
    if (backend.name !== 'webgpu') fail(song, new Error(words('error.network-stopped')));
    send('crashed', { backend: backend.name });
  }
}

function sendQuestions() {
  while (backend && underWay < UNDER_WAY && questions.length > 0) {
    underWay++;
    ask(questions.shift()).then(() => {
      underWay--;
      sendQuestions();
      wake();
    });
  }
}

function takeQuestions(song) {
  for (let question = core.question(); question; question = core.question()) questions.push({ song, ...question });
  sendQuestions();
}

// Decodes for one slice of time. False at the song's end.
function decodeSlice(song) {
  const end = performance.now() + SLICE;
  let more = true;
  while (more && questions.length < WAITING && performance.now() < end) {
    more = core.step();
    takeQuestions(song);
  }
  return more;
}

function sendColumns(song) {
  const columns = core.columns();
  const waveform = core.waveform();
  send('columns', { song, columns, waveform, progress: core.progress(), seconds: core.seconds() }, [columns.buffer, waveform.buffer]);
}

const paused = () => new Promise(resolve => { wake = resolve; });

// Lets messages in. A timer would wait for milliseconds.
const turns = [];  // what each of those that wait for theirs wants called
const bell = new MessageChannel();
bell.port2.onmessage = () => turns.shift()();

const turn = () => new Promise(resolve => {
  turns.push(resolve);
  bell.port1.postMessage(0);
});

function openSource(song, source, seen) {
  try {
    return core.open(song, source, seen);
  } catch (error) {
    throw source.lost ? new Error(words('error.lost')) : error;
  }
}

// Every await may bring another song: then this one is over.
async function read(song, { blob, decoded, unseen = false }) {
  const source = decoded ? waveSource(decoded) : blobSource(blob);
  const opened = openSource(song, source, !unseen);
  send('format', { song, ...opened, format: decoded?.format ?? opened.format });
  for (let more = true; more;) {
    more = decodeSlice(song);
    const damage = more ? '' : core.damage();
    if (unseen) send('progress', { song, progress: core.progress(), seconds: core.seconds() });
    else sendColumns(song);
    await (questions.length < WAITING ? turn() : paused());
    if (song !== current) return;
    if (more) continue;
    await conclude(song, damage, words('error.no-sound'));
  }
}

// Nothing more is heard: the last answers are waited for. silence: the sentence for a song without any sound.
async function conclude(song, damage, silence) {
  while (core.unanswered() > 0) {
    await paused();
    if (song !== current) return;
  }
  if (core.prediction().length === 0) throw new Error(damage || silence);
  sendPrediction(song);
  send('finished', { song, damage, milliseconds: runTime / runs, networkTime: runTime, heapBytes: core.heapBytes() });
}

// The answer is that of the sound so far: full chunks are asked about once, the newest one again and again.
function askNewest(song) {
  if (!backend || newestWaits || core.seconds() < newestAsked + NEWEST) return;
  newestAsked = core.seconds();
  const question = core.newestQuestion();
  if (!question) return;
  newestWaits = true;
  questions.push({ song, ...question, newest: true });
  sendQuestions();
}

async function hear(song, name, sampleRate) {
  const source = live;
  send('format', { song, ...core.listen(song, sampleRate), format: name, seconds: 0 });
  newestAsked = NEWEST;  // the first one holds twice as much
  for (let block = await source.next(); block; block = await source.next()) {
    if (song !== current) return;
    core.hear(block);
    takeQuestions(song);
    askNewest(song);
    send('level', { song, level: core.level() });
    sendColumns(song);
  }
  if (song !== current) return;
  core.finish();
  takeQuestions(song);
  await conclude(song, '', words('listening.nothing'));
}

// Another song is read from here on; what the one before still sends is dropped.
function begin(song) {
  current = song;
  questions = [];
  newestWaits = false;
  live?.close();
  live = null;
  runs = 0;
  runTime = 0;
  predictedAt = -Infinity;
  wake();
}

const actions = {
  // chosen: the backend that an engine before this one has chosen, or null.
  async start({ table, language, card, weights, port, backends, forced, chosen }) {
    words = createWords(table, language);
    try {
      inference = new Inference(port, lost => { if (lost === backend?.name) send('crashed', { backend: lost }); });
      core = await createCore(words);
      const model = core.readCard(card);
      send('model', { model });
      cardIsKnown();
      if (!chosen) core.verifyWeights(weights);
      backend = chosen ?? await chooseBackend(inference, core, backends, { weights, model, forced }, words);
      send('backend', { backend });
      sendQuestions();
    } catch (error) {
      send('problem', { message: error.message });
    }
  },

  // sound: {blob}, a file, or {decoded: {format, channels, sampleRate}}, what the browser has decoded; and unseen, true if
  // nobody looks at its spectrogram.
  // A song may come while the engine still starts: it waits until core knows the card.
  async open({ song, sound }) {
    begin(song);
    await cardKnown;
    if (song !== current) return;
    try {
      await read(song, sound);
    } catch (error) {
      fail(song, error);
    }
  },

  // Nobody wants to hear more of this song.
  close({ song }) {
    if (song !== current) return;
    current = 0;
    questions = [];
    wake();
  },

  // port: where its sound comes from, as live-source.mjs wants it.
  async listen({ song, name, sampleRate, port }) {
    begin(song);
    live = liveSource(port);
    await cardKnown;
    if (song !== current) return;
    try {
      await hear(song, name, sampleRate);
    } catch (error) {
      fail(song, error);
    }
  },

  // The audio thread had a moment to send the end itself.
  end({ song }) {
    if (song === current) live?.end();
  },
};

self.onmessage = ({ data }) => actions[data.action](data);
