import { z } from 'zod';
import { probeScript } from './look-back.ts';
import { defineStep } from './step.ts';

export const testSsh = defineStep({
  action: 'test_ssh',
  title: 'Test the SSH connection',
  description: 'Logs in, runs a command and reports host name, uptime, operating system, GPU and free disk.',
  parameters: z.object({}),
  runner: 'script',
  changesNothing: true,
  timeout_s: 30,
  unreachable_limit_s: 20,
  retry: { attempts: 2, delay_s: 2 },
  usual_s: 1,
  resources: [],
  probe: () => probeScript('probe-connection.sh'),
  script: () => ({ file: 'test-ssh.sh', env: {} }),
});
