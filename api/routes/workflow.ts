// The façade's /workflow/*: bodies and texts as clients of the seed's line send and read them (shared/API.md, 1.1).
import { Router } from 'express';
import { bringupError } from '../../adapters/errors.ts';
import type { JsonObject } from '../../contract/json.ts';
import { SignalName } from '../../contract/messages.ts';
import { isEnded } from '../../contract/run-state.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { send } from '../hot-path.ts';
import { readExtension } from '../read-extension.ts';
import { signalRun } from '../signal-run.ts';
import { startRun } from '../start-run.ts';
import { stopRun } from '../stop-run.ts';

export function workflowRoutes(deps: ApiDependencies): Router {
  const { states, store } = deps;
  const router = Router();

  /** Starts a run: {steps, ssh_connection, workflow_id?, step_delay?, instance_id?, template?} → {workflow_id}. */
  router.post('/start', async (request, response) => {
    const { workflow_id } = await startRun(deps, bodyOf(request.body));
    response.json({ success: true, message: 'Workflow started successfully', workflow_id });
  });

  /** Asks a run to stop: {workflow_id}. It is *cancelled* only when its processes on the box are gone. */
  router.post('/stop', async (request, response) => {
    await stopRun(deps, requiredId(request.body));
    response.json({ success: true, message: 'Workflow stop requested' });
  });

  /** A run's state: ?workflow_id=, else the most recently started one that was not cleared. */
  router.get('/state', async (request, response) => {
    const id = idOf(request.query['workflow_id']);
    const served = await states.get(id);
    if (served) return send(request, response, served, served.body);
    if (id) throw bringupError('run_not_found', `Workflow ${id} not found`, { workflow_id: id });
    response.json({ success: false, message: 'No workflow state found' });
  });

  /** The same in short. No run is an answer here and no error. */
  router.get('/state/summary', async (request, response) => {
    const served = await states.get(idOf(request.query['workflow_id']));
    if (served) return send(request, response, served, served.summary);
    response.json({ success: true, has_workflow: false, summary: null });
  });

  /** Hides the most recent run (or the one named) from the view without id; refused while it runs. */
  router.post('/clear', async (request, response) => {
    const { workflow_id } = bodyOf(request.body);
    const row = typeof workflow_id === 'string' ? store.runs.byWorkflowId(workflow_id) : store.runs.latest();
    if (row && !row.ended_at) {
      throw bringupError('run_active', 'Workflow is already running', { workflow_id: row.workflow_id });
    }
    if (row) states.clear(row.workflow_id);
    response.json({ success: true, message: 'Workflow state cleared' });
  });

  /** Lets a run that is blocked on a host key go on: {workflow_id}. */
  router.post('/resume', async (request, response) => {
    const id = requiredId(request.body);
    const served = await states.get(id);
    if (!served) throw bringupError('run_not_found', 'Workflow not found', { workflow_id: id });
    const { status } = served.state;
    if (status !== 'blocked' || isEnded(served.state)) {
      throw bringupError('run_not_blocked', `Workflow is not in blocked state (current: ${status})`, {
        workflow_id: id,
      });
    }
    await signalRun(deps, served.state, SignalName.resume);
    response.json({ success: true, message: 'Workflow resumed' });
  });

  /**
   * Gives a limit of the step at work more time: {workflow_id, seconds, limit?}. `limit` is `timeout_s` (the whole), `no_output_s`
   * or `unreachable_limit_s`; without it, the one that is running out: for a box that does not answer the last, else the first.
   */
  router.post('/extend', async (request, response) => {
    const id = requiredId(request.body);
    const served = await states.get(id);
    if (!served) throw bringupError('run_not_found', 'Workflow not found', { workflow_id: id });
    const extension = readExtension(served.state, bodyOf(request.body));
    await signalRun(deps, served.state, SignalName.extendLimit, extension);
    response.json({ success: true, message: 'Limit extended', workflow_id: id, ...extension });
  });

  return router;
}

/** Without a JSON content type the body is taken as empty, as clients of the seed's line know it. */
export const bodyOf = (body: unknown): JsonObject => {
  if (body === undefined || body === null) return {};
  if (typeof body !== 'object' || Array.isArray(body))
    throw bringupError('body_not_json', 'The body must be a JSON object.');
  return body as JsonObject;
};

const idOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function requiredId(body: unknown): string {
  const { workflow_id } = bodyOf(body);
  if (typeof workflow_id !== 'string' || workflow_id === '') {
    throw bringupError('input_invalid', 'Workflow ID is required', { field: 'workflow_id' });
  }
  return workflow_id;
}
