import { z } from 'zod';
import { shellText } from './parameters.ts';
import { defineStep } from './step.ts';

export const runCommand = defineStep({
  action: 'run_command',
  title: 'Run a command',
  description: 'Runs the template’s own shell text on the box.',
  parameters: z.object({ command: shellText }),
  runner: 'script',
  timeout_s: 600,
  retry: { attempts: 1, delay_s: 2 },
  usual_s: 2,
  script: ({ command }) => ({ file: 'run-command.sh', env: { COMMAND: command } }),
});
