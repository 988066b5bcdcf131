import type { Config } from '../../config/schema.ts';
import type { Incident } from '../deadline/incident.ts';
import { judge } from '../deadline/judge.ts';
import { alertedOpenings, type AlertRecords } from '../deadline/ledger/alerted-openings.ts';
import type { FactStore, ToldStore } from '../deadline/ledger/ports.ts';
import { lastingDeclarations } from '../deadline/run/declared.ts';
import { gathered } from '../deadline/run/gather.ts';
import type { Told } from '../deadline/telling/told.ts';
import type { Period } from './period.ts';

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
  // As the deadline handler judges: what was told of a declaration outlasts it.
  const judged = { ...config, declaredIncidents: lastingDeclarations(config, all) };
  const { incidents } = judge(book, { config: judged, now, waivers: [], coverage: new Map(), frozen });
  return {
    incidents: incidents.map((incident) => asTold(incident, all)),
    alertedOpenings: await alertedOpenings({ facts, alerts }, Date.parse(period.from), Date.parse(period.to)),
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
