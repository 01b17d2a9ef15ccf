// The page: its parts made and wired together.
// ?backend=webgpu or wasm takes that backend and no other; ?model=NAME takes another model of models/index.json;
// ?language=de speaks German; ?embed and ?song: embed.mjs; ?theme=light or dark.
import { accuracyLine, backendLine, createAbout } from './about.mjs';
import { createDemo } from './demo.mjs';
import { embedPage, fetchNamedSong } from './embed.mjs';
import { createListening } from './microphone/listening.mjs';
import { createNetworkChoice } from './network-choice.mjs';
import { keepForOffline } from './offline.mjs';
import { createPlayback } from './player/playback.mjs';
import { createPlayerControls } from './player/player-controls.mjs';
import { createShare } from './share/share.mjs';
import { createSong } from './song.mjs';
import { createSongs } from './songs/songs.mjs';
import { watchVisitor } from './visitor.mjs';
import { createDisplay } from './window/display.mjs';
import { createMirror } from './window/mirror.mjs';
import { createTheme } from './window/theme.mjs';
import { fetchWords, preferredLanguages, translateDocument } from './words/words.mjs';
import { decodeByBrowser } from './workshop/browser-decoder.mjs';

const element = id => document.getElementById(id);
const query = new URLSearchParams(location.search);
let way = '';      // what the way to the table of many says
let problem = '';  // why no song can be classified at all
let folders = 'webkitdirectory' in HTMLInputElement.prototype;
let labels = [];   // of the model
let embedded = false;

const state = () => ({ ...page.display.state(), ...song.measured(), windowBytes: page.display.heapBytes(), crossOriginIsolated });

// What the parts ask of one another.
const page = {
  problem: () => problem,
  say: sentence => page.mirror.say(sentence),
  backend: backend => page.display.backend(backendLine(backend, page.words)),
  begin: name => song.begin(name),
  // Another network answers from now on.
  anew(otherModel) {
    problem = '';
    page.display.problem('');
    page.display.backend('');
    page.about.backends([]);
    song.anew(otherModel);
    page.songs.anew();
  },
  // What can be done has changed.
  update() {
    const shown = page.display.state();
    const { state: hearing } = page.listening.offers();
    const asks = hearing === 'asking' || hearing === 'starting';
    page.controls?.song(!asks && (shown.phase === 'reading' || shown.phase === 'finished'));
    page.mirror.update(shown, { demo: page.demo.there(), again: song.hasFile(), folders, way, listening: page.listening.offers(), embedded });
  },
};
const song = createSong(page);

// --- the visitor acts -----------------------------------------------------------------------------------------------------
// Whatever comes in, from a drop or a picker, ends the listening.
function bring(found) {
  if (found) page.listening.actions.stop();
  page.songs.bring(found);
}

async function classifyDemo() {
  const file = await page.demo.file();
  if (file) song.classify(file);
  else page.say(page.words('demo.missing'));
}

// By the names of their buttons, on the canvas and in the document.
const actions = {
  choose: () => element('file').click(),
  folder: () => element('folder-file').click(),
  way: () => page.songs.show(),
  demo: () => { if (page.demo.there()) classifyDemo(); },
  again: () => song.again(),
  theme: () => page.theme.toggle(),
  about: () => page.about.open(),
  share: () => page.share.open(),
  play: () => page.playback.toggle(),
  seek: seconds => page.playback.seek(seconds),
};

// --- the workshop speaks --------------------------------------------------------------------------------------------------
const heard = {
  ...song.heard,
  model({ model }) {
    ({ labels } = model);
    page.songs.model(model);
    const accuracy = accuracyLine(model, page.words);
    page.display.model({ title: model.title, accuracy, labels });
    page.mirror.about(accuracy ? page.words('model.line', { title: model.title, accuracy }) : model.title);
  },
  backend(message) {
    song.heard.backend(message);
    page.about.backends(message.backend.tried);
    keepForOffline({ runtime: message.backend.runtime, model: page.workshop.folder });
  },
  problem(message) {
    problem = message.message;
    page.display.problem(problem);
    page.say(problem);
    page.songs.problem(problem);
    song.heard.problem(message);
  },
  crashed(message) {
    song.heard.crashed();
    page.songs.reopen();
    if (message.backend === 'webgpu') page.say(page.words('backend.lost'));
  },
  trapped(message) {
    song.heard.trapped(message);
    page.songs.reopen();
  },
};

// --- the start ------------------------------------------------------------------------------------------------------------
function makeSongs() {
  const { words } = page;
  return createSongs({
    words, choose: actions.choose, folder: actions.folder, one: song.classify, refuse: song.refuse, say: page.say,
    engine: { open: song.openUnseen, close: number => page.workshop.close(number) },
    decode: file => decodeByBrowser(file, words),
    verdict: page.display.verdict,
    pause: () => page.playback.pause(),  // its controls are covered by the table
    way(text) {
      way = text;
      page.display.way(way);
      page.update();
    },
  });
}

// The parts that need the window.
function makeParts() {
  const { words, display } = page;
  page.demo = createDemo(words);
  page.listening = createListening(page);
  Object.assign(actions, page.listening.actions);
  page.mirror = createMirror({ ...actions, rect: display.rect }, words);
  page.playback = createPlayback({
    show(shown) { display.player(shown); page.controls.update(shown); },
    end: display.end, say: page.say, words,
  });
  page.controls = createPlayerControls({ playback: page.playback, display, rect: display.rect, words });
  page.songs = makeSongs();
  page.theme = createTheme(query.get('theme'), chosen => {
    display.theme(chosen);
    page.mirror.theme(chosen);
    return display.colours();
  });
  page.theme.apply();
  page.about = createAbout({ words, query, change: page.network.change });
  page.share = createShare({
    state, prediction: song.prediction, labels: () => labels, colours: display.colours, theme: page.theme.current, words,
    answer: () => display.state().answer,
  });
}

async function offerDemo() {
  await page.demo.find();
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  page.display.circumstances({ still, demo: page.demo.there(), folders });
  page.update();
}

async function loadNamedSong() {
  try {
    const named = await fetchNamedSong(query, page.words);
    if (named && !song.hasCome()) song.classify(named);  // unless the visitor was quicker
  } catch (error) {
    song.refuse(error.message);
  }
}

async function start() {
  const fetched = fetchWords(preferredLanguages(query.get('language')));
  const asked = { act: name => actions[name](), seek: actions.seek, announce: page.say, picture: there => page.mirror.picture(there) };
  const opened = createDisplay(element('canvas'), asked, fetched);
  page.words = await fetched;
  translateDocument(page.words);
  // Model and workers load beside the window; what they say waits until it is there.
  page.network = createNetworkChoice(page, query, message => {
    opened.then(() => { if (!page.songs.hear(message)) heard[message.type]?.(message); });
  });
  const model = page.network.begin();
  page.display = await opened;
  element('notice').hidden = true;
  makeParts();
  if (embedPage(query, page.display)) {
    embedded = true;
    folders = false;
  }
  watchVisitor({ bring, dragging(over) { if (!page.songs.dragging(over)) page.display.dragging(over); } });
  window.genrelens = Object.freeze({ state, rect: page.display.rect, colours: () => page.display.colours() });
  offerDemo();
  loadNamedSong();
  model.then(page.about.model, () => {});  // that it is missing, the workshop says
}

start().catch(error => {
  if (page.display) heard.problem({ message: error.message });
  else element('notice').textContent = error.message;
});
