import { describe, expect, it } from 'vitest';
import { completedRun, exampleRun } from '../testing/example-run.ts';
import { faceOfRun, faceOfSum, pictureOf, titleOfRun, titleOfSum } from './tab-face.ts';

const blocked = exampleRun({ status: 'blocked', phase: 'waiting' });
const failed = completedRun({ status: 'failed', outcome: 'failed' });
const cancelled = completedRun({ status: 'cancelled', outcome: 'cancelled' });
const warned = completedRun({ outcome: 'done_with_warnings' });
const paused = exampleRun({ phase: 'paused' });

describe('the tab of a run', () => {
  it('tells the percent and the step at work, rounded down', () => {
    expect(titleOfRun(exampleRun({ progress_percent: 46.9 }))).toBe('46 % · Set UI_HOME · Bringup');
    expect(faceOfRun(exampleRun({ progress_percent: 46.9 }))).toMatchObject({ shape: 'ring', percent: 46.9 });
  });

  it('tells in place of the percent what a person has to know', () => {
    expect([blocked, paused, failed, completedRun()].map(titleOfRun)).toEqual([
      'Blocked · Set UI_HOME · Bringup',
      'Paused · Set UI_HOME · Bringup',
      'Failed · run-1 · Bringup',
      'Completed · run-1 · Bringup',
    ]);
  });

  it('has a picture of another shape for each state', () => {
    const runs = [exampleRun(), blocked, paused, completedRun(), warned, failed, cancelled];
    expect(runs.map((run) => faceOfRun(run).shape)).toEqual([
      'ring',
      'question',
      'pause',
      'check',
      'warning',
      'cross',
      'stopped',
    ]);
    const shapes = runs.map((run) => decodeURIComponent(pictureOf(faceOfRun(run))).replace(/fill="#\w+"/g, ''));
    expect(new Set(shapes).size).toBe(runs.length);
  });
});

describe('the tab of all runs', () => {
  const atWork = [{ progress_percent: 20 }, { progress_percent: 60 }];

  it('tells what waits for a person before what is at work', () => {
    expect(titleOfSum({ atWork, needed: 1, failed: 0 }, 'Runs')).toBe('1 needs you, 2 at work · Runs · Bringup');
    expect(titleOfSum({ atWork: [], needed: 1, failed: 1 }, 'Runs')).toBe('2 need you · Runs · Bringup');
    expect(titleOfSum({ atWork: [], needed: 0, failed: 0 }, 'Runs')).toBe('Runs · Bringup');
    expect(titleOfSum({ atWork: [], needed: 0, failed: 0 }, '')).toBe('Bringup');
    expect(faceOfSum({ atWork, needed: 1, failed: 1 }).shape).toBe('question');
    expect(faceOfSum({ atWork, needed: 0, failed: 1 }).shape).toBe('cross');
    expect(faceOfSum({ atWork: [], needed: 0, failed: 0 }).shape).toBe('plain');
  });

  it('has a ring with how far all are on average, and how many there are', () => {
    expect(faceOfSum({ atWork, needed: 0, failed: 0 })).toEqual({ shape: 'ring', percent: 40, count: 2 });
    expect(decodeURIComponent(pictureOf({ shape: 'ring', percent: 40, count: 2 }))).toContain('>2</text>');
  });
});
