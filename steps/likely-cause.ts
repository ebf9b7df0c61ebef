// What a failure probably comes from: rules over its code, its exit code and its last lines.
import type { FailureCode } from '../contract/failure.ts';
import type { LikelyCause } from '../contract/likely-cause.ts';
import { accessRules } from './likely-causes/access.ts';
import { boxRules } from './likely-causes/box.ts';
import { gpuRules } from './likely-causes/gpu.ts';
import { networkRules } from './likely-causes/network.ts';
import { packageRules } from './likely-causes/packages.ts';
import { resourceRules } from './likely-causes/resources.ts';
import type { Rule } from './likely-causes/rule.ts';

/** What is known of a failure. */
export interface Trouble {
  code: FailureCode;
  exit_code: number | null;
  /** The failure in a sentence. */
  message: string;
  /** Last lines of the log, oldest first. */
  lines: string[];
}

export const rules: readonly Rule[] = [
  ...resourceRules,
  ...gpuRules,
  ...packageRules,
  ...accessRules,
  ...networkRules,
  ...boxRules,
];

/** Lines further from the end are of something that went on. */
const LOOKED_AT = 60;
const LONGEST = 400;
/** Of a line that has no end. */
const LONGEST_READ = 1000;
const RANKS = { exact: 2, usual: 1, general: 0 } as const;

/** The likeliest cause, or null where nothing is known: then nothing is claimed. */
export function likelyCause(trouble: Trouble): LikelyCause | null {
  const lines = linesThatMatter(trouble);
  const found = rules.flatMap((rule) => {
    const at = placeOf(rule, trouble, lines);
    return at === null ? [] : [{ rule, at }];
  });
  const [best] = found.toSorted((a, b) => RANKS[b.rule.rank] - RANKS[a.rule.rank] || b.at - a.at);
  if (!best) return null;
  const { cause, title, explanation, advice, actions } = best.rule;
  // The last one is the failure's own message: whoever sees the cause has that before their eyes.
  const evidence = lines.slice(0, -1)[best.at]?.trim().slice(0, LONGEST) ?? null;
  return { cause, title, explanation, advice, actions, evidence };
}

/** Where a rule's evidence stands; past the last line where no line is needed. Null: it does not fit. */
function placeOf(
  { lines: patterns = [], below = [], except, exits = [], codes = [], only }: Rule,
  { code, exit_code }: Trouble,
  lines: string[],
): number | null {
  if (only && !only.includes(code)) return null;
  const at = lines.findLastIndex(
    (line, place) =>
      !except?.test(line) &&
      (patterns.some((pattern) => pattern.test(line)) || below.some((one) => isBelow(one, lines.slice(0, place + 1)))),
  );
  if (at >= 0) return at;
  return codes.includes(code) || (exit_code !== null && exits.includes(exit_code)) ? lines.length : null;
}

function isBelow({ line, with: above, until }: NonNullable<Rule['below']>[number], lines: string[]): boolean {
  if (!line.test(lines.at(-1) ?? '')) return false;
  const found = lines.slice(0, -1).findLast((one) => above.test(one) || until?.test(one));
  return found !== undefined && above.test(found);
}

/** A package manager that has come to its end has mended what it complained about before. */
const SETTLED = /^(Successfully installed |Installed \d+ packages? in )/;

function linesThatMatter({ lines, message }: Trouble): string[] {
  const last = lines
    .map(plain)
    .filter((line) => line.trim() !== '')
    .slice(-LOOKED_AT);
  const settled = last.findLastIndex((line) => SETTLED.test(line));
  return [...last.slice(settled + 1), message];
}

// Colours and cursor moves, and what a progress bar has written over.
// eslint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /\u001b\[[0-?]*[ -/]*[@-~]/g;
const plain = (line: string): string =>
  (line.trimEnd().split('\r').at(-1) ?? '').slice(0, LONGEST_READ).replaceAll(CONTROL, '').trimEnd();
