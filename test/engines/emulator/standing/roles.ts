import { setTimeout as delay } from 'node:timers/promises';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import type { Emulator } from '../emulator.ts';

/** A role to be made: who may assume it, and what it may do. */
export interface RoleToMake {
  readonly name: string;
  /** Service or ARN. */
  readonly trusts: { readonly Service: string } | { readonly AWS: string };
  readonly allows?: readonly { readonly Action: string; readonly Resource: string }[];
}

/** Makes roles by a stack: the project has no IAM client. */
export async function makeRoles(
  emulator: Emulator,
  stack: string,
  roles: readonly RoleToMake[],
): Promise<void> {
  const client = new CloudFormationClient(emulator.clientConfig('eu-central-1'));
  const resources = roles.map(({ name, trusts, allows = [] }, index) => [
    `Role${index}`,
    {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: name,
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: trusts, Action: 'sts:AssumeRole' }],
        },
        ...(allows.length > 0 && {
          Policies: [
            {
              PolicyName: 'own',
              PolicyDocument: {
                Version: '2012-10-17',
                Statement: allows.map((allow) => ({ Effect: 'Allow', ...allow })),
              },
            },
          ],
        }),
      },
    },
  ]);
  await client.send(
    new CreateStackCommand({
      StackName: stack,
      TemplateBody: JSON.stringify({ Resources: Object.fromEntries(resources) as unknown }),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  );
  let status = '';
  do {
    await delay(50);
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    status = Stacks?.[0]?.StackStatus ?? '';
  } while (status.endsWith('IN_PROGRESS'));
  if (status !== 'CREATE_COMPLETE') throw new Error(`stack ${stack}: ${status}`);
}
