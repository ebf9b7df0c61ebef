import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isFailureCode } from '../contract/failure.ts';
import { actionNames, isAction, steps, stepSpec } from './index.ts';
import { shells } from './testing/run-step-script.ts';

const FOLDER = import.meta.dirname;
const files = readdirSync(FOLDER);
const read = (name: string) => readFileSync(path.join(FOLDER, name), 'utf8');
const specFiles = files.filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && read(name).includes('defineStep({'),
);

const listReaders = readdirSync(path.join(FOLDER, 'node-lists'))
  .filter((name) => !name.endsWith('.test.ts'))
  .map((name) => path.join('node-lists', name));

/** The least that a template has to say about each action. */
const least: Record<string, object> = {
  install_custom_nodes: { nodes: [{ url: 'https://example.org/a' }] },
  run_command: { command: 'true' },
  git_clone: { url: 'https://example.org/a', destination: '/a' },
  python_venv: { path: '/a' },
  python_packages: { packages: ['a'] },
  write_file: { path: '/a', content: 'a' },
  wait_for: { port: 1 },
  download: { files: { url: 'https://example.org/a', path: '/a' } },
  reboot_instance: { command: 'reboot' },
  push_files: { from: 'models', to: '/srv/models' },
};

describe('the list of steps', () => {
  it('has every spec of the folder, under its own action, in a file of that name', () => {
    expect(specFiles.sort()).toEqual(actionNames.map((action) => `${action.replaceAll('_', '-')}.ts`).sort());
    for (const [action, spec] of Object.entries(steps)) expect(spec.action).toBe(action);
  });

  it('knows its own actions and no others', () => {
    expect(stepSpec('test_ssh').title).toBe('Test the SSH connection');
    for (const name of ['toString', '__proto__', 'configure', '']) {
      expect(isAction(name)).toBe(false);
      expect(() => stepSpec(name)).toThrow('no such action');
    }
  });

  it('gives each activity the limit of the table', () => {
    expect(Object.fromEntries(Object.values(steps).map(({ action, timeout_s }) => [action, timeout_s]))).toEqual({
      test_ssh: 30,
      set_ui_home: 30,
      get_ui_home: 30,
      setup_civitdl: 180,
      test_civitdl: 60,
      sync_instance: 600,
      remove_synced_files: 3600,
      push_files: 3600,
      install_custom_nodes: 1800,
      verify_dependencies: 300,
      reboot_instance: 30,
      configure_links: 30,
      run_command: 600,
      download: 7200,
      git_clone: 600,
      python_venv: 600,
      python_packages: 1800,
      write_file: 60,
      wait_for: 3600,
      install_browser_agent: 900,
      approve: 2_592_000,
    });
    expect(stepSpec('test_ssh').unreachable_limit_s).toBe(20);
    expect(stepSpec('reboot_instance').wait_s).toBe(600);
  });

  it.each(actionNames)('%s has a script of its own name, and only codes of the catalogue', (action) => {
    const spec = stepSpec(action);
    expect(['sync', 'human'].includes(spec.runner)).toBe(spec.script === undefined);
    const script = spec.script?.(spec.parameters.parse(least[action] ?? {}));
    if (script) expect(script.file.replace(/\.(sh|py)$/, '')).toBe(action.replaceAll('_', '-'));
    for (const value of Object.values(script?.env ?? {})) expect(typeof value).toBe('string');
    for (const code of Object.values(spec.failures ?? {})) expect(isFailureCode(code)).toBe(true);
    // A shell's own codes must not be taken for ours.
    for (const code of Object.keys(spec.failures ?? {})) expect(Number(code)).toBeGreaterThan(2);
  });

  it.each(actionNames)('%s takes what it has parsed itself for the same', (action) => {
    const { parameters } = stepSpec(action);
    const once = parameters.parse(least[action] ?? {});
    expect(parameters.parse(JSON.parse(JSON.stringify(once)))).toEqual(once);
    // Keys of the caller are nobody's parameters.
    expect(parameters.parse({ ...least[action], label: 'x', status: 'pending' })).toEqual(once);
  });

  it('is pure: the workflow sandbox bundles it', () => {
    for (const name of [
      ...specFiles,
      'index.ts',
      'step.ts',
      'parameters.ts',
      'sync-parameters.ts',
      'nodes.ts',
      'git-parameters.ts',
      'python-parameters.ts',
      'node-verdicts.ts',
      'script-text.ts',
      'look-back.ts',
      ...listReaders,
    ]) {
      const imports = [...read(name).matchAll(/from '([^']+)'/g)].map(([, from = '']) => from);
      for (const from of imports) {
        expect(from).toMatch(
          /^(zod|\.\/(node-lists\/)?[a-z-]+\.ts|\.\.\/[a-z-]+\.ts|(\.\.\/){1,2}contract\/[a-z-]+\.ts)$/,
        );
      }
      expect(read(name)).not.toMatch(/\bprocess\.|Date\.now|new Date|Math\.random|\bBuffer\b/);
    }
  });
});

describe('the scripts', () => {
  const scripts = files.filter((name) => name.endsWith('.sh'));

  it.each(shells.map((shell) => ({ shell, name: shell.join(' ') })))('are read by $name', ({ shell }) => {
    const [command = '', ...rest] = shell;
    for (const script of scripts) {
      const { status, stderr } = spawnSync(command, [...rest, '-n', path.join(FOLDER, script)], { encoding: 'utf8' });
      expect({ script, status, stderr }).toEqual({ script, status: 0, stderr: '' });
    }
  });

  it('satisfy shellcheck, where it is installed', () => {
    const whole = scripts.map((script) => path.join(FOLDER, script));
    // SC2154: variables come from the environment.
    const { status, stdout, error } = spawnSync('shellcheck', ['-s', 'sh', '-e', 'SC2154', ...whole], {
      encoding: 'utf8',
    });
    if (error) {
      expect((error as NodeJS.ErrnoException).code).toBe('ENOENT');
      return;
    }
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });

  it('need no tool that a box may lack', () => {
    for (const script of scripts) expect(read(script)).not.toMatch(/\b(awk|sudo|jq|bc|perl|local)\s+["'$-]/);
  });
});
