import { z } from 'zod';
import { parseEvent, type CloudTrailEvent } from '../../../detections/event/cloudtrail-event.ts';
import { OwnError } from '../../deployed/own-error.ts';

const text = z.string().nullable();
const required = z.string().min(1);

/** A row of queries/deadline-records.sql. */
export const deadlineRowSchema = z.object({
  event_id: required,
  event_time: required,
  event_source: required,
  event_name: required,
  event_type: text,
  account: text,
  region: text,
  source_ip: text,
  error_code: text,
  error_message: text,
  shared_event_id: text,
  from_console: text,
  identity_type: text,
  principal_id: text,
  arn: text,
  account_id: text,
  access_key_id: text,
  user_name: text,
  invoked_by: text,
  issuer_arn: text,
  created: text,
  mfa: text,
  source_identity: text,
  request_parameters: text,
  answered_arn: text,
  version_id: text,
  assumed_role_id: text,
  assumed_role_arn: text,
  expiration: text,
  console_login: text,
  switch_role: text,
  secret_id: text,
  details_secret_id: text,
  role_arn: text,
});

export type DeadlineRow = z.output<typeof deadlineRowSchema>;

/**
 * The event of a row, as far as the deadline asks for it; all else is null.
 * @throws OwnError that names the event whose time or parameters cannot be read.
 */
export function eventOfRow(row: DeadlineRow): CloudTrailEvent {
  try {
    return parseEvent(recordOf(row));
  } catch (error) {
    // A SyntaxError quotes what it could not read.
    const reason = error instanceof Error && !(error instanceof SyntaxError) ? error.message : 'no JSON';
    throw new OwnError(`event ${row.event_id} of the log: ${reason}`, { cause: error });
  }
}

function recordOf(row: DeadlineRow): Record<string, unknown> {
  return {
    eventID: row.event_id,
    eventTime: row.event_time,
    eventSource: row.event_source,
    eventName: row.event_name,
    eventType: row.event_type,
    recipientAccountId: row.account,
    awsRegion: row.region,
    sourceIPAddress: row.source_ip,
    errorCode: row.error_code,
    errorMessage: row.error_message,
    sharedEventID: row.shared_event_id,
    sessionCredentialFromConsole: row.from_console,
    userIdentity: {
      type: row.identity_type,
      principalId: row.principal_id,
      arn: row.arn,
      accountId: row.account_id,
      accessKeyId: row.access_key_id,
      userName: row.user_name,
      invokedBy: row.invoked_by,
      sessionContext: {
        attributes: { creationDate: row.created, mfaAuthenticated: row.mfa },
        sessionIssuer: { arn: row.issuer_arn },
        sourceIdentity: row.source_identity,
      },
    },
    requestParameters:
      row.request_parameters === null ? null : (JSON.parse(row.request_parameters) as unknown),
    responseElements: {
      arn: row.answered_arn,
      versionId: row.version_id,
      assumedRoleUser: { assumedRoleId: row.assumed_role_id, arn: row.assumed_role_arn },
      credentials: { expiration: row.expiration },
      ConsoleLogin: row.console_login,
      SwitchRole: row.switch_role,
    },
    additionalEventData: { SecretId: row.secret_id },
    serviceEventDetails: { secretId: row.details_secret_id },
    resources: row.role_arn === null ? [] : [{ ARN: row.role_arn, type: 'AWS::IAM::Role' }],
  };
}
