import { describe, expect, test } from 'vitest';
import { pathsAsked } from '../../queries/asked-paths.ts';
import { rowOf, wantedColumns } from '../../queries/row.ts';

describe('the paths that statements ask for', () => {
  test('are told by column, of which text and of which JSON is asked', () => {
    const asked = pathsAsked([
      "SELECT json_extract_scalar(r.requestparameters, '$.a.b'), json_format(json_extract(requestparameters, '$.list')) FROM records r",
      "SELECT JSON_EXTRACT_SCALAR(responseelements, '$.ARN') FROM records -- requestparameters",
    ]);
    expect(asked).toEqual({
      requestparameters: { scalars: ['$.a.b'], values: ['$.list'] },
      responseelements: { scalars: ['$.ARN'], values: [] },
    });
  });

  test.each([
    [
      'the text itself',
      "SELECT requestparameters FROM records WHERE json_extract_scalar(requestparameters, '$.a') = ''",
    ],
    ['it by another name', 'SELECT requestparameters AS p FROM records'],
    ['a place in a list', "SELECT json_extract_scalar(requestparameters, '$.a[0]') FROM records"],
    ['a path that is not written out', 'SELECT json_extract_scalar(requestparameters, path) FROM records'],
    ['something else than a column of the log', "SELECT json_extract_scalar(other, '$.a') FROM records"],
  ])('are unknown where one asks for %s', (_, sql) => {
    expect(pathsAsked([sql])).toBeNull();
  });
});

describe('a row of paths', () => {
  const wanted = wantedColumns(['requestparameters'], {
    requestparameters: {
      scalars: ['$.ARN', '$.arn', '$.a.b', '$.credentials.sessionToken', '$.length'],
      values: ['$.list', '$.inner'],
    },
  });
  const parametersOf = (requestParameters: unknown) =>
    rowOf({ requestParameters }, { region: '', day: '' }, wanted).requestparameters;

  test('has texts, numbers and truth as text, and of the rest the JSON', () => {
    expect(parametersOf({ ARN: 'x', arn: 1e21, a: { b: true }, list: ['y', null], more: 'z' })).toEqual({
      '$.^A^R^N': 'x',
      '$.arn': '1e21',
      '$.a.b': 'true',
      'json $.list': '["y",null]',
    });
  });

  test('has nothing of what is no object, no text, or not there', () => {
    for (const odd of [
      { a: ['b'], arn: {}, ARN: null },
      { a: { B: 1 } },
      [{ arn: 'x' }],
      7,
      'no JSON',
      '"arn"',
    ])
      expect(parametersOf(odd), JSON.stringify(odd)).toBeNull();
  });

  test('has what JSON as text holds', () => {
    expect(parametersOf('{"arn":"x"}')).toEqual({ '$.arn': 'x' });
  });

  test('holds no session token, asked for or within what is', () => {
    const credentials = { sessionToken: 'secret' };
    expect(parametersOf({ credentials, inner: { credentials, x: 1 } })).toEqual({
      'json $.inner': '{"credentials":{},"x":1}',
    });
  });
});
