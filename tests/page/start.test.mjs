// The page comes up, checks its network and says what it runs on.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { copySite, openBrowser, visit, withFolder } from './browser.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser.close());

test('the network passes its self-check and the backend is named', async () => {
  const visitor = await browser.open();
  const state = await visitor.ready();
  assert.equal(state.problem, '');
  assert.match(state.backend, /^WebAssembly, 1 thread, [\d.]+ ms a chunk$/);
  assert.equal(state.phase, 'waiting');
  assert.notEqual(state.model, '');
  assert.match(state.accuracy, /^\d+% of \d+ .* right \(95% interval \d+–\d+%\)$/);
  await visitor.close();
});

test('a keyboard and a screen reader find what the canvas shows', async () => {
  const visitor = await browser.open();
  await visitor.ready();
  await visitor.page.getByRole('button', { name: 'Choose songs' }).waitFor({ state: 'attached' });
  await visitor.page.getByRole('status').waitFor({ state: 'attached' });
  await visitor.page.getByLabel('Song files').waitFor({ state: 'attached' });

  // Tab reaches the real button, which lies over its picture on the canvas; Enter opens the picker.
  await visitor.page.keyboard.press('Tab');
  const focused = await visitor.page.evaluate(() => {
    const { id } = document.activeElement;
    const { left, top, right, bottom } = document.activeElement.getBoundingClientRect();
    return { id, box: [left, top, right, bottom], rect: window.genrelens.rect(id) };
  });
  assert.equal(focused.id, 'choose');
  focused.box.forEach((edge, i) => assert.ok(Math.abs(edge - focused.rect[i]) < 1, `edge ${i}: ${edge}, ${focused.rect[i]}`));
  const chooser = visitor.page.waitForEvent('filechooser');
  await visitor.page.keyboard.press('Enter');
  await chooser;
  await visitor.close();
});

test('nothing is drawn while nothing changes', async () => {
  const visitor = await browser.open();
  await visitor.ready();
  await visitor.page.waitForTimeout(500);
  const { frames } = await visitor.state();
  await visitor.page.waitForTimeout(1000);
  assert.equal((await visitor.state()).frames, frames);
  await visitor.page.mouse.move(300, 300);
  await visitor.page.waitForFunction(before => window.genrelens.state().frames > before, frames);
  await visitor.close();
});

test('it works below any path', () => withFolder(async folder => {
  await copySite(`${folder}/some/folder`);
  await visit({ site: folder, query: 'some/folder/' }, async visitor => {
    assert.equal((await visitor.ready()).problem, '');
  });
}));
