/** A file that may hold a log. Plain data, so that it can be handed to a worker. */
export interface LogFile {
  /** As the user would write it; `-` is standard input. */
  readonly path: string;
  /** Bytes on disk; null for standard input, pipes, and what could not be looked at. */
  readonly size: number | null;
}

/** What EventBridge put around a record. Absent fields are null. */
export interface Envelope {
  readonly id: string | null;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string | null;
  readonly time: string | null;
  readonly region: string | null;
  readonly resources: readonly string[];
}

/** A record as the file gives it: parsed JSON, out of its envelope. Whether it is an event, the caller judges. */
export interface RecordEntry {
  /** Where it stands, counted from 1: `record 3`, `line 12`, or `line 12, record 3`. */
  readonly position: string;
  readonly value: unknown;
  /** Present where the record came in an EventBridge envelope. */
  readonly envelope?: Envelope;
}

/** A place where a record should be and none is. */
export interface ProblemEntry {
  readonly position: string;
  /** One line for the user; never holds text of the file. */
  readonly problem: string;
}

/** One record of a file, or the place where one should be. */
export type LogEntry = RecordEntry | ProblemEntry;

/** A file that was read whole. */
export interface ReadFile {
  readonly outcome: 'read';
  readonly file: string;
  readonly entries: readonly LogEntry[];
}

/** A file that gave nothing: damaged, unopenable, or no log. The reason is one line and holds no text of the file. */
export interface UnreadableFile {
  readonly outcome: 'unreadable';
  readonly file: string;
  readonly reason: string;
}

/** A file that is in order and holds no records for us: digests, insights, aggregates, our own reports. */
export interface SkippedFile {
  readonly outcome: 'skipped';
  readonly file: string;
  readonly reason: string;
}

/** What became of one file. Plain data, so that a worker can hand it back. */
export type FileReading = ReadFile | UnreadableFile | SkippedFile;
