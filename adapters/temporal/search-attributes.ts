import { isGrpcServiceError, type Connection } from '@temporalio/client';
import { searchAttributes } from '../../contract/search-attributes.ts';

const ALREADY_EXISTS = 6;
// temporal.api.enums.v1.IndexedValueType
const KEYWORD = 2;

/** Makes our search attributes known to the namespace. Doing it again changes nothing. */
export async function ensureSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const known = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.keys(searchAttributes).filter((name) => !(name in (known.customAttributes ?? {})));
  if (missing.length === 0) return;
  const wanted = Object.fromEntries(missing.map((name) => [name, KEYWORD]));
  try {
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: wanted });
  } catch (error) {
    if (!isGrpcServiceError(error) || Number(error.code) !== ALREADY_EXISTS) throw error;
  }
}
