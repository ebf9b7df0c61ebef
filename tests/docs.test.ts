// Documents say what the code says: the generated ones are up to date, links lead somewhere.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageFile } from '../adapters/package-root.ts';
import type { ApiDependencies } from '../api/dependencies.ts';
import { allRoutes } from '../api/routes/index.ts';
import { documents, written } from '../docs/generate.ts';
import { apiTypes, writtenApiTypes } from '../docs/generate-api-types.ts';
import { messages } from '../web/src/messages.ts';

const generated = await documents();

it.each(Object.keys(generated))('docs/%s is what npx tsx docs/generate.ts would write', (name) => {
  expect(written(name)).toBe(generated[name]);
});

it('contract/api-types.ts is what npx tsx docs/generate-api-types.ts would write', async () => {
  expect(writtenApiTypes()).toBe(await apiTypes());
});

it('calls every change that the audit log keeps by words of the page', () => {
  const kept = allRoutes({ settings: {} } as ApiDependencies).filter(
    (one) => one.method !== 'get' && one.scope !== 'read',
  );
  expect(kept.map(({ id }) => id).filter((id) => !Object.hasOwn(messages.audit.operations, id))).toEqual([]);
});

const inFolder = (folder: string) =>
  readdirSync(packageFile(folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join(folder, name));
const papers = [...inFolder('.'), ...inFolder('docs'), ...inFolder('docs/decisions')];

describe.each(papers)('%s', (file) => {
  const text = readFileSync(packageFile(file), 'utf8');

  it('links to files and headings that exist', () => {
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
      const [name = '', heading] = target.split('#');
      const linked = name === '' ? packageFile(file) : path.join(path.dirname(packageFile(file)), name);
      expect(existsSync(linked), `${target} in ${file}`).toBe(true);
      if (heading !== undefined) expect(headings(linked), `${target} in ${file}`).toContain(heading);
    }
  });
});

/** Anchors as GitHub makes them of headings. */
const headings = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
