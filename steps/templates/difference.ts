// What changed between two versions of a template: its own fields, and its steps one by one.
import type { Json } from '../../contract/json.ts';
import type { Template, TemplateStep } from '../../contract/template.ts';

interface FieldChange {
  field: string;
  before: Json;
  after: Json;
}

interface StepDifference {
  change: 'added' | 'removed' | 'moved' | 'changed';
  action: string;
  label: string;
  /** Place in the older and in the newer version, counted from 0; null where it is not there. */
  from: number | null;
  to: number | null;
  fields: FieldChange[];
}

export interface TemplateDifference {
  fields: FieldChange[];
  steps: StepDifference[];
}

/** Everything that differs, in the newer one's order; removed steps come last. A step that was moved and changed says both. */
export function templateDifference(before: Template, after: Template): TemplateDifference {
  const pairs = matchSteps(before.steps, after.steps);
  const kept = pairs.flatMap(({ from, to }) => (from !== null && to !== null ? [{ from, to }] : []));
  const steps = pairs.flatMap(({ from, to }): StepDifference[] => {
    const [old, now] = [from === null ? undefined : before.steps[from], to === null ? undefined : after.steps[to]];
    const { action, label } = now ?? old ?? { action: '', label: '' };
    if (!old || !now) return [{ change: old ? 'removed' : 'added', action, label, from, to, fields: [] }];
    const fields = fieldChanges(old, now);
    const isMoved = kept.some((other) => other.from < Number(from) !== other.to < Number(to));
    if (!isMoved && fields.length === 0) return [];
    return [{ change: isMoved ? 'moved' : 'changed', action, label, from, to, fields }];
  });
  const { steps: _old, ...olderFields } = before;
  const { steps: _new, ...newerFields } = after;
  return { fields: fieldChanges(olderFields, newerFields), steps };
}

function fieldChanges(before: object, after: object): FieldChange[] {
  const [old, now] = [before as Record<string, Json>, after as Record<string, Json>];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .map((field) => ({ field, before: old[field] ?? null, after: now[field] ?? null }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}

interface Pair {
  from: number | null;
  to: number | null;
}

/** The steps of both as pairs: by action and label, else by action, else by label. */
function matchSteps(before: readonly TemplateStep[], after: readonly TemplateStep[]): Pair[] {
  const taken = new Set<number>();
  const found = new Map<number, number>();
  const take = (fits: (old: TemplateStep, now: TemplateStep) => boolean) => {
    after.forEach((now, to) => {
      if (found.has(to)) return;
      const from = before.findIndex((old, index) => !taken.has(index) && fits(old, now));
      if (from < 0) return;
      taken.add(from);
      found.set(to, from);
    });
  };
  take((old, now) => old.action === now.action && old.label === now.label);
  take((old, now) => old.action === now.action);
  take((old, now) => old.label === now.label);
  const removed = before.flatMap((_, from): Pair[] => (taken.has(from) ? [] : [{ from, to: null }]));
  return [...after.map((_, to): Pair => ({ from: found.get(to) ?? null, to })), ...removed];
}
