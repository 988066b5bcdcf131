import { beforeEach, describe, expect, it } from 'vitest';
import {
  assumeRole,
  breakGlassRole,
  iamUser,
  read,
  record,
  roleSession,
  secretArn,
} from '../../alert/events.ts';
import { DeadlineDesk, textOf } from './deadline-desk.ts';

/** Alice opens the glass at 09:00 for an hour and reads a secret at 09:10: due at 14:00. */
const opening = assumeRole('open', '09:00');
const alice = roleSession(breakGlassRole, 'alice');
const payroll = secretArn('payroll-AbCdEf');
const reading = read('read', '09:10', payroll, alice);

const rotated = (eventID: string, time: string, id = 'payroll-AbCdEf') =>
  record(eventID, time, {
    eventName: 'RotationSucceeded',
    eventType: 'AwsServiceEvent',
    userIdentity: { accountId: '111122223333', invokedBy: 'secretsmanager.amazonaws.com' },
    additionalEventData: { SecretId: secretArn(id) },
  });

let desk: DeadlineDesk;

beforeEach(async () => {
  desk = new DeadlineDesk();
  await desk.hear(opening, reading);
});

describe('an exposure', () => {
  it('is told once, with its deadline, the command and its id', async () => {
    const [notice, ...more] = await desk.runAt('2026-11-20T09:15:00Z');
    expect(more).toEqual([]);
    expect(notice).toMatchObject({
      type: 'deadline',
      severity: 'medium',
      title: '1 secret read in the emergency of alice',
    });
    const text = notice === undefined ? '' : textOf(notice);
    expect(text).toContain('what: 1 secret read: 1 open. The first deadline is 2026-11-20T14:00:00Z.');
    expect(text).toContain(`$ aws secretsmanager rotate-secret --secret-id ${payroll} --region eu-central-1`);
    expect(text).toMatch(/Exposure [0-9a-f]{16}\./);
    expect(await desk.runAt('2026-11-20T09:30:00Z')).toEqual([]);
    expect(await desk.runAt('2026-11-20T10:45:00Z')).toEqual([]);
  });

  it('is told when an hour is left, when it is overdue, hourly from then on, and when it is replaced', async () => {
    const told: [string, string, string][] = [];
    for (const time of [
      '09:15',
      '12:45',
      '13:00',
      '13:15',
      '14:00',
      '14:15',
      '14:30',
      '15:00',
      '15:15',
      '16:15',
      '17:00',
    ]) {
      if (time === '17:00') await desk.hear(rotated('done', '16:50'));
      for (const { severity, title } of await desk.runAt(`2026-11-20T${time}:00Z`))
        told.push([time, severity, title]);
    }
    expect(told).toEqual([
      ['09:15', 'medium', '1 secret read in the emergency of alice'],
      ['13:00', 'high', '1 secret due within the hour in the emergency of alice'],
      ['14:15', 'critical', '1 secret overdue in the emergency of alice'],
      ['15:15', 'high', '1 secret still overdue in the emergency of alice'],
      ['16:15', 'high', '1 secret still overdue in the emergency of alice'],
      ['17:00', 'low', '1 secret replaced in the emergency of alice'],
    ]);
  });

  it('is told with all others of its incident in one message, the worst first', async () => {
    await desk.hear(
      read('read2', '09:11', secretArn('stripe-AbCdEf'), alice),
      rotated('done', '10:00', 'stripe-AbCdEf'),
    );
    await desk.runAt('2026-11-20T10:15:00Z');
    const [notice] = await desk.runAt('2026-11-20T14:05:00Z');
    expect(notice?.title).toBe('1 secret overdue in the emergency of alice');
    const text = notice === undefined ? '' : textOf(notice);
    expect(text).toContain('2 secrets read: 1 overdue, 1 replaced in time');
    expect(text).toContain('rest: replaced in time: stripe');
  });

  it('reopens when the label is moved back, and that is told', async () => {
    await desk.hear(rotated('done', '10:00'));
    await desk.runAt('2026-11-20T10:15:00Z');
    const back = {
      secretId: payroll,
      versionStage: 'AWSCURRENT',
      moveToVersionId: 'v-old',
      removeFromVersionId: 'v-new',
    };
    await desk.hear(
      record('back', '11:00', {
        eventName: 'UpdateSecretVersionStage',
        requestParameters: back,
        responseElements: { arn: payroll },
      }),
    );
    const [notice] = await desk.runAt('2026-11-20T11:15:00Z');
    expect(notice).toMatchObject({
      severity: 'high',
      title: '1 secret no longer replaced in the emergency of alice',
    });
  });

  it('keeps the terms that it was first told with, whatever the config says later', async () => {
    await desk.runAt('2026-11-20T09:15:00Z');
    desk.config = new DeadlineDesk({ deadlineHours: 400 }).config;
    expect((await desk.runAt('2026-11-20T14:15:00Z')).map(({ title }) => title)).toEqual([
      '1 secret overdue in the emergency of alice',
    ]);
  });

  it('is told with notice when its deadline moves later', async () => {
    await desk.runAt('2026-11-20T09:15:00Z');
    await desk.hear(
      assumeRole('chain', '09:50', { role: 'arn:aws:iam::111122223333:role/operator', by: alice }),
    );
    const [notice] = await desk.runAt('2026-11-20T10:00:00Z');
    expect(notice?.title).toBe('1 secret: the deadline moved in the emergency of alice');
    expect(notice === undefined ? '' : textOf(notice)).toContain(
      'payroll, due 2026-11-20T14:50:00Z instead of 2026-11-20T14:00:00Z',
    );
  });
});

describe("another account's secret", () => {
  it('is told once, and daily after, with whom to ask', async () => {
    desk = new DeadlineDesk();
    const theirs = 'arn:aws:secretsmanager:eu-central-1:444455556666:secret:partner-AbCdEf';
    await desk.hear(opening, read('read', '09:10', theirs, alice));
    const [first] = await desk.runAt('2026-11-20T09:15:00Z');
    expect(first === undefined ? '' : textOf(first)).toContain(
      'The secret belongs to account 444455556666: ask its owner',
    );
    expect(await desk.runAt('2026-11-20T15:15:00Z')).toEqual([]);
    expect((await desk.runAt('2026-11-21T09:15:00Z')).map(({ title }) => title)).toEqual([
      '1 secret of another account still open in the emergency of alice',
    ]);
  });
});

describe('a deadline that is about to be told as missed', () => {
  it('is looked at live first: a new version whose author the log has not told is no lack of proof', async () => {
    await desk.runAt('2026-11-20T09:15:00Z');
    desk.versions.set(payroll, [
      { versionId: 'v-old', createdAt: Date.parse('2026-01-01T00:00:00Z'), current: false },
      { versionId: 'v-new', createdAt: Date.parse('2026-11-20T12:00:00Z'), current: true },
    ]);
    const [notice] = await desk.runAt('2026-11-20T14:15:00Z');
    expect(notice === undefined ? '' : textOf(notice)).toContain(
      'overdue: payroll. A new version is there; the log has not told yet who put it.',
    );
  });

  it('is told all the same where Secrets Manager does not answer', async () => {
    desk.broken = ['versions'];
    expect(await desk.runAt('2026-11-20T14:15:00Z')).toHaveLength(1);
    expect(desk.failures).toContain('list the versions of a secret');
  });
});

describe('the log', () => {
  it('is asked 30 minutes after the session, at the deadline, and once for finality; not in between', async () => {
    desk.log = [opening, reading];
    for (const time of ['09:15', '10:15', '10:30', '10:45', '13:45', '14:00', '14:15', '20:00']) {
      await desk.runAt(`2026-11-20T${time}:00Z`);
    }
    for (const time of ['2026-11-21T13:45:00Z', '2026-11-21T14:00:00Z', '2026-11-22T00:00:00Z'])
      await desk.runAt(time);
    expect(desk.asked.map(({ to }) => new Date(to - 1).toISOString())).toEqual([
      '2026-11-20T10:30:00.000Z',
      '2026-11-20T14:00:00.000Z',
      '2026-11-21T14:00:00.000Z',
    ]);
    expect(desk.asked.every(({ from }) => from === Date.parse('2026-11-20T08:00:00Z'))).toBe(true);
  });

  it('finds a proof that the event path missed before anybody is told of a lack of one', async () => {
    await desk.runAt('2026-11-20T09:15:00Z');
    desk.log = [opening, reading, rotated('done', '12:00')];
    expect((await desk.runAt('2026-11-20T14:00:00Z')).map(({ title }) => title)).toEqual([
      '1 secret replaced in the emergency of alice',
    ]);
  });

  it('finds an emergency that the event path missed altogether, within the hour', async () => {
    desk = new DeadlineDesk();
    desk.log = [opening, reading];
    expect(await desk.runAt('2026-11-20T10:00:00Z')).toEqual([]);
    expect((await desk.runAt('2026-11-20T10:15:00Z', true)).map(({ title }) => title)).toEqual([
      '1 secret read in the emergency of alice',
    ]);
  });

  it('finds what was read in a Region that no gate watches', async () => {
    const afar = payroll.replace('eu-central-1', 'ap-southeast-2');
    desk.log = [opening, { ...read('afar', '09:20', afar, alice), awsRegion: 'ap-southeast-2' }];
    const [notice] = await desk.runAt('2026-11-20T10:15:00Z', true);
    expect(notice === undefined ? '' : textOf(notice)).toContain(
      `$ aws secretsmanager rotate-secret --secret-id ${afar} --region ap-southeast-2`,
    );
  });

  it('that cannot be asked fails the run loudly, and what is known is told all the same', async () => {
    desk.broken = ['log'];
    await expect(desk.runAt('2026-11-20T14:15:00Z', true)).rejects.toThrow(
      /look through the last hours of the log/,
    );
    expect(desk.notices.map(({ type, title }) => `${type}: ${title}`)).toEqual([
      'deadline: 1 secret overdue in the emergency of alice',
      'deadline-failed: The deadline handler could not do all of its work',
    ]);
  });
});

describe('a message that no channel took', () => {
  it('is told at the next run', async () => {
    desk.broken = ['notifier'];
    await expect(desk.runAt('2026-11-20T09:15:00Z')).rejects.toThrow(/tell incident/);
    desk.broken = [];
    expect(await desk.runAt('2026-11-20T09:30:00Z')).toHaveLength(1);
  });
});

describe('evidence', () => {
  it('holds each telling with its terms when it happens, and the record once nothing can change any more', async () => {
    await desk.hear(rotated('done', '10:00'));
    await desk.runAt('2026-11-20T10:15:00Z');
    const [key, value] = [...desk.evidence].find(([one]) => !one.includes('.written-')) ?? [];
    expect(key).toMatch(/^tellings\/[0-9a-f]{16}\/2026-11-20T10:15:00.000Z\.json$/);
    expect(value).toMatchObject({ version: 1, notice: { type: 'deadline' } });
    expect(JSON.stringify(value)).toContain(
      '"terms":{"deadlineHours":4,"clock":"session-end","alternating":false}',
    );
    await desk.runAt('2026-11-21T13:59:00Z');
    expect(desk.records).toEqual([]);
    const [notice] = await desk.runAt('2026-11-21T14:00:00Z');
    expect(desk.records).toHaveLength(1);
    expect(notice === undefined ? '' : textOf(notice)).toContain(`has SHA-256 ${'a'.repeat(64)}`);
    await desk.runAt('2026-11-21T14:15:00Z');
    expect(desk.records).toHaveLength(1);
  });
});

describe('a waiver', () => {
  const put = (eventID: string, time: string, exposure: string, by: Record<string, unknown>) =>
    record(eventID, time, {
      eventSource: 'ssm.amazonaws.com',
      eventName: 'PutParameter',
      userIdentity: by,
      requestParameters: {
        name: `/glasswatch/waivers/${exposure}`,
        type: 'String',
        value: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      },
    });

  async function exposureOf(): Promise<string> {
    const [notice] = await desk.runAt('2026-11-20T09:15:00Z');
    return /Exposure ([0-9a-f]{16})/.exec(notice === undefined ? '' : textOf(notice))?.[1] ?? '';
  }

  function waived(exposure: string) {
    const parameter = `arn:aws:ssm:eu-central-1:111122223333:parameter/glasswatch/waivers/${exposure}`;
    return {
      exposure,
      reason: 'moved to the vault',
      expires: '2026-12-01',
      parameter,
      changedAt: Date.parse('2026-11-20T09:20:01Z'),
    };
  }

  it('counts once CloudTrail has told who put it, and is announced with its author', async () => {
    const exposure = await exposureOf();
    desk.waivers = [waived(exposure)];
    expect(await desk.runAt('2026-11-20T09:30:00Z')).toEqual([]);
    await desk.hear(put('waive', '09:20', exposure, iamUser('bob')));
    const [notice] = await desk.runAt('2026-11-20T09:45:00Z');
    expect(notice?.title).toBe('1 secret waived in the emergency of alice');
    expect(notice === undefined ? '' : textOf(notice)).toContain(
      'waived by arn:aws:iam::111122223333:user/bob until 2026-12-01: moved to the vault',
    );
    expect(await desk.runAt('2026-11-20T14:15:00Z')).toEqual([]);
  });

  it('runs out, and the exposure is told again', async () => {
    const exposure = await exposureOf();
    desk.waivers = [{ ...waived(exposure), expires: '2026-11-20T20:00:00Z' }];
    await desk.hear(put('waive', '09:20', exposure, iamUser('bob')));
    await desk.runAt('2026-11-20T09:45:00Z');
    expect((await desk.runAt('2026-11-20T20:00:00Z')).map(({ title }) => title)).toEqual([
      '1 secret no longer replaced in the emergency of alice',
    ]);
  });

  it('edited by the one who read the secret counts no longer: the exposure is told again, and who edited it', async () => {
    const exposure = await exposureOf();
    desk.waivers = [waived(exposure)];
    await desk.hear(put('waive', '09:20', exposure, iamUser('bob')));
    await desk.runAt('2026-11-20T09:45:00Z');
    desk.waivers = [
      { ...waived(exposure), expires: '2027-12-01', changedAt: Date.parse('2026-11-20T09:50:01Z') },
    ];
    await desk.hear(put('edit', '09:50', exposure, alice));
    const notices = await desk.runAt('2026-11-20T10:00:00Z');
    expect(notices.map(({ type, title }) => [type, title])).toEqual([
      ['deadline', '1 secret no longer replaced in the emergency of alice'],
      ['waiver-refused', 'A waiver by the one who read the secret does not count'],
    ]);
  });

  it('deleted after it was announced is one no longer, and that is told', async () => {
    const exposure = await exposureOf();
    desk.waivers = [waived(exposure)];
    await desk.hear(put('waive', '09:20', exposure, iamUser('bob')));
    await desk.runAt('2026-11-20T09:45:00Z');
    desk.waivers = [];
    expect((await desk.runAt('2026-11-20T10:00:00Z')).map(({ title }) => title)).toEqual([
      '1 secret no longer replaced in the emergency of alice',
    ]);
  });

  it('whose author CloudTrail has not told never counts, whatever it says of itself', async () => {
    const exposure = await exposureOf();
    desk.waivers = [{ ...waived(exposure), reason: 'author: bob' }];
    expect((await desk.runAt('2026-11-20T14:15:00Z')).map(({ title }) => title)).toEqual([
      '1 secret overdue in the emergency of alice',
    ]);
  });

  it('by the one who read the secret does not count, and that is told once', async () => {
    const exposure = await exposureOf();
    desk.waivers = [waived(exposure)];
    await desk.hear(put('waive', '09:20', exposure, alice));
    const [notice, ...more] = await desk.runAt('2026-11-20T09:45:00Z');
    expect(more).toEqual([]);
    expect(notice).toMatchObject({ type: 'waiver-refused', severity: 'high' });
    expect(await desk.runAt('2026-11-20T10:00:00Z')).toEqual([]);
    expect((await desk.runAt('2026-11-20T14:15:00Z')).map(({ title }) => title)).toEqual([
      '1 secret overdue in the emergency of alice',
    ]);
  });
});

describe('a declared incident', () => {
  it('is found in its stretch of the log, however long ago, and held to the same clock', async () => {
    const declared = {
      principal: 'arn:aws:iam::111122223333:user/carol',
      from: '2026-11-10T08:00:00Z',
      to: '2026-11-10T12:00:00Z',
      reason: 'key on a public page',
    };
    desk = new DeadlineDesk({ declaredIncidents: [declared] });
    const stolen = {
      ...read('stolen', '09:10', payroll, iamUser('carol')),
      eventTime: '2026-11-10T09:10:00Z',
    };
    desk.log = [stolen];
    const [notice] = await desk.runAt('2026-11-20T10:00:00Z', true);
    expect(notice === undefined ? '' : textOf(notice)).toContain('declared: key on a public page');
    // Twelve hours before: the longest session that can have been open then.
    expect(desk.asked.map(({ from }) => new Date(from).toISOString())).toContain('2026-11-09T20:00:00.000Z');
    const before = desk.asked.length;
    await desk.runAt('2026-11-20T11:00:00Z', true);
    expect(desk.asked.slice(before).map(({ from }) => new Date(from).toISOString())).not.toContain(
      '2026-11-09T20:00:00.000Z',
    );
  });
});
