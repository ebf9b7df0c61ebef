// Schemathesis reads our own document and tries to find an answer that it does not promise. `npm run schemathesis -- --cases 20000`
// is the long form.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Stack, startStack } from '../support/stack.ts';
import { pythonWithSchemathesis } from './install.ts';
import { fuzz } from './run.ts';

const wanted = Number(process.env['SCHEMATHESIS_CASES'] ?? 1);
const seed = Number(process.env['SCHEMATHESIS_SEED'] ?? 1);
const examples = wanted > 1 ? 50 : 1;
let stack: Stack;
let python: string;

beforeAll(async () => {
  python = await pythonWithSchemathesis();
  stack = await startStack();
}, 400_000);
afterAll(() => stack?.stop());

it('answers whatever is sent as the document says', { timeout: 7_200_000 }, async () => {
  let cases = 0;
  for (let turn = 0; cases < wanted; turn += 1) {
    const { url } = stack;
    const { output, code, failures, ...found } = await fuzz({ python, url, seed: seed + turn, examples });
    cases += found.cases;
    if (wanted > 1 || code !== 0) console.log(`${cases} cases, seed ${seed + turn}${code === 0 ? '' : `\n${output}`}`);
    expect(failures).toEqual([]);
    expect(code).toBe(0);
  }
});

it('would find an answer that is not as the document says', async () => {
  const scratch = await mkdtemp(path.join(tmpdir(), 'bringup-document-'));
  try {
    const document = path.join(scratch, 'openapi.json');
    const { body } = await stack.get('/openapi.json');
    const schemas = (body['components'] as { schemas: Record<string, object> }).schemas;
    schemas['Health'] = { type: 'object', required: ['not_there'] };
    await writeFile(document, JSON.stringify(body));
    const more = ['--include-operation-id', 'getHealth'];
    const { failures } = await fuzz({ python, url: stack.url, document, seed, examples: 1, more });
    expect(failures).toEqual([expect.objectContaining({ operations: ['GET /api/v1/health'] })]);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
});
