import type { Notice } from '../../alert/render/notice.ts';
import type { FactBook } from '../facts/fact-book.ts';
import type { Judged } from '../judge.ts';
import { elapsed } from '../telling/elapsed.ts';
import type { Told, ToldExposure } from '../telling/told.ts';

/** An exposure that was told, and is not found any more in its incident. */
export interface Gone {
  /** Its id. */
  readonly exposure: string;
  readonly was: ToldExposure;
  /**
   * `moved`: its read counts in another incident, or under another id, and is told there. `explained`: its read is known, and
   * what is known beside makes it none of an emergency. `lost`: nothing of its read is known.
   */
  readonly how: 'moved' | 'explained' | 'lost';
}

/** What is lost is told again, and looked for in the log again, once a day; ms. */
const everyMs = 86_400_000;
/** The handler does not run to the second. */
const toleranceMs = 60_000;

/** What was told of an incident and is not found any more. `book`: all that is known. */
export function goneOf({ incident, exposures, closed }: Told, judged: Judged, book: FactBook): Gone[] {
  if (closed) return [];
  const own = judged.incidents.find((one) => one.incident === incident);
  const found = new Set(own?.exposures.map(({ exposure }) => exposure));
  const gone = Object.entries(exposures).filter(([id]) => !found.has(id));
  if (gone.length === 0) return [];
  const counted = new Set(
    judged.incidents.flatMap((one) => one.exposures.flatMap(({ readEvents }) => readEvents)),
  );
  const known = new Set(book.of('read').map(({ eventID }) => eventID));
  return gone.map(([exposure, was]) => {
    const read = was.readEvent ?? '';
    const moved = judged.knownAs.has(exposure) || counted.has(read);
    return { exposure, was, how: moved ? 'moved' : known.has(read) ? 'explained' : 'lost' };
  });
}

/** Whether the log is to be asked for it, and if that gives nothing, whether it is to be told. `now` in ms. */
export function isToBeLookedFor({ how, was: { lostAt } }: Gone, now: number): boolean {
  return how !== 'moved' && elapsed(lostAt, now) >= everyMs - toleranceMs;
}

/** The exposures that an incident has left. */
export function exposuresLeft(told: Told, gone: readonly Gone[], now: number): Told['exposures'] {
  const lost = gone.filter(({ how }) => how === 'lost');
  const dropped = new Set(gone.filter(({ how }) => how !== 'lost').map(({ exposure }) => exposure));
  return Object.fromEntries([
    ...Object.entries(told.exposures).filter(([id]) => !dropped.has(id)),
    ...lost.map((one) => [one.exposure, isToBeLookedFor(one, now) ? { ...one.was, lostAt: now } : one.was]),
  ]) as Told['exposures'];
}

/** Reads that turned out to be none, or none of an emergency. */
export function explainedNotice({ incident }: Told, gone: readonly Gone[]): Notice {
  return notice('exposure-gone', incident, gone, {
    severity: 'high',
    title: `${countOf(gone)} counted as read no longer`,
    says: 'What the log tells now makes it no read of an emergency: a batch that did not hand it out, or that is told secret by secret.',
    now: 'Read the log of that time yourself where you cannot see why.',
  });
}

/** Reads that the ledger held and holds no longer, and that the log did not give back. */
export function lostNotice({ incident }: Told, gone: readonly Gone[]): Notice {
  return notice('exposure-lost', incident, gone, {
    severity: 'critical',
    title: `${countOf(gone)} told as read is in the ledger no longer`,
    says: 'Somebody deleted it from the ledger, and the log that was asked has it no more than the ledger. It stays open.',
    now: 'Rebuild the ledger (docs/operations.md#rebuild-the-ledger), and ask who may write to it. This is told again every day.',
  });
}

function countOf({ length }: readonly Gone[]): string {
  return length === 1 ? '1 secret' : `${length} secrets`;
}

function notice(
  type: string,
  incident: string,
  gone: readonly Gone[],
  { severity, title, says, now }: { severity: Notice['severity']; title: string; says: string; now: string },
): Notice {
  return {
    type,
    severity,
    title,
    parts: [
      { label: 'what', text: says },
      ...gone.map(({ exposure, was }) => ({
        label: was.state,
        text: `${was.secret ?? 'a secret whose name was not kept'}. Exposure ${exposure}.`,
      })),
      { label: 'now', text: now },
      { label: 'more', text: `incident ${incident}, docs/runbook.md#${type}` },
    ],
    account: null,
    data: { incident, exposures: gone.map(({ exposure }) => exposure) },
  };
}
