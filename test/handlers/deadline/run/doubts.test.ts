import { beforeEach, describe, expect, it } from 'vitest';
import {
  assumeRole,
  at,
  breakGlassRole,
  home,
  iamUser,
  read,
  record,
  roleSession,
  secretArn,
  type CloudTrailRecord,
} from '../../alert/events.ts';
import { putSecretValue, revokeSessions, serviceEvent } from '../records.ts';
import { DeadlineDesk, textOf } from './deadline-desk.ts';

/** Alice opens the glass at 09:00 for an hour and reads at 09:10: due at 14:00. The log holds both, and each hour. */
const opening = assumeRole('open', '09:00');
const alice = roleSession(breakGlassRole, 'alice');
const payroll = secretArn('payroll-QwErTy');
const reading = read('read', '09:10', payroll, alice);
const forged = serviceEvent('RotationSucceeded', '11:00', { secret: payroll });

const replaced = '1 secret replaced in the emergency of alice';
const doubted = 'The ledger holds what the log does not: it closes nothing';
const reopened = '1 secret no longer replaced in the emergency of alice';
const overdue = '1 secret overdue in the emergency of alice';

let desk: DeadlineDesk;

/** The hours of 20 November that the log of a Region holds. */
function hours(from: number, to: number): Set<number> {
  return new Set(
    Array.from({ length: to - from }, (_, n) => Date.parse(at('00:00')) + (from + n) * 3_600_000),
  );
}

async function titlesAt(time: string): Promise<string[]> {
  return (await desk.runAt(at(time))).map(({ title }) => title);
}

/** Somebody writes straight to the ledger: the log never hears of it. */
const forge = (...records: CloudTrailRecord[]) => desk.hear(...records);
/** What really happens: ledger and log both hear of it. */
async function happen(...records: CloudTrailRecord[]): Promise<void> {
  desk.log.push(...records);
  await desk.hear(...records);
}

async function begin(): Promise<void> {
  desk = new DeadlineDesk();
  desk.coverage = new Map(['eu-central-1', 'us-east-1'].map((region) => [region, hours(0, 24)]));
  await happen(opening, reading);
  await titlesAt('09:15');
}
beforeEach(begin);

describe('a proof that somebody wrote into the ledger', () => {
  it('is found when the log must hold it, told, and closes nothing from then on', async () => {
    await forge(forged);
    expect(await titlesAt('11:15')).toEqual([replaced]);
    const notices = await desk.runAt(at('12:15'));
    expect(notices.map(({ title }) => title)).toEqual([reopened, doubted]);
    expect(notices[1]).toMatchObject({ type: 'ledger-doubted', severity: 'critical' });
    expect(notices[1] === undefined ? '' : textOf(notices[1])).toContain('event: RotationSucceeded 11:00');
    expect(await titlesAt('12:30')).toEqual([]);
    expect(await titlesAt('13:15')).toEqual(['1 secret due within the hour in the emergency of alice']);
    expect(await titlesAt('14:15')).toEqual([overdue]);
  });

  it.each([
    ['with a time long past', { eventTime: at('09:30') }, '12:00'],
    ['as a value that somebody else put', putSecretValue('11:00', 'v2', { secret: payroll }), '12:15'],
    ['under the eventID of something that did happen', { eventID: 'read' }, '12:15'],
  ])('%s is found as well', async (_, more, found) => {
    await titlesAt('11:45');
    await forge({ ...forged, ...more });
    const told = [...(await titlesAt('11:50')), ...(await titlesAt(found)), ...(await titlesAt('13:15'))];
    expect(told).toContain(doubted);
    expect(await titlesAt('14:15')).toEqual([overdue]);
  });

  it('is found before the record is made, however late it was written', async () => {
    expect(await titlesAt('14:15')).toEqual([overdue]);
    await forge(forged);
    expect(await titlesAt('14:30')).toEqual([`1 secret replaced in the emergency of alice`]);
    expect(await titlesAt('15:15')).toEqual([reopened, doubted]);
  });

  it('is found even where it was written when nothing could change any more', async () => {
    await titlesAt('14:15');
    desk.coverage = new Map([['eu-central-1', hours(0, 72)]]);
    await titlesAt('2026-11-22T10:00:00Z');
    await forge({ ...forged, eventTime: '2026-11-22T10:10:00Z' });
    await titlesAt('2026-11-22T10:15:00Z');
    expect((await desk.incidentsTold()).map(({ closed }) => closed)).toEqual([false]);
    expect(await titlesAt('2026-11-22T11:30:00Z')).toContain(doubted);
    expect(await titlesAt('2026-11-22T12:45:00Z')).toContain(
      '1 secret still overdue in the emergency of alice',
    );
  });

  it('counts when the log brings it after all, and that is told', async () => {
    await forge(forged);
    await titlesAt('11:15');
    expect(await titlesAt('12:15')).toEqual([reopened, doubted]);
    desk.log.push(forged);
    expect(await titlesAt('13:15')).toEqual([replaced]);
  });
});

describe('a proof that somebody wrote into the ledger, as the handler runs every quarter of an hour,', () => {
  const minuteMs = 60_000;
  const atMinutes = (minutes: number) => new Date(Date.parse(at('00:00')) + minutes * minuteMs).toISOString();

  /** Minutes from the forged time until it is told; the log is also asked for a real proof of `also`. */
  async function toldAfter(forgedAt: number, writtenAt: number, also: number): Promise<number> {
    const other = secretArn('stripe-AbCdEf');
    await happen(read('other', '09:12', other, alice));
    const real = { ...serviceEvent('RotationSucceeded', '11:00', { secret: other }), eventID: 'real' };
    for (let minutes = 9 * 60 + 30; minutes <= 20 * 60; minutes += 15) {
      const proof = { ...real, eventTime: atMinutes(also) };
      if (also > minutes - 15 && also <= minutes) await desk.hear(proof);
      // CloudTrail delivers it late.
      if (also + 60 > minutes - 15 && also + 60 <= minutes) desk.log.push(proof);
      if (writtenAt > minutes - 15 && writtenAt <= minutes)
        await forge({ ...forged, eventTime: atMinutes(forgedAt) });
      if ((await titlesAt(atMinutes(minutes))).includes(doubted)) return minutes - forgedAt;
    }
    return Infinity;
  }

  it('is told within two and a half hours of its time, and not before the log must hold it: 75 minutes', async () => {
    const times: number[] = [];
    for (const forgedAt of [601, 608, 616, 629])
      for (const also of [575, 589, 600, 604]) {
        await begin();
        times.push(await toldAfter(forgedAt, forgedAt, also));
      }
    expect(Math.min(...times)).toBeGreaterThanOrEqual(75);
    expect(Math.max(...times)).toBeLessThanOrEqual(150);
    // One was asked for in vain just before: the log is asked hourly at the most.
    expect(Math.max(...times)).toBeGreaterThan(120);
  });

  it('is told within an hour and a quarter of being written, where its time is long past', async () => {
    const times: number[] = [];
    for (const also of [575, 615, 629]) {
      await begin();
      times.push((await toldAfter(575, 700, also)) - (700 - 575));
    }
    expect(Math.max(...times)).toBeLessThanOrEqual(75);
    expect(Math.max(...times)).toBeGreaterThan(30);
  });
});

describe('a proof that did happen', () => {
  it('is seen in the log once, and the log is not asked for it again', async () => {
    await titlesAt('10:30');
    await happen(forged);
    await titlesAt('11:15');
    const before = desk.asked.length;
    expect(await titlesAt('12:15')).toEqual([]);
    expect(desk.asked).toHaveLength(before + 1);
    for (const time of ['12:30', '13:15', '13:45']) expect(await titlesAt(time)).toEqual([]);
    expect(desk.asked).toHaveLength(before + 1);
  });

  it.each([
    ['does not reach that hour yet', new Map([['eu-central-1', hours(0, 11)]])],
    ['has a gap there', new Map([['eu-central-1', new Set([...hours(0, 10), ...hours(13, 24)])]])],
    ['does not hold that Region at all', new Map([['eu-west-1', hours(0, 24)]])],
  ])('stays good where the log %s', async (_, coverage) => {
    desk.coverage = coverage;
    await forge(forged);
    expect(await titlesAt('11:15')).toEqual([replaced]);
    for (const time of ['12:15', '13:15', '14:15', '15:15']) expect(await titlesAt(time)).toEqual([]);
  });

  it('stays good where the ledger knows the secret’s full name and the log only what was typed', async () => {
    desk.log.push(putSecretValue('11:00', 'v2', { secret: 'payroll', more: { responseElements: null } }));
    await desk.hear(putSecretValue('11:00', 'v2', { secret: payroll, more: { responseElements: null } }));
    expect(await titlesAt('11:15')).toEqual([replaced]);
    expect(await titlesAt('12:15')).toEqual([]);
    expect(await titlesAt('14:15')).toEqual([]);
  });
});

describe('what else somebody writes into the ledger', () => {
  it('a revocation that would bring the deadline forward, or end the session, is told', async () => {
    await forge(revokeSessions('09:20', at('09:20')));
    expect(await titlesAt('09:30')).toEqual([]);
    expect(await titlesAt('10:45')).toEqual([doubted]);
    expect((await desk.judgedAt(at('10:50')))[0]?.sessions.map(({ ends }) => ends)).toEqual(['expiry']);
  });

  it('a revocation that did happen is none of it', async () => {
    await happen(revokeSessions('09:20', at('09:20')));
    for (const time of ['09:30', '10:45', '11:45']) expect(await titlesAt(time)).toEqual([]);
  });

  it('of what a filter stood for is believed: the evidence keeps what was told first, and the log says otherwise', async () => {
    const filter = { filters: [{ key: 'name', values: ['prod/'] }] };
    await happen(
      record('batch', '09:12', {
        eventName: 'BatchGetSecretValue',
        userIdentity: alice,
        requestParameters: filter,
      }),
    );
    const standsFor = (...arns: string[]) =>
      desk.facts.add([
        { kind: 'resolved', id: 'batch resolved', eventID: 'batch', at: Date.parse(at('09:12')), arns },
      ]);
    const stripe = secretArn('stripe-AbCdEf');
    await standsFor(stripe);
    await titlesAt('09:20');
    await standsFor(secretArn('harmless-AbCdEf'));
    expect((await desk.runAt(at('09:30'))).map(({ type }) => type)).toEqual(['deadline']);
    const first = [...desk.evidence].find(([key]) => key.endsWith('T09:20:00.000Z.json'))?.[1];
    expect(JSON.stringify(first)).toContain(stripe);
    const overTheLog = new DeadlineDesk();
    await overTheLog.hear(...desk.log);
    const [incident] = await overTheLog.judgedAt(at('09:30'));
    expect(incident?.exposures.map(({ secret, reason }) => `${secret} ${reason}`)).toContain(
      'name=prod/ batch-filter',
    );
  });

  it('the name of a waiver’s author is told: the log knows another', async () => {
    const exposure = Object.keys((await desk.incidentsTold())[0]?.exposures ?? {})[0] ?? '';
    const parameter = `arn:aws:ssm:eu-central-1:${home}:parameter/glasswatch/waivers/${exposure}`;
    const put = (by: Record<string, unknown>) =>
      record('waive', '09:20', {
        eventSource: 'ssm.amazonaws.com',
        eventName: 'PutParameter',
        userIdentity: by,
        requestParameters: { name: `/glasswatch/waivers/${exposure}`, type: 'String', value: 'HIDDEN' },
      });
    const changedAt = Date.parse(at('09:20:01'));
    desk.waivers = [{ exposure, reason: 'moved', expires: '2026-12-01', parameter, changedAt }];
    await forge(put(iamUser('bob')));
    expect(await titlesAt('09:30')).toEqual(['1 secret waived in the emergency of alice']);
    expect(await titlesAt('10:45')).toEqual([reopened, doubted]);
    expect(await titlesAt('14:15')).toEqual([overdue]);
  });
});
