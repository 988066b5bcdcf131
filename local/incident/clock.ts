/** A moment as CloudTrail prints it: ISO 8601, UTC, whole seconds. */
export function iso(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** The moment (ms) of a time of day such as `02:14:07` on the day that begins at `start` (ms). */
export function timeOfDay(start: number, clock: string): number {
  const match = /^(\d\d):(\d\d):(\d\d)$/.exec(clock);
  if (match === null) throw new RangeError(`Not a time of day: ${clock}`);
  const [hours, minutes, seconds] = match.slice(1).map(Number);
  return start + ((hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * 1000;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * A moment as AWS prints it inside responseElements: `Nov 18, 2026, 3:14:07 AM`. Newer Java runtimes put U+202F before
 * AM and PM, so both spaces occur in one log.
 */
export function localeTime(time: number, space: ' ' | '\u202f' = ' '): string {
  const at = new Date(time);
  const hours = at.getUTCHours();
  const clock = [hours % 12 === 0 ? 12 : hours % 12, two(at.getUTCMinutes()), two(at.getUTCSeconds())].join(
    ':',
  );
  const day = `${months[at.getUTCMonth()] ?? ''} ${at.getUTCDate()}, ${at.getUTCFullYear()}`;
  return `${day}, ${clock}${space}${hours < 12 ? 'AM' : 'PM'}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
