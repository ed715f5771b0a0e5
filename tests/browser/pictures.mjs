// Takes pictures of pages with all parts open: narrow and wide, light, dark and in forced
// colours, and printed.
//
//   node pictures.mjs '{"pages": [...], "out": "...", "chromium": "/usr/bin/chromium"}'
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const options = JSON.parse(process.argv[2]);
const TALLEST = 1800;
const browser = await chromium.launch({
  executablePath: options.chromium,
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  for (const path of options.pages) {
    const name = join(options.out, basename(path, '.html'));
    for (const width of [320, 1280])
      for (const mode of ['light', 'dark', 'forced']) {
        const colours = mode === 'forced' ? { forcedColors: 'active' } : { colorScheme: mode };
        const context = await browser.newContext({ viewport: { width, height: 900 }, ...colours });
        const page = await context.newPage();
        await page.goto(pathToFileURL(path).href);
        await page.evaluate(() => document.querySelectorAll('details').forEach((part) => (part.open = true)));
        const tall = await page.evaluate(() => document.documentElement.scrollHeight);
        for (let top = 0, part = 0; top < tall; top += TALLEST, part += 1)
          await page.screenshot({
            path: `${name}-${width}-${mode}-${String(part).padStart(2, '0')}.png`,
            fullPage: true,
            clip: { x: 0, y: top, width, height: Math.min(TALLEST, tall - top) },
          });
        await context.close();
      }
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(pathToFileURL(path).href);
    await page.pdf({ path: `${name}.pdf`, format: 'A4' });
    await context.close();
  }
} finally {
  await browser.close();
}
