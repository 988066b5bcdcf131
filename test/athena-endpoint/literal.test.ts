import { describe, expect, it } from 'vitest';
import { valueOfLiteral } from './literal.ts';

describe('an ExecutionParameter', () => {
  it.each([
    ["''", ''],
    ["'x'", 'x'],
    ["'O''Brien'", "O'Brien"],
    ["''''", "'"],
    ["'a\nb'", 'a\nb'],
    [`'${'x'.repeat(1_022)}'`, 'x'.repeat(1_022)],
  ])('%j is read', (parameter, value) => {
    expect(valueOfLiteral(parameter)).toBe(value);
  });

  it.each([
    '',
    'x',
    '1',
    "'",
    "'x",
    "x'",
    "'''",
    "'O'Brien'",
    "'x' OR 'y'",
    "'x'; --",
    `'${'x'.repeat(1_023)}'`,
    7,
  ])('%j is refused', (parameter) => {
    expect(() => valueOfLiteral(parameter)).toThrow('ExecutionParameters');
  });
});
