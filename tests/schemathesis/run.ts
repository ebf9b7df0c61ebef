// One run of Schemathesis against an API that is up: how many cases, and what broke.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packageFile } from '../../adapters/package-root.ts';
import { runProgram } from '../../adapters/temporal/run-program.ts';

const folder = packageFile('tests', 'schemathesis');

interface Options {
  python: string;
  /** Address of the API. */
  url: string;
  /** Address or file of the document, where it is not the API's own. */
  document?: string;
  seed: number;
  /** Cases of each operation and phase. */
  examples: number;
  /** Further words for its command line. */
  more?: string[];
}

interface Failure {
  /** ST101 is a server error; `st explain` tells of each. */
  code: string;
  operations: string[];
}

interface Report {
  test_cases: { generated: number };
  failures: Failure[];
}

export interface Fuzzed {
  cases: number;
  failures: Failure[];
  /** 0 where every check held. */
  code: number | null;
  /** What it printed: each failure with a command that repeats it. */
  output: string;
}

/** Ends with all that it started. */
export async function fuzz({
  python,
  url,
  document = `${url}/openapi.json`,
  seed,
  examples,
  more = [],
}: Options): Promise<Fuzzed> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'bringup-schemathesis-'));
  const report = path.join(scratch, 'report.json');
  const words = ['--config-file', path.join(folder, 'schemathesis.toml'), 'run', document, '--url', url, '--no-color'];
  const numbers = [
    '--seed',
    String(seed),
    '--max-examples',
    String(examples),
    '--report',
    'json',
    '--report-json-path',
    report,
  ];
  const env = { ...process.env, SCHEMATHESIS_HOOKS: path.join(folder, 'hooks.py'), COLUMNS: '140' };
  try {
    const program = ['-c', 'from schemathesis.cli import schemathesis; schemathesis()'];
    const { code, output } = await runProgram(python, [...program, ...words, ...numbers, ...more], {
      env,
      limitMs: 3_600_000,
    });
    const { test_cases, failures } = JSON.parse(await readFile(report, 'utf8')) as Report;
    return {
      cases: test_cases.generated,
      failures: failures.map(({ code, operations }) => ({ code, operations })),
      code,
      output,
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
