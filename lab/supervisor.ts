// The real supervisor on a box, with the application as its program `comfyui`, as Vast's images have it.
import { quote } from '../adapters/ssh/shell.ts';
import { freePort } from './free-port.ts';
import { type CommandResult, ssh } from './openssh.ts';
import { findSupervisor } from './python-tools.ts';
import type { LabBox } from './sshd.ts';

export interface Supervisor {
  /** The application's log, as a path on the box. */
  log: string;
  /** Where the application answers. */
  url: string;
  /** Path of supervisorctl on the box; it needs no `-c`. */
  supervisorctl: string;
  /** Runs supervisorctl with these words. */
  control(...words: string[]): Promise<CommandResult>;
  /** Starts it again: a box that was restarted has none running. */
  start(): Promise<void>;
  /** Ends it and its programs, by the id of its process. */
  stop(): Promise<void>;
}

interface Options {
  uiHome: string;
  /** Python of the application, as a path on the box. */
  python: string;
  /** Where the application listens; default is a free port. */
  port?: number;
  /** Environment of the application. */
  env?: Record<string, string>;
  /** Seconds that the application has to live to count as started. */
  startSeconds?: number;
}

/** Where things lie: a thin box has only its home of its own, a thick one the places of a rented one. */
const placesOn = (box: LabBox) =>
  'path' in box
    ? { programs: '/usr/local/bin', settings: '/etc/supervisor', run: '/run', logs: '/var/log/portal' }
    : {
        programs: `${box.home}/.local/bin`,
        settings: `${box.home}/supervisor`,
        run: `${box.home}/supervisor`,
        logs: `${box.home}/portal`,
      };

/** Starts supervisor on a box, and the application with it. It ends with the box at the latest. */
export async function startSupervisor(box: LabBox, options: Options): Promise<Supervisor> {
  const { programs, settings, run, logs } = placesOn(box);
  const port = options.port ?? (await freePort());
  const library = await findSupervisor();
  const file = `${settings}/supervisord.conf`;
  const places = { run, logs };
  await must(box, `mkdir -p ${[programs, settings, run, logs].map(quote).join(' ')}`);
  await put(box, file, configuration({ ...options, port }, places));
  for (const tool of ['supervisord', 'supervisorctl']) {
    await put(box, `${programs}/${tool}`, launcher(library, tool, file));
    await must(box, `chmod 755 ${quote(`${programs}/${tool}`)}`);
  }
  const start = () => must(box, quote(`${programs}/supervisord`));
  await start();
  return {
    log: `${logs}/comfyui.log`,
    url: `http://127.0.0.1:${port}`,
    supervisorctl: `${programs}/supervisorctl`,
    control: (...words) => ssh(box, [`${programs}/supervisorctl`, ...words].map(quote).join(' ')),
    start,
    stop: () => must(box, endBy(`${run}/supervisord.pid`)),
  };
}

function configuration(
  { uiHome, python, port, env = {}, startSeconds = 1 }: Options & { port: number },
  { run, logs }: { run: string; logs: string },
): string {
  // Values of supervisor's configuration are formats: % is written twice.
  const value = (text: string) => text.replaceAll('%', '%%');
  const word = (text: string) => `"${value(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  const environment = Object.entries({ PYTHONUNBUFFERED: '1', ...env }).map(([name, text]) => {
    // There is no way to escape a quote in here.
    if (/["']/.test(text)) throw new Error(`supervisor takes no value with quotes: ${name}`);
    return `${name}="${value(text)}"`;
  });
  return `[unix_http_server]
file=${value(run)}/supervisor.sock
chmod=0700
[supervisord]
logfile=${value(logs)}/supervisord.log
pidfile=${value(run)}/supervisord.pid
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
[supervisorctl]
serverurl=unix://${value(run)}/supervisor.sock
[program:comfyui]
command=${word(python)} main.py --cpu --disable-auto-launch --port ${port}
directory=${value(uiHome)}
environment=${environment.join(',')}
startsecs=${startSeconds}
stopasgroup=true
killasgroup=true
redirect_stderr=true
stdout_logfile=${value(logs)}/comfyui.log
`;
}

/** Not by PYTHONPATH: the application would inherit it. */
const launcher = (library: string, tool: string, file: string) => `#!/bin/sh
exec python3 -c 'import sys
sys.path.insert(0, sys.argv.pop(1))
sys.argv[0] = "${tool}"
from supervisor.${tool} import main
main()' ${quote(library)} -c ${quote(file)} "$@"
`;

/** Asks the process to end, waits, and kills it after ten seconds. */
const endBy = (pidFile: string) => `pid=$(cat ${quote(pidFile)}) || exit 0
kill -TERM "$pid" || exit 0
tries=0
while kill -0 "$pid" 2>/dev/null; do
  tries=$((tries + 1))
  [ "$tries" -lt 200 ] || kill -KILL "$pid"
  sleep 0.05
done`;

async function put(box: LabBox, file: string, text: string): Promise<void> {
  const { code, stderr } = await ssh(box, `cat >${quote(file)}`, { input: text });
  if (code !== 0) throw new Error(`${file} could not be written on the box: ${stderr}`);
}

async function must(box: LabBox, command: string): Promise<void> {
  const { code, stdout, stderr } = await ssh(box, command);
  if (code !== 0) throw new Error(`failed on the box with ${code}: ${command}\n${stdout}${stderr}`);
}
