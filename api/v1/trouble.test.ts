// What the API tells of a run in trouble, with everything real behind it.
import { beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../contract/json.ts';
import { freePort } from '../../lab/free-port.ts';
import type { SshdBox } from '../../lab/sshd-box.ts';
import { command } from '../../tests/support/facade-client.ts';
import { type Stack, startStackWithBox } from '../../tests/support/stack.ts';

let box: SshdBox;
let stack: Stack;

beforeAll(async () => {
  const started = await startStackWithBox();
  ({ stack, box } = started);
  return started.stop;
});

const start = (...steps: JsonObject[]) => stack.start({ ssh_connection: box.connection, step_delay: 0, steps });
const at = (id: string, verb: string) => `/api/v1/runs/${encodeURIComponent(id)}/${verb}`;

describe('a failed attempt', () => {
  it('comes with how its command ended and with what that probably comes from', async () => {
    const said = "fatal: unable to access 'https://git.invalid/x/': Could not resolve host: git.invalid";
    const id = await start(command(`echo "${said}" >&2; exit 128`));
    const { failure } = await stack.ended(id);
    expect(failure?.log_tail.at(-1)).toBe(said);
    const expected = {
      outcome: 'failed',
      exit: { code: 128, signal: null },
      likely_cause: { cause: 'dns', evidence: said, actions: ['continue', 'open_log'] },
    };
    expect((await stack.get(at(id, 'steps/0/attempts/1'))).body).toMatchObject(expected);
    expect((await stack.get(at(id, 'attempts'))).body).toMatchObject({ items: [expected] });
  });

  it('comes with the signal that its exit code stands for', async () => {
    const id = await start(command('exit 139'));
    await stack.ended(id);
    expect((await stack.get(at(id, 'steps/0/attempts/1'))).body).toMatchObject({
      exit: { code: 139, signal: 'SIGSEGV' },
      likely_cause: { cause: 'crashed', evidence: null },
    });
  });

  it('comes without a cause where nothing is known, and so does one that was done', async () => {
    const id = await start(command('true'), command('echo hm; exit 3'));
    await stack.ended(id);
    expect((await stack.get(at(id, 'attempts'))).body).toMatchObject({
      items: [
        { exit: null, likely_cause: null },
        { exit: { code: 3, signal: null }, likely_cause: null },
      ],
    });
  });
});

describe('a step that waits for its next try', () => {
  it('begins it at once when told so, and nothing else can be told', async () => {
    const nobody = { url: `http://127.0.0.1:${await freePort()}/x.bin`, path: 'x.bin' };
    const id = await start({ action: 'download', ui_home: box.home, files: [nobody], tries: 1 });
    const waiting = await stack.until(id, ({ steps }) => steps[0]?.phase === 'retrying');
    const until = waiting.steps[0]?.phase_info?.until ?? '';
    expect(await stack.post(at(id, 'retry-now'), { step: 1 })).toMatchObject({
      status: 409,
      body: { code: 'retry_not_waiting', facts: { workflow_id: id, step: 1 } },
    });
    expect((await stack.post(at(id, 'retry-now'), {})).status).toBe(202);
    const ended = await stack.ended(id);
    expect(ended.steps[0]).toMatchObject({ attempt: 2, phase: 'failed', failure: { code: 'download_failed' } });
    const { items } = (await stack.get(at(id, 'attempts'))).body as { items: JsonObject[] };
    expect(String(items[1]?.['started_at']) < until).toBe(true);
    expect(await stack.post(at(id, 'retry-now'), {})).toMatchObject({
      status: 409,
      body: { code: 'retry_not_waiting' },
    });
  });
});

it('tells how long the steps of a template usually take, of those that were ever done', async () => {
  const template = { id: 'usual', name: 'Usual' };
  const steps = [command('sleep 0.3'), { ...command('exit 3'), label: 'Fails' }];
  await stack.ended(await stack.start({ ssh_connection: box.connection, step_delay: 0, template, steps }));
  const { items } = (await stack.get('/api/v1/usual-durations?template=usual')).body as { items: JsonObject[] };
  expect(items).toMatchObject([{ action: 'run_command', count: 1 }]);
  expect(items[0]?.['median_s']).toBeGreaterThanOrEqual(0.3);
  expect((await stack.get('/api/v1/usual-durations?template=none')).body).toEqual({ items: [] });
});
