import type { CloudTrailEvent } from './cloudtrail-event.ts';

const plainWord = /^[A-Za-z0-9@%+=:,./_-]+$/;
/** What stands for itself as a value in the shorthand of the AWS CLI. */
const plainValue = /^[A-Za-z0-9@.:/_-]+$/;
/**
 * C0 and C1 controls, line and paragraph separators, bidirectional and other invisible marks, lone surrogates: whatever a
 * renderer would have to show as something else (handlers/alert/render/harmless.ts).
 */
const unprintable =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/u;

/**
 * An AWS CLI command that can be pasted into a POSIX shell: every word is quoted where it needs to be. Null when a word
 * holds what no terminal should be given (events carry attackers' text).
 */
export function awsCommand(...words: readonly string[]): string | null {
  const quoted: string[] = [];
  for (const word of words) {
    if (word === '' || unprintable.test(word)) return null;
    quoted.push(plainWord.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
  }
  return ['aws', ...quoted].join(' ');
}

/** Cuts every session of a role off that began before now: what the console calls "revoke sessions". */
export function revokeSessionsCommand(roleName: string): string | null {
  const before = awsCommand(
    'iam',
    'put-role-policy',
    '--role-name',
    roleName,
    '--policy-name',
    revocationPolicyName,
  );
  if (before === null) return null;
  const [head, tail] = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { DateLessThan: { 'aws:TokenIssueTime': '@' } },
      },
    ],
  }).split('@') as [string, string];
  return `${before} --policy-document '${head}'"$(date -u +%Y-%m-%dT%H:%M:%SZ)"'${tail}'`;
}

/** The inline policy that the console's "revoke sessions" writes (aws-facts, more facts). */
export const revocationPolicyName = 'AWSRevokeOlderSessions';

/** Lists what else was done with the caller's credentials; by `name` where the event shows no key. */
export function whatElseCommand(event: CloudTrailEvent, name: string): string | null {
  const key = event.userIdentity?.accessKeyId ?? null;
  const [attributeKey, value] = key === null ? ['Username', name] : ['AccessKeyId', key];
  if (unprintable.test(value)) return null;
  // The CLI's shorthand would take a session name apart at its commas.
  const attribute = plainValue.test(value)
    ? `AttributeKey=${attributeKey},AttributeValue=${value}`
    : JSON.stringify([{ AttributeKey: attributeKey, AttributeValue: value }]);
  const region = ['--region', event.awsRegion ?? 'us-east-1'];
  return awsCommand('cloudtrail', 'lookup-events', ...region, '--lookup-attributes', attribute);
}
