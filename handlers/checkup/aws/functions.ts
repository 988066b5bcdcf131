import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import type { CheckupPorts } from '../ports.ts';
import { perRegion } from './clients.ts';
import { looking, lookingFor } from './unseen.ts';

const lambdaOf = perRegion((options) => new LambdaClient(options));
const metricsOf = perRegion((options) => new CloudWatchClient(options));

/** Functions, from Lambda, and how often they failed, from CloudWatch. */
export const lambda: CheckupPorts['functions'] = {
  state: async (region, name, since) => {
    const client = lambdaOf(region);
    const action = 'lambda:GetFunctionConfiguration';
    const found = await lookingFor({ action, region }, ['ResourceNotFoundException'], () =>
      client.send(new GetFunctionConfigurationCommand({ FunctionName: name })),
    );
    if (found === null) return null;
    const reserved = await looking({ action: 'lambda:GetFunctionConcurrency', region }, () =>
      client.send(new GetFunctionConcurrencyCommand({ FunctionName: name })),
    );
    return {
      state: found.State ?? 'Active',
      reservedConcurrency: reserved.ReservedConcurrentExecutions ?? null,
      errors: await errors(region, name, since),
    };
  },
};

async function errors(region: string, name: string, since: number): Promise<number> {
  const metric = {
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Dimensions: [{ Name: 'FunctionName', Value: name }],
  };
  const { MetricDataResults = [] } = await looking({ action: 'cloudwatch:GetMetricData', region }, () =>
    metricsOf(region).send(
      new GetMetricDataCommand({
        StartTime: new Date(since),
        EndTime: new Date(),
        MetricDataQueries: [{ Id: 'errors', MetricStat: { Metric: metric, Period: 3_600, Stat: 'Sum' } }],
      }),
    ),
  );
  return MetricDataResults.flatMap(({ Values = [] }) => Values).reduce((sum, value) => sum + value, 0);
}
