// The song that is shown as large as the page: it comes, is read by the workshop, and is told. The table's songs are not its.
import { decodeByBrowser } from './workshop/browser-decoder.mjs';

// page: its parts, which page.mjs fills: {words, display, workshop, listening, playback, songs, say(sentence), update(),
// problem(): why no song can be classified at all, backend({description, milliseconds})}.
export function createSong(page) {
  let file = null;    // null: it is heard, or there is none
  let number = 0;     // what the workshop says of another one is out of date
  let numbers = 0;    // given out so far, to the table's songs too
  let dropped = 0;    // ms, when it came
  let measured = {};  // ms since then: firstAnswer, lastAnswer; ms that the network ran: networkTime; the engine's heapBytes
  let prediction;     // the last one, as the engine writes it
  let backend;        // what the network runs on

  const sinceDrop = () => performance.now() - dropped;

  // In place of the one before. Returns its number.
  function begin(name) {
    dropped = performance.now();
    measured = {};
    file = null;
    number = ++numbers;
    page.songs.makeWay();
    page.display.song(number, name);
    page.update();
    page.playback.load(null);
    return number;
  }

  function fail(failed, message) {
    page.display.failed({ song: failed, message: page.listening.over(failed) || message });
    if (failed === number) page.playback.load(null);
    page.update();
    if (failed === number) page.songs.goOn();
  }

  function classify(next) {
    page.listening.abandon();
    begin(next.name);
    file = next;
    page.playback.load(file);
    page.update();
    page.say(page.words('spoken.reading', { file: file.name }));
    if (page.problem()) fail(number, page.problem());
    else page.workshop.open(number, { blob: file });
  }

  // Something came which is no song.
  function refuse(sentence) {
    page.listening.abandon();
    begin('');
    fail(number, sentence);
  }

  // core does not read this format. message: its sentence.
  async function tryBrowser(asked, message) {
    if (asked !== number) return;
    const decoded = await decodeByBrowser(file, page.words);
    if (asked !== number) return;
    if (decoded) page.workshop.open(number, { decoded });
    else fail(number, message);
  }

  // It went down with the engine, through no fault of its own.
  function goOnAfterCrash() {
    if (page.display.state().phase !== 'reading' || page.listening.recover(number)) return;
    if (file) classify(file);
    else fail(number, page.words('listening.broken'));
  }

  return {
    begin,
    classify,
    again() { if (file) classify(file); },
    // Another network answers from now on, of another model or of the same one. Of what was listened to, nothing is left for
    // it, and an answer does not stand under the name of a model that did not give it.
    anew(otherModel) {
      const { phase } = page.display.state();
      if (page.listening.anew()) return;
      if (file) classify(file);
      else if (phase === 'reading' || (phase === 'finished' && otherModel)) refuse(page.words('listening.forgotten'));
    },
    refuse,
    // Another one, of the table: nobody looks at it. Returns its number.
    openUnseen(sound) {
      page.workshop.open(++numbers, { ...sound, unseen: true });
      return numbers;
    },

    hasFile: () => file !== null,
    hasCome: () => number > 0,
    prediction: () => prediction,
    measured: () => measured,

    // --- the workshop speaks
    heard: {
      backend(message) {
        ({ backend } = message);
        page.backend(backend);
      },
      // No song will be read any more.
      problem: ({ message }) => fail(number, message),
      format: message => page.display.format(message),
      columns: message => page.display.columns(message),
      level: message => page.listening.level(message),
      prediction(message) {
        if (message.song !== number) return;
        measured.firstAnswer ??= sinceDrop();
        ({ prediction } = message);
        page.display.prediction(message);
        page.listening.prediction(message);
      },
      finished(message) {
        if (message.song !== number) return;
        measured.lastAnswer = sinceDrop();
        measured.networkTime = message.networkTime;
        measured.heapBytes = message.heapBytes;
        page.backend({ ...backend, milliseconds: message.milliseconds });
        const damage = message.damage || page.listening.over(message.song);
        page.display.finished({ ...message, damage });
        page.update();
        page.songs.goOn();
      },
      failed: message => fail(message.song, message.message),
      foreign: message => tryBrowser(message.song, message.message),
      crashed: goOnAfterCrash,
      trapped(message) {
        if (message.song === number && file) fail(number, page.words('error.trapped'));
        else goOnAfterCrash();
      },
    },
  };
}
