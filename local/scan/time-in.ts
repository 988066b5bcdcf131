/**
 * Reads the time that stands in a text, quotes included, as CloudTrail writes it: `"2026-11-18T02:14:07Z"`. Answers ms;
 * null for anything else.
 */
export function timeIn(text: Uint8Array, start: number, end: number): number | null {
  if (end - start !== 22) return null;
  for (const [at, mark] of marks) if (text[start + at] !== mark) return null;
  const year = digits(text, start + 1) * 100 + digits(text, start + 3);
  const midnight = midnightOf(year, digits(text, start + 6), digits(text, start + 9));
  const hours = digits(text, start + 12);
  const minutes = digits(text, start + 15);
  const seconds = digits(text, start + 18);
  // No comparison holds of NaN.
  if (midnight === null || !(hours < 24 && minutes < 60 && seconds < 60)) return null;
  return midnight + ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/** Two digits; NaN for anything else. */
function digits(text: Uint8Array, at: number): number {
  const tens = (text[at] ?? 0) - 0x30;
  const ones = (text[at + 1] ?? 0) - 0x30;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? NaN : tens * 10 + ones;
}

/** Where what stands between the digits. */
const marks = [
  [5, 0x2d],
  [8, 0x2d],
  [11, 0x54],
  [14, 0x3a],
  [17, 0x3a],
  [20, 0x5a],
] as const;

/** Days that a log has are few; cleared where they are not. */
const midnights = new Map<number, number | null>();

function midnightOf(year: number, month: number, day: number): number | null {
  const key = (year * 100 + month) * 100 + day;
  const known = midnights.get(key);
  if (known !== undefined) return known;
  const time = Date.UTC(year, month - 1, day);
  const midnight = new Date(time);
  const isDay = year >= 1000 && midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === day;
  if (midnights.size > 10_000) midnights.clear();
  midnights.set(key, isDay ? time : null);
  return isDay ? time : null;
}
