// The page: files in (drop, picker, demo song), the window and the workshop wired together, the answer said aloud.
// ?backend=webgpu or wasm takes that backend and no other; ?model=NAME takes another model of models/index.json;
// ?language=de speaks German.
import { createDisplay } from './display.mjs';
import { decodeByBrowser } from './browser-decoder.mjs';
import { createMirror } from './mirror.mjs';
import { keepForOffline } from './offline.mjs';
import { fetchWords, preferredLanguages, translateDocument } from './words.mjs';
import { createWorkshop, fetchModel } from './workshop.mjs';

const element = id => document.getElementById(id);
const query = new URLSearchParams(location.search);

let words;
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
  mirror.say(words('spoken.reading', { file: file.name }));
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
  const decoded = await decodeByBrowser(file, words);
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
  if (response?.ok) classify(new File([await response.blob()], words('demo.name')));
  else mirror.say(words('demo.missing'));
}

// --- the workshop speaks --------------------------------------------------------------------------------------------------
function accuracyWords({ accuracy, tracks, split }) {
  if (!accuracy) return '';
  const [value, low, high] = accuracy;
  return words(split === 'valid' ? 'model.accuracy-valid' : 'model.accuracy-split',
    { percent: words.percent(value), tracks, split, low: Math.round(low * 100), high: words.percent(high) });
}

function showBackend({ description, milliseconds }) {
  const rounded = words.number(milliseconds, milliseconds < 10 ? 1 : 0);
  display.backend(words('backend.speed', { backend: description, milliseconds: rounded }));
}

let backend;
const heard = {
  model({ model }) {
    const accuracy = accuracyWords(model);
    display.model({ title: model.title, accuracy, labels: model.labels });
    mirror.about(accuracy ? words('model.line', { title: model.title, accuracy }) : model.title);
  },
  backend(message) {
    backend = message.backend;
    showBackend(backend);
    keepForOffline({ runtime: backend.runtime, model: workshop.folder });
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
    if (number === song) fail(number, words('error.trapped'));
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
  const fetched = fetchWords(preferredLanguages(query.get('language')));
  const opened = createDisplay(element('canvas'), actions, fetched);
  words = await fetched;
  translateDocument(words);
  const model = fetchModel(query.get('model'), words);
  model.catch(() => {});  // reported below, once there is a window to show it
  display = await opened;
  element('notice').hidden = true;
  mirror = createMirror(actions, words);
  listen();
  window.genrelens = Object.freeze({ state, rect: actions.rect });
  findDemo();
  workshop = createWorkshop(await model, query.get('backend'), words, message => heard[message.type](message));
  if (early?.number === song) workshop.open(early.number, early.sound);
}

start().catch(error => {
  if (display) heard.problem({ message: error.message });
  else element('notice').textContent = error.message;
});
