import type { Response } from 'express';

/** Fires when the caller goes away, or has its answer. */
export function goneWith(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}
