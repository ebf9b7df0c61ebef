// `npm run chaos -- --scenarios 1000 --seed 1 --lanes 3`: the long form of tests/chaos/chaos.test.ts. One scenario again: --seed N
// --scenarios 1. The table goes to --report (default chaos-report.md), each scenario's line to <report>.log, all of it to
// <report>.json; with --document docs/reliability.md also into that document.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../cli/install.mjs';

const { values } = parseArgs({
  options: {
    scenarios: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    lanes: { type: 'string', default: '3' },
    report: { type: 'string', default: 'chaos-report.md' },
    document: { type: 'string' },
  },
});
for (const name of ['scenarios', 'seed', 'lanes']) {
  if (/^[1-9]\d*$/.test(values[name])) continue;
  console.error(`--${name} must be a whole number from 1 on, not ${values[name]}`);
  process.exit(2);
}
console.log(
  `${values.scenarios} scenarios from seed ${values.seed} on, ${values.lanes} at once; table in ${values.report}`,
);
const env = {
  ...process.env,
  CHAOS_SCENARIOS: values.scenarios,
  CHAOS_SEED: values.seed,
  CHAOS_LANES: values.lanes,
  CHAOS_REPORT: path.resolve(values.report),
  ...(values.document === undefined ? {} : { CHAOS_DOCUMENT: path.resolve(values.document) }),
};
const child = spawn(process.execPath, [path.join(root, 'tests', 'run.mjs'), '--project', 'stories', 'tests/chaos'], {
  env,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal));
child.once('close', (code) => process.exit(code ?? 1));
