import { bringupError } from '../adapters/errors.ts';

const PERIOD_MS = 60_000;
const GUESSES = 10;
/** Addresses that are remembered; with more, the oldest are forgotten. */
const MOST = 10_000;

/** Counts wrong tokens by address: after ten in a minute the rest of that minute is refused, whatever is sent. */
export function createGuessLimit() {
  const wrong = new Map<string, { count: number; until: number }>();
  const current = (from: string) => {
    const entry = wrong.get(from);
    return entry && entry.until > Date.now() ? entry : null;
  };
  return {
    /** Throws rate_limited. */
    check(from: string): void {
      const entry = current(from);
      if (!entry || entry.count < GUESSES) return;
      const seconds = Math.ceil((entry.until - Date.now()) / 1000);
      throw bringupError('rate_limited', `Too many wrong tokens came from ${from}.`, { retry_after_s: seconds });
    },
    wrong(from: string): void {
      const entry = current(from) ?? { count: 0, until: Date.now() + PERIOD_MS };
      wrong.delete(from);
      wrong.set(from, { ...entry, count: entry.count + 1 });
      const [oldest] = wrong.keys();
      if (wrong.size > MOST && oldest !== undefined) wrong.delete(oldest);
    },
  };
}
