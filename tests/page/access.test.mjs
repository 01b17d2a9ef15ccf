// For who cannot see the page or use a mouse: axe-core finds nothing serious in any state, and the keyboard reaches it all.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { SOUNDS, openBrowser } from './browser.mjs';
import { ALLOWED, FAKE } from './fake_microphone.mjs';

const axe = await readFile(new URL('../../tools/node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

let browser;
before(async () => { browser = await openBrowser({ flags: [FAKE, ALLOWED] }); });
after(() => browser.close());

async function assertAccessible(visitor, state) {
  if (!await visitor.page.evaluate(() => 'axe' in window)) await visitor.page.evaluate(axe);
  const { violations, passes } = await visitor.page.evaluate(() => window.axe.run());
  assert.ok(passes.length > 10, `${passes.length} rules looked at something`);
  const grave = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
  assert.deepEqual(grave.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`), [], state);
}

for (const scheme of ['dark', 'light']) {
  test(`${scheme}: axe-core finds nothing serious or critical`, async () => {
    const visitor = await browser.open({ scheme });
    const { page } = visitor;
    await visitor.ready();
    await assertAccessible(visitor, 'start');
    await visitor.click('about');
    await page.waitForSelector('#about-dialog[open]');
    await assertAccessible(visitor, 'about');
    await page.keyboard.press('Escape');
    await visitor.drop(`${SOUNDS}/three-minutes.mp3`);
    await visitor.until({ phase: 'reading' });
    await assertAccessible(visitor, 'reading');
    await visitor.drop(`${SOUNDS}/demo.mp3`);
    await visitor.until({ file: 'demo.mp3', phase: 'finished' });
    await assertAccessible(visitor, 'finished');
    await visitor.click('share');
    await page.waitForSelector('#share-dialog[open]');
    await assertAccessible(visitor, 'share');
    await page.keyboard.press('Escape');
    await visitor.drop(`${SOUNDS}/picture.mp3`);
    await visitor.until({ phase: 'failed' });
    await assertAccessible(visitor, 'failed');
    await visitor.close();
  });

  test(`${scheme}: axe-core finds nothing serious or critical while it listens, which can be begun beside an answer`, async () => {
    const visitor = await browser.open({ scheme });
    await visitor.ready();
    await visitor.drop(`${SOUNDS}/tone.flac`);
    await visitor.until({ phase: 'finished' });
    assert.ok(await visitor.page.getByRole('button', { name: 'Listen', exact: true }).isVisible());
    await visitor.click('listen');
    await visitor.page.waitForFunction(() => window.genrelens.rect('microphone'));
    await assertAccessible(visitor, 'may the page listen?');
    await visitor.click('microphone');
    await visitor.until({ phase: 'reading' });
    await visitor.page.waitForFunction(() => window.genrelens.rect('stop'));
    await assertAccessible(visitor, 'listening');
    await visitor.close();
  });
}

const focused = page => page.evaluate(() => {
  const { activeElement: node } = document;
  const { outlineStyle, outlineWidth } = getComputedStyle(node);
  return { id: node.id, name: node.textContent.trim() || node.getAttribute('aria-label'), ring: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 };
});

// Tabs on until the control with that id has the focus.
async function tabTo(page, id) {
  const seen = [];
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press('Tab');
    const { id: at, name, ring } = await focused(page);
    if (at) assert.ok(name && ring, `${at}: named "${name}", ${ring ? 'with' : 'without'} a ring`);
    seen.push(at);
    if (at === id) return;
  }
  assert.fail(`no Tab leads to ${id}: ${seen.join(' ')}`);
}

test('everything can be done by keyboard: demo, share, close, again, about, theme', async () => {
  const visitor = await browser.open();
  const { page } = visitor;
  await visitor.ready();
  await page.waitForSelector('#demo:not([hidden])', { state: 'attached' });
  await tabTo(page, 'demo');
  await page.keyboard.press('Enter');
  const { song } = await visitor.until({ phase: 'finished' });
  await tabTo(page, 'share');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#share-dialog[open]');
  await tabTo(page, 'share-link');
  await page.keyboard.press('Escape');
  await page.waitForSelector('#share-dialog[open]', { state: 'detached' });
  assert.equal((await focused(page)).id, 'share');
  await tabTo(page, 'again');
  await page.keyboard.press(' ');
  await visitor.until({ song: song + 1, phase: 'finished' });
  await tabTo(page, 'about');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#about-dialog[open]');
  await tabTo(page, 'about-backend');
  await page.keyboard.press('Escape');
  await tabTo(page, 'theme');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'light');
  await visitor.close();
});
