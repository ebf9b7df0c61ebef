// The table of a long run, for docs/reliability.md.
import { FAULTS } from './scenario.ts';
import type { Result } from './lane.ts';

/** One line of what happened, while it runs. */
export function describeResult({ scenario, status, seconds, recovery_s, problems }: Result): string {
  const { seed, fault, then, after, delay_ms, stop_ms } = scenario;
  const stop = stop_ms === null ? '' : `, stop ${stop_ms} ms later`;
  const what = `${fault}${then ? ` + ${then}` : ''} ${delay_ms} ms after ${after}${stop}`;
  const verdict = problems.length === 0 ? 'ok' : `WRONG: ${problems.join(' | ')}`;
  return `seed ${seed}: ${what}: ${status} in ${seconds.toFixed(1)} s (${recovery_s.toFixed(1)} s after the fault): ${verdict}`;
}

/** A Markdown table, a row for each fault and one for all. */
export function summaryTable(results: Result[]): string {
  const rows = FAULTS.map((fault) =>
    row(
      fault,
      results.filter(({ scenario }) => scenario.fault === fault),
    ),
  );
  return [
    '| fault | scenarios | with a stop | begun twice | bytes wrong | processes left | wrong outcomes | other problems | slowest end after the fault |',
    '|---|---:|---:|---:|---:|---:|---:|---:|---:|',
    ...rows,
    row('**all**', results),
  ].join('\n');
}

function row(name: string, results: Result[]): string {
  const sum = (pick: (result: Result) => number) => results.reduce((total, result) => total + pick(result), 0);
  const slowest = Math.max(0, ...results.map(({ recovery_s }) => recovery_s));
  const counted = (result: Result) =>
    result.begun_twice + result.bytes_wrong + result.processes_left + result.wrong_outcome > 0;
  const cells = [
    name.replaceAll('_', ' '),
    results.length,
    sum(({ scenario }) => (scenario.stop_ms === null ? 0 : 1)),
    sum(({ begun_twice }) => begun_twice),
    sum(({ bytes_wrong }) => bytes_wrong),
    sum(({ processes_left }) => processes_left),
    sum(({ wrong_outcome }) => wrong_outcome),
    sum((result) => (result.problems.length > 0 && !counted(result) ? 1 : 0)),
    `${slowest.toFixed(1)} s`,
  ];
  return `| ${cells.join(' | ')} |`;
}
