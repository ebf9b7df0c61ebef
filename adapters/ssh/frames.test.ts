import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrameReader } from './frames.ts';

const NONCE = 'abc123';
const frame = (text: string) => `\x1e${NONCE} ${text}\x1e`;

/** Feeds a stream in pieces cut at the given places. */
async function read(stream: Buffer, cuts: number[], withFrames: boolean) {
  let bytes = Buffer.alloc(0);
  const frames: string[] = [];
  const reader = createFrameReader(NONCE, {
    onBytes: (part) => {
      bytes = Buffer.concat([bytes, part]);
    },
    ...(withFrames ? { onFrame: (word: string, rest: string[]) => void frames.push([word, ...rest].join(' ')) } : {}),
  });
  const places = [...new Set(cuts.map((cut) => cut % (stream.length + 1)))].sort((a, b) => a - b);
  let from = 0;
  for (const to of [...places, stream.length]) {
    if (to > from) await reader.read(stream.subarray(from, to));
    from = to;
  }
  return { bytes: bytes.toString('latin1'), frames };
}

describe('a stream with frames', () => {
  it('gives the same bytes and frames however it is cut into pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.string({ maxLength: 40 }), fc.constantFrom(frame('end 0'), '\n', '{"a":1}')), {
          maxLength: 12,
        }),
        fc.array(fc.nat(500), { maxLength: 20 }),
        async (parts, cuts) => {
          const stream = Buffer.from(`noise of login files${frame('begin')}${parts.join('')}`);
          const whole = await read(stream, [], true);
          expect(await read(stream, cuts, true)).toEqual(whole);
          expect(whole.frames[0]).toBe('begin');
          expect(whole.bytes).not.toContain('noise of login files');
        },
      ),
    );
  });

  it('passes everything after the first frame as it is where no frames are expected', async () => {
    const rest = `bytes \x1e and ${frame('not for us')} end\x1e`;
    const { bytes } = await read(Buffer.from(`noise\x1e${NONCE}\x1e${rest}`), [3, 9, 20], false);
    expect(bytes).toBe(rest);
  });

  it('takes a separator that is not ours for an ordinary byte', async () => {
    const { bytes, frames } = await read(Buffer.from(`${frame('begin')}a\x1eother\x1eb`), [], true);
    expect(bytes).toBe('a\x1eother\x1eb');
    expect(frames).toEqual(['begin']);
  });
});
