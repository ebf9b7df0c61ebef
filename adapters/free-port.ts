// Ports of this machine's loopback.
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below what systems give to outgoing connections by themselves (Linux from 32768, macOS and Windows from 49152): such a port is
// taken away between being found free and being listened on, and between one start and the next.
const LOWEST = 20_000;
const HIGHEST = 25_999;

/** A loopback port that nobody listens on right now: the first such one of those that `candidate` names, one a call. */
export async function freePort(candidate = () => randomInt(LOWEST, HIGHEST + 1)): Promise<number> {
  for (;;) {
    const port = candidate();
    const code = await listenError('127.0.0.1', port);
    if (code === null) return port;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw new Error(`Nothing can listen on 127.0.0.1 (${code})`);
  }
}

/** Why nothing can listen there, as the system's code; null when it can. */
export function listenError(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message);
    });
    server.listen({ host, port, exclusive: true }, () => {
      server.close(() => {
        resolve(null);
      });
    });
  });
}
