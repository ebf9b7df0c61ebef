// A row's text cut into pieces that look alike: colours of its escape sequences, and what a search has found. Only rows that are on the
// screen are read so. Pieces are text; nothing in a log ever becomes a tag.
import Anser from 'anser';

interface Span {
  text: string;
  classes: string[];
  /** Colours that no class has, as `r, g, b`. */
  ink: string | null;
  ground: string | null;
}

/** More of a line is in the download. */
export const SHOWN = 8_000;

/** Of what is found further behind, so much that comes before it. */
const BEFORE = 200;
// eslint-disable-next-line no-control-regex
const WITH_COLONS = /\x1b\[([\d;]*:[\d;:]*)m/g;
/** They turn round what follows: a name that ends in txt.exe would be read as exe.txt. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

/** The row's text without its colours. */
export const withoutColours = (text: string): string =>
  text.includes('\x1b') ? Anser.ansiToText(withoutColons(text)) : text;

/** What is shown of a long row, and how many characters stand before and behind: its begin, or what was found further behind. */
export function windowOf(text: string, found: RegExp | null): { before: number; shown: string; after: number } {
  if (text.length <= SHOWN) return { before: 0, shown: text, after: 0 };
  const plain = withoutColours(text);
  const match = found === null ? -1 : plain.search(found);
  if (match < SHOWN) return { before: 0, shown: text.slice(0, SHOWN), after: text.length - SHOWN };
  const before = match - BEFORE;
  const shown = plain.slice(before, before + SHOWN);
  return { before, shown, after: plain.length - before - shown.length };
}

/** The pieces of a row. `found` is global; where it matches nothing of the text, nothing is marked. */
export function spansOf(text: string, found: RegExp | null): Span[] {
  const shown = withoutColons(text).replaceAll(TURNS, '⇄');
  const spans = shown.includes('\x1b') ? coloured(shown) : [plain(shown)];
  return found ? marked(spans, found) : spans;
}

/** Colours as ISO 8613-6 has them, `38:2::255:0:0`, in the form that everybody else writes. */
const withoutColons = (text: string): string =>
  text.replaceAll(WITH_COLONS, (_, codes: string) => {
    const known = codes.split(';').flatMap((code) => commonForm(code) ?? []);
    return known.length === 0 ? '' : `\x1b[${known.join(';')}m`;
  });

function commonForm(code: string): string | null {
  const [kind = '', ...values] = code.split(':');
  if (values.length === 0) return code;
  if (kind === '4') return values[0] === '0' ? '24' : '4';
  if (kind !== '38' && kind !== '48') return null;
  if (values[0] === '5') return [kind, 5, values[1]].join(';');
  return values[0] === '2' ? [kind, 2, ...values.slice(-3)].join(';') : null;
}

const plain = (text: string): Span => ({ text, classes: [], ink: null, ground: null });

function coloured(text: string): Span[] {
  return Anser.ansiToJson(text, { use_classes: true, remove_empty: true, json: true }).map((piece) => {
    const { content, fg, bg, fg_truecolor, bg_truecolor, decorations } = piece;
    const ink = colourOf(fg, fg_truecolor);
    const ground = colourOf(bg, bg_truecolor);
    const classes = decorations.map((name) => `ansi-${name}`);
    if (fg && ink === null) classes.push(`${fg}-fg`);
    if (bg && ground === null) classes.push(`${bg}-bg`);
    if (ink !== null) classes.push('own-fg');
    if (ground !== null) classes.push('own-bg');
    return { text: content, classes, ink, ground };
  });
}

/** A colour of the 256 or of the 16 million; null for one of the sixteen with names. */
function colourOf(name: string | null, truecolor: string | null): string | null {
  if (name === 'ansi-truecolor') return truecolor;
  const index = Number(/^ansi-palette-(\d+)$/.exec(name ?? '')?.[1] ?? Number.NaN);
  if (Number.isNaN(index)) return null;
  if (index >= 232) return Array.from({ length: 3 }, () => 8 + (index - 232) * 10).join(', ');
  const level = (step: number) => (step === 0 ? 0 : 55 + step * 40);
  const cube = index - 16;
  return [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map(level).join(', ');
}

function marked(spans: Span[], found: RegExp): Span[] {
  const whole = spans.map(({ text }) => text).join('');
  const hits = [...whole.matchAll(found)].filter(([match]) => match !== '');
  if (hits.length === 0) return spans;
  const pieces: Span[] = [];
  let at = 0;
  for (const span of spans) {
    const end = at + span.text.length;
    for (const { index, 0: match } of hits) {
      const [from, to] = [Math.max(at, index), Math.min(end, index + match.length)];
      if (from >= to) continue;
      if (from > at) pieces.push({ ...span, text: whole.slice(at, from) });
      pieces.push({ ...span, text: whole.slice(from, to), classes: [...span.classes, 'hit'] });
      at = to;
    }
    if (at < end) pieces.push({ ...span, text: whole.slice(at, end) });
    at = end;
  }
  return pieces;
}
