// How far an installation of custom nodes is, in the words of the seed's line (shared/API.md, 1.3).
import type { JsonObject } from '../contract/json.ts';
import { isEnded, type RunState, type StepState, type Task } from '../contract/run-state.ts';

const OVER = new Set<Task['status']>(['success', 'warning', 'failed', 'skipped']);

/** Progress of the run's step, null when it has none. */
export function installProgress(run: RunState): JsonObject | null {
  const step = run.steps.find(({ action }) => action === 'install_custom_nodes');
  if (!step) return null;
  const { tasks } = step;
  const over = tasks.filter(({ status }) => OVER.has(status));
  const current = tasks.find(({ status }) => status === 'running');
  const isOver = step.ended_at !== null || isEnded(run);
  return {
    in_progress: !isOver,
    completed: isOver,
    success: step.status === 'completed',
    status: isOver ? (step.status === 'completed' ? 'completed' : 'failed') : 'running',
    total_nodes: step.progress?.total ?? tasks.length,
    processed: over.length,
    current_node: current?.name ?? (isOver ? 'Installation complete' : ''),
    current_status: isOver ? step.status : (current?.note ?? step.phase),
    successful: tasks.filter(({ status }) => status === 'success').length,
    failed: tasks.filter(({ status }) => status === 'failed').length,
    has_requirements: tasks.some(({ note }) => note?.includes('requirements') ?? false),
    nodes: tasks.map(nodeRow),
  };
}

/** What became of the nodes, counted. A node that was cloned and whose requirements failed counts as cloned. */
export function installCounts({ tasks, warnings }: StepState): JsonObject {
  const failed = tasks.filter(({ status }) => status === 'failed');
  const cloned = failed.filter(({ note }) => note?.startsWith('requirements') ?? false);
  const warned = tasks.filter(({ status }) => status === 'warning');
  return {
    total_nodes: tasks.length,
    successful_clones: tasks.length - failed.length + cloned.length,
    failed_clones: failed.length - cloned.length,
    failed_requirements: cloned.length + warned.length,
    has_warnings: warnings.length + warned.length > 0,
    failed_nodes: failed.map(({ name, note }) => ({ name, message: note ?? '' })),
  };
}

function nodeRow({ name, status, note, percent }: Task): JsonObject {
  return {
    name,
    status: nodeStatus(status, note ?? ''),
    message: note ?? '',
    ...(percent === undefined ? {} : { clone_progress: percent }),
  };
}

/** `processing cloning installing installing_requirements success failed partial`, and `pending` before all of them. */
function nodeStatus(status: Task['status'], note: string): string {
  if (status === 'running') {
    if (note.startsWith('cloning')) return 'cloning';
    if (note.startsWith('installing requirements')) return 'installing_requirements';
    return note.includes('install') ? 'installing' : 'processing';
  }
  if (status === 'warning') return 'partial';
  return status === 'skipped' ? 'success' : status;
}
