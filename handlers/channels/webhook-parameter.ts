import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

type Options = NonNullable<ConstructorParameters<typeof SSMClient>[0]>;

/** The text of a SecureString parameter. Loaded when it is needed: this way a bundle holds no more of the client than that. */
export async function parameterText(name: string, options: Options): Promise<string> {
  const client = new SSMClient(options);
  const { Parameter } = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
  return Parameter?.Value ?? '';
}
