import { describe, expect, it } from 'vitest';

import { assumptionOf, identityOf, partitionOf, type Identity } from '../../../detections/event/identity.ts';
import { parsed } from './parsed.ts';

type Fields = Record<string, unknown>;

function identity(userIdentity: Fields | null, more: Fields = {}): Identity {
  return identityOf(parsed({ userIdentity, ...more }));
}

const admin = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLE:alice@example.com',
  arn: 'arn:aws:sts::111122223333:assumed-role/ADMIN/alice@example.com',
  accountId: '111122223333',
  accessKeyId: 'ASIAEXAMPLE',
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: 'AROAEXAMPLE',
      arn: 'arn:aws:iam::111122223333:role/team/ADMIN',
      accountId: '111122223333',
      userName: 'ADMIN',
    },
    attributes: { creationDate: '2026-11-20T08:59:59Z', mfaAuthenticated: 'true' },
  },
};

describe('the caller', () => {
  it('with a long-term key is the IAM user, in no session', () => {
    const user = {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLE',
      arn: 'arn:aws:iam::111122223333:user/team/alice',
      accountId: '111122223333',
      accessKeyId: 'AKIAEXAMPLE',
      userName: 'alice',
    };
    expect(identity(user)).toEqual({
      actor: 'alice',
      name: 'alice',
      principal: 'arn:aws:iam::111122223333:user/team/alice',
      role: null,
      session: null,
      sessionName: null,
      accountId: '111122223333',
      sourceIdentity: null,
      kind: 'IAM user',
      mfa: null,
      via: 'CLI or SDK',
    });
  });

  it('of a role session is known by its session name; the principal is the role, path included', () => {
    expect(identity(admin)).toEqual({
      actor: 'alice@example.com',
      name: 'alice@example.com',
      principal: 'arn:aws:iam::111122223333:role/team/ADMIN',
      role: 'arn:aws:iam::111122223333:role/team/ADMIN',
      session: 'AROAEXAMPLE:alice@example.com@2026-11-20T08:59:59Z',
      sessionName: 'alice@example.com',
      accountId: '111122223333',
      sourceIdentity: null,
      kind: 'role session',
      mfa: true,
      via: 'CLI or SDK',
    });
  });

  it('of a role session without its issuer still has the role, as far as the ARN of the session tells it', () => {
    const { sessionContext: _, ...withoutIssuer } = admin;
    expect(identity(withoutIssuer)).toMatchObject({
      actor: 'alice@example.com',
      role: 'arn:aws:iam::111122223333:role/ADMIN',
      principal: 'arn:aws:iam::111122223333:role/ADMIN',
      session: null,
    });
    const inChina = { ...withoutIssuer, arn: 'arn:aws-cn:sts::111122223333:assumed-role/ADMIN/alice' };
    expect(identity(inChina).role).toBe('arn:aws-cn:iam::111122223333:role/ADMIN');
  });

  it('whose principalId is masked is known by the ARN of the session', () => {
    const masked = { ...admin, principalId: undefined };
    expect(identity(masked)).toMatchObject({ actor: 'alice@example.com', session: null });
  });

  it('may have a session name with anything in it', () => {
    expect(identity({ ...admin, principalId: 'AROAEXAMPLE:a:b' }).sessionName).toBe('a:b');
    expect(
      identity({ ...admin, principalId: null, arn: 'arn:aws:sts::1:assumed-role/R/x/y' }).sessionName,
    ).toBe('x/y');
  });

  it('from Identity Center is told as such, and by the person that stands behind it', () => {
    const sso = {
      ...admin,
      sessionContext: {
        sessionIssuer: {
          arn: 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_Admin_0123456789abcdef',
        },
      },
    };
    expect(identity(sso)).toMatchObject({ kind: 'Identity Center session', actor: 'alice@example.com' });
  });

  it('who opens a session with SAML or a web identity is known by the name that the provider gave', () => {
    const saml = {
      type: 'SAMLUser',
      principalId: 'x:alice@example.com',
      userName: 'alice@example.com',
      identityProvider: 'x',
    };
    expect(identity(saml)).toMatchObject({
      actor: 'alice@example.com',
      principal: 'x:alice@example.com',
      role: null,
      kind: 'SAML user',
    });
    const web = {
      type: 'WebIdentityUser',
      principalId:
        'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com:sts.amazonaws.com:repo:acme/app',
      userName: 'repo:acme/app',
    };
    expect(identity(web)).toMatchObject({ actor: 'repo:acme/app', kind: 'web identity', session: null });
  });

  it('with a federation token has the user who gave it as principal', () => {
    const federated = {
      type: 'FederatedUser',
      principalId: '111122223333:visitor',
      arn: 'arn:aws:sts::111122223333:federated-user/visitor',
      accountId: '111122223333',
      sessionContext: {
        sessionIssuer: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/broker', userName: 'broker' },
        attributes: { creationDate: '2026-11-20T08:00:00Z' },
      },
    };
    expect(identity(federated)).toMatchObject({
      actor: 'visitor',
      principal: 'arn:aws:iam::111122223333:user/broker',
      role: null,
      session: '111122223333:visitor@2026-11-20T08:00:00Z',
      kind: 'federated user',
    });
  });

  it('from another account may have no ARN and no name', () => {
    const stranger = { type: 'AWSAccount', principalId: 'AIDASTRANGER', accountId: '444455556666' };
    expect(identity(stranger)).toMatchObject({
      actor: 'AIDASTRANGER',
      principal: 'AIDASTRANGER',
      role: null,
      session: null,
      accountId: '444455556666',
      kind: 'caller from another account',
    });
    const session = { ...stranger, principalId: 'AROASTRANGER:nightly' };
    expect(identity(session)).toMatchObject({ actor: 'nightly', principal: 'AROASTRANGER:nightly' });
  });

  it('may be a service, which has nothing but its host', () => {
    expect(identity({ type: 'AWSService', invokedBy: 'lambda.amazonaws.com' })).toMatchObject({
      actor: null,
      name: 'lambda.amazonaws.com',
      principal: null,
      kind: 'AWS service',
      via: 'through lambda.amazonaws.com',
    });
    expect(identity({ accountId: '111122223333', invokedBy: 'secretsmanager.amazonaws.com' })).toMatchObject({
      actor: null,
      name: 'secretsmanager.amazonaws.com',
      kind: 'AWS service',
      accountId: '111122223333',
    });
  });

  it('may be root', () => {
    const root = {
      type: 'Root',
      principalId: '111122223333',
      arn: 'arn:aws:iam::111122223333:root',
      accountId: '111122223333',
    };
    expect(identity(root)).toMatchObject({
      actor: '111122223333',
      name: 'the root user',
      principal: 'arn:aws:iam::111122223333:root',
      kind: 'root user',
      sessionName: null,
    });
  });

  it('may be nobody that the record names', () => {
    expect(identity(null)).toEqual({
      actor: null,
      name: 'someone unknown',
      principal: null,
      role: null,
      session: null,
      sessionName: null,
      accountId: null,
      sourceIdentity: null,
      kind: 'unknown caller',
      mfa: null,
      via: 'CLI or SDK',
    });
    expect(identity({})).toEqual(identity(null));
  });

  it('may be of a kind that AWS invents tomorrow', () => {
    expect(identity({ type: 'Robot', principalId: 'R2D2' })).toMatchObject({ kind: 'Robot', actor: 'R2D2' });
  });

  it('has the source identity that was set at the beginning of the chain', () => {
    const context = { ...admin.sessionContext, sourceIdentity: 'alice' };
    expect(identity({ ...admin, sessionContext: context }).sourceIdentity).toBe('alice');
  });
});

describe('MFA', () => {
  const withMfa = (mfaAuthenticated: unknown) =>
    identity({ ...admin, sessionContext: { attributes: { mfaAuthenticated } } }).mfa;

  it.each([
    ['true', true],
    ['false', false],
    [true, true],
    [false, false],
    ['maybe', null],
    [undefined, null],
  ])('of a session is what its attributes say (%j)', (value, mfa) => {
    expect(withMfa(value)).toBe(mfa);
  });

  it.each([
    ['Yes', true],
    ['No', false],
    [undefined, null],
  ])('of a sign-in is what the sign-in says (%j)', (MFAUsed, mfa) => {
    const signIn = {
      eventSource: 'signin.amazonaws.com',
      eventName: 'ConsoleLogin',
      additionalEventData: { MFAUsed },
    };
    expect(identity({ type: 'IAMUser', userName: 'alice' }, signIn).mfa).toBe(mfa);
  });
});

describe('the way of a call', () => {
  it.each([
    ['a sign-in', {}, { eventType: 'AwsConsoleSignIn' }, 'console'],
    ['a call with credentials of the console', {}, { sessionCredentialFromConsole: 'true' }, 'console'],
    ['a call of the console on behalf of a user', {}, { sourceIPAddress: 'AWS Internal' }, 'console'],
    ['a call of the console by its older mark', { invokedBy: 'AWS Internal' }, {}, 'console'],
    [
      'a call by a service',
      { invokedBy: 'cloudformation.amazonaws.com' },
      {},
      'through cloudformation.amazonaws.com',
    ],
    [
      'a call from a shell',
      {},
      { userAgent: 'aws-cli/2.31.0', sourceIPAddress: '203.0.113.9' },
      'CLI or SDK',
    ],
  ])('is known of %s', (_, more, fields, via) => {
    expect(identity({ ...admin, ...more }, fields).via).toBe(via);
  });
});

describe('an assumption', () => {
  it('has what was asked for and what was made', () => {
    const event = parsed({
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      requestParameters: {
        roleArn: 'arn:aws:iam::111122223333:role/team/ADMIN',
        roleSessionName: 'alice',
        durationSeconds: 900,
        sourceIdentity: 'alice@example.com',
      },
      responseElements: { assumedRoleUser: { assumedRoleId: 'AROAEXAMPLE:alice' } },
    });
    expect(assumptionOf(event)).toEqual({
      role: 'arn:aws:iam::111122223333:role/team/ADMIN',
      assumedRoleId: 'AROAEXAMPLE:alice',
      sessionName: 'alice',
      sourceIdentity: 'alice@example.com',
      durationSeconds: 900,
      expiration: null,
    });
  });

  it.each([
    ['Nov 20, 2026, 10:00:00 AM', '2026-11-20T10:00:00.000Z'],
    ['Nov 20, 2026, 10:00:00\u202fPM', '2026-11-20T22:00:00.000Z'],
    ['Sep 17, 2020 8:04:10 PM', '2020-09-17T20:04:10.000Z'],
    ['Dec 31, 2026, 12:30:00 AM', '2026-12-31T00:30:00.000Z'],
  ])('says when the credentials end, whatever the spaces of %j', (expiration, instant) => {
    const event = parsed({ responseElements: { credentials: { expiration } } });
    expect(assumptionOf(event).expiration).toBe(Date.parse(instant));
  });

  it.each([['soon'], ['2026'], ['Nov 40, 2026, 10:00:00 AM'], [7]])(
    'says no end that is none: %j',
    (expiration) => {
      expect(
        assumptionOf(parsed({ responseElements: { credentials: { expiration } } })).expiration,
      ).toBeNull();
    },
  );

  it('has the role of resources where the parameters are hidden', () => {
    const resources = [
      { type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::x' },
      { type: 'AWS::IAM::Role', ARN: 'arn:aws:iam::111122223333:role/ADMIN' },
    ];
    expect(assumptionOf(parsed({ resources })).role).toBe('arn:aws:iam::111122223333:role/ADMIN');
  });

  it('is empty in any other event', () => {
    expect(assumptionOf(parsed())).toEqual({
      role: null,
      assumedRoleId: null,
      sessionName: null,
      sourceIdentity: null,
      durationSeconds: null,
      expiration: null,
    });
  });
});

describe('the partition of an event', () => {
  it('is the caller’s, else the issuer’s, else the Region’s', () => {
    const arn = 'arn:aws-cn:iam::111122223333:user/alice';
    expect(partitionOf(parsed({ userIdentity: { arn } }))).toBe('aws-cn');
    expect(partitionOf(parsed({ userIdentity: { sessionContext: { sessionIssuer: { arn } } } }))).toBe(
      'aws-cn',
    );
    expect(partitionOf(parsed({ awsRegion: 'us-gov-west-1' }))).toBe('aws-us-gov');
    expect(partitionOf(parsed())).toBe('aws');
    expect(partitionOf(parsed({ awsRegion: null }))).toBe('aws');
  });
});
