// Which runs a list shows, as it stands in the address, as the API is asked, and in words.
import type { LocationQuery } from 'vue-router';
import type { paths } from '../../../contract/api-types.ts';
import { messages } from '../messages.ts';

type ListQuery = NonNullable<paths['/api/v1/runs']['get']['parameters']['query']>;

/** `needs` is no question to the API: what needs a person is known from the runs that are told of. */
const OUTCOMES = ['done', 'done_with_warnings', 'failed', 'cancelled', 'undone'] as const;
export const STATES = ['needs', 'active', ...OUTCOMES] as const;
export const STEP_OUTCOMES = ['done', 'warning', 'failed', 'skipped', 'cancelled', 'undone'] as const;
export const RANGES = { '1h': 3_600_000, '24h': 86_400_000, '7d': 604_800_000, '30d': 2_592_000_000 } as const;

/** Names of the parameters in the address, in the order in which they are told. */
export const FILTERS = [
  'q',
  'state',
  'instance',
  'template',
  'template_version',
  'action',
  'step_outcome',
  'error_code',
  'with_warnings',
  'range',
  'since',
  'until',
] as const;
export type FilterName = (typeof FILTERS)[number];
export type Filters = Partial<Record<FilterName, string>>;

const isOneOf = <Word extends string>(words: readonly Word[], word: string): word is Word =>
  (words as readonly string[]).includes(word);
const VALID: Partial<Record<FilterName, (value: string) => boolean>> = {
  state: (value) => isOneOf(STATES, value),
  step_outcome: (value) => isOneOf(STEP_OUTCOMES, value),
  template_version: (value) => /^[1-9]\d{0,8}$/.test(value),
  with_warnings: (value) => value === 'true',
  range: (value) => Object.hasOwn(RANGES, value),
  since: (value) => day(value) !== null,
  until: (value) => day(value) !== null,
};

/** The filters of an address. What is no filter, and what the API would refuse, is left out: it is not shown as if it held. */
export function readFilters(query: LocationQuery): Filters {
  const filters: Filters = {};
  for (const name of FILTERS) {
    const value = query[name];
    const one = Array.isArray(value) ? value[0] : value;
    if (one && (VALID[name]?.(one) ?? true)) filters[name] = one;
  }
  return filters;
}

/** The question to the API. */
export function toListQuery(filters: Filters, now: number): ListQuery {
  const { q, state, template_version, step_outcome, with_warnings, range, since, until, ...same } = filters;
  const from = range === undefined ? day(since) : moment(now - RANGES[range as keyof typeof RANGES]);
  const to = day(until, 1);
  return {
    ...same,
    ...(q !== undefined && { id_part: q }),
    ...(state === 'active' && { active: true }),
    ...(state !== undefined && isOneOf(OUTCOMES, state) && { outcome: state }),
    ...(template_version !== undefined && { template_version: Number(template_version) }),
    ...(step_outcome !== undefined && isOneOf(STEP_OUTCOMES, step_outcome) && { step_outcome }),
    ...(with_warnings !== undefined && { with_warnings: true }),
    ...(from !== null && { since: from }),
    ...(to !== null && { until: to }),
  };
}

const moment = (ms: number): string => new Date(ms).toISOString();

/** The begin of a day (2026-11-27) in the reader's zone, or of one so many days later; null for what is no day. */
function day(text: string | undefined, later = 0): string | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text ?? '') ?? [];
  if (year === undefined || Number.isNaN(Date.parse(`${text}T00:00:00Z`))) return null;
  return new Date(Number(year), Number(month) - 1, Number(date) + later).toISOString();
}

/** One filter in words, for its chip. */
export function filterWords(name: FilterName, value: string): string {
  const texts = messages.runsList;
  if (name === 'with_warnings') return texts.withWarnings;
  if (name === 'state') return texts.states[value] ?? value;
  if (name === 'range') return texts.ranges[value] ?? value;
  if (name === 'step_outcome') return texts.chip(texts.fields.step_outcome, texts.stepOutcomes[value] ?? value);
  return texts.chip(texts.fields[name], value);
}
