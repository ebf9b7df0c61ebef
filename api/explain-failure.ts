import type { AttemptFacts } from '../adapters/store/store.ts';
import { exitSignal } from '../contract/exit-signal.ts';
import type { LikelyCause } from '../contract/likely-cause.ts';
import { likelyCause } from '../steps/likely-cause.ts';
import type { ApiDependencies } from './dependencies.ts';

/** As many as the rules look at, with room for empty ones. */
const LINES = 100;

type Failed = Pick<AttemptFacts, 'failure' | 'log_removed'> & {
  tasks: { status: string; note?: string | undefined }[];
};

interface Explained {
  exit: { code: number; signal: string | null } | null;
  likely_cause: LikelyCause | null;
}

/** How a failed attempt's command ended, and what that probably comes from; read from the end of its log, `file`, when asked. */
export async function explainFailure(
  { store }: Pick<ApiDependencies, 'store'>,
  { failure, tasks, log_removed }: Failed,
  file: string,
): Promise<Explained> {
  if (!failure) return { exit: null, likely_cause: null };
  const { code, message, facts, log_tail } = failure;
  const exit_code = typeof facts['exit_code'] === 'number' ? facts['exit_code'] : null;
  const log = log_removed ? [] : await store.logs.tail(file, LINES);
  const notes = tasks.flatMap(({ status, note }) => (status === 'failed' && note ? [note] : []));
  const lines = [...(log.length > 0 ? log : log_tail), ...notes];
  return {
    exit: exit_code === null ? null : { code: exit_code, signal: exitSignal(exit_code) },
    likely_cause: likelyCause({ code, exit_code, message, lines }),
  };
}
