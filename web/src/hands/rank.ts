// Which of many things a person means by a few letters.

/**
 * How well a text fits: 0 where it does not. Every word that was typed must be found; at the begin of a word counts more than in
 * the middle, and letters in their order with others between count least.
 */
export function fits(text: string, typed: string): number {
  const inText = text.toLowerCase();
  let sum = 0;
  for (const word of typed.toLowerCase().split(/\s+/).filter(Boolean)) {
    const score = scoreOf(inText, word);
    if (score === 0) return 0;
    sum += score;
  }
  // Of two that fit alike the shorter one is closer to what was typed.
  return sum + 1 / (1 + text.length);
}

function scoreOf(text: string, word: string): number {
  if (text === word) return 100;
  const at = text.indexOf(word);
  if (at === 0) return 80;
  if (at > 0) return /[\s/@:._-]/.test(text.charAt(at - 1)) || beginsWord(text, word) ? 60 : 40;
  return word.length > 1 && isSubsequence(word, text) ? 10 : 0;
}

const beginsWord = (text: string, word: string): boolean =>
  text.split(/[\s/@:._-]+/).some((part) => part.startsWith(word));

function isSubsequence(word: string, text: string): boolean {
  let from = 0;
  for (const letter of word) {
    const at = text.indexOf(letter, from);
    if (at === -1) return false;
    from = at + 1;
  }
  return true;
}

/** Those that fit, best first; what fits alike stays in its order. Without letters all of them. */
export function ranked<Thing>(things: readonly Thing[], typed: string, textOf: (thing: Thing) => string): Thing[] {
  if (typed.trim() === '') return [...things];
  return things
    .map((thing, index) => ({ thing, index, score: fits(textOf(thing), typed) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || one.index - other.index)
    .map(({ thing }) => thing);
}
