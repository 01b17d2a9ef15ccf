// What another tab plays, shared by the browser: a real tab that plays a song, captured by Chromium itself.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { ENGLISH, SOUNDS, visit } from './browser.mjs';
import { heardFor, listen } from './fake_microphone.mjs';

const TITLE = 'Radio';
const flags = [`--auto-select-tab-capture-source-by-title=${TITLE}`, '--autoplay-policy=no-user-gesture-required'];

// A tab of that title that plays the file over and over.
async function openRadio(page, file) {
  const radio = await page.context().newPage();
  await radio.goto(`data:text/html,<title>${TITLE}</title>`);
  await radio.evaluate(async base64 => {
    const context = new AudioContext();
    const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
    const source = new AudioBufferSourceNode(context, { buffer: await context.decodeAudioData(bytes.buffer), loop: true });
    source.connect(context.destination);
    source.start();
  }, (await readFile(file)).toString('base64'));
  await page.bringToFront();
  return radio;
}

test('the sound of another tab gets the genre of the file that it plays; a tab that closes is said', () => visit({ flags, muted: false }, async visitor => {
  await visitor.ready();
  const radio = await openRadio(visitor.page, `${SOUNDS}/tone.mp3`);
  await visitor.drop(`${SOUNDS}/tone.mp3`);
  const file = await visitor.until({ phase: 'finished' });

  await listen(visitor, 'tab');
  await heardFor(visitor, 10);
  assert.equal(await visitor.page.isVisible('#stop'), true);
  await visitor.click('stop');
  const heard = await visitor.until({ phase: 'finished' });
  assert.ok(heard.song > file.song);
  assert.equal(heard.genre, file.genre);
  assert.equal(heard.verdict, file.verdict);
  assert.equal(heard.file, ENGLISH['listening.name-tab']);
  assert.equal(heard.damage, '');

  await listen(visitor, 'tab');
  await heardFor(visitor, 3);
  await radio.close();
  assert.equal((await visitor.until({ phase: 'finished' })).damage, ENGLISH['listening.lost-tab']);
}));
