// Starting and templates as a person has them, in real Chromium: without a violation of the accessibility rules, and by keys.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { type SshdBox, startSshdBox } from '../../lab/sshd-box.ts';
import { expectAccessible, launchChromium, openPage, type Watched } from '../support/page.ts';
import { createProduct, type Product } from '../support/product.ts';

const TEMPLATE = `# Ours.
id: story
name: Story
description: A short one for a box of your own.
parameters:
  - { name: word, type: string, label: Word, required: true }
steps:
  - { action: test_ssh, label: Look at the box }
  - action: run_command
    label: Say it
    command: echo "$WORD"
    environment: { WORD: '\${word}' }
  - { action: run_command, label: Say more, command: 'echo more' }
`;

let product: Product;
let box: SshdBox;
let browser: Browser;
let opened: Watched[] = [];

beforeAll(async () => {
  product = await createProduct();
  [box, browser] = await Promise.all([startSshdBox({ identityFile: product.identityFile }), launchChromium()]);
  await product.trust(box);
  await product.up();
  writeFileSync(path.join(product.home, 'templates', 'story.yaml'), TEMPLATE);
});
afterAll(async () => {
  await browser?.close();
  await box?.stop();
  await product?.remove();
});
afterEach(async () => {
  const windows = opened;
  opened = [];
  for (const { page } of windows) await page.context().close();
  expect(windows.flatMap(({ problems }) => problems)).toEqual([]);
});

async function open(at: string): Promise<Page> {
  const watched = await openPage(browser, product.url);
  opened.push(watched);
  await watched.page.goto(product.url + at);
  return watched.page;
}
const connection = (page: Page) => page.getByRole('textbox', { name: 'SSH connection' });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const started = async (page: Page): Promise<string> => {
  await page.waitForURL(/\/runs\/[^/]+$/);
  return decodeURIComponent(new URL(page.url()).pathname.slice('/runs/'.length));
};

it('starts a run on the practice box without the steps that are switched off, after a look at every command', async () => {
  await vi.waitFor(async () => expect((await product.get('/templates/practice')).status).toBe(200), 60_000);
  const page = await open('/start');
  await page.getByText('Practice box: a built-in box on this computer').waitFor();
  const box = await connection(page).inputValue();
  // Whoever comes again, with everything known already, finds the same.
  await page.getByRole('link', { name: 'Runs', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();
  await page.getByRole('link', { name: 'Set up a box' }).first().click();
  await expect.poll(() => connection(page).inputValue()).toBe(box);
  await page.goto(`${product.url}/start?template=practice`);
  await page.getByText('Practice box: a built-in box on this computer').waitFor();
  const keep = ['Look at the box', 'Set UI_HOME'];
  for (const one of await page.locator('.steps input[type=checkbox]').all()) {
    if (!keep.includes((await one.getAttribute('aria-label')) ?? '')) await one.uncheck();
  }
  await page.getByText('2 of 9 switched on').waitFor();
  await expectAccessible(page, 'start-practice');
  await button(page, 'Dry run').click();
  const dialog = page.getByRole('dialog', { name: 'What a start would do' });
  await dialog.getByText('Everything that is sent to the box').first().click();
  await dialog.locator('pre').first().waitFor();
  await expectAccessible(page, 'start-dry-run');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await button(page, 'Start').click();
  const run = await product.ended(await started(page));
  expect(run.steps.map(({ phase }) => phase)).toEqual(['done', 'done', ...Array<string>(7).fill('skipped')]);
});

it('starts nothing that lacks something, then a run by keys alone, and runs it again with a change', async () => {
  const page = await open('/start?template=story');
  // The form is whole when the template was read; before that there is nothing to send.
  await button(page, 'Start').waitFor();
  await connection(page).fill('root:secret@1.2.3.4');
  await page.getByText(/Leave the password out/).waitFor();
  await connection(page).press('Enter');
  await page.getByText('This is needed.').waitFor();
  await expectAccessible(page, 'start-wrong');
  await connection(page).fill(box.connection);
  await page.getByRole('textbox', { name: /^Word/ }).focus();
  await page.keyboard.type('hello');
  await page.keyboard.press('Enter');
  const first = await started(page);
  expect((await product.ended(first)).outcome).toBe('done');

  await page.goto(`${product.url}/start?again=${encodeURIComponent(first)}`);
  await page.locator('.steps > li summary').filter({ hasText: 'Say more' }).click();
  await page.getByRole('textbox', { name: /^Command/ }).fill('echo changed');
  await page.locator('ins').getByText('echo changed').waitFor();
  await page.getByRole('radio', { name: /^become the next version/ }).check();
  await expectAccessible(page, 'start-again');
  await button(page, 'Start as a new run').click();
  const second = await started(page);
  expect(second).not.toBe(first);
  expect(await product.ended(second)).toMatchObject({ outcome: 'done', template: { id: 'story', version: 2 } });
});

it('shows templates, checks a text while it is written, keeps it over a reload, and saves it as the next version', async () => {
  const page = await open('/templates');
  await page.getByRole('link', { name: 'Story', exact: true }).waitFor();
  await expectAccessible(page, 'templates');
  await page.getByRole('link', { name: 'Story', exact: true }).click();
  await page.getByText('A short one for a box of your own.').waitFor();
  for (const tab of ['Form', 'Versions', 'Text']) {
    await page.getByRole('tab', { name: tab }).click();
    await page.locator(tab === 'Form' ? '#add-step' : tab === 'Text' ? '.editor textarea' : 'table').waitFor();
    await expectAccessible(page, `template-${tab.toLowerCase()}`);
  }
  const area = page.getByRole('textbox', { name: 'Text of the template' });
  const text = await area.inputValue();
  await area.fill(text.replace('name: Story', 'nme: Story'));
  await page.getByRole('button', { name: /^Line 3, column 1/ }).waitFor();
  await expectAccessible(page, 'template-mistake');
  await area.fill(`${text}# And mine.\n`);
  await page.reload();
  await expect.poll(() => area.inputValue()).toBe(`${text}# And mine.\n`);
  await button(page, 'Save as the next version').click();
  await page
    .getByText(/^Saved as version \d+\.$/)
    .first()
    .waitFor();
  expect((await product.get('/api/v1/templates/story')).body['yaml']).toBe(`${text}# And mine.\n`);
});
