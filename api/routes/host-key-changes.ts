// POST /ssh/host-keys/*: what to do about a key that has changed (shared/API.md, 1.3). Only our own known_hosts is ever written.
import path from 'node:path';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { bringupError } from '../../adapters/errors.ts';
import { knownHostsName } from '../../adapters/ssh/fingerprint.ts';
import { readHostKeyError } from '../../adapters/ssh/host-key-error.ts';
import type { KnownKey } from '../../adapters/ssh/known-hosts.ts';
import { quote } from '../../adapters/ssh/shell.ts';
import type { OfferedHostKey } from '../../adapters/store/store.ts';
import type { InstanceAddress } from '../../contract/instance.ts';
import { text } from '../../steps/parameters.ts';
import { errorAnswer } from '../answer.ts';
import { whoAsks } from '../caller.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { checkStillShown, hopsOf, keyLine } from '../shown-key.ts';
import { resolveInstance } from '../validate-run.ts';
import { bodyOf } from './workflow.ts';

const hostSchema = z.object({
  host: z.string().regex(/^[A-Za-z0-9_.:%-]{1,253}$/),
  port: z
    .union([z.number(), z.string().regex(/^\d{1,5}$/)])
    .transform(Number)
    .pipe(z.number().int().min(1).max(65_535)),
  user: z
    .string()
    .regex(/^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,63}$/)
    .default('root'),
  known_hosts_file: text(1024).nullish(),
  fingerprint: text(100).startsWith('SHA256:').nullish(),
  ssh_connection: z.string().nullish(),
});
type Named = z.infer<typeof hostSchema>;

export function hostKeyChangeRoutes(deps: ApiDependencies): Router {
  const { settings, knownHosts, store, log } = deps;
  const router = Router();
  const own = settings.path('known_hosts');

  /** {ssh_output} → {has_error, error?}: what OpenSSH's warning about a changed key says, as fields. */
  router.post('/check', (request, response) => {
    const { ssh_output: output } = bodyOf(request.body);
    if (typeof output !== 'string' || output.trim() === '') {
      throw bringupError('input_invalid', 'SSH output is required', { field: 'ssh_output' });
    }
    const error = readHostKeyError(output);
    response.json({ success: true, has_error: error !== null, ...(error ? { error } : {}) });
  });

  /**
   * {host, port, fingerprint?, ssh_connection?}: puts the key that was shown as changed in the place of the known one. Refused when
   * none was shown, or when the box shows another one by now. `ssh_connection` tells the way where there are jump hosts.
   */
  router.post('/resolve', (request, response) =>
    orFailed('Failed to remove old key', request, response, async () => {
      const named = namedHost(request.body, own);
      const { host, port } = named;
      const shown = await shownAsChanged(deps, named);
      const before = await knownHosts.keysFor(host, port);
      const message = `Host key resolved successfully for ${host}:${port}`;
      const already = before.length > 0 && before.every((key) => key.fingerprint === shown.fingerprint);
      if (already) return { message, fingerprint: shown.fingerprint, already_known: true };
      await checkStillShown(deps, await wayTo(deps, named), shown);
      await knownHosts.pin(host, port, shown.key_type, shown.key, { replace: true });
      const known_before = fingerprints(before);
      const decision = { host, port, fingerprint: shown.fingerprint, known_before, ...whoAsks(request, response) };
      store.hostKeys.decided({ decision: 'replaced', ...decision });
      log.warn(decision, 'host key replaced');
      const foreign = before.filter(({ file }) => file !== own);
      const note = `${standsIn(foreign)}: Bringup only reads that file and refuses the old key for this host by its own. Your own ssh needs: ${removal(foreign, host, port)}`;
      return { message, ...decision, ...(foreign.length > 0 ? { note } : {}) };
    }),
  );

  /** {host, port}: forgets the host's keys in our own file. The next connection asks again. */
  router.post('/remove', (request, response) =>
    orFailed('Failed to remove host key', request, response, async () => {
      const { host, port } = namedHost(request.body, own);
      const before = await knownHosts.keysFor(host, port);
      const removed = await knownHosts.remove(host, port);
      const left = await knownHosts.keysFor(host, port);
      const name = knownHostsName(host, port);
      const foreign = left.filter(({ file }) => file !== own);
      const note = `${standsIn(foreign)}, which Bringup only reads. Run: ${removal(foreign, host, port)}`;
      if (removed === 0 && foreign.length > 0) throw new Error(note);
      if (removed === 0) return { message: `No host key of ${name} was known here`, removed };
      const decision = {
        host,
        port,
        fingerprint: null,
        known_before: fingerprints(before),
        ...whoAsks(request, response),
      };
      store.hostKeys.decided({ decision: 'removed', ...decision });
      log.warn(decision, 'host key removed');
      const message = `Old host key for ${name} removed successfully`;
      return { message, removed, ...(foreign.length > 0 ? { note } : {}) };
    }),
  );

  /** What hinders the work itself is 500 with these words, as clients know it; a refusal keeps its own status. */
  async function orFailed(
    words: string,
    request: Request,
    response: Response,
    work: () => Promise<Record<string, unknown>>,
  ): Promise<void> {
    try {
      response.json({ success: true, ...(await work()) });
    } catch (error) {
      const { status, body } = errorAnswer(error);
      if (status === 400 || status === 409) throw error;
      log.error({ err: error, path: request.originalUrl }, words);
      const why = error instanceof Error ? error.message : String(error);
      response.status(500).json({ ...body, message: `${words}: ${why}` });
    }
  }

  return router;
}

function namedHost(body: unknown, own: string): Named {
  const { host, port, ...rest } = bodyOf(body);
  if (!host || !port) {
    throw bringupError('input_invalid', 'Host and port are required', { field: host ? 'port' : 'host' });
  }
  const parsed = hostSchema.safeParse({ host, port, ...rest });
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? '';
    throw bringupError('input_invalid', `${field} is not valid`, { field });
  }
  const file = parsed.data.known_hosts_file;
  if (file && path.resolve(file) !== path.resolve(own)) {
    const command = `ssh-keygen -f ${quote(file)} -R ${quote(knownHostsName(parsed.data.host, parsed.data.port))}`;
    const message = `Bringup writes its own known_hosts only: ${own}. For the file that was named, run: ${command}`;
    throw bringupError('input_invalid', message, { field: 'known_hosts_file' });
  }
  return parsed.data;
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
