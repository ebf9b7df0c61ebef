// A log as a download.
import { open } from 'node:fs/promises';
import type { Request, Response } from 'express';
import { isMissing } from '../../adapters/store/logs.ts';

/** Sends the bytes as they are at this moment, or the range of them that was asked for. */
export async function sendLog(request: Request, response: Response, file: string, name: string): Promise<void> {
  // An attachment, and plain text: nothing in a log is ever shown by a browser as a page.
  response.attachment(name).type('text/plain');
  if (!(await isThere(file))) return void response.status(200).set('Content-Length', '0').end();
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

async function isThere(file: string): Promise<boolean> {
  try {
    await (await open(file, 'r')).close();
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
