// What a continued run does with each step of the run that it continues.
import { bringupError } from '../adapters/errors.ts';
import type { JsonObject } from '../contract/json.ts';
import type { StepDefinition } from '../contract/run-definition.ts';
import { isAllowedFailure, type StepState } from '../contract/run-state.ts';
import type { Selection } from '../contract/step-options.ts';
import { chosen } from './selection.ts';

/** `carry`: it was done and stays so, as far as its probe finds. `run`: it is run. `leave`: it is left out. */
export type Fate = 'carry' | 'run' | 'leave';

/** A step's own keys changed before it is run again. */
export interface StepChange {
  /** 0-based. */
  step: number;
  /** Keys with their new values; null takes one away. */
  set: JsonObject;
}

/** One line of the difference that changes make. */
export interface Difference {
  step: number;
  label: string;
  field: string;
  before: unknown;
  after: unknown;
}

const isDone = (step: StepState): boolean => step.status === 'completed' || isAllowedFailure(step);

/**
 * Without a selection, what was done is carried, what was left out stays so, and the rest is run. With one, exactly the selected
 * steps are run. A step that was changed is never carried.
 */
export function planContinue(
  steps: readonly StepState[],
  definitions: readonly StepDefinition[],
  selection: Selection | null,
  changes: readonly StepChange[],
): Fate[] {
  const isLeft = chosen(steps.length, selection);
  const isChanged = (index: number) => changes.some(({ step }) => step === index);
  return steps.map((step, index): Fate => {
    if (selection) {
      if (!isLeft(index)) return 'run';
      return isDone(step) && !isChanged(index) ? 'carry' : 'leave';
    }
    if (isChanged(index)) return 'run';
    if (isDone(step)) return 'carry';
    return definitions[index]?.left_out === undefined ? 'run' : 'leave';
  });
}

/** Keys of a step that say what it is; another action is another step. */
const FIXED = new Set(['action', 'status']);

/** The steps' bodies with the changes made, and what differs. Throws input_invalid. */
export function changeSteps(
  bodies: readonly JsonObject[],
  changes: readonly StepChange[],
): { steps: JsonObject[]; difference: Difference[] } {
  const steps = bodies.map((body) => ({ ...body }));
  const difference: Difference[] = [];
  for (const { step, set } of changes) {
    const body = steps[step];
    if (!body) throw refuse(`there is no step ${step} among ${steps.length}, counted from 0`, step);
    for (const [field, after] of Object.entries(set)) {
      if (FIXED.has(field)) throw refuse(`${field} of a step cannot be changed`, step);
      const before = body[field] ?? null;
      if (JSON.stringify(before) === JSON.stringify(after)) continue;
      if (after === null) delete body[field];
      else body[field] = after;
      const label = typeof body['label'] === 'string' ? body['label'] : '';
      difference.push({ step, label, field, before, after });
    }
  }
  return { steps, difference };
}

const refuse = (what: string, step: number) =>
  bringupError('input_invalid', `changes: ${what}.`, { field: 'changes', step: step + 1 });
