// Runs a step's script the way the remote job does: progress.sh before it, parameters and secrets as environment, nothing on
// stdin, reports on descriptor 3, a session without a terminal, a home of its own.
import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FailureCode } from '../../contract/failure.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import { emptyReport, readProgressLine, type StepReport } from '../progress.ts';
import { stepSpec } from '../index.ts';
import { scriptBody } from '../script-text.ts';
import type { Script, StepSpec } from '../step.ts';

const readStep = (name: string) => readFileSync(path.join(import.meta.dirname, '..', name), 'utf8');

/** Shells that a box may have as `sh`; those that are not installed here are left out. */
export const shells: string[][] = [['sh'], ['bash', '--posix'], ['busybox', 'sh']].filter(
  ([name = '', ...rest]) => spawnSync(name, [...rest, '-c', ':']).status === 0,
);

/** How this machine reaches its package index: proxies, mirrors, certificates. */
const network = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => /^(PIP|UV|SSL|REQUESTS|CURL)_|_proxy$/i.test(name)),
);

export interface ScriptEnd extends StepReport {
  code: number | null;
  /** The failure that the spec makes of the exit code; null for 0. */
  failureCode: FailureCode | null;
  stdout: string;
  stderr: string;
  /** What was written to descriptor 3. */
  lines: string[];
  took_ms: number;
}

export interface Sandbox {
  folder: string;
  home: string;
  /** Runs an action's script with the parameters as a template has them. */
  run(action: string, parameters: unknown, options?: RunOptions): Promise<ScriptEnd>;
  /** Asks whether what a step did is still so, of what it gave back. */
  probe(action: string, parameters: unknown, result: Json): Promise<ScriptEnd>;
  /** Undoes what `run` with the same UNDO_FILE has done. */
  undo(action: string, parameters: unknown, result: Json, options?: RunOptions): Promise<ScriptEnd>;
  /** Runs shell text behind progress.sh. */
  runText(text: string, options?: RunOptions): Promise<Omit<ScriptEnd, 'failureCode'>>;
  remove(): void;
}

interface RunOptions {
  env?: Record<string, string | undefined>;
  shell?: string[];
  home?: string;
}

/** A folder for one test, removed by `remove`. */
export function createSandbox(): Sandbox {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'bringup-steps-')));
  const home = path.join(folder, 'home');
  mkdirSync(home);
  let runs = 0;

  async function runBody(body: string, { env = {}, shell = ['sh'], home: ownHome = home }: RunOptions = {}) {
    runs += 1;
    const file = path.join(folder, `script-${runs}`);
    const reports = path.join(folder, `reports-${runs}`);
    writeFileSync(file, body);
    const started = Date.now();
    const end = await start([...shell, file], reports, {
      ...network,
      PATH: process.env['PATH'],
      HOME: ownHome,
      USER: 'root',
      LOGNAME: 'root',
      SHELL: '/bin/bash',
      ...env,
    });
    const lines = readFileSync(reports, 'utf8').split('\n').filter(Boolean);
    const report = emptyReport();
    for (const line of lines) {
      if (!readProgressLine(report, line)) throw new Error(`not a report: ${line}`);
    }
    return { ...report, ...end, lines, took_ms: Date.now() - started };
  }

  async function runStep(
    action: string,
    choose: (spec: StepSpec, parameters: JsonObject) => Script | undefined,
    parameters: unknown,
    { env, ...options }: RunOptions = {},
  ): Promise<ScriptEnd> {
    const spec = stepSpec(action);
    const script = choose(spec, spec.parameters.parse(parameters));
    if (!script) throw new Error(`${action} has no such script`);
    const end = await runBody(scriptBody(script, readStep), { ...options, env: { ...script.env, ...env } });
    const failureCode = end.code === 0 ? null : (spec.failures?.[end.code ?? -1] ?? 'step_failed');
    return { ...end, failureCode };
  }

  return {
    folder,
    home,
    run: (action, parameters, options) => runStep(action, ({ script }, given) => script?.(given), parameters, options),
    probe: (action, parameters, result) => runStep(action, ({ probe }, given) => probe?.(given, result), parameters),
    undo: (action, parameters, result, options) =>
      runStep(action, ({ undo }, given) => undo?.script(given, result), parameters, options),
    runText: (text, options) => runBody(`${readStep('progress.sh')}\n${text}`, options),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function start([command = '', ...rest]: string[], reports: string, env: Record<string, string | undefined>) {
  const fd = openSync(reports, 'a');
  const child = spawn(command, rest, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe', fd] });
  closeSync(fd);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (bytes: Buffer) => out.push(bytes));
  child.stderr?.on('data', (bytes: Buffer) => err.push(bytes));
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() });
    });
  });
}
