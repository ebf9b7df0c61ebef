import { spawn } from 'node:child_process';

interface RunProgram {
  env: Record<string, string | undefined>;
  limitMs: number;
  /** Looked at twice a second; true ends the program early. */
  giveUp?: () => boolean;
}

interface Ended {
  /** null when the program does not exist or was ended. */
  code: number | null;
  output: string;
}

/** Runs a program without a shell and without input; ends it when the limit is over. Never rejects. */
export function runProgram(program: string, args: string[], { env, limitMs, giveUp }: RunProgram): Promise<Ended> {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(program, args, {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: limitMs,
      killSignal: 'SIGKILL',
    });
    const watch = setInterval(() => {
      if (giveUp?.()) child.kill('SIGKILL');
    }, 500);
    const take = (bytes: Buffer) => (output += bytes.toString());
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const endWithUs = () => child.kill('SIGKILL');
    process.once('exit', endWithUs);
    const end = (code: number | null) => {
      clearInterval(watch);
      process.off('exit', endWithUs);
      resolve({ code, output });
    };
    child.once('error', () => {
      end(null);
    });
    child.once('close', end);
  });
}
