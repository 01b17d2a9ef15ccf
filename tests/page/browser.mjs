// What the page tests share: a Chromium, the site on a server of its own, and a visitor's hands.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import { serve } from '../../tools/serve.mjs';

const { chromium } = createRequire(new URL('../../tools/package.json', import.meta.url))('playwright-core');

const root = new URL('../../', import.meta.url).pathname;
export const SITE = process.env.GENRELENS_SITE ?? `${root}build/site`;
export const SOUNDS = `${root}build/sounds`;
export const FIXTURES = `${root}tests/fixtures`;
export const SCREENSHOTS = `${root}build/screenshots`;
// What the page says: key → text.
export const ENGLISH = JSON.parse(await readFile(`${root}web/words/english.json`, 'utf8'));
const COMMAND = process.env.GENRELENS_COMMAND ?? `${root}build/native/bin/genrelens`;

const FLAGS = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync',
               '--no-first-run'];

// server: {address, close()}, one of the test's own. muted: as Playwright starts it; a muted tab has no sound to share.
export async function openBrowser({ flags = [], site = SITE, isolated = false, server: given = null, muted = true } = {}) {
  const server = given ?? await serve(site, { isolated });
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...FLAGS, ...flags],
    ignoreDefaultArgs: muted ? [] : ['--mute-audio'] });
  return {
    // A page that fails its test at close() if it logged an error or asked another origin for anything.
    // allowed: addresses elsewhere that it may ask; logged: errors that the browser itself may log; started: in the page,
    // true once it can be used.
    async open({
      query = '', width = 1366, height = 768, density = 1, touch = false, locale = 'en-US', scheme = 'dark',
      motion = 'reduce', allowed = [], logged = [], started = () => window.genrelens,
    } = {}) {
      const context = await browser.newContext({
        viewport: { width, height }, deviceScaleFactor: density, hasTouch: touch, reducedMotion: motion, locale, colorScheme: scheme,
      });
      const page = await context.newPage();
      page.on('filechooser', () => {});  // caught from the start, not only once a test waits for it
      const faults = [];
      page.on('console', message => {
        if (message.type() === 'error' && !logged.includes(message.text())) faults.push(`console: ${message.text()}`);
      });
      page.on('pageerror', error => faults.push(`page error: ${error.message}`));
      context.on('request', request => {
        const own = [server.address, 'data:', 'blob:', ...allowed].some(address => request.url().startsWith(address));
        if (!own) faults.push(`asked ${request.url()}`);
      });
      await page.goto(server.address + query);
      await page.waitForFunction(started, null, { timeout: 60000 });
      return visitor(page, context, faults);
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

// A browser, a page and look(visitor), closed again whatever happens. options: of openBrowser and of open together.
export async function visit(options, look) {
  const browser = await openBrowser(options);
  try {
    const guest = await browser.open(options);
    const result = await look(guest);
    await guest.close();
    return result;
  } finally {
    await browser.close();
  }
}

function visitor(page, context, faults) {
  const state = () => page.evaluate(() => window.genrelens.state());
  // Waits until the window's state has these values, or one of a list of them. Returns the whole state.
  async function until(wanted, timeout = 120000) {
    const fits = expected => {
      const now = window.genrelens.state();
      return Object.entries(expected).every(([key, value]) => [value].flat().includes(now[key]));
    };
    await page.waitForFunction(fits, wanted, { timeout, polling: 50 }).catch(async error => {
      throw new Error(`waited for ${JSON.stringify(wanted)}, but there is ${JSON.stringify(await state())}`, { cause: error });
    });
    return state();
  }
  return {
    page,
    state,
    until,
    ready: () => page.waitForFunction(() => {
      const { backend, problem } = window.genrelens.state();
      return backend || problem;
    }, null, { timeout: 120000 }).then(state),

    // Drops files at once, as one drop each in quick succession.
    async drop(...files) {
      const contents = await Promise.all(files.map(async file => [path.basename(file), (await readFile(file)).toString('base64')]));
      await page.evaluate(async dropped => {
        const made = await Promise.all(dropped.map(async ([name, base64]) =>
          new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], name)));
        for (const file of made) {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(file);
          const event = { dataTransfer, bubbles: true, cancelable: true };
          document.getElementById('canvas').dispatchEvent(new DragEvent('dragover', event));
          document.getElementById('canvas').dispatchEvent(new DragEvent('drop', event));
        }
      }, contents);
    },

    // Drops files and folders of this machine, as from a file manager: the browser reads them itself.
    async dropPaths(...files) {
      await this.dragPaths(files, () => {});
    },

    // Files hover over the page, then `meanwhile()` happens, then they are dropped.
    async dragPaths(files, meanwhile) {
      const session = await page.context().newCDPSession(page);
      const at = { x: 300, y: 300, data: { items: [], files, dragOperationsMask: 1 } };
      const drag = type => session.send('Input.dispatchDragEvent', { type, ...at });
      await drag('dragEnter');
      await drag('dragOver');
      await meanwhile();
      await drag('drop');
      await session.detach();
    },

    // Presses a widget on the canvas: Dear ImGui wants to see the button down for a frame.
    async click(name) {
      const rect = await page.waitForFunction(id => window.genrelens.rect(id), name).then(handle => handle.jsonValue());
      await page.mouse.move((rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2);
      await page.waitForTimeout(80);
      await page.mouse.down();
      await page.waitForTimeout(80);
      await page.mouse.up();
    },

    answer: () => page.textContent('#answer'),

    async close() {
      await context.close();
      assert.deepEqual(faults, []);
    },
  };
}

// Runs the native command; what it printed.
export async function genrelens(...options) {
  return (await promisify(execFile)(COMMAND, options, { maxBuffer: 1 << 26 })).stdout;
}

// What the native command says of a file. options: of its subcommand classify.
export const classifyNatively = async (file, ...options) => JSON.parse(await genrelens('classify', '--json', ...options, file));

// A scratch folder, for the caller to remove.
export const makeFolder = () => mkdtemp(path.join(os.tmpdir(), 'genrelens-page-'));

// A scratch folder for use(folder), removed again whatever happens.
export async function withFolder(use) {
  const folder = await makeFolder();
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

// Copies the site to break it there. ONNX Runtime, large, stays a link.
export async function copySite(folder) {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(SITE)) {
    if (name === 'ort') await symlink(path.join(SITE, name), path.join(folder, name));
    else await cp(path.join(SITE, name), path.join(folder, name), { recursive: true });
  }
}

// What a visitor loads of ours, without ONNX Runtime, models and sounds: [{name, raw, packed}] in bytes, packed with brotli.
export async function siteFiles() {
  const entries = await readdir(SITE, { withFileTypes: true, recursive: true });
  const names = entries.filter(entry => entry.isFile()).map(entry => path.relative(SITE, path.join(entry.path, entry.name)));
  const ours = names.filter(name => !['ort', 'models', 'sounds'].includes(name.split(path.sep)[0]));
  return Promise.all(ours.map(async name => {
    const bytes = await readFile(path.join(SITE, name));
    return { name, raw: bytes.length, packed: (await promisify(brotliCompress)(bytes)).length };
  }));
}

export const total = (files, key) => files.reduce((sum, file) => sum + file[key], 0);

export async function sounds(extensions) {
  const names = await readdir(SOUNDS);
  return names.filter(name => extensions.includes(path.extname(name))).sort();
}
