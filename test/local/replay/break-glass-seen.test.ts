import { describe, expect, it } from 'vitest';

import { parseConfig } from '../../../config/parse.ts';
import { BreakGlassSeen } from '../../../local/replay/break-glass-seen.ts';
import {
  assumeRole,
  breakGlassRole,
  breakGlassUser,
  elsewhere,
  home,
  iamUser,
  read,
  record,
  roleSession,
  switchRole,
  type CloudTrailRecord,
} from '../../handlers/alert/events.ts';

/** The break-glass principals that no record concerned. */
function unseen(breakGlass: Record<string, string[]>, ...records: readonly CloudTrailRecord[]): string[] {
  const config = parseConfig({ breakGlass }, { source: 'x', detections: [], now: 0 });
  const seen = new BreakGlassSeen(config);
  for (const one of records) seen.note(one);
  return seen.unseen;
}

const iam = (requestParameters: CloudTrailRecord, account = home) =>
  record('e1', '09:00', {
    eventSource: 'iam.amazonaws.com',
    eventName: 'PutRolePolicy',
    recipientAccountId: account,
    requestParameters,
  });
const denied = (resource: string) =>
  record('e1', '09:00', {
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    errorCode: 'AccessDenied',
    errorMessage: `User: arn:aws:iam::${home}:user/x is not authorized to perform: sts:AssumeRole on resource: ${resource}`,
  });

describe('a break-glass role', () => {
  const wildcard = `arn:aws:iam::${home}:role/BREAK-GLASS-*`;

  it.each<[string, CloudTrailRecord]>([
    ['assumed', assumeRole('e1', '09:00')],
    ['at work', read('e1', '09:00', 'payroll', roleSession(breakGlassRole, 'alice'))],
    ['changed', iam({ roleName: 'BREAK-GLASS-ADMIN' })],
    ['denied', denied(breakGlassRole)],
  ])('is seen where it is %s, named whole or with *', (_, one) => {
    expect(unseen({ roles: [breakGlassRole] }, one)).toEqual([]);
    expect(unseen({ roles: [wildcard] }, one)).toEqual([]);
    expect(unseen({ roles: [`arn:aws:iam::${home}:role/*`] }, one)).toEqual([]);
  });

  it('is not seen in a sign-in alone: it does not show the path, the part that is most often wrong', () => {
    const withPath = `arn:aws:iam::${home}:role/team/BREAK-GLASS-ADMIN`;
    expect(unseen({ roles: [withPath] }, switchRole('e1', '09:00'))).toEqual([withPath]);
  });

  it.each<[string, CloudTrailRecord]>([
    ['of another name', assumeRole('e1', '09:00', { role: `arn:aws:iam::${home}:role/BREAK-GLAS-ADMIN` })],
    ['of another account', assumeRole('e1', '09:00', { role: breakGlassRole.replace(home, elsewhere) })],
    ['of another path', assumeRole('e1', '09:00', { role: `arn:aws:iam::${home}:role/x/BREAK-GLASS-ADMIN` })],
    ['changed in another account', iam({ roleName: 'BREAK-GLASS-ADMIN' }, elsewhere)],
    ['that is a user', iam({ userName: 'BREAK-GLASS-ADMIN' })],
  ])('is not seen in one %s', (_, one) => {
    expect(unseen({ roles: [breakGlassRole] }, one)).toEqual([breakGlassRole]);
  });

  it('is told apart from the others', () => {
    const other = `arn:aws:iam::${home}:role/OTHER`;
    expect(
      unseen({ roles: [other, breakGlassRole], users: [breakGlassUser] }, assumeRole('e1', '09:00')),
    ).toEqual([other, breakGlassUser]);
    expect(unseen({ roles: [], users: [] }, assumeRole('e1', '09:00'))).toEqual([]);
  });
});

describe('a break-glass user', () => {
  it.each<[string, CloudTrailRecord]>([
    ['at work', record('e1', '09:00', { userIdentity: iamUser('emergency') })],
    ['changed', iam({ userName: 'emergency' })],
    [
      'behind a federation token',
      record('e1', '09:00', { userIdentity: { sessionContext: { sessionIssuer: { arn: breakGlassUser } } } }),
    ],
  ])('is seen where it is %s', (_, one) => {
    expect(unseen({ users: [breakGlassUser] }, one)).toEqual([]);
  });

  it('is not seen in another user', () => {
    const one = record('e1', '09:00', { userIdentity: iamUser('emergency2') });
    expect(unseen({ users: [breakGlassUser] }, one)).toEqual([breakGlassUser]);
  });
});
