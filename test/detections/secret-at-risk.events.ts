import type { DetectionCases } from './detection-cases.ts';
import { apiCall, iamUser, keyArn, secretArn, type Fields } from './event-builders.ts';

const mallory = iamUser('mallory');
const database = secretArn('prod/db-4Rzn83');

function change(name: string, asked: Fields, answered: Fields): Fields {
  return apiCall('secretsmanager', name, mallory, {
    asked: { secretId: 'prod/db', ...asked },
    answered,
    more: { readOnly: false },
  });
}

function keyCall(name: string, asked: Fields): Fields {
  return apiCall('kms', name, mallory, {
    asked: { keyId: 'dad21b23-9915-42bd-981b-2a9f3c8f20c8', ...asked },
    resources: [{ accountId: '111122223333', type: 'AWS::KMS::Key', ARN: keyArn }],
    more: { readOnly: false },
  });
}

export default {
  config: { breakGlass: {} },

  truths: [
    {
      name: 'a secret is scheduled for deletion',
      event: change(
        'DeleteSecret',
        { recoveryWindowInDays: 7 },
        { arn: database, name: 'prod/db', deletionDate: 'Nov 25, 2026, 10:00:00 AM' },
      ),
      target: database,
      says: 'Secret prod/db scheduled for deletion',
    },
    {
      name: 'a secret is deleted, in the spelling before 2024',
      event: change('DeleteSecret', {}, { aRN: database, name: 'prod/db' }),
      target: database,
    },
    {
      name: 'a secret is deleted at once',
      event: change('DeleteSecret', { forceDeleteWithoutRecovery: true }, { arn: database, name: 'prod/db' }),
      target: database,
      severity: 'critical',
      says: 'deleted at once',
    },
    {
      name: 'a secret is deleted, expressly not at once',
      event: change(
        'DeleteSecret',
        { forceDeleteWithoutRecovery: false },
        { arn: database, name: 'prod/db' },
      ),
      target: database,
    },
    {
      name: 'a rotation is cancelled',
      event: change('CancelRotateSecret', {}, { arn: database, name: 'prod/db' }),
      target: database,
    },
    {
      name: 'a replica is cut off',
      event: change('StopReplicationToReplica', {}, { arn: database }),
      target: database,
    },
    {
      name: 'a replica is removed',
      event: change(
        'RemoveRegionsFromReplication',
        { removeReplicaRegions: ['us-east-1'] },
        { arn: database },
      ),
      target: database,
    },
    { name: 'a key is disabled', event: keyCall('DisableKey', {}), target: keyArn },
    {
      name: 'a key is scheduled for deletion',
      event: keyCall('ScheduleKeyDeletion', { pendingWindowInDays: 7 }),
      target: keyArn,
    },
  ],

  nearMisses: [
    {
      name: 'a deletion that is denied',
      of: 'a secret is scheduled for deletion',
      set: ['errorCode'],
      to: 'AccessDenied',
    },
    {
      name: 'a secret that is restored',
      of: 'a secret is scheduled for deletion',
      set: ['eventName'],
      to: 'RestoreSecret',
    },
    {
      name: 'a resource policy that is deleted',
      of: 'a secret is scheduled for deletion',
      set: ['eventName'],
      to: 'DeleteResourcePolicy',
    },
    {
      name: 'something of that name that another service deletes',
      of: 'a secret is scheduled for deletion',
      set: ['eventSource'],
      to: 'lightsail.amazonaws.com',
    },
    {
      name: 'a replica that is made',
      of: 'a replica is removed',
      set: ['eventName'],
      to: 'ReplicateSecretToRegions',
    },
    {
      name: 'a key that cannot be disabled',
      of: 'a key is disabled',
      set: ['errorCode'],
      to: 'KMSInvalidStateException',
    },
    { name: 'a key that is enabled', of: 'a key is disabled', set: ['eventName'], to: 'EnableKey' },
    {
      name: "a key's rotation that is disabled",
      of: 'a key is disabled',
      set: ['eventName'],
      to: 'DisableKeyRotation',
    },
    {
      name: 'something of that name that another service disables',
      of: 'a key is disabled',
      set: ['eventSource'],
      to: 'payment-cryptography.amazonaws.com',
    },
    {
      name: 'a deletion that is called off',
      of: 'a key is scheduled for deletion',
      set: ['eventName'],
      to: 'CancelKeyDeletion',
    },
  ],
} satisfies DetectionCases;
