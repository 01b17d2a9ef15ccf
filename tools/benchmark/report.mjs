// Figures, tables and build/bench/results.json.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import os from 'node:os';

const root = new URL('../../', import.meta.url).pathname;
const OURS = 'Genre Lens';

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

// A task's rows {name, where, milliseconds, check?, note?} with what is told of them.
export function figures(rows, seconds) {
  const found = rows.map(({ milliseconds, ...row }) => ({
    ...row, median: median(milliseconds), min: Math.min(...milliseconds), repeats: milliseconds.length,
  }));
  for (const row of found) {
    const ours = found.find(({ name, where }) => name === OURS && where === row.where);
    if (ours && ours !== row) row.timesOurs = row.median / ours.median;
    if (seconds) row.timesRealTime = seconds * 1000 / row.median;
  }
  return found;
}

export const withMet = goal => ({ ...goal, met: goal.measured >= (goal.least ?? -Infinity) && goal.measured <= (goal.most ?? Infinity) });

const plain = (value, digits = value < 100 ? 2 : value < 1000 ? 1 : 0) =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

// The first two columns flush left, the others right; columns that say nothing are left out.
function table([head, ...body]) {
  const kept = head.map((_, column) => column).filter(column => body.some(row => row[column] !== ''));
  const rows = [head, ...body].map(row => kept.map(column => row[column]));
  const widths = rows[0].map((_, column) => Math.max(...rows.map(row => row[column].length)));
  return rows.map(row => `  ${row.map((cell, column) => column < 2 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])).join('   ')}`.trimEnd());
}

const marks = ['', '¹', '²', '³', '⁴', '⁵'];

function taskTable({ title, rows, bytes }) {
  const cells = rows.map(row => [
    row.name + marks[row.note ?? 0], row.where, plain(row.median), plain(row.min), String(row.repeats),
    row.timesRealTime ? plain(row.timesRealTime, 0) : '', row.timesOurs ? `${plain(row.timesOurs)} × ours` : '',
  ]);
  const lines = ['', title, ...table([['', 'in', 'median ms', 'least ms', 'repeats', 'times real time', ''], ...cells])];
  if (bytes) lines.push(`  bytes without ONNX Runtime, models and sounds: ${plain(bytes.raw, 0)}, ${plain(bytes.brotli, 0)} with brotli`);
  return lines;
}

function goalTable(goals) {
  const cells = goals.map(goal => [goal.text, goal.met ? 'yes' : 'NO', plain(goal.measured, goal.measured < 1000 ? 1 : 0), goal.unit]);
  return ['', ...table([['goal', 'met', 'measured', ''], ...cells])];
}

export function partTables({ tasks, notes, goals }) {
  const lines = tasks.flatMap(taskTable);
  notes.forEach((note, index) => lines.push(`  ${marks[index + 1]} ${note}`));
  return [...lines, ...(goals.length ? goalTable(goals) : [])].join('\n');
}

const said = (program, ...words) => execFileSync(program, words, { cwd: root, encoding: 'utf8' }).trim();

// Averages of 1, 5 and 15 minutes; more than one process running makes times too long.
export const load = () => os.loadavg().map(average => Number(average.toFixed(2)));

export function machine(chromium) {
  const { packages } = JSON.parse(readFileSync(new URL('package-lock.json', import.meta.url)));
  const debian = said('dpkg-query', '-W', '-f', '${Package} ${Version}\n', 'ffmpeg', 'libfftw3-single3', 'libsoxr0', 'python3-numpy', 'python3-scipy', 'flac', 'lame', 'vorbis-tools', 'sox');
  return {
    cpu: os.cpus()[0].model, cores: os.cpus().length, load: load(),
    date: new Date().toISOString(), commit: said('git', 'describe', '--always', '--dirty'),
    versions: {
      node: process.versions.node, chromium,
      ...Object.fromEntries(['essentia.js', 'meyda', '@huggingface/transformers'].map(name => [name, packages[`node_modules/${name}`].version])),
      ...Object.fromEntries(debian.split('\n').map(line => line.split(' '))),
    },
  };
}

export function closing({ machine: { cpu, cores, load: before, loadAfter, date, commit }, protocol: { rounds, seconds } }) {
  return [
    '',
    `${cpu}, ${cores} cores (load ${before[0]} before, ${loadAfter[0]} after), ${date.slice(0, 10)}, commit ${commit}`,
    `One thread. ${rounds} rounds, in which all run in turn, each for ${seconds / 2} s of warm-up and then ${seconds} s, at least 3 repeats.`,
    '"3.00 × ours": it takes three times as long as Genre Lens in the same place, by the medians. All figures: build/bench/results.json',
  ].join('\n');
}

export function writeResults(results) {
  mkdirSync(`${root}build/bench`, { recursive: true });
  writeFileSync(`${root}build/bench/results.json.part`, JSON.stringify(results, null, 1) + '\n');
  renameSync(`${root}build/bench/results.json.part`, `${root}build/bench/results.json`);
}
