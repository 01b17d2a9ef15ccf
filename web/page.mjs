// The page: songs in (drop, paste, picker, demo song), the window and the workshop wired together, the answer said aloud.
// ?backend=webgpu or wasm takes that backend and no other; ?model=NAME takes another model of models/index.json;
// ?language=de speaks German; ?embed and ?song: embed.mjs; ?theme=light or dark.
import { createAbout } from './about.mjs';
import { createDisplay } from './display.mjs';
import { decodeByBrowser } from './browser-decoder.mjs';
import { embedPage, fetchNamedSong } from './embed.mjs';
import { createListening } from './listening.mjs';
import { createMirror } from './mirror.mjs';
import { keepForOffline } from './offline.mjs';
import { createShare } from './share.mjs';
import { createPlayback } from './playback.mjs';
import { createPlayerControls } from './player-controls.mjs';
import { broughtFiles, chosenFiles } from './song-files.mjs';
import { createSongs } from './songs.mjs';
import { createTheme } from './theme.mjs';
import { fetchWords, preferredLanguages, translateDocument } from './words.mjs';
import { createWorkshop, fetchModel } from './workshop.mjs';

const element = id => document.getElementById(id);
const query = new URLSearchParams(location.search);

let words;
let display;
let mirror;
let playback;
let controls;
let theme;
let about;
let share;
let labels = [];       // of the model
let prediction;        // the last one of the song, as the engine writes it
let listening;
let workshop;
let file = null;       // the song's
let song = 0;          // its number; what the workshop says of another one is out of date
let numbers = 0;       // given out to songs so far
let measured = {};     // ms since the drop: firstAnswer, lastAnswer; the engine's heapBytes
let dropped = 0;
let demo = null;       // path of the demo song
let problem = '';      // why no song can be classified at all
let songs;             // one or many
let way = '';          // what the way to the table of many says

let folders = 'webkitdirectory' in HTMLInputElement.prototype;
const sinceDrop = () => performance.now() - dropped;
const state = () => ({ ...display.state(), ...measured, windowBytes: display.heapBytes(), crossOriginIsolated });

function update() {
  const shown = display.state();
  const { state: hearing } = listening.offers();
  controls?.song(hearing !== 'asking' && hearing !== 'starting' && (shown.phase === 'reading' || shown.phase === 'finished'));
  mirror.update(shown, { demo, again: file !== null, folders, way, listening: listening.offers() });
}

// --- a song comes in ------------------------------------------------------------------------------------------------------
// In place of the one before. Returns its number.
function begin(name) {
  dropped = performance.now();
  measured = {};
  file = null;
  song = ++numbers;
  songs.makeWay();
  display.song(song, name);
  update();
  playback.load(null);
  return song;
}

async function classify(next) {
  listening.abandon();
  const number = begin(next.name);
  file = next;
  playback.load(file);
  update();
  mirror.say(words('spoken.reading', { file: file.name }));
  if (problem) return fail(number, problem);
  workshop.open(number, { blob: file });
}

// Whatever comes in, from a drop or a picker, ends the listening.
function bring(found) {
  if (found) listening.actions.stop();
  songs.bring(found);
}

// core does not read this format. message: its sentence.
async function tryBrowser(number, message) {
  if (number !== song) return;
  const decoded = await decodeByBrowser(file, words);
  if (number !== song) return;
  if (decoded) workshop.open(number, { decoded });
  else fail(number, message);
}

function fail(number, message) {
  display.failed({ song: number, message: listening.over(number) || message });
  if (number === song) playback.load(null);
  update();
  if (number === song) songs.goOn();
}

// What the table of songs asks of the page.
const table = {
  engine: {
    open(sound) {
      workshop.open(++numbers, sound);
      return numbers;
    },
    close: number => workshop.close(number),
  },
  decode: next => decodeByBrowser(next, words),
  one: classify,
  refuse(sentence) {
    song = ++numbers;
    display.song(song, '');
    fail(song, sentence);
  },
  say: sentence => mirror.say(sentence),
  pause: () => playback.pause(),  // its controls are covered by the table
  way(text) {
    way = text;
    display.way(way);
    update();
  },
};

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

// The song went down with the engine, through no fault of its own.
function goOnAfterCrash() {
  if (display.state().phase !== 'reading' || listening.recover(song)) return;
  if (file) classify(file);
  else fail(song, words('listening.broken'));
}

let backend;
const heard = {
  model({ model }) {
    labels = model.labels;
    songs.model(model);
    const accuracy = accuracyWords(model);
    display.model({ title: model.title, accuracy, labels: model.labels });
    mirror.about(accuracy ? words('model.line', { title: model.title, accuracy }) : model.title);
  },
  backend(message) {
    backend = message.backend;
    about.backends(backend.tried);
    showBackend(backend);
    keepForOffline({ runtime: backend.runtime, model: workshop.folder });
  },
  problem({ message }) {
    problem = message;
    display.problem(message);
    mirror.say(message);
    songs.problem(message);
    fail(song, message);  // nobody will read it any more
  },
  format: message => display.format(message),
  columns: message => display.columns(message),
  level: message => listening.level(message),
  prediction(message) {
    if (message.song !== song) return;
    measured.firstAnswer ??= sinceDrop();
    prediction = message.prediction;
    display.prediction(message);
    listening.prediction(message);
  },
  finished(message) {
    if (message.song !== song) return;
    measured.lastAnswer = sinceDrop();
    measured.heapBytes = message.heapBytes;
    showBackend({ ...backend, milliseconds: message.milliseconds });
    const damage = message.damage || listening.over(message.song);
    display.finished({ ...message, damage });
    update();
    songs.goOn();
  },
  failed: ({ song: number, message }) => fail(number, message),
  foreign: ({ song: number, message }) => tryBrowser(number, message),
  crashed({ backend: name }) {
    goOnAfterCrash();
    songs.reopen();
    if (name === 'webgpu') mirror.say(words('backend.lost'));
  },
  trapped({ song: number }) {
    if (number === song && file) fail(number, words('error.trapped'));
    else goOnAfterCrash();
    songs.reopen();
  },
};

// --- the visitor acts -----------------------------------------------------------------------------------------------------
const actions = {
  choose: () => element('file').click(),
  folder: () => element('folder-file').click(),
  way: () => songs.show(),
  demo: () => { if (demo) classifyDemo(); },
  again: () => { if (file) classify(file); },
  theme: () => theme.toggle(),
  about: () => about.open(),
  share: () => share.open(),
  announce: sentence => mirror.say(sentence),
  rect: name => display.rect(name),
  play: () => playback.toggle(),
  seek: seconds => playback.seek(seconds),
};

function dragging(over) {
  if (!songs.dragging(over)) display.dragging(over);
}

function listen() {
  for (const id of ['file', 'folder-file']) {
    element(id).addEventListener('change', ({ target }) => {
      bring(chosenFiles(target.files));
      target.value = '';  // the same file may be chosen again
    });
  }
  addEventListener('dragover', event => {
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    dragging(true);
  });
  addEventListener('dragleave', event => { if (!event.relatedTarget) dragging(false); });
  addEventListener('drop', event => {
    event.preventDefault();
    dragging(false);
    bring(broughtFiles(event.dataTransfer));
  });
  addEventListener('paste', event => bring(broughtFiles(event.clipboardData)));
  // SDL would swallow Tab, which leads from the canvas to the real buttons, and the browser's own keys, such as Ctrl+V.
  addEventListener('keydown', event => {
    if (event.key === 'Tab' || event.ctrlKey || event.metaKey) event.stopImmediatePropagation();
  }, true);
}

async function loadNamedSong() {
  try {
    const named = await fetchNamedSong(query, words);
    if (named && song === 0) classify(named);  // unless the visitor was quicker
  } catch (error) {
    table.refuse(error.message);
  }
}

async function findDemo() {
  const response = await fetch('sounds/index.json');
  const [name] = response.ok ? await response.json() : [];
  demo = name ? `sounds/${name}` : null;
  display.circumstances({ still: matchMedia('(prefers-reduced-motion: reduce)').matches, demo: demo !== null, folders });
  update();
}

async function start() {
  const fetched = fetchWords(preferredLanguages(query.get('language')));
  const opened = createDisplay(element('canvas'), actions, fetched);
  words = await fetched;
  translateDocument(words);
  // Model and workers load beside the window; what they say waits until it is there.
  const model = fetchModel(query.get('model'), words);
  workshop = createWorkshop(model, query.get('backend'), words, message => {
    opened.then(() => { if (!songs.hear(message)) heard[message.type](message); });
  });
  display = await opened;
  element('notice').hidden = true;
  listening = createListening({
    words, display, begin, update,
    say: actions.announce,
    problem: () => problem,
    listen: (number, sound) => workshop.listen(number, sound),
    end: number => workshop.endSong(number),
  });
  Object.assign(actions, listening.actions);
  mirror = createMirror(actions, words);
  playback = createPlayback({
    show(state) { display.player(state); controls.update(state); },
    end: display.end,
    say: mirror.say,
    words,
  });
  controls = createPlayerControls({ playback, display, rect: actions.rect, words });
  songs = createSongs({ ...table, words, choose: actions.choose, folder: actions.folder });
  theme = createTheme(query.get('theme'), chosen => {
    display.theme(chosen);
    mirror.theme(chosen);
    return display.colours();
  });
  theme.apply();
  about = createAbout({ words, query });
  share = createShare({
    state, prediction: () => prediction, labels: () => labels, colours: display.colours, theme: theme.current, words,
    answer: () => display.state().answer,
  });
  if (embedPage(query, display)) folders = false;
  listen();
  window.genrelens = Object.freeze({ state, rect: actions.rect, colours: () => display.colours() });
  findDemo();
  loadNamedSong();
  // That it is missing, the workshop says.
  model.then(about.model, () => {});
}

start().catch(error => {
  if (display) heard.problem({ message: error.message });
  else element('notice').textContent = error.message;
});
