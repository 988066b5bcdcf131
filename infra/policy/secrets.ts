import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { parseArn } from '../../config/arn.ts';
import type { DeploymentConfig } from '../../config/deployment.ts';
import { ownOf, regionalArn } from '../own.ts';

/** Where the webhook's URL is, as IAM names it; null where there is no Slack. */
export interface Webhook {
  /** What a function asks for. */
  readonly environment: { readonly WEBHOOK_SECRET_ARN: string } | { readonly WEBHOOK_PARAMETER_NAME: string };
  /** The secret as a resource of IAM; AWS adds six characters to a name. Null: it is a parameter. */
  readonly secret: string | null;
  readonly statement: PolicyStatement;
}

export function webhookOf(config: DeploymentConfig): Webhook | null {
  const own = ownOf(config);
  const { webhookSecret, webhookParameter } = config.slack ?? {};
  if (webhookSecret !== undefined) {
    const full = parseArn(webhookSecret) !== null;
    const arn = full
      ? webhookSecret
      : regionalArn(own, 'secretsmanager', own.homeRegion, `secret:${webhookSecret}`);
    const secret = full ? arn : `${arn}-??????`;
    return {
      environment: { WEBHOOK_SECRET_ARN: arn },
      secret,
      statement: allow(['secretsmanager:GetSecretValue'], [secret]),
    };
  }
  if (webhookParameter === undefined) return null;
  const parameter = regionalArn(own, 'ssm', own.homeRegion, `parameter${webhookParameter}`);
  return {
    environment: { WEBHOOK_PARAMETER_NAME: webhookParameter },
    secret: null,
    statement: allow(['ssm:GetParameter'], [parameter]),
  };
}

/** Whatever else a role is ever given: it reads no secret's value but the webhook's. */
export function denyOtherSecrets(webhook: Webhook | null): PolicyStatement {
  const secret = webhook?.secret ?? null;
  return new PolicyStatement({
    sid: 'NoSecretButTheWebhook',
    effect: Effect.DENY,
    actions: ['secretsmanager:GetSecretValue', 'secretsmanager:BatchGetSecretValue'],
    ...(secret === null ? { resources: ['*'] } : { notResources: [secret] }),
  });
}

/** An allowing statement. */
export function allow(
  actions: string[],
  resources: string[],
  conditions?: Record<string, Record<string, string | string[]>>,
): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.ALLOW,
    actions,
    resources,
    ...(conditions === undefined ? {} : { conditions }),
  });
}
