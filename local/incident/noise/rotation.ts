import { agents } from '../agents.ts';
import { sessionCaller } from '../callers.ts';
import {
  call,
  changeSecret,
  decryptSecret,
  encryptSecret,
  getSecretValue,
  secretsManagerEvent,
  type Moment,
} from '../calls.ts';
import { role, type RoleSession } from '../identities.ts';
import { home } from '../places.ts';
import type { Random } from '../random.ts';
import type { CloudTrailRecord } from '../record.ts';
import { everyday, type Secret } from '../secrets.ts';

/** The scheduled rotations of the day, by Region and hour; none of a secret that the emergency reads. */
const schedule: readonly { readonly secret: Secret; readonly region: string; readonly hour: number }[] = [
  { secret: everyday.catalogDb, region: home, hour: 3 },
  { secret: everyday.fraudDb, region: home, hour: 7 },
  { secret: everyday.ldap, region: home, hour: 8 },
  { secret: everyday.redshift, region: home, hour: 11 },
  { secret: everyday.invoicesDb, region: home, hour: 12 },
  { secret: everyday.grafana, region: home, hour: 17 },
  { secret: everyday.edgeJwt, region: 'us-east-1', hour: 5 },
  { secret: everyday.pager, region: 'us-east-1', hour: 19 },
  { secret: everyday.standbyDb, region: 'eu-west-1', hour: 6 },
  { secret: everyday.vpn, region: 'eu-west-1', hour: 22 },
];

/** How long a rotation takes (ms). */
export const rotationMs = 41_000;

const rotator = role('everyday-rotation-lambda', '/service-role/');

/** The secret whose scheduled rotation is delivered in a Region at a moment, if there is one. */
export function rotationAt(region: string, hour: number, minute: number): Secret | undefined {
  return minute !== 30
    ? undefined
    : schedule.find((each) => each.region === region && each.hour === hour)?.secret;
}

/** A rotation from RotationStarted to RotationSucceeded, with the four steps of its Lambda function between them. */
export function rotation(from: Moment, secret: Secret, random: Random): CloudTrailRecord[] {
  const at = (seconds: number): Moment => ({ ...from, time: from.time + seconds * 1000 });
  const session: RoleSession = {
    role: rotator,
    name: `rotate-${secret.name.replaceAll('/', '-')}`,
    created: from.time + 2000,
    key: random.awsId('ASIA'),
  };
  const by = sessionCaller(session, '18.196.201.33', agents.lambda);
  const version = random.uuid();
  const renewed = { ...secret, version };
  const secretId = secret.arn;
  const extra = { SecretId: secret.arn };
  const describe = {
    service: 'secretsmanager',
    name: 'DescribeSecret',
    readOnly: true,
    request: { secretId },
  } as const;
  const put = { secretId, clientRequestToken: version, versionStages: ['AWSPENDING'] };
  const move = {
    secretId,
    versionStage: 'AWSCURRENT',
    moveToVersionId: version,
    removeFromVersionId: secret.version,
  };
  return [
    secretsManagerEvent(at(0), 'RotationStarted', extra, random),
    call(at(4), by, describe, random),
    getSecretValue(at(5), by, secretId, random, { versionStage: 'AWSCURRENT' }),
    decryptSecret(at(5), by, secret, random),
    changeSecret(
      at(7),
      by,
      'PutSecretValue',
      secret,
      { request: put, response: { arn: secret.arn } },
      random,
    ),
    encryptSecret(at(7), by, renewed, random),
    getSecretValue(at(19), by, secretId, random, { versionId: version, versionStage: 'AWSPENDING' }),
    decryptSecret(at(19), by, renewed, random),
    changeSecret(at(39), by, 'UpdateSecretVersionStage', secret, { request: move }, random),
    secretsManagerEvent(at(rotationMs / 1000), 'RotationSucceeded', extra, random),
  ];
}
