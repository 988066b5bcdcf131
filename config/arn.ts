/** The parts of an ARN: `arn:partition:service:region:account:resource`. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** Everything after the fifth colon, colons included. */
  readonly resource: string;
}

/** Splits an ARN; null when the text is none. */
export function parseArn(text: string): Arn | null {
  const [arn, partition, service, region, account, ...resource] = text.split(':');
  if (arn !== 'arn' || !partition || !service || region === undefined || account === undefined) return null;
  if (resource.length === 0) return null;
  return { partition, service, region, account, resource: resource.join(':') };
}

/** The partition that a Region belongs to; what is not known to be China or GovCloud is `aws`. */
export function partitionOfRegion(region: string | null): string {
  if (region?.startsWith('cn-')) return 'aws-cn';
  if (region?.startsWith('us-gov-')) return 'aws-us-gov';
  return 'aws';
}

/** The last segment of a role's or user's ARN: its name without the path. What ends in a slash is none, and stands whole. */
export function nameOfPrincipal(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1) || arn;
}

/** The domain of the console in each partition; a Region stands before it. */
export const consoleDomains: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};
