import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

/** Not a handler: tells the error that a parameter is refused with. */
const client = new SSMClient({
  region: 'eu-central-1',
  endpoint: process.env.ENDPOINT ?? '',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
});
const error = await client
  .send(new GetParameterCommand({ Name: 'webhook' }))
  .catch((thrown: unknown) => thrown);
const { name, message, $metadata } = error as Error & { $metadata: { httpStatusCode: number } };
process.stdout.write(JSON.stringify({ name, message, status: $metadata.httpStatusCode }));
