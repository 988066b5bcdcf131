import { describe, expect, test } from 'vitest';
import { configValues, expressionOf } from '../../../queries/config-values.ts';
import { ParameterError, valuesOf } from '../../../local/query/values.ts';
import { parseConfig } from '../../../config/parse.ts';
import { parseQuery } from '../../../queries/query.ts';

const query = parseQuery(
  'made-up',
  "-- What?\n-- @param principal = '': who\n-- @param depth = 6: how far\n-- @column n bigint: how many\nSELECT count(*) AS n FROM t WHERE p = ? /* principal */",
  () => '',
);

describe('the parameters of a question', () => {
  test('come from the command line, else from the config, else from the question itself', () => {
    const given = ['principal=arn:aws:iam::111122223333:role/a=b'];
    expect(valuesOf(query, given, { principal: 'of the config' }).values).toMatchObject({
      principal: 'arn:aws:iam::111122223333:role/a=b',
      depth: '6',
      region: '%',
    });
    expect(valuesOf(query, [], { principal: 'of the config' }).values.principal).toBe('of the config');
    expect(valuesOf(query, [], {}).values.principal).toBe('');
  });

  test('read one day more on both sides of the days asked for', () => {
    const { values } = valuesOf(query, ['from=2026-03-01', 'to=2026-03-01'], {});
    expect(values).toMatchObject({
      from: '2026-03-01T00:00:00Z',
      to: '2026-03-02T00:00:00Z',
      from_day: '2026/02/28',
      to_day: '2026/03/02',
    });
  });

  test('take instants to the second', () => {
    const { values } = valuesOf(query, ['from=2026-12-31T23:00:00Z', 'to=2027-01-01T01:30:00+01:00'], {});
    expect(values).toMatchObject({
      from: '2026-12-31T23:00:00Z',
      to: '2027-01-01T00:30:00Z',
      from_day: '2026/12/30',
      to_day: '2027/01/02',
    });
  });

  test.each([
    [
      ['prinzipal=x'],
      /no such parameter; did you mean "principal"\? It has from, to, region, principal, depth/,
    ],
    [['principal'], /expected NAME=VALUE/],
    [['=x'], /expected NAME=VALUE/],
    [['from=2026-02-30'], /from: expected a day such as/],
    [['from=yesterday'], /from: expected a day such as/],
    [['to=2026-11-18T25:00:00Z'], /to: expected a day such as/],
    [['from=2026-11-19', 'to=2026-11-18'], /must lie before/],
  ])('that are wrong are told in one sentence: %j', (given, message) => {
    expect(() => valuesOf(query, given, {})).toThrow(ParameterError);
    expect(() => valuesOf(query, given, {})).toThrow(message);
  });
});

describe('values from the config', () => {
  test('are ours, whom we trust, and who breaks the glass', () => {
    const config = parseConfig(
      {
        account: '111122223333',
        regions: ['eu-central-1'],
        breakGlass: { roles: ['arn:aws:iam::111122223333:role/ops/BREAK-GLASS-*'] },
        trustedAccounts: ['444455556666', '777788889999'],
        declaredIncidents: [
          {
            principal: 'arn:aws:iam::111122223333:user/eve',
            from: '2026-11-18T08:00:00Z',
            to: '2026-11-18T10:00:00Z',
            reason: 'stolen key',
          },
        ],
      },
      { source: 'test', detections: [], now: 0 },
    );
    expect(configValues(config)).toEqual({
      account: '111122223333',
      trusted_accounts: '444455556666,777788889999',
      roles: '^(arn:aws:iam::111122223333:role/ops/BREAK-GLASS-.*)$',
      users: '^$',
      principals:
        '^(arn:aws:iam::111122223333:user/eve|arn:aws:iam::111122223333:role/glasswatch-canary|arn:aws:iam::111122223333:role/BREAK-GLASS-.*)$',
      name_prefix: 'glasswatch-',
    });
  });

  test('take a dot or plus in a name literally', () => {
    const expression = new RegExp(expressionOf(['arn:aws:iam::1:role/a.b+c', 'arn:aws:iam::1:role/d*']));
    expect(
      ['a.b+c', 'axb+c', 'a.bbc', 'd', 'dx', 'xd'].filter((name) =>
        expression.test(`arn:aws:iam::1:role/${name}`),
      ),
    ).toEqual(['a.b+c', 'd', 'dx']);
  });
});
