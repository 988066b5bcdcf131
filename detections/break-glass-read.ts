import { nameOfPrincipal } from '../config/arn.ts';
import { counted } from '../config/counted.ts';
import { breakGlassRoles, userArns } from './break-glass/conditions.ts';
import type { Detection, DetectionContext } from './catalogue/detection.ts';
import { filterText, filtersOf } from './event/batch.ts';
import type { CloudTrailEvent } from './event/cloudtrail-event.ts';
import { awsCommand } from './event/command.ts';
import { atStart, proofOf } from './event/proof.ts';
import { replaceValueCommand } from './event/replace-value.ts';
import type { Secret } from './event/secret.ts';
import { parametersNamed } from './event/parameter.ts';
import { anyOf } from './pattern/any-of.ts';

/** Reads that hand out a secret's value: by Secrets Manager, or decrypted by Parameter Store. */
const reads = [
  { eventSource: ['secretsmanager.amazonaws.com'], eventName: ['GetSecretValue', 'BatchGetSecretValue'] },
  {
    eventSource: ['ssm.amazonaws.com'],
    eventName: ['GetParameter', 'GetParameters', 'GetParametersByPath', 'GetParameterHistory'],
    requestParameters: { withDecryption: [true] },
  },
];

export default {
  id: 'break-glass-read',
  title: 'Secret read in a break-glass session',
  severity: 'high',
  why: 'What was read in an emergency is known to a person, and must be replaced before the deadline.',
  mitre: ['T1555.006'],
  noise: 'None: every such read starts a deadline.',
  readOnly: true,

  // Reads of chained sessions carry an ordinary role: which belong to an emergency is known from what was seen before.
  patterns: (config) => [
    ...anyOf(breakGlassRoles(config), () => ({
      detail: { $or: reads, errorCode: [{ exists: false }], userIdentity: { type: ['AssumedRole'] } },
    })),
    ...anyOf(userArns(config), (users) => ({
      detail: {
        $or: reads,
        errorCode: [{ exists: false }],
        userIdentity: { $or: [{ arn: users }, { sessionContext: { sessionIssuer: { arn: users } } }] },
      },
    })),
  ],

  ofBreakGlassOnly: true,

  groupBy: (event, context) => `${context.breakGlass?.session ?? ''} ${readTarget(event, context)}`,

  describe: (event, context) => {
    const { identity, breakGlass, config } = context;
    const target = readTarget(event, context);
    const opener = breakGlass?.opener ?? null;
    const command = replaceCommand(event, context.secrets);
    // A secret without a rotation refuses the command that starts one.
    const noRotation =
      command?.includes(' rotate-secret ') === true ? ' (put-secret-value where it has no rotation)' : '';
    const who = atStart(opener ?? proofOf(event, identity).name);
    const several = namedIn(event, context).length > 1;
    const opened = breakGlass === null ? 'a break-glass session' : nameOfPrincipal(breakGlass.opened);
    return {
      title: `${who} read ${shortNames(event, context)} in ${opened}`,
      what: `${event.eventName} of ${fewOf(namedIn(event, context), target)}${breakGlass?.chained === true ? `, through the chained role ${identity.role ?? ''}` : ''}.`,
      target,
      signs: [
        breakGlass?.chained === true
          ? 'Read through a role assumed out of the break-glass session'
          : 'Read in the break-glass session itself',
        ...(event.eventSource === 'ssm.amazonaws.com' && context.secrets.length > 0
          ? ['Read through Parameter Store, which refers to Secrets Manager']
          : []),
      ],
      next: `Replace ${several ? 'each' : 'it'} within ${counted(config.deadlineHours, 'hour')} of the session's end, or have it waived with a reason (runbook, deadline); someone else than ${opener ?? 'the reader'} must do it. Start now if the work is done${several ? ', with the first' : ''}${noRotation}:`,
      command,
    };
  },
} satisfies Detection;

function namedIn(event: CloudTrailEvent, { secrets }: DetectionContext): string[] {
  return [...secrets.map(({ arn }) => arn), ...parametersOf(event)];
}

/** A batch can name twenty: a sentence names a few and counts the rest, so that no channel cuts one in two. */
const namedInWords = 5;

function fewOf(named: readonly string[], all: string): string {
  const rest = named.length - namedInWords;
  return rest <= 0 ? all : `${named.slice(0, namedInWords).join(', ')} and ${rest} more`;
}

function readTarget(event: CloudTrailEvent, context: DetectionContext): string {
  const named = namedIn(event, context);
  return named.length > 0 ? named.join(', ') : unnamed(event);
}

function parametersOf(event: CloudTrailEvent): string[] {
  return event.eventSource === 'ssm.amazonaws.com' ? parametersNamed(event) : [];
}

/** A batch by filter names no secret but its filter; a read whose parameters cannot be used names nothing. */
function unnamed(event: CloudTrailEvent): string {
  return event.eventName === 'BatchGetSecretValue'
    ? filterText(event)
    : 'a secret that the event does not name';
}

/** What was read, short enough for a title. */
function shortNames(event: CloudTrailEvent, { secrets }: DetectionContext): string {
  const parameters = parametersOf(event).map((arn) => arn.split(':parameter')[1] ?? arn);
  const names = [...secrets.map(({ name }) => name), ...parameters];
  return names.length > 1 ? `${names.length} secrets` : (names[0] ?? unnamed(event));
}

/** Replaces the first secret or parameter named; where a filter or path names none, lists what it covers. */
function replaceCommand(event: CloudTrailEvent, [first]: readonly Secret[]): string | null {
  const parameter = event.eventSource === 'ssm.amazonaws.com' ? parametersNamed(event)[0] : undefined;
  const named = first?.arn ?? parameter;
  if (named !== undefined) return replaceValueCommand(named);
  if (event.eventSource === 'ssm.amazonaws.com') return null;
  const filters = filtersOf(event).map(({ key, values }) => `Key=${key},Values=${values.join(',')}`);
  return awsCommand(
    'secretsmanager',
    'list-secrets',
    ...(filters.length > 0 ? ['--filters', ...filters] : []),
    '--region',
    event.awsRegion ?? '',
  );
}
