// Entries of the audit log in words.
import type { Schemas } from '../api.ts';
import { messages } from '../messages.ts';
import type { Look } from '../runs/phases.ts';

export type AuditEntry = Schemas['AuditEntry'];
const texts = messages.audit;

/** Who it was: how they came in, and the name of the token. */
export function callerOf(who: string): { kind: string; name: string | null } {
  if (who === 'local') return { kind: texts.kinds.local, name: null };
  if (who === 'nobody') return { kind: texts.kinds.nobody, name: null };
  const [, kind, name = ''] = /^(token|session) (.+)$/s.exec(who) ?? [];
  return kind === 'token' || kind === 'session' ? { kind: texts.kinds[kind], name } : { kind: '', name: who };
}

/** What was asked for; an operation of a newer server by its own name. */
export const operationWord = (operation: string): string =>
  Object.hasOwn(texts.operations, operation) ? (texts.operations[operation] ?? operation) : operation;

type Result = keyof typeof texts.results;

/** What came of it. */
export function resultOf(status: number): Result {
  if (status === 0) return 'open';
  if (status === 499) return 'gone';
  if (status >= 500) return 'failed';
  return status >= 400 ? 'refused' : 'done';
}

const looks: Record<Result, Omit<Look, 'word'>> = {
  done: { tone: 'success', icon: 'done' },
  open: { tone: 'active', icon: 'waiting' },
  gone: { tone: 'warning', icon: 'warning' },
  refused: { tone: 'muted', icon: 'cancelled' },
  failed: { tone: 'danger', icon: 'failed' },
};

export function resultLook(status: number): Look {
  const result = resultOf(status);
  return { word: texts.results[result], ...looks[result] };
}

/** What the call named, in one line. */
export function targetLine(target: AuditEntry['target']): string {
  const { host, port, ...rest } = target;
  const place = host === undefined ? [] : [port === undefined ? host : `${host}:${port}`];
  return [...place, ...Object.entries(rest).map(([name, value]) => `${name} ${value}`)].join(', ');
}
