import type { Caller } from '../callers.ts';
import { assumeRole, call, decryptSecret, getSecretValue } from '../calls.ts';
import { openings, type Cast } from '../cast.ts';
import { assumedRoleId, type RoleSession } from '../identities.ts';
import { account, home } from '../places.ts';
import { recordOf } from '../record.ts';
import type { Expectation, Stage } from '../scene.ts';
import { exposed, keyArn, parameter, type Secret } from '../secrets.ts';

/** 02:17 to 02:33: what is read in the two sessions, by every kind of id, and in a session chained from the first. */
export function readSecrets(stage: Stage, cast: Cast): void {
  const { ana, bo } = cast.sessions;
  const get = cast.callers.ana('secretsmanager.get-secret-value');
  lookAround(stage, cast);
  read(stage, '02:17:21', get, ana, exposed.paymentsDb, exposed.paymentsDb.name);
  read(stage, '02:18:03', get, ana, exposed.paymentsDb, exposed.paymentsDb.arn);
  read(stage, '02:19:05', cast.callers.bo, bo, exposed.customersDb, exposed.customersDb.arn);
  read(stage, '02:19:40', get, ana, exposed.stripe, exposed.stripe.partialArn);
  read(stage, '02:20:11', cast.callers.bo, bo, exposed.customersReader, exposed.customersReader.arn);
  readBatch(stage, cast);
  read(stage, '02:27:10', get, ana, exposed.ledgerDb, exposed.ledgerDb.name);
  readParameter(stage, cast);
  readChained(stage, cast);
}

function lookAround(stage: Stage, { callers }: Cast): void {
  const { random } = stage;
  const list = { service: 'secretsmanager', name: 'ListSecrets', readOnly: true } as const;
  const listed = stage.at('02:17:02');
  const names = { maxResults: 100, filters: [{ key: 'name', values: ['prod/'] }] };
  stage.add(
    listed,
    call(listed, callers.ana('secretsmanager.list-secrets'), { ...list, request: names }, random),
    'ana lists the secrets',
  );
  const shown = stage.at('02:18:40');
  const page = { includePlannedDeletion: false, maxResults: 100 };
  stage.add(
    shown,
    call(shown, callers.bo, { ...list, request: page }, random),
    'bo looks at the list of secrets',
  );
  const described = stage.at('02:19:01');
  const one = { secretId: exposed.customersDb.arn };
  stage.add(
    described,
    call(
      described,
      callers.bo,
      { service: 'secretsmanager', name: 'DescribeSecret', readOnly: true, request: one },
      random,
    ),
    'bo opens the page of a secret',
  );
}

function read(
  stage: Stage,
  clock: string,
  by: Caller,
  session: RoleSession,
  secret: Secret,
  id: string,
): void {
  const at = stage.at(clock);
  const what = `${session.name} reads ${secret.name}${id === secret.name ? '' : ' by ARN'}`;
  stage.add(at, getSecretValue(at, by, id, stage.random), what, readOf(session, secret.arn));
  stage.add(at, decryptSecret(at, by, secret, stage.random), 'the Decrypt behind it');
}

function readOf(session: RoleSession, target: string): Expectation {
  return {
    detection: 'break-glass-read',
    severity: 'high',
    actor: session.name,
    target,
    kind: `${assumedRoleId(session)}@${session.created} ${target}`,
  };
}

/** One call, four events: the batch itself, and a GetSecretValue for each secret of the list. */
function readBatch(stage: Stage, { sessions, callers }: Cast): void {
  const { random } = stage;
  const at = stage.at('02:24:55');
  const by = callers.ana('secretsmanager.batch-get-secret-value');
  const asked = [
    { secret: exposed.ordersDb, id: exposed.ordersDb.name },
    { secret: exposed.ordersMail, id: exposed.ordersMail.arn },
    { secret: exposed.datadog, id: exposed.datadog.name },
  ];
  const request = { secretIdList: asked.map(({ id }) => id) };
  stage.add(
    at,
    call(at, by, { service: 'secretsmanager', name: 'BatchGetSecretValue', readOnly: true, request }, random),
    'ana reads three secrets in one batch',
    readOf(sessions.ana, asked.map(({ secret }) => secret.arn).join(', ')),
  );
  for (const { secret, id } of asked) {
    const entry = getSecretValue(at, by, id, random);
    stage.add(at, entry, `the batch's entry for ${secret.name}`, readOf(sessions.ana, secret.arn));
    stage.add(at, decryptSecret(at, by, secret, random), 'the Decrypt behind it');
  }
}

function readParameter(stage: Stage, { sessions, callers }: Cast): void {
  const { random } = stage;
  const at = stage.at('02:29:33');
  const by = callers.ana('ssm.get-parameter');
  stage.add(
    at,
    call(
      at,
      by,
      {
        service: 'ssm',
        name: 'GetParameter',
        readOnly: true,
        request: { name: parameter.name, withDecryption: true },
        resources: [{ accountId: account, ARN: parameter.arn }],
      },
      random,
    ),
    `ana reads the SecureString ${parameter.name}`,
    readOf(sessions.ana, parameter.arn),
  );
  const service = 'ssm.amazonaws.com';
  stage.add(
    at,
    recordOf(
      {
        ...at,
        service: 'kms',
        name: 'Decrypt',
        identity: by.through(service, random),
        ip: service,
        agent: service,
        readOnly: true,
        request: {
          encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
          encryptionContext: { PARAMETER_ARN: parameter.arn },
        },
        resources: [{ accountId: account, type: 'AWS::KMS::Key', ARN: keyArn(home, account, 'ssm') }],
        tls: false,
      },
      random,
    ),
    'the Decrypt behind it',
  );
}

/** The read carries payments-operator as its issuer, and belongs to ana's session all the same. */
function readChained(stage: Stage, { sessions, callers }: Cast): void {
  const { random } = stage;
  const { ana, chained } = sessions;
  const at = stage.at(openings.chained);
  stage.add(
    at,
    assumeRole(
      at,
      callers.ana('sts.assume-role'),
      chained,
      { sourceIdentity: 'ana.ops', narrowSpace: true },
      random,
    ),
    'ana goes on to payments-operator',
    {
      detection: 'break-glass-chained',
      severity: 'high',
      actor: ana.name,
      target: chained.role.arn,
      kind: `${assumedRoleId(ana)}@${ana.created} ${chained.role.arn}`,
    },
  );
  const get = callers.chained('secretsmanager.get-secret-value');
  read(stage, '02:33:18', get, chained, exposed.settlement, exposed.settlement.arn);
}
