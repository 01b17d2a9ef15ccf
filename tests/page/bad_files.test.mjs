// Files that cannot be read get one sentence each, and the page goes on.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { SOUNDS, copySite, openBrowser, visit, withFolder } from './browser.mjs';

let browser;
let visitor;
before(async () => {
  browser = await openBrowser();
  visitor = await browser.open();
  await visitor.ready();
});
after(async () => {
  await visitor.close();
  await browser.close();
});

const oneSentence = text => assert.match(text, /^[A-Z][^\n]{10,240}\.$/);

for (const name of ['empty.mp3', 'picture.mp3', 'silence.wav']) {
  test(`${name}: one sentence, and the next song works`, async () => {
    const { song } = await visitor.state();
    await visitor.drop(`${SOUNDS}/${name}`);
    const state = await visitor.until({ song: song + 1, phase: ['finished', 'failed'] });
    assert.equal(state.phase, 'failed');
    oneSentence(state.error);
    assert.equal(await visitor.answer(), state.error);
    await visitor.drop(`${SOUNDS}/half-16.wav`);
    await visitor.until({ file: 'half-16.wav', phase: 'finished' });
  });
}

test('a song that breaks off is classified up to there, and that is said', async () => {
  await visitor.drop(`${SOUNDS}/cut.mp3`);
  const state = await visitor.until({ file: 'cut.mp3', phase: ['finished', 'failed'] });
  assert.equal(state.phase, 'finished');
  oneSentence(state.damage);
  assert.ok((await visitor.answer()).includes(state.damage));
});

// One WebAssembly instruction, `unreachable`, stands in for a decoder that a hostile file brings down.
const TRAP = 'new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array('
  + '[0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,116,0,0,10,5,1,3,0,0,11]))).exports.t();';

// A site whose engine runs `code` instead of opening a file that begins with '!'; look(guest, path of such a file).
const withHostileFile = (code, look) => withFolder(async folder => {
  const site = `${folder}/site`;
  await copySite(site);
  const text = await readFile(`${site}/engine/core.mjs`, 'utf8');
  const marked = text.replace('open(song, source, seen) {', `open(song, source, seen) { if (source.read(0, 1)[0] === 33) { ${code} }`);
  assert.notEqual(marked, text);
  await writeFile(`${site}/engine/core.mjs`, marked);
  await writeFile(`${folder}/hostile.mp3`, '!'.repeat(5000));
  await visit({ site }, guest => look(guest, `${folder}/hostile.mp3`));
});

test('a trap in the engine ends the song, not the page', () => withHostileFile(TRAP, async (guest, hostile) => {
  const { backend } = await guest.ready();
  await guest.drop(hostile);
  const state = await guest.until({ file: 'hostile.mp3', phase: ['finished', 'failed'] });
  assert.equal(state.phase, 'failed');
  oneSentence(state.error);
  await guest.drop(`${SOUNDS}/tone.flac`);
  const next = await guest.until({ file: 'tone.flac', phase: ['finished', 'failed'] });
  assert.equal(next.phase, 'finished');
  assert.equal(next.backend.split(',')[0], backend.split(',')[0]);
}));

const SPIN = 'const end = performance.now() + 2000; while (performance.now() < end);';

test('a song dropped while the one before is about to trap is classified', () =>
  withHostileFile(SPIN + TRAP, async (guest, hostile) => {
    await guest.ready();
    await guest.drop(hostile);
    await guest.page.waitForTimeout(500);
    await guest.drop(`${SOUNDS}/half-16.wav`);
    const state = await guest.until({ file: 'half-16.wav', phase: ['finished', 'failed'] }, 20000);
    assert.equal(state.phase, 'finished', state.error);
  }));

test('ten minutes of WAV, 106 MB, need less than 40 MB of the engine', async () => {
  const { song } = await visitor.state();
  const tone = (await readFile(`${SOUNDS}/tone.wav`)).toString('base64');
  await visitor.page.evaluate(async base64 => {
    const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
    const [header, data] = [bytes.slice(0, 44), new Blob([bytes.subarray(44)])];
    new DataView(header.buffer).setUint32(40, data.size * 50, true);
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([header, ...Array(50).fill(data)], 'ten-minutes.wav'));
    document.getElementById('canvas').dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, tone);
  const state = await visitor.until({ song: song + 1, phase: ['finished', 'failed'] });
  assert.equal(state.phase, 'finished', state.error);
  assert.match(state.caption, /, 10:00$/);
  assert.ok(state.heapBytes < 40e6, `${state.heapBytes} bytes`);
});

test('a header that promises hours is not believed once the song is over', () => withFolder(async folder => {
  const bytes = await readFile(`${SOUNDS}/half-16.wav`);  // its header has 44 bytes, the last four the size of the data
  bytes.writeUInt32LE(0x7000_0000, 4);
  bytes.writeUInt32LE(0x6FFF_FFDC, 40);
  await writeFile(`${folder}/promise.wav`, bytes);
  await visitor.drop(`${folder}/promise.wav`);
  const state = await visitor.until({ file: 'promise.wav', phase: ['finished', 'failed'] });
  assert.equal(state.phase, 'finished', state.error);
  assert.match(state.caption, /, 0:00$/);
}));
