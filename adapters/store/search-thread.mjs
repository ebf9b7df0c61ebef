// @ts-check
// One search through one log, in a thread of its own: an expression that never comes to an end is ended with the thread. Plain
// JavaScript, because a thread's file is loaded as it is, from source and beside the bundle. Holds 1 MiB of the log at a time.
import { isAscii } from 'node:buffer';
import { openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

const BLOCK = 1024 * 1024;
const SHOWN = 500;
const NEWLINE = 0x0a;
// eslint-disable-next-line no-control-regex
const ESCAPES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?)/g;

/** @type {import('./search-log.ts').ThreadInput} */
const { file, source, flags, prefix, from, before, limit, countTo } = workerData;
const pattern = new RegExp(source, flags);

/** @type {import('./search-log.ts').SearchResult} */
const result = { matches: [], preceding: 0, total: 0, total_capped: false, next_offset: null };
let line = 1;

const hasAll = () => result.total_capped && result.next_offset !== null;

/** As it is, or as it is read: colours may stand between its letters. @param {string} line */
function findIn(line) {
  const found = pattern.exec(line);
  if (found || !line.includes('\x1b')) return found && { text: line, index: found.index };
  const text = line.replaceAll(ESCAPES, '');
  const index = text.search(pattern);
  return index === -1 ? null : { text, index };
}

/** @param {string} text @param {number} offset */
function look(text, offset) {
  if (!text.startsWith(prefix)) return;
  const found = findIn(text);
  if (!found) return;
  if (result.total < countTo) result.total += 1;
  else result.total_capped = true;
  const match = () => ({ line, offset, text: shown(found.text, found.index) });
  if (before !== null) {
    if (offset >= before) result.next_offset ??= offset;
    else if (result.matches.push(match()) > limit) leaveOut();
  } else if (offset < from) result.preceding += 1;
  else if (result.matches.length < limit) result.matches.push(match());
  else result.next_offset ??= offset;
}

function leaveOut() {
  result.matches.shift();
  result.preceding += 1;
}

/** @param {string} text @param {number} match */
function shown(text, match) {
  if (text.length <= SHOWN) return text;
  const start = Math.max(0, Math.min(match - SHOWN / 5, text.length - SHOWN));
  return text.slice(start, start + SHOWN).toWellFormed();
}

/** Whole lines, or a part of one that is longer than a block. @param {Buffer} block @param {number} base */
function lookThrough(block, base) {
  const ascii = isAscii(block);
  const whole = ascii ? block.toString('latin1') : '';
  for (let start = 0; start < block.length;) {
    const newline = ascii ? whole.indexOf('\n', start) : block.indexOf(NEWLINE, start);
    const end = newline === -1 ? block.length : newline;
    const text = ascii ? whole.slice(start, end) : block.toString('utf8', start, end);
    look(text.endsWith('\r') ? text.slice(0, -1) : text, base + start);
    if (newline !== -1) line += 1;
    start = end + 1;
  }
}

const log = openSync(file, 'r');
const buffer = Buffer.allocUnsafe(BLOCK);
let base = 0;
let filled = 0;
for (let isEnd = false; !isEnd && !hasAll();) {
  const read = readSync(log, buffer, filled, BLOCK - filled, base + filled);
  filled += read;
  isEnd = read === 0;
  const lastLineEnd = buffer.subarray(0, filled).lastIndexOf(NEWLINE) + 1;
  const end = isEnd || (lastLineEnd === 0 && filled === BLOCK) ? filled : lastLineEnd;
  lookThrough(buffer.subarray(0, end), base);
  buffer.copyWithin(0, end, filled);
  base += end;
  filled -= end;
}
parentPort?.postMessage(result);
