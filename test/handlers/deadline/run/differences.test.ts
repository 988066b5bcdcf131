import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryFactStore, MemoryToldStore } from '../../../../handlers/deadline/ledger/memory-stores.ts';
import { rebuildLedger } from '../../../../handlers/deadline/rebuild/rebuild.ts';
import type { Told } from '../../../../handlers/deadline/telling/told.ts';
import { assumeRole, at, breakGlassRole, read, roleSession, secretArn } from '../../alert/events.ts';
import { serviceEvent } from '../records.ts';
import { DeadlineDesk, textOf } from './deadline-desk.ts';

/** Alice opens the glass at 09:00 for an hour and reads two secrets: due at 14:00. */
const opening = assumeRole('open', '09:00');
const alice = roleSession(breakGlassRole, 'alice');
const payroll = secretArn('payroll-QwErTy');
const stripe = secretArn('stripe-AbCdEf');
const deleted = 'An emergency that was told is in the ledger no longer';
const edited = 'Somebody edited in the ledger what was told of an emergency';

let desk: DeadlineDesk;

beforeEach(async () => {
  desk = new DeadlineDesk();
  desk.log = [opening, read('r1', '09:10', payroll, alice), read('r2', '09:11', stripe, alice)];
  await desk.hear(...desk.log);
  await desk.runAt(at('09:15'));
  await desk.runAt(at('14:15'));
});

/** What the comparison tells at a run, as the first of a day or as any other. */
async function comparedAt(time: string, whole = true): Promise<{ titles: string[]; text: string }> {
  const notices = await desk.runAt(time, false, whole);
  const own = notices.filter(({ type }) => type === 'ledger-edited');
  for (const { severity } of own) expect(severity).toBe('critical');
  return { titles: own.map((notice) => notice.title), text: own.map(textOf).join('\n') };
}

/** Somebody writes to what the ledger says was told. */
async function edit(change: (told: Told) => Told): Promise<void> {
  for (const told of await desk.incidentsTold()) await desk.told.put(change(told), told);
}

function deleteLedger(): void {
  desk.facts = new MemoryFactStore();
  desk.told = new MemoryToldStore();
}

describe('an incident that was deleted from the ledger with all that was told of it', () => {
  beforeEach(deleteLedger);

  it('is told at the first run of a day, with its secrets, and again every day', async () => {
    expect(await desk.runAt(at('23:45'))).toEqual([]);
    const { titles, text } = await comparedAt('2026-11-21T00:00:00Z');
    expect(titles).toEqual([deleted]);
    expect(text).toContain(`told: ${payroll} overdue, due 2026-11-20T14:00:00Z; ${stripe} overdue`);
    expect((await comparedAt('2026-11-22T00:00:00Z')).titles).toEqual([deleted]);
  });

  it('is told as well where there was one message about it', async () => {
    desk.evidence.clear();
    await desk.hear(...desk.log);
    await desk.runAt('2026-11-20T14:30:00Z');
    deleteLedger();
    expect((await comparedAt('2026-11-21T00:00:00Z')).titles).toEqual([deleted]);
  });

  it('is told no more once the ledger was rebuilt, and goes on', async () => {
    desk.now = Date.parse(at('23:00'));
    await rebuildLedger(desk.rebuildPorts(), null);
    const notices = await desk.runAt('2026-11-21T00:00:00Z', false, true);
    expect(notices.map(({ title }) => title)).toEqual(['2 secrets still overdue in the emergency of alice']);
  });

  it('is no loss once the ledger would have forgotten it by age: after 400 days', async () => {
    expect((await comparedAt('2027-12-23T00:00:00Z')).titles).toEqual([deleted]);
    expect((await comparedAt('2027-12-25T00:00:00Z')).titles).toEqual([]);
  });

  it('says which object of the evidence cannot be read', async () => {
    const key = [...desk.evidence.keys()].findLast((one) => one.endsWith('-stands.json')) ?? '';
    desk.evidence.set(key, { version: 1, told: 'gone' });
    await comparedAt('2026-11-21T00:00:00Z');
    expect(desk.failures).toContain(`read ${key} of the evidence`);
  });
});

describe('what somebody wrote over what was told', () => {
  it.each<[string, (told: Told) => Told]>([
    [
      'that a secret was replaced',
      (told) => withExposures(told, () => ({ state: 'rotated', reason: 'put-secret-value' })),
    ],
    [
      'looser terms',
      (told) => withExposures(told, ({ terms }) => ({ terms: { ...terms, deadlineHours: 4_000 } })),
    ],
    [
      'a later deadline',
      (told) => withExposures(told, () => ({ deadline: Date.parse('2027-01-01T00:00:00Z') })),
    ],
    ['that the log bore out what it never held', (told) => ({ ...told, checked: ['forged'] })],
    ['that its record was made', (told) => ({ ...told, recordedAt: told.from })],
    ['a later beginning', (told) => ({ ...told, from: told.from + 3_600_000 })],
    ['that a waiver was refused and told', (told) => ({ ...told, refused: ['forged'] })],
    [
      'that a secret was none of it',
      (told) => ({ ...told, exposures: Object.fromEntries(Object.entries(told.exposures).slice(1)) }),
    ],
  ])('%s, is told at the next run, once', async (_, change) => {
    await edit(change);
    const { titles, text } = await comparedAt(at('14:30'), false);
    expect(titles).toEqual([edited]);
    expect(text).toContain(`told: ${payroll} overdue, due 2026-11-20T14:00:00Z; ${stripe} overdue`);
    expect(text).toContain('holds: ');
    expect((await comparedAt(at('14:45'), false)).titles).toEqual([]);
    expect((await comparedAt('2026-11-21T00:00:00Z')).titles).toEqual([]);
  });

  it('what it was before, is told: a state that the ledger has left does not come back', async () => {
    const before = await desk.incidentsTold();
    await desk.hear(serviceEvent('RotationSucceeded', '14:20', { secret: payroll }));
    await desk.runAt(at('14:30'));
    await edit((told) => before[0] ?? told);
    expect((await comparedAt(at('14:45'), false)).titles).toEqual([edited]);
  });

  it('that an old incident is closed, is told at the first run of a day', async () => {
    await desk.runAt('2026-11-22T12:00:00Z');
    await edit((told) => ({ ...told, closed: true }));
    expect(await desk.runAt('2026-11-22T13:00:00Z')).toEqual([]);
    expect((await comparedAt('2026-11-23T00:00:00Z')).titles).toEqual([edited]);
  });
});

describe('nothing is told of', () => {
  it.each([1, 3])(
    '%i runs that ended after the evidence was written, and before the ledger was',
    async (runs) => {
      const before = await desk.incidentsTold();
      await desk.hear(serviceEvent('RotationSucceeded', '14:20', { secret: payroll }));
      for (let run = 1; run <= runs; run += 1) {
        const known = new Set(desk.evidence.keys());
        await desk.runAt(at(`14:3${run}`));
        for (const now of await desk.incidentsTold()) await desk.told.put(before[0] ?? now, now);
        for (const key of desk.evidence.keys())
          if (!known.has(key) && key.endsWith('-stands.json')) desk.evidence.delete(key);
      }
      expect((await comparedAt(at('14:45'))).titles).toEqual([]);
    },
  );

  it('an incident whose secrets were replaced and waived, to its end', async () => {
    await desk.hear(serviceEvent('RotationSucceeded', '15:00', { secret: payroll }));
    desk.log.push(serviceEvent('RotationSucceeded', '15:00', { secret: payroll }));
    const rotated = serviceEvent('RotationSucceeded', '16:00', { secret: stripe });
    for (const time of ['15:15', '16:15']) {
      if (time === '16:15') await desk.hear(rotated);
      expect((await comparedAt(at(time))).titles).toEqual([]);
    }
    desk.log.push(rotated);
    for (const day of ['21', '22', '23', '24'])
      for (const hour of ['00', '06', '14', '15'])
        expect((await comparedAt(`2026-11-${day}T${hour}:15:00Z`)).titles).toEqual([]);
    expect((await desk.incidentsTold()).map(({ closed }) => closed)).toEqual([true]);
  });

  it('an incident that is known under another id since the log told of an earlier session', async () => {
    const earlier = roleSession(breakGlassRole, 'alice', '08:40');
    const late = [
      assumeRole('open-earlier', '08:40'),
      read('early', '08:45', secretArn('x-StUvWx'), earlier),
    ];
    desk.log.push(...late);
    await desk.hear(...late);
    const [before] = await desk.incidentsTold();
    expect((await comparedAt(at('14:30'))).titles).toEqual([]);
    const [after, ...others] = await desk.incidentsTold();
    expect(others).toEqual([]);
    expect(after?.incident).not.toBe(before?.incident);
    expect((await comparedAt(at('14:45'))).titles).toEqual([]);
  });
});

describe('what somebody writes to what was told in order to be left alone', () => {
  const overdueAgain = '2 secrets still overdue in the emergency of alice';

  it('closes nothing on the day of the emergency', async () => {
    await edit((told) => ({ ...told, closed: true }));
    expect((await desk.runAt(at('15:15'))).map((notice) => notice.title)).toEqual([overdueAgain]);
  });

  it('puts nothing off by a time that is to come', async () => {
    const never = Date.parse('2099-01-01T00:00:00Z');
    await edit((told) => ({ ...told, overdueAt: never, askedAt: never }));
    expect((await desk.runAt(at('14:30'))).map((notice) => notice.title)).toEqual([overdueAgain]);
    await desk.hear(serviceEvent('RotationSucceeded', '12:00', { secret: payroll }));
    desk.coverage = new Map([
      [
        'eu-central-1',
        new Set([...Array(24).keys()].map((hour) => Date.parse(at('00:00')) + hour * 3_600_000)),
      ],
    ]);
    await edit((told) => ({ ...told, askedAt: never }));
    const titles = (await desk.runAt(at('14:45'))).map((notice) => notice.title);
    expect(titles).toContain('The ledger holds what the log does not: it closes nothing');
  });
});

function withExposures(
  told: Told,
  change: (exposure: Told['exposures'][string]) => Partial<Told['exposures'][string]>,
): Told {
  const changed = Object.entries(told.exposures).map(
    ([id, one]) => [id, { ...one, ...change(one) }] as const,
  );
  return { ...told, exposures: Object.fromEntries(changed) };
}
