import { expect, it } from 'vitest';
import { checkedTemplateSchema } from './check.ts';
import { fromOlderFormat, isOlderFormat } from './older.ts';

const older = {
  name: 'ComfyUI',
  description: 'Old',
  version: '1.0.0',
  environment: { ui_home: '/workspace/ComfyUI/', python_venv: '/venv/main', cuda: '12' },
  metadata: { author: 'a', tags: [] },
  setup_steps: [
    {
      name: 'CivitDL',
      type: 'civitdl_install',
      description: 'x',
      commands: [{ name: 'pip', command: 'pip install civitdl' }],
    },
    { name: 'Home', type: 'set_ui_home', path: '/srv/ui' },
    { name: 'Clone', type: 'git_clone', repository: 'https://h/r', destination: '/srv/r', branch: 'main', depth: 1 },
    { name: 'Odd', type: 'no_such' },
  ],
  ui_config: {
    setup_buttons: [
      { label: 'Test SSH', action: 'test_ssh', style: 'primary' },
      { label: 'Set UI_HOME', action: 'set_ui_home', style: 'primary', tooltip: 'x' },
      { label: 'Setup CivitDL', action: 'setup_civitdl', style: 'secondary' },
      { label: 'Nodes', action: 'install_custom_nodes' },
      { label: 'Reboot', action: 'reboot' },
    ],
  },
};

it('reads a template of the seed’s line: the buttons are the run, the steps have the parameters', () => {
  expect(isOlderFormat(older)).toBe(true);
  const { template, notes } = fromOlderFormat(older, 'comfy');
  expect(checkedTemplateSchema.parse(template)).toMatchObject({
    id: 'comfy',
    name: 'ComfyUI',
    version: '1.0.0',
    steps: [
      { action: 'test_ssh', label: 'Test SSH', enabled: true },
      { action: 'set_ui_home', ui_home: '/srv/ui' },
      { action: 'setup_civitdl', label: 'Setup CivitDL' },
      { action: 'install_custom_nodes', ui_home: '/workspace/ComfyUI/', python: '/venv/main/bin/python' },
      { action: 'reboot_instance', label: 'Reboot' },
      { action: 'git_clone', enabled: false, url: 'https://h/r', destination: '/srv/r', ref: 'main' },
    ],
  });
  expect(notes).toEqual([
    "Clone has no button, so the seed's line never ran it: it is there, but off.",
    "Odd has no button, so the seed's line never ran it: it is there, but off.",
    "Setup CivitDL: its commands (pip) were never run by the seed's line; they are left out.",
    'Clone: depth is not known here and left out.',
    'Odd: there is no action no_such; it is left out.',
    'metadata is not kept but in the text; API keys are secrets here (PUT /api/v1/secrets).',
    'environment.cuda is not known here and left out.',
    'Styles and tooltips of buttons are not kept: the page makes its own.',
  ]);
});

it('takes the steps in their order where there are no buttons', () => {
  const { template } = fromOlderFormat({ name: 'X', setup_steps: [{ name: 'A', type: 'civitdl_test' }] }, 'x');
  expect(template['steps']).toEqual([{ action: 'test_civitdl', label: 'A', enabled: true }]);
});

it.each([{ setup_steps: 'x' }, { ui_config: [1] }, { setup_steps: [null, 1, { type: {} }] }])(
  'leaves what is broken to the schema: %j',
  (value) => {
    expect(checkedTemplateSchema.safeParse(fromOlderFormat(value, 'x').template).success).toBe(false);
  },
);
