/** A number with its noun: `1 secret`, `2 secrets`, `1,000 records`; `plural` where an s does not make it. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString('en-US')} ${nounOf(count, noun, plural)}`;
}

/** The noun that goes with a number: `nounOf(1, 'secret')` is `secret`. */
export function nounOf(count: number, noun: string, plural = `${noun}s`): string {
  return count === 1 ? noun : plural;
}
