import type { Incident } from '../deadline/incident.ts';
import type { Verdict } from '../deadline/verdict.ts';
import { sessionsWithoutOpening } from './blind-spots.ts';
import { workingDaysAfter } from './due-date.ts';
import type { PersistenceAction } from './persistence.ts';
import type { StaleReader } from './stale-readers.ts';
import type { Telling } from './telling.ts';
import { isLongTermKey, type SessionTimeline } from './timeline.ts';

/** A question for the post-mortem. */
export interface Question {
  readonly asks: string;
  /** What it concerns; may hold what attackers wrote. */
  readonly about: readonly string[];
  /** The day by which it is answered, `yyyy-mm-dd`. */
  readonly due: string;
}

/** What questions arise from. */
export interface Findings {
  readonly incident: Incident;
  readonly timelines: readonly SessionTimeline[];
  readonly persistence: readonly PersistenceAction[];
  readonly staleReaders: readonly StaleReader[];
  readonly tellings: readonly Telling[];
}

/** Working days after the end of the incident: at once where somebody may still have access, else within a week. */
const atOnce = 1;
const thisWeek = 5;

type Asked = readonly [asks: string, about: readonly string[], days: number];

/** The questions that an incident leaves, the most urgent first. A question arises only where it concerns anything. */
export function questionsOf(findings: Findings): Question[] {
  const { incident } = findings;
  return [...ofAccess(findings), ...ofSecrets(findings), ...ofTheOpening(findings)]
    .filter(([, about]) => about.length > 0)
    .sort(([, , a], [, , b]) => a - b)
    .map(([asks, about, days]) => ({ asks, about, due: workingDaysAfter(incident.to, days) }));
}

function ofAccess({ persistence, tellings, timelines }: Findings): Asked[] {
  return [
    [
      'Was each of these made on purpose? Who keeps it, and who takes away the rest?',
      persistence.map(({ eventName, target, eventID }) => `${eventName} ${target ?? eventID}`),
      atOnce,
    ],
    [
      'Why was the audit log, or the watching itself, touched in this incident?',
      alertsOf(tellings, 'audit-tampering'),
      atOnce,
    ],
    ['What did the sessions try that they were not allowed to, and what for?', refused(timelines), thisWeek],
  ];
}

function refused(timelines: readonly SessionTimeline[]): string[] {
  const calls = timelines
    .flatMap(({ events }) => events)
    .filter(({ errorCode }) => errorCode !== null)
    .map(({ eventName, target }) => (target === null ? eventName : `${eventName} ${target}`));
  return [...new Set(calls)];
}

function ofSecrets({ incident, staleReaders }: Findings): Asked[] {
  const secrets = (chosen: (verdict: Verdict) => boolean) =>
    incident.exposures.filter(chosen).map(({ secret }) => secret);
  return [
    [
      'Why were these not replaced by their deadline, and who replaces them now?',
      secrets(({ state }) => state === 'overdue'),
      atOnce,
    ],
    [
      'Nobody can tell from this log whether these were replaced: who finds out, and how?',
      secrets(({ state }) => state === 'unresolved'),
      atOnce,
    ],
    [
      'The reader put the new value and knows it too: why the reader, and who puts another?',
      secrets(({ reason }) => reason === 'put-by-reader'),
      atOnce,
    ],
    [
      'The same person replaced these under another identity: did anybody else look at it?',
      secrets(({ samePerson }) => samePerson),
      thisWeek,
    ],
    ['Why were these replaced too late?', secrets(({ state }) => state === 'rotated-late'), thisWeek],
    [
      'Does the reason of the waiver still hold, and what happens when it expires?',
      secrets(({ state }) => state === 'waived'),
      thisWeek,
    ],
    [
      'Do these still work with the old value? Whoever has not read again may hold it.',
      [...new Set(staleReaders.map(({ principal }) => principal ?? 'unknown'))],
      thisWeek,
    ],
  ];
}

function ofTheOpening({ incident, tellings }: Findings): Asked[] {
  const chained = incident.sessions.filter(({ chainedFrom }) => chainedFrom !== null);
  return [
    [
      incident.declared === null
        ? 'What was the emergency, who decided to break the glass, and would an ordinary way have done?'
        : 'How were these credentials lost, and do they work anywhere still?',
      [incident.opened],
      thisWeek,
    ],
    [
      'Why was the glass broken without MFA?',
      tellings
        .filter(({ detection, mfa }) => detection === 'break-glass-opened' && mfa === false)
        .map(({ what }) => what),
      thisWeek,
    ],
    [
      'How could these sessions begin without an opening in the log?',
      sessionsWithoutOpening(incident),
      thisWeek,
    ],
    [
      'Whoever used these long-term keys may have kept them: who replaces them?',
      incident.sessions.filter(isLongTermKey).map(({ session }) => session),
      atOnce,
    ],
    ['What were these roles assumed for, out of the emergency?', principalsOf(chained), thisWeek],
    [
      'The incident is not over: who ends it?',
      incident.open
        ? incident.sessions.filter(({ ends }) => ends === 'open').map(({ session }) => session)
        : [],
      atOnce,
    ],
  ];
}

function principalsOf(sessions: readonly { readonly principal: string | null }[]): string[] {
  return [...new Set(sessions.flatMap(({ principal }) => principal ?? []))];
}

function alertsOf(tellings: readonly Telling[], detection: string): string[] {
  return tellings.filter((one) => one.detection === detection).map(({ what }) => what);
}
