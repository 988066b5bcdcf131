import { UsageError } from './exit.ts';

/** The instant (ms) that an option gives: ISO 8601 with time zone. @throws UsageError that names the option. */
export function instantOf(option: string, text: string): number {
  const zoned = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const time = zoned ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new UsageError(`${option} ${text}: expected a time with its zone, such as 2026-11-18T06:14:07Z`);
  }
  return time;
}
