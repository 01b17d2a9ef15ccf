// The song's time: waveform, spectrogram and timeline share one axis.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SOUNDS, openBrowser } from './browser.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser.close());

const LANES = ['waveform', 'spectrogram', 'timeline'];

// A visitor whose song is classified.
async function listen(file, options = {}) {
  const visitor = await browser.open(options);
  await visitor.ready();
  await visitor.drop(file);
  await visitor.until({ phase: 'finished' });
  visitor.rect = name => visitor.page.evaluate(id => window.genrelens.rect(id), name);
  return visitor;
}

test('the waveform reaches the song\'s end and lies over the spectrogram, pixel for pixel', async () => {
  const visitor = await listen(`${SOUNDS}/tone.wav`);
  const { seconds, waveform: peaks, columns } = await visitor.state();
  assert.ok(Math.abs(peaks * 0.005 - seconds) < 0.05, `${peaks} columns for ${seconds} s`);
  assert.ok(Math.abs(columns * 0.02 - seconds) < 0.05, `${columns} columns for ${seconds} s`);
  const [waveform, spectrogram, timeline] = await Promise.all(LANES.map(visitor.rect));
  assert.deepEqual([waveform[0], waveform[2]], [spectrogram[0], spectrogram[2]]);
  assert.deepEqual([waveform[0], waveform[2]], [timeline[0], timeline[2]]);
  assert.ok(waveform[3] <= spectrogram[1] && spectrogram[3] <= timeline[1]);
  await visitor.close();
});

const player = visitor => visitor.state().then(state => state.player);
const wait = (visitor, seconds) => visitor.page.waitForTimeout(seconds * 1000);
const near = (value, wanted, slack, what) => assert.ok(Math.abs(value - wanted) <= slack, `${what}: ${value}, not ${wanted}`);

// Until the player's state fits.
async function untilPlayer(visitor, fits) {
  for (const end = Date.now() + 30000; ;) {
    const state = await player(visitor);
    if (fits(state)) return state;
    assert.ok(Date.now() < end, `waited for ${fits}, but there is ${JSON.stringify(state)}`);
    await wait(visitor, 0.02);
  }
}

async function clickAt(visitor, lane, share) {
  const [left, top, right, bottom] = await visitor.rect(lane);
  await visitor.page.mouse.move(left + share * (right - left), (top + bottom) / 2);
  await wait(visitor, 0.1);
  await visitor.page.mouse.down();
  await wait(visitor, 0.1);
  await visitor.page.mouse.up();
}

for (const name of ['tone.wav', 'tone.mp3', 'tone.ogg', 'tone.flac', 'tone-48000.opus', 'tone.aiff', 'tone.au']) {
  test(`${name}: it plays in real time, stands still when paused, and stops at its end`, async () => {
    const visitor = await listen(`${SOUNDS}/${name}`);
    await visitor.click('play');
    await untilPlayer(visitor, p => p.playing && p.position > 0.1);
    // The page's clock and the song's are read together.
    const read = () => visitor.page.evaluate(() => [performance.now() / 1000, window.genrelens.state().player.position]);
    const [begin, from] = await read();
    await wait(visitor, 1.5);
    const [end, to] = await read();
    // A machine under load may let the sound stand still for a moment, but it never runs ahead.
    assert.ok(to - from < end - begin + 0.35 && to - from > 0.4 * (end - begin), `${to - from} s in ${end - begin} s`);

    await visitor.page.keyboard.press(' ');
    await untilPlayer(visitor, p => !p.playing);
    const paused = await player(visitor);
    await wait(visitor, 0.4);
    assert.equal((await player(visitor)).position, paused.position);

    await visitor.page.keyboard.press('End');
    await visitor.page.keyboard.press('ArrowLeft');
    near((await player(visitor)).position, paused.end - 5, 0.01, '5 s before the end');
    await clickAt(visitor, 'waveform', (paused.end - 0.6) / paused.end);
    await visitor.page.keyboard.press(' ');
    await untilPlayer(visitor, p => p.playing);
    await untilPlayer(visitor, p => !p.playing && p.position === p.end);
    await visitor.close();
  });
}
