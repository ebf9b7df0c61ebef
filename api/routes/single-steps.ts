// POST /ssh/<step>: one step, answered when it is done, in the words of the seed's line (shared/API.md, 1.3).
import { type Response, Router } from 'express';
import { z } from 'zod';
import { bringupError } from '../../adapters/errors.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { goneWith } from '../gone-with.ts';
import { installProgress } from '../install-progress.ts';
import { runSingleStep } from '../single-step.ts';
import { type Call, calls, inWords, rebootCall } from '../single-step-words.ts';
import { stepFromTemplate, templateFolders } from '../template-steps.ts';
import { resolveInstance } from '../validate-run.ts';
import { bodyOf } from './workflow.ts';

export function singleStepRoutes(deps: ApiDependencies): Router {
  const router = Router();

  for (const [path, call] of Object.entries(calls)) {
    /** {ssh_connection, …the step's parameters} → the step's end in the seed's words. */
    router.post(path, async (request, response) => {
      const { ssh_connection, instance_id, ...parameters } = bodyOf(request.body);
      const step = call.action === 'install_custom_nodes' ? await withNodes(deps, parameters) : { ...parameters };
      await answer(deps, call, { ssh_connection, instance_id, step }, response);
    });
  }

  /** {instance_id} (through Vast.ai), or {ssh_connection, command}: answered when the box is back. */
  router.post('/reboot-instance', async (request, response) => {
    const { ssh_connection, instance_id, ...step } = bodyOf(request.body);
    if (!instance_id && !step['command'])
      throw bringupError('input_invalid', 'Instance ID is required', { field: 'instance_id' });
    if (instance_id && !deps.vast) throw bringupError('reboot_impossible', 'VastAI API key not found');
    const box = ssh_connection ?? String(instance_id);
    await answer(deps, rebootCall(instance_id), { ssh_connection: box, instance_id, step }, response);
  });

  const progressSchema = z.object({ ssh_connection: z.string().min(1), task_id: z.string().nullish() });
  /** {ssh_connection, task_id?} → how far the installation of nodes on that box is; the newest one without an id. */
  router.post('/install-custom-nodes/progress', async (request, response) => {
    const parsed = progressSchema.safeParse(bodyOf(request.body));
    if (!parsed.success)
      throw bringupError('input_invalid', 'Missing ssh_connection parameter', { field: 'ssh_connection' });
    const { ssh_connection, task_id } = parsed.data;
    const { address } = await resolveInstance(deps, ssh_connection);
    const id = task_id ?? deps.store.runs.latestWith('install_custom_nodes', address.key)?.workflow_id;
    const state = id === undefined ? undefined : (await deps.states.get(id))?.state;
    const progress = state && installProgress(state);
    response.json(
      progress
        ? { success: true, progress, task_id: id }
        : { success: true, in_progress: false, message: 'No progress available' },
    );
  });

  return router;
}

/** The nodes of the request, else those of a template: the one that is named, or ComfyUI's. */
async function withNodes({ settings }: ApiDependencies, { template, ...given }: JsonObject): Promise<JsonObject> {
  if (given['nodes'] !== undefined) return given;
  const id = typeof template === 'string' ? template : 'comfyui';
  const found = await stepFromTemplate(templateFolders(settings), id, 'install_custom_nodes');
  return { ...found, ...given };
}

interface Asked {
  ssh_connection: unknown;
  instance_id?: unknown;
  step: JsonObject;
}

async function answer(deps: ApiDependencies, call: Call, { step, ...box }: Asked, response: Response): Promise<void> {
  const signal = goneWith(response);
  const end = await runSingleStep(deps, { ...box, step: { ...step, action: call.action }, signal });
  const { status, body } = await inWords(deps, call, end);
  response.status(status).json(body);
}
