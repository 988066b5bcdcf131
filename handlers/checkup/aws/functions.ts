import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { CheckupPorts } from '../ports.ts';
import { perRegion } from './clients.ts';
import { looking, lookingFor } from './unseen.ts';

const lambdaOf = perRegion((options) => new LambdaClient(options));
const metricsOf = perRegion((options) => new CloudWatchClient(options));

/** Functions, from Lambda, and how often they failed, from CloudWatch. */
export const lambda: CheckupPorts['functions'] = {
  state: async (region, name, since) => {
    const found = await lookingFor(
      { action: 'lambda:GetFunction', region },
      ['ResourceNotFoundException'],
      () => lambdaOf(region).send(new GetFunctionCommand({ FunctionName: name })),
    );
    if (found === null) return null;
    return {
      state: found.Configuration?.State ?? 'Active',
      reservedConcurrency: found.Concurrency?.ReservedConcurrentExecutions ?? null,
      errors: await errors(region, name, since),
    };
  },
};

async function errors(region: string, name: string, since: number): Promise<number> {
  const { Datapoints = [] } = await looking({ action: 'cloudwatch:GetMetricStatistics', region }, () =>
    metricsOf(region).send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/Lambda',
        MetricName: 'Errors',
        Dimensions: [{ Name: 'FunctionName', Value: name }],
        StartTime: new Date(since),
        EndTime: new Date(),
        Period: 3_600,
        Statistics: ['Sum'],
      }),
    ),
  );
  return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
}
