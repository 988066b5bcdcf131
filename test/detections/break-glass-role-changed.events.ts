import type { DetectionCases, NearMiss, Truth } from './detection-cases.ts';
import {
  account,
  apiCall,
  foreignAccount,
  iamUser,
  region,
  roleArn,
  roleSession,
  userArn,
  type Fields,
} from './event-builders.ts';

const mallory = iamUser('mallory');
const policyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** Every call of IAM that changes who a role lets in, what it may do, or whether it is there, with its parameters. */
const roleCalls: Readonly<Record<string, Fields>> = {
  CreateRole: { assumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[]}' },
  DeleteRole: {},
  UpdateRole: { maxSessionDuration: 43_200 },
  UpdateAssumeRolePolicy: { policyDocument: '{"Version":"2012-10-17","Statement":[]}' },
  AttachRolePolicy: { policyArn },
  DetachRolePolicy: { policyArn },
  PutRolePolicy: { policyName: 'more', policyDocument: '{"Version":"2012-10-17","Statement":[]}' },
  DeleteRolePolicy: { policyName: 'more' },
  PutRolePermissionsBoundary: { permissionsBoundary: policyArn },
  DeleteRolePermissionsBoundary: {},
};

/** The same of a user: policies, groups, and every way in. */
const userCalls: Readonly<Record<string, Fields>> = {
  CreateUser: {},
  DeleteUser: {},
  UpdateUser: { newUserName: 'forgotten' },
  AttachUserPolicy: { policyArn },
  DetachUserPolicy: { policyArn },
  PutUserPolicy: { policyName: 'more', policyDocument: '{"Version":"2012-10-17","Statement":[]}' },
  DeleteUserPolicy: { policyName: 'more' },
  PutUserPermissionsBoundary: { permissionsBoundary: policyArn },
  DeleteUserPermissionsBoundary: {},
  AddUserToGroup: { groupName: 'admins' },
  RemoveUserFromGroup: { groupName: 'admins' },
  CreateAccessKey: {},
  UpdateAccessKey: { accessKeyId: 'AKIAI44QH8DHBEXAMPLE', status: 'Inactive' },
  DeleteAccessKey: { accessKeyId: 'AKIAI44QH8DHBEXAMPLE' },
  CreateLoginProfile: { passwordResetRequired: false },
  UpdateLoginProfile: {},
  DeleteLoginProfile: {},
  EnableMFADevice: { serialNumber: `arn:aws:iam::${account}:mfa/phone` },
  DeactivateMFADevice: { serialNumber: `arn:aws:iam::${account}:mfa/phone` },
};

function change(name: string, asked: Fields, owner = account, by = mallory): Fields {
  return apiCall('iam', name, by, {
    asked,
    region: 'us-east-1',
    more: { readOnly: false, recipientAccountId: owner },
  });
}

function changes(
  calls: Readonly<Record<string, Fields>>,
  of: string,
  named: Fields,
  target: string,
  owner = account,
): Truth[] {
  return Object.entries(calls).map(([name, asked]) => ({
    name: `${name} of ${of}`,
    event: change(name, { ...named, ...asked }, owner),
    target,
    says: name,
  }));
}

/** What is beside a change, for one kind of principal in one account. */
function beside(of: string, parameter: 'roleName' | 'userName', otherName: string, call: string): NearMiss[] {
  const truth = `${call} of ${of}`;
  return [
    { name: `${truth}, denied`, of: truth, set: ['errorCode'], to: 'AccessDenied' },
    {
      name: `${truth}, in an account that is not configured`,
      of: truth,
      set: ['recipientAccountId'],
      to: '777788889999',
    },
    { name: `${truth}, which names nothing`, of: truth, set: ['requestParameters'], to: null },
    {
      name: `${truth}, whose name only begins alike`,
      of: truth,
      set: ['requestParameters', parameter],
      to: otherName,
    },
    {
      name: `${truth}, as a call of another service`,
      of: truth,
      set: ['eventSource'],
      to: 'identitystore.amazonaws.com',
    },
    {
      name: `${truth}, only looked at`,
      of: truth,
      set: ['eventName'],
      to: parameter === 'roleName' ? 'GetRole' : 'GetUser',
    },
  ];
}

const role = 'a break-glass role';
const rolesElsewhere = 'a break-glass role in a second account';
const user = 'a break-glass user';

export default {
  config: {
    account,
    regions: [region],
    breakGlass: {
      roles: [
        roleArn('break-glass'),
        roleArn('BREAK-GLASS-*', { path: 'emergency/' }),
        roleArn('break-glass', { owner: foreignAccount }),
      ],
      users: [userArn('break-glass-user'), userArn('fire-*', 'emergency/')],
    },
  },

  truths: [
    ...changes(roleCalls, role, { roleName: 'break-glass' }, roleArn('break-glass')),
    ...changes(
      roleCalls,
      rolesElsewhere,
      { roleName: 'break-glass' },
      roleArn('break-glass', { owner: foreignAccount }),
      foreignAccount,
    ),
    ...changes(userCalls, user, { userName: 'break-glass-user' }, userArn('break-glass-user')),
    {
      name: 'a role is changed of which the config knows the path and the beginning',
      event: change('AttachRolePolicy', { roleName: 'BREAK-GLASS-EU', policyArn }),
      target: roleArn('BREAK-GLASS-EU', { path: 'emergency/' }),
    },
    {
      name: 'a user is changed of whom the config knows the path and the beginning',
      event: change('CreateAccessKey', { userName: 'fire-01' }),
      target: userArn('fire-01', 'emergency/'),
    },
    {
      name: 'the canary role is changed',
      event: change('UpdateAssumeRolePolicy', { roleName: 'glasswatch-canary' }),
      target: roleArn('glasswatch-canary'),
    },
    {
      name: 'CloudFormation deploys a change of the role',
      event: change(
        'AttachRolePolicy',
        { roleName: 'break-glass', policyArn },
        account,
        roleSession('deploy', { invokedBy: 'cloudformation.amazonaws.com' }),
      ),
      target: roleArn('break-glass'),
    },
    {
      name: "the role's sessions are revoked",
      event: change('PutRolePolicy', {
        roleName: 'break-glass',
        policyName: 'AWSRevokeOlderSessions',
        policyDocument:
          '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["*"],"Resource":["*"],"Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-11-18T10:00:00.000Z"}}}]}',
      }),
      target: roleArn('break-glass'),
      says: 'Sessions of break-glass revoked by IAM user mallory',
    },
  ],

  nearMisses: [
    ...beside(role, 'roleName', 'break-glass-viewer', 'AttachRolePolicy'),
    ...beside(rolesElsewhere, 'roleName', 'break-glass-viewer', 'AttachRolePolicy'),
    ...beside(user, 'userName', 'break-glass-user-2', 'CreateAccessKey'),
    {
      name: 'a call on a role that only adds a tag',
      of: 'DeleteRole of a break-glass role',
      set: ['eventName'],
      to: 'TagRole',
    },
    {
      name: 'a service-linked role is deleted by a call that starts alike',
      of: 'DeleteRole of a break-glass role',
      set: ['eventName'],
      to: 'DeleteRoleAlias',
    },
  ],
} satisfies DetectionCases;
