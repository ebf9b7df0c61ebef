import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Connection } from '@temporalio/client';

/** A connection to the Temporal server of the product with that data folder. */
export function connectTemporal(home: string): Promise<Connection> {
  const { port } = JSON.parse(readFileSync(path.join(home, 'temporal-ports.json'), 'utf8')) as { port: number };
  return Connection.connect({ address: `127.0.0.1:${port}` });
}
