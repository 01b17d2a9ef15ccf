// The classifier for pages of others: genrelens.d.ts is its manual, example.html shows it at work.
//
//   import { classify } from './genrelens.mjs';
//   const { genre, probabilities } = await classify(file);
//
// Behind it stands the page's own workshop: one for each model and backend that was asked for, which reads a song at a time.
import { fetchModel } from './network/model.mjs';
import { fetchWords, preferredLanguages } from './words/words.mjs';
import { decodeByBrowser } from './workshop/browser-decoder.mjs';
import { readPrediction } from './workshop/prediction.mjs';
import { createWorkshop } from './workshop/workshop.mjs';

const classifiers = new Map();  // model, backend and language → promise of a classifier

function blobOf(sound) {
  if (sound instanceof Blob) return sound;
  if (sound instanceof ArrayBuffer || ArrayBuffer.isView(sound)) return new Blob([sound]);
  throw new TypeError('classify() takes a File, a Blob, an ArrayBuffer or a typed array.');
}

async function createClassifier(model, backend, language) {
  const words = await fetchWords(preferredLanguages(language));
  let card = null;     // what the engine says of the model
  let problem = null;  // why nothing can be classified
  let song = null;     // the one that is read: {number, blob, resolve, reject, onProgress, and what is known of it}
  let songs = 0;
  let last = Promise.resolve();

  function end(settle) {
    const ended = song;
    song = null;
    settle(ended);
  }
  const fail = message => end(({ reject }) => reject(new Error(message)));

  async function tryBrowser(message) {
    const asked = song;
    const decoded = await decodeByBrowser(asked.blob, words);
    if (song !== asked) return;
    if (decoded) workshop.open(asked.number, { decoded, unseen: true });
    else fail(message);
  }

  const heard = {
    model(message) { card = message.model; },
    problem({ message }) {
      problem = new Error(message);
      if (song) fail(message);
    },
    format({ format }) { song.format = format; },
    progress({ seconds, progress }) {
      Object.assign(song, { seconds, progress });
      song.onProgress?.({ progress, seconds, answer: song.prediction });
    },
    prediction({ prediction }) {
      song.prediction = readPrediction(prediction, card.labels);
      song.onProgress?.({ progress: song.progress, seconds: song.seconds, answer: song.prediction });
    },
    finished({ damage }) {
      end(({ resolve, prediction, seconds, format }) => resolve({ ...prediction, seconds, model: card.name, format, damage }));
    },
    failed: ({ message }) => fail(message),
    crashed() { if (song) workshop.open(song.number, { blob: song.blob, unseen: true }); },
    trapped: () => fail(words('error.trapped')),
    foreign: ({ message }) => tryBrowser(message),
  };
  const workshop = createWorkshop(await fetchModel(model, words), backend, words, message => {
    const isOfSong = 'song' in message;
    if (!isOfSong || message.song === song?.number) heard[message.type]?.(message);
  });

  const read = (blob, onProgress, signal) => new Promise((resolve, reject) => {
    if (signal?.aborted) throw signal.reason;
    if (problem) throw problem;
    song = { number: ++songs, blob, onProgress, resolve, reject, progress: 0, seconds: 0, prediction: null };
    const { number } = song;
    signal?.addEventListener('abort', () => {
      if (song?.number !== number) return;
      workshop.close(number);
      end(() => reject(signal.reason));
    });
    workshop.open(number, { blob, unseen: true });
  });

  return {
    // One after the other.
    classify(blob, onProgress, signal) {
      const answer = last.then(() => read(blob, onProgress, signal));
      last = answer.catch(() => {});
      const aborted = new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
      return Promise.race([answer, aborted]);  // also while it waits for the song before
    },
    close() {
      problem = new DOMException('The classifier was closed.', 'AbortError');
      workshop.end();
      if (song) end(({ reject }) => reject(problem));
    },
  };
}

export async function classify(sound, { model = null, backend = null, language = 'en', onProgress, signal } = {}) {
  const blob = blobOf(sound);
  signal?.throwIfAborted();
  const key = JSON.stringify([model, backend, language]);
  if (!classifiers.has(key)) classifiers.set(key, createClassifier(model, backend, language));
  const created = classifiers.get(key);
  created.catch(() => classifiers.delete(key));  // another call tries again
  return (await created).classify(blob, onProgress, signal);
}

export async function close() {
  const open = [...classifiers.values()];
  classifiers.clear();
  for (const classifier of await Promise.allSettled(open)) classifier.value?.close();
}
