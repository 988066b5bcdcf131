/** When the log of a Region holds records: the hours (ms of their beginnings) in which any event lies. */
export type Coverage = ReadonlyMap<string, ReadonlySet<number>>;

const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** A Region is busy when at least this share of its hours holds records; only then is an empty hour a sign. */
const busyShare = 0.9;
const leastHours = 12;
/** In a busy Region so many empty hours in a row are a gap: an hour may be quiet. */
const gapHours = 2;

/**
 * Whether the log of a Region has a gap between two moments (ms): a whole empty day (UTC) between days with records, or, in
 * a Region whose every hour has records, two empty hours in a row. Before the first record and after the last nothing is known.
 */
export function hasGap(hours: ReadonlySet<number> | undefined, from: number, to: number): boolean {
  const known = [...(hours ?? [])].sort((a, b) => a - b);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return false;
  const span = (last - first) / hourMs + 1;
  const gaps = known.flatMap((hour, index) => {
    const next = known[index + 1];
    return next === undefined || next - hour <= hourMs ? [] : [{ from: hour + hourMs, to: next }];
  });
  return gaps.some((gap) => {
    const overlaps = gap.from < to && from < gap.to;
    const empty = (gap.to - gap.from) / hourMs;
    const busy = known.length >= leastHours && known.length / (span - empty) >= busyShare;
    return overlaps && (holdsDay(gap) || (busy && empty >= gapHours));
  });
}

function holdsDay({ from, to }: { from: number; to: number }): boolean {
  return Math.ceil(from / dayMs) * dayMs + dayMs <= to;
}
