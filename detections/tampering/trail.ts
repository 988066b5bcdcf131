import { ownNames } from '../../config/names.ts';
import type { Config } from '../../config/schema.ts';
import type { CloudTrailEvent } from '../event/cloudtrail-event.ts';
import { textOf } from '../event/identity.ts';

/** Calls after which a trail records less, or nothing, or elsewhere. */
export const trailCalls = ['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors'];

/**
 * How a change leaves a trail narrower than it was, in words; null when it does not. Stopping and deleting always do;
 * what a refused call would have done is unknown, so an attempt counts.
 */
export function narrowing(event: CloudTrailEvent, config: Config): string | null {
  const asked = event.requestParameters;
  if (event.errorCode !== null)
    return event.errorCode.startsWith('AccessDenied') ? 'an attempt, refused' : null;
  if (asked === null) return 'what was changed, the event does not say';
  switch (event.eventName) {
    case 'StopLogging':
      return 'it records nothing any more';
    case 'DeleteTrail':
      return 'the trail is gone';
    case 'UpdateTrail':
      return narrowedTrail(asked, config);
    default:
      return narrowedSelectors(asked, config);
  }
}

function narrowedTrail(asked: Record<string, unknown>, config: Config): string | null {
  const own = ownNames(config);
  const words = [
    asked.isMultiRegionTrail === false && 'one Region only',
    asked.includeGlobalServiceEvents === false && 'no global services',
    asked.enableLogFileValidation === false && 'no log file validation',
    asked.isOrganizationTrail === false && 'no longer for the organization',
    textOf(asked.s3BucketName) !== null &&
      asked.s3BucketName !== own?.logBucket &&
      `to bucket ${String(asked.s3BucketName)}`,
    textOf(asked.s3KeyPrefix) !== null &&
      asked.s3KeyPrefix !== own?.logPrefix &&
      `to prefix ${String(asked.s3KeyPrefix)}`,
    textOf(asked.kmsKeyId) !== null &&
      own?.keys.includes(String(asked.kmsKeyId)) !== true &&
      `encrypted with ${String(asked.kmsKeyId)}`,
  ].filter((word) => word !== false);
  return words.length === 0 ? null : words.join(', ');
}

interface Selector {
  readonly readWriteType?: unknown;
  readonly includeManagementEvents?: unknown;
  readonly excludeManagementEventSources?: unknown;
  readonly fieldSelectors?: unknown;
}

/**
 * The sources that a trail may leave out and hold all that Glasswatch asks of it. Without KMS, the other one that AWS lets a
 * trail leave out, denials and risks of the keys behind secrets go unseen (aws-facts, section 1): the config must say so.
 */
function mayBeExcluded({ kmsEvents }: Config): ReadonlySet<string> {
  return new Set(['rdsdata.amazonaws.com', ...(kmsEvents === 'exclude' ? ['kms.amazonaws.com'] : [])]);
}

function narrowedSelectors(asked: Record<string, unknown>, config: Config): string | null {
  const { eventSelectors: basic, advancedEventSelectors: advanced } = asked;
  const selectors: unknown[] = [basic, advanced].flatMap((list): unknown[] =>
    Array.isArray(list) ? list : [],
  );
  const kept = keptManagementEvents(selectors, config);
  return kept.has('read') && kept.has('write') ? null : 'it no longer records every management event';
}

/**
 * Which management events a trail with these selectors, basic or advanced, keeps of all services; those that the config
 * spares may be left out. Keys as CloudTrail records them, lower case first.
 */
export function keptManagementEvents(
  selectors: readonly unknown[],
  config: Config,
): ReadonlySet<'read' | 'write'> {
  const spare = mayBeExcluded(config);
  return new Set(
    selectors.flatMap((selector) =>
      typeof selector === 'object' && selector !== null ? keptBy(selector, spare) : [],
    ),
  );
}

/** Which management events, of all services, one selector keeps. */
function keptBy(selector: Selector, spare: ReadonlySet<string>): ('read' | 'write')[] {
  if (Array.isArray(selector.fieldSelectors)) {
    return keepsAllAdvanced(selector.fieldSelectors, spare) ? ['read', 'write'] : [];
  }
  const excluded = Array.isArray(selector.excludeManagementEventSources)
    ? selector.excludeManagementEventSources
    : [];
  const narrowed = !excluded.every((source) => spare.has(String(source)));
  if (narrowed || selector.includeManagementEvents === false) return [];
  switch (selector.readWriteType ?? 'All') {
    case 'All':
      return ['read', 'write'];
    case 'ReadOnly':
      return ['read'];
    case 'WriteOnly':
      return ['write'];
    default:
      return [];
  }
}

function keepsAllAdvanced(fields: readonly unknown[], spare: ReadonlySet<string>): boolean {
  const conditions = fields.map((field) => (field ?? {}) as Record<string, unknown>);
  const management = conditions.some(
    ({ field, equals }) =>
      field === 'eventCategory' && Array.isArray(equals) && equals.includes('Management'),
  );
  const others = conditions.filter(({ field }) => field !== 'eventCategory');
  return (
    management &&
    others.every(
      ({ field, notEquals }) =>
        field === 'eventSource' &&
        Array.isArray(notEquals) &&
        notEquals.every((source) => spare.has(String(source))),
    )
  );
}
