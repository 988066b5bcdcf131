/** What of Systems Manager functions load with their first call of it. By this detour a bundle holds no more of the client than that. */
export { DescribeParametersCommand, GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
