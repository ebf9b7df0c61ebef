import { z } from 'zod';
import { text } from './parameters.ts';
import { defineStep } from './step.ts';

/** Holds the run until somebody has said yes. Nothing is run on the box, which goes on costing meanwhile. */
export const approve = defineStep({
  action: 'approve',
  title: 'Wait for an approval',
  description: 'Holds the run until a person approves; refused or not answered in time, the step fails.',
  parameters: z.object({
    message: text(2000).default('Shall the run go on?'),
    /** Seconds until it counts as refused; without it the run waits for ever. */
    deadline_s: z.int().min(1).max(2_592_000).optional(),
    /** Names of the tokens that may answer; without it whoever may start runs. */
    who: z.array(text(100)).min(1).max(20).optional(),
  }),
  runner: 'human',
  changesNothing: true,
  timeout_s: 2_592_000,
  retry: { attempts: 1, delay_s: 0 },
  usual_s: 60,
  resources: [],
});
