// The part `page`: how fast the page answers in Chromium, from the drop of a three-minute MP3, and how many bytes a visitor
// loads. Of build/site.
import { readFile } from 'node:fs/promises';
import { SOUNDS, siteFiles, total, visit } from '../../tests/page/browser.mjs';

const SONG = `${SOUNDS}/three-minutes.mp3`;

// ms that core alone takes to decode the song in the page, block by block.
const decodeTime = async ({ page }) => page.evaluate(async base64 => {
  const { createCore } = await import('./engine/core.mjs');
  const { createWords } = await import('./words/words.mjs');
  const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
  const core = await createCore(createWords({}, 'en'));
  const source = { size: bytes.length, read: (offset, count) => bytes.subarray(offset, offset + count) };
  const FRAMES = 16384;
  const begin = performance.now();
  const { channels } = core.openSound(source, 0);
  while (core.readSound(FRAMES, channels).length === FRAMES * channels);
  return performance.now() - begin;
}, (await readFile(SONG)).toString('base64'));

// → {backend, milliseconds: {name: of each run}}.
function answers(runs) {
  return visit({}, async visitor => {
    const { backend } = await visitor.ready();
    const milliseconds = { 'first answer': [], 'last answer': [], 'ONNX Runtime alone': [], 'decoding alone': [] };
    for (let run = 0; run < runs; run++) {
      const { song } = await visitor.state();
      await visitor.drop(SONG);
      const { firstAnswer, lastAnswer, networkTime } = await visitor.until({ song: song + 1, phase: 'finished' });
      const times = [firstAnswer, lastAnswer, networkTime, await decodeTime(visitor)];
      Object.values(milliseconds).forEach((list, index) => list.push(times[index]));
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
    rows: Object.entries(milliseconds).map(([name, times]) => ({ name, where: 'Chromium', milliseconds: times.slice(1) })),
    bytes: { raw: total(files, 'raw'), brotli: total(files, 'packed') },
  };
}

// Design's numbers. figure(name, where): the median, milliseconds.
export const pageGoals = (figure, bytes) => [
  { text: 'first answer at most 500 ms after the drop', measured: figure('first answer', 'Chromium'), most: 500, unit: 'ms' },
  { text: 'last answer at most 1,300 ms after the drop', measured: figure('last answer', 'Chromium'), most: 1300, unit: 'ms' },
  {
    text: 'last answer at most 1.3 × the time of decoding and ONNX Runtime, one after the other', most: 1.3, unit: 'times its time',
    measured: figure('last answer', 'Chromium') / (figure('decoding alone', 'Chromium') + figure('ONNX Runtime alone', 'Chromium')),
  },
  { text: 'at most 600,000 bytes before the page can be used, with brotli', measured: bytes.brotli, most: 600000, unit: 'bytes' },
];
