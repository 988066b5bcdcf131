/**
 * Characters that a terminal acts on or that hide what stands there: controls (C0, C1), invisible and bidirectional
 * marks, fillers and variation selectors, line and paragraph separators, lone surrogates, noncharacters. No command holds one either
 * (detections/event/command.ts).
 */
const harmful =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;

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
