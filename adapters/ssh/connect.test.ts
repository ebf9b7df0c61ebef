import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../lab/free-port.ts';
import { addressOf, reachBox } from '../../lab/reach-box.ts';
import { type SshdBox, startSshdBox } from '../../lab/sshd-box.ts';
import { writeNewKey } from '../../lab/ssh-keys.ts';
import { connect } from './connect.ts';
import { createPool } from './pool.ts';
import { readBootMark } from './remote-job.ts';
import { runShell } from './run-shell.ts';

let box: SshdBox;

beforeAll(async () => {
  box = await startSshdBox({ bashrc: 'echo noise\n' });
});
afterAll(() => box?.stop());

describe('logging in', () => {
  it('says in words that nothing listens, as unreachable', async () => {
    const address = { ...addressOf(box), port: await freePort() };
    const deps = await reachBox(box);
    await expect(connect(address, deps)).rejects.toMatchObject({
      failure: {
        code: 'ssh_unreachable',
        kind: 'unreachable',
        message: expect.stringContaining('connection refused') as string,
      },
    });
  });

  it('says which keys were refused', async () => {
    const other = path.join(box.folder, 'other_key');
    await writeNewKey(other, 'a stranger');
    const deps = await reachBox({ ...box, identityFile: other, host: box.host, port: box.port, hostKey: box.hostKey });
    await expect(connect(addressOf(box), deps)).rejects.toMatchObject({
      failure: { code: 'ssh_auth_refused', message: expect.stringContaining(other) as string },
    });
  });

  it('says that there is no key, or that the only one needs a passphrase', async () => {
    const deps = await reachBox(box);
    const without = (encrypted: string[]) => ({
      ...deps,
      identities: () => Promise.resolve({ keys: [], encrypted, problems: [] }),
    });
    await expect(connect(addressOf(box), without([]))).rejects.toMatchObject({ failure: { code: 'ssh_no_key' } });
    await expect(connect(addressOf(box), without(['/k']))).rejects.toMatchObject({
      failure: { code: 'ssh_key_encrypted' },
    });
  });

  it('stops before any login at an unknown host key, with the fingerprint that was shown', async () => {
    const deps = await reachBox(box, { pinned: false });
    const { host, port, hostKey } = box;
    await expect(connect(addressOf(box), deps)).rejects.toMatchObject({
      failure: { code: 'host_key_unknown', facts: { fingerprint: hostKey.fingerprint } },
      offered: { host, port, fingerprint: hostKey.fingerprint },
    });
  });

  it('stops at a changed host key with both fingerprints', async () => {
    const deps = await reachBox(box);
    const known = box.hostKey.fingerprint;
    await box.restart({ newHostKey: true });
    await expect(connect(addressOf(box), deps)).rejects.toMatchObject({
      failure: {
        code: 'host_key_changed',
        message: expect.stringContaining(known) as string,
        facts: { fingerprint: box.hostKey.fingerprint },
      },
    });
  });

  it.each(['unknown', 'known'] as const)(
    'survives a box that goes away while its key is looked up and found to be %s',
    async (verdict) => {
      const deps = await reachBox(box, { pinned: verdict === 'known' });
      const check: typeof deps.knownHosts.check = async (...key) => {
        const found = await deps.knownHosts.check(...key);
        await box.restart();
        return found;
      };
      // An unhandled rejection would fail the whole file, and end a worker.
      await expect(connect(addressOf(box), { ...deps, knownHosts: { ...deps.knownHosts, check } })).rejects.toThrow();
      await setImmediate();
    },
  );

  it('goes through a jump host, whose key is checked as well', async () => {
    const jump = await startSshdBox({ identityFile: box.identityFile });
    const deps = await reachBox(box);
    const hop = { user: jump.user, host: jump.host, port: jump.port };
    const address = { ...addressOf(box), jump: [hop] };
    await expect(connect(address, deps)).rejects.toMatchObject({
      failure: { code: 'host_key_unknown', facts: { port: jump.port } },
    });
    await deps.knownHosts.pin(jump.host, jump.port, jump.hostKey.type, jump.hostKey.base64);
    const connection = await connect(address, deps);
    expect((await runShell(connection, 'echo $BRINGUP_LAB_BOX')).stdout.toString()).toBe(`${box.folder}\n`);
    connection.end();
    await jump.stop();
  });
});

describe('the pool', () => {
  it('shares one connection per box, eight channels at most, and opens a new one when it was lost', async () => {
    const pool = createPool(await reachBox(box));
    const address = addressOf(box);
    const outs = await Promise.all(
      Array.from({ length: 30 }, () =>
        pool.use(address, (connection) => runShell(connection, 'echo $PPID; sleep 0.05')),
      ),
    );
    expect(outs.every(({ code }) => code === 0)).toBe(true);
    const ids = await Promise.all([1, 2].map(() => pool.use(address, (connection) => Promise.resolve(connection))));
    expect(ids[0]).toBe(ids[1]);
    const before = await pool.use(address, readBootMark);
    await box.restart();
    await ids[0]?.closed;
    expect(await pool.use(address, readBootMark)).not.toEqual(before);
    pool.close();
  });

  it('waits for room where a box allows fewer sessions than usual', async () => {
    const small = await startSshdBox({ maxSessions: 1 });
    const pool = createPool(await reachBox(small));
    const echo = () => pool.use(addressOf(small), (connection) => runShell(connection, 'sleep 0.05; echo here'));
    const outs = await Promise.all(Array.from({ length: 5 }, echo));
    expect(outs.map(({ code, stdout }) => [code, stdout.toString()])).toEqual(
      Array.from({ length: 5 }, () => [0, 'here\n']),
    );
    pool.close();
    await small.stop();
  });

  it('tells a failed login to everybody who waits, and tries anew for the next', async () => {
    const deps = await reachBox(box, { pinned: false });
    const pool = createPool(deps);
    const address = addressOf(box);
    const refused = await Promise.allSettled([1, 2, 3].map(() => pool.use(address, readBootMark)));
    expect(refused.every(({ status }) => status === 'rejected')).toBe(true);
    await deps.knownHosts.pin(box.host, box.port, box.hostKey.type, box.hostKey.base64);
    expect(await pool.use(address, readBootMark)).toMatchObject({ own: box.bootMark });
    pool.close();
  });
});

describe('a shell text for reading', () => {
  it('gives output without what login files print, its exit code and its complaints', async () => {
    const connection = await connect(addressOf(box), await reachBox(box));
    writeFileSync(path.join(box.home, 'a file'), 'content');
    expect(await runShell(connection, 'cat "$HOME/a file"; echo oh >&2; exit 4')).toEqual({
      code: 4,
      stdout: Buffer.from('content'),
      stderr: 'oh\n',
    });
    connection.end();
  });
});
