import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { iamUser, type CloudTrailRecord } from '../alert/events.ts';
import { judged, nextDay, verdict, verdicts } from './desk.ts';
import { log } from './generated.ts';
import { alice, batchRead, opened, putSecretValue, readBy } from './records.ts';

const runs = { numRuns: 200 };
const shuffled = log.chain((records) =>
  fc.tuple(
    fc.constant(records),
    fc.shuffledSubarray(records, { minLength: records.length, maxLength: records.length }),
    fc.subarray(records),
  ),
);

/** From the best that can be said to the worst. */
const better = ['rotated', 'rotated-late', 'waived', 'open', 'due-soon', 'overdue', 'unresolved'];
const rank = (state: string) => better.indexOf(state);

describe('whatever the log holds', () => {
  it('its order, and what comes twice, change nothing', () => {
    fc.assert(
      fc.property(shuffled, ([records, order, again]) => {
        expect(judged([...again, ...order])).toEqual(judged(records));
      }),
      runs,
    );
  });

  it('one more proof, by someone else and after all else, worsens nothing, and replaces what can be replaced', () => {
    fc.assert(
      fc.property(log, (records) => {
        const before = verdicts(records);
        const proofs = before
          .filter(({ kind, secret }) => kind === 'secret' && secret.includes(':secret:'))
          .map(({ secret }, n) => ({
            ...putSecretValue('2026-11-21T08:00:00Z', `last ${n}`, { secret, by: iamUser('carol') }),
            eventID: `last ${n}`,
          }));
        const after = new Map(verdicts([...records, ...proofs]).map((one) => [one.exposure, one]));
        for (const old of before) {
          const now = after.get(old.exposure);
          expect(rank(now?.state ?? 'gone')).toBeGreaterThanOrEqual(0);
          expect(rank(now?.state ?? '')).toBeLessThanOrEqual(rank(old.state));
          expect(now).toMatchObject({ deadline: old.deadline, reads: old.reads });
          if (old.kind === 'secret') expect([now?.reason, old.reason]).not.toEqual(['no-proof', old.reason]);
        }
      }),
      runs,
    );
  });

  it('each secret of an incident is one exposure, and each read belongs to exactly one of its incident', () => {
    fc.assert(
      fc.property(log, (records) => {
        const { incidents } = judged(records);
        const ids = incidents.flatMap(({ exposures }) => exposures.map(({ exposure }) => exposure));
        expect(new Set(ids).size).toBe(ids.length);
        for (const { exposures } of incidents) {
          const secrets = exposures.map(({ secret }) => secret);
          expect(new Set(secrets).size).toBe(secrets.length);
          for (const { reads, readEvents, firstRead, lastRead, clockStart } of exposures) {
            expect(readEvents).toHaveLength(reads);
            expect(Date.parse(firstRead)).toBeLessThanOrEqual(Date.parse(lastRead));
            expect(clockStart).not.toBeNull();
          }
        }
        const told = new Set(
          incidents.flatMap(({ exposures }) => exposures.flatMap((one) => one.readEvents)),
        );
        for (const { eventID } of records.filter(isAnsweredRead)) expect(told).toContain(eventID);
      }),
      runs,
    );
  });

  it('a replaced value was replaced after the last read, and every other has no time at which it was', () => {
    fc.assert(
      fc.property(log, (records) => {
        for (const { state, rotatedAt, lastRead, deadline, evidence } of verdicts(records, {
          now: nextDay,
        })) {
          expect(rotatedAt !== null).toBe(state === 'rotated' || state === 'rotated-late');
          if (rotatedAt === null) continue;
          expect(Date.parse(rotatedAt)).toBeGreaterThan(Date.parse(lastRead));
          expect(Date.parse(rotatedAt) <= Date.parse(deadline ?? '')).toBe(state === 'rotated');
          expect(evidence.length).toBeGreaterThan(0);
        }
      }),
      runs,
    );
  });

  it('time alone moves a verdict only from open over due-soon to overdue', () => {
    const seconds = fc.uniqueArray(fc.integer({ min: 0, max: 7 * 3_600 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(seconds, (moments) => {
        const order = ['open', 'due-soon', 'overdue'];
        const states = moments
          .sort((a, b) => a - b)
          .map((second) => {
            const now = new Date(Date.UTC(2026, 10, 20, 10, 0, second)).toISOString();
            return order.indexOf(verdict([opened, readBy(alice, '09:10', 'payroll')], { now }).state);
          });
        expect(states).toEqual([...states].sort());
        expect(states).not.toContain(-1);
      }),
      runs,
    );
  });
});

it('a batch and its rows count each secret once, whichever of the rows are there', () => {
  const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1 });
  const rows = ids.chain((all) => fc.tuple(fc.constant(all), fc.subarray(all), fc.boolean()));
  fc.assert(
    fc.property(rows, ([all, told, filtered]) => {
      const asked = filtered ? { filters: [{ key: 'name', values: ['x'] }] } : { secretIdList: all };
      const entries = told.map((id) => readBy(alice, '09:10', id));
      const found = verdicts([opened, batchRead('09:10', asked), ...entries]);
      const expected = filtered ? (told.length === 0 ? ['name=x'] : told) : all;
      expect(found.map(({ secret }) => secret.split(':secret:')[1] ?? secret).sort()).toEqual(
        [...expected].sort(),
      );
      expect(found.every(({ reads }) => reads === 1)).toBe(true);
    }),
    runs,
  );
});

/** A read of a watched session's own, by name or ARN, and answered. */
function isAnsweredRead({ eventName, errorCode, userIdentity }: CloudTrailRecord): boolean {
  const { arn } = userIdentity as { arn?: string };
  const watched = arn?.includes('BREAK-GLASS') === true || arn?.endsWith('user/emergency') === true;
  return eventName === 'GetSecretValue' && errorCode === undefined && watched;
}
