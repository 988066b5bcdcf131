import type { TimelineEvent } from '../timeline.ts';

/** How often a session made a call. */
export interface CallCount {
  readonly eventSource: string;
  readonly eventName: string;
  readonly calls: number;
  readonly refused: number;
}

/** What is shown of a session's events. */
export interface Excerpt {
  readonly shown: readonly TimelineEvent[];
  readonly leftOut: number;
  /** All calls by name, the most frequent first; empty where every event is shown. */
  readonly counts: readonly CallCount[];
}

/** More events than this are not read by people; the evidence record holds them all. */
const longest = 60;

const readsValues =
  /^(GetSecretValue|BatchGetSecretValue|GetParameter|GetParameters|GetParametersByPath|GetParameterHistory)$/;

/** What an event did, in a word. */
export type Effect = 'refused' | 'changed' | 'read a value' | 'assumed a role' | 'looked';

export function effectOf({ readOnly, errorCode, eventName }: TimelineEvent): Effect {
  if (errorCode !== null) return 'refused';
  if (readsValues.test(eventName)) return 'read a value';
  if (eventName.startsWith('AssumeRole')) return 'assumed a role';
  return readOnly ? 'looked' : 'changed';
}

/** Whether an event says more than that a session looked around. What a service did on its behalf stands with its own call. */
function isNotable(event: TimelineEvent): boolean {
  const effect = effectOf(event);
  return effect === 'refused' || (effect !== 'looked' && event.through === null);
}

/** All events of a short timeline; of a long one the first that changed something, read a value or were refused. */
export function excerptOf(events: readonly TimelineEvent[]): Excerpt {
  if (events.length <= longest) return { shown: events, leftOut: 0, counts: [] };
  const shown = events.filter(isNotable).slice(0, longest);
  return { shown, leftOut: events.length - shown.length, counts: countsOf(events) };
}

function countsOf(events: readonly TimelineEvent[]): CallCount[] {
  const counts = new Map<
    string,
    { eventSource: string; eventName: string; calls: number; refused: number }
  >();
  for (const { eventSource, eventName, errorCode } of events) {
    const key = JSON.stringify([eventSource, eventName]);
    const count = counts.get(key) ?? { eventSource, eventName, calls: 0, refused: 0 };
    count.calls += 1;
    if (errorCode !== null) count.refused += 1;
    counts.set(key, count);
  }
  return [...counts.entries()]
    .sort(([keyA, a], [keyB, b]) => b.calls - a.calls || (keyA < keyB ? -1 : 1))
    .map(([, count]) => count);
}
