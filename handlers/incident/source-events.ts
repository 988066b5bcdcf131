import type { Incident } from '../deadline/incident.ts';
import type { PersistenceAction } from './persistence.ts';
import type { SessionTimeline } from './timeline.ts';

/** The eventIDs of every event that anything said of an incident rests on, each once, sorted. */
export function sourceEventsOf(facts: {
  readonly incident: Incident;
  readonly timelines: readonly SessionTimeline[];
  readonly persistence: readonly PersistenceAction[];
}): string[] {
  const { incident, timelines, persistence } = facts;
  const events = [
    ...incident.sessions.flatMap(({ openedEvent, endedEvent }) =>
      [openedEvent ?? [], endedEvent ?? []].flat(),
    ),
    ...incident.exposures.flatMap(({ readEvents, evidence }) => [...readEvents, ...evidence]),
    ...timelines.flatMap((timeline) => timeline.events.map(({ eventID }) => eventID)),
    ...persistence.map(({ eventID }) => eventID),
  ];
  return [...new Set(events)].sort();
}
