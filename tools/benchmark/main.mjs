// Runs the parts that tools/bench names and prints their tables: node main.mjs ROUNDS SECONDS PART…
// In each round every contestant of a task runs once, one after the other, so that what else the machine does meets all alike.
import { openChromium } from './chromium.mjs';
import { decode, decodeNotes } from './decode.mjs';
import { featureGoals, featureNotes, features } from './features.mjs';
import { makeInputs } from './inputs.mjs';
import { page, pageGoals } from './page.mjs';
import { closing, figures, load, machine, partTables, withMet, writeResults } from './report.mjs';
import { resample, resampleNotes } from './resample.mjs';

const rounds = Number(process.argv[2]);
const seconds = Number(process.argv[3]);
const parts = process.argv.slice(4);

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
      const { milliseconds, check } = await run(seconds).catch(error => {
        throw new Error(`${name} in ${where} failed at ${title}: ${error.stderr || error.message}`);
      });
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
  return { tasks: done, notes, goals: goals(figureOf(done)).map(withMet) };
}

async function runPage() {
  const { rows, ...rest } = await page(rounds);
  const tasks = [{ ...rest, rows: figures(rows) }];
  return { tasks, notes: [], goals: pageGoals(figureOf(tasks), rest.bytes).map(withMet) };
}

const PARTS = {
  features: chromium => runTasks(features(chromium), featureNotes, featureGoals),
  decode: chromium => runTasks(decode(chromium), decodeNotes, () => []),
  resample: chromium => runTasks(resample(chromium), resampleNotes, () => []),
  page: () => runPage(),
};

async function main() {
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
  results.machine.loadAfter = load();
  writeResults(results);
  console.log(closing(results));
}

await main().catch(error => {
  console.error(`tools/bench: ${error.message}`);
  process.exit(1);
});
