// A stream of a channel, read to its end at the reader's pace.
import type { ClientChannel } from 'ssh2';

/** So much is held while the bytes before it are being read (ssh2's window); then the box waits, so a slow disk keeps memory flat. */
const MOST_HELD = 2 * 1024 * 1024;

/** Reads to the end, in turn. What arrives meanwhile goes as one piece: a write per packet costs more than the packet. */
export function readAll(
  stream: ClientChannel | ClientChannel['stderr'],
  read: (bytes: Buffer) => Promise<void> | void,
): Promise<void> {
  let held: Buffer[] = [];
  let size = 0;
  let reading = false;
  const readHeld = async () => {
    reading = true;
    while (held.length > 0) {
      const [first, ...more] = held;
      const bytes = first && more.length === 0 ? first : Buffer.concat(held);
      held = [];
      size = 0;
      stream.resume();
      await read(bytes);
    }
    reading = false;
  };
  return new Promise((resolve, reject) => {
    let last = Promise.resolve();
    stream.on('data', (bytes: Buffer) => {
      held.push(bytes);
      size += bytes.length;
      if (size >= MOST_HELD) stream.pause();
      if (reading) return;
      last = readHeld();
      last.catch(reject);
    });
    stream.once('end', () => last.then(resolve, reject));
  });
}
