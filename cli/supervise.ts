// Keeps one child process alive: starts it, writes down what it says, starts it again when it dies, and ends it by its
// process id. Children are in groups of their own, so that Ctrl-C reaches us alone and the order of ending is ours.
import type { ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { ProcessLog } from './process-log.ts';
import type { ProcessRecord } from './process-record.ts';
import { Refusal } from './refusal.ts';

/** A process that lived this long starts again without any pause. */
const SOUND_LIFE_MS = 30_000;
const TRIES_TO_BECOME_READY = 3;

export interface ChildSpec {
  name: string;
  /** As a sentence says it: `the worker`. */
  title: string;
  spawn: () => ChildProcess;
  /** Resolves when this start of the process serves. */
  whenReady: (child: ChildProcess, signal: AbortSignal) => Promise<void>;
  /** True for an exit code that only asks to be started again. */
  isOwnRestart?: (code: number | null) => boolean;
  /** How long it may take to end before it is killed. */
  graceMs: number;
}

export interface Supervised {
  /** Settles once: when the first start serves, or when it could not be brought to that. */
  ready: Promise<void>;
  /** Ends the process; idempotent. */
  stop: () => Promise<void>;
}

interface Surroundings {
  log: ProcessLog;
  record: ProcessRecord;
  say: (line: string) => void;
}

/** Starts a child and keeps it alive until `stop`. */
export function supervise(spec: ChildSpec, { log, record, say }: Surroundings): Supervised {
  const stopping = new AbortController();
  let current: ChildProcess | null = null;
  let isReady = false;
  const first = new EventEmitter();
  const ready = once(first, 'settled').then(([error]: unknown[]) => {
    if (error) throw error as Error;
  });

  async function live(): Promise<void> {
    for (let deaths = 0; !stopping.signal.aborted;) {
      const started = Date.now();
      const end = await oneLife();
      if (stopping.signal.aborted) return;
      if (spec.isOwnRestart?.(end.code)) continue;
      deaths = Date.now() - started > SOUND_LIFE_MS ? 1 : deaths + 1;
      if (!isReady && deaths >= TRIES_TO_BECOME_READY) throw refusal(spec.title, end, log);
      if (isReady) say(`${capital(spec.title)} ended (${words(end)}) and is started again.${lastWords(end, log)}`);
      await pause(pauseBefore(deaths, end.served), undefined, { signal: stopping.signal });
    }
  }

  async function oneLife(): Promise<End & { served: boolean }> {
    const child = spec.spawn();
    current = child;
    const ended = endOf(child);
    child.stdout?.on('data', log.write);
    child.stderr?.on('data', log.write);
    if (child.pid !== undefined) record.add(spec.name, child.pid);
    const life = new AbortController();
    let served = false;
    const signal = AbortSignal.any([life.signal, stopping.signal]);
    spec.whenReady(child, signal).then(
      () => {
        isReady = true;
        served = true;
        first.emit('settled');
      },
      // A start that does not come to serve is ended and counted as a death.
      () => stopping.signal.aborted || child.kill('SIGKILL'),
    );
    const end = await ended;
    life.abort();
    current = null;
    record.remove(spec.name);
    return { ...end, served };
  }

  const lives = live().catch((error: unknown) => {
    if (!stopping.signal.aborted) first.emit('settled', error);
  });

  return {
    ready,
    async stop() {
      stopping.abort();
      if (current) await endChild(current, spec.graceMs);
      await lives;
    },
  };
}

/** Ready when the child says so: `process.send({ ready: true })`. */
export function saysReady(limitMs: number): ChildSpec['whenReady'] {
  return async (child, signal) => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
    for (;;) {
      const [message] = (await once(child, 'message', { signal: limit })) as [{ ready?: unknown }];
      if (message.ready === true) return;
    }
  };
}

interface End {
  code: number | null;
  signal: NodeJS.Signals | null;
  error?: Error;
}

function endOf(child: ChildProcess): Promise<End> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
    child.once('error', (error) => {
      // Also sent when a signal could not be delivered: that is no end.
      if (child.pid === undefined) resolve({ code: null, signal: null, error });
    });
  });
}

async function endChild(child: ChildProcess, graceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = endOf(child);
  child.kill('SIGTERM');
  const inTime = await Promise.race([ended.then(() => true), pause(graceMs, false, { ref: false })]);
  if (!inTime) child.kill('SIGKILL');
  await ended;
}

/** At once the first time, then half a second, doubling up to ten; for one that had come to serve, up to one. */
export const pauseBefore = (deaths: number, served: boolean): number =>
  deaths <= 1 ? 0 : Math.min(served ? 1_000 : 10_000, 500 * 2 ** (deaths - 2));

function refusal(title: string, end: End, log: ProcessLog): Refusal {
  return new Refusal(`${capital(title)} does not start (${words(end)}).${lastWords(end, log)}`);
}

function words({ code, signal, error }: End): string {
  if (error) return error.message;
  return signal ? `signal ${signal}` : `exit code ${String(code)}`;
}

/** Who was ended from outside had no last words to say about it. */
function lastWords({ signal }: End, log: ProcessLog): string {
  const lines = signal ? [] : [...new Set(log.lastLines(3))];
  return lines.length === 0 ? '' : ` Its last words: ${lines.join(' / ').slice(-600)}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
