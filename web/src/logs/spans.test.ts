import { expect, it } from 'vitest';
import { SHOWN, spansOf, withoutColours } from './spans.ts';

const short = (text: string, found: RegExp | null = null) =>
  spansOf(text, found).map((span) => [span.text, span.classes.join(' '), span.ink ?? '', span.ground ?? ''].join('|'));

it('gives the sixteen colours and what else a terminal can as classes', () => {
  expect(short('a\x1b[1;31mb\x1b[0m\x1b[94;42;4mc')).toEqual([
    'a|||',
    'b|ansi-bold ansi-red-fg||',
    'c|ansi-underline ansi-bright-blue-fg ansi-green-bg||',
  ]);
});

it('gives colours of the 256 and of the 16 million as numbers', () => {
  expect(short('\x1b[38;5;196ma\x1b[38;5;244mb\x1b[48;2;1;2;3mc')).toEqual([
    'a|own-fg|255, 0, 0|',
    'b|own-fg|128, 128, 128|',
    'c|own-fg own-bg|128, 128, 128|1, 2, 3',
  ]);
});

it('leaves tags the text that they are', () => {
  expect(short('<b>&amp;</b>')).toEqual(['<b>&amp;</b>|||']);
  expect(short('\x1b[31m<img onerror=x>')).toEqual(['<img onerror=x>|ansi-red-fg||']);
});

it('marks what was found, also where colours change in it', () => {
  expect(short('xx error \x1b[31merr\x1b[0mor yy', /error/gi)).toEqual([
    'xx |||',
    'error|hit||',
    ' |||',
    'err|ansi-red-fg hit||',
    'or|hit||',
    ' yy|||',
  ]);
  expect(short('abc', /x*/g)).toEqual(['abc|||']);
});

it('shows no more of a line than a screen can bear', () => {
  expect(spansOf('x'.repeat(1_000_000), null)[0]?.text).toHaveLength(SHOWN);
});

it('gives a text without its colours', () => {
  expect([withoutColours('\x1b[31mred\x1b[0m <b>'), withoutColours('plain')]).toEqual(['red <b>', 'plain']);
});
