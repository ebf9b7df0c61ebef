import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { packageFile } from '../adapters/package-root.ts';
import { run } from './openssh.ts';
import { descendantsOf, isAlive, processesWith } from './processes.ts';

test('starts boxes for use by hand, and leaves nothing when it is interrupted', { timeout: 150_000 }, async () => {
  const tsx = packageFile('node_modules', 'tsx', 'dist', 'cli.mjs');
  const lab = spawn(process.execPath, [tsx, packageFile('lab', 'main.ts'), '--thin', '1'], { stdio: 'pipe' });
  const ended = once(lab, 'close');
  let said = '';
  lab.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
  try {
    for await (const line of createInterface({ input: lab.stdout })) {
      said += `${line}\n`;
      if (line.startsWith('Ctrl-C')) break;
    }
    const find = (pattern: RegExp) => pattern.exec(said)?.[1] ?? expect.fail(`${pattern} in:\n${said}`);
    const folder = find(/^folder +(\S+)$/m);
    const ssh = find(/^ +ssh +(ssh .*)$/m);
    const uiHome = find(/^ +ui_home +(\S+)$/m);
    const on = (command: string) =>
      run('sh', ['-c', `${ssh} -F none -o BatchMode=yes -o StrictHostKeyChecking=accept-new "$0"`, command]);
    const clone = `git clone -q ${find(/^git +(\S+) /m)} '${uiHome}/custom_nodes/n01-plain' && supervisorctl restart comfyui`;
    expect(await on(clone)).toMatchObject({ code: 0, stdout: expect.stringContaining('comfyui: started') as string });
    expect((await on(`${find(/^ +python +(\S+)$/m)} -c 'import torch; print(torch.__version__)'`)).stdout).toContain(
      'cu128',
    );
    const template = parse(await readFile(find(/^ +template +(\S+)$/m), 'utf8')) as { steps: { nodes?: unknown[] }[] };
    expect(template.steps.flatMap(({ nodes = [] }) => nodes).length).toBeGreaterThan(35);
    const answer = await fetch(find(/VAST_URL=(\S+)/) + '/api/v1/instances', {
      headers: { authorization: `Bearer ${find(/VAST_API_KEY=([^,]+),/)}` },
    });
    expect(await answer.json()).toMatchObject({ instances_found: 1 });

    const processes = [
      ...descendantsOf(lab.pid ?? 0),
      ...processesWith(`BRINGUP_LAB_BOX=${find(/ key +(\S+)\/user_key$/m)}`),
    ];
    expect(processes.length).toBeGreaterThan(2);
    lab.stdout.resume();
    lab.kill('SIGINT');
    const [code] = (await ended) as [number | null];
    expect([code, said]).toEqual([0, expect.not.stringContaining('Error')]);
    await vi.waitFor(() => expect(processes.filter(isAlive)).toEqual([]));
    expect(existsSync(folder)).toBe(false);
  } finally {
    lab.kill('SIGTERM');
    await ended;
  }
});
