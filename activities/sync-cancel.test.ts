// A sync works here as well as on the box: *cancelled* is said when neither side goes on.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, it, vi } from 'vitest';
import { processesWith } from '../lab/processes.ts';
import type { SshdBox } from '../lab/sshd-box.ts';
import { type Stack, startStackWithBox } from '../tests/support/stack.ts';

let box: SshdBox;
let stack: Stack;

beforeAll(async () => {
  const started = await startStackWithBox();
  ({ stack, box } = started);
  return started.stop;
});

/** rsync on both sides, and the ssh between them. */
const rsyncs = (folder: string) =>
  execFileSync('ps', ['-eo', 'pid,stat,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => /rsync/.test(line) && line.includes(folder) && !/^\s*\d+ Z/.test(line));

const nameOf = (pid: number): string => readFileSync(`/proc/${pid}/comm`, 'utf8').trim();

it('is cancelled when rsync has ended here and on the box', async () => {
  const uiHome = path.join(box.home, 'ComfyUI');
  mkdirSync(path.join(uiHome, 'output'), { recursive: true });
  writeFileSync(path.join(uiHome, 'output', 'big.mp4'), '');
  // Large enough to be under way for seconds.
  truncateSync(path.join(uiHome, 'output', 'big.mp4'), 4_000_000_000);
  const steps = [{ action: 'sync_instance', label: 'Sync', ui_home: uiHome }];
  const id = await stack.start({ ssh_connection: box.connection, step_delay: 0, steps });
  await vi.waitFor(() => expect(rsyncs(uiHome).length).toBeGreaterThan(1), { timeout: 20_000, interval: 20 });
  await stack.post('/workflow/stop', { workflow_id: id });
  const state = await stack.ended(id);
  expect(rsyncs(uiHome)).toEqual([]);
  expect(state.status).toBe('cancelled');
  // Over there it ends with its connection, a moment later.
  const onBox = () => processesWith(`BRINGUP_LAB_BOX=${box.folder}`).filter((pid) => nameOf(pid) === 'rsync');
  await vi.waitFor(() => expect(onBox()).toEqual([]), { timeout: 3_000, interval: 20 });
});
