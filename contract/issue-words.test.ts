import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { firstProblem, inWords } from './issue-words.ts';

function told(schema: z.ZodType, value: unknown): string {
  const { error } = schema.safeParse(value, inWords);
  if (!error) throw new Error('the value was taken');
  const { place, message } = firstProblem(error);
  return place === '' ? message : `${place}: ${message}`;
}
const stopAt = z.union([
  z.enum(['never', 'first_failure']),
  z.strictObject({ failed_percent: z.int().min(1).max(99) }),
]);

describe('what a schema does not take', () => {
  it.each([
    ['an empty text', z.string().min(1), '', 'must not be empty'],
    ['an empty list', z.array(z.string()).min(1), [], 'must not be empty'],
    ['a short text', z.string().min(8), 'a', 'must have at least 8 characters'],
    ['a long text', z.string().max(3), 'abcd', 'must have at most 3 characters'],
    ['a text of another length', z.string().length(1), 'ab', 'must have exactly 1 character'],
    ['a long list', z.array(z.int()).max(1), [1, 2], 'must have at most 1 item'],
    ['a small number', z.number().min(0.5), 0.1, 'must be at least 0.5'],
    ['a number at an edge', z.number().positive(), 0, 'must be more than 0'],
    ['a large number', z.int().max(99), 100, 'must be at most 99'],
    ['a broken number', z.int(), 1.5, 'must be a whole number, not 1.5'],
    ['nothing', z.object({ name: z.string() }), {}, 'name: is missing'],
    ['no choice', z.object({ kind: z.enum(['a', 'b']) }), {}, 'kind: is missing'],
    ['null', z.string(), null, 'must be a text, not null'],
    ['a list', z.string(), [], 'must be a text, not a list'],
    ['a number', z.boolean(), 1, 'must be true or false, not a number'],
    ['a text', z.number(), '7', 'must be a number, not a text'],
    ['true', z.array(z.string()), true, 'must be a list, not true'],
    ['another word', z.enum(['a', 'b']), 'c', 'must be one of "a", "b"'],
    ['another word than the only one', z.literal('a'), 'c', 'must be "a"'],
    [
      'a key that is not known',
      z.object({ on: z.strictObject({}) }),
      { on: { x: 1, y: 2 } },
      'on.x: is not a known field',
    ],
    ['a text of another form', z.string().regex(/^[ab]$/), 'c', 'must match /^[ab]$/'],
    ['no address', z.url(), 'here', 'must be an address like https://host/path'],
    [
      'what no alternative takes',
      stopAt,
      'now',
      'must be one of "never", "first_failure", or must be an object, not a text',
    ],
    ['what one alternative nearly takes', stopAt, { failed_percent: 0 }, 'failed_percent: must be at least 1'],
    ['what is left out of alternatives', z.object({ stop_at: stopAt }), {}, 'stop_at: is missing'],
    [
      'an object of no known kind',
      z.discriminatedUnion('kind', [z.object({ kind: z.literal('a') }), z.object({ kind: z.literal('b') })]),
      { kind: 'c' },
      'kind: must be one of "a", "b"',
    ],
  ])('is told in words, for %s', (_what, schema: z.ZodType, value, words) => {
    expect(told(schema, value)).toBe(words);
  });

  it('is told by the schema itself where it has a sentence of its own', () => {
    expect(told(z.string().min(1, { error: 'Give it a name.' }), '')).toBe('Give it a name.');
    expect(told(z.string({ error: 'must be a name' }), 7)).toBe('must be a name');
    expect(
      told(
        z.string().refine((text) => text !== 'x', 'must not be x'),
        'x',
      ),
    ).toBe('must not be x');
  });
});
