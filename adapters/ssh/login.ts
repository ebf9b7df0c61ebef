// Between sshd and our command stand the box's login files. Some end the session, some wait for input: then our command never runs, and
// that has to be told, not taken for a lost connection.
import type { ClientChannel } from 'ssh2';
import { bringupError } from '../errors.ts';

/** Login files may take their time (conda, a slow network disk), but not for ever. */
const LOGIN_MS = 60_000;
const KEPT = 2000;

export interface Login {
  /** Our command has said its first word. */
  begun(): void;
  /** Rejects with box_not_usable when our command does not begin in time. */
  tooLong: Promise<never>;
  /** Call when the streams have ended. Rejects with box_not_usable when the login ended by itself before our command began. */
  check(): Promise<void>;
}

/** Watches a channel until our command begins. Has to be called before anything else reads from it. */
export function watchLogin(channel: ClientChannel, withinMs = LOGIN_MS): Login {
  let hasBegun = false;
  let said = '';
  const hear = (bytes: Buffer) => {
    if (said.length < KEPT) said += bytes.toString('utf8');
  };
  const streams = [channel, channel.stderr];
  for (const stream of streams) stream.on('data', hear);
  let timer: NodeJS.Timeout | undefined;
  const stopWatching = () => {
    clearTimeout(timer);
    for (const stream of streams) stream.off('data', hear);
  };
  const tooLong = new Promise<never>((_resolve, reject) => {
    const why = `it did not come to our command within ${withinMs / 1000} s; its login files wait for input or take too long`;
    timer = setTimeout(() => reject(notOurCommand(why, said)), withinMs);
  });
  tooLong.catch(() => undefined); // of interest only to those who race against it
  // A channel without a code was torn down; that is a lost connection. The event `exit` may have come before we listen.
  const code = new Promise<number | undefined>((resolve) => {
    channel.once('close', (exit?: number | null) => {
      stopWatching();
      resolve(exit ?? undefined);
    });
  });
  return {
    tooLong,
    begun() {
      hasBegun = true;
      stopWatching();
    },
    async check() {
      if (hasBegun) return;
      const exit = await code;
      if (exit !== undefined) {
        throw notOurCommand(`its login files ended the session with code ${exit} before our command began`, said);
      }
    },
  };
}

function notOurCommand(why: string, said: string): Error {
  const words = said
    // eslint-disable-next-line no-control-regex
    .replace(/\u001b\[[0-9;?]*[A-Za-z]|[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
    .trim()
    .slice(-300);
  return bringupError('box_not_usable', `The box cannot run commands: ${why}.${words ? ` It said: ${words}` : ''}`);
}
