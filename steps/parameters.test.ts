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
          parameters.parse({
            nodes: names.map((one) => ({ name: one, url: 'https://h/x', ref: 'v1', optional: one.length > 5 })),
          }),
        ).env;
        expect(env?.['NODES']?.split('\n').map((line) => line.split('\u001f'))).toEqual(
          names.map((one) => [one, 'https://h/x', 'v1', '', '', one.length > 5 ? '1' : '']),
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

describe('verdicts on nodes', () => {
  const both = ['install_custom_nodes', 'verify_dependencies'];

  it.each(both)('%s takes reasons that are only warnings, and packages to guard', (action) => {
    const { parameters, script } = stepSpec(action);
    const env = (given: object) => script?.(parameters.parse(given)).env;
    expect(env({})).toMatchObject({ ACCEPT: '', GUARD: '' });
    expect(env({ accept: ['private', 'conflict'], guard: ['numpy', 'opencv-python', 'A.b_c'] })).toMatchObject({
      ACCEPT: 'private conflict',
      GUARD: 'numpy opencv-python A.b_c',
    });
    for (const accept of ['private', ['nonsense'], [3]]) expect(accepts(action, { accept })).toBe(false);
    for (const name of ['', '-r', 'a b', 'numpy==1', 'a-', '../x', 'a\n']) {
      expect({ name, taken: accepts(action, { guard: [name] }) }).toEqual({ name, taken: false });
    }
  });

  it('have limits of their own', () => {
    expect(steps.install_custom_nodes.script?.(steps.install_custom_nodes.parameters.parse({})).env).toMatchObject({
      PARALLEL: '8',
      CLONE_LIMIT_S: '900',
      INSTALL_PY_LIMIT_S: '600',
      EXCLUDE_NEWER: '',
    });
    for (const exclude_newer of ['2026-01-01', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00+02:00']) {
      expect(accepts('install_custom_nodes', { exclude_newer })).toBe(true);
    }
    for (const wrong of [
      { parallel: 0 },
      { parallel: 33 },
      { clone_limit_s: 0 },
      { install_py_limit_s: 1.5 },
      { exclude_newer: 'yesterday' },
      { exclude_newer: '2026-13-01' },
    ]) {
      expect({ wrong, taken: accepts('install_custom_nodes', wrong) }).toEqual({ wrong, taken: false });
    }
  });
});

describe('verify_dependencies', () => {
  const env = (given: object) => {
    const { parameters, script } = steps.verify_dependencies;
    return script?.(parameters.parse(given)).env;
  };

  it('restarts the usual service and waits for it at its usual place', () => {
    expect(env({})).toMatchObject({
      SERVICE: 'comfyui',
      RESTART: 'auto',
      READY_URL: 'http://127.0.0.1:18188',
      READY_LIMIT_S: '120',
      IMPORT_LIMIT_S: '120',
    });
    expect(env({ service: 'apps:comfyui', restart: 'never', ready_url: 'https://[::1]:8443/app/' })).toMatchObject({
      SERVICE: 'apps:comfyui',
      RESTART: 'never',
      READY_URL: 'https://[::1]:8443/app',
    });
    for (const service of ['', '-x', 'a b', 'all\n', 'a:b:c', '*']) {
      expect(accepts('verify_dependencies', { service })).toBe(false);
    }
  });

  it('asks nobody but the box itself', () => {
    for (const ready_url of ['http://localhost', 'http://127.1.2.3:8188/x?y=1']) {
      expect(accepts('verify_dependencies', { ready_url })).toBe(true);
    }
    for (const ready_url of [
      'http://example.org',
      'http://127.0.0.1@example.org/',
      'http://127.0.0.1\\@example.org/',
      'http://127.0.0.1.example.org/',
      'http://localhost.example.org/',
      'http://127.0.0.1:80@example.org',
      'file:///etc/passwd',
      'ftp://127.0.0.1/',
      '127.0.0.1:18188',
      'http://127.0.0.1/a b',
    ]) {
      expect({ ready_url, taken: accepts('verify_dependencies', { ready_url }) }).toEqual({ ready_url, taken: false });
    }
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
