// The predecessor's list of nodes: Name,RepoUrl,Subfolder,RequirementsFile, a node a line.
import { addNode, emptyReading, type Reading } from './reading.ts';

const COLUMNS = ['name', 'url', 'subfolder', 'requirements'] as const;
type Column = (typeof COLUMNS)[number] | 'ref';

/** What a header may call its columns; case, blanks, `_` and `-` do not count. */
const HEADINGS: Record<string, Column> = {
  name: 'name',
  repourl: 'url',
  repo: 'url',
  repository: 'url',
  url: 'url',
  subfolder: 'subfolder',
  requirementsfile: 'requirements',
  requirements: 'requirements',
  ref: 'ref',
};

/**
 * Reads the CSV. The header line may be missing, or name the columns in another order and `Ref` among them. Quoting as in
 * RFC 4180, within a line; BOM, CRLF, blank lines and lines that begin with # are fine. Problems name the line.
 */
export function readCsv(text: string): Reading {
  const reading = emptyReading();
  let columns: readonly Column[] = COLUMNS;
  let first = true;
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const line = index + 1;
    if (raw.trim() === '' || raw.trimStart().startsWith('#')) continue;
    const place = { path: [], line };
    const cells = cellsOf(raw);
    const wrong = (message: string) => void reading.problems.push({ ...place, message });
    if (typeof cells === 'string') {
      wrong(cells);
    } else if (first && isHeader(cells)) {
      const named = columnsOf(cells);
      if (typeof named === 'string') {
        wrong(named);
        return reading;
      }
      columns = named;
    } else if (cells.every((cell) => cell === '')) {
      // A spreadsheet writes empty rows so.
    } else if (cells.slice(columns.length).some((cell) => cell !== '')) {
      wrong(`has ${cells.length} fields, where ${columns.length} are expected (${columns.join(', ')})`);
    } else {
      const fields = columns.map((column, at) => [column, (cells[at] ?? '').replace(/(?<=[^/])\/+$/, '')]);
      addNode(reading, Object.fromEntries(fields) as Record<string, string>, place);
    }
    first = false;
  }
  return reading;
}

const plainHeading = (cell: string): string => cell.toLowerCase().replace(/[\s_-]/g, '');

const isHeader = (cells: string[]): boolean => {
  const [one = '', two = ''] = cells.map(plainHeading);
  return HEADINGS[one] !== undefined && (HEADINGS[two] !== undefined || two === '');
};

function columnsOf(cells: string[]): Column[] | string {
  const columns: Column[] = [];
  for (const cell of cells) {
    const column = HEADINGS[plainHeading(cell)];
    if (!column)
      return `has a column ${JSON.stringify(cell)}; known are Name, RepoUrl, Subfolder, RequirementsFile, Ref`;
    if (columns.includes(column)) return `has two columns for the ${column}`;
    columns.push(column);
  }
  return columns.includes('url') ? columns : 'has no column RepoUrl';
}

// One cell and the comma or end behind it: quoted, with doubled quotes inside, or plain.
const CELL = /\s*"((?:[^"]|"")*)"\s*(,|$)|([^",]*)(,|$)/y;

/** The cells of a line, or what is wrong with it. */
function cellsOf(line: string): string[] | string {
  const cells: string[] = [];
  CELL.lastIndex = 0;
  for (;;) {
    const found = CELL.exec(line);
    if (!found) return 'has a quote that is not closed, or stands in the middle of a field';
    const [, quoted, afterQuoted, plain = '', afterPlain] = found;
    cells.push(quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'));
    if ((afterQuoted ?? afterPlain) === '') return cells;
  }
}
