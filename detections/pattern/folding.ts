/** One character of a pattern that ignores case: the spellings that may stand for it (`ß`: `ß` or `SS`). */
type Folded = readonly string[];

/**
 * Compiles text for matching without regard to case, as event-ruler 2.1.0 does it: each UTF-16 unit by itself may be
 * its lower or its upper case. Half of a surrogate pair has no UTF-8 form there and becomes `?`: an emoji in such a
 * pattern matches two question marks (seen).
 */
export function fold(text: string): readonly Folded[] {
  return Array.from({ length: text.length }, (_, i) => {
    const unit = text.charAt(i);
    if (/[\ud800-\udfff]/.test(unit)) return ['?'];
    const lower = unit.toLowerCase();
    const upper = unit.toUpperCase();
    return lower === upper ? [lower] : [lower, upper];
  });
}

/** The places in text where a match of all of `folded` from `start` can end; backwards if `step` is -1. */
function ends(folded: readonly Folded[], text: string, start: number, step: 1 | -1): ReadonlySet<number> {
  let places = new Set([start]);
  for (let i = 0; i < folded.length && places.size > 0; i++) {
    const reached = new Set<number>();
    for (const spelling of folded.at(step > 0 ? i : -1 - i) ?? []) {
      for (const place of places) {
        const from = step > 0 ? place : place - spelling.length;
        if (from >= 0 && text.startsWith(spelling, from)) reached.add(place + step * spelling.length);
      }
    }
    places = reached;
  }
  return places;
}

/** Whether text, without regard to case, is `folded`. */
export function foldedEquals(folded: readonly Folded[], text: string): boolean {
  return ends(folded, text, 0, 1).has(text.length);
}

/** Whether text, without regard to case, starts with `folded`. */
export function foldedStarts(folded: readonly Folded[], text: string): boolean {
  return ends(folded, text, 0, 1).size > 0;
}

/** Whether text, without regard to case, ends with `folded`. */
export function foldedEnds(folded: readonly Folded[], text: string): boolean {
  return ends(folded, text, text.length, -1).size > 0;
}
