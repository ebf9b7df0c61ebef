// What a person can do to a run. Each throws what the server says when it refuses.
import { useQueryClient } from '@tanstack/vue-query';
import { computed, type Ref, ref } from 'vue';
import type { RunState } from '../../../contract/run-state.ts';
import { ProblemError, useApi } from '../api.ts';
import { runKey } from '../live/live.ts';
import { oneTimeKey } from '../one-time-key.ts';
import type { LimitName } from '../runs/step-limits.ts';

const EXTENSION_S = 600;

/** The deeds of one run. After each the state is asked for anew: the stream would tell it a little later. */
export function useRunActions(workflowId: Readonly<Ref<string>>, run: Readonly<Ref<RunState | null>>) {
  const { client, ask } = useApi();
  const queries = useQueryClient();
  const stoppedFor = ref<string | null>(null);
  const params = () => ({ path: { workflow_id: workflowId.value } });
  const renew = (): Promise<void> => queries.invalidateQueries({ queryKey: runKey(workflowId.value) });

  async function done(asked: Promise<unknown>): Promise<void> {
    await asked;
    await renew();
  }
  /** A start that is sent twice with one key is done once. */
  const once = () => ({ ...params(), header: { 'Idempotency-Key': oneTimeKey() } });

  async function cancel(): Promise<void> {
    await done(ask(client.POST('/api/v1/runs/{workflow_id}/cancel', { params: params() })));
    stoppedFor.value = run.value?.execution_id ?? null;
  }

  return {
    /** A stop was asked for that the state may not show yet. */
    stopping: computed(() => stoppedFor.value !== null && stoppedFor.value === run.value?.execution_id),
    cancel,
    pause: () => done(ask(client.POST('/api/v1/runs/{workflow_id}/pause', { params: params() }))),
    resume: () => done(ask(client.POST('/api/v1/runs/{workflow_id}/resume', { params: params() }))),
    undo: () => done(ask(client.POST('/api/v1/runs/{workflow_id}/undo', { params: once() }))),
    goOn: () => done(ask(client.POST('/api/v1/runs/{workflow_id}/continue', { params: once(), body: {} }))),
    approve: (step: number, approved: boolean, note: string) => {
      const body = { step, approved, ...(note.trim() === '' ? {} : { note: note.trim() }) };
      return done(ask(client.POST('/api/v1/runs/{workflow_id}/approval', { params: params(), body })));
    },
    /** Ten more minutes for a limit of a step at work. */
    extend: (step: number, limit: LimitName) => {
      const body = { step, limit, seconds: EXTENSION_S };
      return done(ask(client.POST('/api/v1/runs/{workflow_id}/extend', { params: params(), body })));
    },
    /** Begins the next try of a step at once. */
    retryNow: (step: number) =>
      done(ask(client.POST('/api/v1/runs/{workflow_id}/retry-now', { params: params(), body: { step } }))),
    async trust(fingerprint: string): Promise<void> {
      try {
        const path = '/api/v1/runs/{workflow_id}/confirm-host-key';
        await done(ask(client.POST(path, { params: params(), body: { fingerprint } })));
      } catch (refused) {
        const isOther = refused instanceof ProblemError && refused.code === 'host_key_not_shown';
        // The box shows another key by now: the run looks again, and asks about that one.
        if (isOther)
          await client.POST('/workflow/resume', { body: { workflow_id: workflowId.value } }).catch(() => null);
        throw refused;
      }
    },
    renew,
  };
}

export type RunActions = ReturnType<typeof useRunActions>;
