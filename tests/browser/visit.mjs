// Visits the pages in Chromium, on a desktop and on a phone:
//   node visit.mjs BASE_URL FOLDER_FOR_PICTURES [CHROMIUM]
// Fails on errors in the console, on failed requests, on pages that do not fit
// the width of the screen, and on pages without a heading. Then votes as the
// reader whose token is in the environment, READER_TOKEN.

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
    // A redirect that a script meant not to follow.
    if (request.resourceType() === 'fetch' && request.redirectedFrom()) return;
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

// The vote of a reader: taken without a reload, still there after one, and gone
// when it is withdrawn.
async function vote(context, token) {
  const page = await context.newPage();
  const faults = [];
  watch(page, faults);
  await page.goto(`${base}/sign-in?next=/papers/1706.03762`);
  await page.fill('#token', token);
  await page.click('button.primary');
  const button = page.locator('.paper-side button.vote');
  const state = async () => ({
    votes: Number(await button.locator('[data-count]').textContent()),
    pressed: await button.getAttribute('aria-pressed'),
  });
  const expect = async (when, votes, pressed) => {
    const now = await state();
    if (now.votes !== votes || now.pressed !== pressed) {
      faults.push(`${when}: ${now.votes} votes, pressed ${now.pressed}`);
    }
  };
  // One click and the server's answer to it.
  const click = async (pressed) => {
    await button.click();
    await page.waitForSelector(
        `.paper-side button.vote[aria-pressed=${pressed}]`);
  };
  const {votes} = await state();
  await expect('before the vote', votes, 'false');
  await page.evaluate(() => window.notReloaded = true);
  await click('true');
  if (!await page.evaluate(() => window.notReloaded)) {
    faults.push('the vote reloaded the page');
  }
  await expect('after the vote', votes + 1, 'true');
  await page.reload({waitUntil: 'load'});
  await expect('after a reload', votes + 1, 'true');
  await click('false');
  await page.reload({waitUntil: 'load'});
  await expect('after the withdrawal', votes, 'false');
  await page.close();
  return faults.map((fault) => `vote: ${fault}`);
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
    faults.push(...await vote(context, process.env.READER_TOKEN));
    await context.close();
  }
  await browser.close();
  faults.forEach((fault) => console.log(fault));
  console.log(`${SCREENS.length * PAGES.length} visits, ` +
              `${faults.length} faults; pictures in ${folder}`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}

await main();
