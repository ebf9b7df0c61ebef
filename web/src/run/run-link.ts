// Addresses on the page of a run. Steps are counted from 1 there, as people do.
import type { LocationQueryRaw, RouteLocationRaw } from 'vue-router';

export const RUN_TABS = ['overview', 'log', 'tasks', 'inputs', 'attempts'] as const;
export type RunTab = (typeof RUN_TABS)[number];

/** What of a run is to be seen; `step` is counted from 0, as everywhere but in addresses. */
export interface RunPlace {
  step?: number | undefined;
  attempt?: number | undefined;
  tab?: RunTab | undefined;
  /** An earlier execution. */
  execution?: string | undefined;
}

/** The query of a place. */
export function placeQuery({ step, attempt, tab, execution }: RunPlace): LocationQueryRaw {
  return {
    ...(execution ? { execution } : {}),
    ...(step === undefined ? {} : { step: String(step + 1) }),
    ...(attempt === undefined ? {} : { attempt: String(attempt) }),
    ...(tab === undefined || tab === 'overview' ? {} : { tab }),
  };
}

/** The page of a run. */
export const runLink = (workflowId: string, place: RunPlace = {}): RouteLocationRaw => ({
  name: 'run',
  params: { workflowId },
  query: placeQuery(place),
});

/** Index of the step that an address names, or null: it names none, or one that is not there. */
export function stepOfQuery(text: string, steps: number): number | null {
  const step = /^\d{1,4}$/.test(text) ? Number(text) - 1 : -1;
  return step >= 0 && step < steps ? step : null;
}
