// What the steps that move files share: which files, how fast, how sure.
import { z } from 'zod';
import { innerPath, oneLine } from './parameters.ts';

/** Folders below ui_home; without it `output` and `outputs`, as far as they exist. */
export const mediaSources = z.array(innerPath).min(1).max(50).optional();

const glob = oneLine(z.string().min(1).max(300));

/** Patterns as rsync has them (adapters/sync/globs.ts). Of several, one that fits is enough. */
export const globs = z.array(glob).max(200).default([]);

/** 1,024 bytes a second, as rsync counts; without it as fast as it goes. */
export const bandwidth = z.number().int().min(1).max(10_000_000).optional();

/** What proves that a copy is whole: size and time, or also its SHA-256 on both sides. */
export const verify = z.enum(['size_time', 'checksum']).default('size_time');

/** `mirror`: folders as on the box. `by_date`: a folder a day, by the file's time on this computer's calendar. */
export const layout = z.enum(['mirror', 'by_date']).default('mirror');
