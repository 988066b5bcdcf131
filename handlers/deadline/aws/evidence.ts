import type { S3Client } from '@aws-sdk/client-s3';
import type { EvidenceStore } from '../ports.ts';

/** Evidence as JSON objects in a bucket. */
export function bucketEvidence(client: () => Promise<S3Client>, bucket: string): EvidenceStore {
  return {
    put: async (key, body) => {
      const { PutObjectCommand } = await import('@aws-sdk/client-s3');
      const s3 = await client();
      await s3.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: typeof body === 'string' ? body : JSON.stringify(body),
          ContentType: 'application/json',
          ChecksumAlgorithm: 'SHA256',
        }),
      );
    },
  };
}
