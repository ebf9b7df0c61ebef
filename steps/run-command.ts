import { z } from 'zod';
import { environmentSecrets, shellText } from './parameters.ts';
import { defineStep } from './step.ts';

export const runCommand = defineStep({
  action: 'run_command',
  title: 'Run a command',
  description: 'Runs the template’s own shell text on the box.',
  parameters: z.object({
    command: shellText,
    /** Environment variables with the name of the kept secret that each shall hold. */
    secrets: environmentSecrets.optional(),
  }),
  runner: 'script',
  timeout_s: 600,
  retry: { attempts: 1, delay_s: 2 },
  usual_s: 2,
  takesSecrets: true,
  script: ({ command }) => ({ file: 'run-command.sh', env: { COMMAND: command } }),
});
