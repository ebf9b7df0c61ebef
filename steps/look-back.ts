// What the probes and the undos of several steps share.
import { z } from 'zod';
import type { Json } from '../contract/json.ts';
import { PROBE_NO, type Script } from './step.ts';

/** A probe: `PROBE_NO` in its environment is the exit code that it answers no with. */
export const probeScript = (file: string, env: Script['env'] = {}): Script => ({
  file,
  env: { ...env, PROBE_NO: String(PROBE_NO) },
});

/** What install_custom_nodes has given back, as far as a look back needs it; nothing known where it is another thing. */
export const nodesResult = z
  .object({
    commits: z.record(z.string(), z.string()).catch({}),
    problems: z.array(z.object({ node: z.string() })).catch([]),
  })
  .catch({ commits: {}, problems: [] });

const knownFile = z.object({
  path: z.string(),
  bytes: z.number().nullish(),
  sha256: z.string().nullish(),
});
const fileList = z.array(knownFile).catch([]);

/** The files of a result as probe-files.py reads them. */
export const filesOf = (files: Json | undefined): string =>
  JSON.stringify(
    fileList.parse(files).map(({ path, bytes, sha256 }) => ({ path, bytes: bytes ?? null, sha256: sha256 ?? null })),
  );

/** A text of a result's field; nothing where there is none. */
export const fieldOf = (result: Json, name: string): Json | undefined =>
  typeof result === 'object' && result !== null && !Array.isArray(result) ? result[name] : undefined;

export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
