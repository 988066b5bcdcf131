import { describe, expect, it } from 'vitest';

import { Desk } from './desk.ts';
import { deleteSecret, deniedRead, iamUser, rotationFailed } from './events.ts';
import { madeUp } from './made-up.ts';

/** A clock time so many seconds after 09:00. */
function after(seconds: number): string {
  return new Date(Date.UTC(2026, 10, 20, 9, 0, seconds)).toISOString().slice(11, 19);
}

/** So many failures of one secret's rotation, a second apart. */
function storm(length: number, { from = 0, id = 'db-AbCdEf' } = {}) {
  return Array.from({ length }, (_, n) => rotationFailed(`${id}-${from + n}`, after(from + n), id));
}

describe('repeats of a kind', () => {
  it('are told at the 1st, 10th, 100th and 1000th, with their count', async () => {
    const desk = new Desk();
    const outcomes = await desk.takeAll(storm(1_005));
    expect(desk.channel.alerts.map(({ eventID, count }) => [eventID, count])).toEqual([
      ['db-AbCdEf-0', 1],
      ['db-AbCdEf-9', 10],
      ['db-AbCdEf-99', 100],
      ['db-AbCdEf-999', 1_000],
    ]);
    expect(outcomes.filter((outcome) => outcome === 'grouped')).toHaveLength(1_001);
    expect(outcomes.filter((outcome) => outcome === 'alerted')).toHaveLength(4);
  });

  it('have the last word when their hour is over: how many there were in all', async () => {
    const desk = new Desk();
    await desk.takeAll(storm(37));
    await desk.closeAt('09:59:59');
    expect(desk.channel.words).toEqual([]);
    await desk.closeAt('10:00');
    expect(desk.channel.words).toEqual([
      {
        detection: 'rotation-failed',
        title: desk.channel.alerts[0]?.title,
        count: 37,
        from: Date.parse('2026-11-20T09:00:00Z'),
        to: Date.parse('2026-11-20T10:00:00Z'),
      },
    ]);
    await desk.closeAt('10:01');
    expect(desk.channel.words).toHaveLength(1);
  });

  it.each([
    [1, 0],
    [2, 1],
    [10, 0],
    [11, 1],
    [100, 0],
    [101, 1],
  ])('of number %i have %i last words: none where the number was told', async (length, words) => {
    const desk = new Desk();
    await desk.takeAll(storm(length));
    await desk.closeAt('11:00');
    expect(desk.channel.words).toHaveLength(words);
  });

  it('begin anew an hour after the first', async () => {
    const desk = new Desk();
    await desk.takeAll(storm(3));
    const last = rotationFailed('still', '09:59:59', 'db-AbCdEf');
    const next = rotationFailed('anew', '10:00:00', 'db-AbCdEf');
    await desk.closeAt('09:59:59');
    expect(await desk.take(last)).toBe('grouped');
    await desk.closeAt('10:00:00');
    expect(await desk.take(next)).toBe('alerted');
    expect(desk.channel.alerts.at(-1)).toMatchObject({ eventID: 'anew', count: 1 });
    expect(desk.channel.words).toMatchObject([{ count: 4 }]);
  });

  it('of different kinds are counted apart', async () => {
    const desk = new Desk();
    expect(await desk.takeAll([...storm(2), ...storm(2, { id: 'mail-AbCdEf' })])).toEqual([
      'alerted',
      'grouped',
      'alerted',
      'grouped',
    ]);
  });

  it('of different detections are counted apart, though their kinds read alike', async () => {
    const groupBy = () => 'same';
    const one = madeUp('one', { groupBy, confirm: ({ eventID }) => eventID.startsWith('one') });
    const two = madeUp('two', { groupBy, confirm: ({ eventID }) => eventID.startsWith('two') });
    const desk = new Desk({ detections: [one, two] });
    const reads = ['one-1', 'two-1', 'one-2', 'two-2'].map((eventID) => deniedRead(eventID, '09:00'));
    expect(await desk.takeAll(reads)).toEqual(['alerted', 'alerted', 'grouped', 'grouped']);
  });

  it('do not hide an event that is worse than the kind', async () => {
    const desk = new Desk();
    expect(
      await desk.takeAll([
        deleteSecret('e1', '09:00', 'db-AbCdEf', false),
        deleteSecret('e2', '09:01', 'db-AbCdEf', false),
        deleteSecret('e3', '09:02', 'db-AbCdEf', true),
      ]),
    ).toEqual(['alerted', 'grouped', 'alerted']);
  });

  it('are each told where grouping is off, without a count', async () => {
    const desk = new Desk({ group: false });
    expect(await desk.takeAll(storm(12))).toEqual(Array.from({ length: 12 }, () => 'alerted'));
    expect(desk.channel.alerts.map(({ count }) => count)).toEqual(Array.from({ length: 12 }, () => null));
    await desk.closeAt('12:00');
    expect(desk.channel.words).toEqual([]);
  });

  it('are not counted while in shadow: all are there to be looked at', async () => {
    const desk = new Desk({ config: { detections: { 'rotation-failed': { mode: 'shadow' } } } });
    expect(await desk.takeAll(storm(11))).toEqual(Array.from({ length: 11 }, () => 'shadowed'));
    expect(desk.channel.alerts).toHaveLength(11);
  });

  it('that are never grouped are each told', async () => {
    const desk = new Desk({ detections: [madeUp('alone')] });
    const reads = ['e1', 'e2', 'e3'].map((eventID) => deniedRead(eventID, '09:00'));
    expect(await desk.takeAll(reads)).toEqual(['alerted', 'alerted', 'alerted']);
  });

  it('are counted by what groupBy answers later, too', async () => {
    const desk = new Desk({ detections: [madeUp('slow', { groupBy: () => Promise.resolve('kind') })] });
    expect(await desk.takeAll(['e1', 'e2'].map((id) => deniedRead(id, '09:00')))).toEqual([
      'alerted',
      'grouped',
    ]);
  });
});

describe('many kinds at once', () => {
  const scan = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, n) =>
      deniedRead(`e${from + n}`, after(from + n), { by: iamUser(`user${from + n}`) }),
    );

  it('are told apart up to 20 of a detection; from the 21st on they are told as one', async () => {
    const desk = new Desk();
    expect(await desk.takeAll(scan(0, 20))).toEqual(Array.from({ length: 20 }, () => 'alerted'));
    expect(desk.channel.alerts.every(({ folded }) => !folded)).toBe(true);

    expect(await desk.takeAll(scan(20, 50))).toEqual([
      'alerted', // the 21st kind, the first of what is folded
      ...Array.from({ length: 8 }, () => 'grouped'),
      'alerted', // the 10th of what is folded
      ...Array.from({ length: 20 }, () => 'grouped'),
    ]);
    expect(desk.channel.alerts.slice(20)).toMatchObject([
      { eventID: 'e20', folded: true, count: 1 },
      { eventID: 'e29', folded: true, count: 10 },
    ]);
  });

  it('leave those that were open first as they were', async () => {
    const desk = new Desk();
    await desk.takeAll(scan(0, 30));
    const again = Array.from({ length: 9 }, (_, n) =>
      deniedRead(`again${n}`, after(100 + n), { by: iamUser('user0') }),
    );
    const outcomes = await desk.takeAll(again);
    expect(outcomes.at(-1)).toBe('alerted');
    expect(desk.channel.alerts.at(-1)).toMatchObject({ eventID: 'again8', count: 10, folded: false });
  });

  it('do not fold the kinds of another detection', async () => {
    const desk = new Desk();
    await desk.takeAll(scan(0, 30));
    await desk.take(rotationFailed('other', '09:05', 'db-AbCdEf'));
    expect(desk.channel.alerts.at(-1)).toMatchObject({ eventID: 'other', folded: false, count: 1 });
  });

  it('never fold a critical one away with milder ones', async () => {
    const desk = new Desk();
    for (let n = 0; n < 25; n++) await desk.take(deleteSecret(`e${n}`, after(n), `db${n}-AbCdEf`, false));
    expect(desk.channel.alerts.at(-1)).toMatchObject({ eventID: 'e20', folded: true });
    expect(await desk.take(deleteSecret('forced', after(30), 'crown-AbCdEf', true))).toBe('alerted');
    expect(desk.channel.alerts.at(-1)).toMatchObject({
      eventID: 'forced',
      severity: 'critical',
      folded: false,
    });
  });

  it('are told apart again once the hour of the earlier ones is over', async () => {
    const desk = new Desk();
    await desk.takeAll(scan(0, 31));
    await desk.closeAt('10:01');
    await desk.take(deniedRead('later', '10:01', { by: iamUser('late') }));
    expect(desk.channel.alerts.at(-1)).toMatchObject({ eventID: 'later', folded: false, count: 1 });
    expect(desk.channel.words).toMatchObject([{ count: 11 }]);
  });
});
