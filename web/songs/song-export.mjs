// The table's rows as files that other programs read: the columns and fields of `genrelens classify --csv` and `--json`, and a
// playlist. What is no music has the genre that it would have if it were, and is in no playlist. Songs that are still waiting
// have nothing to say and are left out.
import { ranked } from './song-list.mjs';

const isReady = row => row.state === 'done' || row.state === 'failed';

// A cell that a spreadsheet would take for a formula gets an apostrophe, which spreadsheets do not show.
const harmless = text => /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;

function csvField(text) {
  const safe = harmless(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const genreOf = answer => ranked(answer)[0].label;
const tellsMusic = row => row.answer !== null && row.answer.music !== null;

// music: whether there are its columns.
function csvLine(row, labels, music) {
  const none = music ? ['', ''] : [];
  if (!row.answer) return [csvField(row.path), '', '', '', ...labels.map(() => ''), ...none, '', csvField(row.error)];
  const { probabilities, sure, is_music: isMusic } = row.answer;
  const ofMusic = tellsMusic(row) ? [row.answer.music.toFixed(6), isMusic ? 'yes' : 'no'] : none;
  const shares = labels.map(label => probabilities[row.answer.labels.indexOf(label)]?.toFixed(6) ?? '');
  return [csvField(row.path), row.seconds.toFixed(6), csvField(genreOf(row.answer)), sure ? 'yes' : 'no', ...shares,
          ...ofMusic, csvField(row.warning), ''];
}

// RFC 4180. Excel takes a file for UTF-8 only if it begins with a byte order mark; other programs skip it.
export function csvOf(rows) {
  const ready = rows.filter(isReady);
  const labels = [...new Set(ready.flatMap(row => row.answer?.labels ?? []))];
  const music = ready.some(tellsMusic);
  const head = ['file', 'seconds', 'genre', 'sure', ...labels.map(csvField), ...music ? ['music', 'is_music'] : [], 'warning', 'error'];
  return `\uFEFF${[head, ...ready.map(row => csvLine(row, labels, music))].map(fields => `${fields.join(',')}\r\n`).join('')}`;
}

function jsonObject({ path, answer, seconds, warning, error }) {
  if (!answer) return { file: path, error };
  const { labels, probabilities, sure, is_music, music, model } = answer;
  const shares = Object.fromEntries(labels.map((label, index) => [label, probabilities[index]]));
  return { file: path, seconds, genre: genreOf(answer), sure, probabilities: shares, model,
           ...(music !== null && { music, is_music }), ...(warning && { warning }) };
}

// One array, an object a line.
export function jsonOf(rows) {
  return `[\n${rows.filter(isReady).map(row => JSON.stringify(jsonObject(row))).join(',\n')}\n]\n`;
}

const oneLine = text => text.replace(/[\r\n]+/g, ' ');

// The songs that have a genre, genre by genre, as one playlist: it plays beside the folder that was brought. #EXTGRP names
// the genre, which VLC and others show as a group.
export function playlistOf(rows, genreName = label => label) {
  const songs = rows.filter(row => row.genre);
  const genres = [...new Set(songs.map(row => row.genre.label))].sort();
  const lines = genres.flatMap(genre => songs.filter(row => row.genre.label === genre).flatMap(row => {
    const name = oneLine(row.path);
    const title = name.slice(name.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
    return [`#EXTINF:${Math.round(row.seconds)},${title}`, `#EXTGRP:${genreName(genre)}`, name.startsWith('#') ? `./${name}` : name];
  }));
  return `${['#EXTM3U', ...lines].join('\n')}\n`;
}
