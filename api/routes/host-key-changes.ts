// POST /ssh/host-keys/*: what to do about a key that has changed (shared/API.md, 1.3). Only our own known_hosts is ever written.
import path from 'node:path';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { bringupError } from '../../adapters/errors.ts';
import { knownHostsName } from '../../adapters/ssh/fingerprint.ts';
import { readHostKeyError } from '../../adapters/ssh/host-key-error.ts';
import type { KnownKey } from '../../adapters/ssh/known-hosts.ts';
import { quote } from '../../adapters/ssh/shell.ts';
import type { OfferedHostKey } from '../../adapters/store/store.ts';
import type { InstanceAddress } from '../../contract/instance.ts';
import { timeSchema } from '../../contract/run-state-schema.ts';
import { errorAnswer } from '../answer.ts';
import { whoAsks } from '../caller.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { type Route, route } from '../route.ts';
import { checkStillShown, hopsOf, keyLine } from '../shown-key.ts';
import { resolveInstance } from '../validate-run.ts';
import { done, found, line, needed } from './schemas.ts';

const tag = 'façade: host keys';
const MISSING = 'Host and port are required';

/** The sentence for a field that is needed: one that is missing is told apart from one that is wrong. */
const missingOr = (error: string) => ({ error: ({ input }: { input?: unknown }) => (input ? error : MISSING) });
const PORT = missingOr('port is not valid');

const hostSchema = z.looseObject({
  host: z.string(missingOr('host is not valid')).regex(/^[A-Za-z0-9_.:%-]{1,253}$/, missingOr('host is not valid')),
  port: z
    .union(
      [
        z.int().min(1).max(65_535),
        z.string().regex(/^0{0,4}([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/),
      ],
      PORT,
    )
    .transform(Number),
  user: z
    .string({ error: 'user is not valid' })
    .regex(/^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,63}$/, { error: 'user is not valid' })
    .default('root'),
  known_hosts_file: line(1024, 'known_hosts_file is not valid')
    .nullish()
    .meta({ description: 'Bringup’s own, if any' }),
  fingerprint: line(100, 'fingerprint is not valid')
    .regex(/^SHA256:/, { error: 'fingerprint is not valid' })
    .nullish()
    .meta({ description: 'Of the key that was shown; without it the one that was shown last' }),
  ssh_connection: z
    .string({ error: 'ssh_connection is not valid' })
    .nullish()
    .meta({ description: 'The way to the host where there are jump hosts' }),
});
type Named = z.infer<typeof hostSchema>;

const decisionSchema = {
  host: z.string(),
  port: z.int().min(1).max(65_535),
  known_before: z.string().nullable(),
  decided_at: timeSchema,
  decided_by: z.string(),
};
const resolvedSchema = z.union([
  done({ fingerprint: z.string(), already_known: z.literal(true) }),
  done({ fingerprint: z.string(), ...decisionSchema, note: z.string().optional() }),
]);
const removedSchema = done({ removed: z.int().min(0).max(1_000_000), note: z.string().optional() });
const changedSchema = z.object({
  host: z.string(),
  port: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  known_hosts_file: z.string().nullable(),
  line_number: z.int().min(0).max(Number.MAX_SAFE_INTEGER).nullable(),
  new_fingerprint: z.string().nullable(),
  detected_at: timeSchema,
});

export function hostKeyChangeRoutes(deps: ApiDependencies): Route[] {
  return [
    route({
      method: 'post',
      path: '/ssh/host-keys/check',
      id: 'checkHostKey',
      tag,
      summary: 'What OpenSSH’s warning about a changed key says, as fields',
      scope: 'read',
      body: z.looseObject({ ssh_output: needed('SSH output is required') }),
      answers: {
        200: {
          description: 'What it says',
          schema: found({ has_error: z.boolean(), error: changedSchema.optional() }),
        },
      },
      handle({ body: { ssh_output } }) {
        const error = readHostKeyError(ssh_output);
        return { success: true, has_error: error !== null, ...(error ? { error } : {}) };
      },
    }),
    route({
      method: 'post',
      path: '/ssh/host-keys/resolve',
      id: 'resolveHostKey',
      tag,
      summary:
        'Put the key that was shown as changed in the place of the known one; refused when the box shows another by now',
      scope: 'run',
      body: hostSchema,
      answers: { 200: { description: 'The key is replaced', schema: resolvedSchema } },
      failures: ['host_key_not_shown', 'host_key_changed'],
      handle: ({ body, request, response }) =>
        orFailed(deps, 'Failed to remove old key', request, response, () =>
          replaceKey(deps, body, whoAsks(request, response)),
        ),
    }),
    route({
      method: 'post',
      path: '/ssh/host-keys/remove',
      id: 'removeHostKey',
      tag,
      summary: 'Forget the host’s keys in our own file; the next connection asks again',
      scope: 'run',
      body: hostSchema,
      answers: { 200: { description: 'The keys are forgotten', schema: removedSchema } },
      handle: ({ body, request, response }) =>
        orFailed(deps, 'Failed to remove host key', request, response, () =>
          removeKeys(deps, body, whoAsks(request, response)),
        ),
    }),
  ];
}

type Who = ReturnType<typeof whoAsks>;

async function replaceKey(deps: ApiDependencies, named: Named, who: Who) {
  const { settings, knownHosts, store, log } = deps;
  const own = settings.path('known_hosts');
  checkIsOwn(named, own);
  const { host, port } = named;
  const shown = await shownAsChanged(deps, named);
  const before = await knownHosts.keysFor(host, port);
  const message = `Host key resolved successfully for ${host}:${port}`;
  const already = before.length > 0 && before.every((key) => key.fingerprint === shown.fingerprint);
  if (already) return { message, fingerprint: shown.fingerprint, already_known: true };
  await checkStillShown(deps, await wayTo(deps, named), shown);
  await knownHosts.pin(host, port, shown.key_type, shown.key, { replace: true });
  const decision = { host, port, fingerprint: shown.fingerprint, known_before: fingerprints(before), ...who };
  store.hostKeys.decided({ decision: 'replaced', ...decision });
  log.warn(decision, 'host key replaced');
  const foreign = before.filter(({ file }) => file !== own);
  const note = `${standsIn(foreign)}: Bringup only reads that file and refuses the old key for this host by its own. Your own ssh needs: ${removal(foreign, host, port)}`;
  return { message, ...decision, ...(foreign.length > 0 ? { note } : {}) };
}

async function removeKeys({ settings, knownHosts, store, log }: ApiDependencies, named: Named, who: Who) {
  const own = settings.path('known_hosts');
  checkIsOwn(named, own);
  const { host, port } = named;
  const before = await knownHosts.keysFor(host, port);
  const removed = await knownHosts.remove(host, port);
  const left = await knownHosts.keysFor(host, port);
  const name = knownHostsName(host, port);
  const foreign = left.filter(({ file }) => file !== own);
  const note = `${standsIn(foreign)}, which Bringup only reads. Run: ${removal(foreign, host, port)}`;
  if (removed === 0 && foreign.length > 0) throw new Error(note);
  if (removed === 0) return { message: `No host key of ${name} was known here`, removed };
  const decision = { host, port, fingerprint: null, known_before: fingerprints(before), ...who };
  store.hostKeys.decided({ decision: 'removed', ...decision });
  log.warn(decision, 'host key removed');
  const message = `Old host key for ${name} removed successfully`;
  return { message, removed, ...(foreign.length > 0 ? { note } : {}) };
}

/** What hinders the work itself is 500 with these words, as clients know it; a refusal keeps its own status. */
async function orFailed(
  { log }: ApiDependencies,
  words: string,
  request: Request,
  response: Response,
  work: () => Promise<Record<string, unknown>>,
): Promise<unknown> {
  try {
    return { success: true, ...(await work()) };
  } catch (error) {
    const { status, body } = errorAnswer(error);
    if (status === 400 || status === 409) throw error;
    log.error({ err: error, path: request.originalUrl }, words);
    const why = error instanceof Error ? error.message : String(error);
    return void response.status(500).json({ ...body, message: `${words}: ${why}` });
  }
}

function checkIsOwn({ host, port, known_hosts_file: file }: Named, own: string): void {
  if (!file || path.resolve(file) === path.resolve(own)) return;
  const command = `ssh-keygen -f ${quote(file)} -R ${quote(knownHostsName(host, port))}`;
  const message = `Bringup writes its own known_hosts only: ${own}. For the file that was named, run: ${command}`;
  throw bringupError('input_invalid', message, { field: 'known_hosts_file' });
}

/** The key that a person has seen as the changed one: shown last, or the one with the fingerprint that is named. */
async function shownAsChanged({ store, knownHosts }: ApiDependencies, named: Named): Promise<OfferedHostKey> {
  const { host, port, fingerprint } = named;
  const facts = { host, port };
  const shown = store.hostKeys.lastOffered(host, port, fingerprint ?? undefined);
  if (!shown) throw bringupError('host_key_not_shown', `No such key of ${host}:${port} was shown yet.`, facts);
  const verdict = await knownHosts.check(host, port, shown.key_type, Buffer.from(shown.key, 'base64'));
  if (verdict === 'unknown') {
    const message = `No key of ${host}:${port} is known that could be replaced. Accept it with POST /ssh/verify-host.`;
    throw bringupError('host_key_not_shown', message, facts);
  }
  if (verdict === 'revoked') {
    const message = `${keyLine(shown)} is marked as revoked in a known_hosts file. Nothing was changed.`;
    throw bringupError('host_key_changed', message, { ...facts, fingerprint: shown.fingerprint });
  }
  return shown;
}

/** How to reach the host that is named: through the jump hosts of the connection that leads to it, else directly. */
async function wayTo(deps: ApiDependencies, { host, port, user, ssh_connection }: Named): Promise<InstanceAddress> {
  const hops = ssh_connection ? hopsOf((await resolveInstance(deps, ssh_connection)).address) : [];
  const hop = hops.find((one) => one.host.toLowerCase() === host.toLowerCase() && one.port === port);
  return hop ?? { key: `${user}@${host}:${port}`, user, host, port, jump: [], identity_file: null, practice: false };
}

const fingerprints = (keys: KnownKey[]): string | null => keys.map(({ fingerprint }) => fingerprint).join(', ') || null;

const standsIn = (keys: KnownKey[]): string =>
  `The old key also stands in ${keys.map(({ file, lineNumber }) => `${file}, line ${lineNumber}`).join('; ')}`;

const removal = (keys: KnownKey[], host: string, port: number): string =>
  [...new Set(keys.map(({ file }) => file))]
    .map((file) => `ssh-keygen -f ${quote(file)} -R ${quote(knownHostsName(host, port))}`)
    .join('; ');
