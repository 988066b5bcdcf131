import type { DetectionCases } from './detection-cases.ts';
import {
  apiCall,
  deniedCall,
  iamUser,
  keyArn,
  notAuthorized,
  roleSession,
  secretArn,
  type Fields,
} from './event-builders.ts';

const ana = iamUser('ana');
const application = roleSession('shop-backend', { session: 'i-0abc' });
const database = secretArn('prod/db-4Rzn83');

const read = 'secretsmanager:GetSecretValue';

/** A KMS call that Secrets Manager makes for a caller, denied. */
function deniedBehind(name: string): Fields {
  const by = { ...application, invokedBy: 'secretsmanager.amazonaws.com' };
  return deniedCall('kms', name, by, notAuthorized(application, `kms:${name}`, keyArn));
}

export default {
  config: { breakGlass: {} },

  truths: [
    {
      name: 'a read by name is denied',
      event: deniedCall('secretsmanager', 'GetSecretValue', ana, notAuthorized(ana, read, 'prod/db')),
      target: secretArn('prod/db'),
      says: 'IAM user ana was denied GetSecretValue of prod/db',
    },
    {
      name: 'a read by ARN is denied by the policy of the secret',
      event: deniedCall(
        'secretsmanager',
        'GetSecretValue',
        application,
        notAuthorized(application, read, database, 'with an explicit deny in a resource-based policy'),
      ),
      target: database,
    },
    {
      name: 'a read is denied under the name of the exception',
      event: apiCall('secretsmanager', 'GetSecretValue', ana, {
        error: { code: 'AccessDeniedException', message: notAuthorized(ana, read, 'prod/db') },
      }),
      target: secretArn('prod/db'),
    },
    {
      name: 'a listing is denied, which names no secret',
      event: deniedCall(
        'secretsmanager',
        'ListSecrets',
        ana,
        'User: arn:aws:iam::111122223333:user/ana is not authorized to perform: secretsmanager:ListSecrets because no identity-based policy allows the secretsmanager:ListSecrets action',
      ),
      target: null,
    },
    {
      name: 'a change is denied',
      event: deniedCall(
        'secretsmanager',
        'PutSecretValue',
        ana,
        notAuthorized(ana, 'secretsmanager:PutSecretValue', 'prod/db'),
      ),
      target: secretArn('prod/db'),
    },
    {
      name: 'a read fails because the key is out of reach',
      event: deniedCall('secretsmanager', 'GetSecretValue', application, 'Access to KMS is not allowed'),
      target: null,
    },
    {
      name: "a VPC endpoint's policy refuses a read",
      event: apiCall('secretsmanager', 'GetSecretValue', application, {
        error: {
          code: 'VpceAccessDenied',
          message: notAuthorized(
            application,
            read,
            'prod/db',
            'with an explicit deny in a VPC endpoint policy',
          ),
        },
        more: {
          eventType: 'AwsVpceEvent',
          eventCategory: 'NetworkActivity',
          vpcEndpointId: 'vpce-0d985940f92611b87',
        },
      }),
      target: secretArn('prod/db'),
    },
    {
      name: 'the key behind a secret is denied to its reader',
      event: deniedBehind('Decrypt'),
      target: keyArn,
    },
    {
      name: 'the key behind a secret is denied to its writer',
      event: deniedBehind('GenerateDataKey'),
      target: keyArn,
    },
  ],

  nearMisses: [
    { name: 'a read that succeeds', of: 'a read by name is denied', set: ['errorCode'], to: undefined },
    {
      name: 'a secret that is not there',
      of: 'a read by name is denied',
      set: ['errorCode'],
      to: 'ResourceNotFoundException',
    },
    {
      name: 'a value that cannot be decrypted',
      of: 'a read by name is denied',
      set: ['errorCode'],
      to: 'DecryptionFailure',
    },
    {
      name: 'a denial of another service',
      of: 'a read by name is denied',
      set: ['eventSource'],
      to: 'ssm.amazonaws.com',
    },
    {
      name: "a VPC endpoint's refusal of another service",
      of: "a VPC endpoint's policy refuses a read",
      set: ['eventSource'],
      to: 's3.amazonaws.com',
    },
    {
      name: 'the key behind another service is denied',
      of: 'the key behind a secret is denied to its reader',
      set: ['userIdentity', 'invokedBy'],
      to: 's3.amazonaws.com',
    },
    {
      name: 'a key is denied to somebody who uses it directly',
      of: 'the key behind a secret is denied to its reader',
      set: ['userIdentity', 'invokedBy'],
      to: undefined,
    },
    {
      name: 'the key behind a secret is used with success',
      of: 'the key behind a secret is denied to its reader',
      set: ['errorCode'],
      to: undefined,
    },
    {
      name: 'the key behind a secret is disabled',
      of: 'the key behind a secret is denied to its reader',
      set: ['errorCode'],
      to: 'DisabledException',
    },
    {
      name: 'Secrets Manager is denied a function',
      of: 'the key behind a secret is denied to its reader',
      set: ['eventSource'],
      to: 'lambda.amazonaws.com',
    },
  ],
} satisfies DetectionCases;
