// Who this installation is, for the locks that it leaves on boxes.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import path from 'node:path';
import { createFileAtomic } from './atomic-file.ts';
import { makeFolder } from './make-folder.ts';

export interface ControlPlane {
  /** For ever the same for a data folder. */
  id: string;
  /** For people: `ada@laptop`. */
  name: string;
}

/** Reads the identity of a data folder, and makes it at the first time. Several processes may ask at once. */
export async function readControlPlane(home: string): Promise<ControlPlane> {
  const file = path.join(home, 'control-plane-id');
  await makeFolder(home);
  await createFileAtomic(file, `${randomUUID()}\n`);
  const id = (await readFile(file, 'utf8')).trim();
  if (!/^[A-Za-z0-9-]{8,64}$/.test(id))
    throw new Error(`${file} does not hold an id. Remove it, and a new one is made.`);
  return { id, name: `${userName()}@${hostname()}` };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without a name, as containers have it.
    return `user ${process.getuid?.() ?? ''}`.trim();
  }
}
