// With encrypted payloads, too, a run goes on when its worker or everything is killed.
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SshdBox, startSshdBox } from '../../lab/sshd-box.ts';
import { command } from '../support/facade-client.ts';
import { createProduct, type Product } from '../support/product.ts';
import { storedHistory } from '../support/stored-history.ts';

const WORD = 'a-word-of-the-command';
let product: Product;
let box: SshdBox;

beforeAll(async () => {
  product = await createProduct();
  await mkdir(product.home, { recursive: true });
  await writeFile(path.join(product.home, 'config.yaml'), 'temporal:\n  encrypt_payloads: true\n');
  box = await startSshdBox({ identityFile: product.identityFile });
  await product.trust(box);
  await product.up();
});
afterAll(async () => {
  await box?.stop();
  await product?.remove();
});

it.each(['worker', 'everything'])('goes on after %s was killed, and Temporal can read nothing of it', async (what) => {
  const text = `echo ${WORD} >> ~/${what}; while ! [ -e ~/go-${what} ]; do echo waiting; sleep 0.05; done`;
  const steps = [command(text), command(`echo again >> ~/${what}`)];
  const id = await product.start({ ssh_connection: box.connection, step_delay: 0, steps });
  const begun = await product.until(id, ({ steps: [first] }) => (first?.log_bytes ?? 0) > 0);
  if (what === 'worker') await product.kill('worker');
  else {
    await product.cutPower();
    await product.up();
  }
  const bytes = begun.steps[0]?.log_bytes ?? 0;
  await product.until(id, ({ steps: [first] }) => (first?.log_bytes ?? 0) > bytes + 100, 40_000);
  await writeFile(path.join(box.home, `go-${what}`), '');
  const state = await product.ended(id, 60_000);
  expect(state).toMatchObject({ status: 'completed', steps: [{ attempt: 1 }, { attempt: 1 }] });
  expect(readFileSync(path.join(box.home, what), 'utf8')).toBe(`${WORD}\nagain\n`);
  const { port } = JSON.parse(readFileSync(path.join(product.home, 'temporal-ports.json'), 'utf8')) as { port: number };
  const connection = await Connection.connect({ address: `127.0.0.1:${port}` });
  try {
    const stored = await storedHistory(new Client({ connection }), id);
    expect(stored).toContain('run_command');
    for (const word of [WORD, box.connection]) expect(stored).not.toContain(word);
  } finally {
    await connection.close();
  }
});
