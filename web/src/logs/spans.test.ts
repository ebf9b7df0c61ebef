import { expect, it } from 'vitest';
import { SHOWN, spansOf, windowOf, withoutColours } from './spans.ts';

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
  const { before, shown, after } = windowOf('x'.repeat(1_000_000), /y/gi);
  expect([before, shown.length, after]).toEqual([0, SHOWN, 1_000_000 - SHOWN]);
});

it('gives a text without its colours', () => {
  expect([withoutColours('\x1b[31mred\x1b[0m <b>'), withoutColours('plain')]).toEqual(['red <b>', 'plain']);
});

it('shows of a long line where something was found in it', () => {
  const text = `\x1b[31m${'a'.repeat(500_000)}needle${'b'.repeat(500_000)}`;
  const { before, shown, after } = windowOf(text, /needle/gi);
  expect(shown.indexOf('needle')).toBe(500_000 - before);
  expect(before + shown.length + after).toBe(1_000_006);
});

it('understands colours that are written with colons, and leaves out what has no colour', () => {
  expect(short('\x1b[38:2::1:2:3ma\x1b[38:5:196;1mb\x1b[0;4:3mc\x1b[4:0md\x1b[58:5:1me')).toEqual([
    'a|own-fg|1, 2, 3|',
    'b|ansi-bold own-fg|255, 0, 0|',
    'c|ansi-underline||',
    'de|||',
  ]);
  expect(withoutColours('\x1b[4:3mcurly')).toBe('curly');
});

it('shows what would turn the text round instead of letting it', () => {
  expect(short('a\u202egpj.exe')).toEqual(['a⇄gpj.exe|||']);
});
