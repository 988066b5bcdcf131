import { agents } from '../agents.ts';
import type { Caller } from '../callers.ts';
import { decryptSecret, getSecretValue } from '../calls.ts';
import type { Cast } from '../cast.ts';
import { assumedRoleId, fromAccount, type RoleSession } from '../identities.ts';
import { account, partnerAccount, strangerAccount } from '../places.ts';
import type { CrossAccountRead, Stage } from '../scene.ts';
import { single, type Secret } from '../secrets.ts';

/** Reads across accounts: the partner's and a stranger's of our secrets, ours of the partner's. None alerts. */
export function acrossAccounts(stage: Stage, cast: Cast): CrossAccountRead[] {
  const { sessions, callers } = cast;
  const fed = ['03:10:00', '09:10:00', '15:10:00', '21:10:00'];
  const strange = ['13:47:09'];
  const fetched = [
    { clock: '04:05:30', session: sessions.exporterNight },
    { clock: '16:05:30', session: sessions.exporterDay },
  ];
  for (const clock of fed) inbound(stage, clock, sessions.partner, single.partnerFeed, '203.0.113.210');
  for (const clock of strange) inbound(stage, clock, sessions.stranger, single.exportToken, '192.0.2.55');
  for (const { clock, session } of fetched) outbound(stage, clock, callers.job(session));

  const readers = [
    { session: sessions.partner, secret: single.partnerFeed, clocks: fed, trusted: true },
    { session: sessions.stranger, secret: single.exportToken, clocks: strange, trusted: false },
  ];
  const ours = {
    owner: partnerAccount,
    secret: single.feedToken.arn,
    principal: sessions.exporterDay.role.arn,
  };
  return [
    ...readers.map(({ session, secret, clocks, trusted }) => ({
      caller: session.role.account,
      owner: account,
      principal: assumedRoleId(session),
      secret: secret.arn,
      ...span(clocks),
      trusted,
    })),
    { caller: account, ...ours, ...span(fetched.map(({ clock }) => clock)), trusted: true },
  ];
}

function span(clocks: readonly string[]) {
  return { reads: clocks.length, firstRead: clocks[0] ?? '', lastRead: clocks.at(-1) ?? '' };
}

/** The owner's copy: the caller is an account and an id, nothing more. */
function inbound(stage: Stage, clock: string, session: RoleSession, secret: Secret, ip: string): void {
  const { random } = stage;
  const at = stage.at(clock);
  const by: Caller = {
    identity: fromAccount(session),
    through: (service) => fromAccount(session, service),
    ip,
    agent: agents.boto,
  };
  const who = session.role.account === strangerAccount ? 'a stranger' : 'the partner';
  const read = getSecretValue(at, by, secret.arn, random);
  stage.add(at, shared(read, random.uuid()), `${who}, account ${session.role.account}, reads ${secret.name}`);
  stage.add(at, shared(decryptSecret(at, by, secret, random), random.uuid()), 'the Decrypt behind it');
}

/** The caller's copy: our role, another account's secret. */
function outbound(stage: Stage, clock: string, by: Caller): void {
  const { random } = stage;
  const at = stage.at(clock);
  const secret = single.feedToken;
  const read = getSecretValue(at, by, secret.arn, random);
  stage.add(at, shared(read, random.uuid()), `data-export reads ${secret.name} of account ${partnerAccount}`);
  stage.add(at, shared(decryptSecret(at, by, secret, random), random.uuid()), 'the Decrypt behind it');
}

/** Puts `sharedEventID` where CloudTrail puts it. */
function shared<T extends object>(record: T, sharedEventID: string): T {
  const entries = Object.entries(record);
  const after = entries.findIndex(([key]) => key === 'recipientAccountId') + 1;
  return Object.fromEntries([
    ...entries.slice(0, after),
    ['sharedEventID', sharedEventID],
    ...entries.slice(after),
  ]) as T;
}
