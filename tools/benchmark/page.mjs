// The part `page`: how fast the page answers in Chromium, from the drop of a three-minute MP3, and how many bytes a visitor
// loads. Of build/site.
import { SOUNDS, siteFiles, total, visit } from '../../tests/page/browser.mjs';

// → {backend, milliseconds: {first, last}}, of each run.
function answers(runs) {
  return visit({}, async visitor => {
    const { backend } = await visitor.ready();
    const milliseconds = { first: [], last: [] };
    for (let run = 0; run < runs; run++) {
      const { song } = await visitor.state();
      await visitor.drop(`${SOUNDS}/three-minutes.mp3`);
      const { firstAnswer, lastAnswer } = await visitor.until({ song: song + 1, phase: 'finished' });
      milliseconds.first.push(firstAnswer);
      milliseconds.last.push(lastAnswer);
    }
    return { backend, milliseconds };
  });
}

// The first run warms up.
export async function page(rounds) {
  const { backend, milliseconds } = await answers(rounds + 1);
  const files = await siteFiles();
  return {
    title: `the page: three minutes of MP3 from the drop to its answer, on ${backend}`,
    rows: Object.entries(milliseconds).map(([name, times]) => ({ name: `${name} answer`, where: 'Chromium', milliseconds: times.slice(1) })),
    bytes: { raw: total(files, 'raw'), brotli: total(files, 'packed') },
  };
}

// Design's numbers. figure(name, where): the median, milliseconds.
export const pageGoals = (figure, bytes) => [
  { text: 'first answer at most 500 ms after the drop', measured: figure('first answer', 'Chromium'), most: 500, unit: 'ms' },
  { text: 'last answer at most 1,300 ms after the drop', measured: figure('last answer', 'Chromium'), most: 1300, unit: 'ms' },
  { text: 'at most 600,000 bytes before the page can be used, with brotli', measured: bytes.brotli, most: 600000, unit: 'bytes' },
];
