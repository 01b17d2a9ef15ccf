// The table's rows as files that other programs read: the columns and fields of `genrelens classify --csv` and `--json`, and a
// playlist. Songs that are still waiting have nothing to say and are left out.

const isReady = row => row.state === 'done' || row.state === 'failed';

// A cell that a spreadsheet would take for a formula gets an apostrophe, which spreadsheets do not show.
const harmless = text => /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;

function csvField(text) {
  const safe = harmless(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function csvLine(row, labels) {
  if (!row.answer) return [csvField(row.path), '', '', '', ...labels.map(() => ''), '', csvField(row.error)];
  const { probabilities, sure } = row.answer;
  const shares = labels.map(label => probabilities[row.answer.labels.indexOf(label)]?.toFixed(6) ?? '');
  return [csvField(row.path), row.seconds.toFixed(6), csvField(row.genre.label), sure ? 'yes' : 'no', ...shares,
          csvField(row.warning), ''];
}

// RFC 4180. Excel takes a file for UTF-8 only if it begins with a byte order mark; other programs skip it.
export function csvOf(rows) {
  const ready = rows.filter(isReady);
  const labels = [...new Set(ready.flatMap(row => row.answer?.labels ?? []))];
  const head = ['file', 'seconds', 'genre', 'sure', ...labels.map(csvField), 'warning', 'error'];
  return `\uFEFF${[head, ...ready.map(row => csvLine(row, labels))].map(fields => `${fields.join(',')}\r\n`).join('')}`;
}

function jsonObject({ path, answer, seconds, genre, warning, error }) {
  if (!answer) return { file: path, error };
  const { labels, probabilities, sure, model } = answer;
  const shares = Object.fromEntries(labels.map((label, index) => [label, probabilities[index]]));
  return { file: path, seconds, genre: genre.label, sure, probabilities: shares, model, ...(warning && { warning }) };
}

// One array, an object a line.
export function jsonOf(rows) {
  return `[\n${rows.filter(isReady).map(row => JSON.stringify(jsonObject(row))).join(',\n')}\n]\n`;
}

const oneLine = text => text.replace(/[\r\n]+/g, ' ');

// The songs that have a genre, genre by genre, as one playlist: it plays beside the folder that was brought. #EXTGRP names
// the genre, which VLC and others show as a group.
export function playlistOf(rows, genreName = label => label) {
  const songs = rows.filter(row => row.answer);
  const genres = [...new Set(songs.map(row => row.genre.label))].sort();
  const lines = genres.flatMap(genre => songs.filter(row => row.genre.label === genre).flatMap(row => {
    const name = oneLine(row.path);
    const title = name.slice(name.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
    return [`#EXTINF:${Math.round(row.seconds)},${title}`, `#EXTGRP:${genreName(genre)}`, name.startsWith('#') ? `./${name}` : name];
  }));
  return `${['#EXTM3U', ...lines].join('\n')}\n`;
}
