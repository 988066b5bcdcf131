import type { S3Client } from '@aws-sdk/client-s3';
import type { KeptEvidence } from '../ports.ts';

/** Puts a text into a bucket under a key. */
export type BucketStore = (key: string, text: string, contentType: string) => Promise<void>;

export function bucketStore(client: () => Promise<S3Client>, bucket: string): BucketStore {
  return async (key, text, contentType) => {
    const { PutObjectCommand } = await import('../../deployed/sdk/s3.ts');
    const s3 = await client();
    const object = { Bucket: bucket, Key: key, Body: text, ContentType: contentType };
    await s3.send(new PutObjectCommand({ ...object, ChecksumAlgorithm: 'SHA256' }));
  };
}

/** What a bucket keeps, as JSON; null where an object is none. */
export function bucketEvidence(client: () => Promise<S3Client>, bucket: string): KeptEvidence {
  return {
    keys: async (prefix) => {
      const { ListObjectsV2Command } = await import('../../deployed/sdk/s3.ts');
      const s3 = await client();
      const keys: string[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await s3.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken }),
        );
        keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
      return keys;
    },
    read: async (key) => {
      const { GetObjectCommand } = await import('../../deployed/sdk/s3.ts');
      const s3 = await client();
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      try {
        return JSON.parse((await Body?.transformToString()) ?? '') as unknown;
      } catch (error) {
        if (error instanceof SyntaxError) return null;
        throw error;
      }
    },
  };
}
