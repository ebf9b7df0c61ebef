// A folder that looks like an installed ComfyUI: loader, models, custom_nodes, and an output folder with media to bring home.
import { copyFile, mkdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { packageFile } from '../adapters/package-root.ts';

/** Media in the tree, relative to its `output`: right in it, in nested folders, with blank and umlaut in the name. */
export const MEDIA = [
  'ComfyUI_00001_.png',
  'ComfyUI_00002_.png',
  '2026-11-22/ComfyUI_00001_.png',
  '2026-11-22/portraits/ComfyUI_00003_.png',
  'WAN/clip_00001.mp4',
  'Käfer im Grünen/Bild 1.png',
] as const;

/** Makes the tree at `folder`, which must not exist yet or be empty. */
export async function makeComfyuiTree(folder: string): Promise<void> {
  for (const name of ['models/checkpoints', 'models/loras', 'models/vae', 'custom_nodes', 'input', 'output']) {
    await mkdir(path.join(folder, name), { recursive: true });
  }
  await copyFile(packageFile('lab', 'comfyui', 'main.py'), path.join(folder, 'main.py'));
  await writeFile(path.join(folder, 'requirements.txt'), '# The look-alike needs nothing but Python itself.\n');
  for (const [index, name] of MEDIA.entries()) {
    const file = path.join(folder, 'output', name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, name.endsWith('.png') ? picture(96 + index * 16) : clip(300_000));
    // Times in the past: a copy that does not keep them is noticed.
    const made = new Date(Date.UTC(2026, 10, 22, 9, index));
    await utimes(file, made, made);
  }
}

/** A real PNG: a square with a colour gradient. */
function picture(size: number): Buffer {
  const rows = Buffer.alloc(size * (1 + size * 3));
  for (let y = 0, at = 0; y < size; y++) {
    rows[at++] = 0; // no filter
    for (let x = 0; x < size; x++) {
      rows[at++] = (x * 255) / size;
      rows[at++] = (y * 255) / size;
      rows[at++] = (x * y) & 255;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8); // 8 bit, RGB
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body) >>> 0, 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** Bytes that start like an MP4 and do not compress: enough to see a transfer move. */
function clip(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let at = 0, state = 1; at < size; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[at] = state >>> 16;
  }
  bytes.write('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 0, 'latin1');
  return bytes;
}
