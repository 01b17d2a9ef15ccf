// The rows of the table of songs. Only those in sight, and the one that the keyboard is on, are elements: five thousand
// songs scroll as smoothly as five. Their places are CSS variables, so that their height is said in songs.css alone.
const MARGIN = 8;  // rows above and below what is in sight

// Name and folder of a path.
function partsOf(path) {
  const slash = path.lastIndexOf('/');
  return { name: path.slice(slash + 1), folder: path.slice(0, Math.max(slash, 0)) };
}

// The text of each cell after the name. words: of song-words.mjs.
const createCells = words => ({
  genre: row => row.genre ? words.genre(row.genre.label) : row.answer ? words.noMusic : '',
  probability: row => row.genre ? words.percent(row.genre.probability) : '',
  second: row => row.second ? `${words.genre(row.second.label)} ${words.percent(row.second.probability)}` : '',
  sure: row => row.genre ? words.verdict(row) : '',
  length: row => row.seconds > 0 ? words.clock(row.seconds) : '',
  format: row => row.format,
  state: row => row.error || words.state(row),
});

function make(kind, options, ...children) {
  const made = Object.assign(document.createElement(kind), options);
  made.append(...children);
  return made;
}

// Elements are written to only when their text changes.
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function makeRow(names) {
  const cell = (name, ...children) => {
    const made = make('td', { className: name }, ...children);
    made.setAttribute('role', 'cell');
    return made;
  };
  const parts = { name: make('span', { className: 'file' }), folder: make('span', { className: 'folder' }) };
  const open = make('button', { type: 'button', className: 'open' }, parts.name, parts.folder);
  const remove = make('button', { type: 'button', className: 'remove', textContent: '×' });
  const cells = Object.fromEntries(names.map(name => [name, make('span')]));
  const element = make('tr', {}, cell('name', open),
    ...Object.entries(cells).map(([name, text]) => cell(name, text)), cell('removal', remove));
  element.setAttribute('role', 'row');
  return { element, open, remove, cells, parts };
}

// scroller: the element that scrolls the table. open(row), remove(row): what the visitor asks for.
export function createSongRows(scroller, words, { open, remove }) {
  const texts = createCells(words);
  const table = scroller.querySelector('table');
  const body = table.tBodies[0];
  const made = new Map();  // row → its elements
  let rows = [];
  let active = null;       // the row that Tab leads to

  function fill({ element, open, remove, cells, parts }, row) {
    const { name, folder } = partsOf(row.path);
    write(parts.name, name);
    write(parts.folder, folder);
    open.title = row.path;
    remove.setAttribute('aria-label', words.remove(name));
    for (const [cell, textOf] of Object.entries(texts)) write(cells[cell], textOf(row));
    cells.genre.title = row.answer?.model ?? '';
    cells.sure.title = cells.sure.textContent;
    cells.state.title = row.error || row.warning;
    element.dataset.state = row.warning ? 'damaged' : row.state;
    element.dataset.verdict = row.answer?.verdict ?? '';
    element.style.setProperty('--share', row.genre?.probability ?? 0);
    element.style.setProperty('--progress', row.progress);
    element.style.setProperty('--genre', row.genre ? `var(--genre-${row.genre.index % 10})` : 'transparent');
  }

  const rowHeight = () => body.offsetHeight / Math.max(rows.length, 1);

  function range() {
    const height = rowHeight() || 1;
    const above = scroller.scrollTop - body.offsetTop;
    const first = Math.min(rows.length, Math.max(0, Math.floor(above / height) - MARGIN));
    return [first, Math.max(first, Math.min(rows.length, Math.ceil((above + scroller.clientHeight) / height) + MARGIN))];
  }

  function elementsOf(row) {
    if (!made.has(row)) {
      const elements = makeRow(Object.keys(texts));
      elements.element.songRow = row;
      made.set(row, elements);
    }
    return made.get(row);
  }

  function draw() {
    const [first, end] = range();
    const focused = rows.indexOf(active);
    const indices = Array.from({ length: end - first }, (_, i) => first + i);
    if (focused >= 0 && focused < first) indices.unshift(focused);
    if (focused >= 0 && focused >= end) indices.push(focused);
    const wanted = new Set(indices.map(index => rows[index]));
    for (const [row, { element }] of made) {
      if (wanted.has(row)) continue;
      element.remove();
      made.delete(row);
    }
    let place = body.firstElementChild;
    for (const index of indices) {
      const elements = elementsOf(rows[index]);
      const { element } = elements;
      if (element === place) place = place.nextElementSibling;
      else body.insertBefore(element, place);
      element.style.setProperty('--at', index);
      element.setAttribute('aria-rowindex', index + 2);  // the head is the first
      const tabIndex = rows[index] === active ? 0 : -1;
      elements.open.tabIndex = elements.remove.tabIndex = tabIndex;
      fill(elements, rows[index]);
    }
  }

  function scrollTo(index) {
    const height = rowHeight();
    const head = body.offsetTop;
    const top = index * height;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    const bottom = top + height + head - scroller.clientHeight;
    if (bottom > scroller.scrollTop) scroller.scrollTop = bottom;
  }

  function focus(index) {
    active = rows[Math.max(0, Math.min(index, rows.length - 1))] ?? null;
    if (!active) return;
    scrollTo(rows.indexOf(active));
    draw();
    made.get(active).open.focus({ preventScroll: true });
  }

  // Keys that move by rows, as in a list.
  function destination(key, at) {
    const page = Math.max(1, Math.floor((scroller.clientHeight - body.offsetTop) / (rowHeight() || 1)) - 1);
    return { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: rows.length - 1 }[key];
  }

  function removeAt(row) {
    const at = rows.indexOf(row);
    remove(row);
    focus(at);
  }

  const rowOf = event => event.target.closest('tbody tr')?.songRow;

  body.addEventListener('click', event => {
    const row = rowOf(event);
    if (!row) return;
    if (event.target.closest('button.remove')) return removeAt(row);
    active = row;
    open(row);
  });
  body.addEventListener('focusin', event => {
    const row = rowOf(event);
    if (!row || row === active) return;
    active = row;
    draw();
  });
  body.addEventListener('keydown', event => {
    const row = rowOf(event);
    if (!row) return;
    const goal = destination(event.key, rows.indexOf(row));
    if (goal === undefined && event.key !== 'Delete') return;
    event.preventDefault();
    if (event.key === 'Delete') removeAt(row);
    else focus(goal);
  });

  let due = false;
  const drawSoon = () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => { due = false; draw(); });
  };
  scroller.addEventListener('scroll', drawSoon, { passive: true });
  new ResizeObserver(drawSoon).observe(scroller);

  return {
    show(wanted) {
      rows = wanted;
      if (!rows.includes(active)) active = rows[0] ?? null;
      body.style.setProperty('--rows', rows.length);
      table.setAttribute('aria-rowcount', rows.length + 1);
      draw();
    },
    // Where the keyboard was before.
    focus: () => focus(Math.max(0, rows.indexOf(active))),
  };
}
