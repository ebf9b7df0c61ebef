// The whole way by keys alone: start, watch, confirm a host key, cancel, continue. And what the list of runs is for eyes, ears and
// thumbs. Real Chromium, a real sshd box whose host key nobody knows yet.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SshdBox, startSshdBox } from '../../lab/sshd-box.ts';
import { expectAccessible, launchChromium, openPage, type Watched } from '../support/page.ts';
import { createProduct, type Product } from '../support/product.ts';

const TEMPLATE = `id: story
name: Story
description: One step that waits for a word.
steps:
  - { action: test_ssh, label: Look at the box }
  - { action: run_command, label: Wait for the word, command: 'until [ -e "$HOME/go-on" ]; do sleep 0.1; done' }
`;
const MOST_TABS = 120;
const THUMB_PX = 44;

let product: Product;
let box: SshdBox;
let browser: Browser;
const opened: Watched[] = [];

beforeAll(async () => {
  product = await createProduct();
  mkdirSync(path.join(product.home, 'templates'), { recursive: true, mode: 0o700 });
  writeFileSync(path.join(product.home, 'templates', 'story.yaml'), TEMPLATE);
  [box, browser] = await Promise.all([startSshdBox({ identityFile: product.identityFile }), launchChromium()]);
  await product.up();
});
afterAll(async () => {
  await browser?.close();
  await box?.stop();
  await product?.remove();
});

async function open(at: string): Promise<Page> {
  const watched = await openPage(browser, product.url);
  opened.push(watched);
  await watched.page.goto(product.url + at);
  return watched.page;
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const isFocused = (locator: Locator) => locator.evaluate((element) => element === element.ownerDocument.activeElement);

/** Tab after Tab, as somebody without a mouse goes there. */
async function tabTo(page: Page, locator: Locator): Promise<void> {
  await locator.waitFor();
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    if (await isFocused(locator)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${locator} is not reached by Tab`);
}
async function enter(page: Page, locator: Locator): Promise<void> {
  await tabTo(page, locator);
  await page.keyboard.press('Enter');
}
/** Ctrl-K, some letters, Enter. */
async function byPalette(page: Page, typed: string, label: string | RegExp): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: /^Type a run/ }).waitFor();
  await page.keyboard.type(typed);
  await page.locator('[role=option][data-highlighted]').filter({ hasText: label }).waitFor();
  await page.keyboard.press('Enter');
}
const title = (page: Page) => expect.poll(() => page.title(), { timeout: 30_000 });
const picture = async (page: Page) =>
  decodeURIComponent((await page.locator('link[rel=icon]').getAttribute('href')) ?? '');
const said = (page: Page, how: 'polite' | 'assertive') => page.locator(`[aria-live=${how}]`);
const headingIsFocused = (page: Page, name: string) =>
  expect.poll(() => isFocused(page.getByRole('heading', { level: 1, name }))).toBe(true);

it('starts, watches, confirms a key, cancels and continues by keys alone', async () => {
  const page = await open('/runs');
  await page.getByRole('heading', { name: 'Nothing has run yet' }).waitFor();
  await expectAccessible(page, 'runs-empty');

  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).getByText('Set up a box').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('c');
  await headingIsFocused(page, 'Set up a box');
  await tabTo(page, page.getByRole('combobox', { name: 'Template' }));
  await page.keyboard.type('Story');
  await tabTo(page, page.getByRole('textbox', { name: 'SSH connection' }));
  await page.keyboard.type(box.connection);
  await enter(page, button(page, 'Start'));

  const key = page.getByRole('dialog', { name: 'Is this your box?' });
  await key.getByText(box.hostKey.fingerprint).waitFor();
  await title(page).toBe('Blocked · Look at the box · Bringup');
  const asking = await picture(page);
  await said(page, 'assertive')
    .getByText(/needs you/)
    .waitFor({ state: 'attached' });
  await enter(page, key.getByRole('button', { name: 'Trust this key and go on' }));
  await title(page).toMatch(/^\d+ % · Wait for the word · Bringup$/);
  expect(await picture(page)).not.toBe(asking);
  await said(page, 'polite')
    .getByText(/Wait for the word has begun/)
    .waitFor({ state: 'attached' });

  await byPalette(page, 'cancel', 'Cancel this run?');
  await enter(page, button(page, 'Cancel the run'));
  await title(page).toMatch(/^Cancelled · /);
  writeFileSync(path.join(box.home, 'go-on'), '');
  await enter(page, button(page, 'Continue at step 2'));
  await enter(page, button(page, 'Continue'));
  await title(page).toMatch(/^Completed · /);
  await said(page, 'polite')
    .getByText(/: Completed\.$/)
    .waitFor({ state: 'attached' });

  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await headingIsFocused(page, 'Runs');
  // The newest first; what an earlier execution came to stands below it.
  const rows = page.locator('[data-run]');
  await expect
    .poll(async () => (await rows.allInnerTexts()).map((text) => text.split('\n')[0]))
    .toEqual(['Completed', 'Cancelled']);
  await rows.nth(1).getByText('continued since').waitFor();
  const links = rows.getByRole('link', { name: 'Story' });
  for (const [key, at] of [
    ['j', 0],
    ['ArrowDown', 1],
    ['k', 0],
  ] as const) {
    await page.keyboard.press(key);
    expect(await isFocused(links.nth(at))).toBe(true);
  }
  await page.keyboard.press('Enter');
  await title(page).toMatch(/^Completed · /);
});

it('lists runs for eyes and thumbs: by filter, by view, on a phone', async () => {
  const page = await open('/runs');
  await page.locator('[data-run]').first().waitFor();
  await expectAccessible(page, 'runs');
  await page.keyboard.press('Control+k');
  await page.getByRole('option').first().waitFor();
  await expectAccessible(page, 'palette');
  // With the system's own colours, too, it is to be seen what Enter takes.
  await page.emulateMedia({ forcedColors: 'active' });
  const inks = `[...document.querySelectorAll('[role=option]')].map((one) => getComputedStyle(one).color)`;
  await expect.poll(async () => new Set((await page.evaluate(inks)) as string[]).size).toBe(2);
  await page.emulateMedia({ forcedColors: 'none' });
  await page.keyboard.type('nothing is called so');
  await page.getByText('Nothing fits.').waitFor();
  await expectAccessible(page, 'palette-none');
  await page.keyboard.press('Escape');
  await button(page, 'Colours').click();
  await page.getByRole('menu').waitFor();
  await expectAccessible(page, 'menu');
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'hidden' });

  // While somebody types, letters are letters.
  await page.keyboard.press('/');
  await page.keyboard.type('?jgr no such run');
  await page.getByRole('heading', { name: 'No run matches' }).waitFor();
  await page.getByText('You asked for: Id: ?jgr no such run.').waitFor();
  await page.getByRole('button', { name: 'Save this view' }).click();
  await expect.poll(() => isFocused(page.getByRole('textbox', { name: 'Name' }))).toBe(true);
  await page.keyboard.type('Mine');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Mine' }).waitFor();
  await page.getByRole('button', { name: 'Clear all filters' }).first().click();
  await page.locator('[data-run]').first().waitFor();
  await page.getByRole('link', { name: 'Mine' }).click();
  await page.getByRole('heading', { name: 'No run matches' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'No run matches' }).waitFor();

  const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const small = await phone.newPage();
  await small.goto(`${product.url}/runs`);
  await small.locator('[data-run]').first().waitFor();
  const tooSmall = await small.evaluate(`(${TOO_SMALL})(${THUMB_PX})`);
  expect(tooSmall).toEqual([]);
  await small.goto(`${product.url}/instances`);
  await small.getByRole('link', { name: 'Story' }).waitFor();
  expect(await small.evaluate(`(${TOO_SMALL})(${THUMB_PX})`)).toEqual([]);
  // Where one is stands in the bar, also for the pages behind its last button.
  await small.goto(`${product.url}/groups`);
  await small.locator('nav [data-here]').filter({ hasText: 'More' }).waitFor();
  await phone.close();
  expect(opened.flatMap(({ problems }) => problems)).toEqual([]);
});

// Runs in the page: what can be touched and is smaller than a thumb. A row is touched as a whole.
const TOO_SMALL = `(least) => [...document.querySelectorAll('a, button, input, select, summary')]
  .map((element) => element.matches('[data-run] .link') ? element.closest('[data-run]') : element)
  .filter((element) => element.checkVisibility() && !element.matches('.skip'))
  .map((element) => ({ element, box: element.getBoundingClientRect() }))
  .filter(({ box }) => box.height < least || box.width < least)
  .map(({ element, box }) => element.outerHTML.slice(0, 80) + ' ' + box.width + ' x ' + box.height)`;
