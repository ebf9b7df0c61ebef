// Whether this browser may come in, found out from every answer: 401 means that somebody has to sign in first.
import { ref } from 'vue';
import { createApiClient } from '../../../contract/api-client.ts';
import type { components } from '../../../contract/api-types.ts';

const PATH = '/api/v1/session';

type SignedIn = components['schemas']['Session'];

/** `unknown` until the server has answered. A server that does not answer keeps nobody out: the page says so itself. */
export type Door = 'unknown' | 'open' | 'closed';

export function useSession(ask: typeof fetch = (...request) => fetch(...request)) {
  const door = ref<Door>('unknown');
  const who = ref<SignedIn | null>(null);

  /** For everything that the page asks. */
  const watchedFetch: typeof fetch = async (...request) => {
    const response = await ask(...request);
    if (response.status === 401) door.value = 'closed';
    return response;
  };

  const client = createApiClient({ baseUrl: '', cache: 'no-store', fetch: watchedFetch });

  async function look(): Promise<void> {
    try {
      const { data } = await client.GET(PATH);
      who.value = data ?? null;
    } catch {
      who.value = null; // nobody answers: the page itself says so, and tries again
    }
    if (door.value === 'unknown') door.value = 'open';
  }

  /** Null when it worked, else what the server said, or '' where nobody answered. */
  async function signIn(token: string): Promise<string | null> {
    try {
      const { data, error } = await client.POST(PATH, { body: { token } });
      if (!data) return (error as { detail?: string } | undefined)?.detail ?? '';
      who.value = data;
      door.value = 'open';
      return null;
    } catch {
      return '';
    }
  }

  async function signOut(): Promise<void> {
    await client.DELETE(PATH).catch(() => null);
    // What the server says now counts, not what was asked for.
    await look();
  }

  return { door, who, watchedFetch, look, signIn, signOut };
}
