// Who wants to hear of a run's changes. What somebody listens to stays watched (run-states.ts): its workflow is asked once a second.
import type { Served } from './served.ts';

/** Runs in a list are told of together: two hundred runs at work would else be a thousand events a second for every list. */
const TOGETHER_MS = 250;

export interface RunFeed {
  /** A run has another state than before. */
  changed(served: Served): void;
  isHeard(workflowId: string): boolean;
  /** Listens to one run. Gives what ends it. */
  of(workflowId: string, onChange: (served: Served) => void): () => void;
  /** Listens to all runs: the newest state of each that has changed, at most four times a second. Gives what ends it. */
  ofAll(onChange: (served: Served[]) => void): () => void;
  close(): void;
}

export function createRunFeed(): RunFeed {
  const ofRun = new Map<string, Set<(served: Served) => void>>();
  const ofAll = new Set<(served: Served[]) => void>();
  const together = new Map<string, Served>();
  let timer: NodeJS.Timeout | null = null;

  function tellAll() {
    timer = null;
    const changes = [...together.values()];
    together.clear();
    for (const listener of ofAll) listener(changes);
  }

  return {
    changed(served) {
      const { workflow_id } = served.state;
      for (const listener of ofRun.get(workflow_id) ?? []) listener(served);
      if (ofAll.size === 0) return;
      together.set(workflow_id, served);
      timer ??= setTimeout(tellAll, TOGETHER_MS);
    },
    isHeard: (workflowId) => ofRun.has(workflowId),
    of(workflowId, onChange) {
      const listeners = ofRun.get(workflowId) ?? new Set();
      ofRun.set(workflowId, listeners);
      const end = join(listeners, onChange);
      return () => {
        end();
        if (listeners.size === 0 && ofRun.get(workflowId) === listeners) ofRun.delete(workflowId);
      };
    },
    ofAll: (onChange) => join(ofAll, onChange),
    close() {
      if (timer) clearTimeout(timer);
      ofRun.clear();
      ofAll.clear();
    },
  };
}

/** Adds a listener as one of its own, so that who listens twice ends only one of the two. */
function join<Told>(listeners: Set<(told: Told) => void>, onChange: (told: Told) => void): () => void {
  const listener = (told: Told) => onChange(told);
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
