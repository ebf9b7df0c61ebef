// A node that verify_dependencies has set aside is still the node that install_custom_nodes looks for.
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApplication, noteOf } from './testing/application.ts';
import { createEnvironment } from './testing/python-environment.ts';
import { createSandbox, type Sandbox } from './testing/run-step-script.ts';

let box: Sandbox;
let python: string;
beforeAll(async () => {
  box = createSandbox();
  python = await createEnvironment(path.join(box.folder, 'venv'));
}, 120_000);
afterAll(() => box.remove());

it('is brought back instead of cloned anew', { timeout: 120_000 }, async () => {
  const app = createApplication(box, python, 'app', { bad: { '__init__.py': 'exit(1)\n' } });
  await app.install();
  const aside = app.file('.bringup-set-aside.disabled');
  mkdirSync(aside);
  renameSync(app.file('bad'), path.join(aside, 'bad'));
  const end = await app.install();
  expect(end).toMatchObject({ code: 0, note: 'nothing to do: 1 nodes already there' });
  expect(noteOf(end, 'bad')).toMatch(/^already there at /);
  expect(end.stdout).toContain('[bad] was set aside by verify_dependencies');
  expect(existsSync(aside)).toBe(false);
});
