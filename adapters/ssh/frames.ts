// Our own words in a stream that also carries other bytes: \x1e <nonce> word… \x1e. Everything before the first frame is
// what the box's login files printed and is thrown away.

const SEPARATOR = 0x1e;
/** No frame is longer; a separator without its partner is then an ordinary byte. */
const MAX_FRAME = 8192;

export interface FrameListener {
  onBytes?: (bytes: Buffer) => Promise<void> | void;
  onFrame?: (word: string, rest: string[]) => void;
}

/**
 * Splits a stream into frames and bytes. Bytes are given on at once but for a frame that has only half arrived. Without
 * `onFrame` the stream holds one frame, which says where our bytes begin; the rest is passed as it is.
 */
export function createFrameReader(nonce: string, { onBytes, onFrame }: FrameListener) {
  let begun = false;
  let held: Buffer = Buffer.alloc(0);
  const opening = Buffer.concat([Buffer.from([SEPARATOR]), Buffer.from(nonce)]);

  async function bytes(part: Buffer) {
    if (begun && part.length > 0) await onBytes?.(part);
  }

  async function read(chunk: Buffer): Promise<void> {
    if (begun && !onFrame) return bytes(chunk);
    held = held.length > 0 ? Buffer.concat([held, chunk]) : chunk;
    while (held.length > 0) {
      const start = held.indexOf(SEPARATOR);
      if (start < 0) {
        const all = held;
        held = Buffer.alloc(0);
        await bytes(all);
        return;
      }
      if (start > 0) {
        await bytes(held.subarray(0, start));
        held = held.subarray(start);
      }
      const known = Math.min(held.length, opening.length);
      if (!held.subarray(0, known).equals(opening.subarray(0, known))) {
        await bytes(held.subarray(0, 1));
        held = held.subarray(1);
        continue;
      }
      const end = held.indexOf(SEPARATOR, 1);
      if (end < 0 && held.length < MAX_FRAME) return;
      if (end < 0) {
        await bytes(held.subarray(0, 1));
        held = held.subarray(1);
        continue;
      }
      begun = true;
      if (!onFrame) {
        const rest = held.subarray(end + 1);
        held = Buffer.alloc(0);
        return bytes(rest);
      }
      const [word = '', ...rest] = held.subarray(opening.length, end).toString('utf8').trim().split(' ');
      held = held.subarray(end + 1);
      if (word) onFrame(word, rest);
    }
  }

  return { read };
}
