// A microphone that is refused, missing, unplugged or silent, a visitor who does two things at once, an engine that goes
// down: a sentence, and the page goes on.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { ENGLISH, SOUNDS, copySite, visit, withFolder } from './browser.mjs';
import { ALLOWED, FAKE, heardFor, listen } from './fake_microphone.mjs';

const BEEPING = [FAKE, ALLOWED];  // a short tone each second, without end
const SILENT = [FAKE, ALLOWED, `--use-file-for-fake-audio-capture=${SOUNDS}/silence.wav`];

// A page that is ready, all of whose sentences are kept.
const trouble = (options, look) => visit(options, async visitor => {
  await visitor.ready();
  await visitor.page.evaluate(() => {
    const answer = document.getElementById('answer');
    const said = window.said = [];
    new MutationObserver(() => said.push(answer.textContent)).observe(answer, { childList: true, characterData: true, subtree: true });
  });
  await look(visitor);
});

const sentence = (visitor, key) => visitor.page.waitForFunction(wanted => window.said.includes(wanted), ENGLISH[key], { timeout: 30000 });

// The page goes on: a song that is dropped now is classified.
async function classify(visitor) {
  await visitor.drop(`${SOUNDS}/tone.flac`);
  const state = await visitor.until({ file: 'tone.flac', phase: ['finished', 'failed'] });
  assert.equal(state.phase, 'finished', state.error);
  assert.equal(state.damage, '');
}

async function refused(visitor, key) {
  await visitor.click('listen');
  await visitor.click('microphone');
  await sentence(visitor, key);
  assert.equal((await visitor.state()).phase, 'waiting');
  assert.ok(await visitor.page.isVisible('#microphone'), 'it can be tried again');
  await classify(visitor);
}

test('a visitor who refuses', () => trouble({ flags: [FAKE] }, visitor => refused(visitor, 'listening.refused-microphone')));

test('no microphone', context => trouble({ flags: [ALLOWED] }, async visitor => {
  const devices = await visitor.page.evaluate(async () => (await navigator.mediaDevices.enumerateDevices()).map(({ kind }) => kind));
  if (devices.includes('audioinput')) return context.skip('this machine has a microphone');
  return refused(visitor, 'listening.missing-microphone');
}));

// The real event: the browser's audio service, which holds the device, is killed, and with it ends the sound.
const SERVICE_LOST = 'The AudioContext encountered an error from the audio device or the WebAudio renderer.';

test('a microphone that is unplugged: what was heard until then', () => trouble({ flags: BEEPING, logged: [SERVICE_LOST] }, async visitor => {
  await listen(visitor);
  await heardFor(visitor, 4);
  const session = await visitor.page.context().browser().newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  process.kill(processInfo.find(({ type }) => type === 'audio.mojom.AudioService').id, 'SIGKILL');
  const state = await visitor.until({ phase: ['finished', 'failed'] });
  assert.equal(state.phase, 'finished', state.error);
  assert.equal(state.damage, ENGLISH['listening.lost-microphone']);
  assert.ok(state.timeline > 0);
  await classify(visitor);
}));

// Keeps every stream that the page gets from the browser.
const keepStreams = visitor => visitor.page.evaluate(() => {
  const { getUserMedia } = MediaDevices.prototype;
  const streams = window.streams = [];
  MediaDevices.prototype.getUserMedia = async function ask(...options) {
    const stream = await getUserMedia.apply(this, options);
    streams.push(stream);
    return stream;
  };
});
// 'live' or 'ended' of each.
const tracks = visitor => visitor.page.evaluate(() => window.streams.map(stream => stream.getAudioTracks()[0].readyState));

test('a song that is dropped while the page listens takes its place', () => trouble({ flags: BEEPING }, async visitor => {
  await keepStreams(visitor);
  await listen(visitor);
  await heardFor(visitor, 3);
  await classify(visitor);
  assert.deepEqual(await tracks(visitor), ['ended']);
  await visitor.page.waitForTimeout(1000);  // whatever the listening still sends
  assert.equal((await visitor.state()).file, 'tone.flac');
  assert.equal((await visitor.state()).phase, 'finished');
}));

test('every button pressed twice', () => trouble({ flags: BEEPING }, async visitor => {
  await keepStreams(visitor);
  const twice = name => visitor.page.evaluate(id => {
    document.getElementById(id).click();
    document.getElementById(id).click();
  }, name);
  await twice('listen');
  await visitor.page.waitForSelector('#microphone', { state: 'visible' });
  await twice('microphone');
  await visitor.until({ phase: 'reading' });
  await heardFor(visitor, 3);
  await twice('listen');
  await visitor.page.waitForTimeout(500);
  assert.deepEqual(await tracks(visitor), ['live']);
  assert.equal((await visitor.state()).song, 1);
  await twice('stop');
  const state = await visitor.until({ phase: ['finished', 'failed'] });
  assert.equal(state.phase, 'finished', state.error);
  assert.deepEqual(await tracks(visitor), ['ended']);
  await classify(visitor);
}));

test('silence', () => trouble({ flags: SILENT }, async visitor => {
  await listen(visitor);
  await sentence(visitor, 'listening.silent-microphone');
  await visitor.click('stop');
  const state = await visitor.until({ phase: ['finished', 'failed'] });
  assert.equal(state.error, ENGLISH['listening.nothing']);
  await classify(visitor);
}));

// At a word of the page, the engine traps in the sound that it hears, as at an error of its own: an empty module whose
// start is "unreachable".
const TRAP = `hear(block) {
      if (globalThis.trap) {
        new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0,
          3, 2, 1, 0, 8, 1, 0, 10, 5, 1, 3, 0, 0, 11)));
      }`;
const LISTEN = "new BroadcastChannel('trap').onmessage = () => { globalThis.trap = true; };\n";

const withTrap = look => withFolder(async site => {
  await copySite(site);
  const core = await readFile(`${site}/engine/core.mjs`, 'utf8');
  const changed = core.replace('hear(block) {', TRAP);
  assert.notEqual(changed, core);
  await writeFile(`${site}/engine/core.mjs`, LISTEN + changed);
  await trouble({ site, flags: BEEPING }, look);
});
const trap = visitor => visitor.page.evaluate(() => new BroadcastChannel('trap').postMessage(0));

test('an engine that goes down while it listens: a new one listens on', () => withTrap(async visitor => {
  await keepStreams(visitor);
  const { song } = await listen(visitor);
  await heardFor(visitor, 5);
  await trap(visitor);
  await sentence(visitor, 'listening.recovered');
  const again = await visitor.until({ phase: 'reading', song: song + 1 });
  assert.ok(again.seconds < 5);
  await heardFor(visitor, 4);
  assert.deepEqual(await tracks(visitor), ['live'], 'the same microphone');
  await visitor.click('stop');
  const state = await visitor.until({ phase: ['finished', 'failed'] });
  assert.equal(state.phase, 'finished', state.error);
  assert.ok(state.timeline > 0);
  await classify(visitor);
}));

test('an engine that goes down as soon as it listens: the listening ends', () => withTrap(async visitor => {
  await keepStreams(visitor);
  await trap(visitor);
  await visitor.click('listen');
  await visitor.click('microphone');
  const state = await visitor.until({ phase: 'failed' });
  assert.equal(state.error, ENGLISH['listening.broken']);
  assert.deepEqual(await tracks(visitor), ['ended']);
  await classify(visitor);
}));
