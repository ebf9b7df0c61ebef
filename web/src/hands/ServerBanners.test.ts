import { expect, it } from 'vitest';
import { createApp } from 'vue';
import type { Checks } from '../../../contract/events.ts';
import { formatClock } from '../runs/duration.ts';
import ServerBanners from './ServerBanners.vue';

const ok = { ok: true, message: '', since: null };
const since = '2026-11-23T10:00:00.000Z';
const wrong = { ok: false, message: '', since };

function banners(checks: Checks | null): string[] {
  const root = document.createElement('div');
  const app = createApp(ServerBanners, { checks });
  app.mount(root);
  const texts = [...root.querySelectorAll('strong')].map(({ textContent }) => textContent);
  const whole = root.textContent;
  app.unmount();
  if (texts.length > 0) expect(whole).toContain(formatClock(since));
  return texts;
}

it('tells nothing before anything is known, and nothing where nothing is wrong', () => {
  expect(banners(null)).toEqual([]);
  expect(banners({ store: ok, temporal: ok, worker: ok })).toEqual([]);
});

it('tells since when no worker is there', () => {
  expect(banners({ store: ok, temporal: ok, worker: wrong })).toEqual(['No worker is there.']);
});

it('says nothing of workers while Temporal, which alone knows them, is away', () => {
  expect(banners({ store: ok, temporal: wrong, worker: wrong })).toEqual(['Temporal does not answer.']);
});
