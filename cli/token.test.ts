import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { token } from './token.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'bringup-token-'));
});
afterEach(() => rm(home, { recursive: true }));

async function run(...args: string[]): Promise<string[]> {
  const said: string[] = [];
  await token({ args, env: { HOME: home, BRINGUP_HOME: home }, say: (line) => said.push(line) });
  return said;
}

describe('bringup token', () => {
  it('makes the first token, shows it once and keeps only its hash', async () => {
    const [secret = ''] = await run('create', '--name', 'my program', '--scope', 'run', '--days', '30');
    expect(secret).toMatch(/^bringup_[A-Za-z0-9_-]{43}$/);
    const [line = ''] = await run('list');
    expect(line).toMatch(/^\S+ {2}run {4}my program {2}\(until 20\S+, never used\)$/);
    expect((await readFile(path.join(home, 'bringup.db'))).includes(secret)).toBe(false);
    await run('remove', line.split(' ')[0] ?? '');
    expect((await run('list'))[0]).toMatch(/^There are no tokens/);
  });

  it('says how it is used where something is wrong', async () => {
    await expect(run()).rejects.toThrow('Try: bringup token create --name');
    await expect(run('toString')).rejects.toThrow('does not know "toString"');
    await expect(run('create', '--name', 'x')).rejects.toThrow('--scope must be one of read, run, admin');
    await expect(run('create', '--name', 'x', '--scope', 'root')).rejects.toThrow('--scope must be one of');
    await expect(run('create', '--scope', 'read')).rejects.toThrow('needs a name');
    await expect(run('create', '--name', 'x', '--scope', 'read', '--days', '0')).rejects.toThrow('--days must be');
    await expect(run('create', '--nam', 'x')).rejects.toThrow('--nam');
    await expect(run('remove', 'none')).rejects.toThrow('There is no token none');
  });
});
