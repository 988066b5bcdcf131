import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { asWrittenByCloudTrail, parseEvent, whyNoEvent } from '../../../detections/event/cloudtrail-event.ts';
import { parsed } from './parsed.ts';

const least = {
  eventID: 'e1',
  eventTime: '2026-11-20T09:00:00Z',
  eventSource: 'sts.amazonaws.com',
  eventName: 'AssumeRole',
};

describe('a value', () => {
  it('is an event when it has the four fields that identify one', () => {
    expect(whyNoEvent(least)).toBeNull();
  });

  it.each(['eventID', 'eventTime', 'eventSource', 'eventName'])('is none without %s', (field) => {
    expect(whyNoEvent({ ...least, [field]: undefined })).toBe(`${field} missing`);
    expect(whyNoEvent({ ...least, [field]: '' })).toBe(`${field} missing`);
    expect(whyNoEvent({ ...least, [field]: 7 })).toBe(`${field} missing`);
    expect(whyNoEvent({ ...least, [field]: null })).toBe(`${field} missing`);
  });

  it('is told all that it lacks', () => {
    expect(whyNoEvent({ eventID: 'e1' })).toBe('eventSource, eventName, eventTime missing');
  });

  it.each([[null], [undefined], [7], ['event'], [[least]]])('is none when it is %j', (value) => {
    expect(whyNoEvent(value)).toBe('no JSON object');
  });
});

describe('a parsed event', () => {
  it('has no session token, nor anything else that no detection asked for', () => {
    const event = parseEvent({
      ...least,
      responseElements: {
        credentials: {
          accessKeyId: 'ASIANEW',
          sessionToken: 'TOKEN',
          expiration: 'Nov 20, 2026, 10:00:00 AM',
        },
        assumedRoleUser: {
          assumedRoleId: 'AROA:x',
          arn: 'arn:aws:sts::111122223333:assumed-role/R/x',
          credentials: 'TOKEN',
        },
        sessionToken: 'TOKEN',
        packedPolicySize: 1,
      },
      additionalEventData: { token: 'TOKEN' },
      tlsDetails: { clientProvidedHostHeader: 'TOKEN' },
      resources: [{ ARN: 'arn:aws:iam::111122223333:role/R', token: 'TOKEN' }],
      userIdentity: { type: 'IAMUser', sessionContext: { credentials: 'TOKEN' }, credentials: 'TOKEN' },
    });
    expect(JSON.stringify(event)).not.toContain('TOKEN');
    expect(event.responseElements?.credentials).toEqual({ expiration: 'Nov 20, 2026, 10:00:00 AM' });
    expect(event.responseElements?.assumedRoleUser).toEqual({
      assumedRoleId: 'AROA:x',
      arn: 'arn:aws:sts::111122223333:assumed-role/R/x',
    });
  });

  it('has its time in milliseconds, whatever the zone', () => {
    expect(parseEvent(least).time).toBe(1_795_165_200_000);
    expect(parseEvent({ ...least, eventTime: '2026-11-20T10:00:00+01:00' }).time).toBe(1_795_165_200_000);
  });

  it('has null for what is absent, empty, or of another type than expected', () => {
    expect(
      parsed({ errorCode: '', errorMessage: 7, awsRegion: [], userIdentity: 'x', requestParameters: [] }),
    ).toMatchObject({
      errorCode: null,
      errorMessage: null,
      awsRegion: null,
      userIdentity: null,
      requestParameters: null,
      responseElements: null,
      resources: [],
    });
    const strange = { sessionContext: { attributes: 7, sessionIssuer: 'x' }, arn: {} };
    expect(parsed({ userIdentity: strange }).userIdentity).toMatchObject({
      arn: null,
      sessionContext: { attributes: null, sessionIssuer: null },
    });
    expect(parsed({ resources: 'x' }).resources).toEqual([]);
  });

  it.each([['yesterday'], ['2026-11-20'], ['2026-13-01T00:00:00Z'], ['2026-11-20T09:00:00']])(
    'is none where its time is %j',
    (eventTime) => {
      expect(() => parseEvent({ ...least, eventTime })).toThrow(new Error('unusable eventTime'));
    },
  );

  it('can be made of any event with a time, whatever else stands in it', () => {
    const wild = fc.record(
      {
        userIdentity: fc.jsonValue(),
        requestParameters: fc.jsonValue(),
        responseElements: fc.jsonValue(),
        additionalEventData: fc.jsonValue(),
        resources: fc.jsonValue(),
        errorCode: fc.jsonValue(),
        readOnly: fc.jsonValue(),
        serviceEventDetails: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(wild, (fields) => {
        expect(parseEvent({ ...least, ...fields })).toMatchObject({ eventID: 'e1', time: 1_795_165_200_000 });
      }),
    );
  });
});

describe('a record as other tools write it', () => {
  it('loses the error code that says nothing, so that a call counts as done', () => {
    expect(asWrittenByCloudTrail({ ...least, errorCode: null })).toEqual(least);
    expect(asWrittenByCloudTrail({ ...least, errorCode: '' })).toEqual(least);
  });

  it('keeps the error code that says something', () => {
    const denied = { ...least, errorCode: 'AccessDenied' };
    expect(asWrittenByCloudTrail(denied)).toEqual(denied);
    expect(asWrittenByCloudTrail(least)).toEqual(least);
  });
});
