// Templates over the API: versions, editing by two, what a start checks, and what a dry run shows.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../contract/json.ts';
import type { SshdBox } from '../../lab/sshd-box.ts';
import { type Stack, startStackWithBox } from '../../tests/support/stack.ts';

let box: SshdBox;
let stack: Stack;

beforeAll(async () => {
  const started = await startStackWithBox();
  ({ stack, box } = started);
  return started.stop;
});

const yaml = (id: string, name = 'Mine') => `# Ours.
id: ${id}
name: ${name} # for us
parameters:
  - name: word
    type: string
    required: true
  - name: size
    type: number
    min: 1
    max: 5
    default: 2
steps:
  # Says it.
  - action: set_ui_home
    label: Home
    ui_home: /srv/ui
  - action: run_command
    label: Say
    command: echo "said"
    accept_warnings: all
`;

const api = async (method: string, at: string, body?: object, headers: Record<string, string> = {}) => {
  const response = await fetch(`${stack.url}/api/v1${at}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return {
    status: response.status,
    tag: response.headers.get('etag') ?? '',
    text,
    body: (isJson ? JSON.parse(text) : {}) as JsonObject,
  };
};
const create = async (id: string, text = yaml(id)) => {
  const made = await api('POST', '/templates', { yaml: text });
  expect(made).toMatchObject({ status: 201, body: { id, version_number: 1, source: 'saved', created_by: 'local' } });
  return made;
};

describe('versions', () => {
  it('lets nobody overwrite what another has saved', async () => {
    const { tag } = await create('shared');
    const put = (text: string, headers: Record<string, string>) =>
      api('PUT', '/templates/shared', { yaml: text }, headers);
    expect(await put(yaml('shared', 'A'), {})).toMatchObject({ status: 428, body: { code: 'if_match_missing' } });
    const first = await put(yaml('shared', 'A'), { 'if-match': tag });
    expect(first).toMatchObject({ status: 200, body: { name: 'A', version_number: 2 } });
    expect(await put(yaml('shared', 'B'), { 'if-match': tag })).toMatchObject({
      status: 412,
      body: { code: 'template_changed', facts: { version: 2 } },
    });
    expect((await api('GET', '/templates/shared')).tag).toBe(first.tag);
    expect(await api('POST', '/templates', { yaml: yaml('shared') })).toMatchObject({
      body: { code: 'template_exists' },
    });
  });

  it('keeps comments when a form is saved, tells the difference, and reads every version for ever', async () => {
    const { tag, body } = await create('formed');
    const { id, name, parameters, steps } = body as { steps: JsonObject[] } & JsonObject;
    const [home, say] = steps;
    const template = { id, name, parameters, steps: [say, { ...home, ui_home: '/srv/b' }] };
    const changed = await api('PUT', '/templates/formed', { template, note: 'moved' }, { 'if-match': tag });
    expect(changed.body['yaml']).toContain('  # Says it.\n  - action: set_ui_home');
    expect((await api('GET', '/templates/formed/diff?from=1')).body).toMatchObject({
      from: 1,
      to: 2,
      steps: [
        { change: 'moved', label: 'Say', from: 1, to: 0, fields: [] },
        { change: 'moved', label: 'Home', fields: [{ field: 'ui_home', before: '/srv/ui', after: '/srv/b' }] },
      ],
      lines: expect.arrayContaining([{ change: 'added', text: '    ui_home: /srv/b' }]) as unknown,
    });
    expect((await api('DELETE', '/templates/formed', undefined, { 'if-match': changed.tag })).status).toBe(204);
    expect(await api('GET', '/templates/formed')).toMatchObject({ status: 404, body: { code: 'template_not_found' } });
    expect((await api('GET', '/templates/formed/versions')).body['items']).toMatchObject([
      { version: 3, source: 'deleted' },
      { version: 2, note: 'moved' },
      { version: 1 },
    ]);
    expect((await api('GET', '/templates/formed/export?version=1')).text).toBe(yaml('formed'));
    expect((await api('GET', '/templates/formed/versions/1')).body).toMatchObject({
      steps: [{ action: 'set_ui_home' }, {}],
    });
  });

  it('makes a changed file the next version, and brings a shipped template back', async () => {
    const file = path.join(stack.home, 'templates', 'comfyui.yaml');
    const shipped = await api('GET', '/templates/comfyui');
    expect(shipped.body).toMatchObject({ source: 'shipped', version_number: 1 });
    expect(await api('DELETE', '/templates/comfyui', undefined, { 'if-match': shipped.tag })).toMatchObject({
      body: { code: 'template_shipped' },
    });
    writeFileSync(file, yaml('comfyui', 'Own'));
    expect((await api('GET', '/templates/comfyui')).body).toMatchObject({
      name: 'Own',
      source: 'file',
      version_number: 2,
    });
    writeFileSync(file, yaml('comfyui', 'Own again'));
    const own = await api('GET', '/templates/comfyui');
    expect(own.body).toMatchObject({ name: 'Own again', version_number: 3, created_by: 'bringup' });
    await api('DELETE', '/templates/comfyui', undefined, { 'if-match': own.tag });
    expect((await api('GET', '/templates/comfyui')).body).toMatchObject({ source: 'shipped', version_number: 1 });
    expect(readFileSync(file, 'utf8')).toContain('Own again');
  });
});

describe('a text that is checked', () => {
  it('has all its mistakes told with their places', async () => {
    const text =
      'id: a\nname: A\nsteps:\n  - action: set_ui_home\n    label: H\n    ui_home: rel\n  - {action: nope, label: N}\n';
    const { body } = await api('POST', '/template-checks', { yaml: text });
    expect(body).toMatchObject({
      ok: false,
      problems: [
        { line: 6, column: 14, field: 'steps[0].ui_home', message: 'must be an absolute path, or start with ~/' },
        { line: 7, field: 'steps[1].action' },
      ],
    });
    expect(await api('POST', '/templates', { yaml: text })).toMatchObject({
      status: 400,
      body: {
        detail: expect.stringMatching(
          /^The template, line 6, column 14: steps\[0\].ui_home: .*\(and 1 more\)\.$/,
        ) as string,
      },
    });
    expect((await api('GET', '/templates/a')).status).toBe(404);
  });

  it('may be of the seed’s line', async () => {
    const older = 'name: Old\nsetup_steps:\n  - {name: H, type: set_ui_home, path: /srv/ui, odd: 1}\n';
    const made = await api('POST', '/template-imports', { yaml: older, file_name: 'templates_old.yml' });
    expect(made.body).toMatchObject({
      id: 'old',
      yaml: older,
      steps: [{ action: 'set_ui_home', ui_home: '/srv/ui' }],
      notes: ['H: odd is not known here and left out.'],
    });
    writeFileSync(path.join(stack.home, 'templates', 'templates_dropped.yml'), older);
    expect((await api('GET', '/templates/dropped')).body).toMatchObject({ name: 'Old', source: 'file' });
  });
});

describe('a start', () => {
  const withSecret = (id: string) =>
    `${yaml(id)}  - action: run_command\n    label: Use\n    command: test -n "$KEY"\n    secrets: {KEY: '\${key}'}\n`.replace(
      'steps:',
      '  - {name: key, type: secret, required: true}\nsteps:',
    );

  it('tells every parameter that is wrong at once', async () => {
    await create('asked');
    const start = { ssh_connection: box.connection, parameters: { size: 9, other: 1 } };
    for (const at of ['runs', 'dry-run']) {
      expect(await api('POST', `/templates/asked/${at}`, start)).toMatchObject({
        status: 400,
        body: {
          code: 'input_invalid',
          facts: {
            'parameters.other': 'is no parameter of this template',
            'parameters.word': 'is required',
            'parameters.size': expect.stringContaining('5') as string,
          },
        },
      });
    }
  });

  it('shows in a dry run what would be sent, without the secret, and starts nothing', async () => {
    const value = 'a-planted-value-9f3';
    await api('PUT', '/secrets/planted', { value });
    await create('dry', withSecret('dry').replace('echo "said"', `echo ${value}`));
    const asked = { ssh_connection: 'root@203.0.113.9', parameters: { word: 'x', key: { secret: 'planted' } } };
    const { status, text, body } = await api('POST', '/templates/dry/dry-run', asked);
    expect(status).toBe(200);
    expect(text).not.toContain(value);
    const steps = body['steps'] as JsonObject[];
    expect(steps.map(({ label }) => label)).toEqual(['Home', 'Say', 'Use']);
    expect(steps[0]?.['text']).toContain("export UI_HOME='/srv/ui'");
    expect(steps[0]?.['text']).toContain('export UNDO_FILE=');
    expect(steps[2]).toMatchObject({ secrets: ['KEY'], undo: null });
    expect(steps[2]?.['text']).toMatch(/^export KEY='\*\*\*'\n/);
    expect(body['cannot_be_undone']).toMatchObject(
      expect.arrayContaining([{ step: 2, action: 'run_command', label: 'Use' }]) as [],
    );
    expect((await api('GET', '/runs')).body['items']).toEqual([]);
    const plain = { ssh_connection: 'root@203.0.113.9', steps: [{ action: 'test_ssh' }] };
    expect((await api('POST', '/dry-runs', plain)).body).toMatchObject({ template: null, cannot_be_undone: [] });
  });

  it('takes other steps than those that are enabled, and a key for the step that needs one', async () => {
    const civitdl = '  - action: setup_civitdl\n    label: Civitdl\n    enabled: false\n';
    await create('switched', `${yaml('switched')}${civitdl}`);
    const asked = { ssh_connection: 'root@203.0.113.9', parameters: { word: 'x' } };
    const plan = { ...asked, enabled: [2, 0], api_key: 'a-typed-key-5c1' };
    const { text, body } = await api('POST', '/templates/switched/dry-run', plan);
    const steps = body['steps'] as JsonObject[];
    expect(steps.map(({ label, secrets }) => [label, secrets])).toEqual([
      ['Home', []],
      ['Civitdl', ['CIVITDL_API_KEY']],
    ]);
    expect(text).not.toContain('a-typed-key-5c1');
    expect(await api('POST', '/templates/switched/runs', { ...asked, enabled: [3] })).toMatchObject({
      status: 400,
      body: { code: 'input_invalid', facts: { field: 'enabled' } },
    });
  });

  it('runs the version that was asked for, and says which it was', async () => {
    const { tag } = await create('ran');
    await api('PUT', '/templates/ran', { yaml: yaml('ran').replace('said', 'other') }, { 'if-match': tag });
    const steps = { selection: { only: [1] }, parameters: { word: 'x' } };
    const run = { ssh_connection: box.connection, ...steps };
    const first = await api('POST', '/templates/ran/runs', { ...run, version: 1 });
    expect(first.status).toBe(201);
    const id = String(first.body['workflow_id']);
    expect(await stack.ended(id)).toMatchObject({
      outcome: 'done',
      template: { id: 'ran', name: 'Mine', version: 1 },
      steps: [{ phase: 'skipped' }, { status: 'completed', command: 'echo "said"' }],
    });
  });
});
