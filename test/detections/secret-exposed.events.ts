import type { DetectionCases } from './detection-cases.ts';
import {
  account,
  allowing,
  apiCall,
  foreignAccount,
  iamUser,
  keyArn,
  policyText,
  region,
  roleArn,
  secretArn,
  type Fields,
} from './event-builders.ts';

const mallory = iamUser('mallory');
const database = secretArn('prod/db-4Rzn83');
const parameter = `arn:aws:ssm:${region}:${account}:parameter/shared/token`;
const foreignRoot = `arn:aws:iam::${foreignAccount}:root`;
const everyone = policyText(allowing('*'));
const toForeign = policyText(allowing({ AWS: foreignRoot }));
const ownReaders = policyText(allowing({ AWS: [`arn:aws:iam::${account}:root`, roleArn('shop-backend')] }));
const key = [{ accountId: account, type: 'AWS::KMS::Key', ARN: keyArn }];

function onSecret(resourcePolicy: string): Fields {
  return apiCall('secretsmanager', 'PutResourcePolicy', mallory, {
    asked: { secretId: 'prod/db', resourcePolicy, blockPublicPolicy: false },
    answered: { arn: database, name: 'prod/db' },
  });
}

function onKey(name: string, asked: Fields, answered: Fields | null = null): Fields {
  return apiCall('kms', name, mallory, { asked, answered, resources: key });
}

function share(name: string, asked: Fields): Fields {
  return apiCall('ram', name, mallory, {
    asked: { name: 'handed-over', allowExternalPrincipals: true, ...asked },
  });
}

const open = 'a secret is opened to everyone';
const openKey = 'a key is opened to another account';
const grant = 'a grant lets a role of another account use a key';
const shared = 'a parameter is shared with another account';
const viaService = { StringEquals: { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` } };

export default {
  config: { breakGlass: {}, trustedAccounts: ['777788889999'] },

  truths: [
    {
      name: open,
      event: onSecret(everyone),
      target: database,
      says: 'prod/db opened to everyone by IAM user mallory',
    },
    {
      name: 'a secret is opened to every AWS principal',
      event: onSecret(policyText(allowing({ AWS: '*' }))),
      target: database,
      says: 'everyone',
    },
    {
      name: 'a secret is opened to another account',
      event: onSecret(toForeign),
      target: database,
      says: foreignAccount,
    },
    {
      name: 'a secret is opened to an account named by its id',
      event: onSecret(policyText(allowing({ AWS: foreignAccount }))),
      target: database,
      says: foreignAccount,
    },
    {
      name: 'a secret is opened to a role of another account, beside one of our own',
      event: onSecret(
        policyText(
          allowing({ AWS: [roleArn('shop-backend'), roleArn('reader', { owner: foreignAccount })] }),
        ),
      ),
      target: database,
      says: foreignAccount,
    },
    {
      name: 'a secret is opened to a trusted account',
      event: onSecret(policyText(allowing({ AWS: '777788889999' }))),
      target: database,
      says: '777788889999 (trusted)',
    },
    {
      name: 'a secret is opened to all but some',
      event: onSecret(
        policyText({
          Effect: 'Allow',
          NotPrincipal: { AWS: roleArn('shop-backend') },
          Action: '*',
          Resource: '*',
        }),
      ),
      target: database,
      says: 'everyone',
    },
    {
      name: 'a secret is opened by a policy whose one statement stands in no list',
      event: onSecret(JSON.stringify({ Version: '2012-10-17', Statement: allowing({ AWS: foreignRoot }) })),
      target: database,
      says: foreignAccount,
    },
    {
      name: 'a secret is opened by the second statement of its policy',
      event: onSecret(policyText(allowing({ AWS: roleArn('shop-backend') }), allowing('*'))),
      target: database,
      says: 'everyone',
    },
    {
      name: 'a secret is opened to an organization',
      event: onSecret(policyText(allowing('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }))),
      target: database,
      says: 'organization o-a1b2c3d4e5',
    },
    {
      name: 'a secret is opened to all principals of another account',
      event: onSecret(
        policyText(allowing('*', { StringEquals: { 'aws:PrincipalAccount': foreignAccount } })),
      ),
      target: database,
      says: foreignAccount,
    },
    {
      name: 'a secret is opened to our own and another account',
      event: onSecret(
        policyText(allowing('*', { StringEquals: { 'aws:PrincipalAccount': [account, foreignAccount] } })),
      ),
      target: database,
      says: foreignAccount,
    },
    {
      name: 'a condition that holds where its key is missing fences nobody out',
      event: onSecret(policyText(allowing('*', { StringEqualsIfExists: { 'aws:SourceAccount': account } }))),
      target: database,
      says: 'everyone',
    },
    {
      name: 'a condition on all values, which holds where there is none, fences nobody out',
      event: onSecret(
        policyText(allowing('*', { 'ForAllValues:StringEquals': { 'aws:SourceAccount': account } })),
      ),
      target: database,
      says: 'everyone',
    },
    {
      name: 'a condition that shuts our own account out opens to all others',
      event: onSecret(policyText(allowing('*', { StringNotEquals: { 'aws:PrincipalAccount': account } }))),
      target: database,
      says: 'everyone',
    },
    {
      name: 'a secret is opened to an organizational unit',
      event: onSecret(
        policyText(
          allowing('*', {
            'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/ou-ab12-*' },
          }),
        ),
      ),
      target: database,
      says: 'organization o-a1b2c3d4e5',
    },
    {
      name: 'a secret is opened to whoever an identity provider vouches for',
      event: onSecret(policyText(allowing({ Federated: 'accounts.google.com' }))),
      target: database,
      says: 'accounts.google.com',
    },
    {
      name: 'a secret is opened to a canonical user',
      event: onSecret(policyText(allowing({ CanonicalUser: '79a59df900b949e5' }))),
      target: database,
      says: '79a59df900b949e5',
    },
    {
      name: 'a secret is opened to roles of one name in any account',
      event: onSecret(
        policyText(allowing('*', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/reader' } })),
      ),
      target: database,
      says: 'everyone',
    },
    {
      name: 'a secret is opened to roles of another account',
      event: onSecret(
        policyText(
          allowing('*', { ArnLike: { 'aws:PrincipalArn': roleArn('*', { owner: foreignAccount }) } }),
        ),
      ),
      target: database,
      says: foreignAccount,
    },
    {
      name: 'a secret is opened to accounts whose ids begin alike',
      event: onSecret(policyText(allowing('*', { StringLike: { 'aws:PrincipalAccount': '*' } }))),
      target: database,
      says: 'everyone',
    },
    {
      name: 'a policy that nobody can read',
      event: onSecret('{"Version":"2012-10-17","Statement":[{"Effe'),
      target: database,
      says: 'unreadable',
    },
    {
      name: 'a parameter is opened to another account',
      event: apiCall('ssm', 'PutResourcePolicy', mallory, {
        asked: { resourceArn: parameter, policy: toForeign },
      }),
      target: parameter,
      says: foreignAccount,
    },
    {
      name: openKey,
      event: onKey('PutKeyPolicy', { keyId: keyArn, policyName: 'default', policy: toForeign }),
      target: keyArn,
      says: foreignAccount,
    },
    {
      name: 'a key is opened to everyone who comes through Secrets Manager',
      event: onKey('PutKeyPolicy', {
        keyId: keyArn,
        policyName: 'default',
        policy: policyText(allowing({ AWS: '*' }, viaService)),
      }),
      target: keyArn,
      says: 'everyone',
    },
    {
      name: 'a key is made that another account may use',
      event: apiCall('kms', 'CreateKey', mallory, {
        asked: { policy: toForeign, keyUsage: 'ENCRYPT_DECRYPT' },
        answered: { keyMetadata: { arn: keyArn } },
      }),
      target: keyArn,
      says: foreignAccount,
    },
    {
      name: 'a replica of a key is made that another account may use',
      event: onKey('ReplicateKey', { keyId: keyArn, replicaRegion: 'us-east-1', policy: toForeign }),
      target: keyArn,
      says: foreignAccount,
    },
    {
      name: grant,
      event: onKey('CreateGrant', {
        keyId: keyArn,
        granteePrincipal: roleArn('reader', { owner: foreignAccount }),
        operations: ['Decrypt'],
      }),
      target: keyArn,
      says: foreignAccount,
    },
    {
      name: shared,
      event: share('CreateResourceShare', { resourceArns: [parameter], principals: [foreignAccount] }),
      target: parameter,
      says: foreignAccount,
    },
    {
      name: 'a secret is shared with an organization',
      event: share('CreateResourceShare', {
        resourceArns: [database],
        principals: ['arn:aws:organizations::777788889999:organization/o-a1b2c3d4e5'],
      }),
      target: database,
    },
    {
      name: 'a share gets a key and another account',
      event: apiCall('ram', 'AssociateResourceShare', mallory, {
        asked: {
          resourceShareArn: `arn:aws:ram:${region}:${account}:resource-share/7ab6`,
          resourceArns: [keyArn],
          principals: [foreignAccount],
        },
      }),
      target: keyArn,
      says: foreignAccount,
    },
  ],

  nearMisses: [
    {
      name: 'a policy that opens only to the own account',
      of: open,
      set: ['requestParameters', 'resourcePolicy'],
      to: ownReaders,
    },
    {
      name: 'everyone, fenced to principals of the own account',
      of: open,
      set: ['requestParameters', 'resourcePolicy'],
      to: policyText(allowing('*', { StringEquals: { 'aws:PrincipalAccount': account } })),
    },
    {
      name: 'everyone, fenced to roles of the own account',
      of: open,
      set: ['requestParameters', 'resourcePolicy'],
      to: policyText(allowing('*', { ArnLike: { 'aws:PrincipalArn': roleArn('shop-*') } })),
    },
    {
      name: 'an organization, fenced to the own account within it',
      of: open,
      set: ['requestParameters', 'resourcePolicy'],
      to: policyText(
        allowing('*', {
          StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5', 'aws:PrincipalAccount': account },
        }),
      ),
    },
    {
      name: 'everyone, fenced by aws:SourceAccount to the own account',
      of: open,
      set: ['requestParameters', 'resourcePolicy'],
      to: policyText(allowing('*', { StringEquals: { 'aws:SourceAccount': account } })),
    },
    {
      name: 'everyone, fenced by AWS:sourceowner to the own account',
      of: open,
      set: ['requestParameters', 'resourcePolicy'],
      to: policyText(allowing('*', { StringEquals: { 'AWS:sourceowner': account } })),
    },
    {
      name: 'everyone, fenced by aws:SourceArn to the own account',
      of: open,
      set: ['requestParameters', 'resourcePolicy'],
      to: policyText(allowing('*', { ArnLike: { 'aws:SourceArn': `arn:aws:sns:${region}:${account}:*` } })),
    },
    {
      name: 'a policy that opens to a service',
      of: open,
      set: ['requestParameters', 'resourcePolicy'],
      to: policyText(allowing({ Service: 'rds.amazonaws.com' })),
    },
    {
      name: 'a policy that denies everyone',
      of: open,
      set: ['requestParameters', 'resourcePolicy'],
      to: policyText({ ...allowing('*'), Effect: 'Deny' }),
    },
    { name: 'a policy that is refused', of: open, set: ['errorCode'], to: 'PublicPolicyException' },
    { name: 'a policy that is only validated', of: open, set: ['eventName'], to: 'ValidateResourcePolicy' },
    { name: 'a policy of another service', of: open, set: ['eventSource'], to: 'backup.amazonaws.com' },
    {
      name: 'a key that opens only to the own account',
      of: openKey,
      set: ['requestParameters', 'policy'],
      to: ownReaders,
    },
    {
      name: 'a key that opens to everyone of the own account',
      of: openKey,
      set: ['requestParameters', 'policy'],
      to: policyText(
        allowing(
          { AWS: '*' },
          { StringEquals: { 'kms:CallerAccount': account, ...viaService.StringEquals } },
        ),
      ),
    },
    {
      name: 'a key policy that is refused',
      of: openKey,
      set: ['errorCode'],
      to: 'MalformedPolicyDocumentException',
    },
    { name: 'a key policy that is only read', of: openKey, set: ['eventName'], to: 'GetKeyPolicy' },
    {
      name: 'a key policy of another service',
      of: openKey,
      set: ['eventSource'],
      to: 'payment-cryptography.amazonaws.com',
    },
    {
      name: 'a share by its name, of another service',
      of: openKey,
      set: ['eventName'],
      to: 'CreateResourceShare',
    },
    {
      name: 'a key that is made with the default policy',
      of: 'a key is made that another account may use',
      set: ['requestParameters', 'policy'],
      to: undefined,
    },
    {
      name: 'a grant to a role of the own account',
      of: grant,
      set: ['requestParameters', 'granteePrincipal'],
      to: roleArn('reader'),
    },
    {
      name: 'a grant to a service',
      of: grant,
      set: ['requestParameters', 'granteePrincipal'],
      to: `rds.${region}.amazonaws.com`,
    },
    { name: 'a grant that is refused', of: grant, set: ['errorCode'], to: 'AccessDenied' },
    {
      name: 'a share with a principal of the own account',
      of: shared,
      set: ['requestParameters', 'principals'],
      to: [roleArn('reader')],
    },
    { name: 'a share with nobody yet', of: shared, set: ['requestParameters', 'principals'], to: undefined },
    {
      name: 'a share of a subnet',
      of: shared,
      set: ['requestParameters', 'resourceArns'],
      to: [`arn:aws:ec2:${region}:${account}:subnet/subnet-0a1b`],
    },
    { name: 'a share that is refused', of: shared, set: ['errorCode'], to: 'OperationNotPermittedException' },
    { name: 'a share that is only renamed', of: shared, set: ['eventName'], to: 'UpdateResourceShare' },
    { name: 'a share of another service', of: shared, set: ['eventSource'], to: 'datazone.amazonaws.com' },
  ],
} satisfies DetectionCases;
