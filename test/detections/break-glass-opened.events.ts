import type { DetectionCases } from './detection-cases.ts';
import {
  account,
  apiCall,
  assumeRole,
  consoleSignIn,
  deniedCall,
  federatedUser,
  foreignAccount,
  iamUser,
  iamUserSession,
  notAuthorized,
  otherAccount,
  region,
  roleArn,
  samlUser,
  signedInRole,
  signingInUser,
  userArn,
  webIdentityUser,
  type Fields,
} from './event-builders.ts';

const ana = iamUser('ana');
const breakGlass = roleArn('break-glass');
const emergencyEu = roleArn('BREAK-GLASS-EU', { path: 'emergency/' });
const canary = roleArn('glasswatch-canary');

/** A call of a break-glass user that is no secret read: any call begins a session. */
function listBuckets(by: Fields, at: string): Fields {
  return apiCall('s3', 'ListBuckets', by, { at, more: { readOnly: true } });
}

const shared = { more: { sharedEventID: '19ee34b2-52bd-4dfa-8c8e-cf68344062a6' } };
const callersCopy = assumeRole(ana, breakGlass, shared);
const ownersCopy = assumeRole(otherAccount(), breakGlass, { at: '10:00:00', ...shared });

export default {
  config: {
    account,
    regions: [region],
    breakGlass: {
      roles: [breakGlass, roleArn('BREAK-GLASS-*', { path: 'emergency/' })],
      users: [userArn('break-glass-user'), userArn('fire-*', 'emergency/')],
    },
  },

  truths: [
    {
      name: 'an IAM user assumes the role',
      event: assumeRole(ana, breakGlass),
      target: breakGlass,
      says: 'ana',
    },
    {
      name: 'a role with a path is assumed, of which the config knows the beginning',
      event: assumeRole(ana, emergencyEu),
      target: emergencyEu,
    },
    { name: 'a person assumes the canary role', event: assumeRole(ana, canary), target: canary },
    {
      name: 'the role is assumed with SAML',
      event: assumeRole(samlUser('ana@example.com'), breakGlass, { name: 'AssumeRoleWithSAML' }),
      target: breakGlass,
    },
    {
      name: 'the role is assumed with a web identity',
      event: assumeRole(webIdentityUser('repo:example/ops:ref:refs/heads/main'), breakGlass, {
        name: 'AssumeRoleWithWebIdentity',
      }),
      target: breakGlass,
    },
    {
      name: 'somebody of another account assumes the role',
      event: assumeRole(otherAccount(), breakGlass),
      target: breakGlass,
    },
    {
      name: "the role owner's copy follows the caller's",
      before: [callersCopy],
      event: ownersCopy,
      target: breakGlass,
      repeats: true,
    },
    {
      name: 'the role is assumed twice within seconds: two openings',
      before: [assumeRole(ana, breakGlass)],
      event: assumeRole(ana, breakGlass, { at: '10:00:20' }),
      target: breakGlass,
    },
    {
      name: 'the console switches to the role',
      event: consoleSignIn('SwitchRole', signedInRole('break-glass'), 'Success'),
      target: breakGlass,
      says: 'break-glass',
    },
    {
      name: "the console's switch follows its AssumeRole: one opening",
      before: [assumeRole(ana, breakGlass)],
      event: consoleSignIn('SwitchRole', signedInRole('break-glass'), 'Success', { at: '10:00:02' }),
      target: breakGlass,
      repeats: true,
    },
    {
      name: 'the console switches to a role with a path, which the event does not show',
      event: consoleSignIn('SwitchRole', signedInRole('BREAK-GLASS-EU'), 'Success'),
      target: emergencyEu,
    },
    {
      name: 'somebody signs in to the console as the role, through an identity provider',
      event: consoleSignIn('ConsoleLogin', signedInRole('break-glass'), 'Success'),
      target: breakGlass,
    },
    {
      name: 'the console switches to the canary role',
      event: consoleSignIn('SwitchRole', signedInRole('glasswatch-canary'), 'Success'),
      target: canary,
    },
    {
      name: 'a user makes a first call with the long-term key',
      event: listBuckets(iamUser('break-glass-user'), '10:00:00'),
      target: userArn('break-glass-user'),
      says: 'break-glass-user',
    },
    {
      name: "a user's first call is denied",
      event: deniedCall(
        's3',
        'ListBuckets',
        iamUser('break-glass-user'),
        notAuthorized(iamUser('break-glass-user'), 's3:ListAllMyBuckets', '*'),
      ),
      target: userArn('break-glass-user'),
    },
    {
      name: 'a user uses the key again after resting for more than an hour',
      before: [listBuckets(iamUser('break-glass-user'), '09:00:00')],
      event: listBuckets(iamUser('break-glass-user'), '10:00:01'),
      target: userArn('break-glass-user'),
    },
    {
      name: 'a user signs in to the console',
      event: consoleSignIn('ConsoleLogin', signingInUser('fire-01', 'emergency/'), 'Success'),
      target: userArn('fire-01', 'emergency/'),
    },
    {
      name: 'a user acts with temporary credentials, and no sign-in is in the log',
      event: listBuckets(iamUserSession('break-glass-user', '09:59:00'), '10:00:00'),
      target: userArn('break-glass-user'),
    },
    {
      name: 'a user acts with new temporary credentials',
      before: [listBuckets(iamUserSession('break-glass-user', '09:00:00'), '09:30:00')],
      event: listBuckets(iamUserSession('break-glass-user', '09:59:00'), '10:00:00'),
      target: userArn('break-glass-user'),
    },
    {
      name: 'a session that a user made by federation acts',
      event: listBuckets(federatedUser('night-shift', 'break-glass-user', '09:59:00'), '10:00:00'),
      target: userArn('break-glass-user'),
    },
    {
      name: 'a session that a user with a path made by federation acts',
      event: listBuckets(federatedUser('night-shift', 'fire-01', '09:59:00', 'emergency/'), '10:00:00'),
      target: userArn('fire-01', 'emergency/'),
    },
  ],

  nearMisses: [
    {
      name: 'a role whose name only begins alike',
      of: 'an IAM user assumes the role',
      set: ['requestParameters', 'roleArn'],
      to: roleArn('break-glass-viewer'),
    },
    {
      name: 'the role of that name in another account',
      of: 'an IAM user assumes the role',
      set: ['requestParameters', 'roleArn'],
      to: roleArn('break-glass', { owner: foreignAccount }),
    },
    {
      name: 'a role of that name under no path',
      of: 'a role with a path is assumed, of which the config knows the beginning',
      set: ['requestParameters', 'roleArn'],
      to: roleArn('BREAK-GLASS-EU'),
    },
    {
      name: 'an attempt that is denied',
      of: 'an IAM user assumes the role',
      set: ['errorCode'],
      to: 'AccessDenied',
    },
    {
      name: 'a refused SAML assertion, which keeps its parameters',
      of: 'the role is assumed with SAML',
      set: ['errorCode'],
      to: 'InvalidIdentityToken',
    },
    {
      name: 'an event that names no role',
      of: 'an IAM user assumes the role',
      set: ['requestParameters'],
      to: null,
    },
    {
      name: 'a call of STS that makes no session',
      of: 'an IAM user assumes the role',
      set: ['eventName'],
      to: 'GetCallerIdentity',
    },
    {
      name: 'a call of that name on another service',
      of: 'an IAM user assumes the role',
      set: ['eventSource'],
      to: 'rolesanywhere.amazonaws.com',
    },
    {
      name: 'a switch that failed',
      of: 'the console switches to the role',
      set: ['responseElements', 'SwitchRole'],
      to: 'Failure',
    },
    {
      name: 'a sign-in to the role that failed',
      of: 'somebody signs in to the console as the role, through an identity provider',
      set: ['responseElements', 'ConsoleLogin'],
      to: 'Failure',
    },
    {
      name: 'a sign-in event without outcome',
      of: 'the console switches to the role',
      set: ['responseElements'],
      to: null,
    },
    {
      name: 'a switch to a role whose name only begins alike',
      of: 'the console switches to the role',
      set: ['userIdentity', 'arn'],
      to: `arn:aws:sts::${account}:assumed-role/break-glass-viewer/ana.ops`,
    },
    {
      name: 'a switch to the role of that name in another account',
      of: 'the console switches to the role',
      set: ['userIdentity', 'arn'],
      to: `arn:aws:sts::${foreignAccount}:assumed-role/break-glass/ana.ops`,
    },
    {
      name: 'the outcome of a switch in an event of another service',
      of: 'the console switches to the role',
      set: ['eventSource'],
      to: 'sso.amazonaws.com',
    },
    {
      name: 'a sign-in of the user that failed',
      of: 'a user signs in to the console',
      set: ['responseElements', 'ConsoleLogin'],
      to: 'Failure',
    },
    {
      name: 'a user whose name only begins alike',
      of: 'a user makes a first call with the long-term key',
      set: ['userIdentity', 'arn'],
      to: userArn('break-glass-user-2'),
    },
    {
      name: 'a user of that name under another path',
      of: 'a user signs in to the console',
      set: ['userIdentity', 'arn'],
      to: userArn('fire-01'),
    },
    {
      name: 'a federated session that another user made',
      of: 'a session that a user made by federation acts',
      set: ['userIdentity', 'sessionContext', 'sessionIssuer', 'arn'],
      to: userArn('ana'),
    },
    {
      name: 'the second call with the long-term key',
      of: 'a user makes a first call with the long-term key',
      before: [listBuckets(iamUser('break-glass-user'), '09:59:00')],
    },
    {
      name: 'a key that rested for less than an hour',
      of: 'a user uses the key again after resting for more than an hour',
      before: [listBuckets(iamUser('break-glass-user'), '09:00:30')],
    },
    {
      name: 'a key that was used all along, though first more than an hour ago',
      of: 'a user uses the key again after resting for more than an hour',
      before: [
        listBuckets(iamUser('break-glass-user'), '09:00:00'),
        listBuckets(iamUser('break-glass-user'), '09:40:00'),
      ],
    },
    {
      name: 'the second call with temporary credentials',
      of: 'a user acts with temporary credentials, and no sign-in is in the log',
      before: [listBuckets(iamUserSession('break-glass-user', '09:59:00'), '09:59:30')],
    },
    {
      name: 'a call in the console session whose sign-in was told',
      of: 'a user acts with temporary credentials, and no sign-in is in the log',
      before: [
        consoleSignIn('ConsoleLogin', signingInUser('break-glass-user'), 'Success', { at: '09:59:00' }),
      ],
    },
    {
      name: 'the second call of a federated session',
      of: 'a session that a user made by federation acts',
      before: [listBuckets(federatedUser('night-shift', 'break-glass-user', '09:59:00'), '09:59:30')],
    },
  ],
} satisfies DetectionCases;
