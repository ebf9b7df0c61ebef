import type { IncomingMessage } from 'node:http';

/**
 * Whether the client has what this tag stands for (RFC 9110, 13.1.2; a proxy that compresses makes tags weak). Express' own
 * `request.fresh` says no to every request of Node's fetch, which sends `Cache-Control: no-cache` beside the tag.
 */
export function hasTag({ headers }: IncomingMessage, tag: string): boolean {
  const given = headers['if-none-match'];
  if (given === undefined) return false;
  return given.trim() === '*' || given.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
}
