import { describe, expect, test } from 'vitest';
import {
  account,
  apiCall,
  assumeRole,
  at,
  foreignAccount,
  otherAccount,
  readSecret,
  roleArn,
  roleSession,
  secretArn,
  type Fields,
} from '../detections/event-builders.ts';
import { askMadeUp, only } from './asking.ts';

const query = 'cross-account-reads';
const ours = secretArn('prod/db-Ab12Cd');
const theirs = secretArn('feed-Zz98Yy', { owner: foreignAccount });
const stranger = '777788889999';
const outsider = roleSession('vendor', { owner: foreignAccount, session: 'run-1' });
const outsiderId = String(outsider.principalId);

/** Both accounts' copies of one read: the owner's names an account and an id, the caller's the whole identity. */
function bothCopies(clock: string, shared: string): Fields[] {
  const particulars = { at: clock };
  return [
    readSecret(otherAccount(outsiderId), ours, { ...particulars, more: { sharedEventID: shared } }),
    readSecret(outsider, ours, {
      ...particulars,
      more: { sharedEventID: shared, recipientAccountId: foreignAccount },
    }),
  ];
}

describe('a secret of ours that another account reads', () => {
  test('is inbound, with the principalId that is all the owner sees', async () => {
    const rows = await askMadeUp([readSecret(otherAccount(), ours)], query);
    expect(rows).toEqual([
      {
        caller_account: foreignAccount,
        owner_account: account,
        kind: 'inbound',
        principal: 'AIDAS6RF25DXSM2CA5KAD',
        assumed_by: null,
        secret: ours,
        reads: 1,
        first_read: at('10:00:00'),
        last_read: at('10:00:00'),
        trusted: false,
      },
    ]);
  });

  test('is trusted when its account is', async () => {
    const records = [readSecret(otherAccount(), ours)];
    const lists = [foreignAccount, `${stranger},${foreignAccount}`, `${stranger}, ${foreignAccount}`];
    for (const trusted_accounts of lists) {
      expect(only(await askMadeUp(records, query, { trusted_accounts }), 'trusted')).toEqual([
        { trusted: true },
      ]);
    }
    for (const trusted_accounts of ['', account, stranger, foreignAccount.slice(0, 11)]) {
      expect(only(await askMadeUp(records, query, { trusted_accounts }), 'trusted')).toEqual([
        { trusted: false },
      ]);
    }
  });

  test('is one read where both copies lie in the log, told with the ARN that one of them shows', async () => {
    const records = [...bothCopies('10:00:00', 'share-1'), ...bothCopies('11:00:00', 'share-2')];
    for (const ourAccount of ['', account]) {
      const rows = await askMadeUp(records, query, {
        trusted_accounts: foreignAccount,
        account: ourAccount,
      });
      expect(only(rows, 'kind', 'principal', 'reads', 'trusted')).toEqual([
        { kind: 'inbound', principal: roleArn('vendor', { owner: foreignAccount }), reads: 2, trusted: true },
      ]);
    }
  });

  test('is outbound in the log of the account that reads', async () => {
    const rows = await askMadeUp(bothCopies('10:00:00', 'share-1'), query, {
      account: foreignAccount,
      trusted_accounts: account,
    });
    expect(only(rows, 'kind', 'reads', 'trusted')).toEqual([{ kind: 'outbound', reads: 1, trusted: true }]);
  });

  test('is told once however often its record was delivered', async () => {
    const read = readSecret(otherAccount(), ours);
    const files = [
      { day: '2026/11/18', records: [read] },
      { day: '2026/11/18', records: [read] },
    ];
    expect(only(await askMadeUp(files, query), 'reads')).toEqual([{ reads: 1 }]);
  });

  test('does not count when it was denied, listed or described', async () => {
    const rows = await askMadeUp(
      [
        readSecret(otherAccount(), ours, { error: { code: 'AccessDenied', message: 'no' } }),
        apiCall('secretsmanager', 'DescribeSecret', otherAccount(), { asked: { secretId: ours } }),
      ],
      query,
    );
    expect(rows).toEqual([]);
  });
});

test('a secret of another account that we read is outbound: its ARN names the owner', async () => {
  const rows = await askMadeUp(
    [readSecret(roleSession('exporter'), theirs), readSecret(roleSession('exporter'), ours)],
    query,
    {
      trusted_accounts: foreignAccount,
    },
  );
  expect(
    only(rows, 'caller_account', 'owner_account', 'kind', 'principal', 'secret', 'reads', 'trusted'),
  ).toEqual([
    {
      caller_account: account,
      owner_account: foreignAccount,
      kind: 'outbound',
      principal: roleArn('exporter'),
      secret: theirs,
      reads: 1,
      trusted: true,
    },
  ]);
});

describe('a role of ours that was assumed from outside', () => {
  const role = roleArn('support', { path: 'vendors/' });
  const inSession = roleSession('support', { session: 'run-1', created: '09:30:00', path: 'vendors/' });
  const assumed = assumeRole(otherAccount(outsiderId), role, {
    session: 'run-1',
    at: '09:30:00',
    more: { sharedEventID: 's-1' },
  });
  const callersCopy = assumeRole(outsider, role, {
    session: 'run-1',
    at: '09:30:00',
    more: { sharedEventID: 's-1', recipientAccountId: foreignAccount },
  });

  test('reads across accounts, though its own account is told', async () => {
    const rows = await askMadeUp([assumed, readSecret(inSession, 'prod/db')], query, {
      trusted_accounts: foreignAccount,
    });
    expect(
      only(rows, 'caller_account', 'owner_account', 'kind', 'principal', 'assumed_by', 'trusted'),
    ).toEqual([
      {
        caller_account: foreignAccount,
        owner_account: account,
        kind: 'assumed-role',
        principal: role,
        assumed_by: outsiderId,
        trusted: true,
      },
    ]);
  });

  test('is told with the ARN of whoever assumed it where the log shows that', async () => {
    const rows = await askMadeUp([assumed, callersCopy, readSecret(inSession, ours)], query);
    expect(only(rows, 'assumed_by', 'reads')).toEqual([
      { assumed_by: roleArn('vendor', { owner: foreignAccount }), reads: 1 },
    ]);
  });

  test('reads across accounts through a second role, too', async () => {
    const next = roleSession('reader', { session: 'hop', created: '09:31:00' });
    const rows = await askMadeUp(
      [
        assumed,
        assumeRole(inSession, roleArn('reader'), { session: 'hop', at: '09:31:00' }),
        readSecret(next, ours),
      ],
      query,
    );
    expect(only(rows, 'caller_account', 'kind', 'principal', 'assumed_by')).toEqual([
      {
        caller_account: foreignAccount,
        kind: 'assumed-role',
        principal: roleArn('reader'),
        assumed_by: outsiderId,
      },
    ]);
  });

  test('is told apart from a session of the same name that began at another second', async () => {
    const later = roleSession('support', { session: 'run-1', created: '09:30:01', path: 'vendors/' });
    expect(await askMadeUp([assumed, readSecret(later, ours)], query)).toEqual([]);
  });

  test('is nothing unusual when our own account, an AWS service or a web identity assumed it', async () => {
    const service = { type: 'AWSService', invokedBy: 'ec2.amazonaws.com', accountId: stranger };
    for (const by of [roleSession('deployer'), service, { type: 'WebIdentityUser', userName: 'x' }]) {
      const records = [
        assumeRole(by, role, { session: 'run-1', at: '09:30:00' }),
        readSecret(inSession, ours),
      ];
      expect(await askMadeUp(records, query)).toEqual([]);
    }
  });
});

describe('AWS services', () => {
  const service = { type: 'AWSService', invokedBy: 'redshift.amazonaws.com' };
  const nameless = { invokedBy: 'rds.amazonaws.com' };

  test('are left out unless asked for, and then stand apart', async () => {
    const records = [readSecret(service, ours), readSecret(nameless, ours)];
    expect(await askMadeUp(records, query)).toEqual([]);
    const rows = await askMadeUp(records, query, { services: 'include' });
    expect(only(rows, 'caller_account', 'kind', 'principal', 'reads', 'trusted')).toEqual([
      { caller_account: null, kind: 'aws-service', principal: 'rds.amazonaws.com', reads: 1, trusted: null },
      {
        caller_account: null,
        kind: 'aws-service',
        principal: 'redshift.amazonaws.com',
        reads: 1,
        trusted: null,
      },
    ]);
  });
});

test('only pairs that are new since a day are told, with all their reads', async () => {
  const old = [readSecret(otherAccount('AIDAOLD'), ours, { at: '08:00:00' })];
  const fresh = [readSecret(otherAccount('AIDANEW'), ours, { at: '12:00:00' })];
  const again = [readSecret(otherAccount('AIDAOLD'), ours, { at: '13:00:00' })];
  const records = [...old, ...fresh, ...again];
  const since = await askMadeUp(records, query, { new_since: at('12:00:00') });
  expect(only(since, 'principal')).toEqual([{ principal: 'AIDANEW' }]);
  expect(await askMadeUp(records, query, { new_since: '2026-11-18' })).toHaveLength(2);
  expect(await askMadeUp(records, query, { new_since: '2026-11-19' })).toEqual([]);
});

test('records without identity, account or recipient do not stop the question', async () => {
  const bare = [
    readSecret(otherAccount(), ours, { more: { recipientAccountId: null } }),
    readSecret({}, ours),
    { ...readSecret(otherAccount(), ours), userIdentity: null },
    readSecret(otherAccount(), 'arn:aws:secretsmanager'),
  ];
  const rows = await askMadeUp(bare, query);
  expect(rows.map(({ caller_account }) => caller_account)).toContain(foreignAccount);
});
