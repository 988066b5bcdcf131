import { parseArn } from '../../../config/arn.ts';
import { isNamedBy } from '../../../detections/event/secret.ts';
import { iso } from '../iso.ts';
import type { Judging } from '../judging.ts';
import type { Lack, State, Verdict } from '../verdict.ts';
import type { Waiver } from '../waiver.ts';
import type { Terms } from '../terms.ts';
import { deadlineOf, type Deadline } from './deadline.ts';
import { readersOf, type Exposure } from './exposure.ts';
import { standingOf, type Standing } from './history.ts';
import { hasGap } from './log-gap.ts';
import { authorOf, isSamePerson } from './people.ts';
import type { ValueLog } from './value-log.ts';
import { waiverFor } from './waivers.ts';

/** Due soon: when so much time (ms) or less is left. */
const dueSoonMs = 60 * 60_000;
/** CloudTrail delivers late: so long (ms) after the deadline a verdict can still change. */
const finalMs = 24 * 3_600_000;

/** What is to be said of an exposure. */
export function verdictOf(exposure: Exposure, values: ValueLog, judging: Judging): Verdict {
  const { id, group, reads, secret } = exposure;
  const { now } = judging;
  const first = reads[0];
  const last = reads.at(-1) ?? first;
  const terms = termsOf(exposure, values, judging);
  const clock = deadlineOf(exposure, terms, now);
  const standing = standingOf(values.of(secret, group), last.at, terms.alternating);
  const external = isExternal(exposure);
  const deadline = external ? null : clock.deadline;
  const gap =
    !external && hasGap(judging.coverage.get(first.region ?? ''), last.at, Math.min(clock.deadline, now));
  const reason = reasonOf(exposure, standing, external, gap && now > clock.deadline);
  const waiver = standing.replacedAt === null ? waiverFor(exposure, judging) : null;
  const root = readersOf(exposure)[0]?.member.root ?? first.session;
  return {
    exposure: id,
    incident: group.id,
    session: root.key,
    sessions: readersOf(exposure).map(({ member }) => member.session.key),
    actor: root.actor,
    role: root.role,
    account: first.account,
    region: first.region,
    secret,
    kind: first.kind,
    firstRead: iso(first.at),
    lastRead: iso(last.at),
    reads: reads.length,
    readEvents: reads.map(({ eventID }) => eventID),
    terms,
    clockStart: external ? null : iso(clock.clockStart),
    sessionOpen: clock.sessionOpen,
    deadline: deadline === null ? null : iso(deadline),
    state: stateOf(standing, reason, waiver, deadline, now),
    reason,
    rotatedAt: standing.replacedAt === null ? null : iso(standing.replacedAt),
    rotatedBy: standing.replacedAt === null ? null : authorOf(standing.by),
    samePerson: standing.replacedAt !== null && isSamePerson(standing.by, group),
    evidence: standing.evidence,
    waiver: waiver && { reason: waiver.reason, author: waiver.author, expires: waiver.expires },
    final: isFinal(clock, now),
  };
}

/** Terms frozen under an id that it had before all of the incident's sessions were known are its terms, too. */
function termsOf(
  { id, formerIds, secret, reads, group }: Exposure,
  values: ValueLog,
  { config, frozen }: Judging,
): Terms {
  const known = [id, ...formerIds].find((one) => frozen?.has(one) === true);
  const terms = known === undefined ? undefined : frozen?.get(known);
  if (terms !== undefined) return terms;
  const name = reads[0].named.split(':secret:')[1] ?? reads[0].named;
  const named = config.alternatingUsers.some((one) => isNamedBy({ arn: secret, name }, one));
  return {
    deadlineHours: config.deadlineHours,
    clock: config.clock,
    alternating: named || values.isTaggedAlternating(secret, group.roots[0]?.created ?? reads[0].at),
  };
}

/** Another account's secret: its log and its rotation are that account's. */
function isExternal({ secret, reads }: Exposure): boolean {
  const owner = parseArn(secret)?.account;
  return (
    reads[0].kind !== 'batch' &&
    owner !== undefined &&
    reads[0].account !== null &&
    owner !== reads[0].account
  );
}

function reasonOf(
  exposure: Exposure,
  standing: Standing,
  external: boolean,
  gap: boolean,
): Verdict['reason'] {
  if (standing.replacedAt !== null) return standing.reason;
  if (external) return 'external-account';
  const { kind } = exposure.reads[0];
  if (kind === 'batch') return 'batch-filter';
  if (kind === 'path') return 'path-read';
  return gap && standing.reason === 'no-proof' ? 'log-gap' : standing.reason;
}

/** What nobody can resolve from the log, whatever the clock says. */
const unresolvable: ReadonlySet<Verdict['reason']> = new Set<Lack>([
  'external-account',
  'batch-filter',
  'path-read',
  'log-gap',
]);

function stateOf(
  { replacedAt }: Standing,
  reason: Verdict['reason'],
  waiver: Waiver | null,
  deadline: number | null,
  now: number,
): State {
  if (replacedAt !== null) return deadline === null || replacedAt <= deadline ? 'rotated' : 'rotated-late';
  if (waiver !== null) return 'waived';
  if (deadline === null || unresolvable.has(reason)) return 'unresolved';
  if (now > deadline) return 'overdue';
  return deadline - now <= dueSoonMs ? 'due-soon' : 'open';
}

function isFinal({ deadline }: Deadline, now: number): boolean {
  return now >= deadline + finalMs;
}
