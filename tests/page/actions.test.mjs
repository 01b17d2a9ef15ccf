// What a visitor can do with one click, and songs that follow each other quickly.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SOUNDS, classifyNatively, openBrowser } from './browser.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser.close());

test('choosing a song with the button, then classifying it again, then another', async () => {
  const visitor = await browser.open();
  await visitor.ready();
  const first = visitor.page.waitForEvent('filechooser');
  await visitor.click('choose');
  await (await first).setFiles(`${SOUNDS}/tone.flac`);
  const once = await visitor.until({ file: 'tone.flac', phase: 'finished' });

  await visitor.click('again');
  const twice = await visitor.until({ song: once.song + 1, phase: 'finished' });
  assert.deepEqual(twice.probabilities, once.probabilities);

  const second = visitor.page.waitForEvent('filechooser');
  await visitor.click('choose');
  await (await second).setFiles(`${SOUNDS}/tone.ogg`);
  await visitor.until({ file: 'tone.ogg', phase: 'finished' });
  await visitor.close();
});

test('the demo song is one click away', async () => {
  const visitor = await browser.open();
  await visitor.ready();
  await visitor.click('demo');
  const state = await visitor.until({ phase: ['finished', 'failed'] });
  assert.equal(state.phase, 'finished');
  assert.equal(state.file, 'Demo song');
  await visitor.close();
});

test('two drops at once: the last one wins, and nothing of the first is shown', async () => {
  const visitor = await browser.open();
  await visitor.ready();
  await visitor.drop(`${SOUNDS}/tone.wav`);
  const alone = await visitor.until({ file: 'tone.wav', phase: 'finished' });
  await visitor.drop(`${SOUNDS}/three-minutes.mp3`, `${SOUNDS}/tone.wav`);
  const last = await visitor.until({ song: alone.song + 2, phase: 'finished' });
  assert.deepEqual(last.probabilities, alone.probabilities);
  assert.equal(last.timeline, alone.timeline);

  // And while the first is under way.
  await visitor.drop(`${SOUNDS}/three-minutes.mp3`);
  await visitor.page.waitForFunction(() => window.genrelens.state().timeline > 2);
  await visitor.drop(`${SOUNDS}/tone.wav`);
  const after = await visitor.until({ song: last.song + 2, phase: 'finished' });
  assert.deepEqual(after.probabilities, alone.probabilities);
  await visitor.close();
});

test('a song that comes before the network is there is classified all the same', async () => {
  const visitor = await browser.open();
  await visitor.drop(`${SOUNDS}/tone.mp3`);
  const state = await visitor.until({ file: 'tone.mp3', phase: ['finished', 'failed'] });
  assert.equal(state.phase, 'finished');
  await visitor.close();
});

test('the answer so far is told a few times a second, the last one always', async () => {
  const visitor = await browser.open();
  await visitor.page.addInitScript(() => {
    window.predictions = [];
    const Original = Worker;
    window.Worker = class extends Original {
      constructor(...given) {
        super(...given);
        this.addEventListener('message', ({ data }) => { if (data.type === 'prediction') window.predictions.push(performance.now()); });
      }
    };
  });
  await visitor.page.reload();
  await visitor.page.waitForFunction(() => window.genrelens);
  await visitor.ready();
  await visitor.drop(`${SOUNDS}/three-minutes.mp3`);
  const state = await visitor.until({ file: 'three-minutes.mp3', phase: 'finished' });
  const times = await visitor.page.evaluate(() => window.predictions);
  const seconds = (times.at(-1) - times[0]) / 1000;
  assert.ok(times.length >= 2 && times.length <= 10 * seconds + 3, `${times.length} in ${seconds} s`);
  const { timeline } = await classifyNatively(`${SOUNDS}/three-minutes.mp3`);
  assert.equal(state.timeline, timeline.length);
  await visitor.close();
});

test('a finger scrolls the page and taps its buttons', async () => {
  const visitor = await browser.open({ width: 360, height: 740, density: 2, touch: true });
  await visitor.ready();
  await visitor.drop(`${SOUNDS}/tone.flac`);
  await visitor.until({ phase: 'finished' });
  await visitor.page.waitForTimeout(200);
  const top = () => visitor.page.evaluate(() => window.genrelens.rect('spectrogram')[1]);
  const before = await top();
  const session = await visitor.page.context().newCDPSession(visitor.page);
  const touch = (type, ...points) => session.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  await touch('touchStart', { x: 180, y: 500 });
  for (let y = 490; y >= 200; y -= 10) {
    await touch('touchMove', { x: 180, y });
    await visitor.page.waitForTimeout(16);
  }
  await touch('touchEnd');
  await visitor.page.waitForTimeout(300);
  const moved = before - await top();
  assert.ok(moved > 150, `scrolled by ${moved}`);

  const chooser = visitor.page.waitForEvent('filechooser');
  const rect = await visitor.page.evaluate(() => window.genrelens.rect('choose'));
  await visitor.page.touchscreen.tap((rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2);
  await chooser;
  await visitor.close();
});
