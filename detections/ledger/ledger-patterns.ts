import { revocationPolicyName } from '../event/command.ts';
import type { EventPattern } from '../pattern/matcher.ts';

/** Waivers are parameters under this path; the rest of the name is the exposure's id. */
export const waiverPath = '/glasswatch/waivers/';

const succeeded = { errorCode: [{ exists: false }] };

/**
 * What the ledger must hear of at once, though nobody is alerted: proofs that a secret was replaced and what undoes them,
 * waivers, and the revocation of sessions. All of it is written, nothing only read.
 */
export const ledgerPatterns: readonly EventPattern[] = [
  {
    detail: {
      eventSource: ['secretsmanager.amazonaws.com'],
      eventName: [
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
      ],
      ...succeeded,
    },
  },
  // A new value of a parameter that was read, or a waiver under waiverPath: names alone do not tell which was read.
  {
    detail: {
      eventSource: ['ssm.amazonaws.com'],
      eventName: ['PutParameter', 'DeleteParameter', 'DeleteParameters'],
      ...succeeded,
    },
  },
  {
    detail: {
      eventSource: ['iam.amazonaws.com'],
      eventName: ['PutRolePolicy', 'DeleteRolePolicy'],
      requestParameters: { policyName: [revocationPolicyName] },
      ...succeeded,
    },
  },
];

/**
 * Secrets Manager's own event, which says that a label moved but not by whom: a hint to look (aws-facts, section 2). It has no
 * CloudTrail record in it: `resources[0]` is the secret's ARN, `detail` holds name, labelUpdated and versionId.
 */
export const labelUpdatedPattern: EventPattern = {
  source: ['aws.secretsmanager'],
  'detail-type': ['Secret Label Updated'],
  detail: { labelUpdated: ['AWSCURRENT'] },
};
