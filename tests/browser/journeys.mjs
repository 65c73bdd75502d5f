// What people do here, as a browser does it. A journey takes a context, the
// address of the newspaper, the folder of pictures and the screen, and answers
// its faults.

import {account, discussion, editions, own, submit, visitor} from
  './accounts.mjs';
import {authorship, decide, dismiss, dismissPlainly, find, retract} from
  './choices.mjs';
import {audit, open} from './lib.mjs';
import {mail, subscribe} from './mails.mjs';
import {linking, provider} from './providers.mjs';

const PAPER = '/papers/1706.03762';

async function signIn(page, base, next) {
  await page.goto(`${base}/sign-in?next=${encodeURIComponent(next)}`);
  await page.fill('#field-token', process.env.READER_TOKEN);
  await page.click('button.primary');
}

// The vote of a reader: taken without a reload, still there after one, and gone
// when it is withdrawn.
async function vote(context, base) {
  const faults = [];
  const page = await open(context, faults);
  await signIn(page, base, PAPER);
  const button = page.locator('.paper-side button.vote');
  const expect = async (when, votes, pressed) => {
    const now = Number(await button.locator('[data-count]').textContent());
    const is = await button.getAttribute('aria-pressed');
    if (now !== votes || is !== pressed) {
      faults.push(`${when}: ${now} votes, pressed ${is}`);
    }
  };
  // One click and the server's answer to it.
  const click = async (pressed) => {
    await button.click();
    await page.waitForSelector(
        `.paper-side button.vote[aria-pressed=${pressed}]`);
  };
  const votes = Number(await button.locator('[data-count]').textContent());
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
  return faults;
}

// Suggestions come while one types, and the keyboard alone takes one.
async function suggest(context, base) {
  const faults = [];
  const page = await open(context, faults);
  await page.goto(`${base}/`);
  await page.keyboard.press('/');
  await page.keyboard.type('attention is', {delay: 20});
  await page.waitForSelector('#suggestions li');
  faults.push(...await audit(page));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/papers/);
  if (!(await page.textContent('main')).includes('Attention')) {
    faults.push('the suggestion leads elsewhere');
  }
  return faults;
}

// Keys walk through a list, open a paper, and tell what they do.
async function keys(context, base) {
  const faults = [];
  const page = await open(context, faults);
  await page.goto(`${base}/papers/trending`);
  const focused = () => page.evaluate(
      () => document.activeElement.getAttribute('href'));
  await page.keyboard.press('j');
  const first = await focused();
  await page.keyboard.press('j');
  const second = await focused();
  await page.keyboard.press('k');
  if (!first || first === second || await focused() !== first) {
    faults.push(`j and k go to ${first}, ${second}, ${await focused()}`);
  }
  await page.keyboard.press('?');
  await page.waitForSelector('dialog[open]');
  faults.push(...await audit(page));
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('o');
  await page.waitForURL(`${base}${first}`);
  return faults;
}

// A paper saved is in the library, goes out as BibTeX, and comes in again.
async function library(context, base) {
  const faults = [];
  const page = await open(context, faults);
  await signIn(page, base, '/library/import');
  await page.fill('#references', '@misc{a, eprint = {1706.03762}}\n' +
                                     '@misc{b, eprint = {0000.00000}, ' +
                                     'title = {Not here}}');
  await page.click('main button.primary');
  const done = await page.textContent('main');
  if (!done.includes('1 paper is in your library')) faults.push('not imported');
  if (!done.includes('Not here')) faults.push('the unknown is not named');
  await page.goto(`${base}/library`);
  if (!(await page.textContent('main')).includes('Attention')) {
    faults.push('the library lacks the paper');
  }
  const file = await page.request.get(`${base}/library.bib`);
  if (!(await file.text()).includes('eprint = {1706.03762}')) {
    faults.push('the export lacks the paper');
  }
  await page.click('.ranked .story:first-child button.save');
  await page.waitForSelector(
      '.ranked .story:first-child button.save[aria-pressed=false]');
  return faults;
}

// Without scripts every page still works.
async function plain(context, base) {
  const faults = [];
  const bare = await context.browser().newContext({javaScriptEnabled: false});
  const page = await open(bare, faults);
  await page.goto(`${base}/`);
  await page.fill('#q', 'attention');
  await page.click('form.search button');
  await page.click('.headline a');
  if (await page.locator('.paper-text').count() !== 1) {
    faults.push('the search does not lead to a paper');
  }
  await bare.close();
  return faults;
}

// The plots of the status page move.
async function plots(context, base) {
  const faults = [];
  const page = await open(context, faults);
  await page.goto(`${base}/status`);
  await page.waitForSelector('#plots path[d^=M]', {state: 'attached'});
  faults.push(...await audit(page));
  return faults;
}

export const JOURNEYS = {
  vote,
  suggest,
  keys,
  library,
  plain,
  plots,
  subscribe,
  mail,
  account,
  provider,
  linking,
  discussion,
  visitor,
  own,
  editions,
  submit,
  dismiss,
  dismissPlainly,
  decide,
  retract,
  authorship,
  find,
};
