// Follows one run by asking for its state: every two seconds while it is going, not at all once it has ended or where
// there is none. When nobody answers it keeps asking and keeps what it knew.
import { readonly, ref, shallowRef } from 'vue';
import type { RunState } from '../../../contract/run-state.ts';
import type { Answer } from './api.ts';

interface FollowOptions {
  askState(workflowId: string | null): Promise<Answer<RunState | null>>;
  /** The run to show first; without one, the latest. */
  first?: string | null;
  everyMs?: number;
  /** How long a run that was just started may be unknown to the server before it counts as gone. */
  patienceMs?: number;
}

/** Why the state cannot be had at the moment. `message` is what the server said, null where it did not answer. */
export interface Trouble {
  since: string;
  message: string | null;
}

/** Makes a follower; it asks nothing before `look` or `follow`. */
export function followRun({ askState, first = null, everyMs = 2000, patienceMs = 10_000 }: FollowOptions) {
  const run = shallowRef<RunState | null>(null);
  const trouble = ref<Trouble | null>(null);
  const looked = ref(false);
  let workflowId = first;
  let patientUntil = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Answers to questions from before the last follow, forget or stop are no longer wanted.
  let round = 0;

  async function ask(): Promise<void> {
    clearTimeout(timer);
    round += 1;
    const own = round;
    const answer = await askState(workflowId);
    if (own !== round) return;
    const again = take(answer);
    if (again) timer = setTimeout(() => void ask(), everyMs);
  }

  // Where nobody answers nothing is lost: what is shown has ended and stays true.
  async function askForNewer(): Promise<void> {
    const own = round;
    const answer = await askState(null);
    if (own !== round || answer.kind !== 'ok' || !answer.value) return;
    const shown = run.value?.start_time ?? '';
    if (answer.value.start_time <= shown) return;
    workflowId = answer.value.workflow_id;
    await ask();
  }

  function take(answer: Answer<RunState | null>): boolean {
    if (answer.kind !== 'ok') {
      const message = answer.kind === 'refused' ? answer.message : null;
      trouble.value = { since: trouble.value?.since ?? new Date().toISOString(), message };
      return true;
    }
    trouble.value = null;
    looked.value = true;
    if (answer.value === null && Date.now() < patientUntil) return true;
    run.value = answer.value;
    workflowId = answer.value?.workflow_id ?? null;
    return answer.value !== null && isGoing(answer.value);
  }

  return {
    run: readonly(run) as Readonly<typeof run>,
    trouble: readonly(trouble),
    /** True once the server has said whether there is a run. */
    looked: readonly(looked),
    /** Asks at once, and goes on asking if something is running. */
    look: ask,
    /** Asks once whether another run was started since the one that is shown, and follows that. */
    lookForNewer: askForNewer,
    /** Follows the run that was just started. */
    follow(id: string): Promise<void> {
      workflowId = id;
      patientUntil = Date.now() + patienceMs;
      return ask();
    },
    /** Takes the run off the page. */
    forget(): void {
      round += 1;
      clearTimeout(timer);
      workflowId = null;
      patientUntil = 0;
      run.value = null;
    },
    /** Ends all asking, for good. */
    stop(): void {
      round += 1;
      clearTimeout(timer);
    },
  };
}

/** A run that has not ended, also while it is blocked. */
export const isGoing = (run: Pick<RunState, 'status'>): boolean => run.status === 'running' || run.status === 'blocked';
