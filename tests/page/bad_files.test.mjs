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

for (const name of ['empty.mp3', 'picture.mp3']) {
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

test('a trap in the engine ends the song, not the page', () => withFolder(async folder => {
  const site = `${folder}/site`;
  await copySite(site);
  const text = await readFile(`${site}/core.mjs`, 'utf8');
  const marked = text.replace('open(song, bytes) {', `open(song, bytes) { if (new Uint8Array(bytes)[0] === 33) ${TRAP}`);
  assert.notEqual(marked, text);
  await writeFile(`${site}/core.mjs`, marked);
  await writeFile(`${folder}/hostile.mp3`, '!'.repeat(5000));

  await visit({ site }, async guest => {
    const { backend } = await guest.ready();
    await guest.drop(`${folder}/hostile.mp3`);
    const state = await guest.until({ file: 'hostile.mp3', phase: ['finished', 'failed'] });
    assert.equal(state.phase, 'failed');
    oneSentence(state.error);
    await guest.drop(`${SOUNDS}/tone.flac`);
    const next = await guest.until({ file: 'tone.flac', phase: ['finished', 'failed'] });
    assert.equal(next.phase, 'finished');
    assert.equal(next.backend.split(',')[0], backend.split(',')[0]);
  });
}));
