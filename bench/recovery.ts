// A worker is killed in the middle of a step: how long until its job is followed again, and how soon the next step begins.
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSshdBox } from '../lab/sshd-box.ts';
import { command } from '../tests/support/facade-client.ts';
import type { Product } from '../tests/support/product.ts';
import { median, type Row } from './figures.ts';

export async function recoveries(product: Product, count: number): Promise<Row[]> {
  const box = await startSshdBox({ identityFile: product.identityFile });
  await product.trust(box);
  const below = (name: string) => path.join(box.folder, name);
  const adopted: number[] = [];
  const next: number[] = [];
  try {
    for (let round = 0; round < count; round += 1) {
      rmSync(below('go'), { force: true });
      const stamp = (name: string) => `date +%s%N > ${below(name)}`;
      const id = await product.start({
        ssh_connection: box.connection,
        step_delay: 0,
        steps: [
          command(`while ! [ -e ${below('go')} ]; do echo line; sleep 0.02; done; ${stamp('ended')}`),
          command(stamp('begun')),
        ],
      });
      const { execution_id } = await product.until(id, ({ steps }) => (steps[0]?.log_bytes ?? 0) > 50);
      const log = path.join(product.home, 'logs', execution_id, '01-run_command-1.log');
      process.kill(product.pid('worker'), 'SIGKILL');
      const killed = Date.now();
      const stored = statSync(log).size;
      // Once more bytes arrive, somebody follows the job again.
      while (statSync(log).size === stored) await sleep(5);
      adopted.push(Date.now() - killed);
      writeFileSync(below('go'), '');
      const state = await product.ended(id, 60_000);
      if (state.status !== 'completed') throw new Error(`the run ended ${state.status}: ${state.error_message ?? ''}`);
      const at = (name: string) => Number(readFileSync(below(name), 'utf8')) / 1e6;
      next.push(Math.round(at('begun') - at('ended')));
    }
  } finally {
    await box.stop();
  }
  const facts = `${count} kills: adopted after ${median(adopted)} ms (worst ${Math.max(...adopted)}), next step ${median(next)} ms after the end of this one (worst ${Math.max(...next)})`;
  return [
    { name: 'worker killed to step adopted, median seconds', ratio: median(adopted) / 1000, bar: 6, facts },
    {
      name: 'end of that step to the begin of the next, worst seconds',
      ratio: Math.max(...next) / 1000,
      bar: 1.5,
      facts,
    },
  ];
}
