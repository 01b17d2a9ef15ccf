// The page: files in (drop, picker, demo song), the window and the workshop wired together, the answer said aloud.
// ?backend=webgpu or wasm takes that backend and no other; ?model=NAME takes another model of models/index.json.
import { createDisplay } from './display.mjs';
import { decodeByBrowser } from './browser-decoder.mjs';
import { createMirror } from './mirror.mjs';
import { createWorkshop, fetchModel } from './workshop.mjs';

const TRAPPED = 'The decoder had to stop: this file is damaged, or it needs more memory than a page has.';

const element = id => document.getElementById(id);
const query = new URLSearchParams(location.search);

let display;
let mirror;
let workshop = null;
let file = null;       // the song's
let song = 0;          // its number; what the workshop says of another one is out of date
let measured = {};     // ms since the drop: firstAnswer, lastAnswer; the engine's heapBytes
let dropped = 0;
let demo = null;       // path of the demo song
let problem = '';      // why no song can be classified at all
let early = null;      // a song that came before the workshop was there

const sinceDrop = () => performance.now() - dropped;
const state = () => ({ ...display.state(), ...measured, crossOriginIsolated });

function update() {
  mirror.update(display.state(), { demo, again: file !== null });
}

// --- a song comes in ------------------------------------------------------------------------------------------------------
async function classify(next) {
  file = next;
  dropped = performance.now();
  measured = {};
  const number = ++song;
  display.song(number, file.name);
  mirror.say(`Reading ${file.name}`);
  update();
  if (problem) return fail(number, problem);
  open(number, { blob: file });
}

function open(number, sound) {
  if (workshop) workshop.open(number, sound);
  else early = { number, sound };
}

// core does not read this format. message: its sentence.
async function tryBrowser(number, message) {
  if (number !== song) return;
  const decoded = await decodeByBrowser(file);
  if (number !== song) return;
  if (decoded) open(number, { decoded });
  else fail(number, message);
}

function fail(number, message) {
  display.failed({ song: number, message });
  update();
}

async function classifyDemo() {
  const response = await fetch(demo).catch(() => null);
  if (response?.ok) classify(new File([await response.blob()], 'Demo song'));
  else mirror.say('The demo song could not be fetched.');
}

// --- the workshop speaks --------------------------------------------------------------------------------------------------
function accuracyWords({ accuracy, tracks, split }) {
  if (!accuracy) return '';
  const [value, low, high] = accuracy.map(share => Math.round(share * 100));
  const songs = split === 'valid' ? 'validation songs' : `songs of “${split}”`;
  return `${value}% of ${tracks} ${songs} right (95% interval ${low}–${high}%)`;
}

function showBackend({ words, milliseconds }) {
  const rounded = milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds);
  display.backend(`${words}, ${rounded} ms a chunk`);
}

let backend;
const heard = {
  model({ model }) {
    const accuracy = accuracyWords(model);
    display.model({ title: model.title, accuracy, labels: model.labels });
    mirror.about(`${model.title}: ${accuracy}`);
  },
  backend(message) {
    backend = message.backend;
    showBackend(backend);
  },
  problem({ message }) {
    problem = message;
    display.problem(message);
    mirror.say(message);
    fail(song, message);  // nobody will read it any more
  },
  format: message => display.format(message),
  columns: message => display.columns(message),
  prediction(message) {
    if (message.song !== song) return;
    measured.firstAnswer ??= sinceDrop();
    display.prediction(message);
  },
  finished(message) {
    if (message.song !== song) return;
    measured.lastAnswer = sinceDrop();
    measured.heapBytes = message.heapBytes;
    showBackend({ ...backend, milliseconds: message.milliseconds });
    display.finished(message);
    update();
  },
  failed: ({ song: number, message }) => fail(number, message),
  foreign: ({ song: number, message }) => tryBrowser(number, message),
  trapped({ song: number }) {
    if (number === song) fail(number, TRAPPED);
    else if (display.state().phase === 'reading') classify(file);  // it went down with the engine
  },
};

// --- the visitor acts -----------------------------------------------------------------------------------------------------
const actions = {
  choose: () => element('file').click(),
  demo: () => { if (demo) classifyDemo(); },
  again: () => { if (file) classify(file); },
  announce: sentence => mirror.say(sentence),
  rect: name => display.rect(name),
};

function listen() {
  element('file').addEventListener('change', event => {
    const [chosen] = event.target.files;
    event.target.value = '';  // the same file may be chosen again
    if (chosen) classify(chosen);
  });
  addEventListener('dragover', event => {
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    display.dragging(true);
  });
  addEventListener('dragleave', event => { if (!event.relatedTarget) display.dragging(false); });
  addEventListener('drop', event => {
    event.preventDefault();
    display.dragging(false);
    const [file] = event.dataTransfer.files;
    if (file) classify(file);
  });
  // SDL would swallow Tab: it leads from the canvas to the real buttons.
  addEventListener('keydown', event => { if (event.key === 'Tab') event.stopImmediatePropagation(); }, true);
}

async function findDemo() {
  const response = await fetch('sounds/index.json');
  const [name] = response.ok ? await response.json() : [];
  demo = name ? `sounds/${name}` : null;
  display.circumstances({ still: matchMedia('(prefers-reduced-motion: reduce)').matches, demo: demo !== null });
  update();
}

async function start() {
  const model = fetchModel(query.get('model'));
  model.catch(() => {});  // reported below, once there is a window to show it
  display = await createDisplay(element('canvas'), actions);
  element('notice').hidden = true;
  mirror = createMirror(actions);
  listen();
  window.genrelens = Object.freeze({ state, rect: actions.rect });
  findDemo();
  workshop = createWorkshop(await model, query.get('backend'), message => heard[message.type](message));
  if (early?.number === song) workshop.open(early.number, early.sound);
}

start().catch(error => {
  if (display) heard.problem({ message: error.message });
  else element('notice').textContent = error.message;
});
