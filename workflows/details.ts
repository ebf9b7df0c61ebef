import type { RunState } from '../contract/run-state.ts';

// A cell of a Markdown table: labels come from callers.
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** The run as a Markdown table for the Temporal Web UI. */
export function details({ steps, status, instance, error_message }: RunState): string {
  const rows = steps.map(
    ({ label, status: word, phase, attempt, started_at, ended_at }, index) =>
      `| ${index + 1} | ${cell(label)} | ${word === 'in_progress' ? phase : word} | ${attempt || ''} | ${started_at ?? ''} | ${ended_at ?? ''} |`,
  );
  return [
    `**${status}** on \`${instance.key}\`${instance.practice ? ' (practice box)' : ''}`,
    ...(error_message ? ['', cell(error_message)] : []),
    '',
    '| # | Step | State | Try | Started | Ended |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
