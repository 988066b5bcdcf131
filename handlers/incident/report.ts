import type { LogQuery } from '../../queries/log-query.ts';
import type { Query } from '../../queries/query.ts';
import type { Incident } from '../deadline/incident.ts';
import { iso } from '../deadline/iso.ts';
import { actionOf, type Action } from '../deadline/action.ts';
import { askingOf } from './ask.ts';
import { blindSpotsOf, type BlindSpot } from './blind-spots.ts';
import { coverageOf, type Coverage } from './coverage.ts';
import { persistenceOf, type PersistenceAction } from './persistence.ts';
import { questionsOf, type Question } from './questions.ts';
import { sourceEventsOf } from './source-events.ts';
import { staleReadersOf, type StaleReader } from './stale-readers.ts';
import type { Telling, TellingBasis } from './telling.ts';
import { timelinesOf, type SessionTimeline } from './timeline.ts';

/** What is to be done about an exposure whose secret is not replaced. */
export interface OpenAction extends Pick<Action, 'says' | 'command'> {
  readonly exposure: string;
  readonly secret: string;
}

/** All that is reported of one incident: every renderer words this and nothing else. Times are ISO 8601 UTC. */
export interface IncidentReport {
  readonly kind: 'glasswatch-incident-report';
  readonly version: 1;
  /** The moment that the verdicts hold for; nothing later counts. */
  readonly asOf: string;
  readonly incident: Incident;
  readonly actions: readonly OpenAction[];
  readonly timelines: readonly SessionTimeline[];
  readonly persistence: readonly PersistenceAction[];
  readonly staleReaders: readonly StaleReader[];
  readonly tellings: readonly Telling[];
  readonly tellingBasis: TellingBasis;
  readonly coverage: Coverage;
  readonly blindSpots: readonly BlindSpot[];
  readonly questions: readonly Question[];
}

/** What a report is made of beside the log. */
export interface ReportFacts {
  readonly incident: Incident;
  /** ms; verdicts and questions alike stop here. */
  readonly now: number;
  /** Regions that the log ought to hold. */
  readonly watchedRegions: readonly string[];
  /** The Region in which waivers are looked for; null where none is configured. */
  readonly home: string | null;
  /** All that was told; what is not about the incident is left out. */
  readonly tellings: readonly Telling[];
  readonly tellingBasis: TellingBasis;
}

/**
 * Makes the report of an incident: asks the log, here or on Athena, for what its sessions did and who else is concerned.
 * @throws QueryFailed, QueryCancelled; there is no report with holes.
 */
export async function composeReport(
  facts: ReportFacts,
  log: LogQuery,
  queries: readonly Query[],
): Promise<IncidentReport> {
  const { incident, now, watchedRegions, tellingBasis } = facts;
  const ask = askingOf(log, queries);
  const timelines = await timelinesOf(incident, now, ask);
  const persistence = await persistenceOf(incident, now, ask);
  const staleReaders = await staleReadersOf(incident, now, ask);
  const coverage = await coverageOf(incident, watchedRegions, now, ask);
  const sources = new Set(sourceEventsOf({ incident, timelines, persistence }));
  const tellings = facts.tellings.filter(({ eventID, at }) => sources.has(eventID) && Date.parse(at) <= now);
  return {
    kind: 'glasswatch-incident-report',
    version: 1,
    asOf: iso(now),
    incident,
    actions: actionsOf(incident, facts.home),
    timelines,
    persistence,
    staleReaders,
    tellings,
    tellingBasis,
    coverage,
    blindSpots: blindSpotsOf({ incident, timelines, coverage }),
    questions: questionsOf({ incident, timelines, persistence, staleReaders, tellings }),
  };
}

function actionsOf({ exposures }: Incident, home: string | null): OpenAction[] {
  return exposures
    .filter(({ rotatedAt, state }) => rotatedAt === null && state !== 'waived')
    .map((verdict) => {
      const { says, command } = actionOf(verdict, home);
      return { exposure: verdict.exposure, secret: verdict.secret, says, command };
    });
}
