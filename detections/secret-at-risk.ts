import { callerOf } from './break-glass/caller.ts';
import type { Detection } from './catalogue/detection.ts';
import type { CloudTrailEvent } from './event/cloudtrail-event.ts';
import { awsCommand } from './event/command.ts';
import { textOf } from './event/identity.ts';

const told: Readonly<Record<string, string>> = {
  DeleteSecret: 'scheduled for deletion',
  CancelRotateSecret: 'no longer rotated: its rotation was cancelled',
  StopReplicationToReplica: 'cut off from its primary: the replica stays with the old value',
  RemoveRegionsFromReplication: 'no longer replicated to some Regions',
  DisableKey: 'disabled: what it encrypts cannot be read',
  ScheduleKeyDeletion: 'scheduled for deletion: what it encrypts will be lost',
};

export default {
  id: 'secret-at-risk',
  title: 'A secret may be lost or go stale',
  severity: 'medium',
  why: 'A deleted secret or key takes applications down; a cancelled rotation or replica leaves an old value in use.',
  mitre: ['T1485', 'T1531'],
  noise: 'Clean-up of secrets that nobody uses; infrastructure as code that replaces a secret.',
  readOnly: false,

  patterns: () => [
    {
      detail: {
        eventSource: ['secretsmanager.amazonaws.com'],
        eventName: [
          'DeleteSecret',
          'CancelRotateSecret',
          'StopReplicationToReplica',
          'RemoveRegionsFromReplication',
        ],
        errorCode: [{ exists: false }],
      },
    },
    {
      detail: {
        eventSource: ['kms.amazonaws.com'],
        eventName: ['DisableKey', 'ScheduleKeyDeletion'],
        errorCode: [{ exists: false }],
      },
    },
  ],

  criticalPatterns: [
    {
      detail: {
        eventSource: ['secretsmanager.amazonaws.com'],
        eventName: ['DeleteSecret'],
        errorCode: [{ exists: false }],
        requestParameters: { forceDeleteWithoutRecovery: [true] },
      },
    },
  ],

  groupBy: (event, { secrets }) => `${event.eventName} ${secrets[0]?.arn ?? keyOf(event) ?? ''}`,

  describe: (event, context) => {
    const { secrets } = context;
    const target = secrets[0]?.arn ?? keyOf(event);
    const name = secrets[0]?.name ?? target?.split(':key/')[1] ?? target ?? 'a secret';
    const { name: who, ask } = callerOf(event, context);
    const ofKey = event.eventSource === 'kms.amazonaws.com';
    const forced =
      event.eventName === 'DeleteSecret' && event.requestParameters?.forceDeleteWithoutRecovery === true;
    const state = forced ? 'deleted at once, without recovery' : (told[event.eventName] ?? event.eventName);
    return {
      title: `${ofKey ? 'Key' : 'Secret'} ${name} ${state.split(':')[0] ?? state} by ${who}`,
      what: `${event.eventName} of ${target ?? name}: it is ${state}.`,
      target,
      ...(forced ? { severity: 'critical' as const } : {}),
      signs: [
        ...(ofKey ? ['Whether secrets are encrypted with this key, the event does not say'] : []),
        ...(event.eventName === 'DeleteSecret' && !forced
          ? ['It can be restored within its recovery window']
          : []),
        ...(forced ? ['It cannot be restored; the password in it still works where it was set'] : []),
      ],
      next: `Ask ${ask} whether this was meant, and who still uses it. If it was not meant, ${forced ? 'make it anew from the service that it opened, and find out how this was allowed' : 'undo it'}:`,
      command: undoCommand(event, target, forced),
    };
  },
} satisfies Detection;

function keyOf(event: CloudTrailEvent): string | null {
  const key = event.resources.find(({ type }) => type === 'AWS::KMS::Key');
  return key?.ARN ?? key?.arn ?? textOf(event.requestParameters?.keyId);
}

function undoCommand(event: CloudTrailEvent, target: string | null, forced: boolean): string | null {
  if (target === null) return null;
  const region = ['--region', event.awsRegion ?? ''];
  switch (event.eventName) {
    case 'DeleteSecret':
      return awsCommand(
        'secretsmanager',
        forced ? 'describe-secret' : 'restore-secret',
        '--secret-id',
        target,
        ...region,
      );
    case 'CancelRotateSecret':
      return awsCommand('secretsmanager', 'rotate-secret', '--secret-id', target, ...region);
    case 'DisableKey':
      return awsCommand('kms', 'enable-key', '--key-id', target, ...region);
    case 'ScheduleKeyDeletion':
      return awsCommand('kms', 'cancel-key-deletion', '--key-id', target, ...region);
    default:
      return awsCommand('secretsmanager', 'describe-secret', '--secret-id', target, ...region);
  }
}
