import { expect, it } from 'vitest';
import { parse } from 'yaml';
import type { JsonObject } from '../../contract/json.ts';
import { editYaml, templateYaml } from './edit-yaml.ts';

const text = `# Ours.
id: a
name: A # the name
steps:
  # First of all.
  - action: test_ssh
    label: Test
  - action: run_command # ours
    label: 'Run'
    command: |
      echo 1
      echo 2
`;
const before = parse(text) as JsonObject & { steps: JsonObject[] };

it('changes nothing where nothing was changed, whatever defaults a form sends along', () => {
  const steps = before.steps.map((step) => ({ enabled: true, ...step }));
  expect(editYaml(text, { ...before, description: '', version: '1', step_delay: 0, parameters: [], steps })).toBe(text);
});

it('keeps comments when steps are changed, moved, added and removed', () => {
  const [first, second] = before.steps;
  const after = {
    ...before,
    name: 'B',
    steps: [
      { ...second, timeout_s: 5 },
      { action: 'approve', label: 'Ask' },
      { ...first, enabled: false },
    ],
  };
  const edited = editYaml(text, after);
  expect(parse(edited)).toEqual(after);
  expect(edited).toBe(`# Ours.
id: a
name: B # the name
steps:
  - action: run_command # ours
    label: 'Run'
    command: |
      echo 1
      echo 2
    timeout_s: 5
  - action: approve
    label: Ask
  # First of all.
  - action: test_ssh
    label: Test
    enabled: false
`);
});

it('writes a new one as a person would', () => {
  const template = { id: 'a', name: 'A', step_delay: 0, steps: [{ action: 'test_ssh', label: 'T', enabled: true }] };
  expect(templateYaml(template)).toBe('id: a\nname: A\nsteps:\n  - action: test_ssh\n    label: T\n');
});

it('survives what is no template', () => {
  for (const odd of ['', '[1]', 'a: [', 'steps: &a [*a]', 'name: X\nsetup_steps: []\n']) {
    expect(parse(editYaml(odd, before))).toEqual(before);
  }
});
