// A bad network on demand: a TCP proxy on loopback that can stall, cut, delay and refuse.
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';

export interface TcpProxy {
  host: string;
  port: number;
  /** Connections open right now. */
  readonly connections: number;
  /** Those of them whose target has not ended its side: a browser keeps idle ones that the server has closed. */
  readonly alive: number;
  /** Nothing passes any more and nobody is told: what is sent waits. New connections are taken and stay silent. */
  pause(): void;
  /** What waited goes on its way. */
  resume(): void;
  /** What is paused stays so for ever, and nobody is told; new connections get through. */
  abandon(): void;
  /** Ends every connection with a reset; new ones are taken. */
  reset(): void;
  /** From now on new connections are reset at once; `accept` undoes it. */
  refuse(): void;
  accept(): void;
  /** Delay of every byte in each direction, in milliseconds. */
  setLatency(milliseconds: number): void;
  /** Every byte goes alone, in a packet of its own. */
  setTrickle(on: boolean): void;
  /** Where new connections go from now on. */
  setTarget(target: { host: string; port: number }): void;
  stop(): Promise<void>;
}

/** Starts a proxy in front of `target`. */
export async function startTcpProxy(first: { host: string; port: number }, latency = 0): Promise<TcpProxy> {
  const pairs = new Set<Pair>();
  let target = first;
  let delay = latency;
  let isPaused = false;
  let isRefusing = false;
  let isTrickling = false;

  const server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
    if (isRefusing) return void client.resetAndDestroy();
    const pair = connectPair(client, target, { delay: () => delay, trickles: () => isTrickling });
    pairs.add(pair);
    if (isPaused) pair.pause();
    void pair.closed.then(() => pairs.delete(pair));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const reset = () => pairs.forEach((pair) => pair.reset());

  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    get connections() {
      return pairs.size;
    },
    get alive() {
      return [...pairs].filter((pair) => pair.isAlive()).length;
    },
    pause() {
      isPaused = true;
      pairs.forEach((pair) => pair.pause());
    },
    resume() {
      isPaused = false;
      pairs.forEach((pair) => pair.resume());
    },
    abandon: () => void (isPaused = false),
    reset,
    refuse: () => void (isRefusing = true),
    accept: () => void (isRefusing = false),
    setLatency: (milliseconds) => void (delay = milliseconds),
    setTrickle: (on) => void (isTrickling = on),
    setTarget: (next) => void (target = next),
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      reset();
      await closed;
    },
  };
}

interface Pair {
  pause(): void;
  resume(): void;
  reset(): void;
  isAlive(): boolean;
  closed: Promise<void>;
}

interface Line {
  delay: () => number;
  trickles: () => boolean;
}

function connectPair(client: Socket, { host, port }: { host: string; port: number }, line: Line): Pair {
  const box = createConnection({ host, port, noDelay: true, allowHalfOpen: true });
  const ways = [oneWay(client, box, line), oneWay(box, client, line)];
  const reset = () => {
    client.resetAndDestroy();
    // A socket that is still connecting has nothing to reset.
    if (box.connecting) box.destroy();
    else box.resetAndDestroy();
  };
  for (const socket of [client, box]) {
    socket.on('error', reset); // what went wrong on one side is told to the other
    socket.on('close', (hadError) => hadError && reset());
  }
  const closed = (socket: Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return {
    pause: () => ways.forEach((way) => way.pause()),
    resume: () => ways.forEach((way) => way.resume()),
    reset,
    isAlive: () => !box.readableEnded,
    closed: Promise.all([closed(client), closed(box)]).then(() => undefined),
  };
}

/** Carries bytes one way, in order, each as late as the delay says; while paused it leaves them with the sender. */
function oneWay(from: Socket, to: Socket, { delay, trickles }: Line): { pause(): void; resume(): void } {
  let gate = Promise.resolve();
  let open: (() => void) | null = null;
  let isFull = false;
  let queue = Promise.resolve();
  const flow = () => (open || isFull ? from.pause() : from.resume());
  const send = (action: () => void) => {
    const due = Date.now() + delay();
    queue = queue.then(async () => {
      const rest = due - Date.now();
      if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
      await gate;
      action();
    });
  };
  from.on('data', (bytes: Buffer) => {
    for (const part of trickles() ? Array.from(bytes, (byte) => Buffer.of(byte)) : [bytes]) {
      send(() => {
        isFull = !to.write(part);
        flow();
      });
    }
  });
  to.on('drain', () => {
    isFull = false;
    flow();
  });
  from.on('end', () => send(() => to.end()));
  return {
    pause() {
      if (open) return;
      gate = new Promise((resolve) => (open = resolve));
      flow();
    },
    resume() {
      open?.();
      open = null;
      flow();
    },
  };
}
