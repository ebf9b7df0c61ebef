import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMask } from './mask.ts';

const streamed = (values: string[], ...pieces: string[]) => {
  const stream = createMask(values).stream();
  return Buffer.concat([...pieces.map((piece) => stream.write(Buffer.from(piece))), stream.rest()]).toString();
};

it('blanks every secret and keeps the length, so that offsets stay those of the box', () => {
  expect(streamed(['hunter22', 'short'], 'key=hunter22 again hunter22 short\n')).toBe(
    'key=******** again ******** short\n',
  );
});

it('leaves the bytes it was given alone, and hands clean ones on as they are', () => {
  const bytes = Buffer.from('a hunter22');
  createMask(['hunter22']).stream().write(bytes);
  expect(bytes.toString()).toBe('a hunter22');
  const clean = Buffer.from('nothing here');
  expect(createMask([]).stream().write(clean)).toBe(clean);
});

describe('a secret that is cut', () => {
  it('is blanked wherever it is cut, and nothing else is changed or lost', () => {
    const text = 'before hunter22 after hunter2 hunter22';
    const blanked = 'before ******** after hunter2 ********';
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 5 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), text.length];
        const pieces = places.slice(1).map((to, index) => text.slice(places[index], to));
        expect(streamed(['hunter22'], ...pieces)).toBe(blanked);
      }),
    );
  });

  it('is kept back only while it may still become one', () => {
    const stream = createMask(['hunter22']).stream();
    expect(stream.write(Buffer.from('line\nhunt')).toString()).toBe('line\n');
    expect(stream.write(Buffer.from('ing\n')).toString()).toBe('hunting\n');
    expect(stream.write(Buffer.from('hunter2')).toString()).toBe('');
    expect(stream.rest().toString()).toBe('hunter2');
  });
});

describe('a secret that is encoded', () => {
  const secret = 'p&ss wörd/"1"+x';

  it('is blanked in a URL, in a form and in JSON', () => {
    const mask = createMask([secret]);
    for (const form of [
      encodeURIComponent(secret),
      encodeURIComponent(secret).replaceAll('%20', '+'),
      JSON.stringify(secret).slice(1, -1),
    ])
      expect(mask.text(`x=${form};`)).toMatch(/^x=\*+;$/);
  });

  it('is blanked in base64, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 9 }), fc.string({ maxLength: 9 }), (before, after) => {
        for (const encoding of ['base64', 'base64url'] as const) {
          const seen = createMask([secret]).text(Buffer.from(before + secret + after).toString(encoding));
          expect(Buffer.from(seen.replaceAll('*', 'A'), encoding).toString()).not.toContain('ss wörd');
          expect(seen).toContain('*'.repeat(16));
        }
      }),
    );
  });
});

it('blanks the lines of a value that has several, also one by one', () => {
  const key = '-----BEGIN KEY-----\nc2VjcmV0IGtleSBsaW5l\nshort\n-----END KEY-----\n';
  expect(streamed([key], 'a: c2VjcmV0IGtleSBsaW5l\nshort\n')).toBe(`a: ${'*'.repeat(20)}\nshort\n`);
});
