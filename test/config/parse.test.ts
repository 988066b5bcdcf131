import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { ConfigError, configWarnings, parseConfig, type WrongKey } from '../../config/parse.ts';
import type { Config, KnownDetection } from '../../config/schema.ts';

const role = 'arn:aws:iam::111122223333:role/BREAK-GLASS-ADMIN';
const now = Date.parse('2026-11-20T12:00:00Z');
const known: readonly KnownDetection[] = [
  { id: 'decoy-read', severity: 'critical' },
  { id: 'bulk-read', severity: 'high', settings: z.object({ threshold: z.int().positive().default(10) }) },
];

type Fields = Record<string, unknown>;

function parse(fields: Fields): Config {
  return parseConfig(
    { breakGlass: { roles: [role] }, ...fields },
    { source: 'cdk.json', detections: known, now },
  );
}

/** What is wrong with a config, as `key: expected`. */
function wrong(value: unknown): string[] {
  return wrongKeys(value).map(({ key, expected }) => `${key}: ${expected}`);
}

function wrongKeys(value: unknown): readonly WrongKey[] {
  try {
    parseConfig(value, { source: 'cdk.json', detections: known, now });
  } catch (error) {
    if (error instanceof ConfigError) return error.wrong;
    throw error;
  }
  throw new Error('the config was accepted');
}

/** The keys that are wrong where all else is in order. */
function wrongIn(fields: Fields): string[] {
  return wrongKeys({ breakGlass: { roles: [role] }, ...fields }).map(({ key }) => key);
}

const suppression = (more: Fields) => ({
  suppressions: [{ detection: 'bulk-read', owner: 'sec', reason: 'backup', expires: '2026-12-31', ...more }],
});
const incident = (more: Fields) => ({
  declaredIncidents: [
    {
      principal: 'arn:aws:iam::111122223333:user/alice',
      from: '2026-11-18T02:14:00Z',
      to: '2026-11-18T06:00:00Z',
      reason: 'key on GitHub',
      ...more,
    },
  ],
});

describe('a config', () => {
  it('needs no more than breakGlass, whose lists may be empty; the rest has defaults', () => {
    expect(parseConfig({ breakGlass: {} }, { source: 'x', detections: known, now })).toEqual({
      name: 'glasswatch',
      breakGlass: { roles: [], users: [] },
      trustedAccounts: [],
      deadlineHours: 4,
      clock: 'session-end',
      decoys: [],
      declaredIncidents: [],
      alternatingUsers: [],
      detections: {},
      suppressions: [],
      email: [],
      kmsEvents: 'include',
      networkActivity: false,
      retentionDays: 2555,
      scanLimitGB: 100,
      reportAt: { day: 'MON', time: '07:00', timeZone: 'Etc/UTC' },
    });
  });

  it('keeps what it is given', () => {
    const given = {
      $schema: './schema.json',
      name: 'watch-2',
      account: '111122223333',
      regions: ['eu-central-1', 'us-gov-west-1'],
      breakGlass: { roles: [role], users: ['arn:aws:iam::111122223333:user/emergency'] },
      trustedAccounts: ['444455556666'],
      deadlineHours: 0.5,
      clock: 'last-read',
      decoys: ['bait'],
      ...incident({}),
      alternatingUsers: ['arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-AbCdEf'],
      detections: { 'bulk-read': { mode: 'shadow', reason: 'trial', threshold: 3 } },
      ...suppression({
        principal: 'arn:aws:iam::111122223333:role/backup/reader',
        account: '111122223333',
        errorCode: 'AccessDenied',
        secret: 'db',
      }),
    };
    expect(parse(given)).toMatchObject(given);
  });

  it('gives a detection that is named its defaults', () => {
    expect(parse({ detections: { 'bulk-read': {}, 'decoy-read': { mode: 'shadow' } } }).detections).toEqual({
      'bulk-read': { mode: 'alert', threshold: 10 },
      'decoy-read': { mode: 'shadow' },
    });
  });

  it.each([[undefined], [null], [7], ['x'], [[]]])('is an object, not %j', (value) => {
    expect(wrong(value)).toEqual([expect.stringContaining('(the whole config): ') as string]);
    expect(wrong(value)[0]).toContain('object');
  });

  it('without breakGlass is refused', () => {
    expect(wrong({})).toEqual([
      'breakGlass: expected an object with "roles" and "users", lists of ARNs that may be empty',
    ]);
  });
});

describe('a wrong key', () => {
  it.each<[string, Fields, string]>([
    ['name', { name: 'Glass Watch' }, '"-"'],
    ['name', { name: 'x' }, '2 to 20'],
    ['name', { name: 'a23456789012345678901' }, '2 to 20'],
    ['name', { name: '2nd' }, 'a letter first'],
    ['account', { account: '12345' }, '12 digits'],
    ['account', { account: 111122223333 }, 'string'],
    ['regions', { regions: [] }, 'at least one Region'],
    ['regions[1]', { regions: ['eu-central-1', 'Frankfurt'] }, '"eu-central-1"'],
    ['breakGlass.roles', { breakGlass: { roles: role } }, 'array'],
    ['breakGlass.users[0]', { breakGlass: { users: ['emergency'] } }, 'ARN of an IAM user'],
    ['trustedAccounts[0]', { trustedAccounts: ['partner'] }, '12 digits'],
    ['deadlineHours', { deadlineHours: 0 }, 'above 0'],
    ['deadlineHours', { deadlineHours: -1 }, 'above 0'],
    ['deadlineHours', { deadlineHours: '4' }, 'number'],
    ['clock', { clock: 'session' }, '"session-end"'],
    ['decoys[0]', { decoys: ['my secret'] }, 'name or the ARN of a secret'],
    ['alternatingUsers[0]', { alternatingUsers: [7] }, 'string'],
    ['declaredIncidents[0].principal', incident({ principal: 'alice' }), 'ARN of an IAM role or user'],
    ['declaredIncidents[0].from', incident({ from: '2026-11-18' }), 'a time such as'],
    ['declaredIncidents[0].from', incident({ from: '2026-11-18T02:14:00' }), 'a time such as'],
    ['declaredIncidents[0].to', incident({ to: 'now' }), 'a time such as'],
    ['declaredIncidents[0].reason', incident({ reason: undefined }), 'string'],
    ['detections.bulk-read.mode', { detections: { 'bulk-read': { mode: 'on' } } }, '"shadow"'],
    ['detections.bulk-read.threshold', { detections: { 'bulk-read': { threshold: 0 } } }, '>0'],
    ['suppressions[0].detection', suppression({ detection: 'bulk' }), '"bulk-read"'],
    ['suppressions[0].principal', suppression({ principal: '*' }), 'ARN of an IAM role or user'],
    ['suppressions[0].account', suppression({ account: 'ours' }), '12 digits'],
    ['suppressions[0].errorCode', suppression({ errorCode: 5 }), 'string'],
    ['suppressions[0].secret', suppression({ secret: 'a b' }), 'name or the ARN of a secret'],
    ['suppressions[0].owner', suppression({ owner: undefined }), 'string'],
    ['suppressions[0].reason', suppression({ reason: undefined }), 'string'],
    ['suppressions[0].expires', suppression({ expires: undefined }), '"2026-12-31"'],
  ])('%s is named with what was expected (%j)', (key, fields, expected) => {
    const all = wrongKeys({ breakGlass: { roles: [role] }, ...fields });
    expect(all.map((one) => one.key)).toEqual([key]);
    expect(all[0]?.expected).toContain(expected);
  });

  it('is named along with all others, a line each', () => {
    const fields = {
      breakGlass: { roles: [role, 'x'] },
      nmae: 'x',
      account: '1',
      detections: { 'decoy-read': { mode: 'off' }, 'bulk-read': { mode: 'of', thresold: 1 } },
      ...suppression({ expires: 'soon', pricipal: 'x' }),
    };
    expect(new Set(wrongKeys(fields).map(({ key }) => key))).toEqual(
      new Set([
        'breakGlass.roles[1]',
        'nmae',
        'account',
        'detections.decoy-read.reason',
        'detections.bulk-read.mode',
        'detections.bulk-read.thresold',
        'suppressions[0].expires',
        'suppressions[0].pricipal',
      ]),
    );
    expect(() => parseConfig(fields, { source: 'my.json', detections: known, now })).toThrow(
      /^my\.json: wrong config\n(?: {2}\S+: .+(?:\n|$)){8,9}$/,
    );
  });

  it.each<[string, Fields, string]>([
    ['nmae', { nmae: 'x' }, 'unknown key; did you mean "name"?'],
    ['deadlinehours', { deadlinehours: 4 }, 'unknown key; did you mean "deadlineHours"?'],
    ['breakGlass.role', { breakGlass: { roles: [], role: [] } }, 'unknown key; did you mean "roles"?'],
    [
      'detections.decoy-reed',
      { detections: { 'decoy-reed': { mode: 'off' } } },
      'unknown key; did you mean "decoy-read"?',
    ],
    [
      'detections.bulk-read.treshold',
      { detections: { 'bulk-read': { treshold: 3 } } },
      'unknown key; did you mean "threshold"?',
    ],
    ['suppressions[0].expiry', suppression({ expiry: '2026-12-31' }), 'unknown key; did you mean "expires"?'],
    ['declaredIncidents[0].form', incident({ form: 'x' }), 'unknown key; did you mean "from"?'],
  ])('%s that is not known is refused with the nearest that is', (key, fields, expected) => {
    expect(wrong({ breakGlass: { roles: [role] }, ...fields })).toEqual([`${key}: ${expected}`]);
  });

  it('that resembles none is refused with those that there are', () => {
    expect(wrong({ breakGlass: { groups: [] } })).toEqual([
      'breakGlass.groups: unknown key; expected one of roles, users',
    ]);
  });

  it('of a detection is not accepted for another', () => {
    expect(wrongIn({ detections: { 'decoy-read': { threshold: 3 } } })).toEqual([
      'detections.decoy-read.threshold',
    ]);
  });
});

describe('a break-glass principal', () => {
  const roles = (arn: string) => ({ breakGlass: { roles: [arn] } });
  const users = (arn: string) => ({ breakGlass: { users: [arn] } });

  it.each([
    'arn:aws:iam::111122223333:role/BREAK-GLASS-*',
    'arn:aws:iam::111122223333:role/*',
    'arn:aws:iam::111122223333:role/B*GLASS',
    'arn:aws:iam::111122223333:role/team/one/BREAK-GLASS',
    'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_Emergency_*',
    'arn:aws-cn:iam::111122223333:role/BREAK-GLASS',
    'arn:aws-us-gov:iam::111122223333:role/BREAK-GLASS',
    'arn:aws:iam::111122223333:role/a+b=c,d.e@f_g-h',
  ])('may be %s', (arn) => {
    expect(parse(roles(arn)).breakGlass.roles).toEqual([arn]);
  });

  it.each([
    ['the ARN of a session', 'arn:aws:sts::111122223333:assumed-role/BREAK-GLASS/alice'],
    ['an account id of 11 digits', 'arn:aws:iam::11112222333:role/BREAK-GLASS'],
    ['an account id of 13 digits', 'arn:aws:iam::1111222233334:role/BREAK-GLASS'],
    ['* as the account', 'arn:aws:iam::*:role/BREAK-GLASS'],
    ['* in the path', 'arn:aws:iam::111122223333:role/*/BREAK-GLASS'],
    ['a partition that is none', 'arn:gcp:iam::111122223333:role/BREAK-GLASS'],
    ['a Region in it', 'arn:aws:iam:eu-central-1:111122223333:role/BREAK-GLASS'],
    ['no name', 'arn:aws:iam::111122223333:role/'],
    ['? for a character', 'arn:aws:iam::111122223333:role/BREAK-GLAS?'],
    ['two stars in a row', 'arn:aws:iam::111122223333:role/BREAK-**'],
    ['a user among the roles', 'arn:aws:iam::111122223333:user/emergency'],
    ['text behind it', 'arn:aws:iam::111122223333:role/BREAK-GLASS\n'],
  ])('may not be %s', (_, arn) => {
    expect(wrongIn(roles(arn))).toEqual(['breakGlass.roles[0]']);
  });

  it('may not be a role among the users', () => {
    expect(wrongIn(users(role))).toEqual(['breakGlass.users[0]']);
    expect(parse(users('arn:aws:iam::111122223333:user/emergency-*')).breakGlass.users).toHaveLength(1);
  });

  it('is missed with a warning, not an error', () => {
    expect(configWarnings(parse({ breakGlass: {} }))).toEqual([
      'breakGlass names no role and no user: no break-glass detection can ever match',
    ]);
    expect(configWarnings(parse(roles(role)))).toEqual([]);
    expect(configWarnings(parse(users('arn:aws:iam::111122223333:user/emergency')))).toEqual([]);
  });
});

describe('a critical detection', () => {
  it('cannot be off without a reason', () => {
    expect(wrong({ breakGlass: {}, detections: { 'decoy-read': { mode: 'off' } } })).toEqual([
      'detections.decoy-read.reason: expected a reason: a critical detection cannot be off without one',
    ]);
    expect(wrongIn({ detections: { 'decoy-read': { mode: 'off', reason: '' } } })).toEqual([
      'detections.decoy-read.reason',
    ]);
  });

  it('can be off with one, and in shadow without', () => {
    const off = { 'decoy-read': { mode: 'off', reason: 'no decoys yet' } };
    expect(parse({ detections: off }).detections).toEqual(off);
    expect(parse({ detections: { 'decoy-read': { mode: 'shadow' } } }).detections['decoy-read']?.mode).toBe(
      'shadow',
    );
  });

  it('is the only kind that needs one', () => {
    expect(parse({ detections: { 'bulk-read': { mode: 'off' } } }).detections['bulk-read']?.mode).toBe('off');
  });
});

describe('the end of a suppression', () => {
  it.each([
    ['long past', '2020-01-01'],
    ['yesterday', '2026-11-19'],
    ['today', '2026-11-20'],
    ['a leap day', '2024-02-29'],
    ['90 days from now', '2027-02-18'],
    ['90 days from now, to the second', '2027-02-18T12:00:00Z'],
    ['a time with a zone', '2026-12-31T18:00:00+01:00'],
  ])('may be %s', (_, expires) => {
    expect(parse(suppression({ expires })).suppressions[0]?.expires).toBe(expires);
  });

  it.each([
    ['91 days from now', '2027-02-19'],
    ['90 days from now and a second', '2027-02-18T12:00:01Z'],
    ['next year', '2027-11-20'],
  ])('may not be %s: noise is looked at again', (_, expires) => {
    expect(wrong({ breakGlass: {}, ...suppression({ expires }) })).toEqual([
      'suppressions[0].expires: expected a date at most 90 days from now',
    ]);
  });

  it.each([['soon'], ['2026-02-30'], ['31.12.2026'], ['2026-12'], [''], [20261231], ['2026-12-31T18:00:00']])(
    'may not be %j',
    (expires) => {
      expect(wrong({ breakGlass: {}, ...suppression({ expires }) })).toEqual([
        'suppressions[0].expires: expected a date such as "2026-12-31"',
      ]);
    },
  );
});

describe('a principal elsewhere in the config', () => {
  it('is a role or a user, never a session: its name is the caller’s choice', () => {
    const session = 'arn:aws:sts::111122223333:assumed-role/backup/any';
    expect(wrongIn(suppression({ principal: session }))).toEqual(['suppressions[0].principal']);
    expect(wrongIn(incident({ principal: session }))).toEqual(['declaredIncidents[0].principal']);
  });

  it('is one, not many', () => {
    expect(wrongIn(suppression({ principal: 'arn:aws:iam::111122223333:role/*' }))).toEqual([
      'suppressions[0].principal',
    ]);
  });
});

describe('a declared incident', () => {
  it('ends after it began, whatever the time zones', () => {
    const late = { from: '2026-11-18T03:00:00+01:00', to: '2026-11-18T02:00:01Z' };
    expect(parse(incident(late)).declaredIncidents).toMatchObject([late]);
    for (const to of ['2026-11-18T02:14:00Z', '2026-11-18T02:13:59Z', '2026-11-18T03:00:00+01:00']) {
      expect(wrong({ breakGlass: {}, ...incident({ to }) })).toEqual([
        'declaredIncidents[0].to: expected a time after "from"',
      ]);
    }
  });
});
