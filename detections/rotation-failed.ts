import type { Detection } from './catalogue/detection.ts';
import { awsCommand } from './event/command.ts';

/** What the message of a failed rotation most likely means, first match wins. */
const causes: readonly (readonly [sign: RegExp, cause: string])[] = [
  [
    /timed? ?out/i,
    'The rotation function ran out of time: most often it cannot reach the database or Secrets Manager from its subnet',
  ],
  [
    /AccessDenied|not authorized|permission/i,
    "The rotation function lacks a permission: look at its role, the key's policy and the function's own policy",
  ],
  [
    /throttl|rate exceeded|TooManyRequests/i,
    'The rotation function was throttled: it is tried again by the schedule',
  ],
  [
    /(?:during|in) (?:the )?createSecret/i,
    'Making the new value failed: often a version AWSPENDING is stuck from an earlier attempt',
  ],
  [
    /(?:during|in) (?:the )?setSecret/i,
    'Writing the new value to the database or service failed: look at its network, its user and the current value',
  ],
  [/(?:during|in) (?:the )?testSecret/i, 'The new value did not work when tried: it was not put into use'],
  [
    /(?:during|in) (?:the )?finishSecret/i,
    'The new value was set and tested, but the label AWSCURRENT was not moved: the secret may no longer fit the database',
  ],
  [/lambda/i, 'The rotation function failed: its log says why'],
];

export default {
  id: 'rotation-failed',
  title: 'Rotation failed',
  severity: 'high',
  why: 'The old value stays in use, and after a failure half-way the value stored may no longer work.',
  mitre: [],
  noise: 'A single failure that the next attempt mends.',
  readOnly: false,

  patterns: () => [
    {
      detail: {
        eventSource: ['secretsmanager.amazonaws.com'],
        eventName: ['RotationFailed', 'RotationAbandoned', 'TestRotationFailed'],
      },
    },
  ],

  groupBy: (event, { secrets }) => secrets[0]?.arn ?? event.eventID,

  describe: (event, { secrets }) => {
    const target = secrets[0]?.arn ?? null;
    const name = secrets[0]?.name ?? 'a secret';
    const message = event.errorMessage ?? '';
    const cause = causes.find(([sign]) => sign.test(message.slice(0, 1_000)))?.[1];
    const happened = {
      RotationFailed: 'Rotation failed',
      RotationAbandoned: 'Rotation was given up',
      TestRotationFailed: 'A test of the rotation failed',
    }[event.eventName];
    return {
      title: `${happened ?? event.eventName}: ${name}`,
      what: `${happened ?? event.eventName} for ${target ?? name}${message === '' ? '' : `: ${message}`}.`,
      target,
      signs: [
        cause ?? 'The event gives no cause: the log of the rotation function does',
        event.eventName === 'TestRotationFailed'
          ? 'Only a test: the value in use did not change'
          : 'Told by Secrets Manager itself, not by a caller',
      ],
      next: 'See which versions carry AWSCURRENT and AWSPENDING, and whether the application still connects. Mend the cause, then rotate again:',
      command:
        target === null
          ? null
          : awsCommand(
              'secretsmanager',
              'list-secret-version-ids',
              '--secret-id',
              target,
              '--region',
              event.awsRegion ?? '',
            ),
    };
  },
} satisfies Detection;
