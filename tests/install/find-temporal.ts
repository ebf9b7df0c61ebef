// Prints the path of the Temporal server that the tests shall use: the same one that `npm start` would find.
import { isBringupError } from '../../adapters/errors.ts';
import { findTemporalServer } from '../../adapters/temporal/find-server.ts';

try {
  const { path } = await findTemporalServer({ env: process.env, say: (line) => console.error(line) });
  console.log(path);
} catch (error) {
  console.error(isBringupError(error) ? error.message : error);
  process.exitCode = 1;
}
