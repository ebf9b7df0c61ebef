// What hinders the store and is no mistake of ours, told apart by the code of SQLite, of Postgres or of the system.

const AWAY = 'STORE_AWAY';

/** In words for whoever asked; null for any other error. */
export function storeTrouble(thrown: unknown): string | null {
  if (!(thrown instanceof Error)) return null;
  const code = codeOf(thrown);
  if (code.startsWith('SQLITE_BUSY')) return 'Another program holds the database of Bringup.';
  if (/^(SQLITE_FULL|SQLITE_IOERR.*|ENOSPC|EDQUOT)$/.test(code))
    return 'Bringup cannot write to its data folder: its disk is full.';
  return code === AWAY ? thrown.message : null;
}

/** Classes of Postgres: connection, no resources left, not ready or being shut down, a disk that fails. */
const POSTGRES_AWAY = /^(08|53|57P|58)/;
const NETWORK_AWAY = /^(ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|E(HOST|NET)UNREACH|ENOENT|EACCES)$/;
/** What pg says without a code. */
const CONNECTION_AWAY =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|not queryable/i;

/** What pg threw: as trouble of the store where Postgres cannot be asked now, anything else as it is. */
export function asPostgresTrouble(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const code = codeOf(thrown);
  const isAway =
    'severity' in thrown ? POSTGRES_AWAY.test(code) : NETWORK_AWAY.test(code) || CONNECTION_AWAY.test(thrown.message);
  if (!isAway) return thrown;
  // Of a name with several addresses, the first one's words.
  const [first = thrown] = thrown instanceof AggregateError ? (thrown.errors as Error[]) : [thrown];
  return Object.assign(new Error(`Postgres cannot be asked: ${first.message}.`, { cause: thrown }), { code: AWAY });
}

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : '');
