import { z } from 'zod';

/**
 * The keys of the config that only deploying needs. All may be absent on a laptop; what deploying demands beyond them
 * is in deployment.ts.
 */

const bucketName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'expected the name of a bucket, such as "central-audit-logs"');

const keyArn = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
    'expected the ARN of a key, such as "arn:aws:kms:eu-central-1:123456789012:key/…" (an alias names no key)',
  );

/** Whether a text is no part of a webhook's URL: that is a password, and a config is printed. A whole URL is no name anyway. */
function isNoWebhook(text: string): boolean {
  return text.includes('://') || !(text.includes('hooks.slack') || text.startsWith('/services/T'));
}

const slack = z
  .strictObject({
    webhookSecret: z
      .string()
      .regex(
        /^(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6}|[\w/+=.@-]+)$/,
        'expected the name or the full ARN of a secret, never the URL itself',
      )
      .refine(isNoWebhook, 'expected the name or the full ARN of a secret, never the URL itself')
      .optional()
      .describe("secret that holds the webhook's URL: name or full ARN"),
    webhookParameter: z
      .string()
      .regex(/^\/[\w./-]+$/, 'expected the name of a SecureString parameter, "/" first, never the URL itself')
      .refine(isNoWebhook, 'expected the name of a SecureString parameter, never the URL itself')
      .optional()
      .describe("SecureString parameter that holds the webhook's URL"),
  })
  .refine((set) => (set.webhookSecret === undefined) !== (set.webhookParameter === undefined), {
    error: 'expected one of "webhookSecret" and "webhookParameter"',
  });

const trail = z.strictObject({
  arn: z
    .string()
    .regex(
      /^arn:aws[a-z-]*:cloudtrail:[a-z0-9-]+:\d{12}:trail\/[\w.-]+$/,
      'expected the ARN of a trail, such as "arn:aws:cloudtrail:eu-central-1:123456789012:trail/audit"',
    ),
  bucket: bucketName.describe('where it writes; it may be in another account'),
  prefix: z
    .string()
    .regex(/^[^/\s](.*[^/\s])?$/, 'expected what stands before "AWSLogs/", without slashes at its ends')
    .optional()
    .describe('what stands before "AWSLogs/"'),
  organizationId: z
    .string()
    .regex(/^o-[a-z0-9]{10,32}$/, 'expected the id of an organization, such as "o-a1b2c3d4e5"')
    .optional()
    .describe('of an organization trail'),
  key: keyArn.optional().describe('key that its files are encrypted with'),
});

const key = z
  .strictObject({
    create: z.boolean().describe('whether the key is made, or an existing one is used'),
    arn: keyArn
      .optional()
      .describe(
        'ARN of the key; of one that is made, to be filled in after the first deployment, so that an attack on it is known',
      ),
  })
  .refine((set) => set.create || set.arn !== undefined, {
    path: ['arn'],
    error: 'expected the ARN of the existing key',
  });

const objectLock = z.strictObject({
  mode: z.enum(['governance', 'compliance']).describe('compliance: nobody can shorten it, not even root'),
  days: z.int().min(1).max(36_500),
});

const weekdays = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;
const reportAt = z.strictObject({
  day: z.enum(weekdays).default('MON'),
  time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day such as "07:30"')
    .default('07:00'),
  timeZone: z.string().refine(isTimeZone, 'expected a time zone such as "Europe/Berlin"').default('Etc/UTC'),
});

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const breakGlassRole = z.strictObject({
  name: z.string().regex(/^[\w+=,.@-]{1,64}$/, 'expected the name of a role, such as "BREAK-GLASS-ADMIN"'),
  trustedPrincipals: z
    .array(
      z
        .string()
        .regex(
          /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/,
          'expected the ARN of an IAM role or user, without "*"',
        ),
    )
    .min(1, 'expected who may open it')
    .describe('who may assume it, with MFA and a source identity'),
  managedPolicies: z
    .array(z.string().regex(/^arn:aws[a-z-]*:iam::(aws|\d{12}):policy\/.+$/, 'expected the ARN of a policy'))
    .min(1, 'expected what it may do')
    .describe('what it may do'),
});

export const deploymentKeys = {
  slack: slack.optional().describe('the Slack channel of alerts'),
  email: z
    .array(z.email('expected an e-mail address'))
    .default([])
    .describe('who gets alerts, alarms and the unfiltered copies of tampering by e-mail'),
  topic: z
    .string()
    .regex(
      /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+$/,
      'expected the ARN of an SNS topic, such as "arn:aws:sns:eu-central-1:123456789012:on-call"',
    )
    .optional()
    .describe('existing topic that alerts and alarms go to instead of one of our own; in the home Region'),
  trail: trail.optional().describe('existing trail that is adopted; without it, trail and bucket are made'),
  kmsEvents: z
    .enum(['include', 'exclude'])
    .default('include')
    .describe(
      "whether the trail holds the keys' events: most of a busy log; without them some detections go blind",
    ),
  networkActivity: z
    .boolean()
    .default(false)
    .describe('whether the trail also holds calls to Secrets Manager that a VPC endpoint refused; charged'),
  key: key.optional().describe('customer key for log, evidence and answers; the alert path never uses one'),
  objectLock: objectLock
    .optional()
    .describe(
      'whether log and evidence are locked against deletion; a bucket takes it from its beginning only',
    ),
  retentionDays: z.int().min(30).max(36_500).default(2_555).describe('how long log and evidence are kept'),
  scanLimitGB: z
    .int()
    .min(1)
    .max(10_000)
    .default(100)
    .describe('a question to the log that would read more is cut off'),
  reportAt: reportAt.prefault({}).describe('when the weekly report is made'),
  breakGlassRole: breakGlassRole
    .optional()
    .describe('emergency role to make: MFA, two hours, session named like its opener'),
};
