// Blanks secrets in what leaves a box: as they are, and as programs write them (base64, URL- and JSON-encoded). Byte for byte, so that
// offsets stay those of the box's log.

/** Shorter values would blank ordinary words. */
const SHORTEST = 6;
/** A line of a value with several, such as a private key, may be printed alone; shorter ones say nothing of it. */
const SHORTEST_LINE = 16;

export interface Mask {
  text(text: string): string;
  /** For bytes that come in pieces: a secret may be cut by two of them. */
  stream(): MaskedStream;
}

interface MaskedStream {
  /** What is certain by now. The beginning of what may become a secret is kept back until it is decided. */
  write(bytes: Buffer): Buffer;
  /** What was kept back, once nothing more will come. */
  rest(): Buffer;
}

export function createMask(values: string[]): Mask {
  const lines = values.flatMap((value) => value.split(/\r?\n/)).filter(({ length }) => length >= SHORTEST_LINE);
  const secret = values.filter(({ length }) => length >= SHORTEST);
  const needles = [...new Set([...secret, ...lines].flatMap(formsOf))].map((form) => Buffer.from(form));
  const longest = Math.max(0, ...needles.map(({ length }) => length));
  const text = (plain: string) => blank(Buffer.from(plain), needles).toString();
  return { text: needles.length === 0 ? (plain) => plain : text, stream: () => createStream(needles, longest) };
}

function createStream(needles: Buffer[], longest: number): MaskedStream {
  let kept = Buffer.alloc(0);
  return {
    write(bytes) {
      if (needles.length === 0) return bytes;
      const all = blank(Buffer.concat([kept, bytes]), needles);
      const certain = all.length - openEnd(all, needles, longest);
      kept = Buffer.from(all.subarray(certain));
      return all.subarray(0, certain);
    },
    rest() {
      const last = kept;
      kept = Buffer.alloc(0);
      return last;
    },
  };
}

function blank(bytes: Buffer, needles: Buffer[]): Buffer {
  let masked = bytes;
  for (const needle of needles) {
    for (let at = masked.indexOf(needle); at >= 0; at = masked.indexOf(needle, at + needle.length)) {
      if (masked === bytes) masked = Buffer.from(bytes);
      masked.fill('*', at, at + needle.length);
    }
  }
  return masked;
}

/** How many bytes at the end are the beginning of a needle. */
function openEnd(bytes: Buffer, needles: Buffer[], longest: number): number {
  for (let length = Math.min(longest - 1, bytes.length); length > 0; length -= 1) {
    const end = bytes.subarray(bytes.length - length);
    if (needles.some((needle) => needle.length > length && needle.subarray(0, length).equals(end))) return length;
  }
  return 0;
}

/** A value as it is and as it is encoded. */
function formsOf(value: string): string[] {
  const inUrl = encodeURIComponent(value);
  const inJson = JSON.stringify(value).slice(1, -1);
  return [
    value,
    inUrl,
    inUrl.replaceAll('%20', '+'),
    inJson,
    ...[0, 1, 2].flatMap((before) => inBase64(value, before)),
  ];
}

/** What is the same in base64 whatever stands around the value, with so many bytes before it modulo three. */
function inBase64(value: string, before: number): string[] {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value)]);
  const whole = Math.floor((bytes.length * 8) / 6);
  const form = bytes.toString('base64').slice(Math.ceil((before * 8) / 6), whole);
  return [form, form.replaceAll('+', '-').replaceAll('/', '_')];
}
