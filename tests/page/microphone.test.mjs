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

// Where in the file the sound was when it was first heard.
function findOffset(heard, file) {
  let best = 0;
  let least = Infinity;
  for (let offset = 0; offset < SONG_SECONDS * RATE / 2; offset++) {
    let sum = 0;
    for (let i = LEAD; i < LISTENED * RATE && sum < least; i += 101) sum += Math.abs(heard[i] - file[offset + i]);
    if (sum < least) [best, least] = [offset, sum];
  }
  return best;
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

test('what is heard gets the answer that the same sound gets as a file', async () => {
  const visitor = await browser.open();
  await visitor.page.addInitScript(tapTheWire);
  await visitor.page.reload();
  await visitor.page.waitForFunction(() => window.genrelens);
  await visitor.ready();

  // They are the file's own samples, from the moment on when the microphone was open, after up to 100 ms of silence. On
  // a busy machine the browser's fake device loses some on the way to the page: then it is another sound, and again.
  const file = await readWave(song);
  let heard;
  let samples;
  let cut;
  for (let attempt = 0; attempt < 4 && !cut; attempt++) {
    ({ heard, samples } = await capture(visitor));
    const offset = findOffset(samples, file);
    const same = file.subarray(offset, offset + samples.length);
    if (same.every((sample, i) => i < LEAD || Math.abs(samples[i] - sample) < 1e-4)) {
      cut = Float32Array.from(same, (sample, i) => (i < LEAD ? samples[i] : sample));
    }
  }
  assert.ok(cut, 'in four attempts, the browser never gave thirteen seconds without a gap');

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

  // The file that was played, from there on, behind the same silence: only 16 bits differ.
  const original = path.join(folder, 'played.wav');
  await writeWave(original, cut, RATE, 16);
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
