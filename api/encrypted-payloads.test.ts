// The setting temporal.encrypt_payloads: nothing of a run can be read where Temporal stores it, and all works as without.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { JsonObject } from '../contract/json.ts';
import { instanceWorkflowId } from '../contract/messages.ts';
import type { RunState } from '../contract/run-state.ts';
import { type SshdBox, startSshdBox } from '../lab/sshd-box.ts';
import { rotateKey } from '../adapters/secrets/rotate-key.ts';
import { command } from '../tests/support/facade-client.ts';
import { type Stack, startStack } from '../tests/support/stack.ts';
import { storedHistory } from '../tests/support/stored-history.ts';

const LABEL = 'a label nobody guesses';
const WORD = 'a-word-of-the-command';
let box: SshdBox;
/** Of its own: a box's workflow belongs to whoever has its key. */
let other: SshdBox;
let open: Stack;
let closed: Stack;

beforeAll(async () => {
  box = await startSshdBox();
  other = await startSshdBox({ identityFile: box.identityFile });
  const options = { identityFile: box.identityFile };
  [open, closed] = await Promise.all([startStack(options), startStack({ ...options, encrypt: true })]);
  await open.trust(other);
  await closed.trust(box);
});
afterAll(async () => {
  await open?.stop();
  await closed?.stop();
  await other?.stop();
  await box?.stop();
});

const run = (...steps: JsonObject[]): JsonObject => ({
  ssh_connection: box.connection,
  step_delay: 0,
  steps: steps.map((one) => ({ ...one, label: LABEL })),
});
const words = ({ connection, user, host, port }: SshdBox) => [LABEL, WORD, connection, `on ${user}@${host}:${port}.`];

/** Which of the words can be read, in the run's history and in that of its box's workflow. */
async function readable(stack: Stack, { workflow_id, instance }: RunState, of = box): Promise<string[]> {
  const ids = [workflow_id, instanceWorkflowId(instance.key)];
  const stored = (await Promise.all(ids.map((id) => storedHistory(stack.client, id)))).join('\n');
  expect(stored).toContain('setupRun');
  return words(of).filter((word) => stored.includes(word));
}

it('hides label, command and connection of a run that is done, and of one that failed', async () => {
  for (const text of [`echo ${WORD}`, `echo ${WORD} >&2; exit 3`]) {
    const state = await closed.ended(await closed.start(run(command(text), command(text))));
    expect(state.status).toBe(text.endsWith('3') ? 'failed' : 'completed');
    expect(state.steps[0]).toMatchObject({ label: LABEL, command: text });
    if (state.status === 'failed') expect(state.error_message).toContain('exit code 3');
    expect(await readable(closed, state)).toEqual([]);
  }
});

it('is what hides them: without it they can be read', async () => {
  const state = await open.ended(
    await open.start({ ...run(command(`echo ${WORD}; exit 3`)), ssh_connection: other.connection }),
  );
  expect(await readable(open, state, other)).toEqual(words(other));
});

it('leaves pause, extension, cancel and the refusal of a second run as they are', async () => {
  const id = await closed.start(run(command(`echo ${WORD}; sleep 60`)));
  await closed.until(id, ({ steps }) => (steps[0]?.log_bytes ?? 0) > 0);
  const second = await closed.post('/workflow/start', run(command('true')));
  expect(second).toMatchObject({ status: 409, body: { code: 'run_active' } });
  expect((await closed.post(`/api/v1/runs/${id}/pause`, {})).status).toBe(202);
  expect((await closed.post(`/api/v1/runs/${id}/extend`, { seconds: 60, limit: 'timeout_s' })).status).toBe(202);
  await closed.until(id, ({ pause_requested = false, steps }) => pause_requested && steps[0]?.timeout_s === 660);
  expect((await closed.post(`/api/v1/runs/${id}/cancel`, {})).status).toBe(202);
  const state = await closed.ended(id);
  expect(state).toMatchObject({ status: 'cancelled' });
  expect(await readable(closed, state)).toEqual([]);
});

it('goes on with a run whose beginning was encrypted with a key that was replaced meanwhile', async () => {
  const text = `echo ${WORD}; while ! [ -e ~/rotated ]; do sleep 0.05; done`;
  const id = await closed.start(run(command(text), command('true')));
  await closed.until(id, ({ steps }) => (steps[0]?.log_bytes ?? 0) > 0);
  await rotateKey({ home: closed.home, secretKey: null }, null);
  await writeFile(path.join(box.home, 'rotated'), '');
  expect((await closed.ended(id)).status).toBe('completed');
  const keys = (await storedHistory(closed.client, id)).match(/^[0-9a-f]{16}$/gm);
  expect(new Set(keys).size).toBe(2);
});
