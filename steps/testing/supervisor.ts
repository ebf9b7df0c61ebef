// A real supervisord from PyPI beside an application's Python, with the application as its program.
import { execFile, spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../lab/free-port.ts';

const run = promisify(execFile);

export interface Supervised {
  /** Where the application listens. */
  url: string;
  /** supervisorctl of that environment. */
  ctl(...words: string[]): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Installs supervisor into the environment of `python`, where its supervisorctl finds the configuration by itself, and starts
 * `command` (after `python`) in `folder` as the program `comfyui`, as images do.
 */
export async function startSupervised(
  python: string,
  folder: string,
  command: (port: number) => string,
): Promise<Supervised> {
  const environment = path.resolve(path.dirname(python), '..');
  await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'supervisor', 'setuptools<81']);
  const port = await freePort();
  const inner = (name: string) => path.join(environment, name);
  mkdirSync(inner('etc'), { recursive: true });
  writeFileSync(
    inner('etc/supervisord.conf'),
    `[supervisord]
logfile=${inner('supervisord.log')}
pidfile=${inner('supervisord.pid')}
childlogdir=${environment}
[unix_http_server]
file=${inner('s.sock')}
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
[supervisorctl]
serverurl=unix://${inner('s.sock')}
[program:comfyui]
command=${python} ${command(port)}
directory=${folder}
startsecs=0
startretries=1
redirect_stderr=true
stopasgroup=true
killasgroup=true
`,
  );
  const bin = (name: string) => path.join(path.dirname(python), name);
  const log = openSync(inner('supervisord.out'), 'a');
  const daemon = spawn(bin('supervisord'), ['-n', '-c', inner('etc/supervisord.conf')], {
    stdio: ['ignore', log, log],
    detached: true,
  });
  const ended = new Promise<void>((resolve) => daemon.once('exit', () => resolve()));
  const ctl = async (...words: string[]) => {
    const { stdout } = await run(bin('supervisorctl'), words).catch((error: { stdout: string }) => error);
    return stdout;
  };
  for (const until = Date.now() + 30_000; !/RUNNING/.test(await ctl('status', 'comfyui'));) {
    if (Date.now() > until) throw new Error(readFileSync(inner('supervisord.out'), 'utf8'));
  }
  return {
    url: `http://127.0.0.1:${port}`,
    ctl,
    stop: async () => {
      daemon.kill('SIGTERM');
      await ended;
    },
  };
}
