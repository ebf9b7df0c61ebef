import { describe, expect, it, test } from 'vitest';
import type { JsonObject } from '../../contract/json.ts';
import { checkedTemplateSchema } from './check.ts';
import { fillTemplate, withDefaults } from './fill.ts';

const parameters = [
  { name: 'home', type: 'path', default: '/srv/ui' },
  { name: 'python', type: 'path' },
  { name: 'nodes', type: 'nodes', default: [{ url: 'https://h/a' }] },
  { name: 'key', type: 'secret' },
  { name: 'link', type: 'string', required: true },
  { name: 'size', type: 'number', min: 1, max: 5, default: 2 },
  { name: 'kind', type: 'enum', values: ['a', 'b'], default: 'a' },
];
const template = (steps: object[], more: object = {}) => ({ id: 't', name: 'T', parameters, steps, ...more });
const problems = (value: object): string[] =>
  (checkedTemplateSchema.safeParse(value).error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );
const step = (action: string, fields: object) => ({ action, label: 'L', ...fields });

const whole = template([
  step('install_custom_nodes', { ui_home: '${home}', python: '${python}', nodes: '${nodes}' }),
  step('setup_civitdl', { api_key: '${key}' }),
  step('download', {
    files: [{ url: '${link}', path: 'a', bearer: 'TOKEN' }],
    secrets: { TOKEN: '${key}' },
    parallel: '${size}',
  }),
  step('run_command', { command: 'echo ${HOME}', enabled: false }),
]);

it('takes parameters as whole values, whether they have a default or not', () => {
  expect(problems(whole)).toEqual([]);
});

test.each([
  [template([step('no_such', {})]), /^steps.0.action: must be one of test_ssh, /],
  [template([step('set_ui_home', { ui_home: 'relative' })]), /^steps.0.ui_home: must be an absolute path/],
  [template([step('set_ui_home', { uihome: '/x' })]), /^steps.0.uihome: is not a field of set_ui_home; it has /],
  [template([step('set_ui_home', { ui_home: '${none}' })]), /^steps.0.ui_home: there is no parameter none/],
  [template([step('set_ui_home', { ui_home: '${kind}' })]), /^steps.0.ui_home: must be an absolute path/],
  [
    template([step('set_ui_home', { ui_home: '${home}/x' })]),
    /^steps.0.ui_home: must be "\$\{home\}" and nothing else/,
  ],
  [template([step('set_ui_home', { ui_home: '${key}' })]), /^steps.0.ui_home: key is a secret, and this field/],
  [template([step('run_command', { command: 'ls ${home}' })]), /^steps.0.command: .* as environment/],
  [template([step('run_command', { command: '${home}' })]), /^steps.0.command: .* would become code/],
  [template([step('setup_civitdl', { api_key: 'abc' })]), /^steps.0.api_key: must not be in a template/],
  [template([step('test_ssh', { when: { step: 'X', is: 1 } })]), /^steps.0.when: there is no earlier step “X”/],
  [
    template([step('test_ssh', {})], { parameters: [{ name: 'a', type: 'number', max: 1, default: 2 }] }),
    /^parameters.0.default: /,
  ],
  [
    template([step('test_ssh', {})], { parameters: [parameters[0], parameters[0]] }),
    /^parameters.1.name: is there twice: home/,
  ],
  [template([step('test_ssh', {})], { parameters: [{ name: 'a', type: 'date' }] }), /^parameters.0.type: /],
])('refuses with the place of the mistake, case %#', (value, message) => {
  expect(problems(value)).toEqual([expect.stringMatching(message)]);
});

describe('a template with values', () => {
  const read = checkedTemplateSchema.parse(whole);
  const fill = (given: JsonObject) => fillTemplate(read, given);

  it('has them in its steps, leaves out what has none, and the steps that are off', () => {
    const { steps, problems: wrong } = fill({ link: 'https://h/x', key: { secret: 'civit' }, size: 5 });
    expect(wrong).toEqual([]);
    expect(steps).toEqual([
      step('install_custom_nodes', { ui_home: '/srv/ui', nodes: [{ name: 'a', url: 'https://h/a' }] }),
      step('setup_civitdl', { api_key: { secret: 'civit' } }),
      step('download', {
        files: [{ url: 'https://h/x', path: 'a', bearer: 'TOKEN' }],
        secrets: { TOKEN: 'civit' },
        parallel: 5,
      }),
    ]);
  });

  it('tells all problems at once', () => {
    const { problems: wrong } = fill({ size: 9, kind: 'c', home: 'x', other: 1, key: 'plain', nodes: [{ url: 'x' }] });
    expect(Object.fromEntries(wrong.map(({ name, message }) => [name, message]))).toMatchObject({
      size: 'must be at most 5',
      kind: expect.stringMatching(/^must be one of "a"/) as string,
      home: expect.stringContaining('absolute path') as string,
      other: 'is no parameter of this template',
      link: 'is required',
      nodes: expect.stringContaining('0.url: must be') as string,
      key: expect.stringContaining('{"secret": "<name>"}') as string,
    });
  });

  it('stays data whatever it holds', () => {
    const hostile = '${home}"; touch /tmp/x; $(id) `id` \n{{x}}';
    const [, , third] = fill({ link: hostile }).steps;
    expect(third).toMatchObject({ files: [{ url: hostile }] });
  });

  it('gives older clients its defaults', () => {
    const [first, , , last] = withDefaults(read).steps;
    expect(first).toMatchObject({ ui_home: '/srv/ui', enabled: true });
    expect(last).toMatchObject({ enabled: false });
    expect(first).not.toHaveProperty('python');
  });

  it('hands what it accepts to steps that do not say', () => {
    const accepting = { ...read, accept_warnings: ['late'] };
    expect(fillTemplate(accepting, { link: 'https://h/x' }).steps[0]).toMatchObject({ accept_warnings: ['late'] });
  });
});
