import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { emulatedAccount, type Emulator } from '../emulator.ts';

const hourMs = 3_600_000;
const usualHome = 'eu-central-1';
const bucketIn = (home: string) => `glasswatch-log-${emulatedAccount}-${home}`;

/** An object as CloudTrail writes it: log files hold records, digests the hashes of what was before. */
export interface WrittenObject {
  readonly key: string;
  readonly body: Uint8Array;
}

/** The bucket that the trail writes to, with what CloudTrail would have written. */
export class LogBucket {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(emulator: Emulator, home = usualHome) {
    this.#client = new S3Client({ ...emulator.clientConfig(home), forcePathStyle: true });
    this.#bucket = bucketIn(home);
  }

  async create(): Promise<void> {
    await this.#client.send(new CreateBucketCommand({ Bucket: this.#bucket }));
  }

  async put({ key, body }: WrittenObject): Promise<void> {
    await this.#client.send(new PutObjectCommand({ Bucket: this.#bucket, Key: key, Body: body }));
  }

  async remove({ key }: WrittenObject): Promise<void> {
    await this.#client.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key: key }));
  }
}

/** A log file with records, in the folder of the day (UTC) on which it was delivered. */
export function logFile(region: string, at: number, records: readonly object[]): WrittenObject {
  const [day, stamp] = [dayOf(at), stampOf(at)];
  return {
    key: `AWSLogs/${emulatedAccount}/CloudTrail/${region}/${day}/${emulatedAccount}_CloudTrail_${region}_${stamp}_${region}.json.gz`,
    body: gzipSync(JSON.stringify({ Records: records })),
  };
}

/** Digests of `hours` hours in a row, the last ending at `end` (ms), as CloudTrail chains them. */
export function digestChain(region: string, end: number, hours: number, home = usualHome): WrittenObject[] {
  const bucket = bucketIn(home);
  const written: WrittenObject[] = [];
  let previous: { key: string; hash: string } | null = null;
  for (let at = end - (hours - 1) * hourMs; at <= end; at += hourMs) {
    const key = `AWSLogs/${emulatedAccount}/CloudTrail-Digest/${region}/${dayOf(at)}/${emulatedAccount}_CloudTrail-Digest_${region}_glasswatch-trail_${home}_${stampOf(at)}.json.gz`;
    const content: string = JSON.stringify({
      awsAccountId: emulatedAccount,
      digestStartTime: isoOf(at - hourMs),
      digestEndTime: isoOf(at),
      digestS3Bucket: bucket,
      digestS3Object: key,
      digestSignatureAlgorithm: 'SHA256withRSA',
      previousDigestS3Bucket: previous === null ? null : bucket,
      previousDigestS3Object: previous?.key ?? null,
      previousDigestHashValue: previous?.hash ?? null,
      previousDigestHashAlgorithm: previous === null ? null : 'SHA-256',
      logFiles: [],
    });
    written.push({ key, body: gzipSync(content) });
    previous = { key, hash: createHash('sha256').update(content).digest('hex') };
  }
  return written;
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

function stampOf(ms: number): string {
  return isoOf(ms).replace(/[-:]/g, '');
}

function dayOf(ms: number): string {
  return isoOf(ms).slice(0, 10).replaceAll('-', '/');
}
