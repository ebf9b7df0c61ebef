import { existsSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { ssh } from './openssh.ts';
import { isAlive, processesWith } from './processes.ts';
import { startSshdBox, type SshdBox, type SshdBoxOptions } from './sshd-box.ts';

const LIMIT = { timeout: 10_000 };
const boxes: SshdBox[] = [];
const start = async (options: SshdBoxOptions = {}) => {
  const box = await startSshdBox(options);
  boxes.push(box);
  return box;
};
const processesOf = (box: SshdBox) => processesWith(`BRINGUP_LAB_BOX=${box.folder}`);

afterEach(async () => {
  for (const box of boxes.splice(0)) {
    await box.stop();
    expect(processesOf(box)).toEqual([]);
    expect(existsSync(box.folder)).toBe(false);
  }
});

test('runs commands in a home of its own, with its environment and boot mark', async () => {
  const box = await start({ env: { COLOUR: 'light "blue"' } });
  const { stdout, code } = await ssh(box, 'echo "$HOME|$BRINGUP_BOOT_MARK|$COLOUR"; cd; pwd; exit 7');
  expect(stdout).toBe(`${box.home}|${box.bootMark}|light "blue"\n${box.home}\n`);
  expect(code).toBe(7);
});

test('shows its banner on stderr and its login noise on stdout', async () => {
  const box = await start({ banner: 'Welcome to vast.ai.\n', bashrc: 'echo noise\n' });
  const { stdout, stderr } = await ssh(box, 'echo done');
  expect(stdout).toBe('noise\ndone\n');
  expect(stderr).toContain('Welcome to vast.ai.');
});

test('finds python3 and git on the path of its maker', async () => {
  const box = await start();
  expect((await ssh(box, 'python3 -c "print(6*7)" && git --version')).stdout).toMatch(/^42\ngit version/);
});

test('a restart ends what ran, changes the boot mark and keeps key, port and files', async () => {
  const box = await start();
  const before = { mark: box.bootMark, key: box.hostKey.fingerprint, port: box.port };
  await ssh(box, 'touch ~/kept; setsid sleep 600 </dev/null >/dev/null 2>&1 & echo $! >~/pid');
  const open = ssh(box, 'sleep 600');
  await vi.waitFor(() => expect(processesOf(box).length).toBeGreaterThanOrEqual(2), LIMIT);
  const running = processesOf(box);
  const server = box.pid;

  await box.restart();

  expect((await open).code).toBe(255);
  expect(running.filter(isAlive)).toEqual([]);
  expect(isAlive(server)).toBe(false);
  expect(box.bootMark).not.toBe(before.mark);
  expect(box.hostKey.fingerprint).toBe(before.key);
  expect(box.port).toBe(before.port);
  expect((await ssh(box, 'ls ~/kept; echo $BRINGUP_BOOT_MARK')).stdout).toBe(`${box.home}/kept\n${box.bootMark}\n`);
});

test('reboots when its own reboot command is run on it', async () => {
  const box = await start();
  const before = box.bootMark;
  await ssh(box, box.rebootCommand);
  await vi.waitFor(() => expect(box.bootMark).not.toBe(before), LIMIT);
  await vi.waitFor(
    async () => expect((await ssh(box, 'echo $BRINGUP_BOOT_MARK')).stdout.trim()).toBe(box.bootMark),
    LIMIT,
  );
});

test('shows another host key after a restart with a new one', async () => {
  const box = await start();
  const old = box.hostKey;
  await box.restart({ newHostKey: true, bootMark: 'second' });
  expect(box.bootMark).toBe('second');
  expect(box.hostKey.fingerprint).not.toBe(old.fingerprint);
  expect((await ssh(box, 'true')).code).toBe(0);
  const refused = await ssh({ ...box, port: box.port, hostKey: old }, 'true');
  expect(refused.code).toBe(255);
  expect(refused.stderr).toContain('REMOTE HOST IDENTIFICATION HAS CHANGED');
});

test('refuses more sessions on one connection than it was told to allow', async () => {
  const box = await start({ maxSessions: 1 });
  const config = await ssh(box, `/usr/sbin/sshd -T -f ${box.folder}/sshd_config | grep -i maxsessions`);
  expect(config.stdout.trim()).toBe('maxsessions 1');
});

test('starts another box in a second beside it, each with its own key and port', async () => {
  const [one, two] = await Promise.all([start(), start()]);
  expect(one.port).not.toBe(two.port);
  expect(one.hostKey.fingerprint).not.toBe(two.hostKey.fingerprint);
  expect(
    (await ssh({ ...two, port: two.port, hostKey: two.hostKey, identityFile: one.identityFile }, 'true')).code,
  ).toBe(255);
});
