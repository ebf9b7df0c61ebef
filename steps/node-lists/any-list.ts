// A file may hold any of the lists: which one it is, its content says.
import { addNode, emptyReading, type Reading, wrongList } from './reading.ts';
import { isSnapshot, readSnapshot } from './snapshot.ts';
import { isWorkflow, readWorkflow } from './workflow.ts';

/** Reads what JSON or YAML holds: an array of nodes as `nodes` takes them, a snapshot or a workflow. */
export function readAnyList(value: unknown): Reading {
  if (Array.isArray(value)) return readPlain(value);
  if (isSnapshot(value)) return readSnapshot(value);
  if (isWorkflow(value)) return readWorkflow(value);
  return wrongList('is neither a list of nodes, nor a snapshot of ComfyUI-Manager, nor a workflow of ComfyUI');
}

function readPlain(values: unknown[]): Reading {
  const reading = emptyReading();
  values.forEach((value, index) => {
    const place = { path: [index] };
    if (typeof value === 'object' && value !== null) addNode(reading, value as Record<string, unknown>, place);
    else reading.problems.push({ ...place, message: 'must be a node: {url, name?, ref?, …}' });
  });
  return reading;
}
