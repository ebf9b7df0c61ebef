import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { RequestHandler } from 'express';
import { bringupError } from '../adapters/errors.ts';
import { callerName, callerOf } from './caller.ts';

const PERIOD_MS = 60_000;

/** Refuses more starts a minute than this of one caller: a program that has gone wrong must not start for ever. */
export const startLimit = (perMinute: number): RequestHandler =>
  rateLimit({
    windowMs: PERIOD_MS,
    limit: perMinute,
    standardHeaders: false,
    legacyHeaders: false,
    keyGenerator: ({ socket }, response) =>
      `${callerName(callerOf(response))} ${ipKeyGenerator(socket.remoteAddress ?? '')}`,
    handler: (_request, _response, next) => {
      const message = `More than ${perMinute} starts within a minute. Nothing was started.`;
      next(bringupError('rate_limited', message, { retry_after_s: PERIOD_MS / 1000 }));
    },
  });
