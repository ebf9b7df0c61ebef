// A log as a download: as it is, with times, or the part of one row.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { logWithTimes } from '../../adapters/store/log-with-times.ts';
import { size } from '../../adapters/store/logs.ts';
import { taskLog } from '../../adapters/store/task-log.ts';

/** Sends the bytes as they are at this moment, or the range of them that was asked for. */
export async function sendLog(request: Request, response: Response, file: string, name: string): Promise<void> {
  attach(response, name);
  if ((await size(file)) === 0) return void response.set('Content-Length', '0').end();
  await new Promise<void>((resolve, reject) => {
    // A data folder may lie below a name with a dot.
    response.sendFile(
      file,
      { dotfiles: 'allow', cacheControl: false, headers: { 'Cache-Control': 'no-cache' } },
      (error) => {
        if (error && !response.closed && !request.destroyed) reject(error);
        else resolve();
      },
    );
  });
}

/** The same with the time of arrival before each line. */
export const sendLogWithTimes = async (response: Response, file: string, name: string): Promise<void> =>
  sendPieces(response, logWithTimes(file, await size(file)), name);

/** The lines of one row only. */
export const sendTaskLog = async (response: Response, file: string, task: string, name: string): Promise<void> =>
  sendPieces(response, taskLog(file, task, await size(file)), name);

async function sendPieces(response: Response, pieces: AsyncIterable<Buffer>, name: string): Promise<void> {
  attach(response, name);
  response.set('Cache-Control', 'no-cache');
  try {
    await pipeline(Readable.from(pieces), response);
  } catch (error) {
    // A caller that leaves in the middle is no failure.
    if (!response.destroyed) throw error;
  }
}

/** Who takes nothing for so long has gone, or holds a file open on purpose. */
const STALLED_MS = 60_000;

/** An attachment, and plain text: nothing in a log is ever shown by a browser as a page. */
function attach(response: Response, name: string): void {
  response.setTimeout(STALLED_MS, () => response.destroy());
  response.attachment(name).type('text/plain');
}
