import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** What a test looks at in a record of the written log. */
export interface LoggedRecord {
  readonly eventVersion: string;
  readonly eventID: string;
  readonly eventTime: string;
  readonly eventName: string;
  readonly eventSource: string;
  readonly awsRegion: string;
  readonly errorCode?: string;
  readonly recipientAccountId: string;
  readonly requestParameters: Readonly<Record<string, unknown>> | null;
  readonly userIdentity: {
    readonly arn?: string;
    readonly principalId?: string;
    readonly sessionContext?: {
      readonly sessionIssuer?: { readonly arn?: string };
      readonly attributes?: { readonly creationDate?: string };
    };
  };
}

export interface LoggedFile {
  /** Below the folder of logs, with forward slashes. */
  readonly path: string;
  readonly bytes: Buffer;
  readonly text: string;
  readonly records: readonly LoggedRecord[];
}

/** All files below a folder, by path, in order of path. */
export async function filesBelow(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = new Map<string, Buffer>();
  for (const path of paths.sort()) {
    files.set(path.slice(folder.length + 1).replaceAll(sep, '/'), await readFile(path));
  }
  return files;
}

/** The log files below a folder, read. */
export async function readLogs(folder: string): Promise<LoggedFile[]> {
  return [...(await filesBelow(folder))].map(([path, bytes]) => {
    const text = gunzipSync(bytes).toString();
    const { Records: records } = JSON.parse(text) as { Records: LoggedRecord[] };
    return { path, bytes, text, records };
  });
}

/** An alert of expected.json. */
export interface ExpectedAlert {
  readonly eventID: string;
  readonly eventTime: string;
  readonly detection: string;
  readonly also: readonly string[];
  readonly severity: string;
  readonly region: string;
  readonly actor: string | null;
  readonly target: string;
  readonly count?: number;
}

/** expected.json. */
export interface Expected {
  readonly glasswatch: { readonly kind: string; readonly version: number };
  readonly now: string;
  readonly summary: Readonly<Record<string, number>>;
  readonly summaryUngrouped: Readonly<Record<string, number>>;
  readonly redelivered: readonly string[];
  readonly alerts: readonly ExpectedAlert[];
  readonly alertsUngrouped: readonly ExpectedAlert[];
  readonly verdicts: readonly {
    readonly secret: string;
    readonly actor: string;
    readonly firstRead: string;
    readonly lastRead: string;
    readonly deadline: string;
    readonly state: string;
    readonly reason: string;
    readonly rotatedAt: string | null;
  }[];
  readonly crossAccountReads: readonly { readonly secret: string; readonly reads: number }[];
  readonly timeline: readonly {
    readonly eventID: string;
    readonly eventTime: string;
    readonly eventName: string;
    readonly region: string;
    readonly disposition: string;
  }[];
}
