// From the click on Stop to proven dead, for what is hardest to end: a pip install that compiles, with children of children.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { processesWith } from '../lab/processes.ts';
import { type SshdBox, startSshdBox } from '../lab/sshd-box.ts';
import { command } from '../tests/support/facade-client.ts';
import type { Product } from '../tests/support/product.ts';
import { median, type Row } from './figures.ts';

/** Compiles for longer than any of the cancels waits. */
const FUNCTIONS = 30_000;

export async function cancels(product: Product, count: number): Promise<Row[]> {
  const box = await startSshdBox({ identityFile: product.identityFile });
  await product.trust(box);
  try {
    const install = await prepare(box);
    const dead: number[] = [];
    const term: number[] = [];
    for (let round = 0; round < count; round += 1) {
      const times = await cancelOne(product, box, install, 500 + Math.round((2500 * round) / count));
      dead.push(times.dead);
      if (times.term !== null) term.push(times.term);
    }
    const facts = `${count} cancels: median ${median(dead)} ms, worst ${Math.max(...dead)} ms; click to TERM on the box: median ${median(term)} ms, worst ${Math.max(...term)} ms (${term.length} seen)`;
    return [
      {
        name: 'cancel of a compiling pip install to proven dead, median seconds',
        ratio: median(dead) / 1000,
        bar: 3,
        facts,
      },
      { name: 'the same, worst', ratio: Math.max(...dead) / 1000, bar: 15, facts },
      { name: 'click to TERM on the box, worst seconds', ratio: Math.max(...term) / 1000, bar: 0.5, facts },
    ];
  } finally {
    await box.stop();
  }
}

/** A source package whose one C file takes long, and an environment that can build it. */
async function prepare({ folder }: SshdBox): Promise<string> {
  const source = path.join(folder, 'slow');
  mkdirSync(source);
  const body = Array.from(
    { length: FUNCTIONS },
    (_, n) => `double f${n}(double x) { return x * ${n}.5 + f(x, ${n}); }`,
  );
  writeFileSync(
    path.join(source, 'slow.c'),
    `#include <math.h>\nstatic double f(double x, int n) { for (int i = 0; i < n; i++) x = sin(x) * cos(x + i); return x; }\n${body.join('\n')}\n`,
  );
  writeFileSync(
    path.join(source, 'setup.py'),
    'from setuptools import setup, Extension\nsetup(name="slow", version="1", ext_modules=[Extension("slow", ["slow.c"], extra_compile_args=["-O2"])])\n',
  );
  const venv = path.join(folder, 'venv');
  const run = promisify(execFile);
  await run('python3', ['-m', 'venv', venv]);
  // A new environment does not have to bring them.
  await run(`${venv}/bin/pip`, ['install', '--quiet', 'setuptools', 'wheel']);
  return `${venv}/bin/pip install --no-index --no-build-isolation --no-deps ${source}`;
}

async function cancelOne(product: Product, box: SshdBox, install: string, afterMs: number) {
  const mark = path.join(box.folder, 'term');
  rmSync(mark, { force: true });
  // Says when TERM came; pip itself would not.
  const witness = `(trap 'date +%s%N > ${mark}; exit 0' TERM; while :; do sleep 0.01; done) &`;
  const id = await product.start({
    ssh_connection: box.connection,
    step_delay: 0,
    steps: [command(`${witness}\necho up; ${install}`)],
  });
  await product.until(id, ({ steps }) => (steps[0]?.log_bytes ?? 0) > 0);
  await sleep(afterMs);
  const clicked = Date.now();
  await product.post('/workflow/stop', { workflow_id: id });
  const state = await product.ended(id, 60_000);
  const dead = Date.now() - clicked;
  if (state.status !== 'cancelled') throw new Error(`the run ended ${state.status}: ${state.error_message ?? ''}`);
  const left = processesWith(`BRINGUP_JOB=${state.execution_id}.01.1;`);
  if (left.length > 0) throw new Error(`cancelled was said while ${left.length} processes were left`);
  const term = existsSync(mark) ? Number(readFileSync(mark, 'utf8')) / 1e6 - clicked : null;
  return { dead, term: term === null ? null : Math.round(term) };
}
