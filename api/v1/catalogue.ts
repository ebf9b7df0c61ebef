// /api/v1/actions: what steps can do.
import { z } from 'zod';
import { bringupError } from '../../adapters/errors.ts';
import { RESOURCES } from '../../contract/step-options.ts';
import { actionNames, isAction, stepSpec } from '../../steps/index.ts';
import { type Route, route } from '../route.ts';
import { word } from './schemas.ts';

const tag = 'actions and templates';

const actionSchema = z
  .object({
    action: z.string(),
    title: z.string(),
    description: z.string(),
    runner: z.enum(['script', 'sync', 'reboot', 'human']),
    timeout_s: z.number(),
    no_output_s: z.number().nullable(),
    wait_s: z.number().nullable(),
    retry: z.object({ attempts: z.int().min(1).max(1000), delay_s: z.number() }),
    usual_s: z.number(),
    secrets: z.array(z.object({ name: z.string(), field: z.string(), required: z.boolean(), named: z.string() })).meta({
      description: 'Fields that take a value or {"secret": name}; `named` is the secret that is taken by itself',
    }),
    undo: z.string().nullable().meta({ description: 'What undoing it puts back; null where it has no way back' }),
    changes_nothing: z.boolean().meta({ description: 'It only looks: there is nothing to undo' }),
    has_probe: z.boolean().meta({ description: 'Whether the box can be asked if what it did still holds' }),
    resources: z
      .array(z.enum(RESOURCES))
      .nullable()
      .meta({ description: 'What nothing beside it may use meanwhile; null: everything' }),
    takes_secrets: z
      .boolean()
      .meta({ description: 'Its parameter `secrets`, {variable: name of a secret}, gives them to its command' }),
    parameters: z
      .record(z.string(), z.unknown())
      .meta({ description: 'JSON Schema (2020-12) of the parameters: forms can be made of it' }),
  })
  .meta({ id: 'Action', description: 'What a step can do, with its limits and the schema of its parameters' });

export function catalogueRoutes(): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/v1/actions',
      id: 'listActions',
      tag,
      summary: 'Every action a step can have, with the JSON Schema of its parameters',
      scope: 'read',
      answers: { 200: { description: 'All actions', schema: z.object({ items: z.array(actionSchema) }) } },
      handle: () => ({ items: actionNames.map(toAction) }),
    }),
    route({
      method: 'get',
      path: '/api/v1/actions/{action}',
      id: 'getAction',
      tag,
      summary: 'One action',
      scope: 'read',
      params: z.object({ action: word(100) }),
      answers: { 200: { description: 'The action', schema: actionSchema } },
      failures: ['action_not_found'],
      handle({ params: { action } }) {
        if (isAction(action)) return toAction(action);
        throw bringupError('action_not_found', `There is no action ${action}.`, { action });
      },
    }),
  ];
}

function toAction(name: string): z.infer<typeof actionSchema> {
  const {
    action,
    title,
    description,
    runner,
    timeout_s,
    no_output_s,
    wait_s,
    retry,
    usual_s,
    secrets,
    undo,
    changesNothing,
    probe,
    resources,
    takesSecrets,
    parameters,
  } = stepSpec(name);
  return {
    action,
    title,
    description,
    runner,
    timeout_s,
    no_output_s: no_output_s ?? null,
    wait_s: wait_s ?? null,
    retry,
    usual_s,
    secrets: (secrets ?? []).map((need) => ({ ...need })),
    undo: undo?.description ?? null,
    changes_nothing: changesNothing ?? false,
    has_probe: probe !== undefined,
    resources: resources ? [...resources] : null,
    takes_secrets: takesSecrets ?? false,
    parameters: z.toJSONSchema(parameters, { io: 'input', unrepresentable: 'any' }),
  };
}
