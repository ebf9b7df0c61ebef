import { expect, test } from 'vitest';
import { addressesOf, instanceRow } from './vast-address.ts';

const of = (row: Record<string, unknown>) => addressesOf(instanceRow.parse({ id: 1, ...row }));
const proxy = { ssh_host: 'ssh7.vast.ai', ssh_port: 12_345 };
const direct = { public_ipaddr: '104.189.178.116', ports: { '22/tcp': [{ HostIp: '0.0.0.0', HostPort: '2838' }] } };

test('prefers the direct port, keeps the proxy as a second way and never mixes the two pairs', () => {
  expect(of({ ...direct, ...proxy, image_runtype: 'ssh_direc ssh_proxy' })).toEqual([
    { host: '104.189.178.116', port: 2838, via: 'direct' },
    { host: 'ssh7.vast.ai', port: 12_345, via: 'proxy' },
  ]);
});

test('adds 1 to the proxy port of Jupyter images, and keeps the plain one as a further try', () => {
  expect(of({ ...proxy, image_runtype: 'jupyter_direc ssh_direc ssh_proxy' }).map(({ port }) => port)).toEqual([
    12_346, 12_345,
  ]);
});

test.each([
  ['ports null', { ports: null }],
  ['ports as an array of numbers', { ports: [22, 8080] }],
  ['no port 22', { ports: { '8080/tcp': [{ HostPort: '1' }] } }],
  ['an empty mapping', { ports: { '22/tcp': [] } }],
  ['a mapping of null', { ports: { '22/tcp': null } }],
  ['a port that is none', { ports: { '22/tcp': [{ HostPort: 'abc' }] } }],
  ['port 0', { ports: { '22/tcp': [{ HostPort: '0' }] } }],
])('with %s the proxy is left', (_name, row) => {
  expect(of({ ...direct, ...proxy, ...row }).map(({ via }) => via)).toEqual(['proxy']);
});

test('takes ids and ports as numbers and as strings', () => {
  const row = instanceRow.parse({ id: '77', ssh_host: 'ssh1.vast.ai', ssh_port: '99' });
  expect([row.id, addressesOf(row)]).toEqual(['77', [{ host: 'ssh1.vast.ai', port: 99, via: 'proxy' }]]);
});

test('has no way into a box that runs without sshd, or that is still being made', () => {
  expect(of({ ...direct, ...proxy, image_runtype: 'args' })).toEqual([]);
  expect(of({ actual_status: null, ssh_host: null, ssh_port: null, ports: null })).toEqual([]);
});
