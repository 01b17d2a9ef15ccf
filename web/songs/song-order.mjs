// Which songs of the list the table shows, and in which order.

const { compare } = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
const VERDICTS = ['hard', 'perhaps', 'between', 'sure'];
const STATES = ['reading', 'done', 'failed', 'waiting'];

// A value for each column that can be sorted by; null stands at the end in either direction.
const VALUES = {
  name: row => row.path,
  genre: row => row.genre?.label ?? null,
  probability: row => row.genre?.probability ?? null,
  second: row => row.second?.label ?? null,
  sure: row => row.genre ? VERDICTS.indexOf(row.answer.verdict) : null,
  length: row => row.seconds || null,
  format: row => row.format || null,
  state: row => STATES.indexOf(row.state),
};

// What a filter by genre may ask for besides a label.
export const UNSURE = Symbol('unsure');
export const NO_MUSIC = Symbol('no music');
export const FAILED = Symbol('failed');

function fits(row, genre) {
  if (genre === null) return true;
  if (genre === FAILED) return row.state === 'failed';
  if (genre === NO_MUSIC) return row.answer !== null && !row.answer.is_music;
  if (genre === UNSURE) return row.genre !== null && row.answer.verdict !== 'sure';
  return row.genre?.label === genre;
}

const compareValues = (a, b) => typeof a === 'string' ? compare(a, b) : a - b;

// text: part of a path, in any case. genre: a label, UNSURE, NO_MUSIC, FAILED or null for all. column: one of the above, or null for
// the order in which the songs came.
export function arrange(rows, { text = '', genre = null, column = null, descending = false }) {
  const wanted = text.trim().toLowerCase();
  const shown = rows.filter(row => fits(row, genre) && (!wanted || row.path.toLowerCase().includes(wanted)));
  if (!column) return shown;
  const keyed = shown.map(row => ({ row, value: VALUES[column](row) }));
  const direction = descending ? -1 : 1;
  keyed.sort((a, b) => {
    if (a.value === null || b.value === null) return (a.value === null) - (b.value === null);
    return direction * compareValues(a.value, b.value);
  });
  return keyed.map(({ row }) => row);
}

// How many songs each genre has, the most frequent first: [{label, index, count}]; and how many are unsure, and no music.
export function tally(rows) {
  const genres = new Map();
  let unsure = 0;
  let noMusic = 0;
  for (const { answer, genre } of rows) {
    if (answer && !answer.is_music) noMusic++;
    if (!genre) continue;
    const entry = genres.get(genre.label) ?? { label: genre.label, index: genre.index, count: 0 };
    entry.count++;
    genres.set(genre.label, entry);
    if (answer.verdict !== 'sure') unsure++;
  }
  return { genres: [...genres.values()].sort((a, b) => b.count - a.count || compare(a.label, b.label)), unsure, noMusic };
}
