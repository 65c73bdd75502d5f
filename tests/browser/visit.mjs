// Visits the pages in Chromium on a screen (SCREENS in lib.mjs), light and dark:
//   node visit.mjs BASE_URL FOLDER_FOR_PICTURES SCREEN [CHROMIUM [JOURNEY]]
// Fails on errors in the console, on failed requests, on pages that do not fit
// the width of the screen, that shift while they load, that are heavier than
// 100 kB, or that axe-core finds inaccessible. Then goes the journeys of
// journeys.mjs as the reader whose token is in the environment, READER_TOKEN;
// JOURNEY: only that one. Says what took how long.

import {mkdirSync} from 'node:fs';
import {join} from 'node:path';

import {JOURNEYS} from './journeys.mjs';
import {countShifts, launch, SCREENS, visit} from './lib.mjs';

const [base, folder, size, chromium = '/usr/bin/chromium', only] =
    process.argv.slice(2);

// Pages that are open at the same time.
const AT_ONCE = 2;

const PAGES = [
  {name: 'front', path: '/'},
  {name: 'paper', path: '/papers/1706.03762', text: 'Attention'},
  {name: 'search', path: '/papers?q=attention', text: 'Attention'},
  {name: 'trending', path: '/papers/trending'},
  {name: 'author', path: '/authors/Ashish%20Vaswani', text: 'Attention'},
  {name: 'week', path: '/papers/week/2026-W01'},
  {name: 'feed', path: '/feed'},
  {name: 'sign-in', path: '/sign-in'},
  {name: 'sign-up', path: '/sign-up'},
  {name: 'reset-password', path: '/reset-password'},
  {name: 'submit', path: '/submit'},
  {name: 'subscribe', path: '/subscribe', text: 'No account is needed'},
  {name: 'api', path: '/api', text: 'RecommendService/Search'},
  {name: 'status', path: '/status'},
];

// What only who is signed in can see.
const OWN_PAGES = [
  {name: 'own-feed', path: '/feed'},
  {name: 'own-paper', path: '/papers/1706.03762', text: 'Attention'},
  {name: 'library', path: '/library'},
  {name: 'import', path: '/library/import'},
  {name: 'settings', path: '/settings'},
];

async function signIn(context) {
  const page = await context.newPage();
  await page.goto(`${base}/sign-in`);
  await page.fill('#field-token', process.env.READER_TOKEN);
  await page.click('button.primary');
  await page.close();
}

async function visitAll(context, pages, name) {
  const faults = [];
  const waiting = [...pages];
  const work = async () => {
    const page = await context.newPage();
    await countShifts(page);
    for (let wanted = waiting.shift(); wanted; wanted = waiting.shift()) {
      const picture = join(folder, `${wanted.name}-${name}.png`);
      const found = await visit(page, wanted, base, picture);
      faults.push(...found.map((fault) => `${name} ${wanted.path}: ${fault}`));
    }
  };
  await Promise.all(Array.from({length: AT_ONCE}, work));
  return faults;
}

const secondsSince = (start) => ((Date.now() - start) / 1000).toFixed(1);

// All of them, in light and in dark; answers how many there were.
async function visitPages(browser, screen, faults) {
  for (const colorScheme of ['light', 'dark']) {
    const start = Date.now();
    const name = `${screen.name}-${colorScheme}`;
    const context = await browser.newContext({...screen, colorScheme});
    faults.push(...await visitAll(context, PAGES, name));
    await signIn(context);
    faults.push(...await visitAll(context, OWN_PAGES, name));
    await context.close();
    console.log(`${name} pages: ${secondsSince(start)} s`);
  }
  return 2 * (PAGES.length + OWN_PAGES.length);
}

async function main() {
  mkdirSync(folder, {recursive: true});
  const screen = SCREENS.find(({name}) => name === size);
  const browser = await launch(chromium);
  const faults = [];
  const visits = only ? 0 : await visitPages(browser, screen, faults);
  const journeys = Object.entries(JOURNEYS).filter(
      ([name]) => !only || name === only);
  for (const [name, journey] of journeys) {
    const start = Date.now();
    const context = await browser.newContext(screen);
    const found = await journey(context, base, folder, screen).catch(
        (error) => [error.message]);
    faults.push(...found.map((fault) => `${name}: ${fault}`));
    await context.close();
    console.log(`${name}: ${secondsSince(start)} s`);
  }
  await browser.close();
  faults.forEach((fault) => console.log(fault));
  console.log(`${visits} visits, ${journeys.length} journeys, ` +
              `${faults.length} faults; pictures in ${folder}`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}

await main();
