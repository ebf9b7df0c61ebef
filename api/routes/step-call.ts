// A single-step call as a route has it: a body with the step's parameters, an answer that is the step's end in the seed's words.
import type { Response } from 'express';
import { z } from 'zod';
import { type FailureCode, failureCodes, failures } from '../../contract/failure.ts';
import type { JsonObject } from '../../contract/json.ts';
import { stepSpec } from '../../steps/index.ts';
import { instanceNumber } from '../../steps/parameters.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { goneWith } from '../gone-with.ts';
import { runSingleStep } from '../single-step.ts';
import { type Call, inWords } from '../single-step-words.ts';
import { START_FAILURES } from '../start-run.ts';
import { documentedAs, done, sshConnection } from './schemas.ts';

/** {ssh_connection, …the step's parameters}; validate-run.ts checks the parameters. */
export const stepBody = (action: string, more: z.ZodRawShape = {}) =>
  documentedAs(
    z.looseObject({ ssh_connection: sshConnection }),
    z.looseObject({ ssh_connection: sshConnection, ...parametersOf(action), ...more }),
  );

/** What a body may hold for a step of that action, secrets among it. */
export function parametersOf(action: string): z.ZodRawShape {
  const { parameters, secrets = [] } = stepSpec(action);
  if (!(parameters instanceof z.ZodObject)) throw new Error(`the parameters of ${action} are no object`);
  const keys = secrets.map(({ field, name }) => [
    field,
    z
      .string()
      .nullish()
      .meta({ description: `Else ${name}` }),
  ]);
  const box = { instance_id: z.union([z.literal(''), instanceNumber]).nullish() };
  return { ...box, ...(parameters.shape as z.ZodRawShape), ...Object.fromEntries(keys) } as z.ZodRawShape;
}

/** The answer to a step that is done. */
export const stepDone = (shape: z.ZodRawShape) =>
  done({
    output: z.string().meta({ description: 'The last lines of its log' }),
    workflow_id: z.string(),
    task_id: z.string().meta({ description: 'The same as workflow_id' }),
    ...shape,
    warnings: z.array(z.string()),
  });

/** What a step may be answered with: what a start may, and every way in which a step can end. */
export const STEP_FAILURES: readonly FailureCode[] = [
  ...START_FAILURES,
  'host_key_unknown',
  'host_key_changed',
  'box_locked',
  'ssh_unreachable',
  // 422 is what went wrong on the box, but for one that no façade has.
  ...failureCodes.filter((code) => failures[code].http === 422 && code !== 'idempotency_key_reused'),
];

interface Asked {
  ssh_connection: unknown;
  instance_id?: unknown;
  step: JsonObject;
}

/** Runs the step and answers when it has ended; `more` are fields that are made of the run's id. */
export async function answerStep(
  deps: ApiDependencies,
  call: Call,
  { step, ...box }: Asked,
  response: Response,
  more: (id: string) => JsonObject = () => ({}),
): Promise<void> {
  const signal = goneWith(response);
  const end = await runSingleStep(deps, { ...box, step: { ...step, action: call.action }, signal });
  const { status, body } = await inWords(deps, call, end);
  response.status(status).json({ ...body, ...more(end.run.workflow_id) });
}
