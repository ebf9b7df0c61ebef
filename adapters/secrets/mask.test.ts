import { expect, it } from 'vitest';
import { createMask } from './mask.ts';

it('blanks every secret and keeps the length, so that offsets stay those of the box', () => {
  const mask = createMask(['hunter22', 'short']);
  const bytes = Buffer.from('key=hunter22 again hunter22 short\n');
  expect(mask(bytes).toString()).toBe('key=******** again ******** short\n');
  expect(bytes.toString()).toContain('hunter22');
  const clean = Buffer.from('nothing here');
  expect(mask(clean)).toBe(clean);
});
