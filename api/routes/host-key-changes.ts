// POST /ssh/host-keys/*: what to do about a key that has changed (shared/API.md, 1.3). Only our own known_hosts is ever written.
import path from 'node:path';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { bringupError } from '../../adapters/errors.ts';
import { knownHostsName } from '../../adapters/ssh/fingerprint.ts';
import { readHostKeyError } from '../../adapters/ssh/host-key-error.ts';
import { quote } from '../../adapters/ssh/shell.ts';
import { countSchema, portSchema, timeSchema } from '../../contract/run-state-schema.ts';
import { errorAnswer } from '../answer.ts';
import { recordChange } from '../audit.ts';
import { whoAsks } from '../caller.ts';
import { removeKeys, replaceKey } from '../change-host-keys.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { type Route, route } from '../route.ts';
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
      [portSchema, z.string().regex(/^0{0,4}([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/)],
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
  port: portSchema,
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
  port: countSchema,
  known_hosts_file: z.string().nullable(),
  line_number: countSchema.nullable(),
  new_fingerprint: z.string().nullable(),
  detected_at: timeSchema,
});

export function hostKeyChangeRoutes(deps: ApiDependencies): Route[] {
  // Asked for later: the list of routes is made without settings, too.
  const own = () => deps.settings.path('known_hosts');
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
        orFailed(deps, 'Failed to remove old key', request, response, () => {
          checkIsOwn(body, own());
          return replaceKey(deps, body, whoAsks(request, response));
        }),
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
        orFailed(deps, 'Failed to remove host key', request, response, () => {
          checkIsOwn(body, own());
          return removeKeys(deps, body, whoAsks(request, response));
        }),
    }),
  ];
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
    const done = await work();
    recordChange(response, { before: done['known_before'] ?? null, after: done['fingerprint'] ?? null });
    return { success: true, ...done };
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
