// Runs the parts that tools/bench names and prints their tables: node main.mjs ROUNDS SECONDS PART…
// In each round every contestant of a task runs once, one after the other, so that what else the machine does meets all alike.
import os from 'node:os';
import { openChromium } from './chromium.mjs';
import { decode, decodeNotes } from './decode.mjs';
import { featureGoals, featureNotes, features } from './features.mjs';
import { makeInputs } from './inputs.mjs';
import { page, pageGoals, pageNotes } from './page.mjs';
import { figures, machine, met, partTables, writeResults } from './report.mjs';
import { resample, resampleNotes } from './resample.mjs';

const [rounds, seconds, ...parts] = [Number(process.argv[2]), Number(process.argv[3]), ...process.argv.slice(4)];

// Whoever says that it computes the same as core must give the same number; core gives the same bits everywhere.
function compare(contestants, rows) {
  for (const [index, { name, where, same }] of contestants.entries()) {
    const difference = Math.abs(rows[index].check - rows[0].check);
    if (name === rows[0].name ? difference !== 0 : same && !(difference < 1e-3)) {
      throw new Error(`${name} in ${where} gives ${rows[index].check}, and ${rows[0].name} ${rows[0].check}: they do not compute the same.`);
    }
  }
}

async function runTask({ title, seconds: length, contestants }) {
  const rows = contestants.map(({ name, where, note }) => ({ name, where, note, milliseconds: [] }));
  for (let round = 0; round < rounds; round++) {
    for (const [index, { name, where, run }] of contestants.entries()) {
      process.stderr.write(`   ${title}: round ${round + 1} of ${rounds}, ${name} in ${where}\n`);
      const { milliseconds, check } = await run(seconds);
      rows[index].milliseconds.push(...milliseconds);
      rows[index].check = check;
    }
  }
  compare(contestants, rows);
  return { title, rows: figures(rows, length) };
}

const figureOf = tasks => (name, where) => tasks.flatMap(task => task.rows).find(row => row.name === name && row.where === where).median;

async function runTasks(tasks, notes, goals) {
  const done = [];
  for (const task of tasks) done.push(await runTask(task));
  return { tasks: done, notes, goals: goals(figureOf(done)) };
}

async function runPage() {
  const { rows, ...rest } = await page(rounds);
  const tasks = [{ ...rest, rows: figures(rows) }];
  return { tasks, notes: pageNotes, goals: pageGoals(figureOf(tasks), rest.bytes) };
}

const PARTS = {
  features: chromium => runTasks(features(chromium), featureNotes, featureGoals),
  decode: chromium => runTasks(decode(chromium), decodeNotes, () => []),
  resample: chromium => runTasks(resample(chromium), resampleNotes, () => []),
  page: () => runPage(),
};

makeInputs();
const chromium = await openChromium();
const results = { machine: machine(chromium.version), protocol: { rounds, seconds }, parts: {} };
try {
  for (const part of parts) {
    results.parts[part] = await PARTS[part](chromium);
    console.log(partTables(results.parts[part]));
  }
} finally {
  await chromium.close();
}
for (const { goals } of Object.values(results.parts)) for (const goal of goals) goal.met = met(goal);
results.machine.loadAfter = os.loadavg().map(load => Number(load.toFixed(2)));
writeResults(results);
const { cpu, cores, load, date, commit } = results.machine;
console.log(`\n${cpu}, ${cores} cores (load ${load[0]} before, ${results.machine.loadAfter[0]} after), ${date.slice(0, 10)}, commit ${commit}`);
console.log(`One thread. Each contestant: ${rounds} rounds in turn, each of ${seconds / 2} s of warm-up and ${seconds} s, at least 3 repeats.`);
console.log('"3.00 × ours": it takes three times as long as Genre Lens in the same place, by the medians. All figures: build/bench/results.json');
