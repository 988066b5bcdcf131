import { z } from 'zod';

/** What an event bus delivers: an event in its envelope. */
const envelopeSchema = z.object({
  source: z.string(),
  'detail-type': z.string(),
  id: z.string(),
  account: z.string(),
  region: z.string(),
  time: z.string(),
  resources: z.array(z.string()).default([]),
  detail: z.record(z.string(), z.unknown()),
});

/** An event in EventBridge's envelope. `detail` is CloudTrail's record, or what another service says in its own form. */
export type Envelope = z.output<typeof envelopeSchema>;

/** Reads the body of a message; null where it is no envelope. What it holds is not told: a record can hold tokens. */
export function envelopeOf(body: string): Envelope | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  return envelopeSchema.safeParse(value).data ?? null;
}

/**
 * Whether `detail` is CloudTrail's record. What other services say of themselves, such as Secrets Manager's "Secret Label
 * Updated" (aws-facts, section 2), is the deadline's business, and no alert's.
 */
export function isFromCloudTrail(envelope: Envelope): boolean {
  return envelope['detail-type'].endsWith(' via CloudTrail');
}

/**
 * The stack that an envelope tells the creation of, else null (CloudFormation user guide, "Stack Status Change event
 * detail").
 */
export function createdStack(envelope: Envelope): string | null {
  if (envelope.source !== 'aws.cloudformation') return null;
  if (envelope['detail-type'] !== 'CloudFormation Stack Status Change') return null;
  const { 'stack-id': stack, 'status-details': details } = envelope.detail;
  const { status } = (details ?? {}) as { status?: unknown };
  return status === 'CREATE_COMPLETE' && typeof stack === 'string' ? stack : null;
}
