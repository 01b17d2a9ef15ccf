// How fast the page is here, in Chromium: from the drop of a three-minute MP3 to its first and last answer, and how many
// bytes a visitor loads. Wants build/site (tools/run --no-serve) and an otherwise idle machine.
//   tools/bench [RUNS]         a table, times in milliseconds
import { SOUNDS, siteFiles, total, visit } from '../tests/page/browser.mjs';

const runs = Number(process.argv[2] ?? 5);
if (!(Number.isInteger(runs) && runs > 0)) {
  console.error('tools/bench: RUNS is a whole number above 0, such as tools/bench 5');
  process.exit(2);
}
async function times() {
  return visit({}, async visitor => {
    const { backend } = await visitor.ready();
    const rows = [];
    for (let run = 0; run < runs; run++) {
      const { song } = await visitor.state();
      await visitor.drop(`${SOUNDS}/three-minutes.mp3`);
      const { firstAnswer, lastAnswer } = await visitor.until({ song: song + 1, phase: 'finished' });
      rows.push({ first: firstAnswer, last: lastAnswer });
    }
    return { backend, rows };
  });
}

const middle = values => [...values].sort((a, b) => a - b)[values.length >> 1];
const files = await siteFiles();
const { backend, rows } = await times();
console.log(`page without ort/, models/ and sounds/   ${total(files, 'raw')} bytes, ${total(files, 'packed')} with brotli`);
console.log(`three minutes of MP3 on ${backend}, ${runs} runs`);
for (const name of ['first', 'last']) {
  const values = rows.map(row => row[name]);
  console.log(`  ${name.padEnd(5)} answer   median ${middle(values).toFixed(0)} ms   best ${Math.min(...values).toFixed(0)} ms   worst ${Math.max(...values).toFixed(0)} ms`);
}
