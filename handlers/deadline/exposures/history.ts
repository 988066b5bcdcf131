import type { Lack, Proof } from '../verdict.ts';
import type { FactCaller } from '../facts/fact.ts';
import type { Change } from './change.ts';
import type { Replacement, Rotation, Version } from './version.ts';

/** What a secret's log says of its value since the last read. */
export interface Standing {
  readonly reason: Proof | Lack;
  /** When the value that counts came to be current, ms; null where none does. */
  readonly replacedAt: number | null;
  readonly by: FactCaller | null;
  readonly evidence: readonly string[];
}

/**
 * Follows a value through its changes and says whether AWSCURRENT now names a version that was made after the last read,
 * by someone else than the incident's sessions. `changes` are all that the log knows of the secret, in order (`byTime`);
 * `readAt` is the last read, ms: what shares its second proves nothing.
 */
export function standingOf(changes: readonly Change[], readAt: number, alternating: boolean): Standing {
  const history = new History(Math.floor(readAt / 1000) * 1000 + 999, alternating);
  for (const change of changes) history.take(change);
  return history.standing;
}

class History {
  readonly #readUntil: number;
  readonly #needed: number;
  readonly #versions = new Map<string, Version>();
  #rotation: Rotation | null = null;
  /** Replacements that count, since the value was last bad; the first of `needed` and more. */
  #good: Replacement[] = [];
  /** What became current at the primary and has not come to the replica yet. */
  #awaiting: Replacement | null = null;
  /** Replicas that were cut off stand alone: by ARN. */
  readonly #cutOff = new Set<string>();
  /** Whether what was read is itself such a one. */
  #standsAlone = false;
  /** When AWSCURRENT was last moved by hand or by a rotation's last step, ms. */
  #movedAt = -Infinity;
  #lack: { reason: Lack; events: readonly string[] } = { reason: 'no-proof', events: [] };

  constructor(readUntil: number, alternating: boolean) {
    this.#readUntil = readUntil;
    this.#needed = alternating ? 2 : 1;
  }

  get standing(): Standing {
    const counts = this.#good[this.#needed - 1];
    if (counts !== undefined) {
      return {
        reason: counts.proof,
        replacedAt: counts.at,
        by: counts.by,
        evidence: this.#good.flatMap(({ events }) => events),
      };
    }
    const [first] = this.#good;
    if (first !== undefined)
      return { reason: 'one-of-two', replacedAt: null, by: first.by, evidence: first.events };
    return { reason: this.#lack.reason, replacedAt: null, by: null, evidence: this.#lack.events };
  }

  take(change: Change): void {
    if (change.elsewhere && (this.#standsAlone || this.#cutOff.has(change.arn))) return;
    switch (change.step) {
      case 'requested':
      case 'started':
        this.#begin(change);
        return;
      case 'succeeded':
        this.#succeed(change);
        return;
      case 'failed':
        this.#rotation = null;
        this.#lacks('rotation-failed', change);
        return;
      case 'created':
      case 'pending':
        this.#make(change);
        return;
      case 'put':
        this.#put(change, 'put-secret-value');
        return;
      case 'updated':
        this.#put(change, 'update-secret');
        return;
      case 'parameter-put':
        this.#put(change, 'put-parameter');
        return;
      case 'moved':
        this.#move(change);
        return;
      case 'deleted':
        this.#lacks('deleted', change);
        return;
      case 'restored':
        this.#lacks('restored', change);
        return;
      case 'replicated':
        this.#replicate(change);
        return;
      case 'replica-stopped':
        if (change.elsewhere) this.#cutOff.add(change.arn);
        else this.#standsAlone = true;
        return;
      case 'version-seen':
        this.#see(change);
        return;
    }
  }

  #isAfter(at: number): boolean {
    return at > this.#readUntil;
  }

  /** What is wrong with a value that nothing has replaced; a value that counts stays good. */
  #lacks(reason: Lack, { at, eventID }: Change): void {
    if (this.#isAfter(at) && this.#good.length === 0) this.#lack = { reason, events: [eventID] };
  }

  #begin(change: Change): void {
    const { at, by, step, version, eventID } = change;
    const running = this.#rotation;
    const started = step === 'started';
    const same =
      running !== null && (started ? !running.started : version !== null && running.version === version);
    this.#rotation = same
      ? { ...running, started: running.started || started, events: [...running.events, eventID] }
      : { at, by: started ? null : by, version: started ? null : version, started, events: [eventID] };
    if (this.#isAfter(this.#rotation.at)) this.#lacks('rotation-started', change);
  }

  #succeed(change: Change): void {
    const rotation = this.#rotation;
    this.#rotation = null;
    const { at, eventID } = change;
    if (!this.#isAfter(at)) return;
    const version = rotation?.version ?? null;
    const made = version === null ? undefined : this.#versions.get(version);
    // The rotation's own last step has already made its version current, and what came after that step counts.
    if (this.#movedAt >= (rotation?.at ?? at - lastStepMs)) {
      this.#finish(rotation, eventID);
      return;
    }
    // A rotation finishes with the pending version that it finds, whoever had put that before.
    if (made !== undefined && this.#isOld(made, change)) return;
    // What began before the read may have handed out its value before it.
    if (rotation !== null && !this.#isAfter(rotation.at)) {
      this.#lacks('no-proof', change);
      return;
    }
    this.#replace(change, {
      at,
      proof: 'rotation-succeeded',
      by: rotation?.by ?? null,
      version,
      events: [...(rotation?.events ?? []), eventID],
    });
  }

  /** The label that a rotation's function moved is that rotation's, and whoever started it is its author. */
  #finish(rotation: Rotation | null, eventID: string): void {
    const last = this.#good.at(-1);
    if (last?.proof !== 'label-moved' || (rotation?.version ?? last.version) !== last.version) return;
    const events = [...new Set([...(rotation?.events ?? []), ...last.events, eventID])];
    const by = rotation?.by ?? last.by;
    this.#good[this.#good.length - 1] = { ...last, proof: 'rotation-succeeded', by, events };
  }

  /** Whether a version that is now current is one that the reader has; then nothing has replaced the value. */
  #isOld({ at, byReader, wasCurrent }: Version, change: Change): boolean {
    if (byReader) this.#spoil('put-by-reader', change);
    else if (!this.#isAfter(at)) this.#spoil(wasCurrent ? 'rolled-back' : 'no-proof', change);
    else return false;
    return true;
  }

  /** Notes a version; false where it was known before: the same token and value again change nothing. */
  #make({ version, at, byReader, step }: Change): boolean {
    if (version === null) return true;
    if (this.#versions.get(version)?.known === true) return false;
    this.#versions.set(version, { at, byReader, known: true, wasCurrent: step !== 'pending' });
    return true;
  }

  #put(change: Change, proof: Proof): void {
    if (!this.#make(change) || !this.#isAfter(change.at)) return;
    const { at, by, version, eventID, byReader } = change;
    if (byReader) this.#spoil('put-by-reader', change);
    else this.#replace(change, { at, proof, by, version, events: [eventID] });
  }

  #move(change: Change): void {
    const { at, by, version, eventID } = change;
    if (!this.#isAfter(at)) return;
    if (!change.elsewhere) this.#movedAt = at;
    const made = this.#madeAs(version);
    if (version === null || made === undefined) {
      this.#spoil('rolled-back', change);
      return;
    }
    this.#versions.set(version, { ...made, wasCurrent: true });
    if (this.#isOld(made, change)) return;
    if (this.#isOfEarlierRotation(version, made)) this.#spoil('no-proof', change);
    else this.#replace(change, { at, proof: 'label-moved', by, version, events: [eventID] });
  }

  /** Whether a version was made by a rotation that began before the read, and has not ended. */
  #isOfEarlierRotation(version: string, made: Version): boolean {
    const running = this.#rotation;
    if (running === null || this.#isAfter(running.at)) return false;
    return running.version === null ? made.at >= running.at : running.version === version;
  }

  /** A rotation's version that no PutSecretValue shows is as old as the rotation. */
  #madeAs(version: string | null): Version | undefined {
    if (version === null) return undefined;
    const made = this.#versions.get(version);
    const rotation = this.#rotation;
    if (made !== undefined || rotation?.version !== version) return made;
    return { at: rotation.at, byReader: false, known: true, wasCurrent: false };
  }

  /** ListSecretVersionIds tells of a version when it was made, and not by whom. */
  #see(change: Change): void {
    const { version, at, current } = change;
    if (version === null || this.#versions.has(version)) return;
    this.#versions.set(version, { at, byReader: false, known: false, wasCurrent: current });
    if (current) this.#lacks('author-unknown', change);
  }

  #replace(change: Change, good: Replacement): void {
    if (change.elsewhere) {
      this.#awaiting ??= good;
      return;
    }
    const known = good.version !== null && this.#good.some(({ version }) => version === good.version);
    if (!known) this.#good.push(good);
  }

  #replicate({ at, eventID }: Change): void {
    const awaited = this.#awaiting;
    if (awaited === null) return;
    this.#awaiting = null;
    this.#good.push({ ...awaited, at, events: [...awaited.events, eventID] });
  }

  /** AWSCURRENT names a value that the reader has: whatever had replaced it no longer counts. */
  #spoil(reason: Lack, { eventID }: Change): void {
    this.#good = [];
    this.#awaiting = null;
    this.#lack = { reason, events: [eventID] };
  }
}

/** A rotation's last step, which moves the label, and its RotationSucceeded lie at most this far apart, ms. */
const lastStepMs = 15 * 60_000;
