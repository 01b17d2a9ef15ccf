// Songs that come in, one or many. One is shown as large as the page; more make the table of songs (song-collection.mjs),
// which is loaded when it is needed.
import { look } from './song-files.mjs';

// page: what the table asks of the page: {words, engine, decode(file), verdict(answer), one(file), refuse(sentence), say(sentence),
// pause(), way(text), choose, folder}. engine: {open(sound) → the song's number, close(number)}; way: the words of the way back to
// the table, '' if there is none; refuse: something came in which there is no song.
export function createSongs(page) {
  let collection = null;
  let loading = null;
  let model = null;
  let problem = '';
  let busy = false;  // with the one song

  async function load() {
    const { createSongCollection } = await import('./song-collection.mjs');
    collection = createSongCollection(page);
    if (busy) collection.makeWay();
    if (model) collection.model(model);
    if (problem) collection.problem(problem);
    return collection;
  }

  const hasTable = () => collection !== null && !collection.isEmpty();
  const covered = () => collection?.visible() ?? false;

  return {
    // found: of song-files.mjs, or null.
    async bring(found) {
      if (!found) return;
      const { only, nothing, all } = await look(found);
      if (only && !covered()) page.one(only.file);
      if (only && !hasTable()) return;
      const { words, show, add } = await (loading ??= load());
      if (nothing && !hasTable()) {
        page.refuse(words.nothing(nothing));
        return;
      }
      if (!only) show();
      await add(all);
    },
    show: () => collection?.show(),
    // Something hovers over the page. True if the table shows it.
    dragging(over) {
      collection?.dragging(over);
      return covered();
    },

    // --- the workshop speaks: true if the message was about a song of the table
    hear: message => collection?.hear(message) ?? false,
    model(known) {
      model = known;
      collection?.model(model);
    },
    problem(sentence) {
      problem = sentence;
      collection?.problem(sentence);
    },
    // Another network answers from now on.
    anew() {
      problem = '';
      collection?.anew();
    },
    // An engine has gone down with the one song.
    reopen: () => collection?.reopen(),

    // --- the one song goes first: it begins, and it has ended
    makeWay() {
      busy = true;
      collection?.makeWay();
    },
    goOn() {
      busy = false;
      collection?.goOn();
    },
  };
}
