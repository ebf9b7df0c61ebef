// The ways to the pages: for the bar, the keys and the palette.
import type { RouteLocationNormalized, Router } from 'vue-router';
import { messages } from '../messages.ts';
import type { Shortcut } from './shortcuts.ts';

export const PAGES = ['runs', 'instances', 'groups', 'templates', 'settings', 'audit'] as const;
type PageName = (typeof PAGES)[number];

const KEYS: Record<PageName, string> = {
  runs: 'g r',
  instances: 'g i',
  groups: 'g g',
  templates: 'g t',
  settings: 'g s',
  audit: 'g a',
};

/** The page that an address belongs to; none for the start page. */
export const pageOf = (path: string): PageName | undefined =>
  PAGES.find((page) => path === `/${page}` || path.startsWith(`/${page}/`));

/** Keys that lead from everywhere to a page. */
export const pageShortcuts = (router: Router): Shortcut[] => [
  ...PAGES.map((page) => ({
    keys: KEYS[page],
    label: messages.nav[page],
    group: messages.keys.goTo,
    run: () => void router.push(`/${page}`),
  })),
  { keys: 'c', label: messages.nav.start, group: messages.keys.goTo, run: () => void router.push('/start') },
];

/** The run that a page is about, if it is about one. */
export function openRunOf({ params }: Pick<RouteLocationNormalized, 'params'>): string | null {
  const id = params['workflowId'];
  return typeof id === 'string' ? id : null;
}
