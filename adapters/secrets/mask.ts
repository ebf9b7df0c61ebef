/** Shorter values would blank ordinary words. */
const SHORTEST = 6;

/**
 * Blanks secrets in log bytes, byte for byte, so that offsets stay those of the box's log. A value that is cut by two
 * chunks is not seen; scripts never print one, this is the second line.
 */
export function createMask(values: string[]): (bytes: Buffer) => Buffer {
  const needles = values.filter((value) => value.length >= SHORTEST).map((value) => Buffer.from(value));
  if (needles.length === 0) return (bytes) => bytes;
  return (bytes) => {
    let masked = bytes;
    for (const needle of needles) {
      for (let at = masked.indexOf(needle); at >= 0; at = masked.indexOf(needle, at + needle.length)) {
        if (masked === bytes) masked = Buffer.from(bytes);
        masked.fill('*', at, at + needle.length);
      }
    }
    return masked;
  };
}
