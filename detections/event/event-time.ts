/** A time (ms) as CloudTrail writes it, to the second: `2026-11-18T02:14:07Z`. */
export function eventTimeOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
