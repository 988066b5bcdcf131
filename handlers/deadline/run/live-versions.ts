import { parseArn } from '../../../config/arn.ts';
import { referenceOfArn } from '../../../detections/event/secret.ts';
import type { Fact, FactCaller } from '../facts/fact.ts';
import { versionMark } from '../facts/version-mark.ts';
import type { SecretVersion } from '../ports.ts';
import type { Verdict } from '../verdict.ts';

const nobody: FactCaller = {
  session: null,
  key: null,
  principalId: null,
  principal: null,
  actor: null,
  role: null,
  sourceIdentity: null,
};

/** Whether its versions are worth asking for: a secret of this account that nothing has replaced yet. */
export function isWorthAsking({ kind, rotatedAt, deadline, secret, account }: Verdict): boolean {
  return (
    kind === 'secret' && rotatedAt === null && deadline !== null && parseArn(secret)?.account === account
  );
}

/** What Secrets Manager lists, as facts: when each version was made, and which one is current. Not by whom. */
export function versionFacts(secretArn: string, versions: readonly SecretVersion[]): Fact[] {
  const secret = referenceOfArn(secretArn, 'full');
  if (secret === null) return [];
  return versions.map(({ versionId, createdAt, current }) => ({
    kind: 'change',
    // Whether it is current changes: the later answer stands in for the earlier one.
    id: `version/${secretArn}/${versionId}`,
    eventID: `version ${versionId}`,
    at: createdAt,
    what: { secret },
    step: 'version-seen',
    version: versionMark(versionId),
    by: nobody,
    current,
  }));
}
