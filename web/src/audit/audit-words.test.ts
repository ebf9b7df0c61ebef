import { expect, it, test } from 'vitest';
import { queryOf } from './audit-filter.ts';
import { callerOf, operationWord, resultOf, targetLine } from './audit-words.ts';

test.each([
  ['local', null],
  ['nobody', null],
  ['token ci of us', 'ci of us'],
  ['session BRINGUP_TOKEN', 'BRINGUP_TOKEN'],
  ['somebody new', 'somebody new'],
])('the name of %j is %j', (who, name) => {
  expect(callerOf(who).name).toBe(name);
});

test.each([
  [0, 'open'],
  [201, 'done'],
  [304, 'done'],
  [409, 'refused'],
  [499, 'gone'],
  [503, 'failed'],
])('%i is %s', (status, result) => {
  expect(resultOf(status)).toBe(result);
});

it('names what was named, a host with its port', () => {
  expect(targetLine({ port: '22', host: 'box', workflow_id: 'run-1' })).toBe('box:22, workflow_id run-1');
  expect(targetLine({})).toBe('');
});

it('calls an operation that it does not know by its own name', () => {
  expect(operationWord('startRun')).not.toBe('startRun');
  expect(operationWord('constructor')).toBe('constructor');
  expect(operationWord('paintRun')).toBe('paintRun');
});

it('asks for what the address says, and leaves out what is no time', () => {
  const none = { who: '', operation: '', since: '', until: '' };
  expect(queryOf(none)).toEqual({});
  expect(queryOf({ ...none, who: ' token ci ', since: 'yesterday', until: '2026-11-23T10:00' })).toEqual({
    who: 'token ci',
    until: new Date('2026-11-23T10:00').toISOString(),
  });
});
