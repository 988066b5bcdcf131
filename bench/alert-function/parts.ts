/** What the alert function loads when it starts, one by one, as entry files of their own. */
export const parts: Readonly<Record<string, string>> = {
  nothing: 'export {};',
  'powertools logger': "export { Logger } from '@aws-lambda-powertools/logger';",
  'powertools metrics': "export { Metrics } from '@aws-lambda-powertools/metrics';",
  'dynamodb client':
    "import { DynamoDBClient } from '@aws-sdk/client-dynamodb'; import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'; export const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));",
  zod: "import { z } from 'zod'; export const schema = z.object({ a: z.string() });",
  'slack webhook': "export { IncomingWebhook } from '@slack/webhook';",
  'detections and gate':
    "import { detections } from '../../../detections/catalogue/catalogue.ts'; import { createGate } from '../../../handlers/alert/gate.ts'; import { deployedConfig } from '../../../handlers/deployed/config.ts'; export const gate = createGate(deployedConfig, detections);",
  'powertools tracer (loaded with the first traced invocation)':
    "import { Tracer } from '@aws-lambda-powertools/tracer'; export const tracer = new Tracer({ captureHTTPsRequests: false });",
  'sns client (loaded with the first message)':
    "import { SNSClient } from '@aws-sdk/client-sns'; export const client = new SNSClient({});",
  'secrets manager client (loaded with the first webhook or secret)':
    "import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'; export const client = new SecretsManagerClient({});",
};
