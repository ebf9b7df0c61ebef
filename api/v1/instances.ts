// /api/v1/instances: the boxes that had a run.
import { z } from 'zod';
import { bringupError } from '../../adapters/errors.ts';
import type { InstanceRow } from '../../adapters/store/store.ts';
import { runItemSchema, toRunItem } from '../../contract/run-list.ts';
import { startingState } from '../closed-state.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { type Route, route } from '../route.ts';
import { numeral, PAGE, pageOf, pageQuery, readCursor, toCursor, word } from './schemas.ts';

const tag = 'instances';

const instanceSchema = z
  .object({
    key: z.string(),
    user: z.string(),
    host: z.string(),
    port: z.int().min(1).max(65_535),
    practice: z.boolean(),
    vast_id: z.string().nullable(),
    runs: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
    active_run: z.string().nullable().meta({ description: 'workflow_id of the run that is at work on it' }),
    last_run: runItemSchema,
  })
  .meta({ id: 'Instance', description: 'A box, with the run that was started on it last' });

const keySchema = z
  .object({
    key_type: z.string(),
    fingerprint: z.string(),
    line: z.string().meta({ description: 'As ssh-keygen -lf prints it' }),
    file: z.string(),
    line_number: z.int().min(1).max(10_000_000),
  })
  .meta({ id: 'KnownHostKey', description: 'A host key that is trusted, and where that stands' });

const decisionSchema = z
  .object({
    decided_at: z.string(),
    decided_by: z.string(),
    decision: z.enum(['accepted', 'replaced', 'removed']),
    fingerprint: z.string().nullable(),
    known_before: z.string().nullable(),
  })
  .meta({ id: 'HostKeyDecision', description: 'Who decided what about a host key' });

const hostKeysSchema = z
  .object({
    host: z.string(),
    port: z.int().min(1).max(65_535),
    known: z.array(keySchema),
    offered: z
      .object({ key_type: z.string(), fingerprint: z.string(), offered_at: z.string() })
      .nullable()
      .meta({ description: 'The key that was shown last and was not known then' }),
    decisions: z.array(decisionSchema),
  })
  .meta({ id: 'HostKeys', description: 'What is trusted for a host and port, and how that came' });

const hostParams = z.object({
  host: z.string().regex(/^[A-Za-z0-9_.:-]{1,253}$/),
  port: numeral(1, 65_535),
});

export function instanceRoutes(deps: ApiDependencies): Route[] {
  const toInstance = ({ run, runs }: InstanceRow): z.infer<typeof instanceSchema> => {
    const { key, user, host, port, practice, vast_id } = run.definition.instance;
    const state = run.state ?? deps.states.glance(run.workflow_id) ?? startingState(run);
    const last_run = toRunItem(state);
    // A box has one run at a time, so only its newest can be at work.
    const active_run = run.ended_at === null ? run.workflow_id : null;
    return { key, user, host, port, practice, vast_id: vast_id ?? null, runs, active_run, last_run };
  };
  return [
    route({
      method: 'get',
      path: '/api/v1/instances',
      id: 'listInstances',
      tag,
      summary: 'Boxes that had a run, the one with the newest run first',
      scope: 'read',
      query: pageQuery,
      answers: { 200: { description: 'A page of boxes', schema: pageOf(instanceSchema) } },
      handle({ query: { limit = PAGE, cursor } }) {
        const { rows, more } = deps.store.runs.instances(limit, readCursor(z.int(), cursor));
        return { items: rows.map(toInstance), next_cursor: more === null ? null : toCursor(more) };
      },
    }),
    route({
      method: 'get',
      path: '/api/v1/instances/{key}',
      id: 'getInstance',
      tag,
      summary: 'One box',
      scope: 'read',
      params: z.object({ key: word(300) }),
      answers: { 200: { description: 'The box', schema: instanceSchema } },
      failures: ['instance_not_found'],
      handle({ params: { key } }) {
        const [row] = deps.store.runs.instances(1, null, key).rows;
        if (!row) throw bringupError('instance_not_found', `No box ${key} had a run here.`, { key });
        return toInstance(row);
      },
    }),
    route({
      method: 'get',
      path: '/api/v1/host-keys/{host}/{port}',
      id: 'getHostKeys',
      tag: 'host keys',
      summary: 'What is trusted for a host and port, what was shown, and who decided what',
      scope: 'read',
      params: hostParams,
      answers: { 200: { description: 'The host’s keys', schema: hostKeysSchema } },
      failures: ['host_key_not_found'],
      async handle({ params: { host, port } }) {
        const keys = await hostKeysOf(deps, host, port);
        if (keys.known.length > 0 || keys.offered || keys.decisions.length > 0) return keys;
        throw bringupError('host_key_not_found', `Nothing is known of a key of ${host}:${port}.`, { host, port });
      },
    }),
    route({
      method: 'get',
      path: '/api/v1/host-keys',
      id: 'listHostKeys',
      tag: 'host keys',
      summary: 'The same for every host that had a run or showed a key',
      scope: 'read',
      answers: { 200: { description: 'All hosts', schema: z.object({ items: z.array(hostKeysSchema) }) } },
      async handle() {
        const hosts = deps.store.hostKeys.hosts();
        return { items: await Promise.all(hosts.map(({ host, port }) => hostKeysOf(deps, host, port))) };
      },
    }),
  ];
}

async function hostKeysOf(
  { knownHosts, store }: ApiDependencies,
  host: string,
  port: number,
): Promise<z.infer<typeof hostKeysSchema>> {
  const known = await knownHosts.keysFor(host, port);
  const offered = store.hostKeys.lastOffered(host, port);
  return {
    host,
    port,
    known: known.map(({ keyType, fingerprint, line, file, lineNumber }) => ({
      key_type: keyType,
      fingerprint,
      line,
      file,
      line_number: lineNumber,
    })),
    offered: offered && {
      key_type: offered.key_type,
      fingerprint: offered.fingerprint,
      offered_at: offered.offered_at,
    },
    decisions: store.hostKeys
      .decisions(host, port)
      .map(({ decided_at, decided_by, decision, fingerprint, known_before }) => ({
        decided_at,
        decided_by,
        decision,
        fingerprint,
        known_before,
      })),
  };
}
