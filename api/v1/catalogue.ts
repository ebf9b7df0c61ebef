// /api/v1/actions and /api/v1/templates: what runs can be made of.
import { z } from 'zod';
import { bringupError } from '../../adapters/errors.ts';
import { isPracticeTemplate, listTemplates, readTemplate } from '../../adapters/templates/templates.ts';
import { templateSchema } from '../../contract/template.ts';
import { actionNames, isAction, stepSpec } from '../../steps/index.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { readList } from '../read-node-list.ts';
import { type Route, route } from '../route.ts';
import { templateFolders } from '../template-steps.ts';
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
    takes_secrets: z
      .boolean()
      .meta({ description: 'Its parameter `secrets`, {variable: name of a secret}, gives them to its command' }),
    parameters: z
      .record(z.string(), z.unknown())
      .meta({ description: 'JSON Schema (2020-12) of the parameters: forms can be made of it' }),
  })
  .meta({ id: 'Action', description: 'What a step can do, with its limits and the schema of its parameters' });

const listedSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    version: z.string(),
    practice: z.boolean(),
    /** What is wrong with the file; null where it can be used. */
    error: z.string().nullable(),
  })
  .meta({ id: 'TemplateItem' });

export function catalogueRoutes({ settings }: ApiDependencies): Route[] {
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
    route({
      method: 'get',
      path: '/api/v1/templates',
      id: 'listTemplates',
      tag,
      summary: 'All templates; a broken file is listed with its mistake',
      scope: 'read',
      answers: { 200: { description: 'All templates', schema: z.object({ items: z.array(listedSchema) }) } },
      async handle() {
        const entries = await listTemplates(templateFolders(settings), readList);
        return { items: entries.map(({ id, template, error }) => listed(id, template, error?.message ?? null)) };
      },
    }),
    route({
      method: 'get',
      path: '/api/v1/templates/{id}',
      id: 'getTemplate',
      tag,
      summary: 'One template with its steps',
      scope: 'read',
      params: z.object({ id: word(100) }),
      answers: { 200: { description: 'The template', schema: templateSchema.meta({ id: 'Template' }) } },
      failures: ['template_not_found', 'input_invalid'],
      handle: ({ params: { id } }) => readTemplate(templateFolders(settings), id, readList),
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
    takes_secrets: takesSecrets ?? false,
    parameters: z.toJSONSchema(parameters, { io: 'input', unrepresentable: 'any' }),
  };
}

type Listed = z.infer<typeof listedSchema>;
type Read = Awaited<ReturnType<typeof readTemplate>>;

const listed = (id: string, template: Read | null, error: string | null): Listed => ({
  id,
  name: template?.name ?? id,
  description: template?.description ?? '',
  version: template?.version ?? '',
  practice: template !== null && isPracticeTemplate(template),
  error,
});
