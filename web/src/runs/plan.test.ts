import { expect, it } from 'vitest';
import { completedRun, exampleStep } from '../testing/example-run.ts';
import { planOfRun, planOfTemplate, startRequest } from './plan.ts';
import type { TemplateDetail } from './templates.ts';

const nodes = [{ name: 'one', url: 'https://example.org/one' }];
const template: TemplateDetail = {
  id: 'comfyui',
  name: 'ComfyUI',
  description: '',
  version: '1',
  step_delay: 0.5,
  steps: [
    { action: 'setup_civitdl', label: 'Set up civitdl', enabled: true, description: 'Own words', timeout_s: 180 },
    { action: 'sync_instance', label: 'Sync', enabled: false },
    { action: 'install_custom_nodes', label: 'Nodes', enabled: true, ui_home: '/workspace/ComfyUI', nodes },
  ],
};
const form = { connection: ' root@host:22 ', instanceId: ' 123 ', apiKey: ' key ' };

it('sends the steps that are on, with their parameters unchanged and the key for civitdl only', () => {
  expect(startRequest(planOfTemplate(template), form, 5)).toEqual({
    steps: [
      { action: 'setup_civitdl', label: 'Set up civitdl', status: 'pending', timeout_s: 180, api_key: 'key' },
      { action: 'install_custom_nodes', label: 'Nodes', status: 'pending', ui_home: '/workspace/ComfyUI', nodes },
    ],
    ssh_connection: 'root@host:22',
    step_delay: 0.5,
    instance_id: 123,
    template: { id: 'comfyui' },
  });
});

it('sends no optional field that was left empty', () => {
  const request = startRequest(
    { ...planOfTemplate(template), template: null },
    { ...form, instanceId: '', apiKey: '' },
    5,
  );
  expect(Object.keys(request).sort()).toEqual(['ssh_connection', 'step_delay', 'steps']);
  expect(request.steps[0]).not.toHaveProperty('api_key');
});

it('takes the server’s delay where the plan has none', () => {
  expect(startRequest({ ...planOfTemplate(template), stepDelay: null }, form, 5).step_delay).toBe(5);
});

it('describes a step in the template’s words, else in its own', () => {
  expect(planOfTemplate(template).steps.map((step) => step.description)).toEqual([
    'Own words',
    expect.stringContaining('Copies media'),
    expect.stringContaining('custom nodes'),
  ]);
});

it('makes the same steps of a run that has ended, with their limits and without what the run added', () => {
  const added = { warnings: ['w'], error: 'e', timeout_s: 2400 };
  const steps = [exampleStep({ action: 'install_custom_nodes', label: 'Nodes', nodes, ...added })];
  const plan = planOfRun(completedRun({ steps }));
  expect(plan.steps[0]).toMatchObject({
    action: 'install_custom_nodes',
    label: 'Nodes',
    enabled: true,
    parameters: { nodes },
  });
  expect(plan.steps[0]?.parameters).toEqual({ nodes, timeout_s: 2400 });
});
