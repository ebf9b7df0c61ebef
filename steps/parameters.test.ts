import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { steps, stepSpec } from './index.ts';

const accepts = (action: string, value: unknown) => stepSpec(action).parameters.safeParse(value).success;
const complaint = (action: string, value: unknown) =>
  stepSpec(action)
    .parameters.safeParse(value)
    .error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`);

describe('paths on the box', () => {
  it('have their usual values and lose a trailing slash', () => {
    expect(stepSpec('set_ui_home').parameters.parse({})).toEqual({ ui_home: '/workspace/ComfyUI' });
    expect(stepSpec('set_ui_home').parameters.parse({ ui_home: '/workspace/ComfyUI//' })).toEqual({
      ui_home: '/workspace/ComfyUI',
    });
    expect(steps.install_custom_nodes.parameters.parse({}).python).toBe('/venv/main/bin/python');
  });

  it('may hold whatever a file name may', () => {
    for (const path of ["/a b/it's", '/a/$(touch x)', '/ü/日', '/a/`id`;x', '~/my app', '/a\\b"c"']) {
      expect(accepts('set_ui_home', { ui_home: path })).toBe(true);
    }
  });

  it('are absolute, go nowhere else and hold no control characters', () => {
    for (const path of [
      '',
      'x',
      './x',
      '~',
      '~root/x',
      '/a/../b',
      '/a\nb',
      '/a\tb',
      '/a\0b',
      `/${'a'.repeat(1100)}`,
      3,
      null,
    ]) {
      expect(accepts('set_ui_home', { ui_home: path })).toBe(false);
    }
  });
});

describe('custom nodes', () => {
  const parse = (nodes: unknown[]) => steps.install_custom_nodes.parameters.parse({ nodes }).nodes;
  const node = (url: string, more: object = {}) => accepts('install_custom_nodes', { nodes: [{ url, ...more }] });

  it('take their name from the URL', () => {
    const names = {
      'https://github.com/ltdrdata/ComfyUI-Manager': 'ComfyUI-Manager',
      'https://github.com/x/y.git/': 'y',
      'git@github.com:owner/repo.git': 'repo',
      'git@host:other': 'other',
      'ssh://git@host:2222/a/b': 'b',
      'file:///srv/git/a node.git': 'a node',
      '/srv/git/ü.git': 'ü',
      'http://127.0.0.1:8080/n/x.git?y=1#z': 'x',
    };
    expect(parse(Object.keys(names).map((url) => ({ url }))).map(({ name }) => name)).toEqual(Object.values(names));
    expect(complaint('install_custom_nodes', { nodes: [{ url: 'https://host/' }] })).toEqual([
      'nodes.0.name is needed: the URL does not end in one',
    ]);
  });

  it('come from nowhere that makes git run something', () => {
    for (const url of [
      'ext::sh -c touch% /tmp/x',
      '-oProxyCommand=x',
      '--upload-pack=x',
      'ssh://-oProxyCommand=x/y',
      'ssh://git@-oProxyCommand=x/y',
      'git@-oProxyCommand=x:y',
      '-x@host:y',
      'fd::17/foo',
      'git@host::x',
      'git://host/x',
      'ftp://host/x',
      'x',
      './x',
      '../x',
      'file://host/x',
      '//host/x',
      'https://user:secret@host/x',
      'https://a\nb/c',
    ]) {
      expect({ url, taken: node(url, { name: 'n' }) }).toEqual({ url, taken: false });
    }
  });

  it('have refs that git cannot take for anything else', () => {
    for (const ref of ['main', 'v1.2.3', 'feature/x', 'a'.repeat(40), '1234567', 'ü', '$(id)']) {
      expect(node('https://h/x', { ref })).toBe(true);
    }
    for (const ref of [
      '',
      '-x',
      '--help',
      'a..b',
      'a b',
      'a^',
      'a~1',
      'a:b',
      'x@{1}',
      '/x',
      'x/',
      'x.lock',
      'a\\b',
      'a*',
      '.x',
      'x.',
    ]) {
      expect({ ref, taken: node('https://h/x', { ref }) }).toEqual({ ref, taken: false });
    }
  });

  it('stay inside custom_nodes, each in a folder of its own', () => {
    for (const name of ['..', '.', '.git', '-rf', 'a/b', 'a\\b', '', ' a', 'a\n', 'a'.repeat(101)]) {
      expect({ name, taken: node('https://h/x', { name }) }).toEqual({ name, taken: false });
    }
    for (const subfolder of ['../x', '/x', 'a/../b', '~/x', 'a//b', 'a/', './a', '-x']) {
      expect({ subfolder, taken: node('https://h/x', { subfolder }) }).toEqual({ subfolder, taken: false });
      expect(node('https://h/x', { requirements: subfolder })).toBe(false);
    }
    expect(complaint('install_custom_nodes', { nodes: [{ url: 'https://h/x' }, { url: 'https://g/x' }] })).toEqual([
      'nodes.1.name is there twice: x',
    ]);
    expect(
      complaint('install_custom_nodes', { nodes: [{ url: 'https://h/x' }, { url: 'https://g/y', subfolder: 'x' }] }),
    ).toEqual(['nodes.1.subfolder is the folder of another node: x']);
  });

  it('are at most 500, and fit into one variable', () => {
    const many = (count: number, url: string) =>
      Array.from({ length: count }, (_, index) => ({ url: `${url}${index}` }));
    expect(
      accepts('install_custom_nodes', { nodes: many(500, 'https://github.com/someone/ComfyUI-Some-Long-Node-Name-') }),
    ).toBe(true);
    expect(accepts('install_custom_nodes', { nodes: many(501, 'https://h/n') })).toBe(false);
    expect(complaint('install_custom_nodes', { nodes: many(400, `https://h/${'a'.repeat(300)}/n`) })).toEqual([
      'nodes must not be longer than 100000 bytes in all',
    ]);
  });

  it('reach the script as one line each, field by field, whatever they hold', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter((text) => node('https://h/x', { name: text }));
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 5 }), (names) => {
        const { script, parameters } = steps.install_custom_nodes;
        const env = script?.(
          parameters.parse({ nodes: names.map((one) => ({ name: one, url: 'https://h/x', ref: 'v1' })) }),
        ).env;
        expect(env?.['NODES']?.split('\n').map((line) => line.split('\u001f'))).toEqual(
          names.map((one) => [one, 'https://h/x', 'v1', '', '']),
        );
      }),
    );
  });

  it('can be named to verify_dependencies as they are to install_custom_nodes', () => {
    const { nodes } = steps.verify_dependencies.parameters.parse({
      nodes: ['a', { url: 'https://h/b', requirements: 'r.txt' }, { name: 'c' }],
    });
    expect(nodes?.map(({ name, requirements }) => [name, requirements])).toEqual([
      ['a', null],
      ['b', 'r.txt'],
      ['c', null],
    ]);
  });
});

describe('reboot_instance', () => {
  const parse = (value: unknown) => steps.reboot_instance.parameters.parse(value);

  it('takes the instance’s number as number or text', () => {
    expect(parse({ instance_id: 12345 })).toEqual({ instance_id: '12345', wait_s: 600 });
    expect(parse({ instance_id: '12345', wait_s: 30 })).toEqual({ instance_id: '12345', wait_s: 30 });
    expect(parse({ instance_id: null, command: 'reboot' })).toEqual({
      instance_id: null,
      command: 'reboot',
      wait_s: 600,
    });
    for (const instance_id of ['1/../2', '0', -1, 1.5, 'x', '', '1?a', {}])
      expect(accepts('reboot_instance', { instance_id })).toBe(false);
  });
});

describe('run_command', () => {
  it('takes shell text with line breaks and a limit of its own', () => {
    expect(accepts('run_command', { command: 'a\n\tb "$c"' })).toBe(true);
    for (const value of [{}, { command: '' }, { command: ' \n' }, { command: 'a\0b' }]) {
      expect(accepts('run_command', value)).toBe(false);
    }
  });
});

describe('setup_civitdl and test_civitdl', () => {
  it('take plain versions and web addresses only', () => {
    for (const version of ['2.2', '2.2.0']) expect(accepts('setup_civitdl', { version })).toBe(true);
    for (const version of ['', '>=2', '2.2 --index-url=x', '-r x', 'latest'])
      expect(accepts('setup_civitdl', { version })).toBe(false);
    expect(steps.test_civitdl.parameters.parse({ civitai_url: 'http://127.0.0.1:1/' }).civitai_url).toBe(
      'http://127.0.0.1:1',
    );
    for (const civitai_url of ['file:///etc/passwd', 'javascript:x', 'x', ''])
      expect(accepts('test_civitdl', { civitai_url })).toBe(false);
    expect(steps.setup_civitdl.secrets).toEqual([
      { name: 'CIVITDL_API_KEY', field: 'api_key', required: false, named: 'civitdl' },
    ]);
  });
});
