import type { Incident } from '../incident.ts';
import type { Verdict } from '../verdict.ts';
import { changeOf, repeatOf, type Change } from './changes.ts';
import { waiverMark, type Told, type ToldExposure } from './told.ts';

export interface ToldChange {
  readonly change: Change;
  readonly verdict: Verdict;
  /** How it stood when it was last told; null where it is new. */
  readonly before: ToldExposure | null;
}

/** One message about one incident. */
export interface DeadlineMessage {
  readonly incident: Incident;
  /** What changed, worst first; never empty. */
  readonly changes: readonly ToldChange[];
}

export interface Telling {
  /** Null where there is nothing new to say. */
  readonly message: DeadlineMessage | null;
  /** What will have been told once the message has arrived. */
  readonly told: Told;
}

const order: readonly Change[] = [
  'reopened',
  'overdue',
  'still-overdue',
  'worse',
  'unresolved',
  'due-soon',
  'deadline-later',
  'new',
  'still-external',
  'waived',
  'replaced',
];

/**
 * What is to be told of an incident now: whatever changed since the last message, in one message. `now` in ms.
 */
export function tell(incident: Incident, told: Told | null, now: number): Telling {
  const changes = incident.exposures.flatMap((verdict): ToldChange[] => {
    const before = told?.exposures[verdict.exposure];
    const again = told === null ? null : (repeatOf(verdict, told, now) ?? correctionOf(verdict, told));
    const change = changeOf(verdict, before) ?? again;
    return change === null ? [] : [{ change, verdict, before: before ?? null }];
  });
  changes.sort((a, b) => order.indexOf(a.change) - order.indexOf(b.change));
  return {
    message: changes.length === 0 ? null : { incident, changes },
    told: nextTold(incident, told, changes, now),
  };
}

/** Exposures that were told and whose reads are not among the verdicts stay: run/gone.ts tells what became of them. */
function nextTold(incident: Incident, told: Told | null, changes: readonly ToldChange[], now: number): Told {
  const { exposures, declaration } = incident;
  const found = new Set(exposures.map(({ exposure }) => exposure));
  const counted = new Set(exposures.flatMap(({ readEvents }) => readEvents));
  const gone = Object.entries(told?.exposures ?? {}).filter(
    ([id, { readEvent }]) => !found.has(id) && (readEvent === undefined || !counted.has(readEvent)),
  );
  const isNow = (is: (verdict: Verdict) => boolean) => changes.some(({ verdict }) => is(verdict));
  const overdueTold = isNow(({ state }) => state === 'overdue');
  const externalTold = isNow(({ reason }) => reason === 'external-account');
  const changed = new Set(changes.map(({ verdict }) => verdict.exposure));
  return {
    v: 1,
    incident: incident.incident,
    from: Date.parse(incident.from),
    exposures: Object.fromEntries([
      ...gone,
      ...exposures.map((verdict): [string, ToldExposure] => {
        const before = told?.exposures[verdict.exposure];
        // A deadline that moves earlier without a message leaves what was told as it is.
        const keep = before !== undefined && !changed.has(verdict.exposure);
        return [
          verdict.exposure,
          {
            state: verdict.state,
            reason: verdict.reason,
            deadline: keep ? before.deadline : msOf(verdict.deadline),
            terms: before?.terms ?? verdict.terms,
            secret: verdict.secret,
            readEvent: verdict.readEvents[0],
            ...waiverTold(verdict, before),
          },
        ];
      }),
    ]),
    ...(declaration === null ? {} : { declaration }),
    ...(told?.checked === undefined ? {} : { checked: told.checked }),
    ...(told?.doubted === undefined ? {} : { doubted: told.doubted }),
    ...(told?.withdrawnAt === undefined ? {} : { withdrawnAt: told.withdrawnAt }),
    overdueAt: overdueTold ? now : (told?.overdueAt ?? null),
    externalAt: externalTold ? now : (told?.externalAt ?? null),
    askedAt: told?.askedAt ?? null,
    refused: told?.refused ?? [],
    recordedAt: told?.recordedAt ?? null,
    closed:
      gone.length === 0 &&
      exposures.every(({ state, final }) => final && (state === 'rotated' || state === 'rotated-late')),
  };
}

function msOf(time: string | null): number | null {
  return time === null ? null : Date.parse(time);
}

/** A verdict that is waived without a waiver is so because the waivers could not be read: it was told by the one before. */
function waiverTold(
  { state, waiver }: Verdict,
  before: ToldExposure | undefined,
): Pick<ToldExposure, 'waiver'> {
  const mark = waiver === null ? (state === 'waived' ? before?.waiver : undefined) : waiverMark(waiver);
  return mark === undefined ? {} : { waiver: mark };
}

/** How a verdict is told by its state alone. */
const standings: Readonly<Record<Verdict['state'], Change>> = {
  open: 'new',
  'due-soon': 'due-soon',
  overdue: 'overdue',
  unresolved: 'unresolved',
  rotated: 'replaced',
  'rotated-late': 'replaced',
  waived: 'waived',
};

/** Where something else may have been told of it in vain, it is told how it stands after all. */
function correctionOf({ exposure, state }: Verdict, { begun }: Told): Change | null {
  return begun?.what.some((what) => what.endsWith(` ${exposure}`)) === true ? standings[state] : null;
}
