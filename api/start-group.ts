// A group is checked as a whole before anything of it starts; then Temporal brings it to its end (workflows/box-group.ts).
import { bringupError, isBringupError } from '../adapters/errors.ts';
import type { GroupMemberRow, GroupRow, NewMember } from '../adapters/store/store.ts';
import { closeRound } from '../adapters/temporal/group-rounds.ts';
import { standingOf } from '../contract/group-standing.ts';
import { type GroupStrategy } from '../contract/group.ts';
import { groupRunId } from '../contract/ids.ts';
import type { JsonObject } from '../contract/json.ts';
import type { ApiDependencies } from './dependencies.ts';
import { beginRound, settleGroup } from './group-rounds.ts';
import { frozenAgain, frozenContinue } from './run-again.ts';
import { reachTemporal } from './start-run.ts';
import { templateStartBody } from './start-template.ts';
import type { NewGroup } from './v1/group-schemas.ts';
import { validateRun, type ValidRun } from './validate-run.ts';

type ValidMember = NewMember & Pick<ValidRun, 'secrets'>;

/** Throws input_invalid with every box that is wrong, group_exists, and what a start throws; then nothing was started. */
export async function startGroup(
  deps: ApiDependencies,
  id: string,
  { name, start, from_template, boxes, at_once, canary, stop_at, cancel_others }: NewGroup,
  by: string,
): Promise<void> {
  await checkIsFree(deps, id, boxes.length);
  const body = from_template ? await templateStart(deps, from_template) : { step_delay: 0, ...start };
  const members = await checkedMembers(deps, id, body as JsonObject, boxes);
  const [first] = members;
  if (!first) throw new Error('a group without boxes');
  const now = new Date().toISOString();
  const { template, steps } = first.definition;
  const strategy: GroupStrategy = { at_once, canary, stop_at, cancel_others };
  const row = {
    id,
    name: name ?? template?.name ?? `${steps.length} ${steps.length === 1 ? 'step' : 'steps'}`,
    template,
    steps: steps.map(({ label, action }) => ({ label, action })),
    strategy,
    round: 1,
    round_started_at: now,
    created_at: now,
    created_by: by,
  };
  await reachTemporal(deps);
  await keepSecrets(deps, members);
  if (!(await deps.store.groups.begin(row, members))) throw groupExists(id);
  const forget = async () => {
    await deps.store.groups.forget(id);
    await dropSecrets(deps, members);
  };
  await beginRound(deps, { ...row, begun: false, stopped: null, ended_at: null }, forget);
}

const templateStart = (deps: ApiDependencies, { id, ...start }: NonNullable<NewGroup['from_template']>) =>
  templateStartBody(deps, id, start);

async function checkIsFree({ store }: ApiDependencies, id: string, boxes: number): Promise<void> {
  if (await store.groups.find(id)) throw groupExists(id);
  for (let n = 1; n <= boxes; n += 1) {
    const run = groupRunId(id, n);
    if (!(await store.runs.byWorkflowId(run))) continue;
    throw bringupError('group_exists', `There is a run ${run} already, which a box of the group ${id} would need.`, {
      group_id: id,
      workflow_id: run,
    });
  }
}

/** The same start for each box. What is wrong with boxes is told of all of them, what is wrong with the steps once. */
async function checkedMembers(
  deps: ApiDependencies,
  id: string,
  body: JsonObject,
  boxes: NewGroup['boxes'],
): Promise<ValidMember[]> {
  const members: ValidMember[] = [];
  const wrong = new Map<number, string>();
  const taken = new Map<string, number>();
  for (const [index, { name = null, ssh_connection, instance_id }] of boxes.entries()) {
    const n = index + 1;
    const box = { ssh_connection: ssh_connection ?? String(instance_id), ...(instance_id && { instance_id }) };
    try {
      const run = await validateRun(deps, { ...body, ...box, workflow_id: groupRunId(id, n) });
      const same = taken.get(run.definition.instance.key);
      if (same !== undefined) wrong.set(n, `is the same box as box ${same}`);
      else taken.set(run.definition.instance.key, n);
      members.push({ n, name, ...run });
    } catch (error) {
      if (!isBringupError(error) || !isOfBox(error.failure.facts['field'])) throw error;
      wrong.set(n, error.message);
    }
  }
  if (wrong.size > 0) throw wrongBoxes(wrong);
  return members;
}

const isOfBox = (field: unknown): boolean => field === 'ssh_connection' || field === 'instance_id';

function wrongBoxes(wrong: ReadonlyMap<number, string>) {
  const told = [...wrong].map(([n, message]) => `box ${n}: ${message}`);
  const facts = [...wrong].map(([n, message]) => [`boxes.${n - 1}`, message]);
  const [first = 1] = wrong.keys();
  return bringupError('input_invalid', `Boxes: ${told.join('; ')}`.slice(0, 2_000), {
    field: `boxes.${first - 1}`,
    ...Object.fromEntries(facts),
  });
}

/**
 * Another round: what failed, was cancelled or refused is continued where it stopped, or started where nothing had begun. Throws
 * group_active, group_not_retryable, secret_missing and what a start throws; then nothing was started.
 */
export async function retryGroup(
  deps: ApiDependencies,
  known: GroupRow,
  { not_started, api_key }: { not_started: boolean; api_key?: string | undefined },
): Promise<number> {
  const group = await settleGroup(deps, known, { now: true });
  const id = group.id;
  if (group.ended_at === null) throw groupActive(id);
  const again = (await deps.store.groups.members(id)).filter((member) => isAgain(member, not_started));
  if (again.length === 0) {
    throw bringupError('group_not_retryable', `No box of the group ${id} is to be tried again.`, { group_id: id });
  }
  const members: ValidMember[] = [];
  for (const member of again) {
    const run = await frozen(deps, member, api_key).catch((error: unknown) => {
      if (!isBringupError(error)) throw error;
      const { code, message, facts } = error.failure;
      throw bringupError(code, `Box ${member.n} (${member.name ?? member.instance_key}): ${message}`, facts);
    });
    members.push({ n: member.n, name: member.name, ...run });
  }
  await reachTemporal(deps);
  await keepSecrets(deps, members);
  const now = new Date().toISOString();
  if (!(await deps.store.groups.beginRound(id, group.round, now, members))) {
    await dropSecrets(deps, members);
    throw groupActive(id);
  }
  const round = group.round + 1;
  const takeBack = () => closeRound(deps, { group_id: id, round, stop: { code: 'group_lost', n: null } });
  await beginRound(deps, { ...group, round, begun: false, ended_at: null }, takeBack);
  return round;
}

function isAgain(member: GroupMemberRow, withNotStarted: boolean): boolean {
  const standing = standingOf(member);
  if (standing === 'not_started') return withNotStarted;
  return standing === 'failed' || standing === 'cancelled' || standing === 'refused';
}

function frozen(
  deps: ApiDependencies,
  { execution_id, workflow_id, definition }: GroupMemberRow,
  api_key: string | undefined,
): Promise<ValidRun> {
  if (execution_id !== null) return frozenContinue(deps, workflow_id, { api_key });
  if (definition === null) throw new Error(`nothing is known of the run ${workflow_id}`);
  return frozenAgain(deps, definition, { api_key });
}

async function keepSecrets({ secrets }: ApiDependencies, members: readonly ValidMember[]): Promise<void> {
  for (const { ref, value } of members.flatMap((member) => member.secrets)) await secrets.put(ref, value);
}

async function dropSecrets({ secrets }: ApiDependencies, members: readonly ValidMember[]): Promise<void> {
  for (const { ref } of members.flatMap((member) => member.secrets)) await secrets.remove(ref);
}

const groupExists = (id: string) => bringupError('group_exists', `There is a group ${id} already.`, { group_id: id });
const groupActive = (id: string) => bringupError('group_active', `The group ${id} is still at work.`, { group_id: id });
