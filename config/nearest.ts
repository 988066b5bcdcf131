import { closest, distance } from 'fastest-levenshtein';

/** The known word that somebody most likely meant, or null where none is near. */
export function nearestOf(word: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const nearest = closest(word.toLowerCase(), [...known]);
  return distance(word.toLowerCase(), nearest.toLowerCase()) <= Math.max(2, word.length / 3) ? nearest : null;
}

/** `; did you mean "…"?` where a known word is near, else nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const nearest = nearestOf(word, known);
  return nearest === null ? '' : `; did you mean "${nearest}"?`;
}
