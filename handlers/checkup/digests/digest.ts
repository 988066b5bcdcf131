import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

/** What of a digest file the chain is made of. */
const digestSchema = z.object({
  digestStartTime: z.iso.datetime(),
  digestEndTime: z.iso.datetime(),
  digestS3Object: z.string(),
  /** Null: the first of a chain, after logging was started. */
  previousDigestS3Object: z.string().nullish(),
  previousDigestHashValue: z.string().nullish(),
});

/** A digest as it lies in the bucket. */
export interface Digest {
  readonly key: string;
  /** The hour that it is about, ms. */
  readonly start: number;
  readonly end: number;
  /** SHA-256 of its content, unpacked, as hexadecimal: what the next one holds. */
  readonly hash: string;
  readonly previousKey: string | null;
  readonly previousHash: string | null;
}

/** More than a digest of the busiest hour unpacks to, bytes. */
const longestDigest = 64 * 1024 * 1024;

/** Reads a digest file; null when it is none, or says that it lay elsewhere. */
export function readDigest(key: string, bytes: Uint8Array): Digest | null {
  try {
    const content = gunzipSync(bytes, { maxOutputLength: longestDigest });
    const parsed = digestSchema.parse(JSON.parse(content.toString('utf8')));
    if (parsed.digestS3Object !== key) return null;
    return {
      key,
      start: Date.parse(parsed.digestStartTime),
      end: Date.parse(parsed.digestEndTime),
      hash: createHash('sha256').update(content).digest('hex'),
      previousKey: parsed.previousDigestS3Object ?? null,
      previousHash: parsed.previousDigestHashValue ?? null,
    };
  } catch {
    return null;
  }
}
