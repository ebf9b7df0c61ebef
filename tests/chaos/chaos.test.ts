// Whatever dies: scenarios against real boxes through a line that breaks, with the product as real processes. Here 16 of them;
// `npm run chaos -- --scenarios 1000` runs more (tests/chaos/main.mjs).
import { appendFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLane, type Lane, type Result } from './lane.ts';
import { writeReport } from './report.ts';
import { describeResult } from './summary.ts';

const { CHAOS_SCENARIOS = '16', CHAOS_SEED = '1', CHAOS_LANES = '2', CHAOS_REPORT, CHAOS_DOCUMENT } = process.env;
const seeds = Array.from({ length: Number(CHAOS_SCENARIOS) }, (_each, index) => Number(CHAOS_SEED) + index);
const results = new Map<number, Result>();
const lanes: Lane[] = [];
// A scenario takes some 6 s; many times as much is a hang.
const LIMIT_MS = 120_000 + seeds.length * 30_000;

beforeAll(async () => {
  const began = Date.now();
  const waiting = [...seeds];
  const drive = async () => {
    const lane = await createLane();
    lanes.push(lane);
    for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
      const result = await lane.run(seed);
      results.set(seed, result);
      const line = describeResult(result);
      if (CHAOS_REPORT) appendFileSync(`${CHAOS_REPORT}.log`, `${line}\n`);
      if (CHAOS_REPORT || result.problems.length > 0) process.stderr.write(`${line}\n`);
    }
  };
  await Promise.all(Array.from({ length: Number(CHAOS_LANES) }, drive));
  if (!CHAOS_REPORT) return;
  const run = { seed: Number(CHAOS_SEED), lanes: Number(CHAOS_LANES), seconds: (Date.now() - began) / 1000 };
  await writeReport(CHAOS_REPORT, CHAOS_DOCUMENT, [...results.values()], run);
}, LIMIT_MS);
afterAll(async () => {
  for (const lane of lanes) await lane.remove();
}, 60_000);

describe('a run ends right, once and with its whole log, whatever dies', () => {
  it.each(seeds)('seed %i', (seed) => {
    const result = results.get(seed);
    expect(result, 'the scenario did not run').toBeDefined();
    expect(result?.problems, result && describeResult(result)).toEqual([]);
  });
});
