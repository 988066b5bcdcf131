import { parseArn } from '../../../config/arn.ts';
import { hasGap, type Coverage } from '../exposures/log-gap.ts';
import type { ClosingFact, FactBook } from '../facts/fact-book.ts';
import type { Fact } from '../facts/fact.ts';
import type { Incident } from '../incident.ts';
import { valuePartitions } from '../ledger/partition.ts';
import { elapsed } from '../telling/elapsed.ts';
import type { Told } from '../telling/told.ts';
import type { Waiver } from '../waiver.ts';

/** What the log answered about an incident. */
export interface Logged {
  /** By id. */
  readonly facts: ReadonlyMap<string, Fact>;
  readonly coverage: Coverage;
}

/** CloudTrail has delivered what is older than this, ms; later deliveries are rare, and are believed when they come. */
const deliveredMs = 75 * 60_000;
const hourMs = 3_600_000;
/** The handler does not run to the second. */
const toleranceMs = 60_000;

/** The events that an incident's good news rests on: proofs, waivers, revocations. */
export function closingEvents(incident: Incident, waivers: readonly Waiver[]): Set<string> {
  const { exposures, sessions } = incident;
  const waived = new Map(waivers.map(({ exposure, putEvent }) => [exposure, putEvent]));
  return new Set([
    ...exposures.flatMap(({ rotatedAt, evidence }) => (rotatedAt === null ? [] : evidence)),
    ...exposures.flatMap(({ waiver, exposure }) => (waiver === null ? [] : (waived.get(exposure) ?? []))),
    ...sessions.flatMap(({ endedEvent }) => endedEvent ?? []),
  ]);
}

/** Whether the log is to be asked, because it must hold by now what has not been seen in it yet. `now` in ms. */
export function isToBeChecked(
  incident: Incident,
  told: Told | null,
  { book, waivers, now }: { book: FactBook; waivers: readonly Waiver[]; now: number },
): boolean {
  if (told === null || elapsed(told.askedAt, now) < hourMs - toleranceMs) return false;
  const checked = new Set(told.checked);
  const unchecked = new Set([...closingEvents(incident, waivers)].filter((event) => !checked.has(event)));
  const isSettled = book.closing(unchecked).some(({ at }) => at + deliveredMs <= now);
  return isSettled || (told.doubted ?? []).length > 0;
}

/** Takes the closing events apart by what the log says of them. Those that it does not reach yet are in neither. */
export function comparedWithLog(
  incident: Incident,
  told: Told | null,
  logged: Logged,
  { book, waivers, now }: { book: FactBook; waivers: readonly Waiver[]; now: number },
): { checked: string[] | undefined; doubted: string[] | undefined } {
  const known = [...(told?.checked ?? []), ...(told?.doubted ?? [])];
  const facts = book.closing(new Set([...closingEvents(incident, waivers), ...known]));
  const held = facts.filter((fact) => isSame(fact, logged.facts.get(fact.id)));
  const isHeld = new Set(held.map(({ eventID }) => eventID));
  const missing = facts.filter((fact) => !held.includes(fact) && reaches(logged.coverage, fact, now));
  const doubted = new Set([
    ...missing.map(({ eventID }) => eventID),
    ...(told?.doubted ?? []).filter((event) => !isHeld.has(event)),
  ]);
  const checked = new Set([...(told?.checked ?? []), ...isHeld].filter((event) => !doubted.has(event)));
  return { checked: listed(checked), doubted: listed(doubted) };
}

/** What is empty is not kept. */
function listed(events: ReadonlySet<string>): string[] | undefined {
  return events.size === 0 ? undefined : [...events].sort();
}

/** The ledger may know a secret's name in full that the log tells as it was typed; all else has to be the same. */
function isSame(fact: ClosingFact, logged: Fact | undefined): boolean {
  if (logged?.kind !== fact.kind) return false;
  if (fact.kind === 'revoked' || logged.kind === 'revoked')
    return JSON.stringify(fact) === JSON.stringify(logged);
  const places = new Set(valuePartitions(logged.what));
  const bare = (one: ClosingFact) => JSON.stringify({ ...one, what: null });
  return valuePartitions(fact.what).some((place) => places.has(place)) && bare(fact) === bare(logged);
}

/** Whether the log of a fact's Region goes on after it, without a gap in which it may lie. */
function reaches(coverage: Coverage, fact: ClosingFact, now: number): boolean {
  if (fact.at + deliveredMs > now) return false;
  const hours = coverage.get(regionOf(fact, coverage));
  return hours !== undefined && Math.max(...hours) > fact.at && !hasGap(hours, fact.at, fact.at + 1);
}

/** IAM logs in one Region of each partition. */
const globalRegions = ['us-east-1', 'us-gov-west-1', 'cn-north-1'];

function regionOf(fact: ClosingFact, coverage: Coverage): string {
  if (fact.kind === 'revoked') return globalRegions.find((region) => coverage.has(region)) ?? '';
  return 'parameter' in fact.what ? (parseArn(fact.what.parameter)?.region ?? '') : fact.what.secret.region;
}
