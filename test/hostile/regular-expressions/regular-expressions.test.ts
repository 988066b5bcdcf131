import { describe, expect, test } from 'vitest';
import { bounded } from './bounded.ts';
import { built } from './built.ts';
import { findRegularExpressions, inSql } from './find.ts';
import { ends, pumped } from './pump.ts';
import { committedVerdicts, nameOf } from './verdicts.ts';

const found = findRegularExpressions();
const names = [...new Set(found.literals.map(nameOf))];
const verdicts = committedVerdicts();
const again = 'run npx tsx scripts/regular-expression-verdicts.ts';

describe('every regular expression', () => {
  test('of the product is found, in TypeScript and in SQL', () => {
    expect(names.length).toBeGreaterThan(150);
    expect(found.literals.some(({ file }) => file.endsWith('.sql'))).toBe(true);
    expect(inSql("a, regexp_replace(f(x, '(a'), 'it''s,(b)', ''), regexp_like(x, ? /* roles */)")).toEqual([
      "it's,(b)",
    ]);
  });

  test('was judged by recheck, and takes time in proportion to its text where an attacker can choose that', () => {
    for (const name of names) {
      const { verdict } = verdicts[name] ?? {};
      expect(verdict, `${name} was not judged: ${again}`).toBeDefined();
      if (verdict !== 'safe') expect(bounded, `${name} is ${verdict}`).toHaveProperty([name]);
    }
  });

  test('that is slow is still there, and still slow: no reason outlives it', () => {
    const slow = Object.entries(verdicts).filter(([, { verdict }]) => verdict !== 'safe');
    expect(slow.map(([name]) => name).sort()).toEqual(Object.keys(bounded).sort());
    const known = new Set([
      ...names,
      ...Object.values(built)
        .flat()
        .map((source) => nameOf({ source, flags: '' })),
    ]);
    expect(Object.keys(verdicts).filter((name) => !known.has(name))).toEqual([]);
  });

  test('that is put together at run time is known, with what it can become', () => {
    expect([...new Set(found.built.map(({ code }) => code))].sort()).toEqual(Object.keys(built).sort());
    for (const source of Object.values(built).flat()) {
      expect(verdicts, again).toHaveProperty([nameOf({ source, flags: '' })]);
    }
  });

  test('that is slow is caught by the pump, which npm run test:long puts all others to', () => {
    const slow = pumped('\\/+$', 1_000_000).filter((text) => !ends('\\/+$', '', text, 2_000));
    expect(slow).toContain(`${'/'.repeat(1_000_000)}\u0001`);
    expect(ends('x$', '', '/'.repeat(1_000_000))).toBe(true);
  });
});
