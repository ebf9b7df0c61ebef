import { describe, expect, it } from 'vitest';
import { checkConnection } from './connection-check.ts';

const ssh = (user: string, host: string, port: number) => ({ ok: true, kind: 'ssh', user, host, port });

/** User or port are not in the text, so ~/.ssh/config may name others. */
const usual: typeof ssh = (...target) => ({ ...ssh(...target), usual: true });

describe('the connection check understands', () => {
  it.each([
    ['ssh -p 2838 root@104.189.178.116 -L 8080:localhost:8080', ssh('root', '104.189.178.116', 2838)],
    ['ssh root@1.2.3.4 -p 2838', ssh('root', '1.2.3.4', 2838)],
    ['ssh -p2838 -i ~/.ssh/id_ed25519 -N -v root@1.2.3.4', ssh('root', '1.2.3.4', 2838)],
    ['ssh -NTp 2838 root@1.2.3.4', ssh('root', '1.2.3.4', 2838)],
    ['ssh -l ubuntu -o Port=2200 box.example.org', ssh('ubuntu', 'box.example.org', 2200)],
    ['ssh -oPort=2200 -o StrictHostKeyChecking=no root@box', ssh('root', 'box', 2200)],
    ['ssh -J jump@gate:2222,other root@10.0.0.7', usual('root', '10.0.0.7', 22)],
    ['ssh ssh://me@box:2200', ssh('me', 'box', 2200)],
    ['ssh me@2001:db8::7 -p 2200', ssh('me', '2001:db8::7', 2200)],
    ['root@host', usual('root', 'host', 22)],
    ['root@host:22', ssh('root', 'host', 22)],
    ['host:2838', usual('root', 'host', 2838)],
    ['  user@1.2.3.4:2838  ', ssh('user', '1.2.3.4', 2838)],
    ['ssh://root@host:2838', ssh('root', 'host', 2838)],
    ['ssh://root@host/', usual('root', 'host', 22)],
    ['[2001:db8::7]:2838', usual('root', '2001:db8::7', 2838)],
    ['root@[::1]', usual('root', '::1', 22)],
    ['12345678', { ok: true, kind: 'vast', instanceId: '12345678' }],
  ])('%s', (text, expected) => {
    expect(checkConnection(text)).toEqual(expected);
  });
});

describe('the connection check refuses', () => {
  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['root:secret@host', 'password'],
    ['root:secret@host:22', 'password'],
    ['ssh://root:secret@host', 'password'],
    ['ssh root:secret@host', 'password'],
    ['ssh -J me:secret@gate root@host', 'password'],
    ['sshpass -p secret ssh root@host', 'password'],
    ['ssh -o ProxyCommand=nc root@host', 'proxy_command'],
    ['ssh -oproxycommand=nc root@host', 'proxy_command'],
    ['ssh -o LocalCommand=id root@host', 'proxy_command'],
    ['root@host; id', 'shell_characters'],
    ['root@$(id)', 'shell_characters'],
    ['ssh "root@host"', 'shell_characters'],
    ['host', 'port_missing'],
    ['host:', 'bad_port'],
    ['host:0', 'bad_port'],
    ['host:65536', 'bad_port'],
    ['host:22a', 'bad_port'],
    ['ssh -p root@host', 'bad_port'],
    ['ssh -p 99999 root@host', 'bad_port'],
    ['ssh root@host -p', 'bad_port'],
    ['[::1]:x', 'bad_port'],
    [':22', 'empty_host'],
    ['root@', 'empty_host'],
    ['root@:22', 'empty_host'],
    ['ssh -p 22', 'empty_host'],
    ['ssh', 'empty_host'],
    ['1.2.3:22', 'bad_host'],
    ['1.2.3.456:22', 'bad_host'],
    ['-oProxy:22', 'bad_host'],
    ['ho_st..x:22', 'bad_host'],
    ['@host', 'bad_user'],
    ['ro ot@host', 'command_after_host'],
    ['ro%ot@host', 'bad_user'],
    ['2001:db8::7', 'v6_brackets'],
    ['ssh root@host rm -rf /', 'command_after_host'],
    ['ssh -i', 'option_without_value'],
    ['0', 'bad_instance_id'],
  ])('%j: %s', (text, problem) => {
    expect(checkConnection(text)).toEqual({ ok: false, problem });
  });
});
