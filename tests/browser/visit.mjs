// Visits the pages in Chromium, on a desktop and on a phone:
//   node visit.mjs BASE_URL FOLDER_FOR_PICTURES [CHROMIUM]
// Fails on errors in the console, on failed requests, on pages that do not fit
// the width of the screen, and on pages without a heading.

import {mkdirSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';

const [base, folder, chromium = '/usr/bin/chromium'] = process.argv.slice(2);
// playwright-core lies in build/node, not beside this file.
const load = createRequire(join(process.env.NODE_TOOLS, 'package.json'));
const playwright = load('playwright-core');

const SCREENS = [
  {name: 'desktop', viewport: {width: 1280, height: 900}},
  {
    name: 'phone',
    viewport: {width: 390, height: 844},
    isMobile: true,
    hasTouch: true,
    deviceScaleFactor: 2,
  },
];

const PAGES = [
  {name: 'front', path: '/'},
  {name: 'paper', path: '/papers/1706.03762', text: 'Attention'},
  {name: 'search', path: '/papers?q=attention', text: 'Attention'},
  {name: 'trending', path: '/papers/trending'},
  {name: 'status', path: '/status'},
];

function watch(page, faults) {
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  page.on('requestfailed', (request) => {
    faults.push(`request: ${request.url()} ${request.failure()?.errorText}`);
  });
}

async function check(page, wanted, answer) {
  const faults = [];
  if (answer.status() !== 200) faults.push(`status ${answer.status()}`);
  if (await page.getByRole('heading').count() === 0) faults.push('no heading');
  const body = await page.textContent('body');
  if (wanted.text && !body.includes(wanted.text)) {
    faults.push(`"${wanted.text}" is not on it`);
  }
  const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth);
  if (overflow > 0) faults.push(`is ${overflow} px wider than the screen`);
  return faults;
}

async function visit(context, screen, wanted) {
  const page = await context.newPage();
  const faults = [];
  watch(page, faults);
  const answer = await page.goto(base + wanted.path, {waitUntil: 'load'});
  faults.push(...await check(page, wanted, answer));
  await page.screenshot({
    path: join(folder, `${wanted.name}-${screen.name}.png`),
    fullPage: false,
  });
  await page.close();
  return faults.map((fault) => `${screen.name} ${wanted.path}: ${fault}`);
}

async function main() {
  mkdirSync(folder, {recursive: true});
  const browser = await playwright.chromium.launch({
    executablePath: chromium,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  const faults = [];
  for (const screen of SCREENS) {
    const context = await browser.newContext(screen);
    for (const wanted of PAGES) {
      faults.push(...await visit(context, screen, wanted));
    }
    await context.close();
  }
  await browser.close();
  faults.forEach((fault) => console.log(fault));
  console.log(`${SCREENS.length * PAGES.length} visits, ` +
              `${faults.length} faults; pictures in ${folder}`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}

await main();
