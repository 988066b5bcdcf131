/** A number with its noun: `1 secret`, `2 secrets`, `1,000 records`; `plural` where an s does not make it. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(count)} ${nounOf(count, noun, plural)}`;
}

/** By itself, because loading the rules of all languages (Intl) takes longer than some commands need besides. */
function grouped(count: number): string {
  if (!Number.isSafeInteger(count) || count < 0) return count.toLocaleString('en-US');
  if (count < 1_000) return String(count);
  const thousands = Math.floor(count / 1_000);
  const rest = String(count % 1_000).padStart(3, '0');
  return `${grouped(thousands)},${rest}`;
}

/** The noun that goes with a number: `nounOf(1, 'secret')` is `secret`. */
export function nounOf(count: number, noun: string, plural = `${noun}s`): string {
  return count === 1 ? noun : plural;
}
