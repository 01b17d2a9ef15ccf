// Light and dark: what the system prefers, until the visitor chooses; both readable, also for colour-blind people.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SOUNDS, openBrowser } from './browser.mjs';
import { pixelsOf } from './pixels.mjs';
import { contrast, leastDifferences } from './colour_sight.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser.close());

const rgb = text => [1, 3, 5].map(at => parseInt(text.slice(at, at + 2), 16));
const coloursOf = visitor => visitor.page.evaluate(() => window.genrelens.colours());
const themeOf = visitor => visitor.page.evaluate(() => ({
  theme: document.documentElement.dataset.theme,
  scheme: document.querySelector('meta[name=color-scheme]').content,
  ground: getComputedStyle(document.body).backgroundColor,
}));

const LEAST_DIFFERENCE = { dark: 22, light: 20 };  // CIE76, between any two genres in any sight

for (const theme of ['dark', 'light']) {
  test(`${theme}: text can be read, and genres be told apart in every kind of sight`, async t => {
    const visitor = await browser.open({ query: `?theme=${theme}` });
    const colours = await coloursOf(visitor);
    for (const ground of ['ground', 'panel']) {
      for (const ink of ['text', 'dim', 'warning', 'failure']) {
        const ratio = contrast(rgb(colours[ink]), rgb(colours[ground]));
        assert.ok(ratio >= 4.5, `${ink} on ${ground}: ${ratio}`);
      }
    }
    assert.ok(contrast(rgb(colours['on-accent']), rgb(colours.accent)) >= 4.5);
    const genres = colours.genres.map(rgb);
    assert.equal(genres.length, 10);
    genres.forEach((genre, i) => {
      assert.ok(contrast(genre, rgb(colours.panel)) >= 3, `${colours.genres[i]} on the panel`);
      assert.ok(contrast(rgb(colours['on-genres'][i]), genre) >= 4.5, `text on ${colours.genres[i]}`);
    });
    const least = leastDifferences(genres);
    t.diagnostic(Object.entries(least).map(([sight, value]) => `${sight} ${value.toFixed(1)}`).join(', '));
    for (const [sight, difference] of Object.entries(least)) {
      assert.ok(difference >= LEAST_DIFFERENCE[theme], `${sight}: ${difference}`);
    }
    await visitor.close();
  });
}

test('the page follows the system until the visitor chooses, and remembers the choice', async () => {
  const visitor = await browser.open({ scheme: 'light' });
  const { page } = visitor;
  assert.deepEqual(await themeOf(visitor), { theme: 'light', scheme: 'light', ground: 'rgb(240, 243, 248)' });
  assert.equal((await coloursOf(visitor)).ground, '#f0f3f8');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
  assert.deepEqual(await themeOf(visitor), { theme: 'dark', scheme: 'dark', ground: 'rgb(11, 14, 20)' });

  await visitor.click('theme');
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'light');
  assert.equal((await coloursOf(visitor)).ground, '#f0f3f8');
  await page.reload();
  await page.waitForFunction(() => window.genrelens);
  assert.equal((await themeOf(visitor)).theme, 'light');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.getByRole('button', { name: 'Dark colours' }).press('Enter');
  assert.equal((await themeOf(visitor)).theme, 'dark');
  await visitor.close();
});

// The mean of the screenshot's pixels in a rectangle, 0…255.
const brightness = async (visitor, rect) => {
  const pixels = await pixelsOf(visitor, rect);
  return pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
};

test('a song that is on screen changes its colours too, the spectrogram among them', async () => {
  const visitor = await browser.open({ scheme: 'dark' });
  await visitor.ready();
  await visitor.drop(`${SOUNDS}/demo.mp3`);
  await visitor.until({ phase: 'finished' });
  await visitor.page.waitForTimeout(300);
  const place = await visitor.page.evaluate(() => window.genrelens.rect('spectrogram'));
  const dark = await brightness(visitor, place);
  await visitor.click('theme');
  await visitor.page.waitForTimeout(300);
  const light = await brightness(visitor, place);
  assert.ok(light > dark + 60, `${dark} in the dark, ${light} in the light`);
  await visitor.close();
});
