// What a person changed in the steps of an old run. Pure.
import type { Json, JsonObject } from '../../../contract/json.ts';
import type { Schemas } from '../api.ts';

/** One step's changes as the API takes them; null takes a field away. */
interface StepChange {
  step: number;
  set: Record<string, Json>;
}

interface ChangedField {
  step: number;
  label: string;
  field: string;
  before: Json | undefined;
  after: Json | undefined;
}

/** Every field that differs, in the order of the steps. */
export function changedFields(before: readonly JsonObject[], after: readonly JsonObject[]): ChangedField[] {
  return after.flatMap((step, index) => {
    const old = before[index] ?? {};
    const names = [...new Set([...Object.keys(old), ...Object.keys(step)])];
    return names
      .filter((field) => JSON.stringify(old[field] ?? null) !== JSON.stringify(step[field] ?? null))
      .map((field) => ({
        step: index,
        label: String(old['label'] ?? step['label'] ?? ''),
        field,
        before: old[field],
        after: step[field],
      }));
  });
}

/** The same for the API. */
export function toChanges(fields: readonly ChangedField[]): StepChange[] {
  const byStep = new Map<number, Record<string, Json>>();
  for (const { step, field, after } of fields) byStep.set(step, { ...byStep.get(step), [field]: after ?? null });
  return [...byStep].map(([step, set]) => ({ step, set }));
}

/** How the steps to run are chosen. */
export type Choice = 'usual' | 'range' | 'only';

interface Selected {
  choice: Choice;
  /** 0-based. */
  from: number;
  to: number;
  only: readonly number[];
}

/** The selection as the API takes it; undefined for the usual one. */
export function toSelection({ choice, from, to, only }: Selected): Schemas['TemplateStart']['selection'] | undefined {
  if (choice === 'range') return { from: Math.min(from, to), to: Math.max(from, to) };
  if (choice === 'only') return { only: [...only].sort((one, other) => one - other) };
  return undefined;
}

/** Whether a step is run, before the server was asked. */
export function isSelected({ choice, from, to, only }: Selected, index: number): boolean {
  if (choice === 'range') return index >= Math.min(from, to) && index <= Math.max(from, to);
  return choice === 'usual' || only.includes(index);
}
