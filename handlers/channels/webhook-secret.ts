import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

type Options = NonNullable<ConstructorParameters<typeof SecretsManagerClient>[0]>;

/** The text of a secret, by name or ARN. Loaded when it is needed: this way a bundle holds no more of the client than that. */
export async function secretText(secret: string, options: Options): Promise<string> {
  const client = new SecretsManagerClient(options);
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secret }));
  return SecretString ?? '';
}
