import { parseArn } from '../../config/arn.ts';
import type { Incident } from '../deadline/incident.ts';
import type { Coverage } from './coverage.ts';
import { isLongTermKey, type SessionTimeline } from './timeline.ts';

/** Something that the log cannot show of an incident. */
export interface BlindSpot {
  readonly says: string;
  /** What it concerns; may hold what attackers wrote. */
  readonly about: readonly string[];
}

/** What there is to know about an incident's log. */
export interface LogFacts {
  readonly incident: Incident;
  readonly timelines: readonly SessionTimeline[];
  readonly coverage: Coverage;
}

/** What the log cannot show: what holds for every incident first, then what holds for this one. */
export function blindSpotsOf(facts: LogFacts): BlindSpot[] {
  return [
    ...(facts.incident.exposures.length === 0 ? [] : always.map((says) => ({ says, about: [] }))),
    { says: dataEvents, about: [] },
    { says: chosenByTheCaller, about: [] },
    ...ofTheReads(facts.incident),
    ...ofTheSessions(facts),
    ...ofTheLog(facts),
  ].filter(({ says }) => says !== '');
}

const always = [
  'What became of a value after it was read: it can have been copied, and used where no AWS log is written.',
  'Connections that were opened with an old value: replacing a password closes no database session.',
  'Reads that a cache answered (Secrets Manager Agent, the Lambda extension, an application of its own): they leave no event, so that the list of other readers is the least there can be.',
];

const dataEvents =
  'What was done inside services (objects in S3, items in DynamoDB, statements in a database, invocations of functions): these are data events, which a trail holds only where it was told to.';

const chosenByTheCaller = 'Whether session names and user agents are true: whoever calls chooses them.';

function ofTheReads({ exposures }: Incident): BlindSpot[] {
  const because = (reason: string) =>
    exposures.filter((one) => one.reason === reason).map(({ secret }) => secret);
  return concerning([
    [
      'Which secrets a batch with a filter returned, where CloudTrail holds no entry for each: every secret that the filter fits may have been read.',
      because('batch-filter'),
    ],
    ['Which parameters lay below a path that was read as a whole.', because('path-read')],
    [
      'Whether secrets of other accounts were replaced: that stands in the logs of their owners.',
      because('external-account'),
    ],
    ['Whether these were replaced while the log has a gap.', because('log-gap')],
    ['Whether the passwords of deleted secrets still work where they were set.', because('deleted')],
  ]);
}

function ofTheSessions({ incident, timelines }: LogFacts): BlindSpot[] {
  return concerning([
    [
      'How these sessions were opened: no event of the log opens them, so that their length is not known either.',
      sessionsWithoutOpening(incident),
    ],
    [
      'Who used these long-term keys: a key opens nothing that would name a person.',
      incident.sessions.filter(isLongTermKey).map(({ session }) => session),
    ],
    [
      'What was done with roles of other accounts that these sessions assumed: that stands in the logs of those accounts.',
      rolesElsewhere(incident, timelines),
    ],
  ]);
}

/** Sessions that no event of the log opens. A long-term key needs no opening. */
export function sessionsWithoutOpening({ sessions }: Incident): string[] {
  return sessions
    .filter((session) => session.openedEvent === null && !isLongTermKey(session))
    .map(({ session }) => session);
}

/** Roles of other accounts that a session assumed. */
function rolesElsewhere({ account }: Incident, timelines: readonly SessionTimeline[]): string[] {
  const assumed = timelines
    .flatMap(({ events }) => events)
    .filter(({ eventName, errorCode }) => eventName.startsWith('AssumeRole') && errorCode === null)
    .flatMap(({ target }) => (target === null ? [] : [target]));
  return [...new Set(assumed)].filter((role) => {
    const owner = parseArn(role)?.account;
    return account !== null && owner !== undefined && owner !== account;
  });
}

function ofTheLog({ coverage }: LogFacts): BlindSpot[] {
  const { regions, silentRegions, gaps } = coverage;
  return concerning([
    ['What happened in Regions of which this log holds no record of these days.', silentRegions],
    [
      'What happened on days of which the log of a Region holds no record.',
      gaps.map(({ region, from, to }) => (from === to ? `${region} ${from}` : `${region} ${from} to ${to}`)),
    ],
    ['What happened in any other Region than those that the log holds.', regions],
  ]);
}

/** Those that concern anything. */
function concerning(spots: readonly (readonly [says: string, about: readonly string[]])[]): BlindSpot[] {
  return spots.filter(([, about]) => about.length > 0).map(([says, about]) => ({ says, about }));
}
