/** Bytes that do not compress, the same ones for the same seed (xorshift32): for files whose size matters and whose content must be known. */
export function randomBytes(size: number, seed = 2_463_534_242): Buffer {
  const words = new Uint32Array(Math.ceil(size / 4));
  let state = seed >>> 0 || 1;
  for (let at = 0; at < words.length; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[at] = state;
  }
  return Buffer.from(words.buffer, 0, size);
}
