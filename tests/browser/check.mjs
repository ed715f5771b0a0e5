// Looks at pages as readers meet them, and prints what is wrong as JSON: {path: [problem, ...]}.
//
//   node check.mjs '{"pages": [...], "chromium": "/usr/bin/chromium", "scripts": false}'
//
// "scripts": true allows a page scripts of its own (docs, dashboard); a report has none.
// "within": the part that axe looks at, by a selector; "html" is the whole page. The keyboard
// is not tried where only a part is ours. "fits": by selector, the width at which it fits.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const options = JSON.parse(process.argv[2]);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
const NARROW = { width: 320, height: 640 };
const PAPER = { width: 670, height: 900 }; // A4 between the widest margins

const openAll = () => document.querySelectorAll('details').forEach((part) => (part.open = true));

async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(
    ([within, rules]) => globalThis.axe.run(within === 'html' ? document : within,
      { runOnly: rules, resultTypes: ['violations'], preload: false }), [options.within, RULES]);
  return found.violations.flatMap((rule) => rule.nodes.slice(0, 3).map(
    (node) => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary.replace(/\s+/g, ' ')}`));
}

async function opened(browser, url, problems, settings = {}) {
  const context = await browser.newContext({ offline: true, ...settings });
  const page = await context.newPage();
  page.on('request', (request) => {
    const wanted = request.url();
    const local = wanted.startsWith('data:') || (options.scripts && wanted.startsWith('file:'));
    if (wanted.split('#')[0] !== url && !local) problems.push(`request: ${wanted.slice(0, 200)}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text().slice(0, 300)}`);
  });
  await page.goto(url);
  return page;
}

async function accessible(browser, url, problems) {
  for (const [name, settings] of [
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['forced colours', { forcedColors: 'active' }],
    ['narrow', { viewport: NARROW }],
  ]) {
    const page = await opened(browser, url, problems, settings);
    problems.push(...(await violations(page)).map((text) => `${name}: ${text}`));
    await page.evaluate(openAll);
    problems.push(...(await violations(page)).map((text) => `${name}, all open: ${text}`));
    // There the colour says which element is which.
    if (settings.forcedColors && await page.evaluate(() => [...document.querySelectorAll('.moves td')]
      .some((cell) => getComputedStyle(cell).forcedColorAdjust !== 'none')))
      problems.push(`${name}: the elements of a movement lose their colours`);
    await page.context().close();
  }
}

async function reflows(browser, url, problems) {
  const page = await opened(browser, url, problems, { viewport: NARROW });
  await page.evaluate(openAll);
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll('body *')]
      .filter((part) => part.getBoundingClientRect().right > width + 1)
      .map((part) => `${part.tagName.toLowerCase()}.${part.className}`).slice(0, 5);
  });
  if (wide.length) problems.push(`320 px: the page scrolls sideways: ${wide.join(', ')}`);
  await page.context().close();
}

async function keyboard(browser, url, problems) {
  const page = await opened(browser, url, problems);
  const focusable = await page.evaluate(() => {
    const all = document.querySelectorAll('a[href], summary, button, input, [tabindex="0"]');
    const reachable = [...all].filter((part) => part.checkVisibility({ contentVisibilityAuto: true }));
    reachable.forEach((part, place) => (part.dataset.order = place));
    return reachable.length;
  });
  const seen = [];
  for (let step = 0; step < Math.min(focusable, 60); step += 1) {
    await page.keyboard.press('Tab');
    seen.push(await page.evaluate(() => {
      const part = document.activeElement;
      const style = getComputedStyle(part);
      const box = part.getBoundingClientRect();
      return {
        order: Number(part.dataset.order ?? -1),
        name: `${part.tagName.toLowerCase()} ${part.textContent.trim().slice(0, 40)}`,
        outlined: style.outlineStyle !== 'none' || style.boxShadow !== 'none',
        shown: box.width > 0 && box.height > 0 && box.left >= 0,
      };
    }));
  }
  seen.forEach((stop, place) => {
    if (!options.scripts && stop.order !== place)
      problems.push(`keyboard: stop ${place} is ${stop.name} (${stop.order})`);
    if (!stop.outlined) problems.push(`keyboard: no focus ring on ${stop.name}`);
    if (!stop.shown) problems.push(`keyboard: ${stop.name} has the focus and cannot be seen`);
  });
  await page.context().close();
}

const squeezed = (text) => text.normalize('NFKC').replace(/[\s\u00ad]+/g, '');

async function prints(browser, url, problems) {
  const page = await opened(browser, url, problems);
  const hidden = await page.evaluate(() => [...document.querySelectorAll('details:not([open])')]
    .map((part) => part.lastElementChild.textContent.trim().split(/\s+/).slice(-4).join(' ')));
  const folder = mkdtempSync(join(tmpdir(), 'printed-'));
  try {
    const file = join(folder, 'page.pdf');
    await page.pdf({ path: file, format: 'A4' });
    const printed = squeezed(execFileSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8', maxBuffer: 2 ** 26 }));
    for (const words of hidden)
      if (!printed.includes(squeezed(words))) problems.push(`print: a closed part is not printed: ${words}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
  await page.context().close();
}

async function fitsOnPaper(browser, url, problems) {
  const page = await opened(browser, url, problems, { viewport: PAPER });
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(openAll);
  const cut = await page.evaluate(() => [...document.querySelectorAll('.wide, .scroll')]
    .filter((part) => part.scrollWidth > part.clientWidth + 1)
    .map((part) => part.getAttribute('aria-label') ?? part.getAttribute('aria-labelledby')));
  for (const name of cut) problems.push(`print: cut off at the right: ${name}`);
  await page.context().close();
}

async function fitsOnScreen(browser, url, problems) {
  for (const [selector, width] of Object.entries(options.fits ?? {})) {
    const page = await opened(browser, url, problems, { viewport: { width, height: 900 } });
    const wide = await page.locator(selector).evaluateAll(
      (parts) => parts.filter((part) => part.scrollWidth > part.clientWidth + 1).length);
    if (wide) problems.push(`${width} px: ${selector} scrolls sideways`);
    await page.context().close();
  }
}

async function withoutScripts(browser, url, problems) {
  const page = await opened(browser, url, problems, { javaScriptEnabled: false });
  const text = await page.innerText('main');
  if (text.trim().length < 20) problems.push('scripts off: there is next to nothing to read');
  const scripts = await page.locator('script').count();
  if (scripts && !options.scripts) problems.push(`the page has ${scripts} scripts`);
  await page.context().close();
}

const browser = await chromium.launch({
  executablePath: options.chromium,
  args: ['--no-sandbox', '--disable-gpu'],
});
const answer = {};
try {
  for (const path of options.pages) {
    const url = pathToFileURL(path).href;
    const problems = (answer[path] = []);
    const whole = options.within === 'html';
    for (const check of [accessible, reflows, ...(whole ? [keyboard] : []), prints, fitsOnPaper, fitsOnScreen,
      withoutScripts])
      await check(browser, url, problems);
  }
} finally {
  await browser.close();
}
console.log(JSON.stringify(answer));
