// One cache for everything that is read. A page that was seen before is painted from what the browser kept, and looked up meanwhile.
import { QueryClient } from '@tanstack/vue-query';
import { NoAnswerError } from '../api.ts';

/** Answers older than this are not shown at first: a day. */
export const KEPT_MS = 24 * 60 * 60 * 1000;
const RETRY_MS = [500, 1_000, 2_000, 4_000];

/** Silence is asked again for ever, a refusal never: it would be the same. */
export const createQueries = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        gcTime: KEPT_MS,
        // Loopback is there without any network.
        networkMode: 'always',
        retry: (_count, error) => error instanceof NoAnswerError,
        retryDelay: (count) => RETRY_MS[count] ?? 5_000,
        refetchOnWindowFocus: true,
        structuralSharing: true,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
