import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { counted, nounOf } from '../../config/counted.ts';

const root = join(import.meta.dirname, '..', '..');

describe('a number stands with its noun', () => {
  it.each([
    [0, '0 secrets'],
    [1, '1 secret'],
    [2, '2 secrets'],
    [0.5, '0.5 secrets'],
    [999, '999 secrets'],
    [1_000, '1,000 secrets'],
    [1_020_003, '1,020,003 secrets'],
  ])('%d', (count, words) => {
    expect(counted(count, 'secret')).toBe(words);
  });

  it('in a plural of its own, where an s does not make it', () => {
    expect(counted(1, 'query', 'queries')).toBe('1 query');
    expect(counted(2, 'query', 'queries')).toBe('2 queries');
    expect([nounOf(1, 'is', 'are'), nounOf(3, 'is', 'are')]).toEqual(['is', 'are']);
  });
});

describe('what people read', () => {
  /** A count beside a plural that it does not decide, such as `${rows.length} rows`. */
  const undecided = /\$\{(?:[\w.]+\.(?:length|size)|count)\} [a-z]+s\b(?! of\b)/g;
  /** Lines in which the number is never 1, or which no person reads, each with its reason. */
  const known: Readonly<Record<string, string>> = {
    'detections/pattern/json.ts': 'a number too long for JSON has thousands of characters',
    'detections/break-glass-read.ts': 'only where there are several',
    'handlers/alert/armed.ts': 'so many of the detections, of which there are twelve',
    'handlers/log-query/execution-parameters.ts': 'a value too long for Athena has a thousand characters',
    'handlers/log-query/athena-answer.ts': 'an error of the engine, for the log',
    'local/replay/packed-events.ts': 'a fault of ours, which no person can cause',
  };

  it('says no "1 rows": every count goes through one function', () => {
    const files = execFileSync('git', ['ls-files', 'config', 'detections', 'handlers', 'infra', 'local'], {
      cwd: root,
      encoding: 'utf8',
    })
      .split('\n')
      .filter((file) => file.endsWith('.ts'));
    expect(files.length).toBeGreaterThan(200);
    const found = files.filter((file) => readFileSync(join(root, file), 'utf8').match(undecided) !== null);
    expect(found.filter((file) => known[file] === undefined)).toEqual([]);
    expect(Object.keys(known).filter((file) => !found.includes(file))).toEqual([]);
  });
});
