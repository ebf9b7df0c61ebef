import { type ChildProcess, spawn } from 'node:child_process';
import { withoutSecrets } from './without-secrets.ts';

/**
 * Ends a program when this process ends, however that happens. The program knows nothing of us, so a shell of one line watches for
 * it: its input is a pipe that only we hold, and it ends when we do, even by SIGKILL. With `group` the whole process group is ended.
 */
export function endWithUs(program: ChildProcess, { group = false } = {}): void {
  if (program.pid === undefined) return;
  const target = `${group ? '-' : ''}${program.pid}`;
  const watcher = spawn('sh', ['-c', 'read -r _; kill -- "$1" 2>/dev/null', 'bringup-watch', target], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env: withoutSecrets() as NodeJS.ProcessEnv,
  });
  // Without a shell nobody watches; what is left then is found by whoever looks for it.
  watcher.once('error', () => undefined);
  program.once('exit', () => watcher.kill('SIGKILL'));
}
