import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { planDelivery, type LogFile } from './delivery.ts';
import { expectedOf } from './expected.ts';
import { trafficOf } from './noise/noise.ts';
import { Sessions } from './noise/sessions.ts';
import { account, partnerAccount } from './places.ts';
import { Random } from './random.ts';
import { playScript, type Script } from './script.ts';
import { decoy, exposed } from './secrets.ts';
import { bytesOf, FolderWriter, pathOf } from './writer.ts';

export interface IncidentOptions {
  readonly out: string;
  /** How many records to write, the script's own and the redelivered file included; at least those of the script. */
  readonly records: number;
  readonly seed: number;
  /** Midnight UTC of the day. */
  readonly start?: Date;
  readonly onProgress?: (written: number, total: number) => void;
}

export interface WrittenIncident {
  /** The folder that stands for the log bucket. */
  readonly logs: string;
  /** The config to replay with. */
  readonly config: string;
  /** What must come out. */
  readonly expected: string;
  readonly files: number;
  readonly records: number;
}

const dayMs = 86_400_000;
const defaultStart = Date.UTC(2026, 10, 18);

/** The config that the incident is to be watched with. */
const config = {
  breakGlass: {
    roles: [`arn:aws:iam::${account}:role/BREAK-GLASS-*`],
    users: [`arn:aws:iam::${account}:user/break-glass-root-key`],
  },
  trustedAccounts: [partnerAccount],
  decoys: [decoy.name],
};

/**
 * Writes a day of an AWS account in which the glass is broken: CloudTrail's files, the config to watch it with, and
 * `expected.json`, which the script itself tells. The same options give the same bytes. An earlier incident in the same
 * folder is replaced.
 */
export async function writeIncident(options: IncidentOptions): Promise<WrittenIncident> {
  const { out, records, seed, onProgress } = options;
  const start = options.start?.getTime() ?? defaultStart;
  if (start % dayMs !== 0) throw new RangeError('The incident must start at midnight UTC.');
  const paths = {
    logs: join(out, 'logs'),
    config: join(out, 'glasswatch.json'),
    expected: join(out, 'expected.json'),
  };
  await rm(join(paths.logs, 'AWSLogs', account, 'CloudTrail'), { recursive: true, force: true });
  await mkdir(paths.logs, { recursive: true });

  const script = playScript(start, seed);
  const anchor = firstReadOf(script);
  const { files, again } = planDelivery(start, records, script.events, anchor);
  const total = files.reduce((sum, file) => sum + sizeOf(file), sizeOf(again));

  const writer = new FolderWriter(paths.logs);
  const sessions = new Sessions();
  const random = new Random(`${seed}/files`);
  const pending = new Set<Promise<void>>();
  let written = 0;
  const deliver = async (file: LogFile, names: readonly string[], bytes: Promise<Buffer>) => {
    for (const name of names) await writer.write(name, await bytes);
    written += sizeOf(file) * names.length;
    onProgress?.(written, total);
  };
  try {
    for (const file of files) {
      const names = Array.from({ length: file === again ? 2 : 1 }, () => pathOf(file, random.letters(16)));
      const bytes = bytesOf(recordsOf(file, start, seed, sessions));
      const delivered = deliver(file, names, bytes).finally(() => pending.delete(delivered));
      pending.add(delivered);
      // While a few files are compressed and written, no more are made: memory stays flat.
      if (pending.size >= 4) await Promise.race(pending);
    }
    await Promise.all(pending);
  } finally {
    await Promise.allSettled(pending);
  }

  const count = { files: files.length + 1, records: total };
  const expected = expectedOf(script, start, { ...count, redelivered: again.scripted });
  await writeFile(paths.config, json(config));
  await writeFile(paths.expected, json(expected));
  return { ...paths, ...count };
}

/** A file's records, the script's among everyday traffic, in no order. */
function recordsOf(file: LogFile, start: number, seed: number, sessions: Sessions) {
  const random = new Random(`${seed}/${file.region}/${file.delivered - start}/${file.part}`);
  const records = trafficOf(file, start, random, sessions);
  for (const { record } of file.scripted) records.push(record);
  random.shuffle(records);
  return records;
}

/** The file that holds it is the one that CloudTrail delivers twice. */
function firstReadOf({ events }: Script) {
  const found = events.find(
    ({ expect }) => expect?.detection === 'break-glass-read' && expect.target === exposed.paymentsDb.arn,
  );
  if (found === undefined) throw new Error('The script has no first read.');
  return found;
}

function sizeOf({ noise, scripted }: LogFile): number {
  return noise + scripted.length;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
