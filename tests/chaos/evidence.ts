// What a person needs to find out why a scenario went wrong: kept in a folder of its own, before the box and its files go.
import { cpSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from '@temporalio/client';
import type { Place } from './faults.ts';
import type { Scenario } from './scenario.ts';
import { connectTemporal } from './temporal.ts';

interface Kept {
  scenario: Scenario;
  place: Place;
  /** The run's workflow id. */
  id: string;
  problems: string[];
}

/** Copies the box, the logs, the states and the run's history; gives the folder. */
export async function keepEvidence({ scenario, place, id, problems }: Kept): Promise<string> {
  const { CHAOS_REPORT } = process.env;
  const folder = CHAOS_REPORT
    ? `${CHAOS_REPORT}.evidence/${scenario.seed}`
    : mkdtempSync(path.join(tmpdir(), `bringup-chaos-${scenario.seed}-`));
  const { product, box } = place;
  mkdirSync(folder, { recursive: true });
  const state = await product.get(`/workflow/state?workflow_id=${encodeURIComponent(id)}`).catch(String);
  writeFileSync(path.join(folder, 'scenario.json'), JSON.stringify({ scenario, id, problems, state }, null, 2));
  for (const name of ['logs', 'state']) copy(path.join(product.home, name), path.join(folder, name));
  for (const name of ['home', 'marks', 'sshd.log']) copy(path.join(box.folder, name), path.join(folder, 'box', name));
  writeFileSync(path.join(folder, 'history.json'), await history(place, id));
  return folder;
}

function copy(from: string, to: string): void {
  if (existsSync(from)) cpSync(from, to, { recursive: true });
}

async function history({ product }: Place, id: string): Promise<string> {
  try {
    const connection = await connectTemporal(product.home);
    try {
      const found = await new Client({ connection }).workflow.getHandle(id).fetchHistory();
      return JSON.stringify(found, null, 1);
    } finally {
      await connection.close();
    }
  } catch (error) {
    // Temporal may be what was broken; the rest is kept all the same.
    return String(error);
  }
}
