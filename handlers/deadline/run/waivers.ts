import type { FactBook } from '../facts/fact-book.ts';
import type { Incident } from '../incident.ts';
import { valuePartitionsOfArn } from '../ledger/partition.ts';
import type { FactStore } from '../ledger/ports.ts';
import type { WaiverSource } from '../ports.ts';
import { waiverSchema, type Waiver } from '../waiver.ts';
import type { FactCaller } from '../facts/fact.ts';
import type { Told } from '../telling/told.ts';
import { toldOf } from './told-of.ts';

/** CloudTrail tells when a call came, in seconds; Parameter Store when it had written: so far apart (ms) they are one edit. */
const sameEditMs = 5_000;

/**
 * The waivers in Parameter Store with their authors, whom CloudTrail tells. One whose author is not known yet does not
 * count yet; one that is malformed never does. One that was put anew since the log last told who put it is nobody's, until
 * the log tells.
 */
export async function waiversNow(source: WaiverSource, store: FactStore, book: FactBook): Promise<Waiver[]> {
  const waivers: Waiver[] = [];
  for (const { exposure, reason, expires, parameter, changedAt } of await source.all()) {
    for (const partition of valuePartitionsOfArn(parameter)) book.add(await store.of(partition));
    const put = book.of('change').findLast(({ what, step }) => {
      return step === 'parameter-put' && 'parameter' in what && what.parameter === parameter;
    });
    const author = put === undefined ? null : nameOf(put.by);
    const waiver = waiverSchema.safeParse({ exposure, reason, expires, author });
    if (!waiver.success || put === undefined) continue;
    const alsoNamed = [put.by.principalId, put.by.sourceIdentity].filter((name) => name !== null);
    const unproven = put.at + sameEditMs < changedAt;
    waivers.push({ ...waiver.data, alsoNamed, putAt: put.at, putEvent: put.eventID, unproven });
  }
  return waivers;
}

/** The incidents while nobody can say which waivers there are: what was told as waived, and not replaced since, still is. */
export function stillWaived(incidents: readonly Incident[], told: readonly Told[]): Incident[] {
  return incidents.map((incident) => {
    const before = toldOf(incident, told)?.exposures ?? {};
    const exposures = incident.exposures.map((verdict) => {
      const isWaived = before[verdict.exposure]?.state === 'waived' && verdict.rotatedAt === null;
      return isWaived ? { ...verdict, state: 'waived' as const } : verdict;
    });
    return { ...incident, exposures };
  });
}

/** A role's session is named by both: many people share a role, and a session name alone proves little. */
function nameOf({ role, principal, actor }: FactCaller): string | null {
  return role === null || actor === null ? (principal ?? actor) : `${role}/${actor}`;
}
