// An attempt's log on its way into the store: secrets blanked, each byte at its own offset, so that two readers do no harm.
import type { StepInput } from '../contract/activities.ts';
import { createMask } from '../adapters/secrets/mask.ts';
import type { Dependencies } from './dependencies.ts';

export interface StoredLog {
  /** Bytes that are stored; where the next reader goes on. */
  readonly size: number;
  write(bytes: Buffer): Promise<void>;
}

/** Opens an attempt's log where it ends. */
export async function openLog(
  { store }: Pick<Dependencies, 'store'>,
  input: StepInput,
  secrets: Record<string, string>,
): Promise<StoredLog> {
  const file = store.logs.file(input.id, input.action);
  const mask = createMask(Object.values(secrets));
  let size = await store.logs.size(file);
  return {
    get size() {
      return size;
    },
    async write(bytes) {
      await store.logs.writeAt(file, size, mask(bytes));
      size += bytes.length;
    },
  };
}
