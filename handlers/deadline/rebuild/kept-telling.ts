import { z } from 'zod';
import { referenceOfArn } from '../../../detections/event/secret.ts';
import { tellingSchema, type Telling } from '../../incident/telling.ts';
import type { FactBook } from '../facts/fact-book.ts';
import { factSchema, type Fact } from '../facts/fact.ts';
import type { Incident } from '../incident.ts';
import { toldSchema } from '../telling/told.ts';

/** One telling as the evidence keeps it: all that the log alone could not give back. */
export const keptTellingSchema = z.object({
  version: z.literal(1),
  /** ISO 8601 UTC. */
  at: z.iso.datetime(),
  told: toldSchema,
  /** Ids under which parts of the incident were told before: what was told under them is told under its id from here on. */
  formerIds: z.array(z.string()).default([]),
  /** What was found out by asking at the time: what a filter or path stood for, and the full names of secrets. */
  facts: z.array(factSchema).default([]),
  /** The alerts about the incident's time that had been delivered by then. */
  alerts: z.array(tellingSchema).default([]),
});
export type KeptTelling = z.output<typeof keptTellingSchema>;

/** The key of a telling in the evidence: `what` tells those of one moment apart. */
export function tellingKey(incident: string, at: string, what = ''): string {
  return `tellings/${incident}/${at}${what}.json`;
}

/** What only the ledger knows of an incident's reads. */
export function factsBesideLog({ exposures }: Incident, book: FactBook): Fact[] {
  const reads = new Set(exposures.flatMap(({ readEvents }) => readEvents));
  const names = exposures.flatMap(({ secret, firstRead, readEvents: [eventID] }): Fact[] => {
    const reference = referenceOfArn(secret, 'full');
    if (reference === null || eventID === undefined) return [];
    const known = { id: `named ${secret}`, eventID, at: Date.parse(firstRead) };
    return [{ ...known, kind: 'shown', secret: reference }];
  });
  return [...book.of('resolved').filter(({ eventID }) => reads.has(eventID)), ...names];
}

/** A telling for the evidence. `notice`: the message as it was sent. */
export function keptTelling(
  at: string,
  notice: unknown,
  rest: Pick<KeptTelling, 'told' | 'formerIds' | 'facts'> & { readonly alerts: readonly Telling[] },
): unknown {
  return { version: 1, at, notice, ...rest };
}
