import { apiCall, iamUser, type Fields } from '../detections/event-builders.ts';

const succeeding: readonly (readonly [service: string, name: string, parameters?: Fields])[] = [
  ...[
    'RotationStarted',
    'RotationSucceeded',
    'RotationFailed',
    'RotationAbandoned',
    'RotateSecret',
    'PutSecretValue',
    'UpdateSecret',
    'UpdateSecretVersionStage',
    'DeleteSecret',
    'RestoreSecret',
    'ReplicationSucceeded',
    'StopReplicationToReplica',
    'CreateSecret',
    'TagResource',
    'UntagResource',
  ].map((name) => ['secretsmanager', name] as const),
  ...['PutParameter', 'DeleteParameter', 'DeleteParameters'].map((name) => ['ssm', name] as const),
  ...['PutRolePolicy', 'DeleteRolePolicy'].map(
    (name) => ['iam', name, { policyName: 'AWSRevokeOlderSessions' }] as const,
  ),
];

/** What the ledger must hear of, each succeeding and refused. */
export const ledgerEvents: readonly Fields[] = succeeding.flatMap(([service, name, parameters]) => {
  const event = apiCall(service, name, iamUser('ana'), { asked: parameters ?? null });
  return [event, { ...event, errorCode: 'AccessDenied' }];
});
