// YAML of people who mean harm: small texts that become large, deep ones, keys that every object has.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { templateSchema } from '../contract/template.ts';
import { parseCheckedYaml, readYamlFile } from './checked-yaml.ts';

const anything = z.looseObject({});
const parse = (text: string) => parseCheckedYaml(anything, text, 'x.yaml');
const REFUSED = /^x\.yaml, line \d+, column \d+: /;

it('refuses a billion laughs within a second', () => {
  const laughs = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
  for (let letter = 98; letter < 108; letter += 1) {
    const [name, before] = [String.fromCharCode(letter), String.fromCharCode(letter - 1)];
    laughs.push(`${name}: &${name} [${Array<string>(10).fill(`*${before}`).join(', ')}]`);
  }
  const started = performance.now();
  expect(() => parse(laughs.join('\n'))).toThrow(REFUSED);
  expect(performance.now() - started).toBeLessThan(1_000);
});

it.each([
  ['brackets', '['.repeat(50_000)],
  ['braces', '{a: '.repeat(20_000)],
  ['dashes', '- '.repeat(50_000)],
  ['anchors of themselves', 'a: &a {b: *a}'],
  ['a size that takes long', `a:\n${'- {b: 1}\n'.repeat(40_000)}`],
  ['an unknown tag', 'a: !!python/object/apply:os.system ["touch canary"]'],
  ['a control character', 'a: "x\u0007'],
])('ends with a sentence or a value for %s', (_, text) => {
  try {
    parse(text);
  } catch (error) {
    expect((error as Error).message).toMatch(/x\.yaml, line \d+, column \d+: |call stack/);
    expect((error as Error).message.length).toBeLessThan(1_000);
  }
});

it('gives no object another prototype', () => {
  const read = parse('__proto__: {polluted: yes}\nconstructor: {prototype: {polluted: yes}}\nok: 1');
  expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  const steps = 'steps:\n  - {action: test_ssh, label: T, __proto__: {enabled: false}}';
  const [step] = parseCheckedYaml(templateSchema, `id: a\nname: A\n${steps}`, 'x.yaml').steps;
  expect(step).toEqual({ action: 'test_ssh', label: 'T', enabled: true });
});

it.each([
  ['200 steps', `steps:\n${'  - {action: test_ssh, label: T}\n'.repeat(201)}`],
  ['200 characters of a name', `name: ${'n'.repeat(201)}\nsteps: [{action: a, label: l}]`],
])('takes no template of more than %s', (_, text) => {
  const named = text.startsWith('name') ? text : `name: A\n${text}`;
  expect(() => parseCheckedYaml(templateSchema, `id: a\n${named}`, 'x.yaml')).toThrow(REFUSED);
});

it('reads no file that is too large, no folder and no pipe that nobody writes to', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'bringup-yaml-'));
  const at = (name: string) => path.join(folder, name);
  await writeFile(at('large.yaml'), `a: ${'x'.repeat(300_000)}`);
  execFileSync('mkfifo', [at('pipe.yaml')]);
  await expect(readYamlFile(at('large.yaml'))).rejects.toThrow('must not be larger than 256000 bytes');
  await expect(readYamlFile(at('pipe.yaml'))).rejects.toThrow('it is no file');
  await expect(readYamlFile(folder)).rejects.toThrow('it is a folder');
  await rm(folder, { recursive: true });
});
