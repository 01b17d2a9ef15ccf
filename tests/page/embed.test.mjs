// The page as a guest: in a sandboxed iframe of a teacher's page on the same server.
import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { serve } from '../../tools/serve.mjs';
import { SCREENSHOTS, SITE, SOUNDS, classifyNatively, makeFolder, openBrowser } from './browser.mjs';

let root;
let browser;
before(async () => {
  root = await makeFolder();
  await symlink(SITE, `${root}/lens`);
  await symlink(SOUNDS, `${root}/music`);
  await mkdir(SCREENSHOTS, { recursive: true });
  browser = await openBrowser({ server: await serve(root) });
});
after(() => browser.close());

// A lesson that shows the page of `query` in a frame: look(frame, page).
async function inLesson({ query, width, height, touch = false }, look) {
  await writeFile(`${root}/lesson.html`, `<!doctype html><title>A lesson</title><link rel="icon" href="data:,">
    <style>body { margin: 0 } iframe { border: 0 }</style>
    <iframe title="Genre Lens" width="${width}" height="${height}" sandbox="allow-scripts allow-same-origin"
            src="lens/?embed${query}"></iframe>`);
  const visitor = await browser.open({
    query: 'lesson.html', width, height, touch, started: () => document.querySelector('iframe').contentWindow.genrelens,
  });
  const frame = visitor.page.frames()[1];
  await look({
    frame, page: visitor.page,
    state: () => frame.evaluate(() => window.genrelens.state()),
    rects: (...names) => frame.evaluate(all => all.map(name => window.genrelens.rect(name)), names),
    until: phases => frame.waitForFunction(list => list.includes(window.genrelens.state().phase), phases, { timeout: 60000 }),
  });
  await visitor.close();
}

for (const [width, height] of [[640, 400], [360, 480]]) {
  test(`${width} by ${height}: the named song is classified, not played, and all that is needed is in sight`, () =>
    inLesson({ query: '&song=../music/tone.flac', width, height }, async ({ frame, page, state, rects, until }) => {
      await until(['finished', 'failed']);
      const shown = await state();
      const expected = await classifyNatively(`${SOUNDS}/tone.flac`);
      assert.equal(shown.file, 'tone.flac');
      assert.equal(shown.genre, expected.genre);
      assert.equal(await frame.evaluate(() => [...document.querySelectorAll('audio, video')].some(sound => !sound.paused)), false);
      await page.waitForTimeout(500);
      await page.screenshot({ path: `${SCREENSHOTS}/embed-${width}x${height}.png` });
      for (const rect of await rects('again', 'choose')) {
        assert.ok(rect[0] >= 0 && rect[2] <= width && rect[3] <= height, `a button at ${rect}`);
      }
      const [timeline] = await rects('timeline');
      assert.ok(timeline[2] <= width && (width < 600 || timeline[3] <= height), `the timeline at ${timeline}`);
      const link = frame.getByRole('link', { name: 'Genre Lens: open the whole page' });
      assert.ok(await link.isVisible());
      assert.match(await link.getAttribute('href'), /\/lens\/\?song=/);
    }));
}

test('at the start there is a way in and nothing else', () =>
  inLesson({ query: '', width: 640, height: 400 }, async ({ frame, page, rects }) => {
    await page.waitForTimeout(500);
    await page.screenshot({ path: `${SCREENSHOTS}/embed-start.png` });
    const [choose] = await rects('choose');
    assert.ok(choose[3] <= 400, `${choose}`);
    assert.equal(await frame.getByRole('button', { name: 'Choose a folder' }).count(), 0);
  }));

test('a guest finds back to the table of its songs: from a song and from what is no song', () =>
  inLesson({ query: '', width: 640, height: 400 }, async ({ frame, page, rects, until }) => {
    // Presses the button on the canvas.
    const press = async name => {
      await page.waitForTimeout(300);
      const [[left, top, right, bottom]] = await rects(name);
      assert.ok(left >= 0 && right <= 640 && bottom <= 400, `${name} at ${left}, ${top}, ${right}, ${bottom}`);
      await page.mouse.move((left + right) / 2, (top + bottom) / 2);
      await page.waitForTimeout(80);
      await page.mouse.down();
      await page.waitForTimeout(80);
      await page.mouse.up();
    };
    const table = state => frame.waitForSelector('#songs', { state });
    await frame.setInputFiles('#file', ['tone.flac', 'empty.mp3'].map(name => `${SOUNDS}/${name}`));
    await table('visible');
    await frame.waitForFunction(() => document.getElementById('songs-bar').hidden);
    for (const [name, phase] of [['tone.flac', 'finished'], ['empty.mp3', 'failed']]) {
      await frame.click(`#songs .file:text-is("${name}")`);
      await table('hidden');
      await until([phase]);
      await page.screenshot({ path: `${SCREENSHOTS}/embed-way-${phase}.png` });
      await press('way');
      await table('visible');
      assert.equal(await frame.textContent('#songs-title'), '2 songs');
    }
  }));

for (const [words, song, sentence] of [
  ['of another site', 'https://example.org/song.mp3', /^The address names a song of another site, .*\.$/],
  ['that is not there', '../music/nothing.mp3', /^The song .* could not be fetched\.$/],
]) {
  test(`a song ${words} is refused in a sentence`, () => inLesson({ query: '', width: 640, height: 400 }, async ({ frame, state }) => {
    // Not by the lesson: what the browser itself logs of a missing file is no fault of the page.
    const error = await frame.evaluate(async ([path, module]) => {
      const { fetchNamedSong } = await import(module);
      const { createWords } = await import('./words/words.mjs');
      const table = await (await fetch('words/english.json')).json();
      window.fetch = async () => new Response('', { status: 404 });
      return fetchNamedSong(new URLSearchParams({ song: path }), createWords(table, 'en')).then(() => '', reason => reason.message);
    }, [song, './embed.mjs']);
    assert.match(error, sentence);
    assert.equal((await state()).phase, 'waiting');
  }));
}
