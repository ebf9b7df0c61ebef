// A snapshot of ComfyUI-Manager, which names a repository and its commit for what was cloned, and for the rest only an id of the
// registry or a file name. JSON as Manager writes it, or the YAML of comfy-cli, which has the same below `custom_nodes`.
// Shapes: glob/manager_core.py, get_current_snapshot and save_snapshot_with_postfix, of https://github.com/ltdrdata/ComfyUI-Manager.
import { z } from 'zod';
import { inWords } from '../../contract/issue-words.ts';
import { addNode, emptyReading, isRecord, leaveOut, type Reading } from './reading.ts';

// An empty mapping may come as an empty list.
const nothing = z.tuple([]).transform((): Record<string, never> => ({}));
const records = <Value extends z.ZodType>(value: Value) => z.union([nothing, z.record(z.string(), value)]).nullish();
const bodySchema = z.looseObject({
  git_custom_nodes: records(z.looseObject({ hash: z.string().nullish(), disabled: z.boolean().nullish() })),
  cnr_custom_nodes: records(z.unknown()),
  file_custom_nodes: z.array(z.looseObject({ filename: z.string(), disabled: z.boolean().nullish() })).nullish(),
});
const KEYS = ['git_custom_nodes', 'cnr_custom_nodes', 'file_custom_nodes'] as const;

/** The part that lists nodes, and the keys that lead to it; null where the value is no snapshot. */
function bodyOf(value: unknown): { body: Record<string, unknown>; path: string[] } | null {
  if (!isRecord(value)) return null;
  if (KEYS.some((key) => key in value)) return { body: value, path: [] };
  const inner = value['custom_nodes'];
  return isRecord(inner) && KEYS.some((key) => key in inner) ? { body: inner, path: ['custom_nodes'] } : null;
}

export const isSnapshot = (value: unknown): boolean => bodyOf(value) !== null;

/**
 * Reads a snapshot that was parsed already. The commit of ComfyUI itself and the versions of Python packages in it are not nodes
 * and not looked at.
 */
export function readSnapshot(value: unknown): Reading {
  const reading = emptyReading();
  const found = bodyOf(value);
  if (!found) {
    reading.problems.push({
      path: [],
      message: `is no snapshot of ComfyUI-Manager: it has none of ${KEYS.join(', ')}`,
    });
    return reading;
  }
  const { path } = found;
  const { success, data: body, error } = bodySchema.safeParse(found.body, inWords);
  if (!success) {
    for (const issue of error.issues) {
      reading.problems.push({ path: [...path, ...issue.path.map(keyOf)], message: issue.message });
    }
    return reading;
  }
  for (const [url, { hash, disabled }] of Object.entries(body.git_custom_nodes ?? {})) {
    const place = { path: [...path, 'git_custom_nodes', url] };
    if (disabled) leaveOut(reading, url, 'is disabled in the snapshot');
    else if (hash && !/^[0-9a-f]{7,40}$/i.test(hash)) {
      reading.problems.push({ path: [...place.path, 'hash'], message: 'must be a commit' });
    } else addNode(reading, { url, ref: hash?.toLowerCase() }, place);
  }
  for (const [id, version] of Object.entries(body.cnr_custom_nodes ?? {})) {
    const words = typeof version === 'string' || typeof version === 'number' ? ` (version ${version})` : '';
    leaveOut(reading, id, `is a package of the registry${words}: its repository is not named`);
  }
  for (const { filename, disabled } of body.file_custom_nodes ?? []) {
    const reason = disabled ? 'is a single file, and disabled' : 'is a single file, which no repository is named for';
    leaveOut(reading, filename, reason);
  }
  return reading;
}

const keyOf = (key: PropertyKey): string | number => (typeof key === 'number' ? key : String(key));
