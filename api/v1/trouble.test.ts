// What the API tells of a run in trouble, with everything real behind it.
import { beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../contract/json.ts';
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
