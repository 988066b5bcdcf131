/** A price in US dollars, on demand, us-east-1, without free tiers unless it says so. */
export interface Price {
  readonly usd: number;
  readonly per: string;
  /** Where and when it was read; null: from memory, not verified. */
  readonly source: string | null;
}

const aws = 'aws.amazon.com/cloudtrail/pricing, read November 2026';
const lambda = 'cloudchipr.com/blog/aws-lambda-pricing (2024), beside aws.amazon.com/lambda/pricing';
const eventBridge = 'cloudburn.io/blog/amazon-eventbridge-pricing (March 2026)';
const sqs = 'cloudburn.io/blog/amazon-sqs-pricing (March 2026)';
const sns = 'factualminds.com/blog/amazon-sns-pricing-publishes-fanout-protocols (2026)';
const dynamo =
  'airbyte.com/data-engineering-resources/dynamodb-pricing (July 2025, after the cut of November 2024)';
const athena = 'athena.guide and rcpedia, as quoted in the project’s AWS facts';

/** Every price that the cost model uses. */
export const prices = {
  trailSecondCopy: { usd: 2, per: '100,000 management events, second copy and later', source: aws },
  lambdaRequests: { usd: 0.2, per: 'million requests', source: lambda },
  lambdaTime: { usd: 0.0000133334, per: 'GB-second, arm64', source: lambda },
  events: {
    usd: 1,
    per: 'million events sent to a bus of our own or of another Region',
    source: eventBridge,
  },
  queueRequests: { usd: 0.4, per: 'million requests', source: sqs },
  emails: { usd: 2, per: '100,000 e-mails', source: sns },
  writes: { usd: 0.625, per: 'million write request units', source: dynamo },
  reads: { usd: 0.125, per: 'million read request units', source: dynamo },
  scanned: { usd: 5, per: 'TB that Athena scans, 10 MB a query at least', source: athena },
  standardStorage: { usd: 0.023, per: 'GB-month, S3 Standard', source: null },
  coldStorage: { usd: 0.004, per: 'GB-month, S3 Glacier Instant Retrieval', source: null },
  puts: { usd: 0.005, per: '1,000 PUT requests', source: null },
  lists: { usd: 0.005, per: '1,000 LIST requests', source: null },
  transitions: { usd: 0.02, per: '1,000 transitions to Glacier Instant Retrieval', source: null },
  keys: { usd: 1, per: 'KMS key a month', source: null },
  keyRequests: { usd: 0.03, per: '10,000 KMS requests', source: null },
  secrets: { usd: 0.4, per: 'secret a month', source: null },
  alarms: { usd: 0.1, per: 'alarm a month', source: null },
  metrics: { usd: 0.3, per: 'custom metric a month', source: null },
  logs: { usd: 0.5, per: 'GB of function logs', source: null },
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof prices;

/** How many units one price is for. */
export const units: Readonly<Record<PriceName, number>> = {
  trailSecondCopy: 1e5,
  lambdaRequests: 1e6,
  lambdaTime: 1,
  events: 1e6,
  queueRequests: 1e6,
  emails: 1e5,
  writes: 1e6,
  reads: 1e6,
  scanned: 1e12,
  standardStorage: 1e9,
  coldStorage: 1e9,
  puts: 1e3,
  lists: 1e3,
  transitions: 1e3,
  keys: 1,
  keyRequests: 1e4,
  secrets: 1,
  alarms: 1,
  metrics: 1,
  logs: 1e9,
};
