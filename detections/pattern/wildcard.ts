/** The literal pieces between the stars of a wildcard, or why it is not one. */
export type Wildcard = { readonly pieces: readonly string[] } | { readonly wrong: string };

/** Reads a wildcard: `*` is any run of characters, `\*` a star, `\\` a backslash, nothing else is escaped. */
export function readWildcard(text: string): Wildcard {
  const pieces: string[] = [];
  let piece = '';
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    const following = text.charAt(i + 1);
    if (character === '*') {
      if (following === '*') return { wrong: 'consecutive wildcard characters' };
      pieces.push(piece);
      piece = '';
    } else if (character === '\\') {
      if (following !== '*' && following !== '\\') return { wrong: 'a backslash may only escape * or \\' };
      piece += following;
      i++;
    } else {
      piece += character;
    }
  }
  return { pieces: [...pieces, piece] };
}

/**
 * Whether text is the pieces in their order with anything between them. Takes the leftmost place of each piece, which
 * is always right, so there is no backtracking.
 */
export function matchesWildcard(pieces: readonly string[], text: string): boolean {
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (pieces.length < 2) return text === first;
  const end = text.length - last.length;
  if (first.length > end || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (let i = 1; i < pieces.length - 1; i++) {
    const piece = pieces[i] ?? '';
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= end;
}
