// Runs of templates, and what a start would do before it is done.
import type { JsonObject } from '../../contract/json.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { dryRun, dryRunSchema } from '../dry-run.ts';
import { idempotencyHeaders, idempotent } from '../idempotency.ts';
import { type Route, route } from '../route.ts';
import { startRun } from '../start-run.ts';
import { templateStartBody, templateStartSchema } from '../start-template.ts';
import { startBodySchema } from '../validate-run.ts';
import { started, STARTS } from './runs.ts';
import { templateParams, templateTag } from './template-schemas.ts';

const DRY = ['unknown_action', 'reboot_impossible', 'provider_unavailable', 'provider_refused'] as const;
const NO_TEMPLATE = ['template_not_found', 'template_version_not_found'] as const;
const planned = { 200: { description: 'What would be done', schema: dryRunSchema } };

export function templateRunRoutes(deps: ApiDependencies): Route[] {
  return [
    route({
      method: 'post',
      path: '/api/v1/templates/{id}/runs',
      id: 'startTemplateRun',
      tag: templateTag,
      summary: 'Start a run of a template; the run notes its version',
      scope: 'run',
      starts: true,
      params: templateParams,
      headers: idempotencyHeaders,
      body: templateStartSchema,
      answers: started,
      failures: [...STARTS, ...NO_TEMPLATE],
      handle: (call) =>
        idempotent(deps, call, async (newId) => {
          const body = await templateStartBody(deps, call.params.id, call.body);
          return startRun(deps, { ...body, workflow_id: call.body.workflow_id ?? newId });
        }),
    }),
    route({
      method: 'post',
      path: '/api/v1/templates/{id}/dry-run',
      id: 'dryRunTemplate',
      tag: templateTag,
      summary: 'What a run of a template would do: every text with secrets blanked; nothing is started or kept',
      scope: 'run',
      params: templateParams,
      body: templateStartSchema,
      answers: planned,
      failures: [...DRY, ...NO_TEMPLATE],
      handle: async ({ params: { id }, body }) => dryRun(deps, await templateStartBody(deps, id, body)),
    }),
    route({
      method: 'post',
      path: '/api/v1/dry-runs',
      id: 'dryRun',
      tag: 'runs',
      summary: 'What a start would do: every text with secrets blanked; nothing is started or kept',
      scope: 'run',
      body: startBodySchema,
      answers: planned,
      failures: DRY,
      handle: ({ body }) => dryRun(deps, { step_delay: 0, ...body } as JsonObject),
    }),
  ];
}
