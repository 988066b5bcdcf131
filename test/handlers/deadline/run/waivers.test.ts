import { beforeEach, describe, expect, it } from 'vitest';
import type { Notice } from '../../../../handlers/alert/render/notice.ts';
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
} from '../../alert/events.ts';
import { DeadlineDesk, textOf } from './deadline-desk.ts';

/** Alice reads at 09:10; it is told at 09:15, and due at 14:00. */
const opening = assumeRole('open', '09:00');
const alice = roleSession(breakGlassRole, 'alice');
const bob = iamUser('bob');
const payroll = secretArn('payroll-AbCdEf');

let desk: DeadlineDesk;
let exposure: string;

beforeEach(async () => {
  desk = new DeadlineDesk();
  await desk.hear(opening, read('read', '09:10', payroll, alice));
  const [notice] = await desk.runAt(at('09:15'));
  exposure = /Exposure ([0-9a-f]{16})/.exec(notice === undefined ? '' : textOf(notice))?.[1] ?? '';
});

/** What Parameter Store holds since a time. */
function hold(time: string, more: { expires?: string; reason?: string; exposure?: string } = {}): void {
  const id = more.exposure ?? exposure;
  desk.waivers = [
    {
      ...{ exposure: id, reason: 'moved to the vault', expires: '2026-12-01' },
      ...more,
      parameter: `arn:aws:ssm:eu-central-1:${home}:parameter/glasswatch/waivers/${id}`,
      changedAt: Date.parse(at(time)),
    },
  ];
}

/** CloudTrail brings who put the waiver at a time. */
async function tell(time: string, by: Record<string, unknown>, id = exposure): Promise<void> {
  await desk.hear(
    record(`put ${time}`, time, {
      eventSource: 'ssm.amazonaws.com',
      eventName: 'PutParameter',
      userIdentity: by,
      requestParameters: { name: `/glasswatch/waivers/${id}`, type: 'String', value: 'HIDDEN' },
    }),
  );
}

const titles = (notices: readonly Notice[]) => notices.map(({ title }) => title);
const waived = '1 secret waived in the emergency of alice';
const reopened = '1 secret no longer replaced in the emergency of alice';
const refused = 'A waiver by the one who read the secret does not count';

describe('a waiver that was edited since the log last told who put it', () => {
  beforeEach(async () => {
    hold('09:20:01');
    await tell('09:20', bob);
    expect(titles(await desk.runAt(at('09:30')))).toEqual([waived]);
  });

  it('is nobody’s: the exposure is open again, and why is told once', async () => {
    hold('09:32', { expires: '2027-12-01' });
    const notices = await desk.runAt(at('09:45'));
    expect(titles(notices)).toEqual([reopened, 'A waiver was edited, and the log has not told yet by whom']);
    expect(notices[1] === undefined ? '' : textOf(notices[1])).toContain(
      'which arn:aws:iam::111122223333:user/bob had put, was put anew',
    );
    expect(await desk.runAt(at('10:00'))).toEqual([]);
    expect(titles(await desk.runAt(at('14:15')))).toEqual(['1 secret overdue in the emergency of alice']);
  });

  it('counts again when the log tells that somebody else than the reader edited it', async () => {
    hold('09:32', { expires: '2026-12-24' });
    await desk.runAt(at('09:45'));
    await tell('09:32', iamUser('carol'));
    const [notice] = await desk.runAt(at('10:00'));
    expect(notice?.title).toBe(waived);
    expect(notice === undefined ? '' : textOf(notice)).toContain(
      'waived by arn:aws:iam::111122223333:user/carol until 2026-12-24',
    );
  });

  it('never counts for the reader, neither before the log tells of the edit nor after', async () => {
    hold('09:32', { expires: '2027-12-01' });
    await desk.runAt(at('09:45'));
    await tell('09:32', alice);
    expect(titles(await desk.runAt(at('10:00')))).toEqual([refused]);
    expect((await desk.judgedAt(at('10:01')))[0]?.exposures.map(({ state }) => state)).toEqual(['open']);
  });

  it('is told by the log late by some seconds, and counts all the time', async () => {
    hold('09:20:04');
    expect(await desk.runAt(at('09:45'))).toEqual([]);
  });
});

describe('an edit that the log has told', () => {
  it.each([
    ['of its expiry', { expires: '9999-12-31' }, 'until 9999-12-31: moved to the vault'],
    ['of its reason', { reason: 'never mind' }, 'until 2026-12-01: never mind'],
  ])('%s is announced like the waiver itself', async (_, more, said) => {
    hold('09:20:01');
    await tell('09:20', bob);
    await desk.runAt(at('09:30'));
    hold('09:40:01', more);
    await tell('09:40', bob);
    const [notice] = await desk.runAt(at('09:45'));
    expect(notice).toMatchObject({ title: waived, severity: 'medium' });
    expect(notice === undefined ? '' : textOf(notice)).toContain(said);
    expect(await desk.runAt(at('10:00'))).toEqual([]);
  });
});

describe('a waiver is refused', () => {
  it.each([
    ['by the source identity of the reader’s session, from an ordinary role', 'alice@example.com'],
    ['by that name in another case', 'Alice@Example.com'],
  ])('%s', async (_, sourceIdentity) => {
    desk = new DeadlineDesk();
    const withSource = (session: Record<string, unknown>, name: string) => ({
      ...session,
      sessionContext: { ...(session.sessionContext as object), sourceIdentity: name },
    });
    const reader = withSource(roleSession(breakGlassRole, 'x1'), 'alice@example.com');
    await desk.hear(assumeRole('open', '09:00', { as: 'x1' }), read('read', '09:10', payroll, reader));
    const [notice] = await desk.runAt(at('09:15'));
    exposure = /Exposure ([0-9a-f]{16})/.exec(notice === undefined ? '' : textOf(notice))?.[1] ?? '';
    hold('09:20:01');
    const admin = `arn:aws:iam::${home}:role/admin`;
    await tell('09:20', withSource(roleSession(admin, 'x2', '09:15'), sourceIdentity));
    expect(titles(await desk.runAt(at('09:30')))).toEqual([refused]);
  });

  it('by whoever opened the glass, under the user they came from', async () => {
    hold('09:20:01');
    await tell('09:20', iamUser('alice'));
    expect(titles(await desk.runAt(at('09:30')))).toEqual([refused]);
  });

  it('where it was put before the read that it is about, and that is told once', async () => {
    desk = new DeadlineDesk();
    hold('09:05:01');
    await tell('09:05', bob);
    await desk.hear(opening, read('read', '09:10', payroll, alice));
    const notices = await desk.runAt(at('09:15'));
    expect(titles(notices)).toEqual([
      '1 secret read in the emergency of alice',
      'A waiver from before the read does not count',
    ]);
    expect(await desk.runAt(at('09:30'))).toEqual([]);
    // Put once more, now that there is something to answer for.
    hold('09:40:01');
    await tell('09:40', bob);
    expect(titles(await desk.runAt(at('09:45')))).toEqual([waived]);
  });

  it('where it is for another exposure, or has run out: nothing closes', async () => {
    hold('09:20:01', { exposure: '0123456789abcdef' });
    await tell('09:20', bob, '0123456789abcdef');
    expect(await desk.runAt(at('09:30'))).toEqual([]);
    hold('09:35:01', { expires: '2026-11-19' });
    await tell('09:35', bob);
    expect(await desk.runAt(at('09:45'))).toEqual([]);
    expect(titles(await desk.runAt(at('14:15')))).toEqual(['1 secret overdue in the emergency of alice']);
  });
});
