import type { DetectionCases } from './detection-cases.ts';
import {
  assumeRole,
  consoleSignIn,
  deniedCall,
  foreignAccount,
  iamUser,
  notAuthorized,
  refusedUser,
  roleArn,
  roleSession,
  samlUser,
  userArn,
  webIdentityUser,
  type Fields,
} from './event-builders.ts';

const ana = iamUser('ana');
const breakGlass = roleArn('break-glass');
const emergencyEu = roleArn('BREAK-GLASS-EU', { path: 'emergency/' });
const fireAdmin = roleArn('fire-eu-admin');

function denied(by: Fields, role: string, reason?: string): Fields {
  return deniedCall('sts', 'AssumeRole', by, notAuthorized(by, 'sts:AssumeRole', role, reason), {
    more: { readOnly: true },
  });
}

/** A refused assertion or token keeps its parameters; nothing was answered. */
function refused(by: Fields, name: string, role: string, code: string, message: string): Fields {
  return assumeRole(by, role, { name, answered: null, error: { code, message } });
}

const saml = samlUser('ana@example.com');
const deadAssertion = 'Response has expired (service: STS)';

export default {
  config: {
    breakGlass: {
      roles: [breakGlass, roleArn('BREAK-GLASS-*', { path: 'emergency/' }), roleArn('fire-*-admin')],
      users: [userArn('break-glass-user'), userArn('fire-*', 'emergency/')],
    },
  },

  truths: [
    {
      name: 'an attempt is denied, and the message gives a reason',
      event: denied(ana, breakGlass),
      target: breakGlass,
      says: 'ana',
    },
    {
      name: 'an attempt is denied, and the role ends the message',
      event: denied(ana, breakGlass, ''),
      target: breakGlass,
    },
    {
      name: 'a session of a role is denied',
      event: denied(roleSession('developer'), breakGlass),
      target: breakGlass,
    },
    {
      name: 'an attempt is denied by a service control policy',
      event: denied(ana, breakGlass, 'with an explicit deny in a service control policy'),
      target: breakGlass,
    },
    {
      name: 'an attempt at a role with a path, of which the config knows the beginning',
      event: denied(ana, emergencyEu),
      target: emergencyEu,
    },
    {
      name: 'an attempt at a role with a * amid its name, with a reason',
      event: denied(ana, fireAdmin),
      target: fireAdmin,
    },
    {
      name: 'an attempt at a role with a * amid its name, without reason',
      event: denied(ana, fireAdmin, ''),
      target: fireAdmin,
    },
    {
      name: 'a SAML assertion is refused and keeps its parameters',
      event: refused(saml, 'AssumeRoleWithSAML', breakGlass, 'ExpiredTokenException', deadAssertion),
      target: breakGlass,
    },
    {
      name: 'a web identity is refused and keeps its parameters',
      event: refused(
        webIdentityUser('repo:example/ops:ref:refs/heads/main'),
        'AssumeRoleWithWebIdentity',
        emergencyEu,
        'InvalidIdentityToken',
        'No OpenIDConnect provider found in your account',
      ),
      target: emergencyEu,
    },
    {
      name: 'a SAML assertion for a role with a * amid its name is refused',
      event: refused(
        saml,
        'AssumeRoleWithSAML',
        fireAdmin,
        'InvalidIdentityToken',
        'Specified provider does not exist',
      ),
      target: fireAdmin,
    },
    {
      name: 'a break-glass user fails to sign in to the console',
      event: consoleSignIn('ConsoleLogin', refusedUser('break-glass-user'), 'Failure', {
        more: { errorMessage: 'Failed authentication' },
      }),
      target: userArn('break-glass-user'),
    },
    {
      name: 'a break-glass user of whom the config knows the beginning fails to sign in',
      event: consoleSignIn('ConsoleLogin', refusedUser('fire-01'), 'Failure', {
        more: { errorMessage: 'Failed authentication' },
      }),
      target: userArn('fire-01', 'emergency/'),
    },
  ],

  nearMisses: [
    {
      name: 'a role whose name only begins alike is denied',
      of: 'an attempt is denied, and the message gives a reason',
      set: ['errorMessage'],
      to: notAuthorized(ana, 'sts:AssumeRole', roleArn('break-glass-viewer')),
    },
    {
      name: 'a role whose name only begins alike ends the message',
      of: 'an attempt is denied, and the role ends the message',
      set: ['errorMessage'],
      to: notAuthorized(ana, 'sts:AssumeRole', roleArn('break-glass-viewer'), ''),
    },
    {
      name: 'the role of that name in another account is denied',
      of: 'an attempt is denied, and the message gives a reason',
      set: ['errorMessage'],
      to: notAuthorized(ana, 'sts:AssumeRole', roleArn('break-glass', { owner: foreignAccount })),
    },
    {
      name: 'the role itself is the caller that is denied something else',
      of: 'an attempt is denied, and the message gives a reason',
      set: ['errorMessage'],
      to: notAuthorized(roleSession('break-glass'), 'sts:AssumeRole', roleArn('developer')),
    },
    {
      name: 'a denial without message',
      of: 'an attempt is denied, and the message gives a reason',
      set: ['errorMessage'],
      to: undefined,
    },
    {
      name: 'a success',
      of: 'an attempt is denied, and the message gives a reason',
      set: ['errorCode'],
      to: undefined,
    },
    {
      name: 'an error that is no denial',
      of: 'an attempt is denied, and the message gives a reason',
      set: ['errorCode'],
      to: 'RegionDisabledException',
    },
    {
      name: 'another service denies a change of the role',
      of: 'an attempt is denied, and the message gives a reason',
      set: ['eventSource'],
      to: 'iam.amazonaws.com',
    },
    {
      name: 'a SAML assertion that is accepted',
      of: 'a SAML assertion is refused and keeps its parameters',
      set: ['errorCode'],
      to: undefined,
    },
    {
      name: 'a SAML assertion for a role whose name only begins alike',
      of: 'a SAML assertion is refused and keeps its parameters',
      set: ['requestParameters', 'roleArn'],
      to: roleArn('break-glass-viewer'),
    },
    {
      name: 'a refusal that names no role',
      of: 'a SAML assertion is refused and keeps its parameters',
      set: ['requestParameters'],
      to: null,
    },
    {
      name: 'a refusal of another service that names the role',
      of: 'a SAML assertion is refused and keeps its parameters',
      set: ['eventSource'],
      to: 'rolesanywhere.amazonaws.com',
    },
    {
      name: 'a sign-in that succeeds',
      of: 'a break-glass user fails to sign in to the console',
      set: ['responseElements', 'ConsoleLogin'],
      to: 'Success',
    },
    {
      name: 'a user whose name only begins alike fails to sign in',
      of: 'a break-glass user fails to sign in to the console',
      set: ['userIdentity', 'userName'],
      to: 'break-glass-user-2',
    },
    {
      name: 'a name that AWS hides, because no such user exists',
      of: 'a break-glass user fails to sign in to the console',
      set: ['userIdentity', 'userName'],
      to: 'HIDDEN_DUE_TO_SECURITY_REASONS',
    },
    {
      name: 'a user of that name in another account fails to sign in',
      of: 'a break-glass user fails to sign in to the console',
      set: ['userIdentity', 'accountId'],
      to: foreignAccount,
    },
    {
      name: 'the outcome of a sign-in in an event of another service',
      of: 'a break-glass user fails to sign in to the console',
      set: ['eventSource'],
      to: 'sso.amazonaws.com',
    },
  ],
} satisfies DetectionCases;
