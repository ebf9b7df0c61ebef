// `npm run bench:durable`: the figures of what cannot be broken (docs/reliability.md). Counts as arguments:
// npm run bench:durable -- <cancels> <kills> <megabytes>
import { createProduct } from '../tests/support/product.ts';
import { cancels } from './cancel.ts';
import { printRows } from './figures.ts';
import { jobCost } from './job-cost.ts';
import { output } from './output.ts';
import { recoveries } from './recovery.ts';

const [cancelCount = 100, kills = 10, megabytes = 1024] = process.argv.slice(2).map(Number);

printRows(await jobCost(60));
const product = await createProduct();
try {
  await product.up();
  printRows(await output(product, megabytes));
  printRows(await recoveries(product, kills));
  printRows(await cancels(product, cancelCount));
} finally {
  await product.remove();
}
