// Every changing call of whoever was let in is written down before it is done, and its end when it is answered: who, from where, what,
// before and after.
import type { Request, Response } from 'express';
import { isBringupError } from '../adapters/errors.ts';
import { parseConnection } from '../adapters/ssh/parse-connection.ts';
import type { AuditRow } from '../adapters/store/store.ts';
import type { JsonObject } from '../contract/json.ts';
import { callerName, callerOf } from './caller.ts';
import type { ApiDependencies } from './dependencies.ts';
import type { Route } from './route.ts';

type Change = Partial<Pick<AuditRow, 'before' | 'after'>>;

/** What a call changed, where its answer does not say it. Never a secret. */
export function recordChange(response: Response, change: Change): void {
  response.locals['change'] = { ...(response.locals['change'] as Change | undefined), ...change };
}

/** The caller went away before the answer; nginx's number for it. */
const GONE = 499;

/** Open to strangers, who may send it as often as they like. */
const isGuess = ({ scope }: Route): boolean => scope === null;

/** Serves a route and keeps a record of it. */
export function createAudited({ store, states, log }: Pick<ApiDependencies, 'store' | 'states' | 'log'>) {
  return async (one: Route, request: Request, response: Response): Promise<void> => {
    const target = targetOf(request);
    const row = {
      at: new Date().toISOString(),
      who: callerName(callerOf(response)),
      from: request.socket.remoteAddress ?? 'unknown',
      operation: one.id,
      target,
    };
    const before = runBefore(target['workflow_id']);
    const id = isGuess(one) ? null : await written(row, () => store.audit.begin(row));
    // Not events.once: it would reject for an error of the connection.
    const closed = new Promise<void>((resolve) =>
      response.closed ? resolve() : response.once('close', () => resolve()),
    );
    const served = one.serve(request, response);
    const answered = served.catch((error: unknown) => {
      if (isBringupError(error)) recordChange(response, { after: { code: error.failure.code } });
    });
    // A caller who goes away early hides nothing: what was done is known when it is done.
    void Promise.all([closed, answered]).then(async () => {
      const status = response.writableFinished ? response.statusCode : GONE;
      const change = response.locals['change'] as Change | undefined;
      const after = change?.after ?? startedBy(response.locals['answer']);
      const end = { status, before: change?.before ?? before, after };
      await written({ ...row, ...end }, async () => {
        if (id !== null) await store.audit.end(id, end);
        // After too many guesses nobody fills the disk with more of them.
        else if (status !== 429) await store.audit.end(await store.audit.begin(row), end);
      });
    });
    return served;
  };

  function runBefore(workflowId: string | undefined): AuditRow['before'] {
    const state = workflowId === undefined ? null : states.glance(workflowId);
    if (!state) return null;
    const { execution_id, phase, current_step, outcome } = state;
    return { execution_id, phase, current_step, outcome };
  }

  /** A full disk must not keep anybody from stopping a run: then the record stands in the log of the process. */
  async function written<Result>(row: object, write: () => Promise<Result>): Promise<Result | null> {
    try {
      return await write();
    } catch (error) {
      log.error({ err: error, audit: row }, 'the audit log cannot be written');
      return null;
    }
  }
}

/** The run that an answer speaks of. */
function startedBy(answer: unknown): AuditRow['after'] {
  if (typeof answer !== 'object' || answer === null || !('workflow_id' in answer)) return null;
  const { workflow_id } = answer;
  return 'execution_id' in answer ? { workflow_id, execution_id: answer.execution_id } : { workflow_id };
}

const NAMED = ['workflow_id', 'host', 'port', 'fingerprint', 'step_name', 'instance_id'] as const;

/** What is named in the path or in the body; a connection as the box that it leads to, since nobody knows what else stands in it. */
function targetOf({ params, body }: Request): AuditRow['target'] {
  const given = (body ?? {}) as JsonObject;
  const named = NAMED.flatMap((name): [string, string][] => {
    const value = given[name];
    return typeof value === 'string' || typeof value === 'number' ? [[name, String(value).slice(0, 300)]] : [];
  });
  const box = boxOf(given['ssh_connection']);
  return { ...Object.fromEntries(named), ...(box ? { box } : {}), ...(params as Record<string, string>) };
}

function boxOf(connection: unknown): string | null {
  if (typeof connection !== 'string') return null;
  try {
    const parsed = parseConnection(connection);
    return parsed.kind === 'vast' ? `vast:${parsed.vast_id}` : parsed.address.key;
  } catch (error) {
    if (isBringupError(error)) return null; // the route refuses it, and says why
    throw error;
  }
}
