// POST /ssh/verify-host: shows the key of a box, or accepts exactly the one that was shown (shared/API.md, 1.3).
import { z } from 'zod';
import { acceptKey, showKey } from '../accept-host-key.ts';
import { whoAsks } from '../caller.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { type Route, route } from '../route.ts';
import { resolveInstance } from '../validate-run.ts';
import { done, line, sshConnection } from './schemas.ts';

const fingerprints = z.array(z.string()).meta({ description: 'Lines as ssh-keygen -lf prints them' });
const shownSchema = done({
  host: z.string(),
  port: z.string(),
  fingerprints,
  needs_confirmation: z.literal(true),
  known_fingerprints: fingerprints.optional(),
});
const acceptedSchema = done({
  fingerprints,
  added: z.literal(true).optional(),
  already_known: z.literal(true).optional(),
});

export function hostKeyRoutes(deps: ApiDependencies): Route[] {
  return [
    route({
      method: 'post',
      path: '/ssh/verify-host',
      id: 'verifyHost',
      tag: 'façade: host keys',
      summary:
        'Show the host key of a box, or accept exactly the one that was shown; a changed key is never accepted so',
      scope: 'run',
      body: z.looseObject({
        ssh_connection: sshConnection,
        accept: z.unknown().optional().meta({ description: '`true` accepts; anything else shows' }),
        fingerprint: line(100, 'fingerprint must be text of one line')
          .optional()
          .meta({ description: 'Of the key to accept; without it the one that was shown last' }),
      }),
      answers: { 200: { description: 'The key', schema: z.union([shownSchema, acceptedSchema]) } },
      failures: [
        'host_key_not_shown',
        'host_key_changed',
        'ssh_unreachable',
        'ssh_auth_refused',
        'ssh_no_key',
        'ssh_key_encrypted',
        'provider_unavailable',
        'provider_refused',
      ],
      async handle({ body: { ssh_connection, accept, fingerprint }, request, response }) {
        const { address } = await resolveInstance(deps, ssh_connection);
        if (accept === true) return acceptKey(deps, address, fingerprint, whoAsks(request, response));
        const { shown } = await showKey(deps, address);
        return { success: true, message: 'Host key retrieved', ...shown, needs_confirmation: true };
      },
    }),
  ];
}
