// The lines as their bytes are: nothing is drawn over, and what cannot be seen has a sign.
import { eachPiece, type Folding, newId, pictureOf, type Place, type Row, utf8Length } from './folding.ts';

// eslint-disable-next-line no-control-regex
const UNSEEN = /[\0-\x08\x0b-\x1f\x7f]/g;

/** Rows of the raw text, one a line of the log. */
export function createPlainLines(start: Place, rows: Row[] = []): Folding {
  let place = { ...start };
  let open = '';
  let isOpen = false;
  let bytes = 0;

  const lines = {
    rows,
    reach: 0,
    begun: 0,
    get place() {
      return place;
    },
    startBlock: () => undefined,
    write(text: string, places?: Place[]) {
      let next = 0;
      eachPiece(text, (piece, ends) => {
        if (places && !isOpen) place = places[next++] ?? place;
        add(piece);
        if (ends) endLine();
      });
    },
  };

  function add(piece: string): void {
    const shown = piece.replaceAll(UNSEEN, pictureOf);
    open = isOpen ? open + shown : shown;
    const last = lines.rows.length - 1;
    const id = isOpen ? (lines.rows[last]?.id ?? newId()) : newId();
    lines.rows[isOpen ? last : last + 1] = { id, ...place, text: open };
    isOpen = true;
    bytes += utf8Length(piece);
  }

  function endLine(): void {
    place = { line: place.line + 1, offset: place.offset + bytes + 1 };
    bytes = 0;
    isOpen = false;
  }

  return lines;
}
