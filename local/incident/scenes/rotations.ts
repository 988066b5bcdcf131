import type { Caller } from '../callers.ts';
import {
  assumeRoleWithWebIdentity,
  call,
  changeSecret,
  encryptSecret,
  readSecret,
  secretsManagerEvent,
} from '../calls.ts';
import { agents } from '../agents.ts';
import { githubProvider, githubSubject, type Cast } from '../cast.ts';
import type { RoleSession } from '../identities.ts';
import { account } from '../places.ts';
import type { Stage } from '../scene.ts';
import { exposed, keyArn, parameter, type Secret } from '../secrets.ts';

/** What becomes of the secrets that were read: replaced in time, late, by the reader, not at all. */
export function rotations(stage: Stage, cast: Cast): void {
  const { sessions, callers } = cast;
  // Whoever read a secret may start its rotation: the new value is Secrets Manager's, not theirs.
  rotate(stage, exposed.customersDb, callers.bo, 'bo.dba', ['02:41:20', '02:41:21', '02:42:05']);
  put(
    stage,
    '02:58:30',
    callers.ana('secretsmanager.put-secret-value'),
    exposed.ordersMail,
    'ana puts a new value',
  );
  signIn(stage, '05:01:52', sessions.ciNight);
  rotate(stage, exposed.paymentsDb, callers.ci(sessions.ciNight), 'CI', ['05:02:10', '05:02:11', '05:02:58']);
  put(stage, '06:12:44', callers.cara, exposed.datadog, 'cara puts a new value');
  signIn(stage, '06:29:44', sessions.ciDawn);
  failToRotate(stage, cast);
  putParameter(stage, cast);
  update(stage, '07:20:20', callers.cara, exposed.settlement);
  signIn(stage, '08:39:58', sessions.ciMorning);
  rotate(stage, exposed.stripe, callers.ci(sessions.ciMorning), 'CI', ['08:40:15', '08:40:16', '08:41:09']);
  // Done on the very second of the deadline, which counts as met.
  rotate(stage, exposed.customersReader, callers.eli, 'eli.dba', ['18:15:44', '18:15:45', '18:16:30']);
}

function signIn(stage: Stage, clock: string, session: RoleSession): void {
  const at = stage.at(clock);
  const subject = { provider: githubProvider, subject: githubSubject };
  const by = { ip: '20.161.77.4', agent: agents.cli('sts.assume-role-with-web-identity') };
  stage.add(at, assumeRoleWithWebIdentity(at, by, session, subject, stage.random), 'a CI job signs in');
}

/** A rotation that Secrets Manager carries out without a Lambda function, as it does for managed secrets. */
function rotate(
  stage: Stage,
  secret: Secret,
  by: Caller,
  who: string,
  clocks: [string, string, string],
): void {
  const { random } = stage;
  startRotation(stage, secret, by, who, clocks[0]);
  const started = stage.at(clocks[1]);
  const extra = { SecretId: secret.arn };
  stage.add(
    started,
    secretsManagerEvent(started, 'RotationStarted', extra, random),
    `rotation of ${secret.name}`,
  );
  const done = stage.at(clocks[2]);
  stage.add(done, secretsManagerEvent(done, 'RotationSucceeded', extra, random), `${secret.name} is rotated`);
}

function startRotation(stage: Stage, secret: Secret, by: Caller, who: string, clock: string): void {
  const at = stage.at(clock);
  const versionId = stage.random.uuid();
  stage.add(
    at,
    changeSecret(
      at,
      by,
      'RotateSecret',
      secret,
      {
        request: { secretId: secret.arn, clientRequestToken: versionId, rotateImmediately: true },
        response: { arn: secret.arn, name: secret.name, versionId },
      },
      stage.random,
    ),
    `${who} starts a rotation of ${secret.name}`,
  );
}

function put(stage: Stage, clock: string, by: Caller, secret: Secret, who: string): void {
  const { random } = stage;
  const at = stage.at(clock);
  const version = random.uuid();
  const parts = {
    request: { secretId: secret.name, clientRequestToken: version },
    response: { arn: secret.arn },
  };
  const record = changeSecret(at, by, 'PutSecretValue', secret, parts, random);
  stage.add(at, record, `${who} into ${secret.name}`);
  stage.add(at, encryptSecret(at, by, { ...secret, version }, random), 'the new version is encrypted');
}

function update(stage: Stage, clock: string, by: Caller, secret: Secret): void {
  const { random } = stage;
  const at = stage.at(clock);
  const version = random.uuid();
  const parts = {
    request: { secretId: secret.arn, clientRequestToken: version },
    response: { arn: secret.arn, name: secret.name, versionId: version },
  };
  const record = changeSecret(at, by, 'UpdateSecret', secret, parts, random);
  stage.add(at, record, `cara replaces the value of ${secret.name}`);
  stage.add(at, encryptSecret(at, by, { ...secret, version }, random), 'the new version is encrypted');
}

/** The new version is there, as AWSPENDING; the database never took it, so the old password still works. */
function failToRotate(stage: Stage, { sessions, callers }: Cast): void {
  const { random } = stage;
  const secret = exposed.ledgerDb;
  startRotation(stage, secret, callers.ci(sessions.ciDawn), 'CI', '06:30:00');
  const started = stage.at('06:30:01');
  const extra = { SecretId: secret.arn };
  stage.add(
    started,
    secretsManagerEvent(started, 'RotationStarted', extra, random),
    `rotation of ${secret.name}`,
  );

  const by = callers.lambda(sessions.rotationDawn);
  const looked = stage.at('06:30:06');
  for (const record of readSecret(looked, by, secret, secret.arn, random)) {
    stage.add(looked, record, 'the rotation function reads the present version');
  }
  const pending = stage.at('06:30:08');
  const version = random.uuid();
  const parts = {
    request: { secretId: secret.arn, clientRequestToken: version, versionStages: ['AWSPENDING'] },
    response: { arn: secret.arn },
  };
  const put = changeSecret(pending, by, 'PutSecretValue', secret, parts, random);
  stage.add(pending, put, 'the rotation function puts a pending version');
  stage.add(
    pending,
    encryptSecret(pending, by, { ...secret, version }, random),
    'the new version is encrypted',
  );

  const failed = stage.at('06:31:12');
  const message = `Error when executing lambda arn:aws:lambda:eu-central-1:${account}:function:rotate-ledger-db during setSecret step`;
  stage.add(
    failed,
    secretsManagerEvent(failed, 'RotationFailed', extra, random, message),
    `the rotation of ${secret.name} fails`,
    { detection: 'rotation-failed', severity: 'high', actor: null, target: secret.arn, kind: secret.arn },
  );
}

function putParameter(stage: Stage, { callers }: Cast): void {
  const at = stage.at('06:45:20');
  stage.add(
    at,
    call(
      at,
      callers.cara,
      {
        service: 'ssm',
        name: 'PutParameter',
        readOnly: false,
        request: {
          name: parameter.name,
          value: 'HIDDEN_DUE_TO_SECURITY_REASONS',
          type: 'SecureString',
          keyId: keyArn(at.region, account, 'ssm'),
          overwrite: true,
        },
        response: { version: 8, tier: 'Standard' },
        resources: [{ accountId: account, ARN: parameter.arn }],
      },
      stage.random,
    ),
    `cara replaces ${parameter.name}`,
  );
}
