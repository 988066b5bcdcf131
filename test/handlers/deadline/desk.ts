import { asWrittenByCloudTrail, parseEvent } from '../../../detections/event/cloudtrail-event.ts';
import { concernsDeadline } from '../../../handlers/deadline/facts/concerns.ts';
import { FactBook } from '../../../handlers/deadline/facts/fact-book.ts';
import { factsOf } from '../../../handlers/deadline/facts/facts-of.ts';
import type { Incident } from '../../../handlers/deadline/incident.ts';
import { judge, type Judged } from '../../../handlers/deadline/judge.ts';
import type { Judging } from '../../../handlers/deadline/judging.ts';
import type { Verdict } from '../../../handlers/deadline/verdict.ts';
import { configOf } from '../alert/desk.ts';
import { at, type CloudTrailRecord } from '../alert/events.ts';

/** A day after the emergency: every clock has run out, and nothing is final yet. */
export const nextDay = '2026-11-21T09:00:00Z';

export interface JudgedAt extends Partial<Pick<Judging, 'waivers' | 'coverage' | 'frozen'>> {
  /** A clock time of the day, or a time with its date. */
  readonly now?: string;
  readonly config?: Record<string, unknown>;
}

/** Puts records before the deadline core as the command line and the handler do. */
export function judged(records: readonly CloudTrailRecord[], options: JudgedAt = {}): Judged {
  const { now = nextDay, waivers = [], coverage = new Map(), frozen } = options;
  const config = configOf(options.config);
  const time = Date.parse(at(now));
  const book = new FactBook(time);
  const concerns = concernsDeadline(config);
  for (const record of records.map(asWrittenByCloudTrail)) {
    if (concerns(record)) book.add(factsOf(parseEvent(record), config));
  }
  return judge(book, { config, now: time, waivers, coverage, ...(frozen === undefined ? {} : { frozen }) });
}

/** The verdicts of all incidents. */
export function verdicts(records: readonly CloudTrailRecord[], options?: JudgedAt): Verdict[] {
  return judged(records, options).incidents.flatMap(({ exposures }) => exposures);
}

/** The verdict, where there must be exactly one. */
export function verdict(records: readonly CloudTrailRecord[], options?: JudgedAt): Verdict {
  return one(verdicts(records, options), 'exposures');
}

/** The incident, where there must be exactly one. */
export function incident(records: readonly CloudTrailRecord[], options?: JudgedAt): Incident {
  return one(judged(records, options).incidents, 'incidents');
}

function one<Item>([first, ...more]: readonly Item[], what: string): Item {
  if (first === undefined || more.length > 0)
    throw new Error(`${first === undefined ? 0 : more.length + 1} ${what}, not one`);
  return first;
}
