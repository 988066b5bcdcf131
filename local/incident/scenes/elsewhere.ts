import type { Caller } from '../callers.ts';
import { call, changeSecret, decryptSecret, getSecretValue, secretsManagerEvent } from '../calls.ts';
import { people, type Cast } from '../cast.ts';
import { localeTime } from '../clock.ts';
import { sessionArn } from '../identities.ts';
import { account, global, strangerAccount } from '../places.ts';
import type { Stage } from '../scene.ts';
import { decoy, everyday, single } from '../secrets.ts';

/** What else happens that day, and must be told, though no break-glass role has a part in it. */
export function elsewhere(stage: Stage, cast: Cast): void {
  failUnrelated(stage);
  deleteOldSecret(stage, cast);
  readDecoy(stage, cast);
  openToStranger(stage, cast);
  denyReports(stage, cast);
  readInBulk(stage, cast);
  useEmergencyKey(stage, cast);
}

function failUnrelated(stage: Stage): void {
  const { random } = stage;
  const secret = single.broker;
  const extra = { SecretId: secret.arn };
  const started = stage.at('09:29:40');
  stage.add(
    started,
    secretsManagerEvent(started, 'RotationStarted', extra, random),
    `rotation of ${secret.name}`,
  );
  const failed = stage.at('09:30:12');
  const message = `Error when executing lambda arn:aws:lambda:eu-central-1:${account}:function:rotate-mq-broker during testSecret step`;
  stage.add(
    failed,
    secretsManagerEvent(failed, 'RotationFailed', extra, random, message),
    `the rotation of ${secret.name} fails`,
    { detection: 'rotation-failed', severity: 'high', actor: null, target: secret.arn, kind: secret.arn },
  );
}

function deleteOldSecret(stage: Stage, { sessions, callers }: Cast): void {
  const secret = single.ftp;
  const at = stage.at('10:15:00');
  const deletionDate = localeTime(at.time + 30 * 86_400_000);
  const parts = {
    request: { secretId: secret.name, recoveryWindowInDays: 30 },
    response: { arn: secret.arn, name: secret.name, deletionDate },
  };
  stage.add(
    at,
    changeSecret(at, callers.dana, 'DeleteSecret', secret, parts, stage.random),
    `dana schedules ${secret.name} for deletion`,
    {
      detection: 'secret-at-risk',
      severity: 'medium',
      actor: sessions.dana.name,
      target: secret.arn,
      kind: `${secret.arn} DeleteSecret`,
    },
  );
}

function readDecoy(stage: Stage, { sessions, callers }: Cast): void {
  const session = sessions.marketing;
  const by = callers.job(session);
  for (const clock of ['12:05:41', '12:06:58']) {
    const at = stage.at(clock);
    stage.add(at, getSecretValue(at, by, decoy.name, stage.random), 'marketing-site reads the decoy', {
      detection: 'decoy-read',
      severity: 'critical',
      actor: session.name,
      target: decoy.arn,
      kind: `${session.role.arn} ${decoy.arn}`,
    });
    stage.add(at, decryptSecret(at, by, decoy, stage.random), 'the Decrypt behind it');
  }
}

function openToStranger(stage: Stage, { sessions, callers }: Cast): void {
  const secret = single.exportToken;
  const at = stage.at('13:20:18');
  const resourcePolicy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${strangerAccount}:root` },
        Action: 'secretsmanager:GetSecretValue',
        Resource: '*',
      },
    ],
  });
  const parts = { request: { secretId: secret.arn, resourcePolicy, blockPublicPolicy: true } };
  stage.add(
    at,
    changeSecret(at, callers.dana, 'PutResourcePolicy', secret, parts, stage.random),
    `dana opens ${secret.name} to account ${strangerAccount}`,
    {
      detection: 'secret-exposed',
      severity: 'high',
      actor: sessions.dana.name,
      target: secret.arn,
      kind: secret.arn,
    },
  );
}

/** Twelve denials in twenty minutes: the first and the tenth are told. */
function denyReports(stage: Stage, { sessions, callers }: Cast): void {
  const session = sessions.reporting;
  const secret = single.warehouseLogin;
  const action = 'secretsmanager:GetSecretValue';
  const message = `User: ${sessionArn(session)} is not authorized to perform: ${action} on resource: ${secret.name} because no identity-based policy allows the ${action} action`;
  const first = stage.at('14:00:05');
  for (let i = 0; i < 12; i++) {
    const at = { ...first, time: first.time + i * 105_000 };
    stage.add(
      at,
      call(
        at,
        callers.job(session),
        {
          service: 'secretsmanager',
          name: 'GetSecretValue',
          readOnly: true,
          error: { code: 'AccessDenied', message },
        },
        stage.random,
      ),
      `reporting-job is denied ${secret.name}`,
      {
        detection: 'secret-access-denied',
        severity: 'medium',
        actor: session.name,
        target: secret.partialArn,
        kind: session.role.arn,
      },
    );
  }
}

/** Twelve secrets in three minutes, half of them by name: from the tenth on each read tells. */
function readInBulk(stage: Stage, { sessions, callers }: Cast): void {
  const { random } = stage;
  const session = sessions.inventory;
  const by: Caller = callers.job(session);
  const { catalogDb, algolia, invoicesMail, invoicesDb, fraudModel, fraudDb } = everyday;
  const { signingSeed, ldap, redshift, grafana, sentry, github } = everyday;
  const few = [catalogDb, algolia, invoicesMail, invoicesDb, fraudModel, fraudDb];
  const many = [...few, signingSeed, ldap, redshift, grafana, sentry, github];
  const first = stage.at('15:32:00');
  for (const [i, secret] of many.entries()) {
    const at = { ...first, time: first.time + i * 15_000 };
    const id = i % 2 === 0 ? secret.name : secret.arn;
    stage.add(
      at,
      getSecretValue(at, by, id, random),
      `inventory-script reads ${secret.name}`,
      i < 9
        ? undefined
        : {
            detection: 'bulk-read',
            severity: 'high',
            actor: session.name,
            target: secret.arn,
            kind: session.role.arn,
          },
    );
    stage.add(at, decryptSecret(at, by, secret, random), 'the Decrypt behind it');
  }
}

/** The first event of the key tells; the second, half a minute later, belongs to the same use. */
function useEmergencyKey(stage: Stage, { callers }: Cast): void {
  const { random } = stage;
  const { emergencyUser } = people;
  const first = stage.at('16:20:11', global);
  stage.add(
    first,
    call(
      first,
      callers.emergencyUser('sts.get-caller-identity'),
      { service: 'sts', name: 'GetCallerIdentity', readOnly: true, tls: 'sts.amazonaws.com' },
      random,
    ),
    'the key of break-glass-root-key is used',
    {
      detection: 'break-glass-opened',
      severity: 'critical',
      actor: emergencyUser.name,
      target: emergencyUser.arn,
      kind: `opening ${emergencyUser.key}`,
      opening: true,
    },
  );
  const second = stage.at('16:20:38', global);
  stage.add(
    second,
    call(
      second,
      callers.emergencyUser('iam.list-users'),
      {
        service: 'iam',
        name: 'ListUsers',
        readOnly: true,
        request: { maxItems: 1000 },
        tls: 'iam.amazonaws.com',
      },
      random,
    ),
    'and used again',
  );
}
