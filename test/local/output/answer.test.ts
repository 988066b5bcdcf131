import { describe, expect, test } from 'vitest';
import { answerText } from '../../../local/output/answer.ts';
import type { Answer } from '../../../queries/log-query.ts';

const answer: Answer = {
  columns: [
    { name: 'secret', type: 'varchar', says: '' },
    { name: 'reads', type: 'bigint', says: '' },
    { name: 'trusted', type: 'boolean', says: '' },
  ],
  rows: [
    { secret: '=HYPERLINK("http://evil","ok")', reads: 12, trusted: false },
    { secret: 'prod/db, the "main" one', reads: 0, trusted: true },
    { secret: null, reads: 3, trusted: null },
    { secret: 'a\u001b[2Jb\nc', reads: 1, trusted: true },
  ],
  scannedBytes: null,
};

describe('an answer as CSV', () => {
  const lines = answerText(answer, 'csv', Infinity).split('\n');

  test('has a header, quotes what holds commas or quotes, and leaves NULL empty', () => {
    expect(lines[0]).toBe('secret,reads,trusted');
    expect(lines[2]).toBe('"prod/db, the ""main"" one",0,true');
    expect(lines[3]).toBe(',3,');
  });

  test('makes formulas text, so that a spreadsheet runs none', () => {
    expect(lines[1]).toBe(`"'=HYPERLINK(""http://evil"",""ok"")",12,false`);
  });
});

describe('an answer as JSON', () => {
  test('keeps numbers, booleans and nulls', () => {
    expect(JSON.parse(answerText(answer, 'json', Infinity))).toEqual(answer.rows);
  });

  test('is an empty array where there is no row', () => {
    expect(JSON.parse(answerText({ ...answer, rows: [] }, 'json', Infinity))).toEqual([]);
  });
});

describe('an answer as a table', () => {
  test('lines its columns up and shows controls as escapes', () => {
    const text = answerText({ ...answer, rows: answer.rows.slice(2) }, 'table', Infinity);
    expect(text).toBe(
      [
        'SECRET             READS  TRUSTED',
        '                   3',
        'a\\u{1b}[2Jb\\u{a}c  1      true',
        '',
      ].join('\n'),
    );
  });

  test('fits the terminal by cutting the widest column', () => {
    const text = answerText(answer, 'table', 34);
    for (const line of text.trimEnd().split('\n')) expect(line.length).toBeLessThanOrEqual(34);
    expect(text).toContain('prod/db, the "mai…');
    expect(text).toContain('12');
  });

  test('says that there are no rows', () => {
    expect(answerText({ ...answer, rows: [] }, 'table', 80)).toBe('no rows\n');
  });
});
