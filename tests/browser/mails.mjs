// Papers in the inbox, as a browser does it. The mails are kept by the
// newspaper, where the operator reads them.

import {join} from 'node:path';

import {audit, fits, open} from './lib.mjs';

const WAIT_MS = 20_000;
const asOperator = {Authorization: `Bearer ${process.env.OPERATOR_TOKEN}`};

// The text of the newest mail to an address, when it has come.
export async function mailTo(page, base, address) {
  const ask = async (query) => {
    const answer = await page.request.get(
        `${base}/api/v1/digest/kept?${query}`, {headers: asOperator});
    return answer.json();
  };
  for (const end = Date.now() + WAIT_MS; Date.now() < end;) {
    const {mails = []} = await ask('');
    const mail = mails.find((one) => one.to === address);
    if (mail) {
      const {content} = await ask(`name=${mail.name}`);
      return Buffer.from(content, 'base64').toString();
    }
    await page.waitForTimeout(100);
  }
  throw new Error(`no mail came to ${address}`);
}

export async function look(page, faults, folder, name) {
  faults.push(...await audit(page), ...await fits(page));
  await page.screenshot({path: join(folder, `${name}.png`)});
}

// From the form over the mail's link to the settings, and out again.
export async function subscribe(context, base, folder) {
  const faults = [];
  const page = await open(context, faults);
  const {width} = page.viewportSize();
  const address = `ada-${width}@example.org`;
  await page.goto(`${base}/subscribe`);
  if (!await page.inputValue('#zone')) faults.push('proposes no time zone');
  await page.fill('#address', address);
  await page.fill('#categories', 'cs.CL, cs.LG');
  await page.selectOption('#rhythm', 'weekly');
  await page.click('main button.primary');
  await page.waitForSelector('h1:has-text("Look into your inbox")');
  await look(page, faults, folder, `subscribe-sent-${width}`);
  const mail = await mailTo(page, base, address);
  const [link] = mail.match(
      /https?:\/\/\S+(\/subscribe\/confirm\/[\w-]+)/).slice(1);
  await page.goto(base + link);
  await look(page, faults, folder, `subscribe-confirm-${width}`);
  await page.click('main button.primary');
  await page.waitForSelector('.notice:has-text("confirmed")');
  if (await page.inputValue('#rhythm') !== 'weekly') {
    faults.push('the settings are not those that were asked for');
  }
  await look(page, faults, folder, `subscription-${width}`);
  await page.selectOption('#hour', '9');
  await page.click('button[value=save]');
  await page.waitForSelector('.notice:has-text("Changed")');
  if (await page.inputValue('#hour') !== '9') faults.push('not changed');
  await page.click('button[value=unsubscribe]');
  await page.waitForSelector('.origin:has-text("unsubscribed")');
  return faults;
}

// The mail itself and the operator's report.
export async function mail(context, base, folder, screen) {
  const faults = [];
  for (const colorScheme of ['light', 'dark']) {
    const own = await context.browser().newContext(
        {...screen, colorScheme, extraHTTPHeaders: asOperator});
    const page = await open(own, faults);
    const name = `${screen.name}-${colorScheme}`;
    await page.goto(`${base}/digest/preview`);
    const shown = await page.locator('h2').count();
    if (shown < 3) faults.push(`the mail has ${shown} papers`);
    await look(page, faults, folder, `mail-${name}`);
    await page.goto(`${base}/digest`);
    await page.waitForSelector('h1:has-text("Digests")');
    await look(page, faults, folder, `digest-${name}`);
    await own.close();
  }
  return faults;
}
