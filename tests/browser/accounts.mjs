// Accounts, what is said about papers, and what is one's own, as a browser does
// it: every journey with people of its own, so that it may run again.

import {randomBytes} from 'node:crypto';

import {open, settle} from './lib.mjs';
import {look as lookOnce, mailTo} from './mails.mjs';

const PASSWORD = 'correct horse battery';
const PAPER = '/papers/1706.03762';
const asOperator = {Authorization: `Bearer ${process.env.OPERATOR_TOKEN}`};

const someName = (kind) => `${kind}-${randomBytes(4).toString('hex')}`;

// In daylight and at night.
export async function look(page, faults, folder, name) {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({colorScheme});
    await settle(page);
    await lookOnce(page, faults, folder, `${name}-${colorScheme}`);
  }
  await page.emulateMedia({colorScheme: null});
}

export async function expectText(page, selector, text) {
  await page.locator(selector, {hasText: text}).first().waitFor();
}

// Answers what the operator's call answered.
async function operator(page, method, path, data) {
  const answer = await page.request.fetch(
      path, {method, headers: asOperator, data});
  if (!answer.ok()) throw new Error(`${path}: ${await answer.text()}`);
  return answer.json();
}

async function signUp(page, base, name, invitation) {
  const query = invitation ? `?invitation=${invitation}` : '';
  await page.goto(`${base}/sign-up${query}`);
  await page.fill('#field-name', name);
  if (!invitation) await page.fill('#field-email', `${name}@example.org`);
  await page.fill('#field-password', PASSWORD);
  await page.click('main button.primary');
}

async function signIn(page, base, name) {
  await page.goto(`${base}/sign-in`);
  await page.fill('#field-login', name);
  await page.fill('#field-password', PASSWORD);
  await page.click('main button.primary');
  await page.waitForSelector('a.who');
}

// A reader by the operator's invitation, signed in.
export async function member(context, base, faults, kind, role) {
  const page = await open(context, faults);
  const {invitation} = await operator(
      page, 'POST', `${base}/api/v1/invitations`, role ? {role} : {});
  const name = someName(kind);
  await signUp(page, base, name, invitation);
  await page.waitForSelector('a.who');
  return {page, name};
}

// From the form over the letter's link into the account; in again with the
// password; tokens are shown once; out everywhere.
export async function account(context, base, folder, screen) {
  const faults = [];
  const page = await open(context, faults);
  const name = someName('ann');
  await signUp(page, base, name);
  await expectText(page, 'h1', 'Look at your mail');
  await look(page, faults, folder, `sign-up-sent-${screen.name}`);
  const letter = await mailTo(page, base, `${name}@example.org`);
  const [, link] = letter.match(
      /https?:\/\/[^/\s]+(\/confirm-email\?token=[\w-]+)/);
  await page.goto(base + link);
  await look(page, faults, folder, `confirm-email-${screen.name}`);
  await page.click('main button.primary');
  await page.waitForURL(`${base}/settings`);
  await page.click('form[action="/sign-out"] button');
  await page.waitForSelector('a[href^="/sign-in"]');
  await signIn(page, base, `${name}@example.org`);

  await page.goto(`${base}/settings`);
  await page.fill('#token-label', 'feed reader');
  await page.selectOption('#token-scope', 'feed');
  await page.click('form[action^="/settings/tokens#"] button');
  await expectText(page, '.hint', 'shown this once');
  await look(page, faults, folder, `token-made-${screen.name}`);
  const feed = await page.getAttribute('a.token', 'href');
  if (!(await page.request.get(base + feed)).ok()) {
    faults.push('the feed of the new token does not open');
  }
  await page.goto(`${base}/settings`);
  if (await page.locator('code.token').count() !== 0) {
    faults.push('the token is shown twice');
  }
  await page.click('button[aria-label="Revoke the token feed reader"]');
  await expectText(page, '.hint', 'revoked');
  await look(page, faults, folder, `settings-${screen.name}`);

  const other = await context.browser().newContext(screen);
  const second = await open(other, faults);
  await signIn(second, base, name);
  await page.goto(`${base}/settings`);
  await page.click('form[action="/settings/sign-out-everywhere"] button');
  await page.waitForSelector('a[href^="/sign-in"]');
  // Another gateway may believe it for 5 s; this one knows at once.
  await second.goto(`${base}/library`);
  if (!second.url().includes('/sign-in')) {
    faults.push('signing out everywhere left a session');
  }
  await other.close();
  return faults;
}

// Said, answered, changed, reported, hidden by an editor, and taken back.
export async function discussion(context, base, folder, screen) {
  const faults = [];
  const ann = await member(context, base, faults, 'ann');
  const there = await context.browser().newContext(screen);
  const bob = await member(there, base, faults, 'bob');
  const desk = await context.browser().newContext(screen);
  const ed = await member(desk, base, faults, 'ed', 'ROLE_EDITOR');
  const words = someName('words');

  await ann.page.goto(base + PAPER);
  await ann.page.fill('#comment-text',
                      `A **bold** claim, ${words} <script>alert(1)</script>`);
  await ann.page.click('#comment-text ~ button');
  const said = (page) => page.locator('article.talk', {hasText: words}).first();
  await said(ann.page).waitFor();
  if (await said(ann.page).locator('strong', {hasText: 'bold'}).count() !== 1) {
    faults.push('Markdown is not rendered');
  }

  await bob.page.goto(base + PAPER);
  await said(bob.page).locator('summary', {hasText: 'Reply'}).click();
  await said(bob.page).locator('textarea').first().fill('Why so?');
  await said(bob.page).getByRole('button', {name: 'Reply'}).click();
  await expectText(bob.page, 'article.talk.depth-1', 'Why so?');
  await look(bob.page, faults, folder, `comments-${screen.name}`);

  await ann.page.reload();
  await said(ann.page).locator('summary', {hasText: 'Edit'}).click();
  await said(ann.page).locator('form[action="/comments/edit"] textarea')
      .fill(`A milder claim, ${words}`);
  await said(ann.page).getByRole('button', {name: 'Save'}).click();
  await expectText(ann.page, 'article.talk', `A milder claim, ${words}`);

  await bob.page.reload();
  await said(bob.page).locator('summary', {hasText: 'Report'}).click();
  await said(bob.page).locator('input[name=reason]').fill('off the point');
  await said(bob.page).getByRole('button', {name: 'Tell the editors'}).click();
  await bob.page.waitForLoadState();

  await ed.page.goto(`${base}/moderation`);
  const report = ed.page.locator('article.talk', {hasText: words});
  await report.waitFor();
  await look(ed.page, faults, folder, `moderation-${screen.name}`);
  await report.getByRole('button', {name: 'Hide it'}).click();
  await report.waitFor({state: 'detached'});
  await bob.page.goto(base + PAPER);
  if ((await bob.page.textContent('#comments')).includes(words)) {
    faults.push('a hidden comment is still to be read');
  }

  await bob.page.locator('article.talk', {hasText: 'Why so?'}).last()
      .getByRole('button', {name: 'Delete'}).click();
  await bob.page.waitForLoadState();
  await there.close();
  await desk.close();
  return faults;
}

// Without an account: saved papers make a feed, and move into the account. Of
// two clicks in a row none is lost.
export async function visitor(context, base, folder, screen) {
  const faults = [];
  const page = await open(context, faults);
  await page.goto(`${base}/papers/trending`);
  if ((await context.cookies()).length > 0) faults.push('reading makes a cookie');
  const titles = [];
  for (const place of [1, 2]) {
    titles.push((await page.textContent(
        `.ranked .story:nth-child(${place}) .headline`)).trim());
  }
  await page.evaluate(() => {
    document.querySelectorAll('.ranked .story:nth-child(-n+2) button.save')
        .forEach((button) => button.click());
  });
  for (const place of [1, 2]) {
    await page.waitForSelector(
        `.ranked .story:nth-child(${place}) button.save[aria-pressed=true]`);
  }
  await page.goto(`${base}/feed`);
  await expectText(page, '.origin', 'in this browser');
  await look(page, faults, folder, `visitor-feed-${screen.name}`);
  await page.goto(`${base}/library`);
  for (const title of titles) await expectText(page, '.headline', title);
  const {page: own} = await member(context, base, faults, 'vera');
  await own.goto(`${base}/library`);
  for (const title of titles) await expectText(own, '.headline', title);
  const left = (await context.cookies()).filter(
      (cookie) => cookie.name === 'broadsheet_visitor');
  if (left.length > 0) faults.push('the browser still keeps the choices');
  return faults;
}

// Follows an author and a field; puts a paper into a folder.
export async function own(context, base, folder, screen) {
  const faults = [];
  const {page} = await member(context, base, faults, 'flo');
  await page.goto(`${base}/authors/Ashish%20Vaswani`);
  await page.click('form.follow button');
  await page.waitForSelector('form.follow button[aria-pressed=true]');
  await page.goto(`${base}/papers/trending?category=cs.CL`);
  await page.click('form.follow button');
  await page.waitForSelector('form.follow button[aria-pressed=true]');
  await page.goto(`${base}/settings`);
  await expectText(page, '.rows', 'Ashish Vaswani');
  await expectText(page, '.rows', 'Computation and Language');
  await page.click('button[aria-label="Unfollow Ashish Vaswani"]');
  await page.waitForSelector('button[aria-label="Unfollow Ashish Vaswani"]',
                             {state: 'detached'});

  await page.goto(base + PAPER);
  await page.click('.paper-side button.save');
  await page.waitForSelector('.paper-side button.save[aria-pressed=true]');
  await page.goto(`${base}/library`);
  await page.click('details.move summary');
  await page.fill('input[name=folder]', 'Reading group');
  await page.click('details.move button');
  await expectText(page, 'nav.fields', 'Reading group');
  await look(page, faults, folder, `folders-${screen.name}`);
  await page.click('nav.fields a:has-text("Reading group")');
  await expectText(page, '.headline', 'Attention');
  return faults;
}

// An edition has its own days, trends and news, and a feed of them.
export async function editions(context, base, folder, screen) {
  const faults = [];
  const page = await open(context, faults);
  await operator(page, 'PUT', `${base}/api/v1/editions`, {
    edition: {
      name: 'language',
      title: 'Language',
      categories: ['cs.CL'],
      keywords: ['attention'],
    },
  });
  await page.goto(`${base}/editions`);
  await look(page, faults, folder, `editions-${screen.name}`);
  await page.click('.editions h2 a');
  await expectText(page, 'h1', 'Language');
  await look(page, faults, folder, `edition-${screen.name}`);
  for (const list of ['Newest', 'Trending']) {
    await page.click(`nav.fields a:has-text("${list}")`);
    await page.waitForSelector('.ranked .story');
    await look(page, faults, folder,
               `edition-${list.toLowerCase()}-${screen.name}`);
  }
  const feed = await page.request.get(`${base}/feeds/edition/language.atom`);
  if (!feed.ok()) faults.push(`the edition's feed: ${feed.status()}`);
  await page.goto(`${base}/subscribe`);
  await page.selectOption('#edition', 'language');
  await look(page, faults, folder, `subscribe-edition-${screen.name}`);
  return faults;
}

// A paper that is nowhere is asked for again; one that is not here yet comes, and
// goes onto today's list.
export async function submit(context, base, folder, screen) {
  const faults = [];
  const {page} = await member(context, base, faults, 'sue');
  await page.goto(`${base}/submit`);
  await page.fill('#paper', '2601.99999');
  // The page that says no is a 404 by right.
  const before = faults.length;
  await page.click('main button.primary');
  await expectText(page, '.error', 'arXiv has none');
  faults.splice(before);
  if (await page.inputValue('#paper') !== '2601.99999') {
    faults.push('what was typed is lost');
  }
  await look(page, faults, folder, `submit-${screen.name}`);
  await page.fill('#paper', 'https://arxiv.org/abs/2608.01234');
  await page.click('main button.primary');
  await expectText(page, 'main', 'came when it was asked for');
  return faults;
}
