// A Bringup that asks for a token: made on the command line, signed in with in a real browser, refused without.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageFile } from '../../adapters/package-root.ts';
import { expectAccessible, launchChromium, openPage } from '../support/page.ts';
import { createProduct, type Product } from '../support/product.ts';

const PASSWORD = 'the token of the environment';
let product: Product;
let browser: Browser;

beforeAll(async () => {
  [product, browser] = await Promise.all([createProduct({ BRINGUP_TOKEN: PASSWORD }), launchChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await product?.remove();
});

async function bringup(...args: string[]): Promise<string> {
  const env = { ...process.env, HOME: product.userHome, BRINGUP_HOME: product.home };
  const { stdout } = await promisify(execFile)(process.execPath, [packageFile('cli', 'bringup.mjs'), ...args], { env });
  return stdout;
}

it('does not start on an address of other computers as long as there is no token, and says how one is made', async () => {
  const up = product.launch({ env: { BRINGUP_TOKEN: '', HOST: '0.0.0.0' } });
  expect(await up.code).not.toBe(0);
  expect(up.output()).toContain('other computers could drive Bringup');
  expect(up.output()).toContain('token create');
});

it('lets a person in with a token made on the command line, and out again', async () => {
  const made = await bringup('token', 'create', '--name', 'a person', '--scope', 'run');
  const [token = ''] = made.split('\n').filter((line) => line.startsWith('bringup_'));
  await product.up();
  const { page, problems } = await openPage(browser, product.url);
  const field = page.getByLabel('Token');
  await field.waitFor();
  await expectAccessible(page, 'sign-in');
  await field.fill('wrong');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('The token is not known, or its time is over.').waitFor();
  await field.fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Runs', exact: true }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Runs', exact: true }).waitFor();
  await expectAccessible(page, 'signed-in');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await field.waitFor();
  // The browser itself tells of answers that are 401: those before the sign-in, and after the sign-out.
  expect(problems.filter((one) => !one.includes('401'))).toEqual([]);
  await page.context().close();
});
