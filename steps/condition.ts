// When a step runs: conditions over earlier steps, as plain data.
import type { Json } from '../contract/json.ts';
import type { Condition } from '../contract/step-options.ts';
import type { StepState } from '../contract/run-state.ts';
import { outcomeWord } from './outcome.ts';

type Named = Pick<StepState, 'label' | 'action'>;

/** Index of the earlier step that a condition means, by label, else by action. Null where none or several are meant. */
export function findStep(steps: readonly Named[], name: string): number | null {
  const withThe = (key: keyof Named) => steps.flatMap((step, index) => (step[key] === name ? [index] : []));
  const labelled = withThe('label');
  const [first, ...more] = labelled.length > 0 ? labelled : withThe('action');
  return first === undefined || more.length > 0 ? null : first;
}

/** Names of all steps that a condition looks at. */
export function namesIn(condition: Condition): string[] {
  if ('not' in condition) return namesIn(condition.not);
  if ('all' in condition) return condition.all.flatMap(namesIn);
  if ('any' in condition) return condition.any.flatMap(namesIn);
  return [condition.step];
}

/** Whether the condition of a step holds, given the steps before it. What cannot be looked up does not hold. */
export function holds(condition: Condition, before: readonly StepState[]): boolean {
  if ('not' in condition) return !holds(condition.not, before);
  if ('all' in condition) return condition.all.every((one) => holds(one, before));
  if ('any' in condition) return condition.any.some((one) => holds(one, before));
  const index = findStep(before, condition.step);
  const step = index === null ? undefined : before[index];
  if (!step) return false;
  if ('outcome' in condition) {
    const word = outcomeWord(step);
    return word !== null && condition.outcome.includes(word);
  }
  const value = fieldOf(step.result, condition.field);
  if ('is' in condition) return value === condition.is;
  if (typeof value !== 'number') return false;
  return 'at_least' in condition ? value >= condition.at_least : value < condition.below;
}

function fieldOf(result: Json, field: string | undefined): Json | undefined {
  if (field === undefined) return result;
  return field.split('.').reduce<Json | undefined>((value, part) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.hasOwn(value, part) ? value[part] : undefined;
  }, result);
}

/** The condition in words, for the page and the reason of a skipped step. */
export function conditionText(condition: Condition): string {
  if ('not' in condition) return `not (${conditionText(condition.not)})`;
  if ('all' in condition) return condition.all.map(conditionText).join(' and ');
  if ('any' in condition) return `(${condition.any.map(conditionText).join(' or ')})`;
  if ('outcome' in condition) return `“${condition.step}” is ${condition.outcome.join(' or ')}`;
  const what = condition.field ? `${condition.field} of “${condition.step}”` : `the result of “${condition.step}”`;
  if ('is' in condition) return `${what} is ${JSON.stringify(condition.is)}`;
  return 'at_least' in condition ? `${what} is at least ${condition.at_least}` : `${what} is below ${condition.below}`;
}
