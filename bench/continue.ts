// A run of ten steps that failed at the sixth, continued: how long until the first new command runs on the box, and how often
// the first five were run. `npm run bench:continue`.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunState } from '../contract/run-state.ts';
import { median, percentile, printRows } from './figures.ts';
import { startProduct } from './product.ts';

const ROUNDS = Number(process.argv[2] ?? 9);
const FIRST_NEW = 5;

const product = await startProduct();
try {
  const { box } = product;
  const file = (name: string) => path.join(box.home, name);
  const read = (name: string) => readFileSync(file(name), 'utf8').trim().split('\n').filter(Boolean);
  const steps = [
    { action: 'test_ssh', label: 'Look' },
    { action: 'set_ui_home', label: 'Set UI_HOME', ui_home: box.home },
    { action: 'get_ui_home', label: 'Read it back' },
    { action: 'write_file', label: 'Write a file', path: file('written'), content: 'as it was\n' },
    // Without a probe: only counted.
    { action: 'run_command', label: 'Count', command: 'echo 5 >> ~/ran' },
    ...Array.from({ length: 5 }, (_each, index) => ({
      action: 'run_command',
      label: `Step ${FIRST_NEW + 1 + index}`,
      command: `echo ${FIRST_NEW + 1 + index} >> ~/ran; ${index === 0 ? 'date +%s%N >> ~/began; test -e ~/mended' : 'true'}`,
    })),
  ];

  async function ended(id: string, execution: string): Promise<RunState> {
    for (;;) {
      const response = await fetch(`${product.url}/api/v1/runs/${id}`);
      const state = (await response.json()) as RunState;
      if (state.execution_id === execution && state.phase === 'ended') return state;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  // What set_ui_home looks for in the folder of an application.
  writeFileSync(file('main.py'), '');
  const waits: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of ['ran', 'began']) writeFileSync(file(name), '');
    const started = await product.post('/api/v1/runs', { ssh_connection: box.connection, steps });
    const id = String(started['workflow_id']);
    const failed = await ended(id, String(started['execution_id']));
    if (failed.current_step !== FIRST_NEW) throw new Error(`it failed at step ${failed.current_step + 1}`);
    writeFileSync(file('mended'), '');
    const asked = Date.now();
    const continued = await product.post(`/api/v1/runs/${id}/continue`, {});
    const final = await ended(id, String(continued['execution_id']));
    if (final.outcome !== 'done') throw new Error(`it ended ${final.outcome}: ${final.error_message}`);
    const [, began = ''] = read('began');
    waits.push(Number(began) / 1e6 - asked);
    const ran = read('ran').join();
    if (ran !== '5,6,6,7,8,9,10') throw new Error(`these were run: ${ran}`);
    const attempts = final.steps
      .slice(0, FIRST_NEW)
      .map(({ carried_from, probed }) => carried_from && (probed?.holds ?? true));
    if (!attempts.every(Boolean)) throw new Error(`not carried: ${JSON.stringify(final.steps.slice(0, FIRST_NEW))}`);
    rmSync(file('mended'));
  }
  const facts = `${waits.map((wait) => Math.round(wait)).join(', ')} ms; steps 1 to 5 were not run again in any of ${ROUNDS} rounds`;
  printRows([
    {
      name: 'continue at step 6 of 10: seconds to the first new command, median',
      ratio: median(waits) / 1000,
      bar: 3,
      facts,
    },
    { name: 'the same, 95th percentile', ratio: percentile(waits, 0.95) / 1000, bar: 3, facts },
  ]);
} finally {
  await product.stop();
}
