import { compilePatterns, type EventPattern } from '../pattern/matcher.ts';
import { parseEvent, type CloudTrailEvent } from './cloudtrail-event.ts';
import {
  arnOf,
  hasSuffix,
  secretOfKmsCall,
  secretsNamed,
  withoutSuffix,
  type Secret,
  type SecretReference,
} from './secret.ts';

/** Port: finds the secret that an event names in the caller's words. */
export interface SecretDirectory {
  /** With its full ARN where that is known, else the ARN without suffix. `at` is the event's time in ms. */
  resolve(reference: SecretReference, at: number): Secret | Promise<Secret>;
}

const anArn = [{ prefix: 'arn:' }];

/**
 * The records that a log's directory can learn from: EventBridge patterns, any of which admits one. Wherever
 * `secretsNamed` and `secretOfKmsCall` look for an ARN.
 */
export const showingSecrets: readonly EventPattern[] = [
  {
    eventSource: ['secretsmanager.amazonaws.com'],
    $or: [
      { responseElements: { $or: [{ arn: anArn }, { aRN: anArn }, { ARN: anArn }] } },
      { additionalEventData: { $or: [{ SecretId: anArn }, { ARN: anArn }] } },
      { serviceEventDetails: { secretId: anArn } },
      { requestParameters: { $or: [{ secretId: anArn }, { name: anArn }, { secretIdList: anArn }] } },
    ],
  },
  {
    eventSource: ['kms.amazonaws.com'],
    requestParameters: { encryptionContext: { SecretARN: anArn } },
  },
];

const mayShowSecret = compilePatterns(showingSecrets.map((pattern) => [true, pattern] as const));

/** Full ids of one name, each with the time (ms) of the first record that shows it. */
type Shown = Map<string, number>;

/** What a log's directory knows, by name. */
export interface LearntSecrets {
  readonly written: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly typed: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/**
 * The directory that a log itself is: whatever full ARN any record shows answers for the name from then on. What AWS
 * wrote outranks what a caller typed, because a typed ARN may lack its suffix and end in something alike. The answers
 * do not depend on the order in which records were learnt.
 */
export class LogSecretDirectory implements SecretDirectory {
  readonly #written = new Map<string, Shown>();
  readonly #typed = new Map<string, Shown>();

  /** ARNs that KMS calls showed, each with the earliest eventTime: a log is full of such calls, and few tell anything new. */
  readonly #ofKms = new Map<string, string>();

  /** Learns from a raw record, and `event`, its parse where there is one; what shows no secret is passed over. */
  learn(record: Record<string, unknown>, event: CloudTrailEvent | null = null): void {
    if (mayShowSecret(record).length === 0) return;
    const call = kmsCallOf(record);
    if (call !== null && (this.#ofKms.get(call.arn) ?? '9999') <= call.eventTime) return;
    const shown = shownBy(record, event);
    if (shown === null) return; // Whether it counts as an event is judged elsewhere.
    for (const reference of shown.references) this.note(reference, shown.time);
    if (call !== null) this.#ofKms.set(call.arn, call.eventTime);
  }

  /** Learns an ARN that a record shows at `at` (ms); of what a caller typed, only from a call that was answered. */
  note(reference: SecretReference, at: number): void {
    if (reference.form === 'full-arn') note(this.#written, reference, at);
    else if (reference.form === 'typed-arn' && hasSuffix(reference.id)) note(this.#typed, reference, at);
  }

  /** All that was learnt, as plain data: what several directories learnt of parts of a log comes together in one. */
  get learnt(): LearntSecrets {
    return { written: this.#written, typed: this.#typed };
  }

  add({ written, typed }: LearntSecrets): void {
    addAll(this.#written, written);
    addAll(this.#typed, typed);
  }

  /** All that `resolve` can answer, whatever the time. */
  answers(reference: SecretReference): Secret[] {
    const full = (id: string) => secretOf(reference, id);
    if (reference.form === 'full-arn') return [full(reference.id)];
    const ids = [...(this.#idsOf(reference)?.keys() ?? [])].map(full);
    if (reference.form === 'typed-arn' && hasSuffix(reference.id)) return [full(reference.id), ...ids];
    return ids.length > 0 ? ids : [{ arn: arnOf(reference), name: reference.id }];
  }

  /** The full ids that are known of a name. */
  #idsOf(reference: SecretReference): Shown | undefined {
    const key = nameKey(reference, reference.id);
    return this.#written.get(key) ?? this.#typed.get(key);
  }

  resolve(reference: SecretReference, at: number): Secret {
    const full = (id: string) => secretOf(reference, id);
    const shown = (name: string, by: Map<string, Shown>) => by.get(nameKey(reference, name));
    if (reference.form === 'full-arn') return full(reference.id);
    const ids = this.#idsOf(reference);
    if (reference.form === 'typed-arn' && hasSuffix(reference.id)) {
      const known = shown(withoutSuffix(reference.id), this.#written)?.has(reference.id) === true;
      return full(known || ids === undefined ? reference.id : current(ids, at));
    }
    return ids === undefined ? { arn: arnOf(reference), name: reference.id } : full(current(ids, at));
  }
}

/**
 * What a raw record, of which `event` is the parse where there is one, shows of secrets, for `note`; null where it
 * cannot be parsed. Hangs on no eventID, eventTime, requestID or sharedEventID.
 */
export function secretsShown(
  record: Record<string, unknown>,
  event: CloudTrailEvent | null = null,
): readonly SecretReference[] | null {
  return mayShowSecret(record).length === 0 ? [] : (shownBy(record, event)?.references ?? null);
}

function shownBy(
  record: Record<string, unknown>,
  parsed: CloudTrailEvent | null,
): { readonly references: readonly SecretReference[]; readonly time: number } | null {
  try {
    const event = parsed ?? parseEvent(record);
    const ofKms = secretOfKmsCall(event);
    const references = ofKms === null ? secretsNamed(event) : [ofKms];
    return {
      references: references.filter(({ form }) => form === 'full-arn' || event.errorCode === null),
      time: event.time,
    };
  } catch {
    return null;
  }
}

/** The ARN that a KMS call shows, and the call's time where it is as CloudTrail writes it: two compare as texts. */
function kmsCallOf(record: Record<string, unknown>): { arn: string; eventTime: string } | null {
  const { eventSource, eventTime, requestParameters } = record;
  if (eventSource !== 'kms.amazonaws.com' || typeof eventTime !== 'string') return null;
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(eventTime)) return null;
  const context = (requestParameters as { encryptionContext?: { SecretARN?: unknown } | null } | null)
    ?.encryptionContext;
  return typeof context?.SecretARN === 'string' && context.SecretARN !== ''
    ? { arn: context.SecretARN, eventTime }
    : null;
}

/** The secret that a full id is. */
function secretOf(reference: SecretReference, id: string): Secret {
  return { arn: arnOf({ ...reference, id }), name: withoutSuffix(id) };
}

function note(into: Map<string, Shown>, reference: SecretReference, time: number): void {
  noteId(into, nameKey(reference, withoutSuffix(reference.id)), reference.id, time);
}

function addAll(into: Map<string, Shown>, from: ReadonlyMap<string, ReadonlyMap<string, number>>): void {
  for (const [name, shown] of from) for (const [id, time] of shown) noteId(into, name, id, time);
}

function noteId(into: Map<string, Shown>, name: string, id: string, time: number): void {
  const shown: Shown = into.get(name) ?? new Map<string, number>();
  shown.set(id, Math.min(time, shown.get(id) ?? time));
  into.set(name, shown);
}

function nameKey({ partition, region, account }: SecretReference, name: string): string {
  return `${partition}:${region}:${account}:${name}`;
}

/** A name deleted and made anew has two suffixes: the newest shown by then, else the first shown later. */
function current(shown: Shown, at: number): string {
  const byTime = [...shown].sort(([idA, a], [idB, b]) => a - b || (idA < idB ? -1 : 1));
  return (byTime.findLast(([, time]) => time <= at) ?? byTime[0])?.[0] ?? '';
}
