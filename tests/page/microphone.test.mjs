// A song heard as it plays: Chromium's fake microphone plays a file, and everything behind it is the real thing.
import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { SOUNDS, classifyNatively, makeFolder, openBrowser } from './browser.mjs';
import { heardFor, listen, playing, readWave, writeWave } from './fake_microphone.mjs';

const SONG_SECONDS = 40;  // more than is listened to, on a slow machine too
const LISTENED = 13;
const RATE = 44100;
const LEAD = 4410;  // samples that the browser may begin with before the microphone's
const STRETCH = 256;  // samples by which a place in the file is known again
const LEAST_SHARE = 0.5;  // of what is heard, on the busiest machine
const QUANTUM = 128;  // samples that the Web Audio API processes at a time

const isSame = (left, right) => Math.abs(left - right) < 1e-4;

// The first seconds of a test sound of tools/make-sounds, 16 bits, as a WAV file of one channel.
async function writeSong(target, seconds) {
  const bytes = await readFile(`${SOUNDS}/tone.wav`);
  assert.equal(bytes.readUInt32LE(24), RATE);
  const channels = bytes.readUInt16LE(22);
  const begin = bytes.indexOf('data') + 8;
  const available = (bytes.length - begin) / 2 / channels;
  const samples = new Float32Array(seconds * RATE);
  for (let i = 0; i < samples.length; i++) samples[i] = bytes.readInt16LE(begin + 2 * channels * (i % available)) / 32768;
  await writeWave(target, samples, RATE, 16);
}

// Where in the file a stretch of what was heard is, from `begin` to `end`; −1: nowhere there, or it is silence, which is
// like any other.
function findStretch(heard, at, file, begin, end) {
  if (heard.slice(at, at + STRETCH).every(sample => isSame(sample, 0))) return -1;
  for (let offset = begin; offset < Math.min(end, file.length - STRETCH); offset++) {
    let i = 0;
    while (i < STRETCH && isSame(heard[at + i], file[offset + i])) i++;
    if (i === STRETCH) return offset;
  }
  return -1;
}

// What was heard, with the file's own samples wherever they are heard, in their order. `share`: how much of it that is,
// behind the lead. On a busy machine the browser's fake device loses some on the way to the page, or is silent meanwhile.
function alignWithFile(heard, file) {
  const aligned = Float32Array.from(heard);
  let matched = 0;
  let next = 0;  // in the file
  for (let i = LEAD; i + STRETCH <= heard.length;) {
    const found = findStretch(heard, i, file, next, matched === 0 ? file.length / 2 : next + 2 * RATE);
    if (found < 0) {
      i += STRETCH;
      continue;
    }
    for (next = found; i < heard.length && isSame(heard[i], file[next]); i++, next++, matched++) aligned[i] = file[next];
  }
  return { aligned, share: matched / (heard.length - LEAD) };
}

let folder;
let song;
let browser;
before(async () => {
  folder = await makeFolder();
  song = path.join(folder, 'song.wav');
  await writeSong(song, SONG_SECONDS);
  browser = await openBrowser({ flags: playing(song) });
});
after(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

function close(left, right, tolerance) {
  for (const [label, probability] of Object.entries(right)) {
    const difference = Math.abs(left[label] - probability);
    assert.ok(difference <= tolerance, `${label}: ${left[label]} heard, ${probability} in the file`);
  }
}

// Copies every block that the audio thread sends, on its way to the engine's worker.
function tapTheWire() {
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, transfer) {
    if (message.action !== 'listen') return post.call(this, message, transfer);
    const { port1, port2 } = new MessageChannel();
    const { port } = message;
    window.sampleRate = message.sampleRate;
    port.onmessage = ({ data }) => {
      if (data) window.samples.push(...data);
      else window.ended = true;
      port1.postMessage(data);
    };
    return post.call(this, { ...message, port: port2 }, [port2]);
  };
}

// Listens for a while: the answer, and the samples that it was made from.
async function capture(visitor) {
  await visitor.page.evaluate(() => Object.assign(window, { samples: [], ended: false }));
  await listen(visitor);
  await heardFor(visitor, LISTENED);
  await visitor.click('stop');
  const heard = await visitor.until({ phase: ['finished', 'failed'] });
  assert.equal(heard.phase, 'finished', heard.error);
  const { samples, rate, ended } = await visitor.page.evaluate(() =>
    ({ samples: window.samples, rate: window.sampleRate, ended: window.ended }));
  assert.ok(ended, 'the audio thread sent its last samples itself');
  assert.equal(rate, RATE, 'the browser converts nothing');
  assert.ok(Math.abs(heard.seconds - samples.length / rate) < 1e-5);
  return { heard, samples };
}

// So what the next test misses was lost before it came to the page.
test('every sample that the browser gives the page is sent on, in order, the last ones too', async () => {
  let Microphone;
  globalThis.AudioWorkletProcessor = class { port = {}; };
  globalThis.registerProcessor = (name, processor) => { Microphone = processor; };
  await import('../../web/microphone/microphone-worklet.mjs');
  const microphone = new Microphone();
  const blocks = [];
  microphone.port.onmessage({ data: { port: { postMessage: block => blocks.push(block) } } });
  const samples = Float32Array.from({ length: 101 * QUANTUM }, (_, i) => i);
  for (let i = 0; i < samples.length; i += QUANTUM) microphone.process([[samples.subarray(i, i + QUANTUM)]]);
  microphone.port.onmessage({ data: { end: true } });
  assert.equal(blocks.pop(), null);
  assert.deepEqual(blocks.flatMap(block => [...block]), [...samples]);
});

test('what is heard gets the answer that the same sound gets as a file', async context => {
  const visitor = await browser.open();
  await visitor.page.addInitScript(tapTheWire);
  await visitor.page.reload();
  await visitor.page.waitForFunction(() => window.genrelens);
  await visitor.ready();

  // They are the file's own samples, from the moment on when the microphone was open, after up to 100 ms of silence.
  const { heard, samples } = await capture(visitor);
  const { aligned, share } = alignWithFile(samples, await readWave(song));
  context.diagnostic(`${(100 * share).toFixed(1)} % of what was heard are the file's own samples`);
  assert.ok(share >= LEAST_SHARE, `${share} of what was heard are the file's own samples`);

  // The very samples, as a file: the same chunks, so the same answer, but for the last digits of two ONNX Runtimes.
  const copy = path.join(folder, 'heard.wav');
  await writeWave(copy, samples, RATE, 32);
  const expected = await classifyNatively(copy);
  assert.equal(heard.genre, expected.genre);
  assert.equal(heard.timeline, expected.timeline.length);
  close(heard.probabilities, expected.probabilities, 1e-3);
  await visitor.drop(copy);
  const dropped = await visitor.until({ file: 'heard.wav', phase: ['finished', 'failed'] });
  assert.deepEqual(dropped.probabilities, heard.probabilities);  // within the page, to the last digit

  // What the file has there, behind the same silence: only 16 bits differ.
  const original = path.join(folder, 'played.wav');
  await writeWave(original, aligned, RATE, 16);
  const played = await classifyNatively(original);
  assert.equal(heard.timeline, played.timeline.length);
  close(heard.probabilities, played.probabilities, 0.02);
  await visitor.close();
});

// At what times, in ms, the answer was another one, and what the level meter looked like, for a while.
async function watch(visitor, seconds) {
  await visitor.page.evaluate(() => {
    const changes = window.changes = [];
    let shown = '';
    const look = () => {
      const now = JSON.stringify(window.genrelens.state().probabilities);
      if (now !== shown) changes.push(performance.now());
      shown = now;
      requestAnimationFrame(look);
    };
    look();
  });
  const [left, top, right, bottom] = await visitor.page.evaluate(() => window.genrelens.rect('meter'));
  const clip = { x: left, y: top, width: right - left, height: bottom - top };
  const meters = [];
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    meters.push((await visitor.page.screenshot({ clip })).toString('base64'));
    await visitor.page.waitForTimeout(200);
  }
  return { changes: (await visitor.page.evaluate(() => window.changes)).slice(1), meters };
}

// It asks the network twice a second; a busy machine is given six seconds for three.
test('while it listens the answer is renewed and the meter moves', async () => {
  const visitor = await browser.open();
  await visitor.ready();
  await listen(visitor);
  await visitor.page.waitForFunction(() => window.genrelens.state().answer);
  const { changes, meters } = await watch(visitor, 6);
  assert.ok(changes.length >= 3, `${changes.length} new answers in six seconds`);
  assert.ok(new Set(meters).size >= 3, 'the meter moves');
  await visitor.close();
});
