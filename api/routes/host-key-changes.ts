// POST /ssh/host-keys/*: what to do about a key that has changed (shared/API.md, 1.3). Only our own known_hosts is ever written.
import { Router } from 'express';
import { z } from 'zod';
import { bringupError } from '../../adapters/errors.ts';
import { fetchHostKey } from '../../adapters/ssh/fetch-host-key.ts';
import { knownHostsName, sha256Fingerprint } from '../../adapters/ssh/fingerprint.ts';
import { readHostKeyError } from '../../adapters/ssh/host-key-error.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { whoAsks } from '../who-asks.ts';
import { bodyOf } from './workflow.ts';

const hostSchema = z.object({
  host: z.string().regex(/^[A-Za-z0-9_.:%-]{1,253}$/),
  port: z.coerce.number().int().min(1).max(65_535),
  user: z.string().min(1).max(64).default('root'),
  known_hosts_file: z.string().nullish(),
  fingerprint: z.string().startsWith('SHA256:').optional(),
});

export function hostKeyChangeRoutes({ settings, store, knownHosts, log }: ApiDependencies): Router {
  const router = Router();
  const own = settings.path('known_hosts');

  function hostOf(body: unknown): z.infer<typeof hostSchema> {
    const { host, port, ...rest } = bodyOf(body);
    if (!host || !port)
      throw bringupError('input_invalid', 'Host and port are required', { field: host ? 'port' : 'host' });
    const parsed = hostSchema.safeParse({ host, port, ...rest });
    if (!parsed.success) {
      const field = parsed.error.issues[0]?.path.join('.') ?? '';
      throw bringupError('input_invalid', `${field} is not valid`, { field });
    }
    const file = parsed.data.known_hosts_file;
    if (file && file !== own) {
      throw bringupError('input_invalid', `Bringup writes its own known_hosts only: ${own}`, {
        field: 'known_hosts_file',
      });
    }
    return parsed.data;
  }

  const knownBefore = async (host: string, port: number) =>
    (await knownHosts.keysFor(host, port)).map(({ blob }) => sha256Fingerprint(blob)).join(', ') || null;

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
   * {host, port, fingerprint?}: puts the key that was shown as changed in the place of the known one. Refused when none was shown, or
   * when the box shows another one by now.
   */
  router.post('/resolve', async (request, response) => {
    const { host, port, user, fingerprint } = hostOf(request.body);
    const facts = { host, port };
    const shown = store.hostKeys.lastOffered(host, port, fingerprint);
    if (!shown) throw bringupError('host_key_not_shown', `No such key of ${host}:${port} was shown yet.`, facts);
    const now = await fetchHostKey({ host, port, user }, shown.key_type);
    if (now.fingerprint !== shown.fingerprint) {
      store.hostKeys.offered(now);
      throw bringupError(
        'host_key_not_shown',
        `${host}:${port} shows ${now.fingerprint} by now and not ${shown.fingerprint}: nothing was replaced.`,
        { ...facts, fingerprint: now.fingerprint },
      );
    }
    const known_before = await knownBefore(host, port);
    await knownHosts.pin(host, port, shown.key_type, shown.key, { replace: true });
    const decision = { host, port, fingerprint: shown.fingerprint, known_before, ...whoAsks(request) };
    store.hostKeys.decided({ decision: 'replaced', ...decision });
    log.warn(decision, 'host key replaced');
    response.json({ success: true, message: `Host key resolved successfully for ${host}:${port}`, ...decision });
  });

  /** {host, port}: forgets the host's keys. The next connection asks again. */
  router.post('/remove', async (request, response) => {
    const { host, port } = hostOf(request.body);
    const known_before = await knownBefore(host, port);
    const removed = await knownHosts.remove(host, port);
    const name = knownHostsName(host, port);
    const left = await knownBefore(host, port);
    const note = left ? { note: `${settings.userKnownHosts} still knows ${left}; Bringup only reads that file.` } : {};
    if (removed === 0) {
      return void response.json({ success: true, message: `No host key of ${name} was known here`, removed, ...note });
    }
    const decision = { host, port, fingerprint: null, known_before, ...whoAsks(request) };
    store.hostKeys.decided({ decision: 'removed', ...decision });
    log.warn(decision, 'host key removed');
    response.json({ success: true, message: `Old host key for ${name} removed successfully`, removed, ...note });
  });

  return router;
}
