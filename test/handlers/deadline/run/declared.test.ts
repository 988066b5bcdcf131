import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryFactStore } from '../../../../handlers/deadline/ledger/memory-stores.ts';
import { ledgerView } from '../../../../handlers/report/ledger-view.ts';
import { at, home, iamUser, read, record, roleSession, secretArn } from '../../alert/events.ts';
import { serviceEvent } from '../records.ts';
import { DeadlineDesk, textOf } from './deadline-desk.ts';

/** Carol's key is stolen: declared from 08:00 to 12:00. Her secret is read at 09:10: due four hours later, at 13:10. */
const carol = iamUser('carol');
const payroll = secretArn('payroll-AbCdEf');
const stripe = secretArn('stripe-AbCdEf');
const declared = {
  principal: String(carol.arn),
  from: at('08:00'),
  to: at('12:00'),
  reason: 'key on a public page',
};
const stolen = read('stolen', '09:10', payroll, carol);

let desk: DeadlineDesk;

function configure(...declaredIncidents: readonly object[]): void {
  desk.config = new DeadlineDesk({ declaredIncidents }).config;
}

/** What a run tells, but for the hash of a record. */
async function titlesAt(time: string, discover = false): Promise<string[]> {
  const notices = await desk.runAt(at(time), discover);
  return notices.flatMap(({ type, title }) => (type === 'evidence' ? [] : [title]));
}

const withdrawn = 'A declared incident is in the config no longer, and is held to its deadlines all the same';
const overdue = '1 secret overdue in the emergency of carol';

beforeEach(() => {
  desk = new DeadlineDesk({ declaredIncidents: [declared] });
});

describe('a declared incident whose exposures were told', () => {
  beforeEach(async () => {
    await desk.hear(stolen);
    expect(await titlesAt('09:15')).toEqual(['1 secret read in the emergency of carol']);
  });

  it.each([
    ['taken out of the config', []],
    ['narrowed to before the read', [{ ...declared, to: at('09:00') }]],
    ['narrowed to after the read', [{ ...declared, from: at('09:11') }]],
    ['turned to another principal', [{ ...declared, principal: `arn:aws:iam::${home}:user/dave` }]],
  ])('and that is %s is told so once, and held to its deadline', async (_, now) => {
    configure(...now);
    const [notice, ...more] = await desk.runAt(at('09:30'));
    expect(more).toEqual([]);
    expect(notice).toMatchObject({ type: 'declaration-withdrawn', severity: 'high', title: withdrawn });
    expect(notice === undefined ? '' : textOf(notice)).toContain(
      '1 secret read, 1 neither replaced nor waived',
    );
    expect(await titlesAt('09:45')).toEqual([]);
    expect(await titlesAt('12:15')).toEqual(['1 secret due within the hour in the emergency of carol']);
    expect(await titlesAt('13:15')).toEqual([overdue]);
    await desk.hear(serviceEvent('RotationSucceeded', '13:20', { secret: payroll }));
    expect(await titlesAt('13:30')).toEqual(['1 secret replaced in the emergency of carol']);
  });

  it('stays in the weekly report when it is taken out of the config', async () => {
    configure();
    const { facts, told, config } = desk;
    const view = await ledgerView(
      { facts, told, alerts: { wasAlerted: () => Promise.resolve(false) } },
      { config, period: { from: at('09:20'), to: at('10:00') }, now: Date.parse(at('10:00')) },
    );
    expect(view.incidents.map((one) => one.declared)).toEqual(['key on a public page']);
  });

  it('keeps its terms, too, when it is narrowed in the same stroke as the deadline is loosened', async () => {
    desk.config = new DeadlineDesk({
      declaredIncidents: [{ ...declared, from: at('09:11') }],
      deadlineHours: 400,
    }).config;
    expect(await titlesAt('13:15')).toEqual([overdue, withdrawn]);
  });

  it('and that is widened, or given another reason, goes on as it was', async () => {
    configure({ ...declared, from: at('07:00'), to: at('13:00'), reason: 'as before' });
    expect(await titlesAt('09:30')).toEqual([]);
    expect(await titlesAt('13:15')).toEqual([overdue]);
  });

  it('is told again as withdrawn when it was put back and taken out again', async () => {
    configure();
    expect(await titlesAt('09:30')).toEqual([withdrawn]);
    configure(declared);
    expect(await titlesAt('09:45')).toEqual([]);
    configure();
    expect(await titlesAt('10:00')).toEqual([withdrawn]);
  });

  it('is let go once all is replaced and final: then what the config says is all there is', async () => {
    await desk.hear(serviceEvent('RotationSucceeded', '10:00', { secret: payroll }));
    await titlesAt('10:15');
    await titlesAt('2026-11-21T13:15:00Z');
    configure();
    expect(await titlesAt('2026-11-21T13:30:00Z')).toEqual([]);
    expect(await desk.judgedAt('2026-11-21T13:30:00Z')).toEqual([]);
  });
});

describe('a declared incident of days ago', () => {
  const then = (time: string) => at(time).replace('2026-11-20', '2026-11-10');
  const long = (one: Record<string, unknown>) => ({
    ...one,
    eventTime: String(one.eventTime).replace('-20T', '-10T'),
  });
  const past = { ...declared, from: then('08:30'), to: then('10:00') };

  it('is told where the session that read began before it', async () => {
    const role = `arn:aws:iam::${home}:role/ci`;
    const session = {
      ...roleSession(role, 'build-7'),
      sessionContext: {
        attributes: { creationDate: then('08:00') },
        sessionIssuer: { type: 'Role', arn: role, accountId: home, userName: 'ci' },
      },
    };
    configure({ ...past, principal: role });
    desk.log = [long(read('stolen', '08:40', payroll, session))];
    expect(await titlesAt('10:00', true)).toEqual(['1 secret overdue in the emergency of build-7']);
  });

  it('is told once where the key was busy before, however far the log is looked back each time', async () => {
    const work = Array.from({ length: 40 }, (_, hour) =>
      record(`work ${hour}`, new Date(Date.parse(then('09:00')) - hour * 50 * 60_000).toISOString(), {
        eventSource: 'ec2.amazonaws.com',
        eventName: 'RunInstances',
        userIdentity: carol,
      }),
    );
    configure(past);
    desk.log = [...work, long(read('stolen', '09:10', payroll, carol))];
    expect(await titlesAt('10:00', true)).toEqual([overdue]);
    const [first] = await desk.judgedAt(at('10:00'));
    for (const time of ['10:15', '10:30', '10:45']) expect(await titlesAt(time)).toEqual([]);
    expect(await titlesAt('11:00', true)).toEqual(['1 secret still overdue in the emergency of carol']);
    const [last] = await desk.judgedAt(at('11:15'));
    expect(last?.exposures.map(({ exposure }) => exposure)).toEqual(
      first?.exposures.map(({ exposure }) => exposure),
    );
  });

  it('finds what a session that was chained in it read after its end', async () => {
    const role = `arn:aws:iam::${home}:role/operator`;
    const chained = {
      ...roleSession(role, 'carol'),
      sessionContext: {
        attributes: { creationDate: then('09:50') },
        sessionIssuer: { type: 'Role', arn: role, accountId: home, userName: 'operator' },
      },
    };
    const assumed = {
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      userIdentity: carol,
      requestParameters: { roleArn: role, roleSessionName: 'carol', durationSeconds: 3600 },
      responseElements: {
        assumedRoleUser: {
          assumedRoleId: 'AROAOPERATOR:carol',
          arn: `arn:aws:sts::${home}:assumed-role/operator/carol`,
        },
      },
    };
    configure(past);
    desk.log = [record('chain', then('09:50'), assumed), read('chained', then('10:20'), stripe, chained)];
    expect(await titlesAt('10:00', true)).toEqual([overdue]);
  });
});

describe('a read that was told, and that somebody deletes from the ledger', () => {
  beforeEach(async () => {
    await desk.hear(stolen, read('stolen2', '09:11', stripe, carol));
    await desk.runAt(at('09:15'));
    desk.facts = new MemoryFactStore();
  });

  it('comes back from the log at the next run, and nobody is told anything', async () => {
    desk.log = [stolen, read('stolen2', '09:11', stripe, carol)];
    expect(await titlesAt('09:30')).toEqual([]);
    expect(await titlesAt('13:15')).toEqual(['2 secrets overdue in the emergency of carol']);
  });

  it('and that the log does not hold either is told at once as lost, daily from then on, and when it is back', async () => {
    desk.log = [stolen];
    const [notice, ...more] = await desk.runAt(at('09:30'));
    expect(more).toEqual([]);
    expect(notice).toMatchObject({
      type: 'exposure-lost',
      severity: 'critical',
      title: '1 secret told as read is in the ledger no longer',
    });
    expect(notice === undefined ? '' : textOf(notice)).toContain(`open: ${stripe}. Exposure `);
    expect(await titlesAt('09:45')).toEqual([]);
    expect(await titlesAt('13:15')).toEqual([overdue]);
    expect(await titlesAt('2026-11-21T09:30:00Z')).toEqual([
      '1 secret still overdue in the emergency of carol',
      '1 secret told as read is in the ledger no longer',
    ]);
    await desk.hear(read('stolen2', '09:11', stripe, carol));
    expect(await titlesAt('2026-11-21T09:45:00Z')).toEqual([overdue]);
    expect(await titlesAt('2026-11-22T09:45:00Z')).toEqual([
      '2 secrets still overdue in the emergency of carol',
    ]);
  });

  it('is told as lost where all of its incident went', async () => {
    expect(await titlesAt('09:30')).toEqual(['2 secrets told as read is in the ledger no longer']);
    expect(await titlesAt('09:45')).toEqual([]);
  });
});
