// A host key that has changed: a hard stop, both fingerprints side by side, and a decision of its own.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { sha256Fingerprint } from '../adapters/ssh/fingerprint.ts';
import { openStore } from '../adapters/store/open.ts';
import type { SshdBox } from '../lab/sshd-box.ts';
import { command } from '../tests/support/facade-client.ts';
import { type Stack, startStackWithBox } from '../tests/support/stack.ts';

let box: SshdBox;
let stack: Stack;

beforeAll(async () => {
  const started = await startStackWithBox();
  ({ stack, box } = started);
  return started.stop;
});

const fingerprint = () => sha256Fingerprint(Buffer.from(box.hostKey.base64, 'base64'));
const run = async () =>
  stack.ended(await stack.start({ ssh_connection: box.connection, step_delay: 0, steps: [command('echo hi')] }));
const resolve = (more = {}) => stack.post('/ssh/host-keys/resolve', { host: box.host, port: box.port, ...more });
const knownHosts = () => path.join(stack.home, 'known_hosts');

describe('a changed host key', () => {
  it('cannot be replaced before it was shown to anybody', async () => {
    expect(await resolve()).toMatchObject({ status: 409, body: { success: false, code: 'host_key_not_shown' } });
  });

  it('stops the run for good, with both fingerprints, and cannot be accepted as if it were new', async () => {
    const before = fingerprint();
    await box.restart({ newHostKey: true });
    const state = await run();
    expect(state).toMatchObject({ status: 'failed', failure: { code: 'host_key_changed' } });
    expect(state.steps[0]?.attempt).toBe(1);
    expect(state.failure?.kind).toBe('needs_human');
    expect(state.failure?.facts).toMatchObject({
      known_lines: `256 ${before} [${box.host}]:${box.port} (ED25519)`,
      known_in: `${knownHosts()}:1`,
      fingerprint_line: `256 ${fingerprint()} [${box.host}]:${box.port} (ED25519)`,
    });
    expect(state.failure?.facts['fingerprint']).toBe(fingerprint());
    const accept = { ssh_connection: box.connection, accept: true };
    expect((await stack.post('/ssh/verify-host', accept)).body).toMatchObject({ code: 'host_key_changed' });
    const named = { ...accept, fingerprint: fingerprint() };
    expect((await stack.post('/ssh/verify-host', named)).body).toMatchObject({ code: 'host_key_changed' });
    expect(await run()).toMatchObject({ failure: { code: 'host_key_changed' } });
  });

  it('is not replaced when the box shows another one by now', async () => {
    await box.restart({ newHostKey: true });
    const kept = readFileSync(knownHosts(), 'utf8');
    // Also the second time: an answer that refuses is nothing that somebody has compared.
    for (const _time of [1, 2]) {
      expect(await resolve()).toMatchObject({
        status: 409,
        body: { code: 'host_key_not_shown', fingerprint: fingerprint() },
      });
    }
    expect(await resolve({ fingerprint: fingerprint() })).toMatchObject({ status: 409 });
    expect(readFileSync(knownHosts(), 'utf8')).toBe(kept);
    await box.restart({ newHostKey: true });
    expect(await run()).toMatchObject({ failure: { code: 'host_key_changed' } });
  });

  it('is replaced by exactly the key that was shown, and it is known who decided that, and when', async () => {
    const answer = await resolve({ fingerprint: fingerprint() });
    expect(answer.body).toMatchObject({
      success: true,
      message: `Host key resolved successfully for ${box.host}:${box.port}`,
      fingerprint: fingerprint(),
    });
    expect(await run()).toMatchObject({ status: 'completed' });
    const store = await openStore(stack.home);
    const [decision] = await store.hostKeys.decisions(box.host, box.port);
    await store.close();
    expect(decision).toMatchObject({ decision: 'replaced', fingerprint: fingerprint() });
    expect(decision?.decided_by).toMatch(/^local, (::ffff:)?127\.0\.0\.1, ./);
    expect(Date.now() - Date.parse(decision?.decided_at ?? '')).toBeLessThan(60_000);
    // ssh reads the same truth from the same file.
    const ssh = ['-o', 'StrictHostKeyChecking=yes', '-o', `UserKnownHostsFile=${knownHosts()}`, '-o', 'BatchMode=yes'];
    const said = spawnSync('ssh', [...ssh, '-i', box.identityFile, '-p', String(box.port), box.host, 'echo in']);
    expect(said.stdout.toString()).toBe('in\n');
  });
});

describe('a changed key that also stands in the person’s own known_hosts', () => {
  it('is replaced here alone, and rsync and ssh refuse the old one as well', async () => {
    const [old, before] = [box.hostKey.knownHostsLine, fingerprint()];
    const oldKey = readFileSync(path.join(box.folder, 'host_key'));
    const theirs = path.join(stack.home, '.ssh', 'known_hosts');
    mkdirSync(path.dirname(theirs), { recursive: true });
    writeFileSync(theirs, `# mine\n${old}\n`);
    await box.restart({ newHostKey: true });
    const { failure } = await run();
    expect(failure?.facts['known_in']).toBe(`${knownHosts()}:1, ${theirs}:2`);
    const { body } = await resolve();
    expect(body['note']).toContain(`${theirs}, line 2`);
    expect(body['note']).toContain(`ssh-keygen -f '${theirs}' -R '[${box.host}]:${box.port}'`);
    expect(readFileSync(theirs, 'utf8')).toBe(`# mine\n${old}\n`);
    expect(await run()).toMatchObject({ status: 'completed' });
    // OpenSSH with both files, as rsync gets them: the new key is let in, the old one is not.
    const files = `UserKnownHostsFile=${knownHosts()} ${theirs}`;
    const words = ['-F', 'none', '-o', 'StrictHostKeyChecking=yes', '-o', files, '-o', 'BatchMode=yes'];
    const ssh = () => spawnSync('ssh', [...words, '-i', box.identityFile, '-p', String(box.port), box.host, 'echo in']);
    expect(ssh().stdout.toString()).toBe('in\n');
    // Whoever has the old key now is not the box.
    const file = path.join(box.folder, 'host_key');
    const newKey = readFileSync(file);
    writeFileSync(file, oldKey);
    await box.restart();
    expect(ssh().stderr.toString()).toContain('REVOKED HOST KEY');
    expect(await run()).toMatchObject({ failure: { code: 'host_key_changed', facts: { fingerprint: before } } });
    writeFileSync(file, newKey);
    await box.restart();
    expect(readFileSync(knownHosts(), 'utf8')).toContain(`@revoked ${old}`);
    rmSync(theirs);
  });
});

describe('POST /ssh/host-keys/resolve', () => {
  it('says what hindered it, with 500, and has changed nothing', async () => {
    await box.restart({ newHostKey: true });
    await run();
    const kept = readFileSync(knownHosts(), 'utf8');
    await box.down();
    const { status, body } = await resolve();
    expect([status, body['message']]).toEqual([500, expect.stringMatching(/^Failed to remove old key: .*refused/i)]);
    expect(readFileSync(knownHosts(), 'utf8')).toBe(kept);
    await box.restart();
    expect(await resolve()).toMatchObject({ status: 200 });
    expect((await resolve()).body).toMatchObject({ success: true, already_known: true });
  });

  it('does not take a key that a person has revoked', async () => {
    await box.restart({ newHostKey: true });
    await run();
    const theirs = path.join(stack.home, '.ssh', 'known_hosts');
    writeFileSync(theirs, `@revoked * ${box.hostKey.type} ${box.hostKey.base64}\n`);
    expect(await resolve()).toMatchObject({ status: 409, body: { code: 'host_key_changed' } });
    expect((await run()).failure?.message).toContain('revoked');
    rmSync(theirs);
    await resolve();
  });
});

describe('POST /ssh/host-keys/check', () => {
  it('reads what OpenSSH says of a changed key', async () => {
    await box.restart({ newHostKey: true });
    const options = [
      '-o',
      'StrictHostKeyChecking=yes',
      '-o',
      `UserKnownHostsFile=${knownHosts()}`,
      '-o',
      'BatchMode=yes',
    ];
    const ssh = spawnSync('ssh', [...options, '-p', String(box.port), box.host, 'true']);
    const { body } = await stack.post('/ssh/host-keys/check', { ssh_output: ssh.stderr.toString() });
    expect(body).toMatchObject({
      has_error: true,
      error: {
        host: box.host,
        port: box.port,
        known_hosts_file: knownHosts(),
        line_number: expect.any(Number) as number,
        new_fingerprint: fingerprint(),
        detected_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
      },
    });
  });

  it('finds nothing in other words, and wants some', async () => {
    const other = await stack.post('/ssh/host-keys/check', { ssh_output: 'Connection refused' });
    expect(other.body).toEqual({ success: true, has_error: false });
    expect(await stack.post('/ssh/host-keys/check', {})).toMatchObject({
      status: 400,
      body: { message: 'SSH output is required' },
    });
  });
});

describe('POST /ssh/host-keys/remove', () => {
  it('forgets the host, so that its key is asked about again', async () => {
    const gone = await stack.post('/ssh/host-keys/remove', { host: box.host, port: box.port });
    expect(gone.body).toMatchObject({ message: `Old host key for [${box.host}]:${box.port} removed successfully` });
    const id = await stack.start({ ssh_connection: box.connection, step_delay: 0, steps: [command('echo hi')] });
    const { block_info } = await stack.until(id, ({ status }) => status === 'blocked');
    expect(block_info?.fingerprints[0]).toContain(fingerprint());
    await stack.post('/workflow/stop', { workflow_id: id });
    expect(await stack.ended(id)).toMatchObject({ status: 'cancelled' });
  });

  it('does not claim to have removed what stands in a file that it only reads', async () => {
    const theirs = path.join(stack.home, '.ssh', 'known_hosts');
    writeFileSync(theirs, `${box.hostKey.knownHostsLine}\n`);
    const { status, body } = await stack.post('/ssh/host-keys/remove', { host: box.host, port: box.port });
    expect([status, body['message']]).toEqual([500, expect.stringContaining('Failed to remove host key: The old key')]);
    expect(body['message']).toContain(`ssh-keygen -f '${theirs}' -R`);
    rmSync(theirs);
  });

  it('replaces nothing for a host that is not known: that is another question', async () => {
    expect(await resolve()).toMatchObject({ status: 409, body: { code: 'host_key_not_shown' } });
  });

  it('takes no other file than our own, and no host without a port', async () => {
    const elsewhere = { host: box.host, port: box.port, known_hosts_file: '/etc/ssh/ssh_known_hosts' };
    expect(await stack.post('/ssh/host-keys/remove', elsewhere)).toMatchObject({ status: 400 });
    expect(await stack.post('/ssh/host-keys/resolve', { host: box.host })).toMatchObject({
      status: 400,
      body: { message: 'Host and port are required' },
    });
  });
});
