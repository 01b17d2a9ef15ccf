// The table of songs as the visitor sees it, over the page: head and progress, filters, rows (song-rows.mjs), export. It shows
// what list and queue hold, and asks for the rest by `act`.
import { download } from '../share/download.mjs';
import { csvOf, jsonOf, playlistOf } from './song-export.mjs';
import { FAILED, NO_MUSIC, UNSURE, arrange, tally } from './song-order.mjs';
import { createSongRows } from './song-rows.mjs';

const INTERVAL = 200;  // ms between two looks at what is new: songs may end faster than anybody reads

const element = id => document.getElementById(`songs-${id}`);

function write(id, text) {
  if (element(id).textContent !== text) element(id).textContent = text;
}

// words: of song-words.mjs. act: {choose, folder, back, open(row)}.
export function createSongTable(list, queue, words, act) {
  const view = { text: '', genre: null, column: null, descending: false };
  const section = document.getElementById('songs');
  let shown = [];
  let note = '';
  let looking = false;
  let due = false;
  const rows = createSongRows(element('scroller'), words, { open: act.open, remove: row => { queue.remove(row); draw(); } });

  // --- head -----------------------------------------------------------------------------------------------------------------
  function rest() {
    if (looking) return words.looking;
    if (!queue.unfinished()) return words.unread(list.counts.failed);
    return queue.stopped() ? words.stopped : words.left(queue.secondsLeft());
  }

  function drawHead() {
    const { done, failed } = list.counts;
    const reading = list.rows.reduce((sum, row) => sum + (row.state === 'reading' ? row.progress : 0), 0);
    write('title', words.title(list.counts));
    write('rest', rest());
    write('note', note);
    element('bar').value = (done + failed + reading) / Math.max(1, list.rows.length);
    element('bar').hidden = element('stop').hidden = !queue.unfinished();
    write('stop', words.stop(queue.stopped()));
    const former = queue.former();
    element('again').hidden = former === 0;
    write('former', former > 0 ? words.former(former) : '');
  }

  // --- filter and order -----------------------------------------------------------------------------------------------------
  function chip({ genre, text, count, index }) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(text, Object.assign(document.createElement('span'), { textContent: count }));
    button.setAttribute('aria-pressed', view.genre === genre);
    if (index !== undefined) button.style.setProperty('--genre', `var(--genre-${index % 10})`);
    button.addEventListener('click', () => {
      view.genre = view.genre === genre ? null : genre;
      draw();
      element('genres').querySelector('[aria-pressed=true]')?.focus();
    });
    return button;
  }

  function chips() {
    const { genres, unsure, noMusic } = tally(list.rows);
    const { failed } = list.counts;
    const kinds = genres.map(({ label, index, count }) => ({ genre: label, text: words.genre(label), count, index }));
    if (unsure > 0) kinds.push({ genre: UNSURE, text: words.unsure, count: unsure });
    if (noMusic > 0) kinds.push({ genre: NO_MUSIC, text: words.noMusic, count: noMusic });
    if (failed > 0) kinds.push({ genre: FAILED, text: words.notRead, count: failed });
    return [{ genre: null, text: words.everything, count: list.rows.length }, ...kinds];
  }

  let drawnChips = '';
  function drawChips() {
    const kinds = chips();
    if (!kinds.some(({ genre }) => genre === view.genre)) view.genre = null;
    const state = kinds.map(({ text, count, genre }) => `${text} ${count} ${genre === view.genre}`).join('|');
    if (state === drawnChips) return;
    drawnChips = state;
    const box = element('genres');
    const focused = [...box.children].indexOf(document.activeElement);
    box.replaceChildren(...kinds.map(chip));
    if (focused >= 0) box.children[Math.min(focused, box.children.length - 1)].focus();
  }

  function drawOrder() {
    for (const head of section.querySelectorAll('th[data-column]')) {
      const sorted = head.dataset.column === view.column;
      head.setAttribute('aria-sort', sorted ? (view.descending ? 'descending' : 'ascending') : 'none');
    }
  }

  // --- export ---------------------------------------------------------------------------------------------------------------
  const save = (name, type, text) => download(name, new Blob([text], { type }));
  const exports = {
    csv: () => save('genre-lens.csv', 'text/csv;charset=utf-8', csvOf(shown)),
    json: () => save('genre-lens.json', 'application/json', jsonOf(shown)),
    playlist() {
      const genre = typeof view.genre === 'string' ? `-${view.genre}` : '';
      save(`genre-lens${genre}.m3u8`, 'audio/x-mpegurl;charset=utf-8', playlistOf(shown, words.genre));
    },
  };

  function drawFoot() {
    const ready = shown.filter(row => row.state === 'done' || row.state === 'failed').length;
    write('save', words.save(ready, list.rows.length));
    for (const kind of Object.keys(exports)) element(kind).disabled = ready === 0;
    element('empty').hidden = shown.length > 0;
    write('empty', words.noneFits);
  }

  // --------------------------------------------------------------------------------------------------------------------------
  function draw() {
    if (section.hidden) return;
    drawHead();
    drawChips();
    drawOrder();
    shown = arrange(list.rows, view);
    rows.show(shown);
    drawFoot();
  }

  function sortBy(column) {
    if (view.column !== column) Object.assign(view, { column, descending: column === 'probability' });
    else if (view.descending === (column !== 'probability')) Object.assign(view, { column: null, descending: false });
    else view.descending = !view.descending;
    draw();
  }

  function askToClear() {
    const button = element('clear');
    if (button.dataset.asked) {
      queue.clear();
      return act.back();
    }
    button.dataset.asked = 'yes';
    button.textContent = words.clearAgain(list.rows.length);
  }

  function forgetToClear() {
    delete element('clear').dataset.asked;
    element('clear').textContent = words.clear;
  }

  const clicks = { ...exports, choose: act.choose, folder: act.folder, back: act.back, clear: askToClear, again: queue.formerAgain,
                   stop: () => { if (queue.stopped()) queue.resume(); else queue.stop(); } };
  for (const [id, click] of Object.entries(clicks)) element(id).addEventListener('click', click);
  element('text').placeholder = words.find;
  element('clear').addEventListener('blur', forgetToClear);
  element('text').addEventListener('input', event => { view.text = event.target.value; draw(); });
  for (const head of section.querySelectorAll('th[data-column]')) {
    head.querySelector('button').addEventListener('click', () => sortBy(head.dataset.column));
  }

  return {
    draw,
    // Something is new; seen soon.
    changed() {
      if (due) return;
      due = true;
      setTimeout(() => { due = false; draw(); }, INTERVAL);
    },
    note(sentence) {
      note = sentence;
      draw();
    },
    // True while a folder is looked through: the number of songs is not known yet.
    looking(now) {
      looking = now;
      draw();
    },
    visible: () => !section.hidden,
    show(visible) {
      section.hidden = !visible;
      for (const child of document.body.children) {
        if (child !== section && child.id !== 'answer') child.inert = visible;
      }
      if (!visible) document.getElementById('way').focus();
      forgetToClear();
      draw();
    },
    focus: rows.focus,
    dragging: over => section.classList.toggle('dragging', over),
  };
}
