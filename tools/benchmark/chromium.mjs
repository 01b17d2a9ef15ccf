// A Chromium for the contestants of page.html. Every measurement has a page of its own.
import { createRequire } from 'node:module';
import path from 'node:path';
import { serve } from '../serve.mjs';

const { chromium } = createRequire(new URL('../package.json', import.meta.url))('playwright-core');
const root = new URL('../../', import.meta.url).pathname;

// → {version, measure(name, seconds, part, file, …rates), close()}; file: below the repository.
export async function openChromium() {
  // Isolated, the page's clock has 5 µs instead of 100.
  const server = await serve(root, { isolated: true });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
  });
  return {
    version: browser.version(),
    async measure(name, seconds, part, file, ...rates) {
      const page = await browser.newPage();
      try {
        await page.goto(`${server.address}tools/benchmark/page.html`);
        await page.waitForFunction(() => globalThis.measure);
        const words = [name, seconds, part, server.address + path.relative(root, file), ...rates];
        return await page.evaluate(all => globalThis.measure(...all), words);
      } finally {
        await page.close();
      }
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
