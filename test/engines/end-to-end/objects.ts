import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { emulatedAccount } from '../emulator/emulator.ts';
import type { Stage } from './stage.ts';

/** The objects of one of our buckets by their keys, as text. */
export async function objectsIn({ emulator, home }: Stage, bucket: string): Promise<Map<string, string>> {
  const s3 = new S3Client({ ...emulator.clientConfig(home), forcePathStyle: true });
  const Bucket = `glasswatch-${bucket}-${emulatedAccount}-${home}`;
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  const objects = new Map<string, string>();
  for (const { Key = '' } of Contents) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    objects.set(Key, (await Body?.transformToString()) ?? '');
  }
  return objects;
}
