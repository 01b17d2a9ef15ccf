// A song of two hours: its lanes are drawn from end to end, and its answer is the command's.
import assert from 'node:assert/strict';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { SOUNDS, classifyNatively, visit, withFolder } from './browser.mjs';
import { readWave, writeWave } from './fake_microphone.mjs';
import { pixelsOf } from './pixels.mjs';

const RATE = 11025;    // Hz
const MINUTES = 120;
const TOLERANCE = 1e-3;
const PLACES = 200;    // along a lane, that are looked at

// One minute of a test sound (44.1 kHz, one channel after the other), over and over, as the bytes of 16-bit samples.
async function minuteOf(name) {
  const samples = await readWave(`${SOUNDS}/${name}`);
  const bytes = Buffer.alloc(60 * RATE * 2);
  const step = 2 * 44100 / RATE;
  const frames = Math.floor(samples.length / step);
  for (let i = 0; i < 60 * RATE; i++) {
    const begin = (i % frames) * step;
    let sum = 0;
    for (let j = 0; j < step; j++) sum += samples[begin + j];
    bytes.writeInt16LE(Math.round(sum / step * 32767), 2 * i);
  }
  return bytes;
}

// An hour of the one sound, then one of the other.
async function writeSong(target, ...names) {
  await writeWave(target, new Float32Array(0), RATE, 16);
  const file = await open(target, 'r+');
  const size = Buffer.alloc(4);
  const bytes = MINUTES * 60 * RATE * 2;
  size.writeUInt32LE(36 + bytes);
  await file.write(size, 0, 4, 4);
  size.writeUInt32LE(bytes);
  await file.write(size, 0, 4, 40);
  let at = 44;
  for (const name of names) {
    const minute = await minuteOf(name);
    for (let i = 0; i < MINUTES / names.length; i++, at += minute.length) await file.write(minute, 0, minute.length, at);
  }
  await file.close();
}

// The colours at places along a line of the page, as CSS writes them. height: 0 at the lane's top, 1 at its bottom.
async function coloursAlong(visitor, lane, height) {
  const [left, top, right, bottom] = await visitor.page.evaluate(name => window.genrelens.rect(name), lane);
  const y = top + height * (bottom - top - 1);
  const pixels = await pixelsOf(visitor, [left, y, right, y + 1]);
  return Array.from({ length: PLACES }, (_, place) => {
    const at = 4 * Math.floor((place + 0.5) / PLACES * (pixels.length / 4));
    return `#${pixels.slice(at, at + 3).map(part => part.toString(16).padStart(2, '0')).join('')}`;
  });
}

test('two hours: waveform, spectrogram and genres from end to end, and the command\'s answer', () => withFolder(async folder => {
  const song = path.join(folder, 'two-hours.wav');
  await writeSong(song, 'tone.wav', 'half-16.wav');
  const expected = await classifyNatively(song);
  await visit({}, async visitor => {
    await visitor.ready();
    await visitor.dropPaths(song);
    const state = await visitor.until({ file: 'two-hours.wav', phase: ['finished', 'failed'] }, 500000);
    assert.equal(state.phase, 'finished', state.error);
    assert.equal(state.damage, '');
    assert.ok(Math.abs(state.seconds - 7200) < 0.1, `${state.seconds} s`);
    assert.equal(state.timeline, expected.timeline.length);
    assert.equal(state.genre, expected.genre);
    for (const [label, probability] of Object.entries(expected.probabilities)) {
      assert.ok(Math.abs(state.probabilities[label] - probability) <= TOLERANCE, label);
    }
    await visitor.page.waitForTimeout(1000);

    const { genres } = await visitor.page.evaluate(() => window.genrelens.colours());
    const colourAt = share => {
      const { probabilities } = expected.timeline[Math.floor(share * expected.timeline.length)];
      const [[label]] = Object.entries(probabilities).sort((a, b) => b[1] - a[1]);
      return genres[Object.keys(state.probabilities).indexOf(label)];
    };
    const halves = async (lane, height) => {
      const colours = await coloursAlong(visitor, lane, height);
      return [colours.slice(2, PLACES / 2 - 1), colours.slice(PLACES / 2 + 1)];  // without the cursor, and the change
    };
    const red = colours => colours.map(colour => parseInt(colour.slice(1, 3), 16));
    assert.notEqual(colourAt(0.25), colourAt(0.75));
    const strip = await halves('timeline', 0.02);
    assert.deepEqual(strip.map(half => [...new Set(half)]), [[colourAt(0.25)], [colourAt(0.75)]]);
    // The first sound has more above 4 kHz than the second one, and that more than none.
    const [first, second] = (await halves('spectrogram', 0.1)).map(red);
    assert.ok(Math.min(...first) > Math.max(...second) && Math.min(...second) > 40, `${first} and ${second}`);
    const wave = await halves('waveform', 0.5);
    assert.equal(new Set(wave.flat()).size, 1, 'it is loud everywhere');
  });
}));
