// /api/v1/host-keys: what is trusted, shown, accepted, replaced and forgotten.
import { z } from 'zod';
import { bringupError } from '../../adapters/errors.ts';
import { portSchema } from '../../contract/run-state-schema.ts';
import { oneLine } from '../../steps/parameters.ts';
import { acceptKey, showKey } from '../accept-host-key.ts';
import { recordChange } from '../audit.ts';
import { whoAsks } from '../caller.ts';
import { removeKeys, replaceKey } from '../change-host-keys.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { type Route, route } from '../route.ts';
import { resolveInstance } from '../validate-run.ts';
import { fingerprint, numeral } from './schemas.ts';

const tag = 'host keys';

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
    port: portSchema,
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

const lines = z.array(z.string()).meta({ description: 'As ssh-keygen -lf prints them' });
const shownSchema = z
  .object({
    host: z.string(),
    port: z.string(),
    fingerprints: lines,
    already_known: z.boolean().meta({ description: 'This very key is trusted' }),
    known_fingerprints: lines.optional(),
  })
  .meta({ id: 'ShownHostKey', description: 'The key that a box shows now, or that of a jump host on the way' });
const acceptedSchema = z.object({ fingerprints: lines, already_known: z.boolean() }).meta({ id: 'AcceptedHostKey' });
const replacedSchema = z
  .object({ fingerprint: z.string(), already_known: z.boolean(), note: z.string().nullable() })
  .meta({ id: 'ReplacedHostKey', description: '`note`: what is left to do by hand in files that Bringup only reads' });
const removedSchema = z
  .object({ removed: z.int().min(0).max(1_000_000), note: z.string().nullable() })
  .meta({ id: 'RemovedHostKeys' });

const sshConnection = oneLine(z.string().min(1).max(2000));
const REACH = [
  'ssh_unreachable',
  'ssh_auth_refused',
  'ssh_no_key',
  'ssh_key_encrypted',
  'host_key_changed',
  'provider_unavailable',
  'provider_refused',
] as const;

export function hostKeyRoutes(deps: ApiDependencies): Route[] {
  return [
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
        const hosts = await deps.store.hostKeys.hosts();
        return { items: await Promise.all(hosts.map(({ host, port }) => hostKeysOf(deps, host, port))) };
      },
    }),
    route({
      method: 'post',
      path: '/api/v1/host-keys/show',
      id: 'showHostKey',
      tag,
      summary: 'Ask a box for its host key, to compare it',
      scope: 'run',
      body: z.strictObject({ ssh_connection: sshConnection }),
      answers: { 200: { description: 'The key', schema: shownSchema } },
      failures: REACH,
      async handle({ body: { ssh_connection } }) {
        const { address } = await resolveInstance(deps, ssh_connection);
        const { shown, isKnown } = await showKey(deps, address);
        return { ...shown, already_known: isKnown };
      },
    }),
    route({
      method: 'post',
      path: '/api/v1/host-keys/accept',
      id: 'acceptHostKey',
      tag,
      summary: 'Trust exactly the key that was shown; a changed one is never accepted so',
      scope: 'run',
      body: z.strictObject({ ssh_connection: sshConnection, fingerprint }),
      answers: { 200: { description: 'Trusted', schema: acceptedSchema } },
      failures: [...REACH, 'host_key_not_shown'],
      async handle({ body, request, response }) {
        const { address } = await resolveInstance(deps, body.ssh_connection);
        const answer = await acceptKey(deps, address, body.fingerprint, whoAsks(request, response));
        const { fingerprints } = answer;
        recordChange(response, { after: { fingerprints } });
        return { fingerprints, already_known: 'already_known' in answer };
      },
    }),
    route({
      method: 'post',
      path: '/api/v1/host-keys/{host}/{port}/replace',
      id: 'replaceHostKey',
      tag,
      summary: 'Put the key that was shown as changed in the place of the known one',
      scope: 'run',
      params: hostParams,
      body: z.strictObject({
        fingerprint,
        ssh_connection: sshConnection
          .optional()
          .meta({ description: 'The way to the host where there are jump hosts' }),
      }),
      answers: { 200: { description: 'Replaced', schema: replacedSchema } },
      failures: [...REACH, 'host_key_not_shown', 'host_key_unknown'],
      async handle({ params, body, request, response }) {
        const named = { ...params, ...body, user: 'root' };
        const answer = await replaceKey(deps, named, whoAsks(request, response));
        const before = 'known_before' in answer ? answer.known_before : answer.fingerprint;
        recordChange(response, { before, after: answer.fingerprint });
        const note = 'note' in answer ? answer.note : undefined;
        return { fingerprint: answer.fingerprint, already_known: 'already_known' in answer, note: note ?? null };
      },
    }),
    route({
      method: 'delete',
      path: '/api/v1/host-keys/{host}/{port}',
      id: 'removeHostKeys',
      tag,
      summary: 'Forget the host’s keys in Bringup’s own file; the next connection asks again',
      scope: 'run',
      params: hostParams,
      answers: { 200: { description: 'Forgotten', schema: removedSchema } },
      failures: ['host_key_elsewhere'],
      async handle({ params, request, response }) {
        const answer = await removeKeys(deps, params, whoAsks(request, response));
        recordChange(response, { before: 'known_before' in answer ? answer.known_before : null });
        return { removed: answer.removed, note: ('note' in answer ? answer.note : undefined) ?? null };
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
  const offered = await store.hostKeys.lastOffered(host, port);
  const decisions = await store.hostKeys.decisions(host, port);
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
    decisions: decisions.map(({ decided_at, decided_by, decision, fingerprint, known_before }) => ({
      decided_at,
      decided_by,
      decision,
      fingerprint,
      known_before,
    })),
  };
}
