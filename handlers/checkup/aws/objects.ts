import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { CheckupPorts } from '../ports.ts';
import { clientOptions } from './clients.ts';
import { looking } from './unseen.ts';

/** Objects, from S3. `region`: any; an adopted bucket of another Region is found from there. */
export function s3(region: string): CheckupPorts['objects'] {
  const client = new S3Client({ ...clientOptions(region), followRegionRedirects: true });
  return {
    list: async (bucket, prefix, most) => {
      const { Contents = [] } = await looking({ action: 's3:ListBucket', region }, () =>
        client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys: most })),
      );
      return Contents.flatMap(({ Key }) => (Key === undefined ? [] : [{ key: Key }]));
    },
    read: (bucket, key) =>
      looking({ action: 's3:GetObject', region }, async () => {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return Body === undefined ? new Uint8Array() : Body.transformToByteArray();
      }),
  };
}
