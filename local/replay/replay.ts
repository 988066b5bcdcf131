import { setImmediate } from 'node:timers/promises';
import type { Config } from '../../config/schema.ts';
import type { Detection } from '../../detections/catalogue/detection.ts';
import { LogSecretDirectory } from '../../detections/event/secret-directory.ts';
import { decideCandidate, type Candidate } from '../../handlers/alert/candidate.ts';
import { closeWindows, type AlertPorts } from '../../handlers/alert/core.ts';
import {
  noDispositions,
  type Disposition,
  type DispositionCounts,
} from '../../handlers/alert/disposition.ts';
import { gatePatterns } from '../../handlers/alert/gate.ts';
import { MemoryLedger } from '../../handlers/alert/memory-ledger.ts';
import type { Clock, Notifier } from '../../handlers/alert/ports.ts';
import type { LogFile, SkippedFile, UnreadableFile } from '../reader/reader.ts';
import { scan } from '../scan/scan.ts';
import { BreakGlassSeen } from './break-glass-seen.ts';
import { byTime } from './by-time.ts';
import { CandidateStore, heldOf, type HeldCandidate } from './held-candidates.ts';
import { withoutRuledOut } from './ruled-out.ts';
import type { Progress } from './progress.ts';
import type { ReplayedFile, ReplayKnowledge } from './replay-task.ts';

/** What was read and what became of it. The dispositions sum to `records`. */
export interface ReplaySummary extends DispositionCounts {
  /** Files looked at, unreadable and skipped ones included. */
  files: number;
  unreadable: number;
  skipped: number;
  records: number;
}

/** One place in the input that gave nothing, in words for the user. */
export interface Trouble {
  readonly kind: 'unreadable' | 'no-event';
  readonly file: string;
  /** Such as "record 3"; null where the whole file is meant. */
  readonly position: string | null;
  readonly reason: string;
}

export interface ReplayOptions {
  readonly files: readonly LogFile[];
  readonly config: Config;
  readonly detections: readonly Detection[];
  readonly notifier: Notifier;
  readonly clock: Clock;
  /** Whether repeats of a kind are counted instead of told. */
  readonly group: boolean;
  /** Threads that read; default: as many as there is work for. */
  readonly workers?: number | undefined;
  readonly progress: Progress;
  readonly onTrouble: (trouble: Trouble) => void;
  /** Sees what became of each matched event (handlers/alert/core.ts). */
  readonly onTold?: AlertPorts['onTold'];
}

/** A lease for a ledger that dies with the process, ms. */
const lease = 3_600_000;
/** Candidates decided between two looks at the event loop, so that Ctrl-C is heard. */
const breath = 500;

/**
 * A replay of log files through the gates and the alert core. Holds only what passed a gate, sorts it by time, then
 * decides: the same input gives the same output for any order and split of files, and any number of workers.
 */
export class Replay {
  /** Counts so far; true at any time, so that an interrupted run can tell them. */
  readonly summary: ReplaySummary = { files: 0, unreadable: 0, skipped: 0, records: 0, ...noDispositions() };
  readonly #options: ReplayOptions;
  readonly #seen: BreakGlassSeen;
  readonly #candidates: HeldCandidate[] = [];
  #bytes = 0;
  #read = 0;

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#seen = new BreakGlassSeen(options.config);
  }

  /** Configured break-glass roles and users that no event concerned. */
  get unseen(): string[] {
    return this.#seen.unseen;
  }

  async run(): Promise<void> {
    const directory = new LogSecretDirectory();
    const knowledge = await this.#scan();
    const store = new CandidateStore(knowledge);
    for (const { secrets, unseen } of knowledge) {
      directory.add(secrets);
      this.#seen.keepUnseen(unseen);
    }
    const ports: AlertPorts = { ...this.#options, ledger: new MemoryLedger(), directory, lease };
    const open = withoutRuledOut(this.#candidates, store, { ...this.#options, directory });
    this.#count('unmatched', this.#candidates.length - open.length);
    let taken = 0;
    for (const held of open.sort((a, b) => byTime(a, b, store))) {
      const candidate = store.candidate(held);
      if (candidate.event !== null) await closeWindows(candidate.event.time, ports);
      this.#count(await this.#decided(candidate, ports));
      taken += 1;
      if (taken % breath === 0) await setImmediate();
    }
    await closeWindows(Infinity, ports);
  }

  async #scan(): Promise<ReplayKnowledge[]> {
    const { files, config, detections, workers, progress } = this.#options;
    const gate = gatePatterns(config, detections);
    const onFile = this.#take.bind(this);
    const knowledge = await scan('replay', { config, gate }, { files, workers, onFile });
    progress.stop();
    return knowledge;
  }

  #take(file: LogFile, result: ReplayedFile | UnreadableFile | SkippedFile): void {
    const { progress, onTrouble } = this.#options;
    this.summary.files += 1;
    this.#bytes += file.size ?? 0;
    if (result.outcome === 'unreadable') {
      this.summary.unreadable += 1;
      onTrouble({ kind: 'unreadable', file: file.path, position: null, reason: result.reason });
    } else if (result.outcome === 'skipped') {
      this.summary.skipped += 1;
    } else {
      for (const noEvent of result.noEvents) onTrouble({ kind: 'no-event', file: file.path, ...noEvent });
      this.#count('dead-lettered', result.noEvents.length);
      this.#count('unmatched', result.unmatched);
      const held = heldOf(result);
      this.#candidates.push(...held);
      this.#read += result.unmatched + result.noEvents.length + held.length;
    }
    progress.update(this.summary.files, this.#bytes, this.#read);
  }

  async #decided(candidate: Candidate, ports: AlertPorts): Promise<Disposition> {
    const outcome = await decideCandidate(candidate, ports);
    if (outcome === 'retry') throw new Error(`event ${candidate.eventID} is held by another claim`);
    return outcome;
  }

  #count(disposition: Disposition, records = 1): void {
    this.summary.records += records;
    this.summary[disposition] += records;
  }
}
