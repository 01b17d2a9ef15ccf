// Classifies the songs of a list one after the other, by the engine that a single song uses. That single song goes first: the
// queue makes way for it and begins its own song anew afterwards. Nothing here waits for a timer or a frame, so a tab in
// the background goes on.
import { readAnswer } from '../workshop/prediction.mjs';

const NOTHING = { progress: 0, seconds: 0, format: '', answer: null, warning: '', error: '' };

// engine: {open(sound): the song's number, close(number)}. decode(file): the browser's decoder. trapped: the sentence
// for a song that brought the engine down. verdict(answer): of display.mjs. changed(row): something is new, about this row if there is one.
export function createSongQueue(list, { engine, decode, verdict, trapped, changed }) {
  let stopped = false;  // by the visitor
  let broken = false;   // nothing can be classified
  let busy = false;     // with the single song
  let current = null;   // {row, number, startedAt, prediction}
  let next = 0;         // rows before this one are not waiting
  let time = 0;         // ms, of all songs read
  let bytes = 0;        // of the same songs
  let model = null;     // {labels, name}

  function open(sound) {
    current.number = engine.open(sound);
  }

  function findWaiting() {
    while (next < list.rows.length && list.rows[next].state !== 'waiting') next++;
    return list.rows[next] ?? null;
  }

  function goOn() {
    if (current || stopped || broken || busy) return;
    const row = findWaiting();
    if (row) {
      current = { row, startedAt: performance.now(), prediction: null };
      list.change(row, { ...NOTHING, state: 'reading' });
      open({ blob: row.file });
    }
    changed(row);
  }

  function end(news) {
    const { row, startedAt } = current;
    current = null;
    time += performance.now() - startedAt;
    bytes += row.file.size;
    list.change(row, { progress: 1, ...news });
    changed(row);
    goOn();
  }

  const fail = error => end({ ...NOTHING, state: 'failed', error });

  // The song that is being read will be read later, from its begin.
  function putBack() {
    if (!current) return;
    const { row, number } = current;
    current = null;
    engine.close(number);
    next = 0;
    list.change(row, { ...NOTHING, state: 'waiting' });
    changed(row);
  }

  // What core does not read, perhaps the browser does. message: core's sentence.
  async function tryBrowser(message) {
    const asked = current;
    const decoded = await decode(asked.row.file);
    if (current !== asked) return;
    if (decoded) open({ decoded });
    else fail(message);
  }

  function answerOf(prediction) {
    const answer = readAnswer(prediction, model.labels.length);
    return { ...model, ...answer, verdict: verdict(answer) };
  }

  const heard = {
    format({ format, seconds }) { list.change(current.row, { format, seconds }); },
    progress({ progress, seconds }) { list.change(current.row, { progress, seconds }); },
    prediction({ prediction }) { current.prediction = prediction; },
    finished({ damage }) { end({ state: 'done', answer: answerOf(current.prediction), warning: damage }); },
    failed({ message }) { fail(message); },
    foreign({ message }) { tryBrowser(message); },
    trapped() { fail(trapped); },
  };

  // Another engine reads from now on, since the one before has gone down with somebody else's song, say: what it had been
  // asked is lost.
  function reopen() {
    if (current) open({ blob: current.row.file });
  }

  // Songs whose answer is another network's.
  const former = () => list.rows.filter(({ answer }) => answer && answer.model !== model.model);

  return {
    // The network: {labels, name}. Songs may wait before it is known.
    model(known) {
      model = { labels: known.labels, model: known.name };
      changed(null);
    },

    // True if the message was about the queue's song.
    hear(message) {
      if (!current || message.song !== current.number) return false;
      const { row } = current;
      heard[message.type](message);
      if (current?.row === row) changed(row);
      return true;
    },

    reopen,

    // The single song comes, and has ended.
    makeWay() {
      busy = true;
      putBack();
    },
    goOn() {
      busy = false;
      goOn();
    },

    added: goOn,
    stop() {
      stopped = true;
      putBack();
      changed(null);
    },
    breakOff() {
      broken = true;
      putBack();
      changed(null);
    },
    // Another network answers: the song that is read begins anew, and what waited goes on.
    anew() {
      broken = false;
      reopen();
      goOn();
      changed(null);
    },
    resume() {
      stopped = false;
      goOn();
    },
    again(row) {
      list.change(row, { ...NOTHING, state: 'waiting' });
      next = 0;
      goOn();
    },
    former: () => former().length,
    formerAgain() {
      for (const row of former()) list.change(row, { ...NOTHING, state: 'waiting' });
      next = 0;
      stopped = false;
      goOn();
      changed(null);
    },
    remove(row) {
      if (current?.row === row) putBack();
      list.remove(row);
      next = 0;
      goOn();
      changed(null);
    },
    clear() {
      putBack();
      list.clear();
      stopped = false;
      next = time = bytes = 0;
      changed(null);
    },

    stopped: () => stopped || broken,
    unfinished: () => list.counts.waiting + list.counts.reading > 0,
    // s until all songs are read, as the ones so far have taken for their bytes; null if nothing is known yet.
    secondsLeft() {
      if (bytes === 0) return null;
      let left = 0;
      for (const row of list.rows) {
        if (row.state === 'waiting') left += row.file.size;
        if (row.state === 'reading') left += row.file.size * (1 - row.progress);
      }
      return left * time / bytes / 1000;
    },
  };
}
