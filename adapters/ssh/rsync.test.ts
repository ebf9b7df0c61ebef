import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addressOf, reachBox } from '../../lab/reach-box.ts';
import { type SshdBox, startSshdBox } from '../../lab/sshd-box.ts';
import { loadSettings } from '../settings/settings.ts';
import { nameOfText } from '../sync/names.ts';
import { createKnownHosts } from './known-hosts.ts';
import { rsyncFiles } from './rsync.ts';

let box: SshdBox;
let jump: SshdBox;
let folder: string;

beforeAll(async () => {
  box = await startSshdBox();
  jump = await startSshdBox({ identityFile: box.identityFile });
  folder = await mkdtemp(path.join(tmpdir(), 'bringup rsync test-'));
  await mkdir(path.join(box.home, 'media'));
  await writeFile(path.join(box.home, 'media', 'a picture'), 'content');
});
afterAll(async () => {
  await box?.stop();
  await jump?.stop();
  await rm(folder, { recursive: true });
});

/** Brings the one file that the box has, with what is known in our own known_hosts alone. */
async function bring(known: SshdBox[], throughJump: boolean, media = 'media'): Promise<string> {
  const home = await mkdtemp(path.join(folder, '50% home '));
  const settings = await loadSettings({ HOME: home, PATH: process.env.PATH, BRINGUP_HOME: home });
  const knownHosts = createKnownHosts({ own: settings.path('known_hosts'), others: [] });
  for (const { host, port, hostKey } of known) await knownHosts.pin(host, port, hostKey.type, hostKey.base64);
  const { identities } = await reachBox(box);
  const hops = throughJump ? [{ user: jump.user, host: jump.host, port: jump.port }] : [];
  const to = path.join(home, 'to');
  await mkdir(to);
  await rsyncFiles({ settings, identities }, 'rsync', {
    address: { ...addressOf(box), jump: hops },
    direction: 'pull',
    root: nameOfText(path.join(box.home, media)),
    folder: to,
    files: [{ path: 'a picture', size: 7, mtime: 0 }],
    signal: AbortSignal.timeout(20_000),
    onBytes: () => undefined,
    onFile: () => undefined,
  });
  return readFile(path.join(to, 'a picture'), 'utf8');
}

it('brings files, also through a jump host, with the host keys that we know and no others', async () => {
  expect(await bring([box], false)).toBe('content');
  expect(await bring([box, jump], true)).toBe('content');
  for (const known of [[], [box], [jump]]) {
    await expect(bring(known, true)).rejects.toMatchObject({ failure: { code: 'ssh_unreachable' } });
  }
});

it.each(['a [b] c', 'a*c', 'a?c', 'a\\c', "it's $(x)", '-n', 'ü'])(
  'brings files of a folder named %s, and of no other',
  async (name) => {
    await mkdir(path.join(box.home, name));
    await writeFile(path.join(box.home, name, 'a picture'), name);
    for (const other of ['abc', 'a b c', 'ac']) {
      await mkdir(path.join(box.home, other), { recursive: true });
      await writeFile(path.join(box.home, other, 'a picture'), 'of another folder');
    }
    expect(await bring([box], false, name)).toBe(name);
  },
);
