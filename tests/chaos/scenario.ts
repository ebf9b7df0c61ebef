// What happens in one scenario: all of it follows from the seed, so that a failure can be repeated.
import { createRandom, type Random } from './random.ts';

export const FAULTS = [
  'none',
  'worker_killed',
  'api_killed',
  'temporal_killed',
  'session_killed',
  'cut',
  'worker_stopped',
  'everything_killed',
  'sshd_killed',
  'sshd_stopped',
  'reboot',
  'black_hole',
  'api_stopped',
  'temporal_stopped',
  'session_stopped',
  'disk_full',
  'trickle',
  'slow_line',
] as const;
export type Fault = (typeof FAULTS)[number];

/** A step's command: prints lines, in bursts or slowly, and ends with a code. */
export interface Job {
  /** Lines, ten of them between two pauses. */
  lines: number;
  pause_ms: number;
  /** One line in ten is this many kilobytes long. */
  burst_kb: number;
  /** Starts children: one that ignores TERM, one in a session of its own. */
  children: boolean;
  code: number;
}

export interface Scenario {
  seed: number;
  fault: Fault;
  /** A second fault right behind the first. */
  then: Fault | null;
  /** When the fault comes: after the click on start, after its answer, or after the first command has begun. */
  after: 'click' | 'start' | 'begun';
  delay_ms: number;
  /** How long it lasts, where it lasts. */
  lasts_ms: number;
  /** Milliseconds after the fault has come at which the run is stopped; null for never. */
  stop_ms: number | null;
  step_delay: number;
  jobs: Job[];
}

// Those that last long are rare as a second fault; a reboot or a full disk would leave nothing to see of it.
const SECOND = ['worker_killed', 'api_killed', 'temporal_killed', 'session_killed', 'cut', 'sshd_killed'] as const;
const LASTS: Partial<Record<Fault, [number, number]>> = {
  black_hole: [1_000, 17_000],
  worker_stopped: [500, 14_000],
  temporal_stopped: [500, 6_000],
  session_stopped: [500, 14_000],
  slow_line: [3_000, 6_000],
};

/** Neighbouring seeds go through all faults. */
export function drawScenario(seed: number): Scenario {
  const random = createRandom(seed);
  const fault = FAULTS[seed % FAULTS.length] ?? 'none';
  const [shortest, longest] = LASTS[fault] ?? [200, 3_000];
  const endsTheRun = fault === 'reboot' || fault === 'disk_full';
  return {
    seed,
    fault,
    then: !endsTheRun && random.chance(0.15) ? random.pick(SECOND) : null,
    after: random.pick(['click', 'start', 'start', 'begun', 'begun', 'begun']),
    // Often right after the start, where little is known yet.
    delay_ms: random.chance(0.4) ? random.int(0, 60) : random.int(0, 2_500),
    lasts_ms: random.int(shortest, longest),
    stop_ms: random.chance(0.3) ? random.int(0, 2_000) : null,
    step_delay: random.pick([0, 0, 0.3]),
    jobs: drawJobs(random, fault),
  };
}

function drawJobs(random: Random, fault: Fault): Job[] {
  const full = fault === 'disk_full';
  const jobs = Array.from({ length: random.int(2, 3) }, () => ({
    lines: full ? 400 : random.int(1, 200),
    pause_ms: random.pick([20, 50, 100]),
    burst_kb: full ? 40 : random.pick([0, 0, 8, 100]),
    children: random.chance(0.3),
    code: 0,
  }));
  const last = jobs.at(-1);
  if (last && random.chance(0.15)) last.code = random.pick([1, 3, 42]);
  return jobs;
}

/** The command of a step: POSIX sh. Its marks lie below `marks`, outside of the job's folder. */
export function commandOf({ lines, pause_ms, burst_kb, children, code }: Job, step: number, marks: string): string {
  return [
    `echo begun >> '${marks}/begun-${step}'`,
    ...(children
      ? [`(trap '' TERM; exec sleep 300) & a=$!`, `setsid sleep 300 & b=$!`, `trap 'kill -9 $a $b' EXIT`]
      : []),
    `i=0; while [ $i -lt ${lines} ]; do i=$((i+1)); echo "line $i of step ${step}" || exit 28`,
    `  if [ $((i % 10)) -eq 0 ]; then`,
    ...(burst_kb > 0 ? [`    head -c ${burst_kb * 1024} /dev/zero | tr '\\0' 'x' || exit 28; echo || exit 28`] : []),
    `    sleep ${pause_ms / 1000}; fi; done`,
    `echo ended >> '${marks}/ended-${step}'`,
    `exit ${code}`,
  ].join('\n');
}
