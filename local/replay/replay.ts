import { setImmediate } from 'node:timers/promises';
import type { Config } from '../../config/schema.ts';
import type { Detection } from '../../detections/catalogue/detection.ts';
import { LogSecretDirectory } from '../../detections/event/secret-directory.ts';
import { decideCandidate, sift, type Candidate } from '../../handlers/alert/candidate.ts';
import { closeWindows, type AlertPorts } from '../../handlers/alert/core.ts';
import {
  noDispositions,
  type Disposition,
  type DispositionCounts,
} from '../../handlers/alert/disposition.ts';
import { createGate } from '../../handlers/alert/gate.ts';
import { MemoryLedger } from '../../handlers/alert/memory-ledger.ts';
import type { Clock, Notifier } from '../../handlers/alert/ports.ts';
import { readLogFile, type LogFile } from '../reader/reader.ts';
import { BreakGlassSeen } from './break-glass-seen.ts';
import { byTime } from './by-time.ts';
import type { Progress } from './progress.ts';

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
  readonly progress: Progress;
  readonly onTrouble: (trouble: Trouble) => void;
}

/** A lease for a ledger that dies with the process, ms. */
const lease = 3_600_000;
/** Candidates decided between two looks at the event loop, so that Ctrl-C is heard. */
const breath = 500;

/**
 * A replay of log files through the gates and the alert core. Holds only what passed a gate, sorts it by time, then
 * decides: the same input gives the same output for any order and split of files.
 */
export class Replay {
  /** Counts so far; true at any time, so that an interrupted run can tell them. */
  readonly summary: ReplaySummary = { files: 0, unreadable: 0, skipped: 0, records: 0, ...noDispositions() };
  readonly #options: ReplayOptions;
  readonly #seen: BreakGlassSeen;

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
    const candidates = await this.#read(directory);
    const ports: AlertPorts = { ...this.#options, ledger: new MemoryLedger(), directory, lease };
    let taken = 0;
    for (const candidate of candidates.sort(byTime)) {
      if (candidate.event !== null) await closeWindows(candidate.event.time, ports);
      this.#count(await this.#decided(candidate, ports));
      taken += 1;
      if (taken % breath === 0) await setImmediate();
    }
    await closeWindows(Infinity, ports);
  }

  async #read(directory: LogSecretDirectory): Promise<Candidate[]> {
    const { files, config, detections, progress, onTrouble } = this.#options;
    const gate = createGate(config, detections);
    const candidates: Candidate[] = [];
    let bytes = 0;
    let read = 0;
    for (const file of files) {
      const reading = await readLogFile(file);
      this.summary.files += 1;
      bytes += file.size ?? 0;
      if (reading.outcome === 'unreadable') {
        this.summary.unreadable += 1;
        onTrouble({ kind: 'unreadable', file: file.path, position: null, reason: reading.reason });
      } else if (reading.outcome === 'skipped') {
        this.summary.skipped += 1;
      } else {
        for (const entry of reading.entries) {
          read += 1;
          const candidate = this.#sifted(entry, file, gate, directory);
          if (candidate !== null) candidates.push(candidate);
        }
      }
      progress.update(this.summary.files, bytes, read);
    }
    progress.stop();
    return candidates;
  }

  #sifted(
    entry: { position: string; value?: unknown; problem?: string },
    file: LogFile,
    gate: ReturnType<typeof createGate>,
    directory: LogSecretDirectory,
  ): Candidate | null {
    const sifted =
      entry.problem === undefined
        ? sift(entry.value, gate)
        : { kind: 'no-event' as const, reason: entry.problem };
    if (sifted.kind === 'no-event') {
      this.#count('dead-lettered');
      const { position } = entry;
      this.#options.onTrouble({ kind: 'no-event', file: file.path, position, reason: sifted.reason });
      return null;
    }
    this.#seen.note(sifted.record);
    directory.learn(sifted.record);
    if (sifted.kind === 'candidate') return sifted.candidate;
    this.#count('unmatched');
    return null;
  }

  async #decided(candidate: Candidate, ports: AlertPorts): Promise<Disposition> {
    const outcome = await decideCandidate(candidate, ports);
    if (outcome === 'retry') throw new Error(`event ${candidate.eventID} is held by another claim`);
    return outcome;
  }

  #count(disposition: Disposition): void {
    this.summary.records += 1;
    this.summary[disposition] += 1;
  }
}
