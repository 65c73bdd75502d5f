// What all visits share: a browser, and what must be true of every page.

import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';

// playwright-core and axe-core lie in build/node, not beside this file.
const load = createRequire(join(process.env.NODE_TOOLS, 'package.json'));
export const playwright = load('playwright-core');
const axe = readFileSync(load.resolve('axe-core/axe.min.js'), 'utf8');

export const SCREENS = [
  {name: 'desktop', viewport: {width: 1280, height: 900}},
  {
    name: 'phone',
    viewport: {width: 390, height: 844},
    isMobile: true,
    hasTouch: true,
    deviceScaleFactor: 2,
  },
];

// A page with all that it loads, fonts apart; as sent.
const MAX_BYTES = 100_000;
// Cumulative layout shift, the web's usual measure; 0.1 counts as good.
const MAX_SHIFT = 0.02;

export async function launch(chromium) {
  return playwright.chromium.launch({
    executablePath: chromium,
    // Threads of scripts' engine beside the page's own gain nothing where two
    // pages keep all processors busy: a sixth of the work.
    args: ['--no-sandbox', '--disable-dev-shm-usage',
           '--js-flags=--single-threaded'],
  });
}

// Collects errors of scripts, of requests and of the content policy.
export function watch(page, faults) {
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  page.on('requestfailed', (request) => {
    // A redirect that a script meant not to follow; a question that the next
    // page cut short.
    if (request.resourceType() === 'fetch') return;
    // The browser's own question for the icon, likewise; it asks when it likes.
    const { errorText } = request.failure() ?? {};
    if (/\/favicon\.svg$/.test(request.url()) &&
        errorText === 'net::ERR_ABORTED') return;
    faults.push(`request: ${request.url()} ${errorText}`);
  });
}

// A page whose errors are faults of the journey.
export async function open(context, faults) {
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  watch(page, faults);
  return page;
}

// Counts what a page loads. Call before the page is opened; `done` ends it.
export async function weigh(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const types = new Map();
  let bytes = 0;
  session.on('Network.responseReceived',
             (event) => types.set(event.requestId, event.type));
  session.on('Network.loadingFinished', (event) => {
    if (types.get(event.requestId) !== 'Font') {
      bytes += event.encodedDataLength;
    }
  });
  return {bytes: () => bytes, done: () => session.detach()};
}

export async function countShifts(page) {
  await page.addInitScript(() => {
    window.layoutShift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (!entry.hadRecentInput) window.layoutShift += entry.value;
      }
    }).observe({type: 'layout-shift', buffered: true});
  });
}

// Accessibility. The content policy keeps the page from loading the tool, so
// it is handed over by the debugger.
export async function audit(page) {
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(axe);
  const result = await page.evaluate(() => axe.run(document, {
    resultTypes: ['violations'],
  }));
  return result.violations.map((violation) => {
    const [node] = violation.nodes;
    return `axe: ${violation.id} (${violation.nodes.length}): ` +
        `${violation.help}: ${node.html.slice(0, 160)}`;
  });
}

// Colours that are on their way have contrasts of no design.
export async function settle(page) {
  await page.evaluate(() => Promise.all(
      document.getAnimations().map((one) => one.finished)));
}

export async function fits(page) {
  const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth);
  return overflow > 0 ? [`is ${overflow} px wider than the screen`] : [];
}

// Opens a page and finds what is wrong with it. `wanted`: path, and optionally
// text that must be on it and the status that it must have. `page` counts its
// shifts, and is as good as a new one afterwards, for which a process would have
// to be started.
export async function visit(page, wanted, base, picture) {
  const faults = [];
  watch(page, faults);
  const weight = await weigh(page);
  const answer = await page.goto(base + wanted.path, {waitUntil: 'load'});
  const status = wanted.status ?? 200;
  if (answer.status() !== status) faults.push(`status ${answer.status()}`);
  if (await page.getByRole('heading', {level: 1}).count() !== 1) {
    faults.push('has not one heading of the first level');
  }
  const body = await page.textContent('body');
  if (wanted.text && !body.includes(wanted.text)) {
    faults.push(`"${wanted.text}" is not on it`);
  }
  faults.push(...await fits(page));
  const shift = await page.evaluate(() => window.layoutShift);
  if (shift > MAX_SHIFT) faults.push(`shifts by ${shift.toFixed(3)}`);
  if (weight.bytes() > MAX_BYTES) {
    faults.push(`loads ${weight.bytes()} bytes`);
  }
  faults.push(...await audit(page));
  await page.screenshot({path: picture, fullPage: false});
  await weight.done();
  page.removeAllListeners();
  return faults;
}
