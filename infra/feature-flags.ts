/** What the CDK is to do in its newer way. Here and not in cdk.json: stacks made elsewhere, in tests, must be the same. */
export const featureFlags: Readonly<Record<string, boolean>> = {
  // Access logs come by a bucket policy: the older way, by ACL, is refused where ownership is enforced.
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/aws-iam:minimizePolicies': true,
  // A template that breaks CloudFormation's own rules is an error, not a warning.
  '@aws-cdk/core:validateAgainstDefaultRules': true,
};
