import { isEnded, type RunState } from '../../../contract/run-state.ts';

/**
 * Of two words about a run the newer one: an answer may have been on its way while the stream told what came after it. What has
 * ended does not go on within its execution; where nothing tells which is newer, it is what was heard last.
 */
export function newerState(known: RunState | undefined, heard: RunState): RunState {
  if (!known || known.execution_id === '' || heard.execution_id === '') return heard;
  if (known.execution_id !== heard.execution_id) return known.start_time > heard.start_time ? known : heard;
  if (isEnded(known) !== isEnded(heard)) return isEnded(known) ? known : heard;
  return known.last_update > heard.last_update ? known : heard;
}
