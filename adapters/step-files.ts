import { readFileSync } from 'node:fs';
import { packageFile } from './package-root.ts';

/** The text of a file below steps/, as steps/script-text.ts reads them. */
export const readStepFile = (name: string): string => readFileSync(packageFile('steps', name), 'utf8');
