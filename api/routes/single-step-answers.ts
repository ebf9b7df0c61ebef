// What the answer to a single step that is done holds beside success, message, output and ids: the fields that
// single-step-words.ts fills in.
import { z } from 'zod';
import { countSchema } from '../../contract/run-state-schema.ts';

const words = z.string();
const list = z.array(words);

/** By the path below /ssh. */
export const answers: Record<string, z.ZodRawShape> = {
  '/test': {
    uptime_s: z.number().nullable(),
    hostname: words.nullable(),
    uptime: words.nullable(),
    os: words.nullable(),
    kernel: words.nullable(),
    user: words.nullable(),
    python: words.nullable(),
    container: words.nullable(),
    disk_free_bytes: countSchema.nullable(),
    disk_total_bytes: countSchema.nullable(),
    gpu: z.array(z.object({ name: words, driver: words, memory_mib: countSchema.nullable() })).nullable(),
  },
  '/set-ui-home': { ui_home: z.string() },
  '/get-ui-home': { ui_home: z.string() },
  '/configure-links': {},
  '/install-browser-agent': {
    path: words,
    python: words,
    commit: words.nullable(),
    kind: z.enum(['installed', 'unchanged']),
  },
  '/setup-civitdl': { version: z.string(), api_key_configured: z.boolean() },
  '/test-civitdl': {
    has_warning: z.boolean(),
    tests: z.object({ cli: z.boolean(), config: z.boolean(), api: z.boolean() }),
    api_status: z.unknown(),
    api_note: z.string().nullable(),
  },
  '/install-custom-nodes': {
    total_nodes: countSchema,
    successful_clones: countSchema,
    failed_clones: countSchema,
    failed_requirements: countSchema,
    has_warnings: z.boolean(),
    failed_nodes: z.array(z.object({ name: z.string(), message: z.string() })),
  },
  '/verify-dependencies': { installed: list, missing_modules: list, failed: list, failed_nodes: list },
  '/reboot-instance': { instance_id: z.union([z.string(), z.number()]).nullable(), note: z.string().nullable() },
};
