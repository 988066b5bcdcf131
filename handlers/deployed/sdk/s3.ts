/** What of S3 functions load with their first call of it. By this detour a bundle holds no more of the client than that. */
export { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
