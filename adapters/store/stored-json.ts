import { type BringupError, bringupError, isBringupError } from '../errors.ts';

/** Told of every row that cannot be read and was left out of a list. */
export type OnBrokenRow = (error: BringupError) => void;

/** Parses what a column holds. `where` names the row for the error, e.g. `run wf-1: state`. */
export function parseColumn<Value>(text: string, where: string, looksRight: (value: unknown) => boolean): Value {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw brokenColumn(where, 'it is not JSON', error);
  }
  if (!looksRight(value)) throw brokenColumn(where, 'it has another form than expected');
  return value as Value;
}

const brokenColumn = (where: string, why: string, cause?: unknown): BringupError =>
  bringupError('unexpected', `A row of the store cannot be read (${where}): ${why}.`, { where }, { cause });

/** A list without the rows that are broken; each of those is told. */
export function readable<Row, Result>(rows: Row[], read: (row: Row) => Result, onBroken: OnBrokenRow): Result[] {
  return rows.flatMap((row) => {
    try {
      return [read(row)];
    } catch (error) {
      if (!isBringupError(error)) throw error;
      onBroken(error);
      return [];
    }
  });
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
