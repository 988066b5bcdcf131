/** The instants that a question is about, `to` excluded, and the days whose files are read for it. */
export interface Span {
  /** ISO 8601 UTC. */
  readonly from: string;
  readonly to: string;
  /** `yyyy/MM/dd`, both included, with a day's margin. */
  readonly fromDay: string;
  readonly toDay: string;
}

const dayMs = 86_400_000;
const earliest = '0001-01-01T00:00:00Z';
const latest = '9999-12-30T00:00:00Z';

/**
 * Makes a span of two texts: a day (`2026-11-18`; as an end, the whole day counts) or an instant. What is not given is as
 * far as the log goes.
 *
 * @throws RangeError that says what was expected.
 */
export function spanOf(from: string | undefined, to: string | undefined): Span {
  const start = from === undefined ? Date.parse(earliest) : instant('from', from);
  const end = to === undefined ? Date.parse(latest) : instant('to', to) + (isDay(to) ? dayMs : 0);
  if (start >= end) throw new RangeError(`from (${from ?? earliest}) must lie before to (${to ?? latest})`);
  return {
    from: isoOf(start),
    to: isoOf(end),
    fromDay: from === undefined ? '0001/01/01' : dayOf(start - dayMs),
    toDay: dayOf(end + dayMs - 1),
  };
}

/** The day of an instant (ms), as the log's folders are named. */
export function dayOf(ms: number): string {
  return isoOf(ms).slice(0, 10).replaceAll('-', '/');
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}

function instant(name: string, text: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  // Date.parse takes 30 February for 2 March: a day that is none is told apart by coming back changed.
  if (Number.isNaN(ms) || (isDay(text) && isoOf(ms).slice(0, 10) !== text)) {
    throw new RangeError(
      `${name}: expected a day such as 2026-11-18 or an instant such as 2026-11-18T02:14:00Z, got "${text}"`,
    );
  }
  return ms;
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
