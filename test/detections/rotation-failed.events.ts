import type { DetectionCases } from './detection-cases.ts';
import { apiCall, account, secretArn, serviceEvent } from './event-builders.ts';

const database = secretArn('prod/db-4Rzn83');
const managed = secretArn('rds!cluster-0c1d-4Rzn83');
const host = 'secretsmanager.amazonaws.com';

export default {
  config: { breakGlass: {} },

  truths: [
    {
      name: 'a rotation failed',
      event: serviceEvent(
        'RotationFailed',
        { SecretId: database },
        'Error when executing lambda arn:aws:lambda:eu-central-1:111122223333:function:rotate during createSecret step',
      ),
      target: database,
      says: 'Rotation failed: prod/db',
    },
    {
      name: 'a rotation was given up',
      event: serviceEvent('RotationAbandoned', { SecretId: database }),
      target: database,
    },
    {
      name: 'a test of a rotation failed',
      event: serviceEvent('TestRotationFailed', { SecretId: database }),
      target: database,
    },
    {
      name: 'the rotation of a secret that RDS manages failed',
      event: apiCall(
        'secretsmanager',
        'RotationFailed',
        { accountId: account, invokedBy: host },
        {
          more: { eventType: 'AwsServiceEvent', serviceEventDetails: { secretId: managed } },
        },
      ),
      target: managed,
    },
    {
      name: 'a rotation failed, and the event names no secret',
      event: serviceEvent('RotationFailed', {}),
      target: null,
    },
  ],

  nearMisses: [
    {
      name: 'a rotation that succeeded',
      of: 'a rotation failed',
      set: ['eventName'],
      to: 'RotationSucceeded',
    },
    { name: 'a rotation that began', of: 'a rotation failed', set: ['eventName'], to: 'RotationStarted' },
    {
      name: 'a test that succeeded',
      of: 'a test of a rotation failed',
      set: ['eventName'],
      to: 'TestRotationSucceeded',
    },
    {
      name: 'a replication that failed',
      of: 'a rotation failed',
      set: ['eventName'],
      to: 'ReplicationFailed',
    },
    {
      name: 'a failed rotation of another service',
      of: 'a rotation failed',
      set: ['eventSource'],
      to: 'kms.amazonaws.com',
    },
  ],
} satisfies DetectionCases;
