// Writes contract/api-types.ts, the types of both doors, from the OpenAPI document: `npx tsx docs/generate-api-types.ts`;
// tests/docs.test.ts sees that it is up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import openapiTypescript, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';
import { packageFile } from '../adapters/package-root.ts';
import type { ApiDependencies } from '../api/dependencies.ts';
import { openApiDocument } from '../api/openapi.ts';
import { allRoutes } from '../api/routes/index.ts';

const FILE = packageFile('contract', 'api-types.ts');
const NOTICE =
  '// Written by docs/generate-api-types.ts. To change it, change the routes, then run: npx tsx docs/generate-api-types.ts\n';

/** What contract/api-types.ts has to be. */
export async function apiTypes(): Promise<string> {
  // Routes are made of their schemas; what stands behind them is only met when one is asked for.
  const document = openApiDocument(allRoutes({ settings: {} } as ApiDependencies), '');
  const nodes = await openapiTypescript(document as OpenAPI3, { alphabetize: true, defaultNonNullable: false });
  return format(NOTICE + astToString(nodes), { ...(await resolveConfig(FILE)), parser: 'typescript' });
}

/** What it is now. */
export const writtenApiTypes = (): string => readFileSync(FILE, 'utf8');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(FILE, await apiTypes());
