// Whatever dies while something is told: nothing is lost, and nobody who counts ids is told twice.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SshdBox, startSshdBox } from '../../lab/sshd-box.ts';
import { command } from '../support/facade-client.ts';
import { createProduct, type Product } from '../support/product.ts';
import { startWebReceiver, until, verified, type WebReceiver } from '../support/receivers.ts';

let product: Product;
let box: SshdBox;
let web: WebReceiver;
let secret: string;

beforeAll(async () => {
  web = await startWebReceiver();
  product = await createProduct();
  box = await startSshdBox({ identityFile: product.identityFile });
  mkdirSync(product.home, { recursive: true, mode: 0o700 });
  writeFileSync(path.join(product.home, 'config.yaml'), 'notify:\n  allow_private_targets: [127.0.0.1]\n');
  await product.up();
  await product.trust(box);
  const { body } = await product.post('/api/v1/notifications/channels', {
    ...{ name: 'all', kind: 'webhook', events: ['failed'], target: { url: web.url } },
  });
  secret = String(body['secret']);
});
afterAll(async () => {
  await product?.remove();
  await box?.stop();
  await web?.stop();
});

it('tells an end once by its id, though the worker dies while it is being told', async () => {
  const id = await product.start({
    ssh_connection: box.connection,
    step_delay: 0,
    steps: [command('echo last words; exit 1')],
  });
  // The receiver has it and does not answer: planned, claimed, sent, not marked.
  const release = web.holdNext();
  await until(web.received, 1);
  await product.kill('worker');
  release();
  await until(web.received, 2, 60_000);
  const { execution_id } = await product.ended(id);
  const ids = web.received.map(({ headers }) => headers['webhook-id']);
  expect(new Set(ids)).toEqual(new Set([`${execution_id}/failed/end`]));
  expect(web.received.map((one) => verified(secret, one).data.log_tail)).toEqual([['last words'], ['last words']]);
  await expect
    .poll(async () => (await product.get('/api/v1/notifications/deliveries')).body['items'], { timeout: 10_000 })
    .toMatchObject([{ status: 'sent', attempts: 2 }]);
});
