import type { ControlPlane } from '../adapters/control-plane.ts';
import type { LocalWork } from './local-work.ts';
import type { Vast } from '../adapters/providers/vast.ts';
import type { Secrets } from '../adapters/secrets/secrets.ts';
import type { LoadedSettings } from '../adapters/settings/settings.ts';
import type { Identities } from '../adapters/ssh/identities.ts';
import type { Pool } from '../adapters/ssh/pool.ts';
import type { AttemptRow, Store } from '../adapters/store/store.ts';
import type { InstanceAddress } from '../contract/instance.ts';

/** What the activities stand on; made in one place, worker/dependencies.ts. */
export interface Dependencies {
  settings: LoadedSettings;
  store: Store;
  controlPlane: ControlPlane;
  pool: Pool;
  identities: (address: InstanceAddress) => Promise<Identities>;
  secrets: Secrets;
  /** Null when no key is set. */
  vast: Vast | null;
  /** Told of each phase of the step at work, where somebody watches it. */
  onPhase?: (row: Pick<AttemptRow, 'phase' | 'phase_info'>) => void;
  /** Work that this worker does here and not on the box, by job name: a cancel ends it at once. */
  local: Map<string, LocalWork>;
}
