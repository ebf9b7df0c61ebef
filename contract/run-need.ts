// What a run at work needs of a person.
import { z } from 'zod';
import type { PhaseInfo, RunState, StepState } from './run-state.ts';
import { countSchema, timeSchema } from './run-state-schema.ts';

export const needSchema = z
  .object({
    what: z.enum(['host_key', 'approval', 'go_on', 'box']).meta({
      description:
        'A decision about a host key, an answer, that it is let go on after a pause, a box that answers again',
    }),
    step: countSchema.meta({ description: 'Counted from 0' }),
    since: timeSchema.nullable(),
    until: timeSchema.nullable().meta({ description: 'When it is given up; null where it waits without an end' }),
    reason: z.string().nullable(),
  })
  .meta({ id: 'RunNeed', description: 'What a run at work needs of a person' });
export type RunNeed = z.infer<typeof needSchema>;

/** What a run needs of a person, the most pressing first; null where it goes on by itself or has ended. */
export function needOf({ phase, phase_info, steps, current_step }: RunState): RunNeed | null {
  if (phase === 'ended' || phase === 'cancelling') return null;
  const need = (what: RunNeed['what'], step: number, info: PhaseInfo | null): RunNeed => ({
    what,
    step,
    since: info?.since ?? null,
    until: info?.gives_up_at ?? info?.until ?? null,
    reason: info?.reason ?? null,
  });
  const find = (what: RunNeed['what'], is: (step: StepState) => boolean): RunNeed | null => {
    const at = steps.findIndex(is);
    return at === -1 ? null : need(what, at, steps[at]?.phase_info ?? null);
  };
  return (
    find('host_key', ({ status }) => status === 'blocked') ??
    find('approval', (step) => step.phase === 'waiting' && step.phase_info?.for === 'approval') ??
    (phase === 'paused' ? need('go_on', current_step, phase_info) : null) ??
    find('box', (step) => step.phase === 'unreachable')
  );
}
