import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { freePort } from './free-port.ts';
import { run, ssh } from './openssh.ts';
import { descendantsOf, isAlive } from './processes.ts';
import { startThickBox, thickBoxesAvailable, type ThickBox } from './thick-box.ts';

const LIMIT = { timeout: 10_000 };
const available = await thickBoxesAvailable();

test('says whether thick boxes can be made here', () => {
  expect(available === true || available.length > 10).toBe(true);
});

describe.runIf(available === true)('a thick box', () => {
  let box: ThickBox;
  const on = async (command: string) => (await ssh(box, command)).stdout.trim();
  const boot = () => on("sed 's/.*) //' /proc/1/stat | cut -d' ' -f20");

  beforeAll(async () => {
    box = await startThickBox({
      banner: 'Welcome to vast.ai.\n',
      files: { '/workspace/ComfyUI/main.py': 'print(1)\n' },
    });
  });
  afterAll(async () => {
    const all = descendantsOf(box.pid);
    await box.stop();
    expect(all.filter(isAlive)).toEqual([]);
    expect((await run('grep', ['-c', 'bringup-thick', '/proc/mounts'])).stdout.trim()).toBe('0');
  });

  test('has real paths of its own that this computer does not see', async () => {
    expect(await on('cat /workspace/ComfyUI/main.py; hostname; id -un; cat /proc/1/comm')).toBe(
      'print(1)\nbringup-box\nroot\nsshd',
    );
    await on('mkdir -p /venv/main && echo hello > /venv/main/file && echo "A=1" >> /etc/environment');
    expect(await readFile(box.path('/venv/main/file'), 'utf8')).toBe('hello\n');
    await expect(readFile('/workspace/ComfyUI/main.py')).rejects.toThrow('ENOENT');
    expect(await on('python3 -c "print(6*7)"; git --version | cut -c1-3')).toBe('42\ngit');
  });

  test('reboots like a container: new pid 1, empty /dev/shm, same files, key and boot id', async () => {
    await on('echo kept > /workspace/kept; echo gone > /dev/shm/nonce; setsid sleep 600 </dev/null >/dev/null 2>&1 &');
    const before = { boot: await boot(), id: await on('cat /proc/sys/kernel/random/boot_id'), key: box.hostKey };
    const running = descendantsOf(box.pid);
    expect(running.length).toBeGreaterThanOrEqual(2);

    await box.restart();

    expect(running.filter(isAlive)).toEqual([]);
    expect(await on('cat /workspace/kept; ls /dev/shm')).toBe('kept');
    expect(await boot()).not.toBe(before.boot);
    expect(await on('cat /proc/sys/kernel/random/boot_id')).toBe(before.id);
    expect(box.hostKey).toEqual(before.key);
  });

  test('reboots when its own reboot command is run on it', async () => {
    const before = await boot();
    await ssh(box, box.rebootCommand);
    await vi.waitFor(async () => {
      const now = await boot();
      expect(now).toMatch(/^\d+$/);
      expect(now).not.toBe(before);
    }, LIMIT);
  });

  test('can come back on another port', async () => {
    const port = await freePort();
    await box.restart({ port });
    expect(box.connection).toBe(`ssh -p ${port} root@127.0.0.1`);
    expect(await on('echo here')).toBe('here');
  });

  test('is another box after a recycle: files gone, new host key', async () => {
    await on('echo old > /workspace/old');
    const old = box.hostKey;
    await box.recycle();
    expect(await on('ls /workspace; cat /workspace/ComfyUI/main.py')).toBe('ComfyUI\nprint(1)');
    expect(box.hostKey.fingerprint).not.toBe(old.fingerprint);
  });
});
