// Counts the bytes that a box sends and gets: what a transfer costs on the wire.
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';

export interface CountingProxy {
  host: string;
  port: number;
  /** Bytes from the box, and to it, since the start. */
  readonly fromBox: number;
  readonly toBox: number;
  /** Resolves when so many more bytes have passed, both ways together. */
  passed(bytes: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startCountingProxy(target: { host: string; port: number }): Promise<CountingProxy> {
  let fromBox = 0;
  let toBox = 0;
  const open = new Set<Socket>();
  const waiting = new Set<{ until: number; go: () => void }>();
  const look = () => {
    for (const one of waiting) {
      if (fromBox + toBox < one.until) continue;
      waiting.delete(one);
      one.go();
    }
  };
  const server = createServer({ noDelay: true }, (client) => {
    const box = createConnection({ ...target, noDelay: true });
    for (const [one, other] of [
      [client, box],
      [box, client],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
    client.on('data', (bytes: Buffer) => {
      toBox += bytes.length;
      look();
    });
    box.on('data', (bytes: Buffer) => {
      fromBox += bytes.length;
      look();
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    get fromBox() {
      return fromBox;
    },
    get toBox() {
      return toBox;
    },
    passed: (bytes) => new Promise((go) => waiting.add({ until: fromBox + toBox + bytes, go })),
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
