import { describe, expect, it } from 'vitest';
import { parseEvent } from '../../../../detections/event/cloudtrail-event.ts';
import { factsOf } from '../../../../handlers/deadline/facts/facts-of.ts';
import { dayPartition } from '../../../../handlers/deadline/ledger/partition.ts';
import type { FactStore, ToldStore } from '../../../../handlers/deadline/ledger/ports.ts';
import type { Told } from '../../../../handlers/deadline/telling/told.ts';
import { assumeRole, breakGlassRole, read, record, roleSession, secretArn } from '../../alert/events.ts';
import { configOf } from '../../alert/desk.ts';

const config = configOf();
const factsIn = (...records: readonly Record<string, unknown>[]) =>
  records.flatMap((one) => factsOf(parseEvent(one), config));
const alice = roleSession(breakGlassRole, 'alice');
const day = dayPartition(Date.parse('2026-11-20T09:00:00Z'));
const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

/** What every store of facts promises. `open` gives one that is empty. */
export function holdFactsToContract(open: () => FactStore): void {
  describe('kept facts', () => {
    it('come back as they were, each once, however often they were kept', async () => {
      const store = open();
      const facts = factsIn(assumeRole('e1', '09:00'), read('e2', '09:10', 'payroll', alice));
      await store.add(facts);
      await store.add(facts);
      const emergencies = facts.filter(({ kind }) => kind !== 'shown');
      expect(emergencies.length).toBeGreaterThan(2);
      expect((await store.of(day)).sort(byId)).toEqual([...emergencies].sort(byId));
    });

    it('of another day lie apart', async () => {
      const store = open();
      await store.add(factsIn(assumeRole('e1', '09:00')));
      expect(await store.of(dayPartition(Date.parse('2026-11-21T09:00:00Z')))).toEqual([]);
    });

    it('of a value are found by its name, its full ARN, and an ARN as it was typed', async () => {
      const store = open();
      const put = (eventID: string, secretId: string, response: object | null) =>
        record(eventID, '10:00', {
          eventName: 'PutSecretValue',
          requestParameters: { secretId, clientRequestToken: eventID },
          responseElements: response,
        });
      const full = secretArn('db-writer-AbCdEf');
      await store.add(factsIn(put('named', 'db-writer', null), put('told', 'db-writer', { arn: full })));
      // Nobody can tell whether `-writer` is a suffix: it has six letters.
      await store.add(factsIn(put('typed', secretArn('db-writer'), null)));
      const events = (await store.of('value#111122223333:db-writer')).map(({ eventID }) => eventID);
      expect([...new Set(events)].sort()).toEqual(['named', 'told', 'typed']);
    });

    it('keep a name that was resolved when it happened, whoever tells the same by the typed name before or after', async () => {
      const store = open();
      const typed = factsIn(read('e1', '09:10', 'payroll', alice)).filter(({ kind }) => kind === 'read');
      const full = typed.map((fact) =>
        fact.kind === 'read' && 'secret' in fact.what
          ? {
              ...fact,
              what: { secret: { ...fact.what.secret, id: 'payroll-QwErTy', form: 'full-arn' as const } },
            }
          : fact,
      );
      expect(full).not.toEqual(typed);
      await store.add(typed);
      await store.add(full);
      await store.add(typed);
      expect(await store.of(day)).toEqual(full);
    });

    it('with names of any length and kind come back too', async () => {
      const store = open();
      const name = `${'x'.repeat(3_000)}\u0000"\u{1f525}`;
      const facts = factsIn({ ...read('e1', '09:00', name, alice), eventID: `e1${'y'.repeat(2_000)}` });
      await store.add(facts);
      expect((await store.of(day)).map(({ eventID }) => eventID.length)).toEqual([2_002, 2_002]);
    });

    it('in numbers come back all', async () => {
      const store = open();
      const many = Array.from({ length: 300 }, (_, n) => read(`e${n}`, '09:10', 'payroll', alice));
      await store.add(factsIn(...many));
      expect(await store.of(day)).toHaveLength(600);
    });
  });
}

function told(incident: string, more: Partial<Told> = {}): Told {
  return {
    v: 1,
    incident,
    from: 1_000,
    exposures: {
      '0123456789abcdef': {
        state: 'open',
        reason: 'no-proof',
        deadline: 5_000,
        terms: { deadlineHours: 4, clock: 'session-end', alternating: false },
      },
    },
    overdueAt: null,
    externalAt: null,
    askedAt: null,
    refused: [],
    recordedAt: null,
    closed: false,
    ...more,
  };
}

/** What every store of tellings promises. */
export function holdToldToContract(open: () => ToldStore): void {
  describe('what was told', () => {
    it('comes back, incident by incident', async () => {
      const store = open();
      expect(await store.all()).toEqual([]);
      expect(await store.put(told('a'), null)).toBe(true);
      expect(await store.put(told('b', { closed: true }), null)).toBe(true);
      expect((await store.all()).sort((one, other) => (one.incident < other.incident ? -1 : 1))).toEqual([
        told('a'),
        told('b', { closed: true }),
      ]);
    });

    it('is written by whoever knows what stands there, and by nobody else', async () => {
      const store = open();
      await store.put(told('a'), null);
      expect(await store.put(told('a', { overdueAt: 7 }), null)).toBe(false);
      expect(await store.put(told('a', { overdueAt: 8 }), told('a', { overdueAt: 1 }))).toBe(false);
      const [known = null] = await store.all();
      expect(await store.put(told('a', { overdueAt: 9 }), known)).toBe(true);
      expect(await store.all()).toEqual([told('a', { overdueAt: 9 })]);
    });

    it('is written though it stands there already, as where the answer to a first attempt was lost', async () => {
      const store = open();
      await store.put(told('a', { overdueAt: 7 }), null);
      expect(await store.put(told('a', { overdueAt: 7 }), null)).toBe(true);
      expect(await store.put(told('a', { overdueAt: 7 }), told('a'))).toBe(true);
    });

    it('under a former id can be taken away', async () => {
      const store = open();
      await store.put(told('a'), null);
      await store.drop('a', told('a'));
      await store.drop('never there', told('a'));
      expect(await store.all()).toEqual([]);
    });
  });
}
