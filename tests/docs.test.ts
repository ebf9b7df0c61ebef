// Documents say what the code says: the generated ones are up to date, links lead somewhere.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageFile } from '../adapters/package-root.ts';
import { documents, written } from '../docs/generate.ts';
import { apiTypes, writtenApiTypes } from '../docs/generate-api-types.ts';

const generated = await documents();

it.each(Object.keys(generated))('docs/%s is what npx tsx docs/generate.ts would write', (name) => {
  expect(written(name)).toBe(generated[name]);
});

it('contract/api-types.ts is what npx tsx docs/generate-api-types.ts would write', async () => {
  expect(writtenApiTypes()).toBe(await apiTypes());
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
