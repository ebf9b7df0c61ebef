// POST /ssh/install-custom-nodes/progress: how far the installation of nodes on a box is (shared/API.md, 1.3).
import { z } from 'zod';
import type { ApiDependencies } from '../dependencies.ts';
import { installProgress } from '../install-progress.ts';
import { type Route, route } from '../route.ts';
import { resolveInstance } from '../validate-run.ts';
import { found } from './schemas.ts';

const MISSING = { error: 'Missing ssh_connection parameter' };
const count = z.number().min(0);

const progressSchema = z
  .object({
    in_progress: z.boolean(),
    completed: z.boolean(),
    success: z.boolean(),
    status: z.enum(['running', 'completed', 'failed']),
    total_nodes: count,
    processed: count,
    current_node: z.string(),
    current_status: z.string(),
    successful: count,
    failed: count,
    has_requirements: z.boolean(),
    nodes: z.array(
      z.object({ name: z.string(), status: z.string(), message: z.string(), clone_progress: count.optional() }),
    ),
  })
  .meta({ id: 'InstallProgress' });

const answerSchema = z.union([
  found({ progress: progressSchema, task_id: z.string() }),
  found({ in_progress: z.literal(false), message: z.string() }),
]);

export const installProgressRoute = (deps: ApiDependencies): Route =>
  route({
    method: 'post',
    path: '/ssh/install-custom-nodes/progress',
    id: 'installProgress',
    tag: 'façade: single steps',
    summary: 'How far the installation of nodes on a box is; of the newest one where no task_id is given',
    scope: 'read',
    body: z.looseObject({
      ssh_connection: z.string(MISSING).min(1, MISSING),
      task_id: z.string(MISSING).nullish(),
    }),
    answers: { 200: { description: 'The progress, or that there is none', schema: answerSchema } },
    failures: ['provider_unavailable', 'provider_refused'],
    async handle({ body: { ssh_connection, task_id } }) {
      const { address } = await resolveInstance(deps, ssh_connection);
      const id = task_id ?? (await deps.store.runs.latestWith('install_custom_nodes', address.key))?.workflow_id;
      const state = id === undefined ? undefined : (await deps.states.get(id))?.state;
      const progress = state && installProgress(state);
      if (!progress) return { success: true, in_progress: false, message: 'No progress available' };
      return { success: true, progress, task_id: id };
    },
  });
