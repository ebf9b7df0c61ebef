import { expect, it } from 'vitest';
import { problemAt, problemBeside, useAction } from './action.ts';
import { ProblemError } from './api.ts';

const refused = (field: string, detail: string) => new ProblemError(400, { detail, facts: { field } });

it('does a thing once, however often it is asked for while it is being done', async () => {
  let done = 0;
  let finish = (): void => undefined;
  const { run, busy } = useAction(async () => {
    done += 1;
    await new Promise<void>((resolve) => (finish = resolve));
  });
  const first = run();
  expect(busy.value).toBe(true);
  expect(await run()).toBe(false);
  finish();
  expect(await first).toBe(true);
  expect({ done, busy: busy.value }).toEqual({ done: 1, busy: false });
});

it('keeps what the server said until the next try', async () => {
  let answers = [new Error('no'), null];
  const { run, error } = useAction(async () => {
    const [answer, ...more] = answers;
    answers = more;
    if (answer) throw answer;
  });
  expect(await run()).toBe(false);
  expect(error.value).toMatchObject({ message: 'no' });
  expect(await run()).toBe(true);
  expect(error.value).toBeNull();
});

it('tells a problem at the field that it is about, and at those around it', () => {
  const error = refused('target.to.0', 'target.to.0: must be one address');
  expect(problemAt(error, 'target.to')).toBe('Must be one address');
  expect(problemAt(error, 'target')).toBe('Must be one address');
  expect(problemAt(error, 'target.t')).toBeNull();
  expect(
    problemAt(
      refused('notify.reminders_min[1]', 'x.yaml, line 2: notify.reminders_min[1]: too big.'),
      'notify.reminders_min',
    ),
  ).toBe('Too big.');
});

it('tells beside the fields what none of them shows', () => {
  const error = refused('name', 'name: is taken');
  expect(problemBeside(error, ['name'])).toBeNull();
  expect(problemBeside(error, ['scope'])).toBe(error);
  const other = new Error('nobody answers');
  expect(problemBeside(other, ['name'])).toBe(other);
});
