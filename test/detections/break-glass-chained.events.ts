import type { DetectionCases } from './detection-cases.ts';
import {
  assumeRole,
  foreignAccount,
  iamUser,
  iamUserSession,
  roleArn,
  roleSession,
  userArn,
} from './event-builders.ts';

const inBreakGlass = roleSession('break-glass', { session: 'ana.ops', created: '09:00:00' });
const admin = roleArn('admin');
const deploy = roleArn('deploy', { path: 'ci/' });
const toAdmin = assumeRole(inBreakGlass, admin, { at: '09:30:00', session: 'hop' });
/** A session that the first link made: its creation date is the time of that AssumeRole. */
const inAdmin = roleSession('admin', { session: 'hop', created: '09:30:00' });
const toDeploy = assumeRole(inAdmin, deploy, { at: '09:45:00', session: 'hop-2' });
const inDeploy = roleSession('deploy', { session: 'hop-2', created: '09:45:00', path: 'ci/' });
const breakGlassUser = iamUser('break-glass-user');

export default {
  config: { breakGlass: { roles: [roleArn('break-glass')], users: [userArn('break-glass-user')] } },

  truths: [
    {
      name: 'a break-glass session assumes another role',
      event: assumeRole(inBreakGlass, admin),
      target: admin,
      says: 'Somebody went on from break-glass to admin',
    },
    {
      name: 'a break-glass session assumes another role, whoever it says it is: its opening proved a user',
      before: [
        assumeRole(iamUser('mallory'), roleArn('break-glass'), { at: '09:00:00', session: 'ana.ops' }),
      ],
      event: assumeRole(inBreakGlass, admin),
      target: admin,
      says: 'IAM user mallory went on from break-glass to admin',
    },
    {
      name: 'a chained session assumes a further role',
      before: [toAdmin],
      event: assumeRole(inAdmin, deploy),
      target: deploy,
      says: 'from break-glass to deploy',
    },
    {
      name: 'a session chained from a chained one assumes a further role',
      before: [toAdmin, toDeploy],
      event: assumeRole(inDeploy, roleArn('auditor')),
      target: roleArn('auditor'),
    },
    {
      name: 'a break-glass user assumes a role with the long-term key',
      event: assumeRole(breakGlassUser, admin),
      target: admin,
    },
    {
      name: 'a break-glass user assumes a role out of a console session',
      event: assumeRole(iamUserSession('break-glass-user', '09:00:00'), admin),
      target: admin,
    },
    {
      name: 'the session that a break-glass user assumed assumes a further role',
      before: [assumeRole(breakGlassUser, admin, { at: '09:30:00', session: 'hop' })],
      event: assumeRole(inAdmin, deploy),
      target: deploy,
    },
    {
      name: 'a break-glass session assumes a role of another account',
      event: assumeRole(inBreakGlass, roleArn('admin', { owner: foreignAccount })),
      target: roleArn('admin', { owner: foreignAccount }),
    },
  ],

  nearMisses: [
    {
      name: 'a session of another role',
      of: 'a break-glass session assumes another role',
      set: ['userIdentity', 'sessionContext', 'sessionIssuer', 'arn'],
      to: roleArn('break-glass-viewer'),
    },
    {
      name: 'a session of the role of that name in another account',
      of: 'a break-glass session assumes another role',
      set: ['userIdentity', 'sessionContext', 'sessionIssuer', 'arn'],
      to: roleArn('break-glass', { owner: foreignAccount }),
    },
    {
      name: 'an attempt that is denied',
      of: 'a break-glass session assumes another role',
      set: ['errorCode'],
      to: 'AccessDenied',
    },
    {
      name: 'a call of STS that assumes no role',
      of: 'a break-glass session assumes another role',
      set: ['eventName'],
      to: 'GetCallerIdentity',
    },
    {
      name: 'a call of that name on another service',
      of: 'a break-glass session assumes another role',
      set: ['eventSource'],
      to: 'rolesanywhere.amazonaws.com',
    },
    {
      name: 'an AWS service that works for the session',
      of: 'a break-glass session assumes another role',
      set: ['userIdentity', 'type'],
      to: 'AWSService',
    },
    {
      name: 'a session of the second role that nobody in an emergency opened',
      of: 'a chained session assumes a further role',
      before: [],
    },
    {
      name: 'a session of the second role that an ordinary session opened',
      of: 'a chained session assumes a further role',
      before: [assumeRole(roleSession('developer'), admin, { at: '09:30:00', session: 'hop' })],
    },
    {
      name: 'a session of the second role that the emergency did not get',
      of: 'a chained session assumes a further role',
      before: [
        assumeRole(inBreakGlass, admin, {
          at: '09:30:00',
          session: 'hop',
          error: { code: 'AccessDenied', message: 'denied' },
        }),
      ],
    },
    {
      name: 'another session of the second role, of the same name',
      of: 'a chained session assumes a further role',
      set: ['userIdentity', 'sessionContext', 'attributes', 'creationDate'],
      to: '2026-11-18T08:00:00Z',
    },
    {
      name: 'a chain of which the middle link is missing',
      of: 'a session chained from a chained one assumes a further role',
      before: [toAdmin],
    },
    {
      name: 'a user whose name only begins alike',
      of: 'a break-glass user assumes a role with the long-term key',
      set: ['userIdentity', 'arn'],
      to: userArn('break-glass-user-2'),
    },
    {
      name: "a break-glass user's attempt that is denied",
      of: 'a break-glass user assumes a role with the long-term key',
      set: ['errorCode'],
      to: 'AccessDenied',
    },
    {
      name: 'a break-glass user who asks STS for no role',
      of: 'a break-glass user assumes a role with the long-term key',
      set: ['eventName'],
      to: 'GetSessionToken',
    },
    {
      name: 'a break-glass user who calls another service',
      of: 'a break-glass user assumes a role with the long-term key',
      set: ['eventSource'],
      to: 'rolesanywhere.amazonaws.com',
    },
  ],
} satisfies DetectionCases;
