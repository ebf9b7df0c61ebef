// What the author of a template may say of a step beside its action's own fields: whether, beside what and how strictly it runs.
import { z } from 'zod';

/** What a step takes for itself while it runs. Steps that have none in common may run side by side. */
export const RESOURCES = ['network', 'disk', 'python', 'gpu', 'service'] as const;
export type Resource = (typeof RESOURCES)[number];

const stepName = z.string().min(1).max(200);
const value = z.union([z.string().max(1000), z.number(), z.boolean(), z.null()]);
/** How a step came out, for conditions. */
const stepOutcome = z.enum(['done', 'warning', 'failed', 'skipped']);
export type StepOutcomeWord = z.infer<typeof stepOutcome>;

const field = z.string().min(1).max(200).optional();
const simpleCondition = z.union([
  z.strictObject({ step: stepName, outcome: z.array(stepOutcome).min(1).max(4) }),
  z.strictObject({ step: stepName, field, is: value }),
  z.strictObject({ step: stepName, field, at_least: z.number() }),
  z.strictObject({ step: stepName, field, below: z.number() }),
]);
const maybeNot = z.union([simpleCondition, z.strictObject({ not: simpleCondition })]);

/**
 * Whether a step runs, decided when its turn comes: by how an earlier step came out, or by a value that it gave back.
 * `step` is the label of an earlier step, or its action where only one has it. `field` leads into the result (`free_gb`, `a.b`).
 */
export const conditionSchema = z.union([
  maybeNot,
  z.strictObject({ all: z.array(maybeNot).min(1).max(20) }),
  z.strictObject({ any: z.array(maybeNot).min(1).max(20) }),
]);
export type Condition = z.infer<typeof conditionSchema>;

/** Which warnings are no reason to look: `all`, or texts that such a warning holds. */
export const acceptedWarningsSchema = z.union([z.literal('all'), z.array(z.string().min(1).max(300)).max(50)]);
export type AcceptedWarnings = z.infer<typeof acceptedWarningsSchema>;

export const stepOptionsShape = {
  when: conditionSchema.nullish(),
  /** Its failure is a warning of the run, which goes on. */
  allow_failure: z.boolean().nullish(),
  /** May begin while the step before it is still at work, where the two have no resource in common. */
  beside: z.boolean().nullish(),
  /** Instead of its action's. */
  resources: z.array(z.enum(RESOURCES)).max(RESOURCES.length).nullish(),
  accept_warnings: acceptedWarningsSchema.nullish(),
} as const;

/** On which end of a run everything that can be is undone. */
export const undoOnSchema = z.array(z.enum(['failure', 'cancel'])).max(2);
export type UndoOn = z.infer<typeof undoOnSchema>;

/** Which steps of a definition run, 0-based; the others are skipped. */
export const selectionSchema = z.union([
  z.strictObject({ from: z.int().min(0).max(199).optional(), to: z.int().min(0).max(199).optional() }),
  z.strictObject({ only: z.array(z.int().min(0).max(199)).min(1).max(200) }),
]);
export type Selection = z.infer<typeof selectionSchema>;
