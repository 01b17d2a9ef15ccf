// The window (window.mjs, what is drawn here) as JavaScript sees it: bridge.cpp over bytes and integers.
import createWindow from './window.mjs';

const FACES = ['regular', 'bold'];  // in the order of web/window/theme.h
const HEARING = ['off', 'asking', 'starting', 'listening', 'ending'];  // in the order of web/window/listening.h

async function fetchBytes(path) {
  const response = await fetch(path);
  return response.ok ? new Uint8Array(await response.arrayBuffer()) : new Uint8Array();
}

// page: what the window asks for: {act(name), seek(seconds), announce(text), picture(there)}. name: of the button
// that was pressed; there: false once the graphics processor has lost the picture, and true again.
// words: of words.mjs, or the promise of them.
export async function createDisplay(canvas, page, words) {
  const encoder = new TextEncoder();
  const [module, { table }, ...fonts] = await Promise.all(
    [createWindow({ canvas, page }), words, ...FACES.map(face => fetchBytes(`fonts/${face}.otf`))]);
  const write = bytes => {
    const pointer = module._window_buffer(bytes.length);
    module.HEAPU8.set(bytes, pointer);  // after the call: it may have moved the heap
  };
  const writeText = text => write(encoder.encode(text));
  const writeFloats = floats => write(new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength));

  fonts.forEach((font, face) => {
    write(font);
    module._window_font(face);
  });
  writeText(Object.entries(table).flat().join('\n'));
  module._window_words();
  if (module.callMain() !== 0) throw new Error(table['error.no-webgl']);
  canvas.addEventListener('webglcontextlost', event => {
    event.preventDefault();  // or it would not come back
    module._window_picture(0);
    page.picture(false);
  });
  canvas.addEventListener('webglcontextrestored', () => {
    module._window_picture(1);
    page.picture(true);
  });

  return {
    // theme: 'light' or 'dark'.
    theme: theme => module._window_theme(theme === 'light' ? 1 : 0),
    // As CSS writes them: {ground, panel, …, genres: […], 'on-genres': […]}.
    colours: () => JSON.parse(module.UTF8ToString(module._window_colours())),
    embed: () => module._window_embed(),
    circumstances: ({ still, demo, folders }) => module._window_circumstances(still, demo, folders),
    model({ title, accuracy, labels }) {
      writeText([title, accuracy, ...labels].join('\n'));
      module._window_model();
    },
    backend(words) {
      writeText(words);
      module._window_backend();
    },
    problem(sentence) {
      writeText(sentence);
      module._window_problem();
    },
    // Of the way back to the table of songs.
    way(text) {
      writeText(text);
      module._window_way();
    },
    dragging: over => module._window_dragging(over),
    song(number, name) {
      writeText(name);
      module._window_song(number);
    },
    format({ song, format, seconds, bands, columnSeconds, waveformSeconds, highFrequency }) {
      writeText(format);
      module._window_format(song, seconds, bands, columnSeconds, waveformSeconds, highFrequency);
    },
    listeningOffers: (microphone, tab) => module._window_listening_offers(microphone, tab),
    listening(state, refusal) {
      writeText(refusal);
      module._window_listening(HEARING.indexOf(state));
    },
    live: song => module._window_live(song),
    level: decibels => module._window_level(decibels),
    notice(sentence) {
      writeText(sentence);
      module._window_notice();
    },
    columns({ song, columns, waveform, progress, seconds }) {
      write(waveform);
      module._window_waveform(song);
      write(columns);
      module._window_columns(song, progress, seconds);
    },
    prediction({ song, prediction }) {
      writeFloats(prediction);
      module._window_prediction(song);
    },
    finished({ song, damage }) {
      writeText(damage);
      module._window_finished(song);
    },
    failed({ song, message }) {
      writeText(message);
      module._window_failed(song);
    },
    player: ({ available, playing, position }) => module._window_player(available, playing, position),
    zoom: factor => module._window_zoom(factor),
    heapBytes: () => module.HEAPU8.length,
    end: () => module._window_end(),  // s, of the time axis
    wheel: ({ shiftKey, ctrlKey }) => module._window_wheel(shiftKey, ctrlKey),
    showWhole: () => module._window_show_whole(),
    // By the one rule: 'sure', 'between', 'perhaps', 'hard' or 'no-music'. answer: {probabilities: floats, sure, is_music}.
    verdict({ probabilities, sure, is_music: isMusic }) {
      writeFloats(probabilities);
      return module.UTF8ToString(module._window_verdict(sure, isMusic));
    },
    state: () => JSON.parse(module.UTF8ToString(module._window_state())),
    // [left, top, right, bottom] in CSS pixels, or null.
    rect(name) {
      writeText(name);
      return JSON.parse(module.UTF8ToString(module._window_rect()));
    },
  };
}
