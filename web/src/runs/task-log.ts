// The part of a step's log that belongs to one of its rows.
import type { Answer } from './api.ts';

/** How many of its last lines an opened row shows. */
export const LINES_SHOWN = 200;

export interface TaskLog {
  text: string;
  /** Nothing more will come. */
  ended: boolean;
  /** The log's earlier part was not looked at, or has more lines of the row. */
  earlier: boolean;
}

/** How a row of one try of a step comes to its lines. */
export interface TaskLogs {
  read(task: string): Promise<Answer<TaskLog>>;
  /** Where all of them can be downloaded. */
  download(task: string): string;
}

// Colours and movements of the cursor, which no <pre> shows.
// eslint-disable-next-line no-control-regex
const TERMINAL = /\u001b\[[0-9;?]*[A-Za-z]/g;

/** The lines as a terminal would show them in the end, without the row's name before each. */
export function linesOf(task: string, text: string): string[] {
  const prefix = `[${task}] `;
  return text
    .replace(/\n$/, '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (line.startsWith(prefix) ? line.slice(prefix.length) : line))
    .map((line) => line.replace(/\r+$/, '').split('\r').at(-1) ?? '')
    .map((line) => line.replaceAll(TERMINAL, ''));
}
