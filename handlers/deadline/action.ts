import { parseArn } from '../../config/arn.ts';
import { awsCommand } from '../../detections/event/command.ts';
import { replaceValueCommand } from '../../detections/event/replace-value.ts';
import { waiverPath } from '../../detections/ledger/ledger-patterns.ts';
import type { Verdict } from './verdict.ts';

/** What to do about an exposure now. All text is plain; commands are for a POSIX shell. */
export interface Action {
  /** One sentence. */
  readonly says: string;
  readonly command: string | null;
  /** Puts a waiver in force; null where nothing is left to waive. */
  readonly waive: string | null;
}

/** @param home the Region in which waivers are looked for; null where none is configured */
export function actionOf(verdict: Verdict, home: string | null): Action {
  const { secret, actor } = verdict;
  const replace = replaceValueCommand(secret);
  const waive = waiveCommand(verdict, home);
  const other = `someone else than ${actor ?? 'the reader'}`;
  switch (verdict.reason) {
    case 'external-account':
      return {
        says: `The secret belongs to account ${parseArn(secret)?.account ?? 'unknown'}: ask its owner to replace it, and waive it here when they have.`,
        command: null,
        waive,
      };
    case 'batch-filter':
      return {
        says: 'The log does not name what the filter handed out: list what it covers, replace each, then waive this line.',
        command: awsCommand('secretsmanager', 'list-secrets', '--region', verdict.region ?? ''),
        waive,
      };
    case 'path-read':
      return {
        says: 'The log does not name the parameters: list what lies under the path, replace each, then waive this line.',
        command: replace,
        waive,
      };
    case 'deleted':
      return {
        says: 'Deleted in Secrets Manager, but its password still works where it is used: revoke it there, then say so.',
        command: waive,
        waive,
      };
    case 'restored':
      return {
        says: 'Deleted and restored: the value is the one that was read. Replace it.',
        command: replace,
        waive,
      };
    case 'put-by-reader':
      return {
        says: `The value that counts was put by the reader: ${other} must replace it.`,
        command: replace,
        waive,
      };
    case 'rolled-back':
      return {
        says: 'AWSCURRENT names an old version again: replace the value anew.',
        command: replace,
        waive,
      };
    case 'one-of-two':
      return {
        says: 'Its rotation alternates between two users: the one that was read still works. Rotate once more.',
        command: replace,
        waive,
      };
    case 'rotation-failed':
      return {
        says: 'The rotation failed: read why, mend it, rotate again.',
        command: describeCommand(secret) ?? replace,
        waive,
      };
    case 'rotation-started':
      return {
        says: 'A rotation has begun and not ended: see how it stands.',
        command: describeCommand(secret),
        waive,
      };
    case 'author-unknown':
      return {
        says: 'A new version is there; the log has not told yet who put it. Wait for the log, or ask.',
        command: versionsCommand(secret),
        waive,
      };
    case 'log-gap':
      return {
        says: 'The log has a gap in which a proof may lie: look at the versions themselves.',
        command: versionsCommand(secret) ?? replace,
        waive,
      };
    case 'no-proof':
      return {
        says: `Nobody has replaced it: ${other} must${byHandWords(replace)}.`,
        command: replace,
        waive,
      };
    case 'rotation-succeeded':
    case 'put-secret-value':
    case 'update-secret':
    case 'label-moved':
    case 'put-parameter':
      return { says: 'Replaced.', command: null, waive: null };
  }
}

/** A secret without a rotation refuses the command that starts one. */
function byHandWords(replace: string | null): string {
  return replace?.startsWith('aws secretsmanager rotate-secret ') === true
    ? ', with put-secret-value where it has no rotation'
    : '';
}

function describeCommand(secret: string): string | null {
  return secretCommand('describe-secret', secret);
}

function versionsCommand(secret: string): string | null {
  return secretCommand('list-secret-version-ids', secret);
}

function secretCommand(call: string, secret: string): string | null {
  const place = parseArn(secret);
  if (place?.service !== 'secretsmanager') return null;
  return awsCommand('secretsmanager', call, '--secret-id', secret, '--region', place.region);
}

/** CloudTrail keeps who put the parameter; the reason is read live (design, "The deadline"). */
function waiveCommand({ exposure, region, rotatedAt }: Verdict, home: string | null): string | null {
  if (rotatedAt !== null) return null;
  const value = JSON.stringify({ reason: 'WHY', expires: 'YYYY-MM-DD' });
  const place = ['--name', `${waiverPath}${exposure}`, '--type', 'String', '--value', value];
  return awsCommand('ssm', 'put-parameter', ...place, '--region', home ?? region ?? 'us-east-1');
}
