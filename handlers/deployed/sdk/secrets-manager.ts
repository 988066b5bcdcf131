/** What of Secrets Manager functions load with their first call of it. By this detour a bundle holds no more of the client than that. */
export {
  DescribeSecretCommand,
  ListSecretsCommand,
  ListSecretVersionIdsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
