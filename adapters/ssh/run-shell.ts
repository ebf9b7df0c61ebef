import { randomBytes } from 'node:crypto';
import type { ClientChannel } from 'ssh2';
import type { Connection } from './connect.ts';
import { createFrameReader } from './frames.ts';
import { readAll } from './read-all.ts';
import { remoteCommand } from './shell.ts';

export interface ShellResult {
  code: number;
  stdout: Buffer;
  stderr: string;
}

/** Runs a short POSIX sh text on the box and collects what it says, login noise left out. For reading, never for work. */
export async function runShell(connection: Connection, text: string): Promise<ShellResult> {
  return connection.exec(
    ...streamed(text, async (channel, read) => {
      const out: Buffer[] = [];
      const errors: Buffer[] = [];
      const exit = exitCode(channel);
      await Promise.all([
        read(channel, (bytes) => void out.push(bytes)),
        read(channel.stderr, (bytes) => void errors.push(bytes)),
      ]);
      return { code: await exit, stdout: Buffer.concat(out), stderr: Buffer.concat(errors).toString('utf8') };
    }),
  );
}

type Source = ClientChannel | ClientChannel['stderr'];
type Read = (stream: Source, take: (bytes: Buffer) => void | Promise<void>) => Promise<void>;

/** A command for exec whose streams are read without what login files print; `take` is awaited, so memory stays flat. */
export function streamed<Result>(
  text: string,
  use: (channel: ClientChannel, read: Read) => Promise<Result>,
): [string, (channel: ClientChannel) => Promise<Result>] {
  const nonce = randomBytes(12).toString('hex');
  const { command, input } = remoteCommand(`printf '\\036${nonce}\\036'; printf '\\036${nonce}\\036' >&2\n${text}`);
  const read: Read = (stream, take) => readAll(stream, createFrameReader(nonce, { onBytes: take }).read);
  return [
    command,
    (channel) => {
      channel.end(input);
      return use(channel, read);
    },
  ];
}

export function exitCode(channel: ClientChannel): Promise<number> {
  return new Promise((resolve) => {
    // Not by the event `exit`: on a busy machine that comes before anybody can listen. A command that was ended by a signal has no
    // code; 255 is what ssh itself says then.
    channel.once('close', (code?: number | null) => resolve(code ?? 255));
  });
}
