import { describe, expect, it } from 'vitest';
import { createFilter } from './globs.ts';
import { nameOfText } from './names.ts';

const wanted = (include: string[], exclude: string[], names: string[]) => {
  const filter = createFilter({ include, exclude });
  return names.filter((name) => filter(nameOfText(name)));
};

describe('includes and excludes', () => {
  it.each([
    ['*.png', ['a.png', 'd/e/b.png'], ['a.pngx', 'a.png.txt']],
    ['temp', ['temp', 'output/temp', 'output/temp/x.png'], ['output/temporary']],
    ['temp/', ['output/temp/x.png'], ['temp', 'output/temp']],
    ['/output/*.png', ['output/a.png'], ['output/d/a.png', 'x/output/a.png']],
    ['output/*.png', ['output/a.png', 'x/output/a.png'], ['output/d/a.png']],
    ['/output/**/*.png', ['output/a.png', 'output/d/e/a.png'], ['outputs/a.png']],
    ['/output/**', ['output/a.png', 'output/d/e/a.png'], ['outputs/a.png']],
    ['a**b', ['ab', 'axxb'], ['a/b']],
    ['?.png', ['ü.png', 'a.png'], ['.png', 'ab.png']],
    ['[a-c]x[!0-9]', ['axz', 'cxü'], ['dxz', 'ax1']],
    ['[]x]', [']', 'x'], ['a']],
    ['\\*.png', ['*.png'], ['a.png']],
    ['[', ['['], ['a']],
    ['a b.(x)$', ['a b.(x)$'], ['a b.x']],
  ])('%s fits %j and not %j', (glob, good, bad) => {
    expect(wanted([glob], [], [...good, ...bad])).toEqual(good);
    expect(wanted([], [glob], [...good, ...bad])).toEqual(bad);
  });

  it('take everything without a pattern; an exclude wins', () => {
    expect(wanted([], [], ['a', 'b/c'])).toEqual(['a', 'b/c']);
    expect(
      wanted(['*.png', '*.mp4'], ['/output/temp/'], ['output/a.png', 'output/temp/a.png', 'x.mp4', 'x.txt']),
    ).toEqual(['output/a.png', 'x.mp4']);
  });

  it('know a name that is not UTF-8 by what is around the odd bytes', () => {
    const filter = createFilter({ include: ['*.png'], exclude: [] });
    expect(filter('output/bad\xff.png')).toBe(true);
  });

  it('take no time for a pattern that was made to take much', () => {
    // With backtracking this would not end.
    expect(wanted([`${'*a'.repeat(140)}b`], [], ['a'.repeat(4_000)])).toEqual([]);
    expect(wanted([`/${'**/a/'.repeat(50)}b`], [], ['a/'.repeat(1_000) + 'c'])).toEqual([]);
  });
});
