import { LogSecretDirectory } from '../../../detections/event/secret-directory.ts';
import { callerKey } from './caller.ts';
import type { Fact, FactCaller, FactOf } from './fact.ts';

/** A long-term key that rested this long (ms) begins a new session (design, "The deadline"). */
export const keyRestMs = 3_600_000;

/** A stretch of time (ms) in which a caller was active without an hour's rest. */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** eventID of its first event. */
  readonly first: string;
}

/** All that a watched caller did, as far as the deadline asks. */
export interface Activity {
  readonly key: string;
  readonly caller: FactCaller;
  readonly opened: string | null;
  readonly account: string | null;
  readonly console: boolean;
  /** In order of time. */
  readonly spans: readonly Span[];
}

type Kept = Exclude<Fact['kind'], 'active' | 'shown'>;

/** What can close an exposure or end a session. */
export type ClosingFact = FactOf<'change' | 'revoked'>;

function isClosing(fact: Fact): fact is ClosingFact {
  return fact.kind === 'change' || fact.kind === 'revoked';
}

/**
 * Facts gathered from anywhere, in any order, each counted once. What a session did is folded into spans and what ARNs
 * were shown into a directory, so that a busy session or log costs no more than a quiet one.
 */
export class FactBook {
  readonly directory = new LogSecretDirectory();
  readonly #until: number;
  readonly #kept = new Map<string, Fact>();
  readonly #activities = new Map<string, Activity>();
  /** eventIDs whose facts close nothing: the ledger tells them, and the log does not. */
  #doubted: ReadonlySet<string> = new Set();
  /** The earliest event of each activity that shows the break-glass principal. */
  readonly #openers = new Map<string, Span & { readonly arn: string }>();

  /** @param until facts later than this (ms) do not count */
  constructor(until: number) {
    this.#until = until;
  }

  add(facts: Iterable<Fact>): void {
    for (const fact of facts) {
      if (fact.at > this.#until) continue;
      if (fact.kind === 'shown') this.directory.note(fact.secret, fact.at);
      else if (fact.kind === 'active') this.#activate(fact);
      else this.#keep(fact);
    }
  }

  /** Leaves out what these events tell of values that changed and sessions that were revoked. */
  doubt(eventIDs: Iterable<string>): void {
    this.#doubted = new Set(eventIDs);
  }

  /** What these events tell of values and revocations, doubted or not. */
  closing(eventIDs: ReadonlySet<string>): ClosingFact[] {
    return [...this.#kept.values()].filter(
      (fact): fact is ClosingFact => isClosing(fact) && eventIDs.has(fact.eventID),
    );
  }

  /** The facts of one kind, ordered by time and id; without those that are doubted. */
  of<Kind extends Kept>(kind: Kind): FactOf<Kind>[] {
    return [...this.#kept.values()]
      .filter((fact) => fact.kind === kind && !(isClosing(fact) && this.#doubted.has(fact.eventID)))
      .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)) as FactOf<Kind>[];
  }

  activities(): Activity[] {
    return [...this.#activities.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** Two records of one eventID can tell differently: the earlier counts, in whatever order they come. */
  #keep(fact: Fact): void {
    const other = this.#kept.get(fact.id);
    if (other === undefined || isBefore(fact, other)) this.#kept.set(fact.id, fact);
  }

  #activate({ caller, opened, account, console, at, eventID }: FactOf<'active'>): void {
    const key = callerKey(caller);
    if (key === null) return;
    const known = this.#activities.get(key);
    const span = { from: at, to: at, first: eventID };
    // Events of one session can tell more or less of it: the earliest speaks, in whatever order they come.
    const earliest = known?.spans[0] === undefined || isEarlier(span, known.spans[0]);
    const opener = this.#openers.get(key);
    if (opened !== null && (opener === undefined || isEarlier(span, opener)))
      this.#openers.set(key, { ...span, arn: opened });
    this.#activities.set(key, {
      key,
      caller: earliest ? caller : known.caller,
      opened: this.#openers.get(key)?.arn ?? null,
      account: earliest ? account : known.account,
      console: console || known?.console === true,
      spans: joined(known?.spans ?? [], span),
    });
  }
}

/** Puts a span among others: those less than an hour apart become one, whatever the order in which they come. */
function joined(spans: readonly Span[], added: Span): Span[] {
  const near = (span: Span) => span.from < added.to + keyRestMs && added.from < span.to + keyRestMs;
  const last = spans.at(-1);
  // The common case, in a log read in order of time.
  if (last !== undefined && last.from <= added.from && near(last)) {
    if (added.to <= last.to && !isEarlier(added, last)) return spans as Span[];
    return [...spans.slice(0, -1), together(last, added)];
  }
  const one = spans.filter(near).reduce(together, added);
  return [...spans.filter((span) => !near(span)), one].sort((a, b) => a.from - b.from);
}

function together(a: Span, b: Span): Span {
  const earlier = isEarlier(a, b) ? a : b;
  return { from: earlier.from, to: Math.max(a.to, b.to), first: earlier.first };
}

function isBefore(a: Fact, b: Fact): boolean {
  return a.at < b.at || (a.at === b.at && JSON.stringify(a) < JSON.stringify(b));
}

function isEarlier(a: Span, b: Span): boolean {
  return a.from < b.from || (a.from === b.from && a.first < b.first);
}
