import { call, readSecret, secretsManagerEvent } from '../calls.ts';
import { someone, type Unit } from './unit.ts';

/** A workload reads one of its own secrets. */
export const ownRead: Unit = (at, day) => {
  const { workload, caller } = someone(at, day);
  const { secret, id } = day.random.pick(workload.secrets);
  return readSecret(at, caller, secret, id, day.random);
};

/** A workload lists secrets, or looks one up without reading it. */
export const lookUp: Unit = (at, day) => {
  const { workload, caller } = someone(at, day);
  const { random } = day;
  const { id } = random.pick(workload.secrets);
  const parts = random.chance(0.6)
    ? { name: 'ListSecrets', request: { maxResults: 100, filters: [{ key: 'name', values: ['prod/'] }] } }
    : { name: 'DescribeSecret', request: { secretId: id } };
  return [call(at, caller, { service: 'secretsmanager', readOnly: true, ...parts }, random)];
};

/** A read of a secret that is no more: an error, and not a denial. */
export const missingRead: Unit = (at, day) => {
  const { workload, caller } = someone(at, day);
  const message = "Secrets Manager can't find the specified secret.";
  return [
    call(
      at,
      caller,
      {
        service: 'secretsmanager',
        name: 'GetSecretValue',
        readOnly: true,
        request: { secretId: `prod/${workload.role.name}/feature-flags` },
        error: { code: 'ResourceNotFoundException', message },
      },
      day.random,
    ),
  ];
};

/** Secrets Manager drops versions that nothing names any more. */
export const versionDeletion: Unit = (at, day) => {
  const { random } = day;
  const { secret } = random.pick(random.pick(day.workloads).secrets);
  const extra = {
    VersionId: random.uuid(),
    ARN: secret.arn,
    Detail:
      'Scheduling this secret version for deletion because it has no stage and this secret has over 100 versions',
    DeleteAfter: '24 Hours',
    Name: secret.name,
  };
  return [secretsManagerEvent(at, 'SecretVersionDeletion', extra, random)];
};
