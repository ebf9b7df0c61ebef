import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ssh } from './openssh.ts';
import { startSshdBox } from './sshd-box.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

let echo: Server;
let proxy: TcpProxy;
const clients: Socket[] = [];

beforeEach(async () => {
  echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await startTcpProxy({ host: '127.0.0.1', port: (echo.address() as AddressInfo).port });
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await proxy.stop();
  echo.close();
});

async function connect() {
  const socket = createConnection(proxy.port, proxy.host);
  clients.push(socket);
  const seen = { text: '', error: '' };
  socket.on('data', (bytes) => (seen.text += bytes.toString()));
  socket.on('error', (error: NodeJS.ErrnoException) => (seen.error = error.code ?? ''));
  await once(socket, 'connect');
  return { socket, seen };
}

test('passes bytes and the end of a stream', async () => {
  const { socket, seen } = await connect();
  socket.end('hello');
  await once(socket, 'close');
  expect(seen).toEqual({ text: 'hello', error: '' });
  await vi.waitFor(() => expect(proxy.connections).toBe(0));
});

test('holds everything back while paused and loses nothing', async () => {
  const { socket, seen } = await connect();
  socket.write('a');
  await vi.waitFor(() => expect(seen.text).toBe('a'));
  proxy.pause();
  const late = await connect();
  socket.write('b');
  late.socket.write('c');
  const direct = createConnection((echo.address() as AddressInfo).port, '127.0.0.1');
  direct.end('same way round, without the proxy');
  await once(direct.resume(), 'close');
  expect([seen.text, late.seen.text]).toEqual(['a', '']);
  proxy.resume();
  await vi.waitFor(() => expect([seen.text, late.seen.text]).toEqual(['ab', 'c']));
});

test('resets what is open and takes new connections', async () => {
  const { socket, seen } = await connect();
  socket.write('a');
  await vi.waitFor(() => expect(seen.text).toBe('a'));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  proxy.reset();
  await closed;
  expect(seen.error).toBe('ECONNRESET');
  const again = await connect();
  again.socket.write('b');
  await vi.waitFor(() => expect(again.seen.text).toBe('b'));
});

test('delays every byte both ways and keeps their order when the delay changes', async () => {
  const { socket, seen } = await connect();
  proxy.setLatency(60);
  const start = performance.now();
  socket.write('1');
  await once(socket, 'data');
  expect(performance.now() - start).toBeGreaterThanOrEqual(115);
  socket.write('2');
  proxy.setLatency(0);
  socket.write('3');
  await vi.waitFor(() => expect(seen.text).toBe('123'));
});

test('refuses and accepts again', async () => {
  proxy.refuse();
  const refused = createConnection(proxy.port, proxy.host);
  const [error] = (await once(refused, 'error')) as [NodeJS.ErrnoException];
  expect(error.code).toBe('ECONNRESET');
  proxy.accept();
  const again = await connect();
  again.socket.write('x');
  await vi.waitFor(() => expect(again.seen.text).toBe('x'));
});

test('resets who connects while the box is down, and goes on with the box', async () => {
  const box = await startSshdBox();
  const way = await startTcpProxy(box);
  try {
    await box.down();
    const client = createConnection(way.port, way.host);
    const [error] = (await once(client, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNRESET');
    await box.restart();
    const again = createConnection(way.port, way.host);
    expect(String(await once(again, 'data'))).toContain('SSH-2.0');
    again.destroy();
  } finally {
    await way.stop();
    await box.stop();
  }
});

test('carries a real ssh session, and large output through it', async () => {
  const box = await startSshdBox();
  try {
    proxy.setTarget(box);
    const target = {
      ...box,
      port: proxy.port,
      hostKey: {
        ...box.hostKey,
        knownHostsLine: box.hostKey.knownHostsLine.replace(String(box.port), String(proxy.port)),
      },
    };
    const { stdout, code } = await ssh(target, 'head -c 5000000 /dev/zero | tr "\\0" x');
    expect([stdout.length, code]).toEqual([5_000_000, 0]);
  } finally {
    await box.stop();
  }
});

test('abandoned connections stay silent, new ones get through', async () => {
  const old = await connect();
  proxy.pause();
  old.socket.write('lost');
  proxy.abandon();
  const fresh = await connect();
  fresh.socket.write('hello');
  await vi.waitFor(() => expect(fresh.seen.text).toBe('hello'));
  expect(old.seen).toEqual({ text: '', error: '' });
});
