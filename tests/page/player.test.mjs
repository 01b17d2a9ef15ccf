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
