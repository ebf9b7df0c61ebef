// What the page holds of a log: a stretch without gaps, in blocks that begin where a line does, and the rows that it becomes. It
// grows at both ends and is cut at either, so that a log of any size costs a bounded amount of memory.
import { type Folding, type Place, type Row, SCREEN } from './folding.ts';
import { createPlainLines } from './plain-lines.ts';
import { createTerminal } from './terminal-lines.ts';

/** A part as the server gives it. */
export interface Part {
  offset: number;
  next_offset: number;
  /** Number of the line in which `offset` stands. */
  line: number;
  text: string;
  /** Of a row's lines, which do not follow one upon the other: where each stands. */
  lines?: Place[] | undefined;
}

interface Block {
  offset: number;
  line: number;
  pieces: { text: string; lines: Place[] | undefined }[];
  length: number;
  /** Rows that began in it, and how many rows above its begin it draws. */
  begun: number;
  reach: number;
}

export interface Limits {
  rows: number;
  characters: number;
}

const BLOCK = 64 * 1024;
/** What draws upwards over more than this is shown cut into pieces. */
const REFOLD = 4 * 1024 * 1024;

export type LineStore = ReturnType<typeof createLineStore>;

/** `raw`: the lines as their bytes are. */
export function createLineStore(raw: boolean, limits: Limits = { rows: 120_000, characters: 24_000_000 }) {
  const create = raw ? createPlainLines : createTerminal;
  let blocks: Block[] = [];
  let fold: Folding = create({ line: 1, offset: 0 });
  /** The last blocks were dropped, and with them the state of the terminal. */
  let isCut = false;
  let characters = 0;
  let end = { offset: 0, line: 1 };

  function begin(part: Part): void {
    blocks = [];
    fold = create({ line: part.line, offset: part.offset });
    isCut = false;
    characters = 0;
    end = { offset: part.offset, line: part.line };
  }

  /** Puts what follows at the end. False when it does not follow. */
  function append(part: Part): boolean {
    if (blocks.length === 0) begin(part);
    if (isCut ? part.line !== end.line : part.offset !== end.offset) return false;
    if (isCut) foldLastAgain();
    isCut = false;
    const { text, lines } = part;
    const last = blocks.at(-1);
    const isFull = last !== undefined && last.length >= BLOCK;
    // A block is full: the rest of its line still belongs to it.
    const rest = isFull && !atLineStart(last) ? text.indexOf('\n') + 1 : 0;
    if (!last || (isFull && atLineStart(last))) startBlock(part, text, lines);
    else if (rest > 0) {
      write(last, text.slice(0, rest), undefined);
      if (rest < text.length) startBlock(lines?.[0] ?? fold.place, text.slice(rest), lines);
    } else write(last, text, lines);
    end = { offset: part.next_offset, line: fold.place.line };
    return true;
  }

  function startBlock({ line, offset }: Place, text: string, lines: Place[] | undefined): void {
    const block: Block = { line, offset, pieces: [], length: 0, begun: 0, reach: 0 };
    blocks.push(block);
    fold.startBlock();
    write(block, text, lines);
  }

  function write(block: Block, text: string, lines: Place[] | undefined): void {
    fold.write(text, lines);
    block.pieces.push({ text, lines });
    block.length += text.length;
    ({ begun: block.begun, reach: block.reach } = fold);
    characters += text.length;
  }

  /** Puts the lines that come before a line at the beginning. False when it is no longer the first. */
  function prepend(part: Part, before: number): boolean {
    const first = blocks[0];
    if (!first || before !== first.line) return false;
    first.offset = part.next_offset;
    const { offset, line, text, lines } = part;
    const block: Block = { offset, line, pieces: [{ text, lines }], length: text.length, begun: 0, reach: 0 };
    const terminal = foldOf([block]);
    const again = drawAgain(terminal);
    const after = blocks[again];
    const kept = after ? fold.rows.slice(rowOf(after.line)) : [];
    blocks.unshift(block);
    characters += text.length;
    if (after || isCut) fold.rows = [...terminal.rows, ...kept];
    else fold = terminal;
    return true;
  }

  /** Goes on with those blocks that look otherwise when there are rows above them. Gives how many these are. */
  function drawAgain(terminal: Folding): number {
    let count = 0;
    let length = 0;
    while (count < blocks.length && length < REFOLD) {
      terminal.startBlock();
      // The cursor may be still above the end.
      const until = Math.max(drawsAbove(count), terminal.reach > 0 ? count + 1 : count);
      if (until === count) break;
      for (const block of blocks.slice(count, until)) {
        foldBlock(terminal, block);
        length += block.length;
      }
      count = until;
    }
    return count;
  }

  /** Up to which block something is drawn above the begin of that one. */
  function drawsAbove(index: number): number {
    let until = index;
    let rows = 0;
    for (let at = index; at < blocks.length && rows <= SCREEN; at += 1) {
      const { begun, reach } = blocks[at] ?? { begun: 0, reach: 0 };
      if (reach > rows) until = at + 1;
      rows = reach > rows ? 0 : rows + begun;
    }
    return until;
  }

  function foldBlock(terminal: Folding, block: Block): void {
    terminal.startBlock();
    for (const { text, lines } of block.pieces) terminal.write(text, lines);
    ({ begun: block.begun, reach: block.reach } = terminal);
  }

  function foldOf(some: Block[]): Folding {
    const terminal = create({ line: some[0]?.line ?? 1, offset: some[0]?.offset ?? 0 });
    for (const block of some) foldBlock(terminal, block);
    return terminal;
  }

  /** Brings the terminal back to where it was after the last block. */
  function foldLastAgain(): void {
    let from = blocks.length;
    for (let above = 1; above > 0 && from > 0;) {
      from -= 1;
      const { begun, reach } = blocks[from] ?? { begun: 0, reach: 0 };
      above = Math.max(from === blocks.length - 1 ? 0 : above - begun, reach);
    }
    const kept = fold.rows.slice(0, rowOf(blocks[from]?.line ?? 1));
    fold = foldOf(blocks.slice(from));
    fold.rows = [...kept, ...fold.rows];
  }

  /** Index of the first row that a line or a later one began. */
  function rowOf(line: number): number {
    let [low, high] = [0, fold.rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((fold.rows[middle]?.line ?? 0) < line) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  const isOver = () => blocks.length > 1 && (fold.rows.length > limits.rows || characters > limits.characters);

  /** Lets go of the beginning while there is too much. */
  function cutBeginning(): void {
    while (isOver()) {
      characters -= blocks.shift()?.length ?? 0;
      fold.rows.splice(0, Math.min(rowOf(blocks[0]?.line ?? 1), Math.max(0, fold.rows.length - SCREEN)));
    }
  }

  /** The same at the end. */
  function cutEnd(): void {
    while (isOver()) {
      const block = blocks.pop();
      if (!block) return;
      characters -= block.length;
      fold.rows = fold.rows.slice(0, rowOf(block.line));
      end = { offset: block.offset, line: block.line };
      isCut = true;
    }
  }

  return {
    begin,
    append,
    prepend,
    cutBeginning,
    cutEnd,
    /** The row in which a line is shown, or the one before it that it has drawn on. */
    rowAt: (line: number): number => Math.min(fold.rows.length, rowOf(line + 1)) - 1,
    /** The number of its last line. */
    get lastLine(): number {
      return Math.max(end.line - 1, fold.rows.at(-1)?.line ?? 0);
    },
    get rows(): readonly Row[] {
      return fold.rows;
    },
    /** Where the stretch begins. */
    get first(): Place {
      return { line: blocks[0]?.line ?? end.line, offset: blocks[0]?.offset ?? end.offset };
    },
    /** Where the next part begins; after the end was cut, only the line is exact. */
    get next(): Place {
      return end;
    },
    get isCut(): boolean {
      return isCut;
    },
    /** The text as it came, for showing it the other way. */
    parts(): Part[] {
      return blocks.flatMap(({ offset, line, pieces }, index) => {
        const next = blocks[index + 1]?.offset ?? end.offset;
        const text = pieces.map((piece) => piece.text).join('');
        const lines = pieces.every((piece) => piece.lines) ? pieces.flatMap((piece) => piece.lines ?? []) : undefined;
        return { offset, line, text, lines, next_offset: next };
      });
    },
  };
}

const atLineStart = ({ pieces }: Block): boolean => pieces.at(-1)?.text.endsWith('\n') ?? true;
