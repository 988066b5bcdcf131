import { z } from 'zod';
import type { Incident } from '../deadline/incident.ts';
import type { Ask } from './ask.ts';
import { askedSession, openingSessions, windowOf } from './timeline.ts';

/** Something that a session made or changed and that outlives it. */
export interface PersistenceAction {
  readonly eventID: string;
  readonly eventTime: string;
  /** key, user, role, policy, sign-in, function, event-rule, machine or grant */
  readonly made: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly account: string | null;
  readonly region: string | null;
  readonly principal: string | null;
  readonly actor: string | null;
  readonly target: string | null;
}

const text = z.string().nullable();
/** A row of queries/persistence.sql. */
const persistenceRow = z
  .object({
    event_id: z.string(),
    event_time: z.string(),
    kind: z.string(),
    event_source: z.string(),
    event_name: z.string(),
    account: text,
    region: text,
    principal: text,
    actor: text,
    target: text,
  })
  .transform((row): PersistenceAction => ({
    eventID: row.event_id,
    eventTime: row.event_time,
    made: row.kind,
    eventSource: row.event_source,
    eventName: row.event_name,
    account: row.account,
    region: row.region,
    principal: row.principal,
    actor: row.actor,
    target: row.target,
  }));

/** What the sessions of an incident made until `now` (ms) that outlives them, in order of time. */
export async function persistenceOf(incident: Incident, now: number, ask: Ask): Promise<PersistenceAction[]> {
  const actions = new Map<string, PersistenceAction>();
  for (const opening of openingSessions(incident)) {
    const rows = await ask('persistence', windowOf(opening, now), { session: askedSession(opening) });
    for (const row of rows) {
      const action = persistenceRow.parse(row);
      actions.set(action.eventID, action);
    }
  }
  return [...actions.values()].sort(
    (a, b) => compared(a.eventTime, b.eventTime) || compared(a.eventID, b.eventID),
  );
}

function compared(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
