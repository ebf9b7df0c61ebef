// Ports for boxes and servers of tests. Each of vitest's processes that are at work together has ports of its own: a port is free
// until somebody listens on it, and another process may be given it before that.
import { randomInt } from 'node:crypto';
import { freePort as firstFree } from '../adapters/free-port.ts';

// Above those that the product takes for itself, below those of outgoing connections.
const LOWEST = 26_000;
const EACH = 1_000;
const PROCESSES = 6;

const lowest = LOWEST + EACH * (Number(process.env['VITEST_POOL_ID'] ?? 0) % PROCESSES);
let next = randomInt(EACH);

/** A loopback port that nobody listens on right now. */
export const freePort = (): Promise<number> => firstFree(() => lowest + (next = (next + 1) % EACH));
