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
    '| fault | scenarios | with a second one | with a stop | begun twice | bytes wrong | processes left | wrong outcomes | other problems | slowest end after the fault |',
    '|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|',
    ...rows,
    row('**all**', results),
  ].join('\n');
}

const isCounted = (result: Result): boolean =>
  result.begun_twice + result.bytes_wrong + result.processes_left + result.wrong_outcome > 0;

/** What a row of the table says of these results. */
export function countsOf(results: Result[]) {
  const sum = (pick: (result: Result) => number) => results.reduce((total, result) => total + pick(result), 0);
  return {
    scenarios: results.length,
    with_second: sum(({ scenario }) => (scenario.then === null ? 0 : 1)),
    with_stop: sum(({ scenario }) => (scenario.stop_ms === null ? 0 : 1)),
    begun_twice: sum(({ begun_twice }) => begun_twice),
    bytes_wrong: sum(({ bytes_wrong }) => bytes_wrong),
    processes_left: sum(({ processes_left }) => processes_left),
    wrong_outcomes: sum(({ wrong_outcome }) => wrong_outcome),
    other_problems: sum((result) => (result.problems.length > 0 && !isCounted(result) ? 1 : 0)),
    slowest_s: Math.max(0, ...results.map(({ recovery_s }) => recovery_s)),
  };
}

function row(name: string, results: Result[]): string {
  const { slowest_s, ...counts } = countsOf(results);
  const cells = [name.replaceAll('_', ' '), ...Object.values(counts), `${slowest_s.toFixed(1)} s`];
  return `| ${cells.join(' | ')} |`;
}
