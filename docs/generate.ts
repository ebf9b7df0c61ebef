// Writes the documents that are made from the code: docs/errors.md from the catalogue of failures, docs/steps.md from the list of
// steps. `npx tsx docs/generate.ts` writes them; tests/docs.test.ts sees that they are up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { type FailureCode, failureCodes, FailureKind, failures } from '../contract/failure.ts';
import { actionNames, stepSpec } from '../steps/index.ts';
import type { Runner, StepSpec } from '../steps/step.ts';

const FOLDER = import.meta.dirname;
const NOTICE =
  '<!-- Written by docs/generate.ts. To change it, change the code, then run: npx tsx docs/generate.ts -->';

/** Every generated document by its file name in docs/, as it has to be. */
export async function documents(): Promise<Record<string, string>> {
  return { 'errors.md': await markdown(errorsPage()), 'steps.md': await markdown(stepsPage()) };
}

/** What is in docs/ now under that name. */
export const written = (name: string): string => readFileSync(path.join(FOLDER, name), 'utf8');

async function markdown(lines: string[]): Promise<string> {
  const config = await resolveConfig(path.join(FOLDER, 'steps.md'));
  return format(lines.join('\n'), { ...config, parser: 'markdown' });
}

// --- errors.md ---

const kinds: Record<FailureKind, string> = {
  retryable: 'A person would simply try again. The step does, as often as its spec says.',
  final: 'Trying again gives the same. The run fails.',
  needs_human: 'A decision is missing. For an unknown host key the run is blocked and waits, however long.',
  unreachable:
    'We could not look: the work on the box goes on. The step keeps asking until its limit for silence ends.',
  defect: 'A mistake of Bringup itself.',
};

function errorsPage(): string[] {
  return [
    '# Errors',
    '',
    NOTICE,
    '',
    'Every failure has one stable code. It stands in the run’s state (`failure.code`), in the `code` of an HTTP error and as the',
    'failure type in the Temporal Web UI. Beside it stand `message` (what happened and where), `hint` (what to do next) and facts',
    'as fields; in the run’s state also `log_tail`, the last lines of the step’s log.',
    '',
    '| kind | what it means |',
    '|---|---|',
    ...Object.values(FailureKind).map((kind) => `| \`${kind}\` | ${kinds[kind]} |`),
    '',
    'The HTTP status is the one of an answer to a request; a failure that happens in a run stands in the run’s state instead,',
    'which is served with 200.',
    '',
    '| code | kind | HTTP |',
    '|---|---|---|',
    ...failureCodes.map((code) => `| [\`${code}\`](#${code}) | ${failures[code].kind} | ${failures[code].http} |`),
    ...failureCodes.flatMap(errorSection),
  ];
}

function errorSection(code: FailureCode): string[] {
  const { kind, http, hint } = failures[code];
  const exits = actionNames.flatMap((action) =>
    exitCodes(stepSpec(action))
      .filter(([, meaning]) => meaning === code)
      .map(([exit]) => `\`${action}\` (exit code ${exit})`),
  );
  return [
    '',
    `## ${code}`,
    '',
    `Kind \`${kind}\`, HTTP ${http}.${exits.length > 0 ? ` Scripts that say so: ${exits.join(', ')}.` : ''}`,
    '',
    hint,
  ];
}

const exitCodes = ({ failures: known = {} }: StepSpec): [string, FailureCode][] => Object.entries(known);

// --- steps.md ---

const runners: Record<Runner, string> = {
  script: 'a remote job on the box',
  sync: 'a transfer from the box to here',
  reboot: 'a request, then a wait with proof',
  human: 'a wait for a person',
};

function stepsPage(): string[] {
  return [
    '# Steps',
    '',
    NOTICE,
    '',
    'A step of a run or a template is `{action, label, …parameters}`. Parameters are checked before anything runs; keys that an',
    'action does not know are kept and handed back unchanged. `ui_home` is the application’s folder on the box (a later step',
    'takes it from an earlier `set_ui_home` where it names none itself), `python` the application’s Python.',
    '',
    '| action | what it does | limit | tries |',
    '|---|---|---|---|',
    ...actionNames.map((action) => {
      const { description, timeout_s, retry } = stepSpec(action);
      return `| [\`${action}\`](#${action}) | ${description} | ${timeout_s} s | ${retry.attempts} |`;
    }),
    '',
    '*Limit* is the start-to-close limit of one try; the box itself ends the command shortly before. *Tries* counts failures of',
    'the kind `retryable` ([errors.md](errors.md)).',
    ...actionNames.flatMap((action) => stepSection(stepSpec(action))),
  ];
}

function stepSection(spec: StepSpec): string[] {
  const { action, title, description, timeout_s, wait_s, unreachable_limit_s, retry, runner, secrets = [] } = spec;
  const again = retry.attempts > 1 ? `${retry.attempts} tries, ${retry.delay_s} s apart` : 'one try';
  const limits = [
    `limit ${timeout_s} s`,
    ...(wait_s === undefined ? [] : [`then a wait of at most ${wait_s} s`]),
    again,
    ...(unreachable_limit_s === undefined ? [] : [`gives up after ${unreachable_limit_s} s of silence`]),
  ];
  return [
    '',
    `## ${action}`,
    '',
    `**${title}.** ${description}`,
    '',
    `Done as ${runners[runner]}; ${limits.join(', ')}.`,
    '',
    ...lookBack(spec),
    ...parameterTable(spec),
    ...secrets.map(
      ({ name, field, required, named }) =>
        `\nSecret: field \`${field}\` (a value, or \`{secret: <name>}\`), else \`${name}\` in Bringup’s environment, else the secret \`${named}\` (${required ? 'needed' : 'optional'}).`,
    ),
    ...exitTable(spec),
  ];
}

/** What it takes for itself, whether it can be asked if it still holds, and what its undo puts back. */
function lookBack({ resources, probe, undo }: StepSpec): string[] {
  const takes = resources === undefined ? 'everything' : resources.join(', ') || 'nothing';
  const asked = probe ? 'can be asked whether it still holds' : 'cannot be asked whether it still holds';
  return [`Takes for itself: ${takes}; ${asked}.${undo ? ` Undo: ${undo.description}` : ' No undo.'}`, ''];
}

function parameterTable({ action, parameters }: StepSpec): string[] {
  if (!(parameters instanceof z.ZodObject)) throw new Error(`the parameters of ${action} are no object`);
  const fields = Object.entries(parameters.shape as Record<string, z.ZodType>);
  if (fields.length === 0) return ['No parameters.'];
  const comments = commentsOf(action);
  return [
    '| parameter | type | default | |',
    '|---|---|---|---|',
    ...fields.map(
      ([name, schema]) =>
        `| \`${name}\` | ${typeWords(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))} | ${byDefault(schema)} | ${comments[name] ?? ''} |`,
    ),
  ];
}

/** The doc comments of a spec's parameters, as they stand in its file. */
function commentsOf(action: string): Record<string, string> {
  const source = readFileSync(path.join(FOLDER, '..', 'steps', `${action.replaceAll('_', '-')}.ts`), 'utf8');
  const found = source.matchAll(/\/\*\* ([^*]+) \*\/\s+(\w+):/g);
  return Object.fromEntries([...found].map(([, comment = '', name = '']) => [name, comment]));
}

function byDefault(schema: z.ZodType): string {
  const { success, data } = schema.safeParse(undefined);
  if (!success) return 'needed';
  return data === undefined || data === null ? '' : `\`${JSON.stringify(data).replace(/^"(.*)"$/, '$1')}\``;
}

type Schema = z.core.JSONSchema.JSONSchema;

function typeWords(schema: Schema): string {
  const { type, anyOf, items, properties, required = [], minimum, maximum } = schema;
  if (anyOf) return orWords(anyOf.map((one) => typeWords(one as Schema)));
  if (Array.isArray(type)) return orWords(type);
  if (schema.enum) return schema.enum.map((word) => `\`${String(word)}\``).join(', ');
  if (type === 'array') return `list of ${(items as Schema).enum ? 'the words ' : ''}${typeWords(items as Schema)}`;
  if (type === 'object') {
    if (!properties) return '`{<name>: <text>}`';
    const names = Object.keys(properties);
    const sorted = [...required, ...names.filter((name) => !required.includes(name))];
    return `\`{${sorted.map((name) => (required.includes(name) ? name : `${name}?`)).join(', ')}}\``;
  }
  if (type === 'integer' && minimum !== undefined) return `whole number, ${minimum} to ${String(maximum)}`;
  if (schema.format === 'uri') return 'URL';
  return String(type);
}

const orWords = (words: string[]): string => [...new Set(words)].filter((word) => word !== 'null').join(' or ');

function exitTable(spec: StepSpec): string[] {
  const rows = exitCodes(spec);
  if (rows.length === 0) return [];
  return [
    '',
    '| exit code of the script | error |',
    '|---|---|',
    ...rows.map(([exit, code]) => `| ${exit} | [\`${code}\`](errors.md#${code}) |`),
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const [name, text] of Object.entries(await documents())) writeFileSync(path.join(FOLDER, name), text);
}
