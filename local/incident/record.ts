import { iso } from './clock.ts';
import type { UserIdentity } from './identities.ts';
import { account } from './places.ts';
import type { Random } from './random.ts';

/** A record of the log, its keys in the order in which CloudTrail writes them. */
export type CloudTrailRecord = Readonly<Record<string, unknown>> & {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventTime: string;
};

/** What differs from record to record; the rest follows. */
export interface Call {
  readonly time: number;
  readonly region: string;
  /** Without `.amazonaws.com`. */
  readonly service: string;
  readonly name: string;
  readonly identity: UserIdentity;
  readonly ip: string;
  readonly agent: string;
  readonly readOnly: boolean;
  readonly request?: unknown;
  readonly response?: unknown;
  readonly extra?: unknown;
  readonly error?: { readonly code?: string; readonly message: string };
  readonly resources?: readonly unknown[];
  readonly type?: 'AwsApiCall' | 'AwsServiceEvent' | 'AwsConsoleSignIn';
  readonly apiVersion?: string;
  readonly recipient?: string;
  /** Several accounts have a copy. */
  readonly shared?: string;
  /** The caller's own TLS connection; a call made by an AWS service has none. False: none, text: another host. */
  readonly tls?: boolean | string;
  readonly console?: boolean;
  /** Where the request's id is not a plain UUID; null: the record has none. */
  readonly requestId?: string | null;
}

/** Services move to newer record versions one by one: a log holds several. */
const versions: Readonly<Record<string, string>> = {
  signin: '1.08',
  sts: '1.08',
  ssm: '1.08',
  ec2: '1.10',
  rds: '1.09',
  logs: '1.09',
};

/** Makes the record of a call. Assigned key by key: a million of them are made, and spreading is slow. */
export function recordOf(call: Call, random: Random): CloudTrailRecord {
  const { error, type = 'AwsApiCall', requestId = random.uuid(), tls = true } = call;
  const serviceEvent = type === 'AwsServiceEvent';
  const record: Record<string, unknown> = {
    eventVersion: serviceEvent ? '1.08' : (versions[call.service] ?? '1.11'),
    userIdentity: call.identity,
    eventTime: iso(call.time),
    eventSource: `${call.service}.amazonaws.com`,
    eventName: call.name,
    awsRegion: call.region,
    sourceIPAddress: call.ip,
    userAgent: call.agent,
  };
  if (error?.code !== undefined) record.errorCode = error.code;
  if (error !== undefined) record.errorMessage = error.message;
  record.requestParameters = call.request ?? null;
  record.responseElements = call.response ?? null;
  if (call.extra !== undefined) record.additionalEventData = call.extra;
  if (requestId !== null) record.requestID = requestId;
  record.eventID = random.uuid();
  record.readOnly = call.readOnly;
  if (call.resources !== undefined) record.resources = call.resources;
  record.eventType = type;
  if (call.apiVersion !== undefined) record.apiVersion = call.apiVersion;
  record.managementEvent = true;
  record.recipientAccountId = call.recipient ?? account;
  if (call.shared !== undefined) record.sharedEventID = call.shared;
  record.eventCategory = 'Management';
  if (tls !== false && !serviceEvent) record.tlsDetails = tlsDetails(call, tls);
  if (call.console === true) record.sessionCredentialFromConsole = 'true';
  return record as CloudTrailRecord;
}

function tlsDetails({ service, region }: Call, tls: true | string) {
  return {
    tlsVersion: 'TLSv1.3',
    cipherSuite: 'TLS_AES_128_GCM_SHA256',
    clientProvidedHostHeader: tls === true ? `${service}.${region}.amazonaws.com` : tls,
  };
}
