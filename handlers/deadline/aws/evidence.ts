import type { S3Client } from '@aws-sdk/client-s3';

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
