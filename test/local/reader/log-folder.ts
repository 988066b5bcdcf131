import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import type { FileReading, LogEntry } from '../../../local/reader/reader.ts';
import { readLogFile } from '../../../local/reader/reader.ts';

/** A folder of log files that lives as long as one test: `await using logs = await logFolder()`. */
export class LogFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** The path of a file or folder in it. */
  at(...names: string[]): string {
    return join(this.path, ...names);
  }

  /** Writes a file, with the folders above it, and returns its path. */
  async write(name: string, content: string | Uint8Array): Promise<string> {
    const path = this.at(name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    return path;
  }

  /** Writes a file and reads it with the reader. */
  async reading(name: string, content: string | Uint8Array): Promise<FileReading> {
    return await readLogFile({ path: await this.write(name, content), size: null });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

export async function logFolder(): Promise<LogFolder> {
  return new LogFolder(await realpath(await mkdtemp(join(tmpdir(), 'glasswatch-reader-'))));
}

/** The entries of a file that must have been read. */
export function entriesOf(reading: FileReading): readonly LogEntry[] {
  if (reading.outcome !== 'read') throw new Error(`${reading.file}: ${reading.outcome}, ${reading.reason}`);
  return reading.entries;
}

/** The records of a file that must have been read, and without problems. */
export function valuesOf(reading: FileReading): readonly unknown[] {
  return entriesOf(reading).map((entry) => {
    if ('problem' in entry) throw new Error(`${entry.position}: ${entry.problem}`);
    return entry.value;
  });
}

/** Why a file gave nothing; throws where it gave something. */
export function reasonOf(reading: FileReading): string {
  if (reading.outcome === 'read') throw new Error(`${reading.file} was read`);
  return reading.reason;
}

/** A CloudTrail record, as small as one can be. */
export function event(eventID: string, more: Record<string, unknown> = {}) {
  return {
    eventVersion: '1.11',
    eventTime: '2026-11-20T09:00:00Z',
    eventSource: 'secretsmanager.amazonaws.com',
    eventName: 'GetSecretValue',
    eventID,
    ...more,
  };
}

/** An EventBridge event around a record. */
export function enveloped(detail: unknown) {
  return {
    version: '0',
    id: 'e0000000-0000-4000-8000-000000000001',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.secretsmanager',
    account: '111122223333',
    time: '2026-11-20T09:00:01Z',
    region: 'eu-central-1',
    resources: [],
    detail,
  };
}

/** The output of `aws cloudtrail lookup-events` for some records. */
export function lookedUp(records: readonly unknown[]) {
  return { Events: records.map((record) => ({ EventName: 'x', CloudTrailEvent: JSON.stringify(record) })) };
}
