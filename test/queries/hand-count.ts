import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/**
 * Counts by hand what queries answer: plain loops over the files' JSON, without SQL and without the product's code, so that
 * both cannot err alike. It knows only what the files that it is used on hold.
 */
interface Json {
  readonly [key: string]: Json | undefined;
}

export interface HandCount {
  /** Sorted `eventID secret access errorCode`, `-` for what is null. */
  readonly secretAccess: string[];
  /** Sorted `caller owner principal secret reads first last`. */
  readonly crossAccount: string[];
  /** Sorted `eventID target errorCode`. */
  readonly denied: string[];
}

export function countByHand(folder: string): HandCount {
  const records = recordsIn(folder);
  const arns = fullArns(records);
  const ofSecrets = records.filter((record) => text(record.eventSource) === 'secretsmanager.amazonaws.com');
  const secretAccess: string[] = [];
  const denied: string[] = [];
  const crossing = new Map<string, string[]>();
  for (const record of ofSecrets) {
    const id = text(record.eventID);
    const name = text(record.eventName);
    const error = text(record.errorCode);
    const isRead = name === 'GetSecretValue' || name === 'BatchGetSecretValue';
    const named = [...new Set(namedIn(record).map((one) => arnOf(one, record, arns)))];
    const access =
      text(record.eventType) === 'AwsServiceEvent'
        ? 'service'
        : isRead
          ? 'read'
          : (record.readOnly as unknown) === true
            ? 'other'
            : 'write';
    for (const secret of named) secretAccess.push(`${id} ${secret} ${access} ${error || '-'}`);
    if (named.length === 0 && isRead) secretAccess.push(`${id} - ${access} ${error || '-'}`);
    if (error.startsWith('AccessDenied') || error === 'VpceAccessDenied')
      denied.push(`${id} ${named[0] ?? '-'} ${error}`);
    if (!isRead || error !== '') continue;
    const caller = text(record.userIdentity?.accountId);
    for (const secret of named) {
      const owner = secret.split(':')[4] ?? '';
      if (caller === '' || caller === owner) continue;
      const key = [caller, owner, principalOf(record), secret].join(' ');
      crossing.set(key, [...(crossing.get(key) ?? []), text(record.eventTime)]);
    }
  }
  for (const record of records) {
    const behind = text(record.userIdentity?.invokedBy) === 'secretsmanager.amazonaws.com';
    if (text(record.eventSource) !== 'kms.amazonaws.com' || !behind) continue;
    if (text(record.errorCode).startsWith('AccessDenied'))
      denied.push(`${text(record.eventID)} - ${text(record.errorCode)}`);
  }
  const crossAccount = [...crossing].map(([key, times]) => {
    const [first, ...later] = times.sort();
    return `${key} ${times.length} ${String(first)} ${String(later.at(-1) ?? first)}`;
  });
  return { secretAccess: secretAccess.sort(), crossAccount: crossAccount.sort(), denied: denied.sort() };
}

/** All records below a folder, each eventID once. */
function recordsIn(folder: string): Json[] {
  const byId = new Map<string, Json>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (statSync(path).isDirectory() || !/\.json(\.gz)?$/.test(name)) continue;
    const bytes = readFileSync(path);
    const { Records } = JSON.parse(String(name.endsWith('.gz') ? gunzipSync(bytes) : bytes)) as {
      Records: Json[];
    };
    for (const record of Records) byId.set(text(record.eventID), record);
  }
  return [...byId.values()];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

const suffixed = /^arn:[^:]+:secretsmanager:[^:]+:[^:]+:secret:[^:]+-[A-Za-z0-9]{6}$/;

/** Full ARNs by the ARN without suffix: those that AWS wrote, and of others those that callers typed. */
function fullArns(records: readonly Json[]): Map<string, string> {
  const arns = new Map<string, string>();
  const learn = (arn: string) => {
    if (suffixed.test(arn) && !arns.has(arn.slice(0, -7))) arns.set(arn.slice(0, -7), arn);
  };
  for (const record of records) {
    learn(text(record.requestParameters?.encryptionContext?.SecretARN));
    learn(writtenIn(record));
  }
  for (const record of records) learn(text(record.requestParameters?.secretId));
  return arns;
}

function writtenIn({ responseElements, additionalEventData }: Json): string {
  const places = [
    responseElements?.arn,
    responseElements?.aRN,
    additionalEventData?.SecretId,
    additionalEventData?.ARN,
  ];
  return places.map(text).find((arn) => arn !== '') ?? '';
}

function namedIn(record: Json): string[] {
  const written = writtenIn(record);
  if (written !== '') return [written];
  const list: unknown = record.requestParameters?.secretIdList;
  if (Array.isArray(list)) return list.map(text);
  const typed = text(record.requestParameters?.secretId) || text(record.requestParameters?.name);
  if (typed !== '') return [typed];
  if (text(record.errorCode) === '') return [];
  const [, resource = '*'] = /on resource: (\S+)/.exec(text(record.errorMessage)) ?? [];
  return resource === '*' ? [] : [resource];
}

function arnOf(named: string, record: Json, arns: ReadonlyMap<string, string>): string {
  const place = `${text(record.awsRegion)}:${text(record.recipientAccountId)}`;
  const partition = text(record.userIdentity?.arn).split(':')[1] ?? 'aws';
  const arn = named.startsWith('arn:') ? named : `arn:${partition}:secretsmanager:${place}:secret:${named}`;
  return arns.get(arn) ?? arn;
}

/** The role's ARN, the user's, else the principalId. */
function principalOf({ userIdentity }: Json): string {
  const issuer = text(userIdentity?.sessionContext?.sessionIssuer?.arn);
  return issuer || text(userIdentity?.arn) || text(userIdentity?.principalId);
}
