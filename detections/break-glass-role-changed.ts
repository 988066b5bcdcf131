import type { Config } from '../config/schema.ts';
import { callerOf } from './break-glass/caller.ts';
import { breakGlassRoles, configuredArn, namesByAccount } from './break-glass/conditions.ts';
import type { Detection } from './catalogue/detection.ts';
import type { CloudTrailEvent } from './event/cloudtrail-event.ts';
import { awsCommand, revocationPolicyName } from './event/command.ts';
import { partitionOf, textOf } from './event/identity.ts';
import { atStart } from './event/proof.ts';

const roleChanges = [
  'CreateRole',
  'DeleteRole',
  'UpdateRole',
  'UpdateAssumeRolePolicy',
  'AttachRolePolicy',
  'DetachRolePolicy',
  'PutRolePolicy',
  'DeleteRolePolicy',
  'PutRolePermissionsBoundary',
  'DeleteRolePermissionsBoundary',
];

const userChanges = [
  'CreateUser',
  'DeleteUser',
  'UpdateUser',
  'AttachUserPolicy',
  'DetachUserPolicy',
  'PutUserPolicy',
  'DeleteUserPolicy',
  'PutUserPermissionsBoundary',
  'DeleteUserPermissionsBoundary',
  'AddUserToGroup',
  'RemoveUserFromGroup',
  'CreateAccessKey',
  'UpdateAccessKey',
  'DeleteAccessKey',
  'CreateLoginProfile',
  'UpdateLoginProfile',
  'DeleteLoginProfile',
  'EnableMFADevice',
  'DeactivateMFADevice',
];

export default {
  id: 'break-glass-role-changed',
  title: 'Break-glass role or user changed',
  severity: 'critical',
  why: 'Whoever changes its trust or permissions decides who holds emergency access; whoever deletes it takes it away when it is needed.',
  mitre: ['T1098.003', 'T1531'],
  noise: 'A planned change of the emergency access itself.',
  readOnly: false,

  // IAM's parameters hold names without account: the account of the record tells whose they are.
  patterns: (config) => [
    ...namesByAccount(breakGlassRoles(config)).map(({ account, names }) => ({
      detail: {
        eventSource: ['iam.amazonaws.com'],
        eventName: roleChanges,
        errorCode: [{ exists: false }],
        recipientAccountId: [account],
        requestParameters: { roleName: names },
      },
    })),
    ...namesByAccount(config.breakGlass.users).map(({ account, names }) => ({
      detail: {
        eventSource: ['iam.amazonaws.com'],
        eventName: userChanges,
        errorCode: [{ exists: false }],
        recipientAccountId: [account],
        requestParameters: { userName: names },
      },
    })),
  ],

  groupBy: (event, { identity }) => `${identity.principal ?? ''} ${event.eventName} ${changedName(event)}`,

  describe: (event, context) => {
    const { config } = context;
    const name = changedName(event);
    const role = textOf(event.requestParameters?.roleName) !== null;
    const { name: who, ask } = callerOf(event, context);
    const target = changedArn(event, config);
    if (event.eventName === 'PutRolePolicy' && event.requestParameters?.policyName === revocationPolicyName) {
      return {
        title: `Sessions of ${name} revoked by ${who}`,
        what: `${atStart(who)} put the policy ${revocationPolicyName} on ${name}: every session that began before now is cut off.`,
        target,
        signs: ['This is how a break-glass session is ended early; it gives nobody access'],
        next: `Confirm with ${ask} that the emergency is over, or that the session was not theirs to keep. Check that the policy stands:`,
        command: awsCommand(
          'iam',
          'get-role-policy',
          '--role-name',
          name,
          '--policy-name',
          revocationPolicyName,
        ),
      };
    }
    return {
      title: `Break-glass ${role ? 'role' : 'user'} ${name} changed by ${who}: ${event.eventName}`,
      what: `${atStart(who)} called ${event.eventName} on ${target}${detailOf(event)}.`,
      target,
      signs: [
        event.userIdentity?.invokedBy === 'cloudformation.amazonaws.com'
          ? 'Made by CloudFormation: somebody deployed a change'
          : 'Made by hand or by a script, not by CloudFormation',
      ],
      next: `Ask ${ask} for the change request. If there is none, see what the ${role ? 'role' : 'user'} looks like now and put it back:`,
      command: role
        ? awsCommand('iam', 'get-role', '--role-name', name)
        : awsCommand('iam', 'get-user', '--user-name', name),
    };
  },
} satisfies Detection;

function changedName(event: CloudTrailEvent): string {
  const asked = event.requestParameters ?? {};
  return textOf(asked.roleName) ?? textOf(asked.userName) ?? '';
}

/** The ARN of what was changed, with the path that the config knows; the event shows the name alone. */
function changedArn(event: CloudTrailEvent, { breakGlass }: Config): string {
  const name = changedName(event);
  const kind = textOf(event.requestParameters?.roleName) === null ? 'user' : 'role';
  const account = event.recipientAccountId ?? '';
  const configured = kind === 'role' ? breakGlass.roles : breakGlass.users;
  return (
    configuredArn(configured, account, name) ?? `arn:${partitionOf(event)}:iam::${account}:${kind}/${name}`
  );
}

function detailOf(event: CloudTrailEvent): string {
  const policy = textOf(event.requestParameters?.policyArn) ?? textOf(event.requestParameters?.policyName);
  return policy === null ? '' : `: ${policy}`;
}
