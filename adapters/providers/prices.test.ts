import { describe, expect, it, vi } from 'vitest';
import { createPrices } from './prices.ts';
import type { Vast } from './vast.ts';

type Answer = Awaited<ReturnType<Vast['instance']>>;
const costs = (dollars_per_hour: number | null) => ({ id: '7', dollars_per_hour }) as Answer;

describe('the price of a box', () => {
  it('is asked for once in a while', async () => {
    const instance = vi.fn(() => Promise.resolve(costs(0.4)));
    const prices = createPrices({ instance });
    expect(await prices.of('7')).toMatchObject({ dollars_per_hour: 0.4, asked_at: expect.any(String) as string });
    await prices.of('7');
    expect(instance).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['does not say it', () => Promise.resolve(costs(null))],
    ['does not know the box', () => Promise.resolve(null)],
    ['cannot be asked', () => Promise.reject(new Error('away'))],
  ])('is unknown where Vast %s', async (_, instance) => {
    expect(await createPrices({ instance }).of('7')).toBeNull();
  });

  it('is unknown without a key of Vast, and of a box without a number there', async () => {
    expect(await createPrices(null).of('7')).toBeNull();
    expect(await createPrices({ instance: () => Promise.resolve(costs(1)) }).of(null)).toBeNull();
  });

  it('is not waited for', async () => {
    vi.useFakeTimers();
    const asked = createPrices({ instance: () => new Promise<Answer>(() => undefined) }).of('7');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await asked).toBeNull();
    vi.useRealTimers();
  });
});
