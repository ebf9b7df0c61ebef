// Which steps may be at work at the same time.
import type { StepDefinition } from '../contract/run-definition.ts';
import { findStep, namesIn } from '../steps/condition.ts';

/**
 * The steps in order, in groups of those that run side by side: a step with `beside` joins the one before it where they have no
 * resource in common and its condition asks for none of the group.
 */
export function groups(steps: readonly StepDefinition[], indices: readonly number[]): number[][] {
  const result: number[][] = [];
  for (const index of indices) {
    const group = result.at(-1);
    if (group && mayJoin(steps, group, index)) group.push(index);
    else result.push([index]);
  }
  return result;
}

function mayJoin(steps: readonly StepDefinition[], group: readonly number[], index: number): boolean {
  const step = steps[index];
  if (!step?.beside || group.at(-1) !== index - 1) return false;
  const asked = step.when ? namesIn(step.when).map((name) => findStep(steps.slice(0, index), name)) : [];
  return group.every((other) => !asked.includes(other) && haveNothingInCommon(steps[other], step));
}

function haveNothingInCommon(a: StepDefinition | undefined, b: StepDefinition): boolean {
  const [ofA, ofB] = [a?.policy.resources, b.policy.resources];
  // Who says nothing takes everything.
  if (!ofA || !ofB) return false;
  return !ofA.some((resource) => ofB.includes(resource));
}
