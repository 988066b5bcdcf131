import { z } from 'zod';

/**
 * One CloudTrail record, reduced to an allow-list of fields (aws-facts, sections 3 to 7). The session token in
 * AssumeRole's responseElements and whatever else a record may hold stays behind: nothing after this parser can leak it.
 */

const text = z.string().min(1).nullable().catch(null);
/** CloudTrail writes booleans as true, and inside string maps as "true". */
const flag = z
  .union([z.boolean(), z.literal('true').transform(() => true), z.literal('false').transform(() => false)])
  .nullable()
  .catch(null);
const parameters = z.record(z.string(), z.unknown()).nullable().catch(null);

const sessionContext = z
  .object({
    attributes: z
      .object({ mfaAuthenticated: flag.default(null), creationDate: text.default(null) })
      .nullable()
      .catch(null)
      .default(null),
    sessionIssuer: z
      .object({ arn: text.default(null), accountId: text.default(null), userName: text.default(null) })
      .nullable()
      .catch(null)
      .default(null),
    sourceIdentity: text.default(null),
  })
  .nullable()
  .catch(null);

const userIdentity = z
  .object({
    type: text.default(null),
    principalId: text.default(null),
    arn: text.default(null),
    accountId: text.default(null),
    accessKeyId: text.default(null),
    userName: text.default(null),
    invokedBy: text.default(null),
    identityProvider: text.default(null),
    onBehalfOf: z
      .object({ userId: text.default(null) })
      .nullable()
      .catch(null)
      .default(null),
    sessionContext: sessionContext.default(null),
  })
  .nullable()
  .catch(null);

const responseElements = z
  .object({
    /** Before February 2024 some operations wrote `aRN` (aws-facts, section 6). */
    arn: text.default(null),
    aRN: text.default(null),
    ARN: text.default(null),
    versionId: text.default(null),
    functionArn: text.default(null),
    assumedRoleUser: z
      .object({ assumedRoleId: text.default(null), arn: text.default(null) })
      .nullable()
      .catch(null)
      .default(null),
    /** Of the credentials nothing but when they end: text in the style of a locale. */
    credentials: z
      .object({ expiration: text.default(null) })
      .nullable()
      .catch(null)
      .default(null),
    ConsoleLogin: text.default(null),
    SwitchRole: text.default(null),
    keyMetadata: z
      .object({ arn: text.default(null) })
      .nullable()
      .catch(null)
      .default(null),
  })
  .nullable()
  .catch(null);

const additionalEventData = z
  .object({
    SecretId: text.default(null),
    ARN: text.default(null),
    MFAUsed: text.default(null),
    SwitchFrom: text.default(null),
  })
  .nullable()
  .catch(null);

const resources = z
  .array(
    z.object({
      ARN: text.default(null),
      arn: text.default(null),
      type: text.default(null),
      accountId: text.default(null),
    }),
  )
  .catch([])
  .default([]);

const required = z.string().min(1);

const recordSchema = z.object({
  eventID: required,
  eventTime: z.iso.datetime({ offset: true }),
  eventSource: required,
  eventName: required,
  eventType: text.default(null),
  awsRegion: text.default(null),
  recipientAccountId: text.default(null),
  sourceIPAddress: text.default(null),
  userAgent: text.default(null),
  errorCode: text.default(null),
  errorMessage: text.default(null),
  readOnly: flag.default(null),
  sharedEventID: text.default(null),
  vpcEndpointId: text.default(null),
  sessionCredentialFromConsole: flag.default(null),
  userIdentity: userIdentity.default(null),
  requestParameters: parameters.default(null),
  responseElements: responseElements.default(null),
  additionalEventData: additionalEventData.default(null),
  serviceEventDetails: z
    .object({ secretId: text.default(null) })
    .nullable()
    .catch(null)
    .default(null),
  resources,
});

/** A parsed record; `time` is eventTime in ms. Fields that are absent or of another type than expected are null. */
export type CloudTrailEvent = z.output<typeof recordSchema> & { readonly time: number };
export type UserIdentity = NonNullable<CloudTrailEvent['userIdentity']>;

const identifying = ['eventSource', 'eventName', 'eventTime', 'eventID'] as const;

/** Says why a value is no event (design, "An alert's life"), or null when it is one. */
export function whyNoEvent(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'no JSON object';
  const fields = value as Partial<Record<string, unknown>>;
  const missing = identifying.filter((name) => typeof fields[name] !== 'string' || fields[name] === '');
  return missing.length === 0 ? null : `${missing.join(', ')} missing`;
}

/**
 * Parses a record.
 * @throws Error naming the field when eventTime or another identifying field cannot be used.
 */
export function parseEvent(record: unknown): CloudTrailEvent {
  const parsed = recordSchema.safeParse(record);
  if (!parsed.success) {
    const fields = new Set(parsed.error.issues.map((issue) => issue.path.join('.')));
    throw new Error(`unusable ${[...fields].join(', ')}`);
  }
  const time = Date.parse(parsed.data.eventTime);
  // CloudTrail writes UTC; what another tool wrote with an offset is told in UTC all the same.
  const { eventTime } = parsed.data;
  const utc = eventTime.endsWith('Z') ? eventTime : new Date(time).toISOString().replace('.000Z', 'Z');
  return Object.assign(parsed.data, { eventTime: utc, time });
}

/**
 * The record as detections' patterns see it, on a laptop as on the bus: AWS leaves out errorCode where a call succeeded;
 * exports of other tools write null or "" instead.
 */
export function asWrittenByCloudTrail(record: Record<string, unknown>): Record<string, unknown> {
  if (!('errorCode' in record) || (record.errorCode !== null && record.errorCode !== '')) return record;
  const { errorCode: _, ...rest } = record;
  return rest;
}
