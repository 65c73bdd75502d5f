// What readers do not want to see, what they put on the day's list and take off
// again, and whose paper it is: as a browser does it, with people of its own.

import {expectText, look, member} from './accounts.mjs';
import {open} from './lib.mjs';

const TRENDING = '/papers/trending';
const PAPER = '/papers/1706.03762';
// Nobody has voted for it, which would keep it on a list (run.sh).
const QUIET = '2601.00042';

const first = '.ranked .story:first-child';

async function titleOf(page, story) {
  return (await page.textContent(`${story} .headline`)).trim();
}

// Clicks what leads to another page, or to the same one again.
async function send(page, button) {
  await Promise.all(
      [page.waitForEvent('framenavigated'), page.click(button)]);
}

async function titles(page) {
  return (await page.locator('.ranked .headline').allTextContents())
      .map((title) => title.trim());
}

// A click shrinks a story, another brings it back; keys do the same; the next
// list goes without it, and the library has it until it is wanted again.
export async function dismiss(context, base, folder, screen) {
  const faults = [];
  const {page} = await member(context, base, faults, 'dora');
  await page.goto(base + TRENDING);
  const hidden = await titleOf(page, first);
  await page.evaluate(() => window.notReloaded = true);
  await page.click(`${first} button.hide`);
  await page.waitForSelector(`${first}.gone`);
  if (await page.isVisible(`${first} .abstract`)) {
    faults.push('a hidden story shows its abstract');
  }
  await look(page, faults, folder, `dismissed-${screen.name}`);
  await page.click(`${first} button.hide`);
  await page.waitForSelector(`${first}:not(.gone)`);
  await page.click(`${first} button.hide`);
  await page.waitForSelector(`${first}.gone`);
  await page.keyboard.press('k');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.waitForFunction(
      () => document.querySelectorAll('.ranked .gone').length === 2);
  if (!await page.evaluate(() => window.notReloaded)) {
    faults.push('hiding reloaded the page');
  }
  const disliked = await titleOf(
      page, '.ranked .gone:has(.dislike[aria-pressed=true])');
  await page.reload();
  for (const title of [hidden, disliked]) {
    if ((await titles(page)).includes(title)) {
      faults.push(`"${title}" is still on the list`);
    }
  }
  await page.goto(`${base}/library`);
  await page.click('nav.fields a:has-text("Hidden")');
  await expectText(page, '.headline', hidden);
  await expectText(page, '.headline', disliked);
  await look(page, faults, folder, `library-hidden-${screen.name}`);
  const story = page.locator('.story', {hasText: hidden}).first();
  await story.locator('button.hide').click();
  await story.locator('button.hide[aria-pressed=false]').waitFor();
  await page.reload();
  if ((await titles(page)).includes(hidden)) faults.push('it is still hidden');
  return faults;
}

// The same without scripts, for a reader and for a visitor.
export async function dismissPlainly(context, base, folder, screen) {
  const faults = [];
  await member(context, base, faults, 'dan');
  const people = {
    reader: {storageState: await context.storageState(), button: 'hide'},
    visitor: {button: 'dislike'},
  };
  for (const [who, {storageState, button}] of Object.entries(people)) {
    const bare = await context.browser().newContext(
        {...screen, storageState, javaScriptEnabled: false});
    const page = await open(bare, faults);
    await page.goto(base + TRENDING);
    const title = await titleOf(page, first);
    await send(page, `${first} button.${button}`);
    // Lists made for a reader leave it out; a visitor's browser remembers it.
    if (who === 'visitor') {
      await expectText(page, '.gone .headline', title);
    } else if ((await titles(page)).includes(title)) {
      faults.push(`${who}: "${title}" is still on the list`);
    }
    await page.goto(`${base}/library/hidden`);
    await expectText(page, '.headline', title);
    await send(page, `${first} button.${button}`);
    await expectText(page, '.empty-lead', 'Nothing is hidden.');
    await bare.close();
  }
  return faults;
}

// What a visitor saved he may find uninteresting instead, and the other way:
// the buttons say at once what his browser keeps.
export async function decide(context, base) {
  const faults = [];
  const page = await open(context, faults);
  await page.goto(base + PAPER);
  const expect = (button, pressed) => page.waitForSelector(
      `.paper-side button.${button}[aria-pressed=${pressed}]`);
  await page.click('.paper-side button.save');
  await expect('save', true);
  for (const [now, before] of [['dislike', 'save'], ['save', 'dislike']]) {
    await page.click(`.paper-side button.${now}`);
    await expect(now, true);
    await expect(before, false);
    await page.reload();
    await expect(now, true);
    await expect(before, false);
  }
  return faults;
}

// Put on today's list, and taken off again by who put it there.
export async function retract(context, base, folder, screen) {
  const faults = [];
  const {page} = await member(context, base, faults, 'rita');
  await page.goto(`${base}/submit`);
  await page.fill('#paper', QUIET);
  await page.click('main button.primary');
  await page.waitForURL(/papers\/date/);
  const story = page.locator(
      '.story', {has: page.locator(`.headline a[href="/papers/${QUIET}"]`)});
  await look(page, faults, folder, `retractable-${screen.name}`);
  await story.getByRole('button', {name: 'Take off the list'}).click();
  await story.waitFor({state: 'detached'});
  return faults;
}

// Says that a paper is his, is believed, and is known by it from then on.
export async function authorship(context, base, folder, screen) {
  const faults = [];
  const {page, name} = await member(context, base, faults, 'ash');
  await page.goto(`${base}/claim?paper_id=1706.03762`);
  await page.fill('#field-author', 'Ashish Vaswani');
  await page.fill('#field-note', 'It says so on my page.');
  await page.click('main button.primary');
  await expectText(page, 'main', 'An editor will look at your claim.');
  const desk = await context.browser().newContext(screen);
  const ed = await member(desk, base, faults, 'ed', 'ROLE_EDITOR');
  await ed.page.goto(`${base}/moderation`);
  const claim = ed.page.locator('article.talk', {hasText: name});
  await claim.getByRole('button', {name: 'Accept'}).click();
  await claim.waitFor({state: 'detached'});
  await desk.close();
  await page.goto(base + PAPER);
  await page.fill('#comment-text', 'We tried other heads first.');
  await page.click('#comment-text ~ button');
  await page.locator('article.talk', {hasText: name})
      .locator('.known', {hasText: 'author'}).waitFor();
  await expectText(page, '.authors .known', name);
  await look(page, faults, folder, `author-comment-${screen.name}`);
  await page.goto(`${base}/authors/Ashish%20Vaswani`);
  await expectText(page, '.origin', name);
  return faults;
}

// Searches what was saved, and finds papers by a whole text.
export async function find(context, base, folder, screen) {
  const faults = [];
  const {page} = await member(context, base, faults, 'fay');
  await page.goto(base + PAPER);
  await page.click('.paper-side button.save');
  await page.waitForSelector('.paper-side button.save[aria-pressed=true]');
  await page.goto(`${base}/library`);
  await page.fill('#own-q', 'attention');
  await page.click('.own-search button');
  await expectText(page, '.origin', '1 saved paper found');
  await look(page, faults, folder, `library-search-${screen.name}`);
  await page.goto(`${base}/match`);
  await page.fill('#match-text', 'The dominant sequence transduction models ' +
      'are based on recurrent or convolutional networks. We propose a new ' +
      'architecture based solely on attention.');
  await page.click('.match button');
  await page.waitForSelector('.ranked .story');
  await look(page, faults, folder, `match-${screen.name}`);
  return faults;
}
