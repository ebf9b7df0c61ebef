import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { asRefusal } from './start-run.ts';

const refused = (type: string, ...details: unknown[]) =>
  new WorkflowUpdateFailedError('Workflow Update failed', ApplicationFailure.create({ type, details }));

describe('what the box’s workflow refuses', () => {
  it('names the run that is active', () => {
    expect(asRefusal(refused('run_active', 'other'), 'mine')).toMatchObject({
      failure: { code: 'run_active', facts: { workflow_id: 'other' } },
    });
  });

  it('is no Temporal to be had when the worker came to it too late', () => {
    expect(asRefusal(refused('temporal_unavailable'), 'mine')).toMatchObject({
      failure: { code: 'temporal_unavailable' },
    });
  });

  it('is left as it is when it is anything else', () => {
    const error = refused('unexpected');
    expect(asRefusal(error, 'mine')).toBe(error);
  });
});
