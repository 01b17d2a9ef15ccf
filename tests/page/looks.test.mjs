// Screenshots for people to look at, in build/screenshots, and what can be checked of the layout without eyes.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { SCREENSHOTS, SOUNDS, openBrowser } from './browser.mjs';

let browser;
before(async () => {
  await mkdir(SCREENSHOTS, { recursive: true });
  browser = await openBrowser();
});
after(() => browser.close());

const SIZES = [
  { width: 360, height: 740, density: 2, touch: true },
  { width: 1366, height: 768, density: 1 },
  { width: 1366, height: 768, density: 2 },
  { width: 1920, height: 1080, density: 1 },
];

const views = SIZES.flatMap(size => ['dark', 'light'].map(scheme => ({ ...size, scheme })));

for (const size of views) {
  const name = `${size.width}x${size.height}${size.density > 1 ? `@${size.density}` : ''}-${size.scheme}`;
  test(`${name}: everything fits the window's width`, async () => {
    const visitor = await browser.open(size);
    const shoot = view => visitor.page.screenshot({ path: `${SCREENSHOTS}/${name}-${view}.png` });
    await visitor.ready();
    await visitor.page.waitForTimeout(300);
    await shoot('start');

    await visitor.drop(`${SOUNDS}/demo.mp3`);
    await visitor.until({ phase: 'finished' });
    await visitor.page.waitForTimeout(300);
    await shoot('song');
    for (const id of ['again', 'choose', 'waveform', 'spectrogram', 'timeline']) {
      const rect = await visitor.page.evaluate(widget => window.genrelens.rect(widget), id);
      assert.ok(rect[0] >= 0 && rect[2] <= size.width && rect[2] - rect[0] >= 80, `${id}: ${rect}`);
    }
    const [spectrogram, timeline] = await visitor.page.evaluate(() => ['spectrogram', 'timeline'].map(window.genrelens.rect));
    assert.deepEqual([spectrogram[0], spectrogram[2]], [timeline[0], timeline[2]], 'one time axis');

    await visitor.page.mouse.move(size.width / 2, size.height / 2);
    await visitor.page.mouse.wheel(0, 5000);
    await visitor.page.waitForTimeout(500);
    await shoot('song-end');
    const { bottom } = await visitor.page.evaluate(() => ({ bottom: window.genrelens.rect('timeline')[3] }));
    assert.ok(bottom <= size.height, `the timeline ends at ${bottom}`);

    await visitor.drop(`${SOUNDS}/picture.mp3`);
    await visitor.until({ phase: 'failed' });
    await visitor.page.waitForTimeout(200);
    await shoot('failed');
    await visitor.close();
  });
}
