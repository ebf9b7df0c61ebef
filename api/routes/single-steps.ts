// POST /ssh/<step>: one step, answered when it is done, in the words of the seed's line (shared/API.md, 1.3).
import { z } from 'zod';
import { bringupError } from '../../adapters/errors.ts';
import type { JsonObject } from '../../contract/json.ts';
import { stepSpec } from '../../steps/index.ts';
import { LIST_FIELDS } from '../../steps/node-lists/fields.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { type Route, route } from '../route.ts';
import { type Call, calls, rebootCall } from '../single-step-words.ts';
import { stepFromTemplate } from '../template-steps.ts';
import { installProgressRoute } from './install-progress.ts';
import { documentedAs, sshConnection } from './schemas.ts';
import { answers } from './single-step-answers.ts';
import { answerStep, parametersOf, STEP_FAILURES, stepBody, stepDone } from './step-call.ts';

const tag = 'façade: single steps';

export function singleStepRoutes(deps: ApiDependencies): Route[] {
  const each = Object.entries(calls).map(([path, call]) => stepRoute(deps, path, call));
  return [...each, rebootRoute(deps), installProgressRoute(deps)];
}

/** {ssh_connection, …the step's parameters} → the step's end in the seed's words. */
function stepRoute(deps: ApiDependencies, path: string, call: Call): Route {
  const isInstall = call.action === 'install_custom_nodes';
  return route({
    method: 'post',
    path: `/ssh${path}`,
    id: path.replaceAll(/[/-](\w)/g, (_match, letter: string) => letter.toUpperCase()).replace(/^/, 'step'),
    tag,
    summary: stepSpec(call.action).description,
    scope: 'run',
    starts: true,
    body: isInstall ? stepBody(call.action, { template }) : stepBody(call.action),
    answers: { 200: { description: 'The step is done', schema: stepDone(answers[path] ?? {}) } },
    failures: isInstall ? [...STEP_FAILURES, 'template_not_found', 'step_not_found'] : STEP_FAILURES,
    async handle({ body, response }) {
      const { ssh_connection, instance_id, ...parameters } = body as JsonObject;
      const step = isInstall ? await withNodes(deps, parameters) : parameters;
      await answerStep(deps, call, { ssh_connection, instance_id, step }, response);
    },
  });
}

const template = z
  .unknown()
  .optional()
  .meta({ description: 'Id of the template whose nodes are meant; `comfyui` without' });

/** The nodes of the request, else those of a template: the one that is named, or ComfyUI's. */
async function withNodes({ templates }: ApiDependencies, { template, ...given }: JsonObject): Promise<JsonObject> {
  if (['nodes', ...LIST_FIELDS].some((field) => given[field] !== undefined)) return given;
  const id = typeof template === 'string' ? template : 'comfyui';
  const found = await stepFromTemplate(templates, id, 'install_custom_nodes');
  return { ...found, ...given };
}

const ID_MISSING = 'Instance ID is required';
const rebootBody = documentedAs(
  z
    .looseObject({ ssh_connection: z.unknown().optional(), instance_id: z.unknown().optional() })
    .refine(({ instance_id, command }) => Boolean(instance_id) || Boolean(command), {
      error: ID_MISSING,
      path: ['instance_id'],
    }),
  z
    .looseObject({ ssh_connection: sshConnection.optional(), ...parametersOf('reboot_instance') })
    .meta({ anyOf: [{ required: ['instance_id'] }, { required: ['ssh_connection', 'command'] }] }),
);

/** {instance_id} (through Vast.ai), or {ssh_connection, command}: answered when the box is back. */
function rebootRoute(deps: ApiDependencies): Route {
  return route({
    method: 'post',
    path: '/ssh/reboot-instance',
    id: 'stepRebootInstance',
    tag,
    summary: stepSpec('reboot_instance').description,
    scope: 'run',
    starts: true,
    body: rebootBody,
    answers: { 200: { description: 'The box is back', schema: stepDone(answers['/reboot-instance'] ?? {}) } },
    failures: STEP_FAILURES,
    async handle({ body, response }) {
      const { ssh_connection, instance_id, ...step } = body as JsonObject;
      if (instance_id && !deps.vast) throw bringupError('reboot_impossible', 'VastAI API key not found');
      const box = ssh_connection ?? (instance_id ? String(instance_id) : undefined);
      await answerStep(deps, rebootCall(instance_id), { ssh_connection: box, instance_id, step }, response);
    },
  });
}
