// Whether this browser may come in, found out from every answer: 401 means that somebody has to sign in first.
import { ref } from 'vue';

const PATH = '/api/v1/session';

export interface SignedIn {
  kind: 'local' | 'token' | 'session';
  name: string;
}

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

  async function look(): Promise<void> {
    try {
      const response = await watchedFetch(PATH, { cache: 'no-store' });
      if (response.ok) who.value = (await response.json()) as SignedIn;
    } catch {
      who.value = null; // nobody answers: the page itself says so, and tries again
    }
    if (door.value === 'unknown') door.value = 'open';
  }

  /** Null when it worked, else what the server said, or '' where nobody answered. */
  async function signIn(token: string): Promise<string | null> {
    const headers = { 'content-type': 'application/json' };
    try {
      const response = await ask(PATH, { method: 'POST', headers, body: JSON.stringify({ token }) });
      const body = (await response.json()) as SignedIn & { detail?: string };
      if (!response.ok) return body.detail ?? '';
      who.value = body;
      door.value = 'open';
      return null;
    } catch {
      return '';
    }
  }

  async function signOut(): Promise<void> {
    await ask(PATH, { method: 'DELETE' }).catch(() => null);
    who.value = null;
    // What the server says now counts, not what was asked for.
    await look();
  }

  return { door, who, watchedFetch, look, signIn, signOut };
}
