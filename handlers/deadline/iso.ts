/** A time (ms) as CloudTrail writes it: ISO 8601 UTC, without the milliseconds where there are none. */
export function iso(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z');
}
