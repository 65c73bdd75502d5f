// Signing in at another house, as a browser does it, with people of its own.

import {randomBytes} from 'node:crypto';

import {expectText, look, member} from './accounts.mjs';
import {open} from './lib.mjs';

const someName = (kind) => `${kind}-${randomBytes(4).toString('hex')}`;

async function signInThere(page, base, name) {
  await page.fill('input[name=login]', name);
  await page.click('button');
  await page.waitForURL(`${base}/**`);
}

async function leave(page, base) {
  await page.goto(`${base}/sign-in?next=/library`);
  await page.click('.doors a');
}

async function signOut(page) {
  await page.click('form[action="/sign-out"] button');
  await page.waitForSelector('a[href^="/sign-in"]');
}

// A new person chooses a name; the second time the account is open at once. The
// only way into it stays.
export async function provider(context, base, folder, screen) {
  const faults = [];
  const page = await open(context, faults);
  const name = someName('olga');
  await page.goto(`${base}/sign-in`);
  await look(page, faults, folder, `sign-in-doors-${screen.name}`);
  await leave(page, base);
  await signInThere(page, base, name);
  await expectText(page, 'h1', 'Choose a name');
  await expectText(page, '.origin', `${name}@club.example`);
  if (await page.inputValue('#field-name') !== name) {
    faults.push('the name there is not suggested');
  }
  await look(page, faults, folder, `choose-name-${screen.name}`);
  await page.click('main button.primary');
  await page.waitForURL(`${base}/library`);

  await signOut(page);
  await leave(page, base);
  await page.waitForURL(`${base}/library`);
  await page.waitForSelector('a.who');
  await page.goto(`${base}/settings`);
  await expectText(page, '.facts', 'Set one by mail');
  await look(page, faults, folder, `settings-provider-${screen.name}`);
  // The page that says no has the status 400 by right.
  const before = faults.length;
  await page.click(`button[aria-label="Unlink ${name}@club.example at The Club"]`);
  await expectText(page, '.error', 'only way into the account');
  faults.splice(before);
  return faults;
}

// An account with a password is linked, opens, and is let go again; another's
// account is not opened by an address.
export async function linking(context, base, folder, screen) {
  const faults = [];
  const {page, name} = await member(context, base, faults, 'lin');
  const there = someName('quiet');
  await page.goto(`${base}/settings`);
  await page.click('form[action="/settings/identities/link"] button');
  await page.waitForSelector('input[name=login]');
  await signInThere(page, base, there);
  await page.waitForURL(`${base}/settings`);
  await expectText(page, '.rows', 'The Club');

  await signOut(page);
  await leave(page, base);
  await page.waitForSelector('a.who');
  await expectText(page, 'a.who', name);
  await page.goto(`${base}/settings`);
  await page.click(`button[aria-label="Unlink ${there} at The Club"]`);
  await expectText(page, '.hint', 'opens your account no more');
  await look(page, faults, folder, `unlinked-${screen.name}`);

  await signOut(page);
  await leave(page, base);
  await expectText(page, 'h1', 'Choose a name');
  // Nobody comes in with what another browser has begun.
  const before = faults.length;
  await page.goto(`${base}/sign-in/club/done?code=a&state=b`);
  await expectText(page, '.error', 'begun no sign-in');
  await page.goto(`${base}/sign-in/club/done?error=access_denied`);
  await expectText(page, '.error', 'declined there');
  faults.splice(before);
  await look(page, faults, folder, `not-signed-in-${screen.name}`);
  return faults;
}
