// An attempt's log on its way into the store: secrets blanked, each byte at its own offset, so that two readers do no harm.
import type { StepInput } from '../contract/activities.ts';
import type { Mask } from '../adapters/secrets/mask.ts';
import type { Dependencies } from './dependencies.ts';

export interface StoredLog {
  /** Bytes that are stored; where the next reader goes on. */
  readonly size: number;
  write(bytes: Buffer): Promise<void>;
  /** Stores what was kept back because it might have become a secret. Call when the job has ended. */
  end(): Promise<void>;
}

/** Opens an attempt's log where it ends. */
export async function openLog(
  { store }: Pick<Dependencies, 'store'>,
  input: StepInput,
  mask: Mask,
): Promise<StoredLog> {
  const file = store.logs.file(input.id, input.action);
  const masked = mask.stream();
  let size = await store.logs.size(file);
  const append = async (bytes: Buffer) => {
    if (bytes.length === 0) return;
    await store.logs.writeAt(file, size, bytes);
    size += bytes.length;
  };
  return {
    get size() {
      return size;
    },
    write: (bytes) => append(masked.write(bytes)),
    end: () => append(masked.rest()),
  };
}
