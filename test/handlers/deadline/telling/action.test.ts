import { describe, expect, it } from 'vitest';
import { actionOf } from '../../../../handlers/deadline/action.ts';
import type { Verdict } from '../../../../handlers/deadline/verdict.ts';
import { exposure, secretNamed } from '../../report/incidents.ts';

const home = 'eu-west-1';
const db = secretNamed('prod/orders/db');
const rotate = `aws secretsmanager rotate-secret --secret-id ${db} --region eu-central-1`;
const waive = `aws ssm put-parameter --name /glasswatch/waivers/e000000000000001 --type String --value '{"reason":"WHY","expires":"YYYY-MM-DD"}' --region eu-west-1`;

describe('what to do about an exposure', () => {
  it.each<[Verdict['reason'], RegExp, string | null]>([
    [
      'no-proof',
      /someone else than ana\.ops@example\.com must, with put-secret-value where it has no rotation\.$/,
      rotate,
    ],
    ['put-by-reader', /put by the reader: someone else/, rotate],
    ['rolled-back', /old version again/, rotate],
    ['one-of-two', /Rotate once more/, rotate],
    ['restored', /Replace it/, rotate],
    [
      'rotation-failed',
      /read why/,
      `aws secretsmanager describe-secret --secret-id ${db} --region eu-central-1`,
    ],
    [
      'log-gap',
      /look at the versions/,
      `aws secretsmanager list-secret-version-ids --secret-id ${db} --region eu-central-1`,
    ],
    // Nothing in AWS says that a database was told: a person does, by the waiver.
    ['deleted', /revoke it there, then say so/, waive],
  ])('%s: says so and gives the command', (reason, says, command) => {
    const action = actionOf(exposure({ reason }), home);
    expect(action.says).toMatch(says);
    expect(action.command).toBe(command);
    expect(action.waive).toBe(waive);
  });

  it('of a password that RDS manages is its rotation by RDS', () => {
    const secret = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:rds!db-0f1e2d3c-Ab12Cd';
    expect(actionOf(exposure({ secret }), home).command).toBe(
      `aws rds modify-db-instance --region eu-central-1 --db-instance-identifier "$(aws rds describe-db-instances --region eu-central-1 --query 'DBInstances[?MasterUserSecret.SecretArn=='\\''${secret}'\\''].DBInstanceIdentifier' --output text)" --rotate-master-user-password --apply-immediately`,
    );
  });

  it('of a SecureString is a new value, of a path the list of what lies under it', () => {
    const parameter = 'arn:aws:ssm:eu-central-1:111122223333:parameter/prod/key';
    expect(actionOf(exposure({ secret: parameter, kind: 'parameter' }), home).command).toBe(
      'aws ssm put-parameter --name /prod/key --type SecureString --value file://new-value --overwrite --region eu-central-1',
    );
    const path = {
      secret: `${parameter}/*`,
      kind: 'path',
      reason: 'path-read',
      state: 'unresolved',
    } as const;
    expect(actionOf(exposure(path), home).command).toBe(
      'aws ssm describe-parameters --parameter-filters Key=Name,Option=BeginsWith,Values=/prod/key/ --region eu-central-1',
    );
  });

  it("of another account's secret is to ask its owner", () => {
    const secret = 'arn:aws:secretsmanager:eu-central-1:444455556666:secret:partner-Ab12Cd';
    const action = actionOf(exposure({ secret, reason: 'external-account', deadline: null }), home);
    expect(action).toMatchObject({ command: null, waive });
    expect(action.says).toContain('belongs to account 444455556666: ask its owner');
  });

  it('that was replaced is nothing', () => {
    const done = exposure({
      state: 'rotated',
      reason: 'rotation-succeeded',
      rotatedAt: '2026-11-18T05:00:00Z',
    });
    expect(actionOf(done, home)).toEqual({ says: 'Replaced.', command: null, waive: null });
  });

  it('gives no command with a name that no terminal should be given', () => {
    expect(actionOf(exposure({ secret: secretNamed('a\u001b[2Jb') }), home).command).toBeNull();
  });
});
