// Lines of a log in a place that is no terminal.

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
