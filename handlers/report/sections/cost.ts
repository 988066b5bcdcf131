import { nounOf } from '../../../config/counted.ts';
import type { TableColumn } from '../../page/table.ts';
import { periodOf } from '../asking.ts';
import { periodText } from '../period.ts';
import { sumOf } from '../sum.ts';
import type { Asked, Section } from '../section.ts';

/** Athena's price in most Regions (aws-facts, section 9): US dollars for 2^40 bytes, and the least that counts, bytes. */
const dollarsPerTerabyte = 5;
const least = 10 * 2 ** 20;
const megabyte = 2 ** 20;

const columns: readonly TableColumn[] = [
  { name: 'query', label: 'Query', kind: 'text' },
  { name: 'period', label: 'Period', kind: 'text' },
  { name: 'rows', label: 'Rows', says: 'empty where it failed', kind: 'number' },
  { name: 'scanned_bytes', label: 'Bytes scanned', kind: 'number' },
  { name: 'dollars', label: 'US dollars', says: 'at 5 US dollars a terabyte, 10 MB at least', kind: 'text' },
];

export const cost: Section = {
  id: 'cost',
  title: 'What this report cost',
  about: 'Every question that was asked for this report, and what Athena scanned for it.',
  asks: () => [],
  look: ({ asked, ...scope }) => {
    const rows = asked.map(({ asking, rows: answer, scannedBytes }) => ({
      query: asking.query,
      period: periodText(periodOf(asking.about, scope)),
      rows: answer?.length ?? null,
      scanned_bytes: scannedBytes,
      dollars: scannedBytes === null ? null : dollarsOf(scannedBytes).toFixed(5),
    }));
    const here = asked.every(({ scannedBytes }) => scannedBytes === null);
    const all = { table: 'questions', filter: '' };
    return {
      nothing: here
        ? 'The log was read on this machine: Athena scanned nothing, and nothing was paid for.'
        : null,
      figures: [
        { label: nounOf(rows.length, 'question'), value: rows.length, tone: 'plain', rows: all },
        ...(here
          ? []
          : ([
              {
                label: `${nounOf(sumOf(rows, 'scanned_bytes'), 'byte')} scanned`,
                value: sumOf(rows, 'scanned_bytes'),
                tone: 'plain',
                rows: all,
              },
              { label: 'US dollars', value: totalOf(asked).toFixed(4), tone: 'plain', rows: all },
            ] as const)),
      ],
      tables: [{ id: 'questions', title: 'Questions', columns, rows }],
    };
  },
};

function totalOf(asked: readonly Asked[]): number {
  return asked.reduce(
    (sum, { scannedBytes }) => sum + (scannedBytes === null ? 0 : dollarsOf(scannedBytes)),
    0,
  );
}

/** Rounded up to whole megabytes. */
function dollarsOf(scannedBytes: number): number {
  const billed = Math.max(least, Math.ceil(scannedBytes / megabyte) * megabyte);
  return (billed / 2 ** 40) * dollarsPerTerabyte;
}
