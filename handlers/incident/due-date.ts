const dayMs = 86_400_000;

/** How due dates are counted, in words for the report. */
export const dueDateRule =
  'Due dates count working days, Monday to Friday in UTC, after the day on which the incident ended; public holidays are not known here.';

/** The day (`yyyy-mm-dd`) that lies so many working days after an instant (ISO 8601 UTC). */
export function workingDaysAfter(instant: string, days: number): string {
  let at = Date.parse(instant.slice(0, 10));
  for (let left = days; left > 0;) {
    at += dayMs;
    const weekday = new Date(at).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return new Date(at).toISOString().slice(0, 10);
}
