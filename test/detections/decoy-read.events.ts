import type { DetectionCases } from './detection-cases.ts';
import {
  apiCall,
  decryptOf,
  deniedCall,
  foreignAccount,
  iamUser,
  notAuthorized,
  readSecret,
  roleSession,
  secretArn,
} from './event-builders.ts';

const mallory = iamUser('mallory');
const payroll = secretArn('prod/payroll-master-AbCdEf');
const root = secretArn('ops/root-login-GhIjKl');
const backup = secretArn('ops/backup');

const ofOthers = "the secrets of other services' events are never resolved, so none is a decoy";

const ofOtherSecrets =
  'a secret that is no decoy is not confirmed; the condition keeps all other reads out of the critical queue';

/** Every way to write a decoy of the config, with the ARN that is told of it where the log shows no other. */
const spellings: readonly (readonly [how: string, typed: string, target: string])[] = [
  ['a name', 'prod/payroll-master', secretArn('prod/payroll-master')],
  ['an ARN, known by name', payroll, payroll],
  ['an ARN and a field, known by name', `${payroll}:password::`, payroll],
  [
    'an ARN without suffix, known by name',
    secretArn('prod/payroll-master'),
    secretArn('prod/payroll-master'),
  ],
  ['a name, known by ARN', 'ops/root-login', secretArn('ops/root-login')],
  ['a name that ends like its ARN', 'ops/root-login-GhIjKl', root],
  ['an ARN, known by ARN', root, root],
  ['an ARN and a field, known by ARN', `${root}:password::`, root],
  ['an ARN without suffix, known by ARN', secretArn('ops/root-login'), secretArn('ops/root-login')],
  ['a name, known by ARN without suffix', 'ops/backup', backup],
  ['an ARN, known by ARN without suffix', secretArn('ops/backup-MnOpQr'), secretArn('ops/backup-MnOpQr')],
];

export default {
  config: { breakGlass: {}, decoys: ['prod/payroll-master', root, backup] },

  truths: [
    ...spellings.flatMap(([how, typed, target]) => [
      { name: `a decoy is read by ${how}`, event: readSecret(mallory, typed), target },
      {
        name: `a batch lists a decoy by ${how}`,
        event: apiCall('secretsmanager', 'BatchGetSecretValue', mallory, {
          asked: { secretIdList: ['prod/db', typed] },
        }),
        target,
      },
      {
        name: `a look at a decoy by ${how} is denied`,
        event: deniedCall(
          'secretsmanager',
          'DescribeSecret',
          mallory,
          notAuthorized(mallory, 'secretsmanager:DescribeSecret', typed),
        ),
        target,
      },
      {
        name: `a parameter refers to a decoy by ${how}`,
        event: apiCall('ssm', 'GetParameter', mallory, {
          asked: { name: `/aws/reference/secretsmanager/${typed}`, withDecryption: true },
        }),
        target,
      },
      {
        name: `a list of parameters refers to a decoy by ${how}`,
        event: apiCall('ssm', 'GetParameters', mallory, {
          asked: { names: ['/prod/x', `/aws/reference/secretsmanager/${typed}`], withDecryption: true },
        }),
        target,
      },
    ]),
    {
      name: 'a look at a decoy is denied by a record that keeps what was asked',
      event: apiCall('secretsmanager', 'DescribeSecret', mallory, {
        asked: { secretId: 'prod/payroll-master' },
        error: { code: 'AccessDenied', message: 'Access to KMS is not allowed' },
      }),
      target: secretArn('prod/payroll-master'),
    },
    {
      name: 'a denial ends with the name of the decoy',
      event: deniedCall(
        'secretsmanager',
        'GetSecretValue',
        mallory,
        notAuthorized(mallory, 'secretsmanager:GetSecretValue', 'prod/payroll-master', ''),
      ),
      target: secretArn('prod/payroll-master'),
    },
    {
      name: 'a decoy is read through Parameter Store',
      event: apiCall('ssm', 'GetParameter', mallory, {
        asked: { name: '/aws/reference/secretsmanager/prod/payroll-master', withDecryption: true },
      }),
      target: secretArn('prod/payroll-master'),
    },
    {
      name: 'a decoy is read through Parameter Store among others',
      event: apiCall('ssm', 'GetParameters', mallory, {
        asked: {
          names: ['/prod/x', '/aws/reference/secretsmanager/prod/payroll-master'],
          withDecryption: true,
        },
      }),
      target: secretArn('prod/payroll-master'),
    },
    {
      name: 'a decoy is read by name',
      event: readSecret(mallory, 'prod/payroll-master'),
      target: secretArn('prod/payroll-master'),
      says: 'IAM user mallory read the decoy prod/payroll-master',
    },
    {
      name: 'a decoy known by name is read by its ARN',
      event: readSecret(mallory, payroll),
      target: payroll,
    },
    {
      name: 'a decoy is read by its ARN without suffix',
      event: readSecret(mallory, secretArn('prod/payroll-master')),
      target: secretArn('prod/payroll-master'),
    },
    {
      name: 'a decoy is read by its ARN and the key of one field',
      event: readSecret(mallory, `${payroll}:password::`),
      target: payroll,
    },
    {
      name: 'a decoy known by name is read in another account',
      event: readSecret(mallory, secretArn('prod/payroll-master-AbCdEf', { owner: foreignAccount })),
      target: secretArn('prod/payroll-master-AbCdEf', { owner: foreignAccount }),
    },
    { name: 'a decoy known by ARN is read by its ARN', event: readSecret(mallory, root), target: root },
    {
      name: 'a decoy known by ARN is read by name, and the log never shows its suffix',
      event: readSecret(mallory, 'ops/root-login'),
      target: secretArn('ops/root-login'),
    },
    {
      name: 'a decoy known by ARN is read by name, and the log shows its suffix elsewhere',
      before: [decryptOf(roleSession('backup'), root, { at: '09:00:00' })],
      event: readSecret(mallory, 'ops/root-login'),
      target: root,
    },
    {
      name: 'a decoy known by ARN without suffix is read by name',
      event: readSecret(mallory, 'ops/backup'),
      target: backup,
    },
    {
      name: 'a decoy known by ARN without suffix is read by its whole ARN',
      event: readSecret(mallory, secretArn('ops/backup-MnOpQr')),
      target: secretArn('ops/backup-MnOpQr'),
    },
    {
      name: 'a decoy is among the secrets of a batch',
      event: apiCall('secretsmanager', 'BatchGetSecretValue', mallory, {
        asked: { secretIdList: ['prod/db', 'prod/payroll-master', 'prod/mail'] },
      }),
      target: secretArn('prod/payroll-master'),
    },
    {
      name: 'a read of a decoy is denied',
      event: deniedCall(
        'secretsmanager',
        'GetSecretValue',
        mallory,
        notAuthorized(mallory, 'secretsmanager:GetSecretValue', 'prod/payroll-master'),
      ),
      target: secretArn('prod/payroll-master'),
      says: 'IAM user mallory tried to read the decoy',
    },
    {
      name: 'a look at a decoy is denied',
      event: deniedCall(
        'secretsmanager',
        'DescribeSecret',
        mallory,
        notAuthorized(mallory, 'secretsmanager:DescribeSecret', payroll),
      ),
      target: payroll,
    },
    {
      name: 'a change of a decoy is denied under the name of the exception',
      event: apiCall('secretsmanager', 'PutSecretValue', mallory, {
        error: {
          code: 'AccessDeniedException',
          message: notAuthorized(mallory, 'secretsmanager:PutSecretValue', root),
        },
      }),
      target: root,
    },
  ],

  nearMisses: [
    {
      name: 'a parameter of the same name',
      of: 'a decoy is read through Parameter Store',
      set: ['requestParameters', 'name'],
      to: '/prod/payroll-master',
    },
    {
      name: 'parameters of the same name',
      of: 'a decoy is read through Parameter Store among others',
      set: ['requestParameters', 'names'],
      to: ['/prod/x', '/prod/payroll-master'],
    },
    {
      name: "a secret whose name extends the decoy's",
      of: 'a decoy is read by name',
      set: ['requestParameters', 'secretId'],
      to: 'prod/payroll-master-copy',
    },
    {
      name: "a secret whose name the decoy's extends",
      of: 'a decoy is read by name',
      set: ['requestParameters', 'secretId'],
      to: 'prod/payroll',
    },
    {
      name: 'a secret of that name under another path',
      of: 'a decoy is read by name',
      set: ['requestParameters', 'secretId'],
      to: 'dev/prod/payroll-master',
    },
    {
      name: "a secret whose ARN extends the decoy's name",
      of: 'a decoy known by name is read by its ARN',
      set: ['requestParameters', 'secretId'],
      to: secretArn('prod/payroll-master-copy-AbCdEf'),
    },
    {
      name: 'a read that names no secret',
      of: 'a decoy is read by name',
      set: ['requestParameters'],
      to: null,
    },
    {
      name: 'a look at a decoy that succeeds',
      of: 'a decoy is read by name',
      set: ['eventName'],
      to: 'DescribeSecret',
    },
    {
      name: 'a look at a decoy that fails for another reason than a denial',
      of: 'a look at a decoy is denied',
      set: ['errorCode'],
      to: 'ThrottlingException',
    },
    {
      name: 'something of that name of another service',
      of: 'a decoy is read by name',
      set: ['eventSource'],
      to: 'appconfig.amazonaws.com',
    },
    {
      name: 'the secret of that name in another Region',
      of: 'a decoy known by ARN is read by its ARN',
      set: ['requestParameters', 'secretId'],
      to: secretArn('ops/root-login-GhIjKl', { where: 'us-east-1' }),
    },
    {
      name: 'the secret of that name in another account',
      of: 'a decoy known by ARN is read by its ARN',
      set: ['requestParameters', 'secretId'],
      to: secretArn('ops/root-login-GhIjKl', { owner: foreignAccount }),
    },
    {
      name: 'a later secret of the same name',
      of: 'a decoy known by ARN is read by its ARN',
      set: ['requestParameters', 'secretId'],
      to: secretArn('ops/root-login-ZzZzZz'),
    },
    {
      name: 'a read by name in another Region',
      of: 'a decoy known by ARN is read by name, and the log never shows its suffix',
      set: ['awsRegion'],
      to: 'us-east-1',
    },
    {
      name: 'a batch without the decoy',
      of: 'a decoy is among the secrets of a batch',
      set: ['requestParameters', 'secretIdList'],
      to: ['prod/db', 'prod/mail'],
    },
    {
      name: 'a denial that names another secret',
      of: 'a read of a decoy is denied',
      set: ['errorMessage'],
      to: notAuthorized(mallory, 'secretsmanager:GetSecretValue', 'prod/db'),
    },
  ],

  equivalent: {
    'pattern 0, detail.requestParameters.secretId: condition removed': ofOtherSecrets,
    'pattern 2, detail.errorMessage: condition removed': ofOtherSecrets,
    'pattern 0, detail.eventSource: condition removed': ofOthers,
    'pattern 1, detail.eventSource: condition removed': ofOthers,
    'pattern 2, detail.eventSource: condition removed': ofOthers,
  },
} satisfies DetectionCases;
