// A POSIX sh text on the box with bytes of ours on its stdin, what login files print left out.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { ClientChannel } from 'ssh2';
import type { Connection } from './connect.ts';
import { createFrameReader } from './frames.ts';
import { readAll } from './read-all.ts';
import { exitCode } from './run-shell.ts';
import { remoteCommand } from './shell.ts';

interface Piped {
  /** Ends the text's stdin by returning; `write` waits while the box is slower. */
  send?: (write: (bytes: Buffer | string) => Promise<void>) => Promise<void>;
  /** Its stdout, in order; awaited. */
  take: (bytes: Buffer) => void | Promise<void>;
  /** Closes the channel. */
  signal?: AbortSignal;
}

/**
 * Runs `text` and resolves when it has ended and all that it said has been taken. Names go into the text as `assignments` has them, or encoded.
 * Throws ssh_unreachable when the connection is lost, and what `send` or `take` throw.
 */
export function piped(
  connection: Connection,
  text: string,
  { send, take, signal }: Piped,
): Promise<{ code: number; stderr: string }> {
  signal?.throwIfAborted();
  const nonce = randomBytes(12).toString('hex');
  const { command, input } = remoteCommand(`printf '\\036${nonce}\\036'; printf '\\036${nonce}\\036' >&2\n${text}`);
  return connection.exec(command, async (channel) => {
    const stop = () => channel.close();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      const errors: Buffer[] = [];
      const exit = exitCode(channel);
      const [code] = await Promise.all([
        exit,
        readAll(channel, createFrameReader(nonce, { onBytes: take }).read),
        readAll(
          channel.stderr,
          createFrameReader(nonce, { onBytes: (bytes) => void (errors.length < 64 && errors.push(bytes)) }).read,
        ),
        feed(channel, input, send),
      ]);
      signal?.throwIfAborted();
      return { code, stderr: Buffer.concat(errors).toString('utf8').trim() };
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  });
}

async function feed(channel: ClientChannel, input: string, send: Piped['send']): Promise<void> {
  let closed = false;
  const gone = once(channel, 'close').then(() => void (closed = true));
  const write = async (bytes: Buffer | string) => {
    // A text that ended early has said why by its code and on stderr.
    if (closed || channel.destroyed) return;
    if (!channel.write(bytes)) await Promise.race([once(channel, 'drain'), gone]);
  };
  await write(input);
  await send?.(write);
  if (!closed) channel.end();
}
