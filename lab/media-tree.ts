// What an `output` folder can hold, at its worst: many files, deep and large ones, odd names, links, and files that change while
// they are copied.
import { chmod, mkdir, open, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { randomBytes } from './random-bytes.ts';

interface MediaTreeOptions {
  /** How many files lie right in the folder, and their size in bytes. */
  count?: number;
  size?: number;
  /** Bytes of each of the two clips in dated folders. */
  clipSize?: number;
}

export interface MediaTree {
  folder: string;
  /** Regular files that stay as they are and can be read, by path below the folder, in the order of their names; with their size. */
  files: Map<string, number>;
  /** Symbolic links, by path, and where they lead to. */
  links: Map<string, string>;
  /** Name of the file that `grow` makes longer. */
  growing: string;
  /** Name of the file that `vanish` removes. */
  vanishing: string;
  /** Name of the file that nobody may read; as root one can all the same. */
  unreadable: string;
  /** Name of a file that is no UTF-8; `latin-` and the byte 0xe4 stand in it. */
  notUtf8: Buffer;
  /** Puts so many bytes at the end of the growing file. */
  grow(bytes?: number): Promise<void>;
  /** Makes it longer again and again until told to stop. */
  keepGrowing(): { stop(): Promise<void> };
  vanish(): Promise<void>;
  /** The vanished file is there again. */
  reappear(): Promise<void>;
}

/** Makes the tree in `folder`, which is made. Contents are the same every time; times of files lie in the past. */
export async function makeMediaTree(
  folder: string,
  { count = 200, size = 20_000, clipSize = 60_000_000 }: MediaTreeOptions = {},
): Promise<MediaTree> {
  const files = new Map<string, number>();
  let made = 0;
  const put = async (name: string, bytes: number) => {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, randomBytes(bytes, ++made));
    // Whole seconds, since not every way of copying keeps more; in the past, so that a copy with times of its own is noticed.
    const time = new Date(Date.UTC(2026, 10, 20, 9, 0, made));
    await utimes(file, time, time);
  };
  const keep = async (name: string, bytes: number) => {
    await put(name, bytes);
    files.set(name, bytes);
  };

  for (let index = 1; index <= count; index++) await keep(`ComfyUI_${String(index).padStart(5, '0')}_.png`, size);
  for (const day of ['2026-11-20', '2026-11-21']) {
    await keep(`${day}/clip_00001.mp4`, clipSize);
    await keep(`${day}/portraits/ComfyUI_00001_.png`, size);
  }
  for (const name of [
    'Käfer im Grünen/Bild 1.png',
    ' leading and trailing .png',
    "it's “quoted” & $HOME;.png",
    '-rf.png',
  ]) {
    await keep(name, size);
  }
  await keep('new\nline.png', size);
  await keep('Ka\u0308fer decomposed.png', size);
  await keep('empty.png', 0);
  await mkdir(path.join(folder, 'empty folder'));

  const links = new Map([
    ['latest.png', 'ComfyUI_00001_.png'],
    ['dangling.png', 'nothing-there.png'],
    ['loop', '.'],
    ['outside.txt', '/etc/hostname'],
  ]);
  for (const [name, target] of links) await symlink(target, path.join(folder, name));

  const [growing, vanishing, unreadable] = ['growing.mp4', 'vanishing.png', 'unreadable.png'] as const;
  await put(growing, size);
  await put(vanishing, size);
  await put(unreadable, size);
  await chmod(path.join(folder, unreadable), 0);
  const notUtf8 = Buffer.concat([Buffer.from('latin-'), Buffer.from([0xe4]), Buffer.from('.png')]);
  await writeFile(Buffer.concat([Buffer.from(`${folder}/`), notUtf8]), randomBytes(size, ++made));

  const grow = async (bytes = 1000) => {
    const handle = await open(path.join(folder, growing), 'a');
    await handle.write(randomBytes(bytes, ++made)).finally(() => handle.close());
  };
  return {
    folder,
    files: new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))),
    links,
    growing,
    vanishing,
    unreadable,
    notUtf8,
    grow,
    keepGrowing: () => keepDoing(grow),
    vanish: () => rm(path.join(folder, vanishing)),
    reappear: () => put(vanishing, size),
  };
}

/** Does it again and again, one after the other, until told to stop. */
function keepDoing(work: () => Promise<void>): { stop(): Promise<void> } {
  let isOn = true;
  const done = (async () => {
    while (isOn) await work();
  })();
  return {
    async stop() {
      isOn = false;
      await done;
    },
  };
}
