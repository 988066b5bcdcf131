import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Outcome } from '../../../handlers/alert/core.ts';
import { DeliveryError } from '../../../handlers/alert/ports.ts';
import { Desk } from './desk.ts';
import { assumeRole, type CloudTrailRecord } from './events.ts';
import { app, config, events } from './random-events.ts';

/** Openings of the break-glass role: what must never be silent. */
function openings(records: readonly CloudTrailRecord[]): CloudTrailRecord[] {
  return records.filter(({ eventName }) => eventName === 'AssumeRole' || eventName === 'SwitchRole');
}

describe('whatever comes, in whatever order', () => {
  it('every delivery ends in exactly one disposition, and only alerted and shadowed ones are told', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.array(fc.nat(), { maxLength: 15 }), async (records, again) => {
        const desk = new Desk({ config });
        const deliveries = [...records, ...again.map((n) => records[n % records.length] ?? {})];
        const outcomes = await desk.takeAll(deliveries);
        const count = (outcome: Outcome) => outcomes.filter((one) => one === outcome).length;
        const ended = (
          [
            'alerted',
            'grouped',
            'suppressed',
            'duplicate',
            'canary',
            'shadowed',
            'unmatched',
            'dead-lettered',
          ] as const
        ).reduce((sum, outcome) => sum + count(outcome), 0);
        expect(ended).toBe(deliveries.length);
        expect(desk.channel.alerts.filter(({ mode }) => mode === 'alert')).toHaveLength(count('alerted'));
        expect(desk.channel.alerts.filter(({ mode }) => mode === 'shadow')).toHaveLength(count('shadowed'));
      }),
      { numRuns: 60 },
    );
  });

  it('no event is told twice', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.array(fc.nat(), { maxLength: 15 }), async (records, again) => {
        const desk = new Desk({ config });
        await desk.takeAll([...records, ...again.map((n) => records[n % records.length] ?? {})]);
        const ids = desk.channel.alerts.map(({ eventID }) => eventID);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 60 },
    );
  });

  it('no opening is silent: a critical alert of its person stands within the minute', async () => {
    const scrambled = events.chain((records) =>
      fc.shuffledSubarray(records, { minLength: records.length, maxLength: records.length }),
    );
    await fc.assert(
      fc.asyncProperty(scrambled, async (records) => {
        const desk = new Desk({ config });
        await desk.takeAll(records);
        for (const opening of openings(records).filter((one) => !isChained(one))) {
          const told = desk.channel.alerts.some(
            (alert) =>
              alert.detection === 'break-glass-opened' &&
              personOf(alert.eventID, records) === personOf(String(opening.eventID), records) &&
              Math.abs(Date.parse(alert.eventTime) - Date.parse(String(opening.eventTime))) <= 60_000,
          );
          expect(told).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('each AssumeRole of a break-glass role in a second of its own is an alert of its own', async () => {
    const seconds = fc.uniqueArray(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(seconds, async (at) => {
        const desk = new Desk();
        const records = at.map((second, n) =>
          assumeRole(`e${n}`, `09:00:${String(second).padStart(2, '0')}`),
        );
        expect(await desk.takeAll(records)).toEqual(records.map(() => 'alerted'));
      }),
      { numRuns: 40 },
    );
  });

  it('what a broken channel lost is told once it works, in any order of coming back', async () => {
    const twoOrders = events.chain((records) =>
      fc.tuple(
        fc.constant(records),
        fc.shuffledSubarray(records, { minLength: records.length, maxLength: records.length }),
        fc.array(fc.boolean(), { minLength: records.length, maxLength: records.length }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(twoOrders, async ([records, comingBack, works]) => {
        const desk = new Desk({ config });
        const lost = new Set<string>();
        for (const [n, one] of records.entries()) {
          desk.channel.broken = works[n] !== true;
          try {
            await desk.take(one);
          } catch (error) {
            if (!(error instanceof DeliveryError)) throw error;
            lost.add(String(one.eventID));
          }
        }
        desk.channel.broken = false;
        desk.now += desk.lease;
        await desk.takeAll(comingBack);
        const told = new Set(desk.channel.alerts.map(({ eventID }) => eventID));
        for (const eventID of lost) expect(told).toContain(eventID);
      }),
      { numRuns: 100 },
    );
  });
});

function isChained({ requestParameters }: CloudTrailRecord): boolean {
  return (requestParameters as { roleArn?: string } | null)?.roleArn === app;
}

/** The session name that an opening gives its session. */
function personOf(eventID: string, records: readonly CloudTrailRecord[]): string {
  const one = records.find((other) => other.eventID === eventID);
  const asked = one?.requestParameters as { roleSessionName?: string } | null | undefined;
  const principal = (one?.userIdentity as { principalId?: string } | undefined)?.principalId ?? '';
  return asked?.roleSessionName ?? principal.split(':')[1] ?? '';
}
