// Everything is killed at a random moment of a run, again and again: no fact may be missing and none doubled, and each event has to
// be told exactly once, as the receiver counts. HISTORY_KILLS=100 HISTORY_SEED=1 npm run test:full -- tests/history
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { JsonObject } from '../../contract/json.ts';
import type { RunState } from '../../contract/run-state.ts';
import { type SshdBox, startSshdBox } from '../../lab/sshd-box.ts';
import { createRandom } from '../chaos/random.ts';
import { type DatabaseKind, databaseUrl } from '../support/databases.ts';
import { createProduct, type Product } from '../support/product.ts';
import { startWebReceiver, verified, type WebReceiver } from '../support/receivers.ts';

const KILLS = Number(process.env['HISTORY_KILLS'] ?? 3);
const SEED = Number(process.env['HISTORY_SEED'] ?? 1);
/** HISTORY_DATABASE=Postgres keeps the store there. */
const DATABASE: DatabaseKind = process.env['HISTORY_DATABASE'] === 'Postgres' ? 'Postgres' : 'SQLite';
const { HISTORY_REPORT } = process.env;

let product: Product;
let box: SshdBox;
let receiver: WebReceiver;
let secret: string;
beforeAll(async () => {
  receiver = await startWebReceiver();
  const database = await databaseUrl(DATABASE);
  product = await createProduct(database === null ? {} : { BRINGUP_DATABASE_URL: database });
  mkdirSync(product.home, { recursive: true, mode: 0o700 });
  writeFileSync(path.join(product.home, 'config.yaml'), 'notify:\n  allow_private_targets: true\n');
  await product.up();
  box = await startSshdBox({ identityFile: product.identityFile });
  await product.trust(box);
  const channel = { kind: 'webhook', name: 'kills', events: ['done', 'failed'], target: { url: receiver.url } };
  const made = await product.post('/api/v1/notifications/channels', channel);
  expect([made.status, made.body]).toMatchObject([201, {}]);
  secret = String(made.body['secret']);
});
afterAll(async () => {
  await product.remove();
  await box.stop();
  await receiver.stop();
});

const STEPS = 4;
const LINES = 20;
/** How often a command began, and with it each line of its log, is counted. */
const step = (index: number): JsonObject => ({
  action: 'run_command',
  label: `Step ${index}`,
  command: `echo ${index} >> "$HOME/begun"; for i in $(seq ${LINES}); do echo "line $i"; sleep 0.02; done`,
});

it.each(Array.from({ length: KILLS }, (_each, index) => SEED + index))(
  'kill %i leaves every fact there once',
  async (seed) => {
    const random = createRandom(seed);
    writeFileSync(path.join(box.home, 'begun'), '');
    // The last step of one run in three fails: that is an event, too.
    const fails = random.chance(0.33);
    const steps = Array.from({ length: STEPS }, (_each, index) => step(index));
    if (fails) steps.push({ action: 'run_command', label: 'Fail', command: 'exit 3' });
    const id = `kill-${seed}`;
    await product.start({ workflow_id: id, ssh_connection: box.connection, step_delay: 0, steps });
    const moment = random.int(0, 3_500);
    await sleep(moment);
    await product.cutPower();
    await product.up();
    const final = await product.ended(id, 60_000);
    const problems = await findProblems(final, fails);
    if (HISTORY_REPORT)
      appendFileSync(HISTORY_REPORT, `${seed} ${moment} ms ${final.outcome}: ${problems.join(' | ') || 'ok'}\n`);
    expect(problems).toEqual([]);
  },
);

async function findProblems(final: RunState, fails: boolean): Promise<string[]> {
  const { workflow_id, execution_id } = final;
  const problems: string[] = [];
  const say = (holds: boolean, problem: string) => void (holds || problems.push(problem));
  const ask = async (at: string) => (await product.get(`/api/v1/${at}`)).body;
  say(final.outcome === (fails ? 'failed' : 'done'), `it ended ${final.outcome}`);
  const begun = readFileSync(path.join(box.home, 'begun'), 'utf8').trim().split('\n');
  say(begun.join() === Array.from({ length: STEPS }, (_each, index) => index).join(), `steps began ${begun.join()}`);

  const { items: runs } = (await ask(`runs?workflow_id=${workflow_id}`)) as { items?: JsonObject[] };
  say(runs?.length === 1 && runs[0]?.['execution_id'] === execution_id, `${runs?.length} runs in the store`);

  const { items: attempts = [] } = (await ask(`runs/${workflow_id}/attempts`)) as { items?: JsonObject[] };
  const facts = attempts.map(({ step: index, attempt, outcome, started_at, ended_at }) =>
    [index, attempt, outcome, started_at !== null, ended_at !== null].join(' '),
  );
  const wanted = final.steps.map(
    (_step, index) => `${index} 1 ${fails && index === STEPS ? 'failed' : 'done'} true true`,
  );
  say(facts.join() === wanted.join(), `attempts are ${facts.join()}`);

  for (let index = 0; index < STEPS; index += 1) {
    const response = await fetch(`${product.url}/api/v1/runs/${workflow_id}/steps/${index}/attempts/1/log`);
    const count = (await response.text()).match(/line \d+/g)?.length;
    say(count === LINES, `log of step ${index} has ${count} lines`);
  }
  const { items: audit = [] } = (await ask('audit?limit=200')) as { items?: JsonObject[] };
  const starts = audit.filter(({ target }) => (target as JsonObject)['workflow_id'] === workflow_id);
  say(starts.length === 1, `${starts.length} starts in the audit`);

  const told = await toldOf(execution_id);
  say(told.join() === (fails ? 'run.failed' : 'run.done'), `the receiver was told ${told.join() || 'nothing'}`);
  return problems;
}

/** What came of this run's events, each time it came. What is late is waited for; what comes twice may come a moment later. */
async function toldOf(executionId: string): Promise<string[]> {
  const ofRun = () => receiver.received.filter(({ headers }) => String(headers['webhook-id']).startsWith(executionId));
  await vi.waitFor(() => expect(ofRun()).not.toHaveLength(0), 60_000).catch(() => undefined);
  await sleep(500);
  return ofRun().map((one) => verified(secret, one).type);
}
