import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installFakeTorch, TORCH_VERSION } from './fake-torch.ts';
import { run } from './openssh.ts';

let folder: string;
let python: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bringup-torch-'));
  await run('python3', ['-m', 'venv', folder]);
  python = path.join(folder, 'bin', 'python');
  await installFakeTorch(python, path.join(folder, 'wheels'));
});
afterAll(() => rm(folder, { recursive: true }));

test('is what Python and pip take for torch with CUDA', async () => {
  const all = 'import torch, torchvision, torchaudio; print(torch.__version__, torch.cuda.is_available())';
  expect(await run(python, ['-c', all])).toMatchObject({ stdout: `${TORCH_VERSION} False\n`, stderr: '' });
  expect((await run(python, ['-m', 'pip', 'check'])).stdout).toBe('No broken requirements found.\n');
});

test('answers what nodes require of it, without a look at the registry', async () => {
  const answer = await run(python, ['-m', 'pip', 'install', '--no-index', 'torch>=2', 'torchvision', 'torchaudio']);
  expect(answer.code).toBe(0);
  expect(answer.stdout).toContain(`Requirement already satisfied: torch>=2`);
  const other = await run(python, ['-m', 'pip', 'install', '--no-index', '--dry-run', 'torch==2.0.1']);
  expect(other.code).toBe(1);
});
