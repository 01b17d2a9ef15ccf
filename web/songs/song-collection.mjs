// Many songs: list, queue and table put together for songs.mjs, which loads this when more than one song comes.
import { createSongList } from './song-list.mjs';
import { createSongQueue } from './song-queue.mjs';
import { createSongTable } from './song-table.mjs';
import { createSongWords } from './song-words.mjs';

// While songs are read, closing the page asks, and the browser is told by a lock not to put a tab in the background to sleep.
function createGuard() {
  const ask = event => event.preventDefault();
  let release = null;
  return {
    stand(needed) {
      if (needed === (release !== null)) return;
      if (!needed) {
        removeEventListener('beforeunload', ask);
        release();
        release = null;
        return;
      }
      addEventListener('beforeunload', ask);
      const held = new Promise(resolve => { release = resolve; });
      navigator.locks?.request(`genrelens songs ${crypto.randomUUID?.() ?? Math.random()}`, () => held);
    },
  };
}

// page: of songs.mjs.
export function createSongCollection(page) {
  const words = createSongWords(page.words);
  const list = createSongList();
  const guard = createGuard();
  let running = false;
  let way = '';

  function tell() {
    const unfinished = queue.unfinished();
    if (running && !unfinished && list.rows.length > 0) page.say(words.ended(list.counts));
    running = unfinished && !queue.stopped();
    guard.stand(running);
    const last = way;
    way = list.rows.length > 0 ? words.way(list.counts) : '';
    if (way !== last) page.way(way);
  }

  function changed() {
    tell();
    table.changed();
  }

  const queue = createSongQueue(list, { engine: page.engine, decode: page.decode, verdict: page.verdict, trapped: page.words('error.trapped'), changed });

  function show(visible) {
    table.show(visible);
    if (!visible) return;
    page.pause();
    table.focus();
  }

  const table = createSongTable(list, queue, words, {
    choose: page.choose,
    folder: page.folder,
    back: () => show(false),
    open(row) {
      show(false);
      if (row.state === 'failed') queue.again(row);
      page.one(row.file);
    },
  });

  // found: of song-files.mjs. The first songs are read while the last are still looked for.
  let looking = 0;  // drops that are not through
  async function add(found) {
    const notes = { leftOut: 0, known: 0, unreadable: [] };
    table.looking(++looking > 0);
    for await (const { song, leftOut, unreadable } of found) {
      if (leftOut) notes.leftOut++;
      if (unreadable) notes.unreadable.push(unreadable);
      if (!song) continue;
      if (list.add(song.path, song.file)) queue.added();
      else notes.known++;
      changed();
    }
    table.looking(--looking > 0);
    table.note(words.note(notes));
    page.say(`${words.inTable(list.rows.length)} ${words.note(notes)}`.trim());
  }

  return {
    add,
    show: () => show(true),
    visible: table.visible,
    isEmpty: () => list.rows.length === 0,
    dragging: table.dragging,
    model: queue.model,
    words,
    // Nothing can be classified at all.
    problem(sentence) {
      queue.breakOff();
      table.note(sentence);
    },
    // Another network answers from now on. What is read stays as it was heard, until the visitor wants it anew.
    anew() {
      table.note('');
      queue.anew();
    },
    hear: queue.hear,
    reopen: queue.reopen,
    makeWay: queue.makeWay,
    goOn: queue.goOn,
  };
}
