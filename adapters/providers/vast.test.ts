import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ssh } from '../../lab/openssh.ts';
import { startSshdBox } from '../../lab/sshd-box.ts';
import { startVastStandIn, type StandInOptions, type VastStandIn } from '../../lab/vast-stand-in.ts';
import { isBringupError } from '../errors.ts';
import { createVast, type VastOptions } from './vast.ts';

const KEY = 'abcdef0123456789abcdef0123456789abcdef01';
const quick = { backoffMs: 10, intervalMs: { show: 0, reboot: 0 } };

let restarts: number;
let api: VastStandIn;
const box = {
  host: '127.0.0.1',
  port: 2200,
  restart: () => {
    restarts += 1;
    return Promise.resolve();
  },
};

const start = (options: Partial<StandInOptions> = {}) =>
  startVastStandIn({ instances: [{ id: 7, box }], key: KEY, ...options });
const client = (options: Partial<VastOptions> = {}) => createVast({ url: api.url, key: KEY, ...quick, ...options });

/** The failure, and a check that the key is nowhere in it. */
async function failureOf(work: Promise<unknown>) {
  const error = await work.then(
    () => new Error('it worked'),
    (reason: unknown) => reason,
  );
  if (!isBringupError(error)) throw error;
  for (let link: unknown = error; link instanceof Error; link = link.cause) {
    expect(`${link.message} ${link.stack} ${JSON.stringify(link)}`).not.toContain(KEY);
  }
  return error.failure;
}

beforeEach(async () => {
  restarts = 0;
  api = await start();
});
afterEach(() => api.stop());

test('asks as Vast’s own clients do: trailing slashes, bearer key, own user agent', async () => {
  await client().instance('7');
  await client().reboot('7');
  expect(api.requests.map(({ line }) => line)).toEqual([
    'GET /api/v0/instances/7/?owner=me',
    'PUT /api/v0/instances/reboot/7/',
  ]);
  for (const { headers } of api.requests) {
    expect(headers).toMatchObject({
      authorization: `Bearer ${KEY}`,
      'user-agent': expect.stringMatching(/^bringup\/\d/) as string,
    });
  }
});

test('reads an instance with its address and status', async () => {
  expect(await client().instance('7')).toMatchObject({
    id: '7',
    status: 'running',
    gpu: 'RTX 4090',
    dollars_per_hour: 0.42,
    address: { host: '127.0.0.1', port: 2200, via: 'direct' },
  });
});

test('an instance that is gone is null, whether told by null or by 404', async () => {
  api.remove(7);
  expect(await client().instance('7')).toBeNull();
  api.answerNext({ status: 404, body: { success: false, error: 'not_found' } });
  expect(await client().instance('7')).toBeNull();
});

test('a base URL may have a path of its own', async () => {
  api.answerNext({ status: 200, body: { instances: null } });
  await client({ url: `${api.url}/vast` }).instance('7');
  expect(api.requests[0]?.line).toBe('GET /vast/api/v0/instances/7/?owner=me');
});

test('the stand-in takes paths without the slash, lists instances and shows no ports while rebooting', async () => {
  let finish = () => undefined as void;
  const slow = { ...box, restart: () => new Promise<void>((resolve) => (finish = resolve)) };
  const other = await start({ instances: [{ id: 9, box: slow }] });
  const headers = { Authorization: `Bearer ${KEY}` };
  const rebooted = await fetch(`${other.url}/api/v0/instances/reboot/9`, { method: 'PUT', headers });
  expect(await rebooted.json()).toEqual({ success: true });
  const list = await (await fetch(`${other.url}/api/v1/instances`, { headers })).json();
  expect(list).toMatchObject({
    success: true,
    instances_found: 1,
    instances: [{ actual_status: 'rebooting', ports: null }],
  });
  finish();
  await other.settled();
  expect(other.statusOf(9)).toBe('running');
  await other.stop();
});

describe('a refusal', () => {
  test('of the key', async () => {
    const failure = await failureOf(client({ key: 'wrong' }).instance('7'));
    expect(failure).toMatchObject({ code: 'provider_refused', facts: { status: 401 } });
    expect(failure.message).toContain('Invalid user key');
    expect(api.requests).toHaveLength(1);
  });

  test('of the reboot', async () => {
    api.setMode('refuse');
    expect(await failureOf(client().reboot('7'))).toMatchObject({ code: 'provider_refused', facts: { status: 403 } });
    expect((await failureOf(client().reboot('8'))).message).toContain('(400): invalid instance_id');
    expect(restarts).toBe(0);
  });

  test('under the status 200', async () => {
    api.answerNext({ status: 200, body: { success: false, msg: 'no such instance' } });
    expect(await failureOf(client().reboot('7'))).toMatchObject({ code: 'provider_refused' });
  });

  test('that repeats the key is blanked', async () => {
    api.answerNext({ status: 400, body: { msg: `bad key ${KEY}` } });
    expect((await failureOf(client().reboot('7'))).message).toContain('bad key [redacted]');
  });

  test('because of the daily quota is not tried again', async () => {
    api.answerNext({ status: 429, body: { error: 'search_quota_exceeded', msg: 'quota' } });
    expect(await failureOf(client().instance('7'))).toMatchObject({ code: 'provider_refused' });
    expect(api.requests).toHaveLength(1);
  });

  test('by a redirect: it is not followed, so the key stays with its host', async () => {
    const seen: string[] = [];
    const elsewhere = createServer((request, response) => {
      seen.push(request.url ?? '');
      response.end('{}');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => elsewhere.once('listening', resolve));
    const { port } = elsewhere.address() as AddressInfo;
    api.answerNext({ status: 302, headers: { location: `http://127.0.0.1:${port}/` } });
    expect(await failureOf(client().instance('7'))).toMatchObject({ code: 'provider_refused', facts: { status: 302 } });
    expect(seen).toEqual([]);
    elsewhere.close();
  });
});

describe('trouble that passes', () => {
  test.each([429, 502, 503, 504])('%i is asked again', async (status) => {
    api.answerNext({ status, body: 'API requests too frequent' }, { status, body: '{"detail":"again"}' });
    expect((await client().instance('7'))?.id).toBe('7');
    expect(api.requests).toHaveLength(3);
  });

  test('waits as long as the server says, in its header or in its text', async () => {
    for (const answer of [
      { status: 429, headers: { 'retry-after': '0.3' }, body: 'busy' },
      { status: 429, body: 'API requests too frequent: endpoint threshold=0.3' },
    ]) {
      api.answerNext(answer);
      const began = performance.now();
      await client().instance('7');
      expect(performance.now() - began).toBeGreaterThanOrEqual(295);
    }
  });

  test('keeps the pace of an endpoint by itself', async () => {
    await api.stop();
    api = await start({ thresholds: { show: 0.2 } });
    const vast = client({ intervalMs: { show: 220, reboot: 0 } });
    await Promise.all([vast.instance('7'), vast.instance('7'), vast.instance('7')]);
    expect(api.requests).toHaveLength(3);
  });

  test('that does not pass is provider_unavailable after five tries', async () => {
    api.answerNext(...Array.from({ length: 9 }, () => ({ status: 503, body: 'busy' })));
    expect(await failureOf(client().instance('7'))).toMatchObject({
      code: 'provider_unavailable',
      facts: { status: 503 },
    });
    expect(api.requests).toHaveLength(5);
  });

  test('a server that is not there', async () => {
    await api.stop();
    const failure = await failureOf(client().reboot('7'));
    expect(failure).toMatchObject({ code: 'provider_unavailable', facts: { answer_lost: false } });
    api = await start();
  });

  test('an answer that is not JSON', async () => {
    api.answerNext({ status: 200, body: '<html>' });
    expect(await failureOf(client().instance('7'))).toMatchObject({ code: 'provider_unavailable' });
  });
});

describe('a reboot', () => {
  test('whose answer is lost is not asked for again', async () => {
    api.setMode('lost_answer');
    const failure = await failureOf(client().reboot('7'));
    expect(failure).toMatchObject({ code: 'provider_unavailable', facts: { answer_lost: true } });
    expect(restarts).toBe(1);
  });

  test('whose answer never comes is given up after the limit', async () => {
    api.setMode('hang');
    const failure = await failureOf(client({ limitMs: 200 }).reboot('7'));
    expect(failure).toMatchObject({ code: 'provider_unavailable', facts: { answer_lost: true } });
    expect(restarts).toBe(1);
  });

  test('that a gateway may have let through is not asked for again', async () => {
    api.answerNext({ status: 504, body: 'gateway' });
    expect(await failureOf(client().reboot('7'))).toMatchObject({ facts: { answer_lost: true } });
    expect(api.requests).toHaveLength(1);
  });

  test('that came too early is asked for again', async () => {
    api.answerNext({ status: 429, body: 'API requests too frequent: endpoint threshold=0.1' });
    await client().reboot('7');
    await api.settled();
    expect(restarts).toBe(1);
  });

  test('can be a lie', async () => {
    api.setMode('lies');
    await client().reboot('7');
    expect(restarts).toBe(0);
  });

  test('really restarts the box behind the stand-in', async () => {
    const real = await startSshdBox();
    const other = await start({ instances: [{ id: 12, box: real }] });
    try {
      const vast = createVast({ url: other.url, key: KEY, ...quick });
      const before = real.bootMark;
      await vast.reboot('12');
      await other.settled();
      const { address } = (await vast.instance('12')) ?? {};
      expect(address).toEqual({ host: real.host, port: real.port, via: 'direct' });
      const { stdout } = await ssh(real, 'echo $BRINGUP_BOOT_MARK');
      expect(stdout.trim()).toBe(real.bootMark);
      expect(real.bootMark).not.toBe(before);
    } finally {
      await other.stop();
      await real.stop();
    }
  });
});

test.each(['0', '-1', '1/../2', 'abc', ''])('refuses %j as an id before asking', async (id) => {
  expect(await failureOf(client().reboot(id))).toMatchObject({ code: 'input_invalid' });
  expect(api.requests).toHaveLength(0);
});

test.each([`${KEY}\n${KEY}`, `${KEY} `, ''])('refuses a key that cannot be one without showing it', (key) => {
  expect(() => client({ key })).toThrow('The key of Vast.ai holds characters that no key has.');
});
