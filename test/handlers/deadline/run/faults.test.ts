import { describe, expect, it } from 'vitest';
import {
  noticeSlackMessage,
  noticeSnsMessage,
  type Notice,
} from '../../../../handlers/alert/render/notice.ts';
import {
  assumeRole,
  breakGlassRole,
  home,
  iamUser,
  read,
  roleSession,
  secretArn,
} from '../../alert/events.ts';
import { moveLabel, parameterCall, putSecretValue } from '../records.ts';
import { DeadlineDesk, textOf } from './deadline-desk.ts';

/** Alice opens the glass at 09:00 for an hour and reads a secret at 09:10: due at 14:00. */
const opening = assumeRole('open', '09:00');
const reading = read('read', '09:10', secretArn('payroll-AbCdEf'), roleSession(breakGlassRole, 'alice'));

const refused = () => Promise.reject(new Error('TimeoutError'));

/** What can refuse or time out, and how it does in a desk; answers how to mend it. */
const breaks: Readonly<Record<string, (desk: DeadlineDesk) => () => void>> = {
  Athena: (desk) => broken(desk, 'log'),
  'Parameter Store': (desk) => broken(desk, 'waivers'),
  'Slack and SNS': (desk) => broken(desk, 'notifier'),
  'DynamoDB, reading facts': (desk) => replaced(desk.facts, 'of', refused),
  'DynamoDB, writing facts': (desk) => replaced(desk.facts, 'add', refused),
  'DynamoDB, reading what was told': (desk) => replaced(desk.told, 'all', refused),
  'DynamoDB, writing what was told': (desk) => replaced(desk.told, 'put', refused),
  'S3, keeping evidence': (desk) =>
    replaced(desk.evidence, 'set', () => {
      throw new Error('TimeoutError');
    }),
};

function broken(desk: DeadlineDesk, what: DeadlineDesk['broken'][number]): () => void {
  desk.broken = [what];
  return () => {
    desk.broken = [];
  };
}

function replaced<Of extends object, Name extends keyof Of>(of: Of, name: Name, by: Of[Name]): () => void {
  const { [name]: before } = of;
  of[name] = by;
  return () => {
    of[name] = before;
  };
}

async function titlesAt(desk: DeadlineDesk, time: string): Promise<string[]> {
  return (await desk.runAt(`2026-11-20T${time}:00Z`, true)).map(({ title }) => title);
}

describe.each(Object.keys(breaks))('a run of the deadline handler while %s refuses', (what) => {
  const fail = (desk: DeadlineDesk) => breaks[what]?.(desk) ?? (() => undefined);

  it('fails, and the verdict is told then or at the next run', async () => {
    const desk = new DeadlineDesk();
    await desk.hear(opening, reading);
    desk.log = [opening, reading];
    expect(await titlesAt(desk, '09:15')).toEqual(['1 secret read in the emergency of alice']);
    const mend = fail(desk);
    await expect(titlesAt(desk, '14:15')).rejects.toThrow();
    mend();
    await titlesAt(desk, '14:30');
    const told = desk.notices.map(({ title }) => title);
    expect(told).toContain('1 secret overdue in the emergency of alice');
    expect(told.filter((title) => title.includes('replaced'))).toEqual([]);
    expect(await titlesAt(desk, '15:45')).toEqual(['1 secret still overdue in the emergency of alice']);
  });

  it('never takes an emergency that the event path missed for none: it is told once the log can be asked', async () => {
    const desk = new DeadlineDesk();
    desk.log = [opening, reading];
    const mend = fail(desk);
    await expect(titlesAt(desk, '10:15')).rejects.toThrow();
    mend();
    await titlesAt(desk, '11:15');
    expect(desk.notices.map(({ title }) => title)).toContain('1 secret read in the emergency of alice');
  });
});

it('a run while Secrets Manager refuses tells what is overdue all the same', async () => {
  const desk = new DeadlineDesk();
  await desk.hear(opening, reading);
  desk.broken = ['versions'];
  expect(await titlesAt(desk, '14:15')).toEqual(['1 secret overdue in the emergency of alice']);
  expect(desk.failures).toEqual(['list the versions of a secret']);
});

/** Whether a message says, in every channel, that it may have been told before. */
function saysRepeated(notice: Notice): boolean {
  const spelled = [noticeSlackMessage(notice), noticeSnsMessage(notice)].map((one) => JSON.stringify(one));
  const says = spelled.map((text) => text.includes('Possibly repeated'));
  expect(new Set(says).size).toBe(1);
  return says[0] === true;
}

describe('what was told and not noted, because', () => {
  it.each([
    ['the function was killed', () => new Promise<never>(() => undefined)],
    ['the ledger refused', refused],
  ])('%s, is told again with words that say so, once', async (_, end) => {
    const desk = new DeadlineDesk();
    await desk.hear(opening, reading);
    const put = desk.told.put.bind(desk.told);
    let told: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (told = resolve));
    // The first writing says what is about to be told, the second that it was.
    let writes = 0;
    desk.told.put = (...given) => {
      writes += 1;
      if (writes === 1) return put(...given);
      told();
      return end();
    };
    void desk.runAt('2026-11-20T09:15:00Z').catch(() => undefined);
    await ended;
    desk.told.put = put;
    await desk.runAt('2026-11-20T09:30:00Z');
    await desk.runAt('2026-11-20T09:45:00Z');
    const notices = desk.notices.filter(({ type }) => type === 'deadline');
    expect(notices.map(saysRepeated)).toEqual([false, true]);
  });

  it('another run told it at the same time, says so in one of the two', async () => {
    const desk = new DeadlineDesk();
    await desk.hear(opening, reading);
    await Promise.all([desk.runAt('2026-11-20T09:15:00Z'), desk.runAt('2026-11-20T09:15:00Z')]);
    expect(desk.notices.map(saysRepeated).sort()).toEqual([false, true]);
  });
});

describe('a waiver that counts', () => {
  const waived = async (desk: DeadlineDesk) => {
    await desk.hear(opening, reading);
    desk.log = [opening, reading];
    const [notice] = await desk.runAt('2026-11-20T09:15:00Z');
    const exposure = /Exposure ([0-9a-f]{16})/.exec(notice === undefined ? '' : textOf(notice))?.[1] ?? '';
    const name = `/glasswatch/waivers/${exposure}`;
    desk.waivers = [
      {
        ...{ exposure, reason: 'moved to the vault', expires: '2026-12-01' },
        parameter: `arn:aws:ssm:eu-central-1:${home}:parameter${name}`,
        changedAt: Date.parse('2026-11-20T09:20:01Z'),
      },
    ];
    const put = parameterCall(
      'PutParameter',
      '09:20',
      { name, type: 'String', value: 'HIDDEN' },
      iamUser('bob'),
    );
    await desk.hear(put);
    expect(await titlesAt(desk, '09:30')).toEqual(['1 secret waived in the emergency of alice']);
    return put;
  };

  it('still does while Parameter Store does not answer, and the run says what failed', async () => {
    const desk = new DeadlineDesk();
    desk.log = [await waived(desk)];
    desk.broken = ['waivers'];
    await expect(titlesAt(desk, '14:15')).rejects.toThrow('read waivers');
    desk.broken = [];
    expect(await titlesAt(desk, '14:30')).toEqual([]);
    expect(desk.notices.map(({ type }) => type)).toEqual(['deadline', 'deadline', 'deadline-failed']);
  });

  it('counts again when the log, which did not hold it, brings it after all', async () => {
    const desk = new DeadlineDesk();
    const put = await waived(desk);
    const hours = Array.from(
      { length: 24 },
      (_, hour) => Date.parse('2026-11-20T00:00:00Z') + hour * 3_600_000,
    );
    desk.coverage = new Map([['eu-central-1', new Set(hours)]]);
    await titlesAt(desk, '10:30');
    expect(await titlesAt(desk, '11:30')).toEqual([
      '1 secret no longer replaced in the emergency of alice',
      'The ledger holds what the log does not: it closes nothing',
    ]);
    desk.log.push(put);
    expect(await titlesAt(desk, '12:30')).toEqual(['1 secret waived in the emergency of alice']);
  });
});

it('a message about a secret that is overdue is critical, whatever else it tells first', async () => {
  const desk = new DeadlineDesk();
  const other = secretArn('stripe-AbCdEf');
  const second = roleSession(breakGlassRole, 'alice', '10:10');
  // Of the same emergency, and due at 15:10.
  await desk.hear(
    ...[opening, reading, assumeRole('open2', '10:10'), read('read2', '10:20', other, second)],
    putSecretValue('10:30', 'v-new', { secret: other }),
  );
  await titlesAt(desk, '11:15');
  await desk.hear(moveLabel('13:50', 'v-old', { secret: other }));
  const [notice] = await desk.runAt('2026-11-20T14:15:00Z');
  expect(notice).toMatchObject({
    severity: 'critical',
    title: '1 secret no longer replaced in the emergency of alice',
    data: { changes: [{ change: 'reopened', state: 'due-soon' }, { change: 'overdue' }] },
  });
});

it('a secret whose replacement is undone after its deadline is told as critical', async () => {
  const desk = new DeadlineDesk();
  await desk.hear(
    opening,
    reading,
    putSecretValue('10:30', 'v-new', { secret: secretArn('payroll-AbCdEf') }),
  );
  await titlesAt(desk, '11:15');
  await desk.hear(moveLabel('14:50', 'v-old', { secret: secretArn('payroll-AbCdEf') }));
  expect(await desk.runAt('2026-11-20T15:00:00Z')).toMatchObject([
    { severity: 'critical', title: '1 secret no longer replaced in the emergency of alice' },
  ]);
});

it.each(['DynamoDB, reading facts', 'Slack and SNS'])(
  'an emergency is told even after more than a day in which no run could do its work: %s',
  async (what) => {
    const desk = new DeadlineDesk();
    await desk.runAt('2026-11-20T08:45:00Z');
    await desk.hear(opening, reading);
    desk.log.push(opening, reading);
    const mend = breaks[what]?.(desk);
    for (const time of ['2026-11-20T09:15:00Z', '2026-11-21T09:15:00Z', '2026-11-22T09:15:00Z'])
      await desk.runAt(time).catch(() => undefined);
    mend?.();
    const titles = (await desk.runAt('2026-11-22T09:30:00Z')).map(({ title }) => title);
    expect(titles).toContain('1 secret overdue in the emergency of alice');
  },
);

it('what the event path missed while the log could not be asked for hours is found when it can be', async () => {
  const desk = new DeadlineDesk();
  desk.log = [opening, reading];
  await titlesAt(desk, '08:00');
  desk.broken = ['log'];
  for (const time of ['09:00', '10:00', '11:00', '12:00', '13:00', '14:00'])
    await expect(titlesAt(desk, time)).rejects.toThrow('look through the last hours of the log');
  desk.broken = [];
  expect(await titlesAt(desk, '15:00')).toEqual(['1 secret overdue in the emergency of alice']);
});
