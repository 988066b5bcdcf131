import type { Verdict } from '../verdict.ts';
import { elapsed } from './elapsed.ts';
import { waiverMark, type Told, type ToldExposure } from './told.ts';

/** Why an exposure is told again. */
export type Change =
  | 'new'
  | 'reopened'
  | 'overdue'
  | 'due-soon'
  | 'unresolved'
  | 'replaced'
  | 'waived'
  | 'worse'
  | 'deadline-later'
  | 'still-overdue'
  | 'still-external';

/** Reasons that somebody must hear of while the clock still runs. */
const bad: ReadonlySet<Verdict['reason']> = new Set([
  'rotation-failed',
  'put-by-reader',
  'one-of-two',
  'rolled-back',
  'deleted',
  'restored',
]);

const closedStates: readonly Verdict['state'][] = ['rotated', 'rotated-late', 'waived'];

/** Overdue secrets are told again so often, ms; those of other accounts once a day. */
const overdueEveryMs = 3_600_000;
const externalEveryMs = 24 * 3_600_000;
/** The handler does not run to the second: an hour is over when this much (ms) of it is missing. */
const toleranceMs = 60_000;

/** What is to be told of a verdict that was last told as `before`; null: nothing new. */
export function changeOf(verdict: Verdict, before: ToldExposure | undefined): Change | null {
  const { state, reason } = verdict;
  // What is found late is as urgent as what was watched from its beginning.
  if (before === undefined) return state === 'overdue' || state === 'due-soon' ? state : 'new';
  const wasClosed = closedStates.includes(before.state);
  if (wasClosed && !closedStates.includes(state)) return 'reopened';
  if (state !== before.state) {
    switch (state) {
      case 'rotated':
      case 'rotated-late':
        return 'replaced';
      case 'open':
        return isLater(verdict, before) ? 'deadline-later' : null;
      case 'overdue':
      case 'due-soon':
      case 'unresolved':
      case 'waived':
        return state;
    }
  }
  if (isEdited(verdict, before)) return 'waived';
  if (reason !== before.reason && bad.has(reason)) return 'worse';
  return !closedStates.includes(state) && isLater(verdict, before) ? 'deadline-later' : null;
}

/** Whoever edits a waiver, its expiry above all, is announced like whoever put it. */
function isEdited({ state, waiver }: Verdict, before: ToldExposure): boolean {
  if (state !== 'waived' || waiver === null || before.waiver === undefined) return false;
  return waiverMark(waiver) !== before.waiver;
}

/** A told deadline moves later only with a notice. */
function isLater({ deadline }: Verdict, before: ToldExposure): boolean {
  return deadline !== null && before.deadline !== null && Date.parse(deadline) > before.deadline;
}

/** What is told again although nothing changed. */
export function repeatOf(verdict: Verdict, told: Told, now: number): Change | null {
  const isDue = (at: number | null, every: number) => at !== null && elapsed(at, now) >= every - toleranceMs;
  if (verdict.state === 'overdue' && isDue(told.overdueAt, overdueEveryMs)) return 'still-overdue';
  if (
    verdict.reason === 'external-account' &&
    verdict.state === 'unresolved' &&
    isDue(told.externalAt, externalEveryMs)
  ) {
    return 'still-external';
  }
  return null;
}
