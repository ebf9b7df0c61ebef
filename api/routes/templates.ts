// GET /templates, GET /templates/<id>, GET /config/workflow: what the page builds its steps from.
import { z } from 'zod';
import { isPracticeTemplate } from '../../adapters/templates/templates.ts';
import type { JsonObject } from '../../contract/json.ts';
import { type Template, templateSchema } from '../../contract/template.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { type Route, route } from '../route.ts';
import { executedStep } from '../single-step-words.ts';
import { inSeedForm, plainTemplate, stepFromTemplate } from '../template-steps.ts';
import { found, needed, sshConnection } from './schemas.ts';
import { answerStep, STEP_FAILURES, stepDone } from './step-call.ts';

const tag = 'façade: templates';
const params = z.object({ id: z.string() });

const listedSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  version: z.string(),
  practice: z.boolean().optional(),
  error: z.string().optional().meta({ description: 'What is wrong with the file' }),
});
const detailSchema = z.object({
  ...templateSchema.shape,
  practice: z.boolean(),
  setup_steps: z.array(z.object({ name: z.string(), type: z.string(), description: z.string() })),
  ui_config: z.object({
    setup_buttons: z.array(
      z.object({ label: z.string(), action: z.string(), tooltip: z.string(), style: z.literal('primary') }),
    ),
  }),
});
const configSchema = found({
  workflow_step_delay: z.number().min(0),
  temporal_url: z.string().nullable(),
  version: z.string(),
});

const STEP_NAME = 'Step name is required';

export function templateRoutes(deps: ApiDependencies): Route[] {
  return [
    route({
      method: 'get',
      path: '/templates',
      id: 'getTemplates',
      tag,
      summary: 'All templates, a broken file with its mistake',
      scope: 'read',
      answers: { 200: { description: 'All templates', schema: found({ templates: z.array(listedSchema) }) } },
      async handle() {
        const entries = await deps.templates.list();
        const templates = entries.map(({ id, current, error }) =>
          current ? listed(current.template) : { id, name: id, description: '', version: '', error: error.message },
        );
        return { success: true, templates };
      },
    }),
    route({
      method: 'get',
      path: '/templates/{id}',
      id: 'getTemplateDetail',
      tag,
      summary: 'One template with its steps, and the buttons that clients of the seed’s line make of them',
      scope: 'read',
      params,
      answers: { 200: { description: 'The template', schema: found({ template: detailSchema }) } },
      failures: ['template_not_found'],
      async handle({ params: { id } }) {
        const template = await plainTemplate(deps.templates, id);
        return {
          success: true,
          template: { ...template, practice: isPracticeTemplate(template), ...inSeedForm(template) },
        };
      },
    }),
    route({
      method: 'post',
      path: '/templates/{id}/execute-step',
      id: 'executeTemplateStep',
      tag,
      summary: 'Run one step of a template by itself; other fields go before the template’s parameters',
      scope: 'run',
      starts: true,
      params,
      body: z.looseObject({ ssh_connection: sshConnection, step_name: needed(STEP_NAME) }),
      answers: { 200: { description: 'The step is done', schema: stepDone({}) } },
      failures: [...STEP_FAILURES, 'template_not_found', 'step_not_found'],
      async handle({ params: { id }, body, response }) {
        const { ssh_connection, step_name, instance_id, ...given } = body;
        const step = await stepFromTemplate(deps.templates, id, step_name);
        const asked = { ssh_connection, instance_id, step: { ...step, ...(given as JsonObject) } };
        await answerStep(deps, executedStep(step.action, step_name), asked, response);
      },
    }),
    route({
      method: 'get',
      path: '/config/workflow',
      id: 'getWorkflowConfig',
      tag,
      summary: 'The pause between two steps, and what the page needs to know of this server',
      scope: 'read',
      answers: { 200: { description: 'The settings', schema: configSchema } },
      handle: () => ({
        success: true,
        workflow_step_delay: deps.settings.workflow_step_delay,
        temporal_url: deps.settings.temporalUi,
        version: deps.version,
      }),
    }),
  ];
}

const listed = (template: Template) => {
  const { id, name, description, version } = template;
  return { id, name, description, version, practice: isPracticeTemplate(template) };
};
