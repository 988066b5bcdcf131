import type { Config } from '../../config/schema.ts';
import type { Fact } from '../deadline/facts/fact.ts';
import type { Incident } from '../deadline/incident.ts';
import { judge } from '../deadline/judge.ts';
import { dayPartition } from '../deadline/ledger/partition.ts';
import type { FactStore, ToldStore } from '../deadline/ledger/ports.ts';
import { gathered } from '../deadline/run/gather.ts';
import type { Told } from '../deadline/telling/told.ts';
import { daysOf, type Period } from './period.ts';

/** Port: whether an alert about an event was delivered and recorded. */
export interface AlertRecords {
  wasAlerted(eventID: string): Promise<boolean>;
}

export interface LedgerPorts {
  readonly facts: Pick<FactStore, 'of'>;
  readonly told: Pick<ToldStore, 'all'>;
  readonly alerts: AlertRecords;
}

/** What the ledger adds to the log: incidents as the deadline handler last told them, and openings that were alerted. */
export interface LedgerView {
  readonly incidents: readonly Incident[];
  readonly alertedOpenings: readonly string[];
}

const dayMs = 86_400_000;

/** @param period of the report; earlier incidents that are not closed are told too. `now` in ms. */
export async function ledgerView(
  { facts, told, alerts }: LedgerPorts,
  { config, period, now }: { config: Config; period: Period; now: number },
): Promise<LedgerView> {
  const all = await told.all();
  const open = all.filter(({ closed }) => !closed).map(({ from }) => from);
  const store = { add: () => Promise.reject(new Error('a report adds no facts')), of: facts.of.bind(facts) };
  const book = await gathered(store, Math.min(Date.parse(period.from), ...open) - dayMs, now);
  const frozen = new Map(
    all.flatMap(({ exposures }) => Object.entries(exposures).map(([id, { terms }]) => [id, terms] as const)),
  );
  const { incidents } = judge(book, { config, now, waivers: [], coverage: new Map(), frozen });
  return {
    incidents: incidents.map((incident) => asTold(incident, all)),
    alertedOpenings: await alertedOf(await openingsIn(facts, period), alerts),
  };
}

/** The deadline handler knows waivers, gaps of the log and live versions: where it has told a state, that one stands. */
function asTold(incident: Incident, all: readonly Told[]): Incident {
  const told = new Map(all.flatMap(({ exposures }) => Object.entries(exposures)));
  return {
    ...incident,
    exposures: incident.exposures.map((exposure) => {
      const last = told.get(exposure.exposure);
      return last === undefined ? exposure : { ...exposure, state: last.state, reason: last.reason };
    }),
  };
}

/** eventIDs that may have opened the glass: roles assumed, sign-ins, and what break-glass users did. */
async function openingsIn(facts: LedgerPorts['facts'], period: Period): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const day of daysOf(period)) {
    for (const fact of await facts.of(dayPartition(Date.parse(day))))
      if (mayOpen(fact)) found.add(fact.eventID);
  }
  return [...found];
}

function mayOpen(fact: Fact): boolean {
  if (fact.kind === 'assumed') return fact.breakGlass;
  return fact.kind === 'signed-in' || (fact.kind === 'active' && fact.opened?.includes(':user/') === true);
}

/** Lookups under way at a time. */
const atOnce = 16;

async function alertedOf(ids: readonly string[], alerts: AlertRecords): Promise<readonly string[]> {
  const alerted: string[] = [];
  for (let from = 0; from < ids.length; from += atOnce) {
    const some = ids.slice(from, from + atOnce);
    const answers = await Promise.all(some.map((id) => alerts.wasAlerted(id)));
    alerted.push(...some.filter((_, index) => answers[index]));
  }
  return alerted;
}
