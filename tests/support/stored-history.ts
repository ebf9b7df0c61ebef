import type { Client } from '@temporalio/client';

/** A run's history and description as Temporal stores them, bytes as text; `client` must have no codec. */
export async function storedHistory(client: Client, workflowId: string): Promise<string> {
  const handle = client.workflow.getHandle(workflowId);
  return [await handle.fetchHistory(), (await handle.describe()).raw].map(texts).join('\n');
}

function texts(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (typeof value === 'string') return value;
  return value !== null && typeof value === 'object' ? Object.values(value).map(texts).join('\n') : '';
}
