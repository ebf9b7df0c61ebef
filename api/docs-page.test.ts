// /docs in the real browser: it shows the document by itself, under our content security policy.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium, openPage } from '../tests/support/page.ts';
import { type Stack, startStack } from '../tests/support/stack.ts';

let stack: Stack;
let browser: Browser;

beforeAll(async () => {
  stack = await startStack();
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

it('shows the operations of both doors, and asks nobody else for anything', async () => {
  const { page, problems } = await openPage(browser, stack.url);
  const answer = await page.goto(`${stack.url}/docs`);
  expect(answer?.headers()['content-security-policy']).toContain("script-src 'self'");
  for (const path of ['/workflow/start', '/api/v1/runs']) {
    await page.locator(`.opblock [data-path="${path}"]`).first().waitFor();
  }
  await page.locator('.opblock-summary-path[data-path="/workflow/start"]').click();
  await page.getByRole('button', { name: 'Try it out' }).waitFor();
  expect(problems).toEqual([]);
});
