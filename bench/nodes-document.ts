// The figures of a comparison as Markdown, and their place in docs/benchmarks.md.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { format, resolveConfig } from 'prettier';
import { packageFile } from '../adapters/package-root.ts';

/** One line of the table: what was measured, as text, and whether its bar is met (null where there is none). */
export interface Comparison {
  what: string;
  ours: string;
  predecessor: string;
  pyinfra: string;
  ratio: string;
  bar: string;
  met: boolean | null;
}

export function comparisonTable(rows: Comparison[]): string {
  const lines = rows.map(({ what, ours, predecessor, pyinfra, ratio, bar, met }) =>
    [what, ours, predecessor, pyinfra, ratio, bar, met === null ? '' : met ? 'yes' : '**no**'].join(' | '),
  );
  return [
    '| what | ours | predecessor | pyinfra | predecessor / ours | bar | met |',
    '|---|---:|---:|---:|---:|---|---|',
    ...lines.map((line) => `| ${line} |`),
  ].join('\n');
}

/** Which commit was measured, when, and on what. */
export function circumstances(): string {
  const git = (...words: string[]) => execFileSync('git', words, { cwd: packageFile(), encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--untracked-files=no') === '' ? '' : ' with changes';
  const memory = /MemTotal:\s+(\d+)/.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1] ?? '0';
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(Number(memory) / 1024 ** 2)} GB`;
  const commit = git('rev-parse', '--short', 'HEAD') + changed;
  const load = loadavg()[1]?.toFixed(1) ?? '';
  return `At commit ${commit} on ${new Date().toISOString().slice(0, 10)}, ${machine}, load ${load} before it began.`;
}

const BEGIN = '<!-- nodes: written by npm run bench:nodes -->';
const END = '<!-- nodes: end -->';

/** Puts the text between the marks of a document. */
export async function writeInto(file: string, text: string): Promise<void> {
  const [before, rest] = readFileSync(file, 'utf8').split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${file} has no place for the figures (${BEGIN})`);
  const whole = `${before}${BEGIN}\n\n${text}\n\n${END}${after}`;
  writeFileSync(file, await format(whole, { ...(await resolveConfig(file)), parser: 'markdown' }));
}
