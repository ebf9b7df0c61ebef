// One command of a scenario: what it does, as shell text, and the very bytes that its log must hold.
import { quote } from '../../adapters/ssh/shell.ts';
import type { Random } from './random.ts';

export interface Job {
  lines: number;
  pauseMs: number;
  /** Length of a line: on a small disk a log has to fill its pages. */
  width: number;
  /** Lines written at once, behind the others. */
  burst: number;
  /** `waits`: a background child that it waits for. `own_session`: one that left its session and keeps its cookie. */
  child: 'none' | 'waits' | 'own_session';
  ignoresTerm: boolean;
  /** Writes a file beside its log, too. */
  writesFile: boolean;
  code: number;
}

/** What a command exits with when it cannot write. */
export const WRITE_FAILED = 28;

export const durationMs = ({ lines, pauseMs }: Job): number => lines * pauseMs;

/** Draws a command; `code` is for the scenario to say. */
export function drawJob(random: Random, code: number, onSmallDisk: boolean): Job {
  const lines = random.between(4, 24);
  const lastsMs = random.chance(0.25) ? random.between(60, 300) : random.between(600, 2600);
  return {
    lines,
    pauseMs: Math.max(10, Math.round(lastsMs / lines)),
    width: onSmallDisk ? 900 : random.pick([24, 24, 80, 700]),
    burst: onSmallDisk ? 0 : random.weighted({ '0': 5, '400': 3, '6000': 1 }) === '0' ? 0 : random.pick([400, 6000]),
    child: random.pick(['none', 'waits', 'own_session']),
    ignoresTerm: random.chance(0.2),
    writesFile: onSmallDisk && random.chance(0.5),
    code,
  };
}

const padded = (text: string, width: number): string => text.padEnd(width - 1, '.');
const lineText = (step: number, line: string, { lines, width }: Job) =>
  padded(`step ${step}, line ${line} of ${lines} `, width);
const burstText = (step: number, line: string, { burst }: Job) => padded(`step ${step}, burst ${line} of ${burst} `, 64);

/** The log of the command when nothing ended it. Numbers are cut to the width of the line's dots by the shell as they are here. */
export function expectedLog(job: Job, step: number): string {
  const numbered = (count: number, text: string) =>
    Array.from({ length: count }, (_, index) => `${index + 1} ${text}\n`).join('');
  return numbered(job.lines, lineText(step, '#', job)) + numbered(job.burst, burstText(step, '#', job));
}

/** Shell text of the command. Its marks go to a file outside of the job's folder: the job, and the box's time in ms. */
export function commandText(job: Job, step: number, marksFile: string): string {
  const seconds = (ms: number) => (ms / 1000).toFixed(3);
  const inBackground = { none: '', waits: `sleep ${seconds(durationMs(job))} &`, own_session: ownSession(job) };
  return [
    `mark() { printf '%s %s %s %s\\n' "$1" ${step} "\${BRINGUP_JOB%;}" "$(date +%s%3N)" >>${quote(marksFile)}; }`,
    ...(job.ignoresTerm ? ["trap '' TERM"] : []),
    'mark start',
    inBackground[job.child],
    'line=0',
    `while [ "$line" -lt ${job.lines} ]; do`,
    '  line=$((line + 1))',
    `  echo "$line "${quote(lineText(step, '#', job))} || exit ${WRITE_FAILED}`,
    ...(job.writesFile ? [`  head -c 9000 /dev/zero >>data || exit ${WRITE_FAILED}`] : []),
    `  sleep ${seconds(job.pauseMs)}`,
    'done',
    ...(job.burst > 0
      ? [
          `awk -v text=${quote(burstText(step, '#', job))} 'BEGIN { for (i = 1; i <= ${job.burst}; i++) print i, text }' || exit ${WRITE_FAILED}`,
        ]
      : []),
    'wait',
    'mark end',
    `exit ${job.code}`,
  ]
    .filter(Boolean)
    .join('\n');
}

const ownSession = (job: Job) => `(setsid sleep ${(durationMs(job) / 1250).toFixed(3)} >/dev/null 2>&1 &)`;
