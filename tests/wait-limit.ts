// `vi.waitFor` has no option for how long it waits where a test names no limit, as `expect.poll` has (vitest.config.ts).
import { inject, vi } from 'vitest';

declare module 'vitest' {
  export interface ProvidedContext {
    waitLimitMs: number;
  }
}

const { waitFor } = vi;
vi.waitFor = (callback, options = inject('waitLimitMs')) => waitFor(callback, options);
