// The last template and connection, kept in the browser. Never a secret: the connection is kept only after it passed the
// check, which refuses every form that carries a password.

const KEYS = { template: 'bringup.template', connection: 'bringup.connection' } as const;
type Remembered = keyof typeof KEYS;

/** What was remembered, or null. */
export const recall = (what: Remembered): string | null => tryStorage((storage) => storage.getItem(KEYS[what]));

/** Keeps a value for the next visit; a browser that keeps nothing is no failure. */
export function tryRemember(what: Remembered, value: string): void {
  tryStorage((storage) => storage.setItem(KEYS[what], value));
}

// Reading `localStorage` itself throws where the browser forbids it.
function tryStorage<T>(use: (storage: Storage) => T): T | null {
  try {
    return use(window.localStorage);
  } catch {
    return null;
  }
}
