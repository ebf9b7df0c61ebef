import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseConnection } from './parse-connection.ts';
import { applySshConfig } from './ssh-config.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bringup-ssh-config-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function apply(text: string, config: string) {
  const file = path.join(folder, 'config');
  await writeFile(file, config);
  const parsed = parseConnection(text);
  if (parsed.kind !== 'address') throw new Error('not an address');
  return (await applySshConfig(parsed, file)).address;
}

const CONFIG = `
Host gpu
  HostName 10.0.0.7
  User ubuntu
  Port 2222
  IdentityFile ~/.ssh/id_gpu
  ProxyJump gate,me@other:23
Host gate
  HostName gate.example.com
  User jumper
Host *.lab
  HostName %h.example.com
Host *
  Port 2200
`;

describe('a name of ~/.ssh/config', () => {
  it('becomes what the file says, jump hosts too', async () => {
    expect(await apply('gpu', CONFIG)).toEqual({
      key: 'ubuntu@10.0.0.7:2222',
      user: 'ubuntu',
      host: '10.0.0.7',
      port: 2222,
      jump: [
        { user: 'jumper', host: 'gate.example.com', port: 2200 },
        { user: 'me', host: 'other', port: 23 },
      ],
      identity_file: '~/.ssh/id_gpu',
    });
    expect((await apply('Box.lab', CONFIG)).key).toBe('root@box.lab.example.com:2200');
  });

  it('gives way to what the text says itself', async () => {
    const address = await apply('ssh -p 22 -i /k -J none root@gpu', CONFIG);
    expect(address).toMatchObject({ key: 'root@10.0.0.7:22', jump: [], identity_file: '/k' });
  });

  it('gives the same key as the address it stands for', async () => {
    expect((await apply('gpu', CONFIG)).key).toBe((await apply('ubuntu@10.0.0.7:2222', CONFIG)).key);
  });
});

describe('Include', () => {
  const include = (name: string, text: string) => writeFile(path.join(folder, name), text);

  it('puts files where they are named, in order, each ending with its blocks', async () => {
    await include('b.conf', 'Host gpu\n  User second\n  Port 2\n');
    await include('a.conf', 'Include inner\nHost gpu\n  User first\n');
    await include('inner', 'HostName inner.example.com\n');
    const config = `Include missing *.conf\nIdentityFile /for/all\nHost gpu\n  Port 9\n`;
    expect(await apply('gpu', config)).toMatchObject({ key: 'first@inner.example.com:2', identity_file: '/for/all' });
    expect((await apply('cpu', config)).identity_file).toBe('/for/all');
  });

  it('inside a block is about that block’s hosts alone', async () => {
    await include('work', 'Host *\n  User worker\n');
    const config = `Host work-*\n  Include "${folder}/work"\nHost *\n  Port 7\n`;
    expect((await apply('work-1', config)).key).toBe('worker@work-1:7');
    expect((await apply('home', config)).key).toBe('root@home:7');
  });

  it('that goes in a circle is refused', async () => {
    await include('circle', 'Include circle\n');
    await expect(apply('gpu', 'Include circle\n')).rejects.toThrow('deeper than 16 files');
  });
});

it('changes nothing when there is no file', async () => {
  const parsed = parseConnection('ssh -p 2838 gpu');
  if (parsed.kind !== 'address') throw new Error('not an address');
  expect(await applySshConfig(parsed, path.join(folder, 'missing'))).toEqual(parsed);
});

it('runs nothing, not even Match exec', async () => {
  const config = `Match exec "touch ${folder}/ran"\n  User evil\nHost gpu\n  Port 23\n`;
  expect((await apply('gpu', config)).key).toBe('root@gpu:23');
  expect(await readdir(folder)).toEqual(['config']);
});

it.each([
  ['Host "gpu\n  Port 22\n', /config cannot be used for this host/],
  ['Host gpu\n  Port abc\n', /Port must be a valid integer/],
  ['Host gpu\n  HostName -oProxyCommand=x\n', /Host must be/],
  ['Host gpu\n  ProxyCommand nc %h %p\n', /ProxyCommand for this host is not supported, use ProxyJump/],
])('refuses %j with a clear sentence', async (config, message) => {
  const failure = expect(apply('gpu', config)).rejects;
  await failure.toThrow(message);
  await expect(apply('gpu', config)).rejects.toMatchObject({ failure: { code: 'input_invalid' } });
});
