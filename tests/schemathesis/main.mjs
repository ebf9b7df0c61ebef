// `npm run schemathesis -- --cases 20000 --seed 1`: the long form of tests/schemathesis/schemathesis.test.ts.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../cli/install.mjs';

const { values } = parseArgs({
  options: { cases: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' } },
});
for (const [name, value] of Object.entries(values)) {
  if (/^[1-9]\d*$/.test(value)) continue;
  console.error(`--${name} must be a whole number from 1 on, not ${value}`);
  process.exit(2);
}
const env = { ...process.env, SCHEMATHESIS_CASES: values.cases, SCHEMATHESIS_SEED: values.seed };
const words = [path.join(root, 'tests', 'run.mjs'), '--project', 'stories', 'tests/schemathesis'];
const child = spawn(process.execPath, words, { env, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal));
child.once('close', (code) => process.exit(code ?? 1));
