// What happens in a scenario, drawn from its seed alone.
import { drawJob, durationMs, type Job } from './job.ts';
import { createRandom, hash, type Random } from './random.ts';

/** How often each fault is drawn. The slow ones are rare. */
const WEIGHTS = {
  worker_killed: 8,
  worker_stopped: 5,
  api_killed: 6,
  api_stopped: 4,
  temporal_killed: 5,
  temporal_stopped: 4,
  session_killed: 7,
  session_stopped: 4,
  sshd_killed: 5,
  sshd_stopped: 4,
  tcp_cut: 8,
  black_hole: 2,
  delay_5s: 2,
  one_byte: 4,
  box_reboot: 6,
  disk_full: 4,
  all_killed: 5,
  cancel: 7,
} as const;
export type FaultKind = keyof typeof WEIGHTS;

const KIND_WEIGHTS = { ...WEIGHTS, cancel_on_top: 9, two_faults: 9 } as const;
export type ScenarioKind = keyof typeof KIND_WEIGHTS;
export const scenarioKinds = Object.keys(KIND_WEIGHTS) as ScenarioKind[];

/** When something happens. `step` counts from 0. */
export interface Moment {
  after: 'click' | 'job_started' | 'first_log' | 'job_ended' | 'fault_begun' | 'fault_over';
  step: number;
  delayMs: number;
}

export interface Fault {
  kind: FaultKind;
  at: Moment;
  lastsMs: number;
}

export interface Scenario {
  /** `<kind>/<number>`: enough to repeat it. */
  seed: string;
  kind: ScenarioKind;
  jobs: Job[];
  /** One, or two that belong together. */
  faults: Fault[];
  onSmallDisk: boolean;
}

/** Seeds of `count` scenarios. */
export function drawSeeds(count: number, seed: number): string[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => seedOf(random.weighted<ScenarioKind>(KIND_WEIGHTS), random));
}

/** Seeds of `each` scenarios of every kind, mixed. */
export function seedsOfEveryKind(each: number, seed: number): string[] {
  const random = createRandom(seed);
  const rounds = Array.from({ length: each }, () => scenarioKinds.map((kind) => seedOf(kind, random)));
  return rounds.flat();
}

const seedOf = (kind: ScenarioKind, random: Random) => `${kind}/${random.between(1, 999_999)}`;

/** The scenario of that seed: always the same one. */
export function drawScenario(seed: string): Scenario {
  const kind = seed.split('/')[0] as ScenarioKind;
  if (!scenarioKinds.includes(kind)) throw new Error(`no such scenario: ${seed}. It begins with a kind and a slash.`);
  const random = createRandom(hash(seed));
  const kinds = faultKinds(kind, random);
  const onSmallDisk = kinds.includes('disk_full');
  const jobs = drawJobs(random, onSmallDisk);
  const faults = kinds.map((each, index) => drawFault(each, kind, index, jobs, random));
  return { seed, kind, jobs, faults, onSmallDisk };
}

function faultKinds(kind: ScenarioKind, random: Random): FaultKind[] {
  const { cancel: _cancel, ...others } = WEIGHTS;
  const { black_hole: _hole, delay_5s: _delay, ...quick } = others;
  if (kind === 'cancel_on_top') return [random.weighted<FaultKind>(others), 'cancel'];
  if (kind === 'two_faults') return [random.weighted<FaultKind>(quick), random.weighted<FaultKind>(quick)];
  return [kind];
}

function drawJobs(random: Random, onSmallDisk: boolean): Job[] {
  const count = random.between(2, 3);
  const failing = random.chance(0.2) ? random.between(0, count - 1) : -1;
  return Array.from({ length: count }, (_, index) =>
    drawJob(random, index === failing ? random.between(1, 120) : 0, onSmallDisk),
  );
}

function drawFault(kind: FaultKind, of: ScenarioKind, index: number, jobs: Job[], random: Random): Fault {
  const lastsMs = drawDuration(kind, random);
  if (index === 0) return { kind, lastsMs, at: drawMoment(jobs, random) };
  if (of === 'cancel_on_top') {
    return { kind, lastsMs, at: { after: 'fault_begun', step: 0, delayMs: random.between(0, 2500) } };
  }
  return { kind, lastsMs, at: { after: 'fault_over', step: 0, delayMs: random.between(0, 1500) } };
}

function drawMoment(jobs: Job[], random: Random): Moment {
  // A command that fails is the last one that starts.
  const reached = jobs.findIndex(({ code }) => code !== 0) + 1 || jobs.length;
  const step = random.between(0, reached - 1);
  const job = jobs[step];
  if (!job) throw new Error('a step without a command');
  const within = Math.round(durationMs(job));
  switch (random.weighted({ click: 2, anywhere: 5, tight: 4, first_log: 3, job_ended: 2 })) {
    case 'click':
      return { after: 'click', step: 0, delayMs: random.between(0, 700) };
    case 'anywhere':
      return { after: 'job_started', step, delayMs: random.between(0, within) };
    case 'tight':
      return { after: 'job_started', step, delayMs: random.between(0, 60) };
    case 'first_log':
      return { after: 'first_log', step, delayMs: random.between(0, 250) };
    case 'job_ended':
      return { after: 'job_ended', step, delayMs: random.between(0, 30) };
  }
}

function drawDuration(kind: FaultKind, random: Random): number {
  switch (kind) {
    case 'black_hole':
      return random.between(12_000, 20_000);
    case 'delay_5s':
      return random.between(6_000, 10_000);
    case 'one_byte':
      return random.between(2_000, 5_000);
    case 'worker_stopped':
      // The heartbeat's limit is 12 s.
      return random.chance(0.12) ? random.between(12_500, 14_500) : random.between(200, 4_000);
    case 'api_stopped':
    case 'temporal_stopped':
    case 'session_stopped':
    case 'sshd_stopped':
      return random.between(200, 4_000);
    case 'tcp_cut':
    case 'sshd_killed':
    case 'box_reboot':
    case 'all_killed':
      return random.chance(0.5) ? 0 : random.between(100, 2_500);
    case 'worker_killed':
    case 'api_killed':
    case 'temporal_killed':
    case 'session_killed':
    case 'disk_full':
    case 'cancel':
      return 0;
  }
}

/** A fault in words, for the line of a scenario. */
export function faultWords({ kind, at, lastsMs }: Fault): string {
  const where = { click: 'the click', job_started: 'start', first_log: 'first log', job_ended: 'end' };
  const moment =
    at.after === 'fault_begun' || at.after === 'fault_over'
      ? `${at.after.replace('_', ' ')} +${at.delayMs} ms`
      : `${at.after === 'click' ? '' : `job ${at.step + 1} `}${where[at.after]} +${at.delayMs} ms`;
  return `${kind} at ${moment}${lastsMs > 0 ? ` for ${lastsMs} ms` : ''}`;
}
