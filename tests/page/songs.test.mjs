// Every kind of file that is read gets the answer that the native command gives, to a thousandth.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { ENGLISH, FIXTURES, SOUNDS, classifyNatively, openBrowser, sounds, withFolder } from './browser.mjs';

const TOLERANCE = 1e-3;
const READABLE = ['.aifc', '.aiff', '.au', '.flac', '.mp3', '.ogg', '.opus', '.wav'];
const UNREADABLE = ['empty.mp3', 'picture.mp3', 'silence.wav'];
const names = (await sounds(READABLE)).filter(name => !UNREADABLE.includes(name));

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

test('there are sounds to read', () => assert.ok(names.length >= 20, `${names.length} in ${SOUNDS}`));

for (const name of names) {
  test(`${name}: the page agrees with the command`, async () => {
    const file = `${SOUNDS}/${name}`;
    const expected = await classifyNatively(file);
    const { song } = await visitor.state();
    await visitor.drop(file);
    const state = await visitor.until({ song: song + 1, phase: ['finished', 'failed'] });
    assert.equal(state.phase, 'finished', state.error);
    assert.equal(state.file, name);
    assert.equal(state.genre, expected.genre);
    for (const [label, probability] of Object.entries(expected.probabilities)) {
      const difference = Math.abs(state.probabilities[label] - probability);
      assert.ok(difference <= TOLERANCE, `${label}: ${state.probabilities[label]} here, ${probability} there`);
    }
    assert.ok(state.timeline > 0 && state.columns > 0);
    assert.equal(state.damage !== '', name.startsWith('cut'), state.damage);
    assert.match(await visitor.answer(), new RegExp(`song is (between )?${ENGLISH[`genre.${state.genre}`]}, \\d+%`));
  });
}

for (const [name, format] of [['aac.m4a', 'M4A or MP4'], ['opus.webm', 'WebM']]) {
  test(`${name}: the browser's decoder helps out, and that is said`, async () => {
    const { song } = await visitor.state();
    await visitor.drop(`${FIXTURES}/parity/foreign/${name}`);
    const state = await visitor.until({ song: song + 1, phase: ['finished', 'failed'] });
    assert.equal(state.phase, 'finished', state.error);
    assert.equal(state.format, `${format}, by your browser’s decoder`);
    assert.match(state.caption, /, 0:0[12]$/);
  });
}

test('what neither core nor the browser reads is refused in core\'s words', () => withFolder(async folder => {
  const file = await readFile(`${FIXTURES}/parity/foreign/aac.m4a`);
  await writeFile(`${folder}/cut.m4a`, file.subarray(0, 200));
  await visitor.drop(`${folder}/cut.m4a`);
  const state = await visitor.until({ file: 'cut.m4a', phase: ['finished', 'failed'] });
  assert.equal(state.error, 'AAC in an MP4 container (M4A, MP4) is not read here. Convert it to MP3, FLAC or WAV.');
}));
