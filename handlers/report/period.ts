import { counted } from '../../config/counted.ts';
import { timeText } from '../page/time.ts';
import { spanOf, type Span } from '../../queries/span.ts';

/** From one instant to another, `to` excluded; ISO 8601 UTC. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

const dayMs = 86_400_000;

/** The period of the same length that ends where this one begins. */
export function periodBefore({ from, to }: Period): Period {
  const length = Date.parse(to) - Date.parse(from);
  return { from: isoOf(Date.parse(from) - length), to: from };
}

/** What queries are asked about: the period and the files that may hold it. */
export function spanOfPeriod({ from, to }: Period): Span {
  return spanOf(from, to);
}

/** The days (`yyyy-MM-dd`, UTC) that a period touches. */
export function daysOf({ from, to }: Period): readonly string[] {
  const first = Math.floor(Date.parse(from) / dayMs);
  const last = Math.floor((Date.parse(to) - 1) / dayMs);
  return Array.from({ length: last - first + 1 }, (_, index) => isoOf((first + index) * dayMs).slice(0, 10));
}

/** A period in words: days where it begins and ends at midnight, else instants. */
export function periodText({ from, to }: Period): string {
  const midnight = (instant: string) => Date.parse(instant) % dayMs === 0;
  if (!midnight(from) || !midnight(to)) return `${timeText(from)} to ${timeText(to)}`;
  const last = isoOf(Date.parse(to) - dayMs).slice(0, 10);
  return from.startsWith(last) ? last : `${from.slice(0, 10)} to ${last}`;
}

/** How long it is, in words. */
export function lengthText({ from, to }: Period): string {
  const hours = Math.round((Date.parse(to) - Date.parse(from)) / 3_600_000);
  if (hours % 24 !== 0) return counted(hours, 'hour');
  return hours === 24 ? 'day' : counted(hours / 24, 'day');
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
