import { agents } from '../agents.ts';
import { assumeRole, call, credentials } from '../calls.ts';
import type { Caller } from '../callers.ts';
import { homeIp, openings, people, type Cast } from '../cast.ts';
import { assumedRoleId, sessionArn, uniqueId, withLongTermKey, withTemporaryKey } from '../identities.ts';
import { account, global } from '../places.ts';
import { recordOf } from '../record.ts';
import type { Stage } from '../scene.ts';

/** 02:14: ana.ops breaks the glass with the command line. 02:16: bo.dba from the console, which makes two events. */
export function openTheGlass(stage: Stage, cast: Cast): void {
  anaOpens(stage, cast);
  boOpens(stage, cast);
}

function anaOpens(stage: Stage, { sessions, callers }: Cast): void {
  const { random } = stage;
  const { ana } = people;
  const key = uniqueId('AKIA', 'mfa/ana.ops').replace('AKIA', 'ASIA');
  const at = stage.at('02:13:31');
  const cli = (command: string) => ({ ip: homeIp, agent: agents.cli(command) });
  stage.add(
    at,
    recordOf(
      {
        ...at,
        ...cli('sts.get-session-token'),
        service: 'sts',
        name: 'GetSessionToken',
        identity: withLongTermKey(ana),
        readOnly: false,
        request: { serialNumber: `arn:aws:iam::${account}:mfa/ana.ops`, durationSeconds: 900 },
        response: { credentials: credentials(key, at.time + 900_000, random) },
      },
      random,
    ),
    'ana.ops proves MFA',
  );

  const opened = stage.at(openings.ana);
  const identity = withTemporaryKey(ana, at.time, true, { key });
  const by: Caller = { identity, through: () => identity, ...cli('sts.assume-role') };
  stage.add(
    opened,
    assumeRole(opened, by, sessions.ana, { durationSeconds: 3600, sourceIdentity: 'ana.ops' }, random),
    'ana.ops opens BREAK-GLASS-admin with MFA',
    {
      detection: 'break-glass-opened',
      severity: 'critical',
      actor: ana.name,
      target: sessions.ana.role.arn,
      kind: `opening ${assumedRoleId(sessions.ana)}`,
      opening: true,
    },
  );

  const checked = stage.at('02:14:09');
  stage.add(
    checked,
    call(
      checked,
      callers.ana('sts.get-caller-identity'),
      { service: 'sts', name: 'GetCallerIdentity', readOnly: true },
      random,
    ),
    'ana asks who she is',
  );
}

function boOpens(stage: Stage, { sessions }: Cast): void {
  const { random } = stage;
  const { bo } = people;
  const ip = '203.0.113.140';
  const login = stage.at('02:15:41', global);
  stage.add(
    login,
    recordOf(
      {
        ...login,
        service: 'signin',
        name: 'ConsoleLogin',
        identity: { type: 'IAMUser', principalId: bo.id, arn: bo.arn, accountId: account, userName: bo.name },
        ip,
        agent: agents.browser,
        readOnly: false,
        response: { ConsoleLogin: 'Success' },
        extra: {
          LoginTo: 'https://console.aws.amazon.com/console/home',
          MobileVersion: 'No',
          MFAIdentifier: `arn:aws:iam::${account}:mfa/bo.dba`,
          MFAUsed: 'Yes',
        },
        type: 'AwsConsoleSignIn',
        requestId: null,
        tls: 'us-east-1.signin.aws.amazon.com',
      },
      random,
    ),
    'bo.dba signs in to the console',
  );

  const kind = `opening ${assumedRoleId(sessions.bo)}`;
  const target = sessions.bo.role.arn;
  const opened = stage.at(openings.bo, global);
  const key = uniqueId('AKIA', 'sign-in/bo.dba').replace('AKIA', 'ASIA');
  const identity = withTemporaryKey(bo, login.time, true, { key, invokedBy: 'AWS Internal' });
  const by: Caller = { identity, through: () => identity, ip: 'AWS Internal', agent: agents.console };
  stage.add(
    opened,
    assumeRole(opened, by, sessions.bo, {}, random, { tls: false }),
    'bo.dba opens BREAK-GLASS-database from the console',
    { detection: 'break-glass-opened', severity: 'critical', actor: bo.name, target, kind, opening: true },
  );

  const switched = stage.at('02:16:31', global);
  stage.add(
    switched,
    recordOf(
      {
        ...switched,
        service: 'signin',
        name: 'SwitchRole',
        identity: {
          type: 'AssumedRole',
          principalId: assumedRoleId(sessions.bo),
          arn: sessionArn(sessions.bo),
          accountId: account,
        },
        ip,
        agent: agents.browser,
        readOnly: false,
        response: { SwitchRole: 'Success' },
        extra: {
          SwitchFrom: bo.arn,
          RedirectTo: 'https://eu-central-1.console.aws.amazon.com/secretsmanager/home?region=eu-central-1',
        },
        type: 'AwsConsoleSignIn',
        requestId: null,
        tls: 'us-east-1.signin.aws.amazon.com',
      },
      random,
    ),
    'the same opening, as the console tells it',
    {
      detection: 'break-glass-opened',
      severity: 'critical',
      actor: sessions.bo.name,
      target,
      kind,
      opening: true,
    },
  );
}
