import { describe, expect, it } from 'vitest';
import { toRunItem } from '../../../contract/run-list.ts';
import { completedRun, exampleRun } from '../testing/example-run.ts';
import { messages } from '../messages.ts';
import { retriedWords, standingLook, strategyWords } from './group-words.ts';
import { readBoxes } from './read-boxes.ts';
import { type Member, withNewest } from './use-groups.ts';

describe('the boxes of a new group', () => {
  it('are those that were chosen and those on the lines, as they were typed', () => {
    const chosen = [
      { key: 'vast:12', connection: 'ssh -p 41 root@10.0.0.9' },
      { key: 'root@10.0.0.7:2838', connection: 'ssh -J root@10.0.0.1 -p 2838 root@10.0.0.7' },
    ];
    const { boxes, problem } = readBoxes(chosen, '\n ssh -p 40 root@10.0.0.8 \n77\n');
    expect(problem).toBeNull();
    expect(boxes.map((box) => box.ssh_connection)).toEqual([
      '12',
      'ssh -J root@10.0.0.1 -p 2838 root@10.0.0.7',
      'ssh -p 40 root@10.0.0.8',
      '77',
    ]);
  });

  it('are told by line what is wrong with them', () => {
    expect(readBoxes([], 'root@ok\n\nroot@h; rm -rf /').problem).toMatch(/^Line 3: Leave out quotes/);
    expect(readBoxes([{ key: 'root@10.0.0.7:22', connection: 'x' }], 'root@10.0.0.7').problem).toBe(
      'Line 1: this box is named twice.',
    );
    const many = Array.from({ length: 101 }, (_, n) => `root@10.0.1.${n}`).join('\n');
    expect(readBoxes([], many).problem).toBe('A group has at most 100 boxes.');
  });
});

it.each([
  [{ at_once: null, canary: false, stop_at: 'never', cancel_others: true }, 'All at once, goes on whatever fails'],
  [
    { at_once: 3, canary: true, stop_at: 'first_failure', cancel_others: false },
    '3 at a time, one first as a canary, stops after the first failure',
  ],
  [
    { at_once: 1, canary: false, stop_at: { failed_percent: 20 }, cancel_others: true },
    'One after the other, stops when more than 20 % have failed and then cancels those at work',
  ],
] as const)('says how a group goes: %j', (strategy, words) => {
  expect(strategyWords(strategy)).toBe(words);
});

describe('a box of a group', () => {
  const member: Member = {
    n: 1,
    name: null,
    ssh_connection: 'root@h',
    instance_key: 'root@h:22',
    workflow_id: 'run-1',
    standing: 'waiting',
    reason: null,
    run: null,
  };
  const running = toRunItem(exampleRun());
  const done = toRunItem(completedRun({ last_update: '2026-11-23T10:03:05.000Z' }));

  it('stands as the newest word about its run says', () => {
    expect(withNewest(member, new Map([['run-1', running]])).standing).toBe('running');
    expect(withNewest({ ...member, run: running }, new Map([['run-1', done]])).standing).toBe('done');
  });

  it('is what the group says where the stream has the same word about a run that is over', () => {
    const reason = { code: 'run_active', message: 'The box is busy with the run x.' };
    const refused: Member = { ...member, run: done, standing: 'refused', reason };
    expect(withNewest(refused, new Map([['run-1', done]]))).toBe(refused);
  });

  it('is not taken back by an older word', () => {
    const ended: Member = { ...member, run: done, standing: 'done' };
    expect(withNewest(ended, new Map([['run-1', running]])).standing).toBe('done');
    expect(withNewest(member, new Map()).standing).toBe('waiting');
  });
});

it('calls boxes by how they stand, one or many, and never failed what was refused or cancelled', () => {
  const { counted, retry } = messages.groups;
  expect(counted(3, standingLook('waiting').word)).toBe('3 queued');
  expect(retry(retriedWords(['done', 'refused']), 1)).toBe('Retry the refused ones (1)');
  expect(retry(retriedWords(['cancelled', 'failed', 'failed']), 3)).toBe('Retry the failed and cancelled ones (3)');
});
