// `npm run bench`: every figure of docs/figures.md, measured side by side in one run, printed as ratios against their bars.
import { firstLoad } from './first-load.ts';
import { polling } from './polling.ts';
import { startProduct } from './product.ts';
import { tenSteps } from './ten-steps.ts';
import { printRows, type Row } from './figures.ts';

const ROUNDS = Number(process.argv[2] ?? 9);

const product = await startProduct();
const rows: Row[] = [];
try {
  rows.push(...(await tenSteps(product, ROUNDS)));
  rows.push(...(await polling(product)));
  rows.push(...(await firstLoad(product.url)));
} finally {
  await product.stop();
}

printRows(rows);
