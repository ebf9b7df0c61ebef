// The page in real Chromium, watched for what must never be there: errors in the console, violations of the content security
// policy, requests to anybody else, and, where it is asked for, violations of the accessibility rules.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

// These run in the page.
const TELL_VIOLATIONS = `document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
  console.error('content security policy: ' + violatedDirective + ' ' + blockedURI);
});`;
/** Answers and short timers take any time up to so many ms: what depends on their order shows itself (BRINGUP_TEST_SLOW_MS). */
const SLOW_DOWN = `(most) => {
  const { setTimeout, fetch } = window;
  const pause = () => new Promise((resolve) => setTimeout(resolve, Math.random() < 0.4 ? 0 : Math.random() * most));
  window.setTimeout = (act, ms = 0, ...rest) => setTimeout(act, ms > 5 ? ms : (Math.random() * most) / 3, ...rest);
  window.fetch = (...asked) => pause().then(() => fetch(...asked)).finally(pause);
}`;
const OVERFLOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

export interface Watched {
  page: Page;
  /** Everything that a good page never says. */
  problems: string[];
  /** When each request for the run's state was made, by the clock of this process. */
  stateRequests: number[];
}

/** Chromium of this machine. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env['BRINGUP_TEST_CHROMIUM'] || '/usr/bin/chromium', args: QUIET });

/** Opens the page in a window of its own, with nothing remembered. */
export async function openPage(
  browser: Browser,
  url: string,
  prepare?: (page: Page) => Promise<void>,
): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const watched: Watched = { page, problems: [], stateRequests: [] };
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      watched.problems.push(`${message.text()} (${message.location().url})`);
    }
  });
  page.on('pageerror', (error) => watched.problems.push(error.message));
  page.on('request', (request) => {
    const asked = request.url();
    if (!asked.startsWith(`${url}/`) && !asked.startsWith('data:')) watched.problems.push(`asked ${asked}`);
    if (asked.startsWith(`${url}/workflow/state`) && !asked.includes('/summary'))
      watched.stateRequests.push(Date.now());
  });
  await page.addInitScript({ content: TELL_VIOLATIONS });
  await prepare?.(page);
  const slowMs = Number(process.env['BRINGUP_TEST_SLOW_MS']);
  if (slowMs > 0) await page.addInitScript(`(${SLOW_DOWN})(${slowMs})`);
  await page.goto(url);
  return watched;
}

const WIDTHS = [1280, 360];
const SCHEMES = ['light', 'dark'] as const;

/** Checks the page as it stands, wide and narrow, light and dark: no violation, nothing that overflows. Keeps a picture of each. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  for (const width of WIDTHS) {
    for (const colorScheme of SCHEMES) {
      await page.setViewportSize({ width, height: width > 600 ? 860 : 740 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await keepPicture(page, `${name}-${width}-${colorScheme}`);
      const results = (await page.evaluate(`${AXE}; axe.run(document, { resultTypes: ['violations'] })`)) as AxeResults;
      const found = results.violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
      );
      const over = await page.evaluate(OVERFLOW);
      expect({ found, over }, `${name}, ${width} px, ${colorScheme}`).toEqual({ found: [], over: 0 });
    }
  }
  await page.setViewportSize({ width: 1280, height: 860 });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
}

/** Pictures are for people: they are kept where BRINGUP_TEST_PICTURES says, else nowhere. */
async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env['BRINGUP_TEST_PICTURES'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
