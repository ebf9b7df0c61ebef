import { describe, expect, it } from 'vitest';
import { exampleRun, exampleStep } from '../testing/example-run.ts';
import { phaseDetails, runLook, stepLook, taskLook } from './phases.ts';

const now = Date.parse('2026-11-23T10:02:00.000Z');

describe('the word of a step', () => {
  it.each([
    ['pending', 'pending', 'Pending'],
    ['in_progress', 'running', 'In progress'],
    ['in_progress', 'retrying', 'Retrying'],
    ['in_progress', 'unreachable', 'Unreachable'],
    ['in_progress', 'waiting', 'Waiting'],
    ['blocked', 'waiting', 'Blocked'],
    ['completed', 'done', 'Completed'],
    ['completed', 'warning', 'Completed with warnings'],
    ['failed', 'failed', 'Failed'],
    ['failed', 'cancelled', 'Cancelled'],
    ['pending', 'cancelled', 'Cancelled'],
  ] as const)('%s and %s is %s', (status, phase, word) => {
    expect(stepLook({ status, phase }).word).toBe(word);
  });

  it('falls back to the status where the phase is unknown', () => {
    const step = { status: 'in_progress', phase: 'levitating' } as unknown as Parameters<typeof stepLook>[0];
    expect(stepLook(step).word).toBe('In progress');
  });

  it('has an icon of its own for every word', () => {
    const phases = ['pending', 'running', 'retrying', 'unreachable', 'done', 'warning', 'failed', 'cancelled'] as const;
    const icons = phases.map((phase) => stepLook({ status: 'in_progress', phase }).icon);
    expect(new Set(icons).size).toBe(phases.length);
  });
});

describe('the word of a run', () => {
  it.each([
    [{ phase: 'starting' }, 'Starting'],
    [{}, 'Running'],
    [{ phase: 'paused', pause_requested: true }, 'Paused'],
    [{ phase: 'cancelling' }, 'Cancelling…'],
    [{ status: 'blocked', phase: 'waiting' }, 'Blocked'],
    [{ status: 'completed', outcome: 'done' }, 'Completed'],
    [{ status: 'completed', outcome: 'done_with_warnings' }, 'Completed with warnings'],
    [{ status: 'failed' }, 'Failed'],
    [{ status: 'cancelled' }, 'Cancelled'],
  ] as const)('%o is %s', (changes, word) => {
    expect(runLook(exampleRun(changes), false).word).toBe(word);
  });

  it('is Cancelling at once when Stop was pressed', () => {
    expect(runLook(exampleRun(), true).word).toBe('Cancelling…');
  });
});

describe('the details of a phase', () => {
  it('say which try comes next and when', () => {
    const step = exampleStep({
      status: 'in_progress',
      phase: 'retrying',
      phase_info: { until: '2026-11-23T10:02:12.000Z', reason: 'PyPI did not answer.' },
      attempt: 2,
    });
    expect(phaseDetails(step, now)).toEqual(['Try 2 of 3, next try in 12 s', 'PyPI did not answer.']);
  });

  it('say since when a box is silent and when the step gives up', () => {
    const step = exampleStep({
      status: 'in_progress',
      phase: 'unreachable',
      phase_info: { since: '2026-11-23T10:00:00.000Z', gives_up_at: '2026-11-23T10:30:00.000Z' },
    });
    expect(phaseDetails(step, now).join()).toMatch(
      /No answer from the box since .* \(2 min 00 s\), gives up at .* \(in 28 min 00 s\)\. Work .* goes on over there\./,
    );
  });

  it('say what a step waits for', () => {
    const step = exampleStep({ status: 'in_progress', phase: 'waiting', phase_info: { for: 'box' } });
    expect(phaseDetails(step, now)).toEqual(['Waiting for the box to come back']);
  });

  it('say nothing about a first try', () => {
    expect(phaseDetails(exampleStep({ status: 'in_progress', phase: 'running', attempt: 1 }), now)).toEqual([]);
  });
});

it('a task of an unknown status is shown as pending', () => {
  expect(taskLook('success').word).toBe('Done');
  expect(taskLook('levitating' as 'success').word).toBe('Pending');
});
