import type { Digest } from './digest.ts';

const hourMs = 3_600_000;
/** Digests end an hour apart to the second; this much of drift is none, ms. */
const drift = 5 * 60_000;
/** A digest lies in the bucket this long after its hour at the latest, ms. */
export const deliveryLimitMs = 2 * hourMs;

/** A digest that was listed; `digest` null: it could not be read as one. */
export interface Listed {
  readonly key: string;
  /** ms, of its name. */
  readonly end: number;
  readonly digest: Digest | null;
}

/** A stretch without digests: the ends of the hours that are missing, first and last, ms. */
export interface MissingHours {
  readonly kind: 'missing';
  readonly from: number;
  readonly to: number;
  readonly hours: number;
}

/** One digest that is not what it should be. */
export interface BrokenDigest {
  readonly kind: 'unreadable' | 'hour' | 'link' | 'hash' | 'restarted';
  readonly key: string;
  /** ms */
  readonly end: number;
}

export type ChainFault = MissingHours | BrokenDigest;

/**
 * Walks the digests of one Region by the hour: for every hour that ends between `from` and `to` (ms) one must lie there.
 * Links alone do not show that two neighbours were removed: `aws cloudtrail validate-logs` does not notice it (aws-cli
 * #7054). Then it follows the links: each names the one before and its hash.
 */
export function chainFaults(listed: readonly Listed[], from: number, to: number): ChainFault[] {
  const inOrder = [...listed].sort((a, b) => a.end - b.end);
  return [...missingHours(inOrder, from, to), ...brokenDigests(inOrder)];
}

function missingHours(inOrder: readonly Listed[], from: number, to: number): MissingHours[] {
  const first = inOrder[0]?.end;
  const last = inOrder.at(-1)?.end;
  if (first === undefined || last === undefined) return missing(from + hourMs, (to - from) / hourMs);
  const before = Math.floor((first - from) / hourMs);
  return [
    ...missing(first - before * hourMs, before),
    ...inOrder.slice(1).flatMap(({ end }, index) => missingBetween(inOrder[index]?.end ?? end, end)),
    ...missing(last + hourMs, (to - last) / hourMs),
  ];
}

/** The hours missing between two digests that follow each other in the listing. */
function missingBetween(end: number, next: number): MissingHours[] {
  return missing(end + hourMs, Math.ceil((next - end - drift) / hourMs) - 1);
}

/** `hours` whole hours, the first of which ends at `from` (ms). */
function missing(from: number, hours: number): MissingHours[] {
  const whole = Math.floor(hours);
  if (whole < 1) return [];
  return [{ kind: 'missing', from, to: from + (whole - 1) * hourMs, hours: whole }];
}

function brokenDigests(inOrder: readonly Listed[]): BrokenDigest[] {
  return inOrder.flatMap((one, index) => {
    const kind = faultOf(one, inOrder[index - 1] ?? null);
    return kind === null ? [] : [{ kind, key: one.key, end: one.end }];
  });
}

function faultOf({ digest, end }: Listed, before: Listed | null): BrokenDigest['kind'] | null {
  if (digest === null) return 'unreadable';
  if (Math.abs(digest.end - end) > 1_000) return 'hour';
  if (before === null) return null;
  if (digest.previousKey === null) return 'restarted';
  // Where hours are missing between, the link leads to what is missing, which was told.
  if (digest.previousKey !== before.key) return end - before.end > hourMs + drift ? null : 'link';
  if (before.digest !== null && digest.previousHash !== before.digest.hash) return 'hash';
  return null;
}
