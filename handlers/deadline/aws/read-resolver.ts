import type { SecretsManagerClient, Filter } from '@aws-sdk/client-secrets-manager';
import type { SSMClient } from '@aws-sdk/client-ssm';
import { filtersOf } from '../../../detections/event/batch.ts';
import { parametersNamed } from '../../../detections/event/parameter.ts';
import type { CloudTrailEvent } from '../../../detections/event/cloudtrail-event.ts';
import type { ReadResolver } from '../notes.ts';

export interface ResolverClients {
  readonly secretsIn: (region: string) => Promise<SecretsManagerClient>;
  readonly parametersIn: (region: string) => Promise<SSMClient>;
}

/** Pages that are read at the most: what covers more stays unresolved, for a person to look at. */
const mostPages = 20;

/**
 * Asks which secrets a batch's filter covers, and which SecureStrings lie under a path, right after they were read. What
 * fails or covers too much gives nothing: the exposure then says that the log does not name them.
 */
export function awsReadResolver({ secretsIn, parametersIn }: ResolverClients): ReadResolver {
  return {
    resolve: async (event) => {
      const region = event.awsRegion;
      if (region === null) return [];
      try {
        return event.eventSource === 'ssm.amazonaws.com'
          ? await parametersUnder(event, await parametersIn(region))
          : await secretsCovered(event, await secretsIn(region));
      } catch {
        return [];
      }
    },
  };
}

async function secretsCovered(event: CloudTrailEvent, client: SecretsManagerClient): Promise<string[]> {
  const { ListSecretsCommand } = await import('../../deployed/sdk/secrets-manager.ts');
  const Filters = filtersOf(event).map(({ key, values }) => ({ Key: key, Values: [...values] }) as Filter);
  return pages(async (NextToken) => {
    const page = await client.send(new ListSecretsCommand({ Filters, MaxResults: 100, NextToken }));
    return { arns: (page.SecretList ?? []).flatMap(({ ARN }) => ARN ?? []), next: page.NextToken };
  });
}

async function parametersUnder(event: CloudTrailEvent, client: SSMClient): Promise<string[]> {
  const { DescribeParametersCommand } = await import('../../deployed/sdk/ssm.ts');
  const path = parametersNamed(event)
    .find((arn) => arn.endsWith('/*'))
    ?.split(':parameter')[1]
    ?.slice(0, -2);
  if (path === undefined) return [];
  const recursive = event.requestParameters?.recursive === true;
  return pages(async (NextToken) => {
    const page = await client.send(
      new DescribeParametersCommand({
        ParameterFilters: [
          { Key: 'Path', Option: recursive ? 'Recursive' : 'OneLevel', Values: [path === '' ? '/' : path] },
          { Key: 'Type', Values: ['SecureString'] },
        ],
        NextToken,
      }),
    );
    return { arns: (page.Parameters ?? []).flatMap(({ ARN }) => ARN ?? []), next: page.NextToken };
  });
}

async function pages(
  read: (token: string | undefined) => Promise<{ arns: string[]; next: string | undefined }>,
): Promise<string[]> {
  const all: string[] = [];
  let token: string | undefined;
  for (let count = 0; count < mostPages; count += 1) {
    const { arns, next } = await read(token);
    all.push(...arns);
    if (next === undefined) return all;
    token = next;
  }
  return [];
}
