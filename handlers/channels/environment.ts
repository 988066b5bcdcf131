import { z } from 'zod';

/** Where a function tells what it has to tell; part of the environment of each that does. */
export const channelsEnvironment = {
  /** The topic of alerts. */
  TOPIC_ARN: z.string().regex(/^arn:[\w-]+:sns:/, 'expected the ARN of an SNS topic'),
  /** Secret that holds the webhook's URL as plain text. With neither this nor a parameter all goes to the topic. */
  WEBHOOK_SECRET_ARN: z
    .string()
    .regex(/^arn:[\w-]+:secretsmanager:/, 'expected the ARN of a secret')
    .optional(),
  /** SecureString parameter that holds it, instead of the secret. */
  WEBHOOK_PARAMETER_NAME: z
    .string()
    .regex(/^\/[\w./-]+$/, 'expected the name of a parameter, "/" first')
    .optional(),
};

export interface ChannelsEnvironment {
  readonly TOPIC_ARN: string;
  readonly WEBHOOK_SECRET_ARN?: string | undefined;
  readonly WEBHOOK_PARAMETER_NAME?: string | undefined;
}
