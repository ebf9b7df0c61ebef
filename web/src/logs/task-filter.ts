// Of a log that grows, the lines that belong to one row of the step: those that begin with its name in brackets.
import { eachPiece, type Place, utf8Length } from './folding.ts';

/** Takes the text from a line's begin on; gives what belongs to the row, and where each of its lines stands. */
export function createTaskFilter(task: string, start: Place) {
  const prefix = `[${task}] `;
  let place = { ...start };
  let bytes = 0;
  /** The begin of a line of which it is not yet known whose it is. */
  let open: string | null = '';
  let isMine = false;

  return (text: string): { text: string; lines: Place[] } => {
    let mine = '';
    const lines: Place[] = [];
    eachPiece(text, (piece, ends) => {
      bytes += utf8Length(piece);
      let shown = piece;
      if (open !== null) {
        open += piece;
        if (open.length >= prefix.length || ends) {
          isMine = open.startsWith(prefix);
          if (isMine) lines.push({ ...place });
          shown = open;
          open = null;
        } else shown = '';
      }
      if (isMine) mine += ends ? `${shown}\n` : shown;
      if (!ends) return;
      place = { line: place.line + 1, offset: place.offset + bytes + 1 };
      bytes = 0;
      open = '';
      isMine = false;
    });
    return { text: mine, lines };
  };
}
