// Boxes, settings and audit as a person uses them: real Chromium against the product and a real sshd box.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SshdBox, startSshdBox } from '../../lab/sshd-box.ts';
import { command } from '../support/facade-client.ts';
import { expectAccessible, launchChromium, openPage, type Watched } from '../support/page.ts';
import { createProduct, type Product } from '../support/product.ts';

let product: Product;
let box: SshdBox;
let browser: Browser;
let watched: Watched;
let page: Page;

beforeAll(async () => {
  product = await createProduct();
  [box, browser] = await Promise.all([startSshdBox({ identityFile: product.identityFile }), launchChromium()]);
  await product.trust(box);
  await product.up();
  const started = { ssh_connection: box.connection, step_delay: 0, steps: [command('echo hello')] };
  await product.ended(await product.start(started));
  watched = await openPage(browser, product.url);
  ({ page } = watched);
});
afterAll(async () => {
  await browser?.close();
  await box?.stop();
  await product?.remove();
});

const open = (at: string) => page.goto(product.url + at);
const button = (name: string | RegExp) => page.getByRole('button', { name });
const seen = (text: string | RegExp) => page.getByText(text).first().waitFor();
async function openBox(): Promise<void> {
  await open('/instances');
  await page.getByRole('link', { name: new RegExp(`^[^ ]+:${box.port}$`) }).click();
  await page.getByRole('heading', { level: 1, name: `:${box.port}` }).waitFor();
}
/** Everything that the browser keeps. */
const kept = () => page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])');
const config = () => readFileSync(path.join(product.home, 'config.yaml'), 'utf8');

it('shows the boxes that had a run, and lets a person ask, forget and trust the key of one', async () => {
  await open('/instances');
  const row = page.getByRole('row').filter({ hasText: `:${box.port}` });
  await row.getByText('Completed').waitFor();
  await row.getByText(/^It answered/).waitFor();
  await expectAccessible(page, 'instances');
  await openBox();
  await button('Ask what it shows now').click();
  await seen('It shows the key that is trusted.');
  await button('Forget…').click();
  await seen(`Forget the host keys of 127.0.0.1, port ${box.port}?`);
  await button('Leave it as it is').click();
  await button('Forget…').click();
  await button('Forget them').click();
  await seen('No key of it is trusted yet.');
  await button('Ask what it shows now').click();
  await seen('It shows a key that nobody has trusted yet.');
  await expectAccessible(page, 'instance');
  await button('I have compared it, trust this key').click();
  await seen('The key is trusted from now on.');
  await page.getByText('Decisions (2)').click();
  await seen('Accepted');
});

it('warns before another key takes the place of the trusted one', async () => {
  await box.restart({ newHostKey: true });
  await openBox();
  await button('Ask what it shows now').click();
  await seen('It shows another key than the trusted one.');
  await button('Replace the key…').click();
  expect(await page.evaluate('document.activeElement.textContent')).toContain('Trust the new key');
  await button('I have compared it, replace the key').click();
  await seen('The key was replaced.');
  await button('Ask what it shows now').click();
  await seen('It shows the key that is trusted.');
});

it('makes one token however often the button is pressed, shows it once, and revokes it', async () => {
  await open('/settings');
  const asked: string[] = [];
  page.on('request', (request) => void (request.method() === 'POST' && asked.push(request.url())));
  await page.getByLabel('Name').fill('watcher');
  await button('Make the token').dblclick();
  await seen('This is shown once.');
  const token = (await page.locator('code').filter({ hasText: 'bringup_' }).textContent()) ?? '';
  await page.getByRole('row').filter({ hasText: 'watcher' }).waitFor();
  expect(asked).toEqual([`${product.url}/api/v1/tokens`]);
  await expectAccessible(page, 'tokens');
  await button('I have copied it').click();
  expect(await page.content()).not.toContain(token);
  expect(await kept()).not.toContain(token);
  await button('Revoke the token watcher').click();
  await button('Revoke it').click();
  await seen('There is no token yet');
});

it('sets a secret and keeps its value nowhere', async () => {
  await page.getByRole('tab', { name: 'Secrets' }).click();
  await page.getByLabel('Name').fill('not a name');
  await page.getByLabel('Value').fill('hf_planted_value');
  await button('Keep the secret').press('Enter');
  await seen(/^Must be a name/);
  await expect.poll(() => page.evaluate('document.activeElement.ariaInvalid')).toBe('true');
  await page.getByLabel('Name').fill('HF_TOKEN');
  await page.getByLabel('Value').fill('hf_planted_value');
  await button('Keep the secret').click();
  await seen('HF_TOKEN is kept.');
  await button('Set HF_TOKEN anew').waitFor();
  expect(await page.getByLabel('Value').inputValue()).toBe('');
  expect(`${await kept()} ${await page.content()}`).not.toContain('hf_planted_value');
  expect(page.url()).toContain('tab=secrets');
});

it('tells at its field what a setting cannot be, and loses nothing that was typed', async () => {
  await open('/settings?tab=limits');
  const grace = page.getByLabel('Time to end before KILL');
  await page.getByLabel('Pause between two steps').fill('2.5');
  await grace.fill('9000');
  await button('Save').click();
  await seen(/^Must be at most 300/);
  expect(await grace.getAttribute('aria-invalid')).toBe('true');
  expect(await page.evaluate('document.activeElement.id')).toBe(await grace.getAttribute('id'));
  expect(await page.getByLabel('Pause between two steps').inputValue()).toBe('2.5');
  await grace.fill('9');
  await button('Save').click();
  await seen('Kept in config.yaml.');
  expect(config()).toContain('kill_grace_s: 9');
  await page.reload();
  await seen('config.yaml has changed since this Bringup was started.');
  await seen('In force until the next start: 5 s.');
  expect(await grace.inputValue()).toBe('9');
  await expectAccessible(page, 'limits');
});

it('adds a channel, tests it, and says why nothing arrived', async () => {
  await page.getByRole('tab', { name: 'Notifications' }).click();
  await button('Add a channel').click();
  await page.getByLabel('Name').fill('Night');
  await page.getByLabel('Server').fill('http://127.0.0.1:1');
  await page.getByLabel('Topic').fill('boxes');
  await button('Add it').click();
  await page.getByRole('alert').filter({ hasText: '127.0.0.1' }).waitFor();
  await page.getByLabel('Server').fill('https://ntfy.invalid');
  await expectAccessible(page, 'channel');
  await button('Add it').click();
  await button('Send a test to Night').click();
  await seen(/ntfy\.invalid has no address/);
  await page.getByText('Test: no box').waitFor();
  await expectAccessible(page, 'notifications');
});

it('shows who changed what, and finds it again by its address', async () => {
  await open('/audit');
  await page.getByLabel('What').selectOption('putSecret');
  await expect.poll(() => page.getByRole('row').count()).toBe(3);
  await page.getByText('refused').waitFor();
  expect(page.url()).toContain('operation=putSecret');
  await page.reload();
  await button('Show the details of: set a secret').first().press('Enter');
  await seen('Exactly at');
  expect(await page.content()).not.toContain('hf_planted_value');
  await expectAccessible(page, 'audit');
});

it('says kindly of each address that it names nothing, with a way on', async () => {
  for (const [path, title, next] of [
    ['/runs/none', 'There is no such run.', 'To the runs'],
    ['/instances/none', 'There is no such box.', 'To the boxes'],
    ['/templates/none', 'There is no such template.', 'To the templates'],
    ['/templates/practice?version=99', 'There is no version 99 of it.', 'Show the one in use'],
    ['/nonsense', 'There is no such page.', 'To the runs'],
  ] as const) {
    await open(path);
    await page.getByRole('heading', { level: 2, name: title }).waitFor();
    await page.getByRole('main').getByText(next, { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
  }
  await open('/runs/none');
  await page.getByRole('heading', { level: 2, name: 'There is no such run.' }).waitFor();
  await expect.poll(() => page.title()).toBe('There is no such run. · Bringup');
  await expectAccessible(page, 'run-none');
});

it('says to whoever may not see the tokens why that is so', async () => {
  const detail = 'token reader may read; this needs admin.';
  const body = JSON.stringify({ status: 403, code: 'not_allowed', detail, hint: 'Use another token.', facts: {} });
  await page.route('**/api/v1/tokens', (route) =>
    route.fulfill({ status: 403, contentType: 'application/problem+json', body }),
  );
  await open('/settings?tab=tokens');
  await seen(detail);
  // The browser itself tells of answers that are refusals.
  expect(watched.problems.filter((one) => !/status of 40[034]|status of 422/.test(one))).toEqual([]);
});
