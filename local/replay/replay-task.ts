import { threadId } from 'node:worker_threads';
import type { Config } from '../../config/schema.ts';
import {
  LogSecretDirectory,
  showingSecrets,
  type LearntSecrets,
} from '../../detections/event/secret-directory.ts';
import { sift, type Candidate } from '../../handlers/alert/candidate.ts';
import { gateOf, type GatePatterns } from '../../handlers/alert/gate.ts';
import type { SkippedFile, UnreadableFile } from '../reader/reader.ts';
import type { ScannedEntry } from '../scan/scan-file.ts';
import type { ScanTask } from '../scan/scan-task.ts';
import { AlikeRecords, type AlikeCandidates, type AlikeEvents } from './alike.ts';
import { BreakGlassSeen, concerns } from './break-glass-seen.ts';
import { eventText, packEvents } from './packed-events.ts';

export interface ReplayTaskOptions {
  readonly config: Config;
  readonly gate: GatePatterns;
}

/** What one file gives to a replay. */
export interface ReplayedFile {
  readonly outcome: 'read';
  readonly unmatched: number;
  readonly noEvents: readonly { readonly position: string; readonly reason: string }[];
  /** The events that passed a gate, packed; null where there are none. */
  readonly events: PackedCandidates | null;
  /** Those that are like earlier ones; null where there are none. */
  readonly alike: AlikeCandidates | null;
  /** Those that passed a gate and cannot be parsed. */
  readonly unparsed: readonly Candidate[];
}

/** Candidates of one file; the lists go together, the events are in the pack in that order. */
export interface PackedCandidates {
  readonly pack: Uint8Array;
  /** ms */
  readonly times: Float64Array;
  readonly eventIDs: readonly string[];
  /** The gates that each passed: places in `gates`, of which there are few. */
  readonly passed: Uint16Array;
  readonly gates: readonly (readonly string[])[];
}

/** What a thread learnt from all its files. */
export interface ReplayKnowledge {
  readonly secrets: LearntSecrets;
  /** Configured break-glass principals that no event concerned. */
  readonly unseen: readonly string[];
  /** What the candidates that are like others have in common, by their numbers in this thread. */
  readonly alike: { readonly thread: number; readonly events: ReadonlyMap<number, AlikeEvents> };
}

/** Reads for a replay: holds what passed a gate, and learns what all records tell. */
export const replayTask: ScanTask<
  ReplayTaskOptions,
  ReplayedFile | UnreadableFile | SkippedFile,
  ReplayKnowledge
> = {
  interests: ({ config, gate }) => [
    ...gate.map(([, pattern]) => ({ pattern, of: 'event' as const })),
    ...showingSecrets.map((pattern) => ({ pattern, of: 'record' as const })),
    ...concerns(config).map(([, pattern]) => ({ pattern, of: 'record' as const })),
  ],

  begin: ({ config, gate }) => {
    const admits = gateOf(gate);
    const seen = new BreakGlassSeen(config);
    const directory = new LogSecretDirectory();
    const alike = new AlikeRecords(directory);
    return {
      isKnown: (likeness) => alike.isKnown(likeness),
      file: (scan) => {
        if (scan.outcome !== 'read') return scan;
        const known = alike.take();
        const unmatched = scan.passedOver - (known?.numbers.length ?? 0);
        const file: SiftedFile = { unmatched, alike: known, noEvents: [], candidates: [] };
        for (const entry of scan.entries) take(entry, file);
        return replayed(file);
      },
      end: () => ({
        secrets: directory.learnt,
        unseen: seen.unseen,
        alike: { thread: threadId, events: alike.events },
      }),
    };

    function take(entry: ScannedEntry, file: SiftedFile): void {
      const sifted = 'problem' in entry ? noEvent(entry.problem) : sift(entry.value, admits);
      if (sifted.kind === 'no-event') {
        file.noEvents.push({ position: entry.position, reason: sifted.reason });
        return;
      }
      seen.note(sifted.record);
      if (entry.likeness != null) alike.remember(entry.likeness, sifted);
      directory.learn(sifted.record, sifted.kind === 'candidate' ? sifted.candidate.event : null);
      if (sifted.kind === 'candidate') file.candidates.push(sifted.candidate);
      else file.unmatched += 1;
    }
  },
};

interface SiftedFile {
  unmatched: number;
  readonly alike: AlikeCandidates | null;
  readonly noEvents: { position: string; reason: string }[];
  readonly candidates: Candidate[];
}

function noEvent(reason: string) {
  return { kind: 'no-event' as const, reason };
}

function replayed({ unmatched, alike, noEvents, candidates }: SiftedFile): ReplayedFile {
  const unparsed: Candidate[] = [];
  const [texts, times, eventIDs, passed]: [string[], number[], string[], number[]] = [[], [], [], []];
  const gates = new Map<string, { readonly place: number; readonly gate: readonly string[] }>();
  for (const candidate of candidates) {
    const { event, gate } = candidate;
    const text = event === null ? null : eventText(event);
    if (event === null || text === null) {
      unparsed.push(event === null ? candidate : { ...candidate, event: null, reason: 'nested too deeply' });
      continue;
    }
    const key = gate.join(' ');
    const known = gates.get(key) ?? { place: gates.size, gate };
    gates.set(key, known);
    texts.push(text);
    times.push(event.time);
    eventIDs.push(event.eventID);
    passed.push(known.place);
  }
  const events: PackedCandidates = {
    pack: packEvents(texts),
    times: Float64Array.from(times),
    eventIDs,
    passed: Uint16Array.from(passed),
    gates: [...gates.values()].map(({ gate }) => gate),
  };
  return {
    outcome: 'read',
    unmatched,
    noEvents,
    alike,
    unparsed,
    events: texts.length === 0 ? null : events,
  };
}
