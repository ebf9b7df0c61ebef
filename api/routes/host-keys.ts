// POST /ssh/verify-host: shows the key of a box, or accepts exactly the one that was shown (shared/API.md, 1.3).
import { Router } from 'express';
import { bringupError } from '../../adapters/errors.ts';
import { acceptKey, showKey } from '../accept-host-key.ts';
import { whoAsks } from '../caller.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { resolveInstance } from '../validate-run.ts';
import { text } from '../../steps/parameters.ts';
import { bodyOf } from './workflow.ts';

export function hostKeyRoutes(deps: ApiDependencies): Router {
  const router = Router();

  /** {ssh_connection, accept?, fingerprint?}. A changed key is never accepted this way. */
  router.post('/verify-host', async (request, response) => {
    const { ssh_connection, accept = false, fingerprint } = bodyOf(request.body);
    if (typeof ssh_connection !== 'string' || ssh_connection.trim() === '') {
      throw bringupError('input_invalid', 'SSH connection string is required', { field: 'ssh_connection' });
    }
    if (fingerprint !== undefined && (typeof fingerprint !== 'string' || !text(100).safeParse(fingerprint).success)) {
      throw bringupError('input_invalid', 'fingerprint must be text of one line', { field: 'fingerprint' });
    }
    const { address } = await resolveInstance(deps, ssh_connection);
    if (accept !== true) return void response.json(await showKey(deps, address));
    response.json(await acceptKey(deps, address, fingerprint, whoAsks(request, response)));
  });

  return router;
}
