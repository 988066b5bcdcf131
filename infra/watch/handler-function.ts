import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

type Variables = Readonly<Record<string, string | undefined>>;

export interface HandlerFunctionProps<Environment extends Variables> {
  readonly name: string;
  /** Namespace of its metrics. */
  readonly namespace: string;
  readonly description: string;
  readonly code: lambda.Code;
  readonly role: Role;
  readonly timeoutSeconds: number;
  readonly memoryMB: number;
  /** As the schema in handlers/<name>/environment.ts takes it. */
  readonly environment: Environment;
  /** Where an event goes that the function failed at, if it is called asynchronously. */
  readonly undelivered?: IQueue;
}

/**
 * A function, with the defaults of all: Node 24 on arm64, JSON logs in a log group of its own, traces, source maps, no VPC
 * (all that it calls is on the internet or an AWS API).
 */
export class HandlerFunction<Environment extends Variables> extends Construct {
  readonly function: lambda.Function;

  constructor(scope: Construct, id: string, props: HandlerFunctionProps<Environment>) {
    super(scope, id);
    const { name, role, undelivered } = props;
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${name}`,
      retention: RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    logGroup.grantWrite(role);
    this.function = new lambda.Function(this, 'Function', {
      functionName: name,
      description: props.description,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: 'index.handler',
      code: props.code,
      role,
      timeout: Duration.seconds(props.timeoutSeconds),
      memorySize: props.memoryMB,
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      applicationLogLevelV2: lambda.ApplicationLogLevel.INFO,
      systemLogLevelV2: lambda.SystemLogLevel.WARN,
      tracing: lambda.Tracing.ACTIVE,
      environment: { ...powertools(name, props.namespace), ...strings(props.environment) },
      ...(undelivered === undefined
        ? {}
        : {
            onFailure: new SqsDestination(undelivered),
            retryAttempts: 2,
            maxEventAge: Duration.hours(1),
          }),
    });
    acknowledge(
      role,
      'AwsSolutions-IAM5[Resource::*]',
      'X-Ray takes traces for no resource but "*" (service authorization reference, AWS X-Ray).',
    );
  }
}

/** A webhook's path is its password: neither requests nor answers are captured in traces. */
function powertools(name: string, namespace: string): Record<string, string> {
  return {
    NODE_OPTIONS: '--enable-source-maps',
    POWERTOOLS_SERVICE_NAME: name,
    POWERTOOLS_METRICS_NAMESPACE: namespace,
    POWERTOOLS_TRACER_CAPTURE_HTTPS_REQUESTS: 'false',
    POWERTOOLS_TRACER_CAPTURE_RESPONSE: 'false',
  };
}

function strings(environment: Variables): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
