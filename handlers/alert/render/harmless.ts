/**
 * Characters that a terminal acts on or that hide what stands there: controls (C0, C1), invisible and bidirectional
 * marks, line and paragraph separators, lone surrogates.
 */
const harmful = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029\u115f\u1160\u3164\uffa0]/gu;

/** Text that may hold what attackers wrote, made safe to print on a terminal: what is harmful is shown as `\u{…}`. */
export function harmless(text: string): string {
  return text.replace(harmful, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** One line of JSON that is safe on a terminal too: the same value, with harmful characters as JSON escapes. */
export function harmlessJson(value: unknown): string {
  return JSON.stringify(value).replace(harmful, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
