// Whatever a caller writes into a field, it reaches the box as data or not at all. Each value would leave a canary behind if a shell,
// git or another program took it for more than text; every field comes from the steps' own schemas.
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { scriptText } from '../../activities/run-script.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBringupError } from '../../adapters/errors.ts';
import { createSecrets } from '../../adapters/secrets/secrets.ts';
import { loadSettings } from '../../adapters/settings/settings.ts';
import { listMedia } from '../../adapters/ssh/list-media.ts';
import { validateRun } from '../../api/validate-run.ts';
import { failures } from '../../contract/failure.ts';
import type { JsonObject } from '../../contract/json.ts';
import { actionNames, stepSpec } from '../../steps/index.ts';
import { canaryName, type Hostile, hostileValues } from '../support/hostile-values.ts';
import { executable, LANES, type ScriptBox, type ScriptText, startScriptBox } from '../support/script-box.ts';
import { example, type StepField, stepFields, withField } from '../support/step-fields.ts';

/** Login shells, in turn. */
const SHELLS = ['/bin/bash', '/bin/sh', '/usr/bin/zsh', '/usr/bin/fish', '/usr/bin/tcsh'];

let lab: ScriptBox;
let settings: Awaited<ReturnType<typeof loadSettings>>;

beforeAll(async () => {
  lab = await startScriptBox();
  settings = await loadSettings({ HOME: lab.box.home, BRINGUP_HOME: path.join(lab.box.folder, 'data') });
});
afterAll(() => lab?.stop());

interface Refusal {
  status: number;
  facts: JsonObject;
}
type Verdict = { parameters: JsonObject; refusal: null } | { parameters: null; refusal: Refusal };

/** What a start says of a step; nothing is started. Anything but a catalogued refusal is thrown: it would be a 500. */
async function verdictOn(step: JsonObject): Promise<Verdict> {
  try {
    const body = { ssh_connection: 'root@127.0.0.1:22', steps: [{ action: 'test_ssh' }, step] };
    const { definition } = await validateRun({ settings, vast: null, secrets: createSecrets(settings.home) }, body);
    return { parameters: definition.steps[1]?.parameters ?? {}, refusal: null };
  } catch (error) {
    if (!isBringupError(error)) throw error;
    const { code, facts } = error.failure;
    return { parameters: null, refusal: { status: failures[code].http, facts } };
  }
}

/** A value as it stands, and as the end of what a field wants. */
const shapes = ({ name }: StepField, { text, number }: Hostile): string[] => [
  text,
  number % 2 === 0 ? path.posix.join(lab.root, name) + `/${text}` : `~/hostile/${name}/${text}`,
  `a${text}`,
  `http://127.0.0.1:1/${text}`,
  `git@127.0.0.1:${text}`,
  `/nowhere/${text}`,
];

interface Taken {
  field: StepField;
  value: Hostile;
  text: string;
}

/** Every field with every value: what is taken, and what is wrong with a refusal that does not say where. */
async function tryAll() {
  const taken: Taken[] = [];
  const vague: unknown[] = [];
  let refused = 0;
  const seen = new Set<string>();
  for (const field of stepFields) {
    // A number or a choice refuses every text in the same way; a field that another action has, too, gets every twelfth value.
    const step = seen.has(field.kind) ? 12 : 1;
    seen.add(field.kind);
    const values = hostileValues.filter((_each, index) => (field.isText ? index % step === 0 : index < 20));
    for (const value of values) {
      for (const text of shapes(field, value)) {
        const { refusal } = await verdictOn(field.step(text));
        if (!refusal) {
          taken.push({ field, value, text });
          continue;
        }
        refused += 1;
        const named = String(refusal.facts['field'] ?? '');
        const says = named !== '' && (field.at.startsWith(named) || named.startsWith(field.at.split('.')[0] ?? ''));
        if (refusal.status !== 400 || refusal.facts['step'] !== 2 || !says)
          vague.push([field.action, field.at, text, refusal]);
      }
    }
  }
  return { taken, vague, refused };
}

let tried: Awaited<ReturnType<typeof tryAll>>;

describe('a hostile value', () => {
  it('is one of more than 200, and every field takes its harmless one', async () => {
    expect(hostileValues.length).toBeGreaterThan(200);
    expect(new Set(stepFields.map(({ action }) => action)).size).toBeGreaterThan(7);
    for (const field of stepFields) {
      const { refusal } = await verdictOn(field.step(example(field.name, field.action)));
      expect({ at: `${field.action}.${field.at}`, refusal }).toEqual({
        at: `${field.action}.${field.at}`,
        refusal: null,
      });
    }
  });

  it('is taken, or refused with 400 by the step’s and the field’s name', async () => {
    tried = await tryAll();
    expect(tried.vague.slice(0, 5)).toEqual([]);
    expect(tried.refused).toBeGreaterThan(10_000);
  });

  it('leaves a canary where it is spliced into a script, so the search for canaries works', async () => {
    const spliced = hostileValues
      .filter(({ text }) => !text.includes('\0') && text.length < 1_000)
      .map(({ text }) => ({ text: `mkdir -p spliced && cd spliced\n: ${text}\n: "${text}"\n: '${text}'\n` }));
    await lab.run([spliced]);
    const found = new Set((await lab.canaries()).map((file) => path.basename(file)));
    expect(found.size).toBeGreaterThan(120);
    await removeAll(await lab.canaries());
  });

  it('is data to the script of every step that takes it', async () => {
    const lanes = await scripts(tried.taken);
    const said = await lab.run(lanes);
    const names = lanes.flat().map(({ action, value }) => ({ action, value: value.text }));
    expect(await culprits()).toEqual([]);
    // A script that a value broke says so in its shell's words.
    const broken = said.flatMap((text, index) =>
      /(syntax error|unterminated|unexpected EOF|bad substitution|not a report)/i.test(text)
        ? [{ ...names[index], text }]
        : [],
    );
    expect(broken).toEqual([]);
    expect(said.length).toBeGreaterThan(1_000);
  });

  it('is data to the listing of media', async () => {
    const sources = tried.taken
      .filter(({ field, text }) => field.name === 'sources' && text.length < 200)
      .map(({ text }) => text);
    expect(sources.length).toBeGreaterThan(100);
    const homes = tried.taken.filter(
      ({ field, text }) => field.at === 'ui_home' && field.action === 'sync_instance' && text.startsWith(lab.root),
    );
    for (const { text } of homes) {
      await make(text);
      await listMedia(lab.connection, { ui_home: text, sources: sources.splice(0, 50) }).catch((error: unknown) => {
        if (!isBringupError(error)) throw error;
      });
    }
    expect(await culprits()).toEqual([]);
  });
});

interface Labelled extends ScriptText {
  action: string;
  value: Hostile;
}

/** For each value and action a script with the value in all fields that take it, the folders that it names being there. */
async function scripts(taken: Taken[]): Promise<Labelled[][]> {
  const lanes: Labelled[][] = Array.from({ length: LANES }, () => []);
  for (const [index, value] of hostileValues.entries()) {
    const lane = lanes[index % LANES] ?? [];
    const mine = taken.filter((one) => one.value === value);
    for (const action of actionNames) {
      for (const step of await stepsWith(action, mine, value.number % 3 === 0 ? 2 : 1)) {
        const { parameters } = await verdictOn(step);
        const script = parameters && stepSpec(action).script?.(parameters);
        const shell = SHELLS[lane.length % SHELLS.length] ?? '/bin/sh';
        if (script) lane.push({ text: scriptText(script), shell, action, value });
      }
    }
  }
  return lanes;
}

/** Steps of an action that hold what its fields take of a value: the first has the plainest texts, the next others. */
async function stepsWith(action: string, taken: Taken[], rounds: number): Promise<JsonObject[]> {
  const byField = new Map<StepField, string[]>();
  for (const { field, text } of taken) {
    if (field.action !== action) continue;
    byField.set(field, [...(byField.get(field) ?? []), text]);
    if (text.startsWith(lab.root)) await make(text, field.name === 'python');
  }
  const steps: JsonObject[] = [];
  for (let index = 0; index < rounds && [...byField.values()].some((texts) => texts[index] !== undefined); index += 1) {
    // Not the same in two of them: some fields must differ from each other.
    const all = [...byField].map(([field, texts], turn) => ({
      field,
      text: texts[(index + turn) % texts.length] ?? '',
    }));
    const [first, ...more] = all.filter(({ field }) => !isWhole(field));
    const merged =
      first && more.reduce((step, one) => withField(step, one.field, one.text), first.field.step(first.text));
    const alone = all.filter(({ field }) => !merged || isWhole(field));
    if (merged && (await verdictOn(merged)).parameters) steps.push(merged);
    else alone.splice(0, alone.length, ...all);
    steps.push(...alone.map(({ field, text }) => field.step(text)));
  }
  return steps;
}

/** A field that may also be an object with fields. */
const isWhole = ({ action, at }: StepField) =>
  stepFields.some((other) => other.action === action && other.at.startsWith(`${at}.`));

/** Names on disk end at 255 bytes; what cannot be made is still tried as a name of nothing. */
async function make(file: string, program = false): Promise<void> {
  try {
    if (program) await executable(file);
    else await mkdir(path.join(file, 'models'), { recursive: true });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!['ENAMETOOLONG', 'EISDIR', 'ENOTDIR', 'EEXIST'].includes(code)) throw error;
  }
}

async function removeAll(files: string[]): Promise<void> {
  await Promise.all(files.map((file) => rm(file)));
}

/** The values whose canaries have appeared. */
async function culprits(): Promise<string[]> {
  const names = new Set((await lab.canaries()).map((file) => path.basename(file)));
  return hostileValues.filter(({ number }) => names.has(canaryName(number))).map(({ text }) => text);
}
