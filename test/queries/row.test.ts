import { describe, expect, test } from 'vitest';
import { columns } from '../../queries/column.ts';
import { rowOf } from '../../queries/row.ts';

const partition = { region: 'eu-central-1', day: '2026/11/18' };

describe('a row', () => {
  test('has every column, null where the record says nothing, and its partition', () => {
    const row = rowOf({}, partition);
    expect(Object.keys(row)).toEqual([...columns.map(({ name }) => name), 'region', 'day']);
    expect(row).toMatchObject({ eventid: null, useridentity: null, resources: null, ...partition });
  });

  test('takes names whatever their case', () => {
    const row = rowOf({ EventID: 'e', resources: [{ ARN: 'a', accountId: '1', Type: 't' }] }, partition);
    expect(row).toMatchObject({ eventid: 'e', resources: [{ arn: 'a', accountid: '1', type: 't' }] });
  });

  test('has parameters as JSON text whose keys keep their case', () => {
    const row = rowOf({ requestParameters: { secretId: 'x', n: 1 }, responseElements: null }, partition);
    expect(row).toMatchObject({ requestparameters: '{"secretId":"x","n":1}', responseelements: null });
    expect(rowOf({ requestParameters: 'as text' }, partition)).toMatchObject({
      requestparameters: 'as text',
    });
  });

  test('has truth and numbers as text', () => {
    expect(rowOf({ readOnly: true, recipientAccountId: 111122223333 }, partition)).toMatchObject({
      readonly: 'true',
      recipientaccountid: '111122223333',
    });
  });

  test('has what is known of an identity, null for the rest, and nothing else', () => {
    const identity = {
      type: 'AssumedRole',
      extra: 'x',
      sessionContext: { attributes: { creationDate: '2026-11-18T00:00:00Z' } },
    };
    expect(rowOf({ userIdentity: identity }, partition).useridentity).toMatchObject({
      type: 'AssumedRole',
      arn: null,
      sessioncontext: { attributes: { creationdate: '2026-11-18T00:00:00Z' }, sessionissuer: null },
    });
    expect(JSON.stringify(rowOf({ userIdentity: identity, unknown: 1 }, partition))).not.toMatch(
      /extra|unknown/,
    );
  });

  test('is null where a field has another shape than it should', () => {
    const odd = { userIdentity: 'someone', resources: { arn: 'a' }, tlsDetails: ['x'] };
    expect(rowOf(odd, partition)).toMatchObject({ useridentity: null, resources: null, tlsdetails: null });
    expect(rowOf({ eventName: { a: 1 } }, partition)).toMatchObject({ eventname: '{"a":1}' });
  });

  test('holds no session token, however deep and however spelled', () => {
    const responseElements = {
      credentials: { accessKeyId: 'ASIA', sessionToken: 'secret', SESSIONTOKEN: 'secret' },
    };
    const row = rowOf({ responseElements }, partition);
    expect(row.responseelements).toBe('{"credentials":{"accessKeyId":"ASIA"}}');
  });
});
