// What boxes cost, as Vast says it. Kept for a while: a page asks again and again, and prices of a rented box seldom change.
import type { Vast } from './vast.ts';

const KEPT_MS = 10 * 60_000;
/** A figure is never invented, and never waited for. */
const LIMIT_MS = 3_000;
const MOST = 500;

export interface Price {
  dollars_per_hour: number;
  /** When Vast said so. */
  asked_at: string;
}

interface Prices {
  /** Null where nobody says it, or not soon: the answer that comes later is there for whoever asks then. */
  of(vastId: string | null): Promise<Price | null>;
}

export function createPrices(vast: Pick<Vast, 'instance'> | null): Prices {
  const kept = new Map<string, { until: number; price: Promise<Price | null> }>();

  async function ask(asked: Pick<Vast, 'instance'>, id: string): Promise<Price | null> {
    try {
      const { dollars_per_hour } = (await asked.instance(id)) ?? {};
      return dollars_per_hour == null ? null : { dollars_per_hour, asked_at: new Date().toISOString() };
    } catch {
      return null; // the page goes without it
    }
  }

  return {
    async of(id) {
      if (!vast || id === null) return null;
      let known = kept.get(id);
      if (!known || known.until <= Date.now()) {
        if (kept.size >= MOST) kept.clear();
        known = { until: Date.now() + KEPT_MS, price: ask(vast, id) };
        kept.set(id, known);
      }
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<null>((resolve) => {
        timer = setTimeout(() => resolve(null), LIMIT_MS);
      });
      return Promise.race([known.price, late]).finally(() => clearTimeout(timer));
    },
  };
}
