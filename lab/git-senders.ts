// How the git server sends an answer: whole, slowly, or not to its end.
import type { ServerResponse } from 'node:http';

export type Sender = (body: AsyncIterable<Buffer>, response: ServerResponse) => Promise<void>;

/** Resolves when more may be written, or nobody listens any more. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
    if (response.destroyed) done();
  });
}

export const whole: Sender = async (body, response) => {
  for await (const bytes of body) if (!response.write(bytes)) await drained(response);
  response.end();
};

/** Ten times a second a tenth of the rate. */
export const slowly =
  (rate: number): Sender =>
  async (body, response) => {
    const piece = Math.max(1, Math.round(rate / 10));
    for await (const bytes of body) {
      for (let at = 0; at < bytes.length && !response.destroyed; at += piece) {
        response.write(bytes.subarray(at, at + piece));
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
    response.end();
  };

/** Sends `after` bytes of the pack, or half of a smaller one. Answers without a pack go out whole: true for those. */
async function beginning(after: number, body: AsyncIterable<Buffer>, response: ServerResponse): Promise<boolean> {
  const marker = Buffer.from('packfile\n');
  let answer = Buffer.alloc(0);
  let start = -1;
  for await (const bytes of body) {
    answer = Buffer.concat([answer, bytes]);
    if (start < 0) start = answer.indexOf(marker);
    if (start >= 0 && answer.length > start + after) break;
  }
  const pack = answer.length - start;
  response.write(start < 0 ? answer : answer.subarray(0, start + Math.min(after, pack >> 1)));
  return start < 0;
}

/** The connection ends in the middle of the pack. */
export const cut =
  (after: number): Sender =>
  async (body, response) => {
    if (await beginning(after, body, response)) response.end();
    else response.socket?.end();
  };

/** Nothing more comes after the middle of the pack, and nothing says so. */
export const stall =
  (after: number): Sender =>
  async (body, response) => {
    if (await beginning(after, body, response)) response.end();
  };
