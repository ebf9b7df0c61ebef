// `npm run bench:nodes`: custom nodes installed by the product, by the predecessor's method and by pyinfra, side by side on one box.
// npm run bench:nodes -- --rounds 3 --packs 3 --document docs/benchmarks.md; `--only small`, `packs` or `bad` for one part. All
// figures also go to --report (default nodes-report.json), where --only leaves those of the other parts. It takes about 25 minutes.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type BadSet, installBadSet } from '../tests/support/bad-nodes.ts';
import { createProduct } from '../tests/support/product.ts';
import { must, startNodeBox } from './nodes-box.ts';
import { type RealPacks, realPacks, type SmallNodes, smallNodes } from './nodes-cases.ts';
import { circumstances, writeInto } from './nodes-document.ts';
import { reportText } from './nodes-report.ts';
import { ours, predecessor, pyinfra } from './nodes-ways.ts';

export interface Report {
  /** Commit, day and machine of each part: they may have been measured one by one. */
  circumstances: Partial<Record<'small' | 'packs' | 'bad', string>>;
  versions: string;
  command: string;
  small?: SmallNodes;
  packs?: RealPacks;
  bad?: BadSet;
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    packs: { type: 'string', default: '3' },
    only: { type: 'string' },
    report: { type: 'string', default: 'nodes-report.json' },
    document: { type: 'string' },
  },
});
const does = (part: 'small' | 'packs' | 'bad'): boolean => {
  const asked = values.only === undefined || values.only === part;
  if (asked) report.circumstances[part] = circumstances();
  return asked;
};

function save(now: Report): void {
  Object.assign(report, now);
  writeFileSync(values.report, JSON.stringify(report, null, 1));
}

const product = await createProduct();
const others = values.only !== undefined && existsSync(values.report);
const report: Report = {
  circumstances: {},
  versions: '',
  command: `npm run bench:nodes -- --rounds ${values.rounds} --packs ${values.packs} --document docs/benchmarks.md`,
  ...(others ? (JSON.parse(readFileSync(values.report, 'utf8')) as Report) : {}),
};
try {
  await product.up();
  const box = await startNodeBox(product);
  try {
    const other = await pyinfra(path.join(product.userHome, 'pyinfra'));
    const ways = [ours(product), predecessor, other];
    const first = async (...words: [string, ...string[]]) => (await must(...words)).trim().split('\n')[0] ?? '';
    const programs = [
      await first(box.python, '--version'),
      await first(box.uv, '--version'),
      await first(box.python, '-m', 'pip', '--version'),
      await first('git', '--version'),
    ];
    report.versions = [...programs.map((line) => line.replace(/ \(.*| from .*/, '')), `pyinfra ${other.version}`].join(
      ', ',
    );
    // Written after every try: whoever stops it has what there is.
    if (does('small')) {
      await smallNodes(box, ways, Number(values.rounds), (small) => save({ ...report, small }));
    }
    if (does('packs')) {
      await realPacks(box, ways, Number(values.packs), (packs) => save({ ...report, packs }));
    }
    if (does('bad')) {
      await box.reset('empty');
      save({ ...report, bad: await installBadSet(product, box) });
    }
  } finally {
    await box.stop();
  }
} finally {
  await product.remove();
}
const text = reportText(report);
console.log(text);
if (values.document !== undefined) await writeInto(values.document, text);
