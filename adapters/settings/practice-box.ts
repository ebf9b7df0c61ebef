import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const boxSchema = z.object({
  host: z.string(),
  port: z.number().int(),
  user: z.string(),
  identity_file: z.string(),
  connection: z.string(),
});

/** The built-in box, as it wrote itself down. */
export type PracticeBox = z.infer<typeof boxSchema>;

/** The practice box of a data folder; null where there is none. */
export async function practiceBox(home: string): Promise<PracticeBox | null> {
  try {
    return boxSchema.parse(JSON.parse(await readFile(path.join(home, 'practice', 'box.json'), 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
