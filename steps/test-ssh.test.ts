import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox, shells } from './testing/run-step-script.ts';

let box: Sandbox;
beforeAll(() => {
  box = createSandbox();
});
afterAll(() => box.remove());

/** A PATH whose first folder holds a command of that text. */
function withCommand(name: string, text: string): string {
  const folder = path.join(box.folder, `bin-${name}-${text.length}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, name), `#!/bin/sh\n${text}\n`);
  chmodSync(path.join(folder, name), 0o755);
  return `${folder}:${process.env['PATH']}`;
}

describe.each(shells.map((shell) => ({ shell, name: shell.join(' ') })))('test_ssh in $name', ({ shell }) => {
  it('reports what the box is', async () => {
    const end = await box.run('test_ssh', {}, { shell });
    expect(end.stderr).toBe('');
    expect(end.code).toBe(0);
    expect(end.result).toMatchObject({
      hostname: hostname(),
      user: 'root',
      uptime_s: expect.any(Number),
      uptime: expect.stringMatching(/^\d+ (h|day|days) \d+ (min|h)( min)?$/),
      os: expect.stringMatching(/\w/),
      kernel: expect.stringMatching(/^\d/),
      disk_free_bytes: expect.any(Number),
      disk_total_bytes: expect.any(Number),
    });
    expect(end.note).toContain(hostname());
  });

  it('lists the GPUs', async () => {
    const PATH = withCommand(
      'nvidia-smi',
      'echo "NVIDIA GeForce RTX 4090, 570.86.10, 24564"; echo "Odd \\"card\\", 1, [N/A]"',
    );
    const end = await box.run('test_ssh', {}, { shell, env: { PATH } });
    expect(end.result).toMatchObject({
      gpu: [
        { name: 'NVIDIA GeForce RTX 4090', driver: '570.86.10', memory_mib: 24564 },
        { name: 'Odd "card"', driver: '1', memory_mib: null },
      ],
    });
  });

  it('warns of a GPU whose driver does not answer', async () => {
    const PATH = withCommand(
      'nvidia-smi',
      'echo "NVIDIA-SMI has failed because it could not communicate with the driver"; exit 9',
    );
    const end = await box.run('test_ssh', {}, { shell, env: { PATH } });
    expect(end).toMatchObject({ code: 0, result: { gpu: null } });
    expect(end.warnings).toEqual(['nvidia-smi is there but does not answer: the GPU or its driver is not usable.']);
  });
});

it('run_command runs shell text in the login’s environment, with its exit code and its output', async () => {
  const command = `echo "it's $HOME"; echo oops >&2\ncd "$HOME" && touch made; echo '{"note":"half"}' >&3; exit 7`;
  const end = await box.run('run_command', { command });
  expect(end).toMatchObject({ code: 7, stdout: `it's ${box.home}\n`, stderr: 'oops\n', note: 'half' });
  expect(
    (await box.run('run_command', { command: 'cat; ls; echo "${COMMAND-gone}"; umask' }, { home: box.home })).stdout,
  ).toMatch(/gone\n0022\n$/);
});

it('the reboot command is run as it stands, and its absence is a failure', async () => {
  expect(await box.run('reboot_instance', { command: 'echo going "$HOME"' })).toMatchObject({
    code: 0,
    stdout: `going ${box.home}\n`,
  });
  expect(await box.run('reboot_instance', {})).toMatchObject({
    code: 2,
    failure: 'There is no reboot command for this box.',
  });
});
