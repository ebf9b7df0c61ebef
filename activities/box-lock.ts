// One run at a time on a box, whatever started it: each first job of a run takes the box's lock (adapters/ssh/box-lock.sh).
import type { StepInput } from '../contract/activities.ts';
import { isBringupError } from '../adapters/errors.ts';
import type { BoxHolder } from '../adapters/ssh/box-lock.ts';
import type { Dependencies } from './dependencies.ts';

/**
 * Does `work` as the holder of the box. Where one of our own runs that has ended still holds it, the lock is taken from it: that is
 * known here and needs no waiting; what it left at work (it was terminated in Temporal) is ended first. Throws box_locked when another run holds the box.
 */
export async function asHolder<Result>(
  { store, controlPlane }: Pick<Dependencies, 'store' | 'controlPlane'>,
  input: StepInput,
  work: (holder: BoxHolder) => Promise<Result>,
): Promise<Result> {
  const holder: BoxHolder = {
    run: input.id.execution_id,
    owner: controlPlane.id,
    name: `run ${input.id.workflow_id} of ${controlPlane.name}`,
    lease_s: input.lease_s,
  };
  try {
    return await work(holder);
  } catch (error) {
    if (!isBringupError(error) || error.failure.code !== 'box_locked') throw error;
    const { holder_run: run, holder_owner: owner } = error.failure.facts;
    const isOver = owner === controlPlane.id && (await store.runs.byExecution(String(run)))?.ended_at;
    if (!isOver) throw error;
    return work({ ...holder, take_from: String(run) });
  }
}
