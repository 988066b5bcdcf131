import type { DetectionCases, NearMiss, Truth } from './detection-cases.ts';
import {
  account,
  apiCall,
  assumeRole,
  decryptOf,
  federatedUser,
  foreignAccount,
  iamUser,
  readSecret,
  region,
  roleArn,
  roleSession,
  secretArn,
  userArn,
  type Fields,
} from './event-builders.ts';

const inBreakGlass = roleSession('break-glass', { session: 'ana.ops' });
const breakGlassUser = iamUser('break-glass-user');
const federated = federatedUser('night-shift', 'break-glass-user', '09:00:00');
const ordinary = roleSession('developer');

const toAdmin = assumeRole(inBreakGlass, roleArn('admin'), { at: '09:30:00', session: 'hop' });
const inAdmin = roleSession('admin', { session: 'hop', created: '09:30:00' });
const toDeploy = assumeRole(inAdmin, roleArn('deploy'), { at: '09:45:00', session: 'hop-2' });
const inDeploy = roleSession('deploy', { session: 'hop-2', created: '09:45:00' });

const database = secretArn('prod/db-4Rzn83');

function parameterArn(path: string): string {
  return `arn:aws:ssm:${region}:${account}:parameter${path}`;
}

/** A read of Parameter Store that decrypts. */
function readParameter(name: string, by: Fields, asked: Fields): Fields {
  return apiCall('ssm', name, by, { asked: { ...asked, withDecryption: true }, more: { readOnly: true } });
}

/** Every way to read, for one way to be in an emergency. */
function readsBy(who: string, by: Fields): Truth[] {
  return [
    { name: `${who} reads a secret by name`, event: readSecret(by, 'prod/db'), target: secretArn('prod/db') },
    { name: `${who} reads a secret by ARN`, event: readSecret(by, database), target: database },
    {
      name: `${who} reads two secrets in a batch`,
      event: apiCall('secretsmanager', 'BatchGetSecretValue', by, {
        asked: { secretIdList: ['prod/db', 'prod/mail'] },
      }),
      target: `${secretArn('prod/db')}, ${secretArn('prod/mail')}`,
    },
    {
      name: `${who} reads secrets by a filter`,
      event: apiCall('secretsmanager', 'BatchGetSecretValue', by, {
        asked: { filters: [{ key: 'tag-key', values: ['prod'] }] },
      }),
      target: 'tag-key=prod',
    },
    {
      name: `${who} decrypts a parameter`,
      event: readParameter('GetParameter', by, { name: '/prod/token' }),
      target: parameterArn('/prod/token'),
    },
    {
      name: `${who} decrypts several parameters`,
      event: readParameter('GetParameters', by, { names: ['/prod/token', 'flat'] }),
      target: `${parameterArn('/prod/token')}, ${parameterArn('/flat')}`,
    },
    {
      name: `${who} decrypts a path`,
      event: readParameter('GetParametersByPath', by, { path: '/prod/', recursive: true }),
      target: parameterArn('/prod/*'),
    },
    {
      name: `${who} decrypts the history of a parameter`,
      event: readParameter('GetParameterHistory', by, { name: '/prod/token' }),
      target: parameterArn('/prod/token'),
    },
  ];
}

/** What is beside a read, whoever reads. */
function besideReadsBy(who: string): NearMiss[] {
  const read = `${who} reads a secret by name`;
  const decrypted = `${who} decrypts a parameter`;
  return [
    { name: `${who} is denied the secret`, of: read, set: ['errorCode'], to: 'AccessDenied' },
    {
      name: `${who} asks for a secret that is not there`,
      of: read,
      set: ['errorCode'],
      to: 'ResourceNotFoundException',
    },
    {
      name: `${who} looks at a secret without its value`,
      of: read,
      set: ['eventName'],
      to: 'DescribeSecret',
    },
    {
      name: `${who} calls something of that name on another service`,
      of: read,
      set: ['eventSource'],
      to: 'appconfig.amazonaws.com',
    },
    {
      name: `${who} reads a parameter without decrypting`,
      of: decrypted,
      set: ['requestParameters', 'withDecryption'],
      to: false,
    },
    {
      name: `${who} reads a parameter and says in words not to decrypt`,
      of: decrypted,
      set: ['requestParameters', 'withDecryption'],
      to: 'false',
    },
    {
      name: `${who} reads a parameter and does not ask to decrypt`,
      of: decrypted,
      set: ['requestParameters', 'withDecryption'],
      to: undefined,
    },
    { name: `${who} is denied a parameter`, of: decrypted, set: ['requestParameters'], to: null },
    {
      name: `${who} looks at a parameter's description`,
      of: decrypted,
      set: ['eventName'],
      to: 'DescribeParameters',
    },
    {
      name: `${who} reads a parameter of another service`,
      of: decrypted,
      set: ['eventSource'],
      to: 'appconfig.amazonaws.com',
    },
  ];
}

const readByName = 'a break-glass session reads a secret by name';

export default {
  config: { breakGlass: { roles: [roleArn('break-glass')], users: [userArn('break-glass-user')] } },

  truths: [
    ...readsBy('a break-glass session', inBreakGlass),
    ...readsBy('a break-glass user', breakGlassUser),
    ...readsBy('a federated session of a break-glass user', federated),
    {
      name: 'a secret is read by name, and the log shows its full ARN elsewhere',
      before: [decryptOf(ordinary, database, { at: '09:00:00' })],
      event: readSecret(inBreakGlass, 'prod/db'),
      target: database,
      says: 'A session of role break-glass read prod/db in break-glass',
    },
    {
      name: 'a secret is read by its ARN and the key of one field',
      event: readSecret(inBreakGlass, `${database}:password::`),
      target: database,
    },
    {
      name: 'the same secret is read again',
      before: [readSecret(inBreakGlass, 'prod/db', { at: '09:50:00' })],
      event: readSecret(inBreakGlass, 'prod/db'),
      target: secretArn('prod/db'),
      repeats: true,
    },
    {
      name: 'a parameter is read by name and label',
      event: readParameter('GetParameter', inBreakGlass, { name: '/prod/token:live' }),
      target: parameterArn('/prod/token'),
    },
    {
      name: 'a parameter is read by ARN and version',
      event: readParameter('GetParameter', inBreakGlass, { name: `${parameterArn('/prod/token')}:3` }),
      target: parameterArn('/prod/token'),
    },
    {
      name: 'a secret is read through a reference of Parameter Store',
      event: readParameter('GetParameter', inBreakGlass, { name: '/aws/reference/secretsmanager/prod/db' }),
      target: secretArn('prod/db'),
      says: 'read prod/db in',
    },
    {
      name: "another account's secret is read",
      event: readSecret(inBreakGlass, secretArn('shared/db-4Rzn83', { owner: foreignAccount })),
      target: secretArn('shared/db-4Rzn83', { owner: foreignAccount }),
    },
    {
      name: 'a chained session reads a secret',
      before: [toAdmin],
      event: readSecret(inAdmin, 'prod/db'),
      target: secretArn('prod/db'),
      says: 'A session of role admin read prod/db in break-glass',
    },
    {
      name: 'a session chained from a chained one reads a parameter',
      before: [toAdmin, toDeploy],
      event: readParameter('GetParameter', inDeploy, { name: '/prod/token' }),
      target: parameterArn('/prod/token'),
    },
    {
      name: 'the session that a break-glass user assumed reads a secret',
      before: [assumeRole(breakGlassUser, roleArn('admin'), { at: '09:30:00', session: 'hop' })],
      event: readSecret(inAdmin, 'prod/db'),
      target: secretArn('prod/db'),
    },
  ],

  nearMisses: [
    ...besideReadsBy('a break-glass session'),
    ...besideReadsBy('a break-glass user'),
    {
      name: 'a session of a role whose name only begins alike',
      of: readByName,
      set: ['userIdentity', 'sessionContext', 'sessionIssuer', 'arn'],
      to: roleArn('break-glass-viewer'),
    },
    {
      name: 'a session of the role of that name in another account',
      of: readByName,
      set: ['userIdentity', 'sessionContext', 'sessionIssuer', 'arn'],
      to: roleArn('break-glass', { owner: foreignAccount }),
    },
    {
      name: 'an AWS service that works for the session',
      of: readByName,
      set: ['userIdentity', 'type'],
      to: 'AWSService',
    },
    {
      name: 'a user whose name only begins alike',
      of: 'a break-glass user reads a secret by name',
      set: ['userIdentity', 'arn'],
      to: userArn('break-glass-user-2'),
    },
    {
      name: 'a federated session that another user made',
      of: 'a federated session of a break-glass user reads a secret by name',
      set: ['userIdentity', 'sessionContext', 'sessionIssuer', 'arn'],
      to: userArn('ana'),
    },
    {
      name: 'a session of the second role that nobody in an emergency opened',
      of: 'a chained session reads a secret',
      before: [],
    },
    {
      name: 'a session of the second role that an ordinary session opened',
      of: 'a chained session reads a secret',
      before: [assumeRole(ordinary, roleArn('admin'), { at: '09:30:00', session: 'hop' })],
    },
    {
      name: 'another session of the second role, of another name',
      of: 'a chained session reads a secret',
      set: ['userIdentity', 'principalId'],
      to: 'AROAADMINXXXXXXXXXXXX:ben.ops',
    },
    {
      name: 'another session of the second role, of the same name',
      of: 'a chained session reads a secret',
      set: ['userIdentity', 'sessionContext', 'attributes', 'creationDate'],
      to: '2026-11-18T08:00:00Z',
    },
  ],
} satisfies DetectionCases;
