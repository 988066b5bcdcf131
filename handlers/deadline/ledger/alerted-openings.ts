import type { Fact } from '../facts/fact.ts';
import { dayPartition } from './partition.ts';
import type { FactStore } from './ports.ts';

/** Port: whether an alert about an event was delivered and recorded. */
export interface AlertRecords {
  wasAlerted(eventID: string): Promise<boolean>;
}

export interface AlertedOpeningsPorts {
  readonly facts: Pick<FactStore, 'of'>;
  readonly alerts: AlertRecords;
}

const dayMs = 86_400_000;
/** Lookups under way at a time. */
const atOnce = 16;

/** eventIDs, of the days between two instants (ms), of what may have opened the glass and was alerted. */
export async function alertedOpenings(
  { facts, alerts }: AlertedOpeningsPorts,
  from: number,
  to: number,
): Promise<readonly string[]> {
  const found = new Set<string>();
  for (let day = Math.floor(from / dayMs) * dayMs; day <= to; day += dayMs) {
    for (const fact of await facts.of(dayPartition(day))) if (mayOpen(fact)) found.add(fact.eventID);
  }
  return alertedOf([...found], alerts);
}

/** Roles assumed, sign-ins, and what break-glass users did. */
function mayOpen(fact: Fact): boolean {
  if (fact.kind === 'assumed') return fact.breakGlass;
  return fact.kind === 'signed-in' || (fact.kind === 'active' && fact.opened?.includes(':user/') === true);
}

async function alertedOf(ids: readonly string[], alerts: AlertRecords): Promise<readonly string[]> {
  const alerted: string[] = [];
  for (let from = 0; from < ids.length; from += atOnce) {
    const some = ids.slice(from, from + atOnce);
    const answers = await Promise.all(some.map((id) => alerts.wasAlerted(id)));
    alerted.push(...some.filter((_, index) => answers[index]));
  }
  return alerted;
}
