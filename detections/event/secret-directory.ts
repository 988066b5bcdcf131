import { parseEvent } from './cloudtrail-event.ts';
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

/** Full ids of one name, each with the time (ms) of the first record that shows it. */
type Shown = Map<string, number>;

/**
 * The directory that a log itself is: whatever full ARN any record shows answers for the name from then on. What AWS
 * wrote outranks what a caller typed, because a typed ARN may lack its suffix and end in something alike. The answers
 * do not depend on the order in which records were learnt.
 */
export class LogSecretDirectory implements SecretDirectory {
  readonly #written = new Map<string, Shown>();
  readonly #typed = new Map<string, Shown>();

  /** Learns from a raw record; anything that shows no secret is passed over. */
  learn(record: Record<string, unknown>): void {
    if (!mayShowSecret(record)) return;
    let event;
    try {
      event = parseEvent(record);
    } catch {
      return; // Whether it counts as an event is judged elsewhere.
    }
    const ofKms = secretOfKmsCall(event);
    for (const reference of ofKms === null ? secretsNamed(event) : [ofKms]) {
      if (reference.form === 'full-arn' || event.errorCode === null) this.note(reference, event.time);
    }
  }

  /** Learns an ARN that a record shows at `at` (ms); of what a caller typed, only from a call that was answered. */
  note(reference: SecretReference, at: number): void {
    if (reference.form === 'full-arn') note(this.#written, reference, at);
    else if (reference.form === 'typed-arn' && hasSuffix(reference.id)) note(this.#typed, reference, at);
  }

  resolve(reference: SecretReference, at: number): Secret {
    const full = (id: string) => ({ arn: arnOf({ ...reference, id }), name: withoutSuffix(id) });
    const shown = (name: string, by: Map<string, Shown>) => by.get(nameKey(reference, name));
    if (reference.form === 'full-arn') return full(reference.id);
    const written = shown(reference.id, this.#written);
    const ids = written ?? shown(reference.id, this.#typed);
    if (reference.form === 'typed-arn' && hasSuffix(reference.id)) {
      const known = shown(withoutSuffix(reference.id), this.#written)?.has(reference.id) === true;
      return full(known || ids === undefined ? reference.id : current(ids, at));
    }
    return ids === undefined ? { arn: arnOf(reference), name: reference.id } : full(current(ids, at));
  }
}

function mayShowSecret(record: Record<string, unknown>): boolean {
  if (record.eventSource === 'secretsmanager.amazonaws.com') return true;
  if (record.eventSource !== 'kms.amazonaws.com') return false;
  const context = (record.requestParameters as { encryptionContext?: unknown } | null | undefined)
    ?.encryptionContext;
  return typeof context === 'object' && context !== null && 'SecretARN' in context;
}

function note(into: Map<string, Shown>, reference: SecretReference, time: number): void {
  const key = nameKey(reference, withoutSuffix(reference.id));
  const shown: Shown = into.get(key) ?? new Map<string, number>();
  shown.set(reference.id, Math.min(time, shown.get(reference.id) ?? time));
  into.set(key, shown);
}

function nameKey({ partition, region, account }: SecretReference, name: string): string {
  return `${partition}:${region}:${account}:${name}`;
}

/** A name deleted and made anew has two suffixes: the newest shown by then, else the first shown later. */
function current(shown: Shown, at: number): string {
  const byTime = [...shown].sort(([idA, a], [idB, b]) => a - b || (idA < idB ? -1 : 1));
  return (byTime.findLast(([, time]) => time <= at) ?? byTime[0])?.[0] ?? '';
}
