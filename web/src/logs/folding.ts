// What a log's text becomes on the page: rows. Two ways lead there, the terminal's and the plain one.

/** A line as it is shown. */
export interface Row {
  /** Its own for as long as the page is open: what is drawn over gets a new row with the same id. */
  id: number;
  /** Number, from 1, of the line of the log that began it. */
  line: number;
  /** Where that line begins, in bytes. */
  offset: number;
  /** Without a newline; colours as escape sequences. */
  text: string;
}

export interface Place {
  line: number;
  offset: number;
}

/** What makes rows of text, given piece by piece, cut anywhere. */
export interface Folding {
  rows: Row[];
  /** Tells that a block begins here, at the beginning of a line. */
  startBlock(): void;
  /** How many rows above the block's begin the cursor was since then, as far as it wanted. */
  readonly reach: number;
  /** Rows that began since then. */
  readonly begun: number;
  /** `places` are those of the lines that begin in this text, where they do not follow one upon the other. */
  write(text: string, places?: Place[]): void;
  /** The line that is being written. */
  readonly place: Place;
}

/** Programs cannot know how high a terminal is that is none; further up nothing is drawn. */
export const SCREEN = 200;

let lastId = 0;
export const newId = (): number => (lastId += 1);

/** Gives the lines of a text and whether each ends; the last one may be going on. */
export function eachPiece(text: string, take: (piece: string, ends: boolean) => void): void {
  for (let at = 0; at < text.length;) {
    const newline = text.indexOf('\n', at);
    const end = newline === -1 ? text.length : newline;
    take(text.slice(at, end), newline !== -1);
    at = end + 1;
  }
}

/** The sign for a character that cannot be seen. */
export const pictureOf = (control: string): string =>
  control === '\x7f' ? '\u2421' : String.fromCharCode(0x2400 + control.charCodeAt(0));

const NOT_ASCII = /[^\0-\x7f]/;
const encoder = new TextEncoder();
/** Bytes of a text. */
export const utf8Length = (text: string): number => (NOT_ASCII.test(text) ? encoder.encode(text).length : text.length);
