// What a run of scenarios came to: JSON beside the lines of the scenarios, and the table in docs/reliability.md.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { packageFile } from '../../adapters/package-root.ts';
import type { Result } from './lane.ts';
import { countsOf, summaryTable } from './summary.ts';

interface Run {
  /** The first one; the others follow it. */
  seed: number;
  lanes: number;
  seconds: number;
}

/** Writes `<report>` (the table), `<report>.json`, and the table into `document` where one is given. */
export async function writeReport(
  report: string,
  document: string | undefined,
  results: Result[],
  run: Run,
): Promise<void> {
  const commit = commitOf();
  const date = new Date().toISOString().slice(0, 10);
  const minutes = Math.round(run.seconds / 60);
  const head =
    `${results.length} scenarios, seeds ${run.seed} to ${run.seed + results.length - 1}, at commit ${commit} on ${date}: ` +
    `${run.lanes} at once, ${minutes} minutes.`;
  const text = `${head}\n\n${summaryTable(results)}\n`;
  writeFileSync(report, text);
  writeFileSync(
    `${report}.json`,
    JSON.stringify({ date, commit, ...run, counts: countsOf(results), results }, null, 1),
  );
  if (document !== undefined) await writeInto(document, text);
}

/** The commit that was tested; what was changed since is said, too. */
function commitOf(): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: packageFile(), encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--untracked-files=no') === '' ? '' : ' with changes';
  return git('rev-parse', '--short', 'HEAD') + changed;
}

const BEGIN = '<!-- chaos: written by npm run chaos -->';
const END = '<!-- chaos: end -->';

async function writeInto(file: string, text: string): Promise<void> {
  const [before, rest] = readFileSync(file, 'utf8').split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${file} has no place for the table (${BEGIN})`);
  const whole = `${before}${BEGIN}\n\n${text}\n${END}${after}`;
  writeFileSync(file, await format(whole, { ...(await resolveConfig(file)), parser: 'markdown' }));
}
