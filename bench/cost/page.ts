import { billOf, type Bill } from './bill.ts';
import { readsPerSecondOfOnePrincipal } from './limits.ts';
import { prices, type Price } from './prices.ts';
import { assumptions, secondTrail, storm, stormMinutes, usageOf } from './usage.ts';

const sizes = [100_000, 1_000_000, 50_000_000] as const;
const incidents = [0, 1, 10] as const;
const oldest = 84;

/** docs/cost.md. */
export function costPage(): string {
  const month = (eventsPerDay: number, count: number, monthsKept = 1) =>
    billOf(usageOf({ eventsPerDay, incidents: count, monthsKept }));
  const stormBill = billOf(storm(1_000_000));
  const busiest = sizes[2];
  return `# Cost

Written by \`npm run cost\` from bench/cost: a model, not a bill. US dollars a month, us-east-1, on demand, no free tiers.
The trail is the account's first; nothing is charged for its events.

## A month

${table(
  [
    'events a day',
    ...incidents.map((count) => `${count} ${count === 1 ? 'incident' : 'incidents'}`),
    'most of it',
    'after seven years',
  ],
  sizes.map((size) => [
    number(size),
    ...incidents.map((count) => dollars(month(size, count).total)),
    largest(month(size, 1)),
    dollars(month(size, 1, oldest).total),
  ]),
)}

${table(
  ['one incident, first month', ...sizes.map((size) => `${number(size)} a day`)],
  month(sizes[0], 1).parts.map(({ name }, index) => [
    name,
    ...sizes.map((size) => dollars(month(size, 1).parts[index]?.usd ?? 0)),
  ]),
)}

- **A second trail** beside an existing one costs more than all else: ${sizes
    .map((size) => `${dollars(billOf(secondTrail(size)).total)} at ${number(size)} a day`)
    .join(', ')}. Adopt the trail that there is.
- **A storm** of 1,000,000 refused reads adds ${dollars(stormBill.total)}, most of it for ${largest(stormBill)}: repeats are
  counted, not told. One of 100,000 adds ${dollars(billOf(storm(100_000)).total)} and is through after about ${Math.round(stormMinutes(100_000))} minutes; an opening of the
  glass overtakes it, in a queue of its own.
- **Incidents** cost questions to the log of their own days: ${dollars(month(busiest, 10).total - month(busiest, 0).total)} for
  ten of them at ${number(busiest)} events a day. What a deadline reads does not grow with the history.
- **The log stays in S3 Standard**: S3 leaves objects below 128 KB out of moves to Glacier Instant Retrieval, and a file of
  ${assumptions.eventsPerFullFile} records has about ${Math.round((assumptions.eventsPerFullFile * assumptions.bytesPerEvent) / 1024)} KB. Larger files would cost a sixth after ${assumptions.monthsStandard} months.

## Where it is outgrown

At ${number(busiest)} events a day, ${Math.round((busiest * assumptions.gatedShare) / 86_400)} a second pass the gates. Queues,
functions and buses take many times that.

1. **One principal that reads secrets without pause breaks first**: bulk-read keeps each read of the last five minutes and
   reads them back, so that the cost of one principal grows with the square of its reads. Its partition of the ledger is
   full at about **${Math.round(readsPerSecondOfOnePrincipal())} reads a second of one role**, sustained. DynamoDB then throttles: events
   go back to the queue, the age of its oldest message raises an alarm, and what is critical has a queue of its own and is
   not held up. The application should cache its secrets; its role can be suppressed for bulk-read, but is still counted.
2. **Athena's time for one statement** (30 minutes by default) is next. A weekly report reads nine days: ${gigabytes(busiest * 9 * assumptions.bytesPerEvent)}
   at ${number(busiest)} a day, minutes of work. At ten times that, the workgroup's limit of bytes cuts the report first: a
   failed question is an alarm, never an empty report. Reports of single Regions or days still answer.
3. **Hundreds of accounts in one bucket** do not slow one account's Glasswatch: its table starts below its own account's
   folder, and days and Regions are partitions. What grows is the number of deployments, one an account, each with the
   fixed part of the bill (${dollars(billOf(usageOf({ eventsPerDay: 0, incidents: 0, monthsKept: 1 })).total)}).
4. **The laptop**: \`replay\` reads a day of 50 million records in minutes (docs/benchmarks.md) and holds, packed, only what
   passed a gate.

## Assumptions

${table(
  ['', ''],
  Object.entries(assumptions).map(([name, value]) => [
    name,
    typeof value === 'number' ? number(value) : JSON.stringify(value),
  ]),
)}

## Prices

${table(
  ['', 'USD', 'per', 'source'],
  Object.entries(prices).map(([name, { usd, per, source }]: [string, Price]) => [
    name,
    String(usd),
    per,
    source ?? '**unverified, from memory**',
  ]),
)}
`;
}

function largest({ parts, total }: Bill): string {
  const [first] = parts.toSorted((a, b) => b.usd - a.usd);
  return first === undefined ? '' : `${first.name} (${Math.round((100 * first.usd) / total)} %)`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function dollars(usd: number): string {
  return `$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

function gigabytes(bytes: number): string {
  return `${Math.round(bytes / 1e9)} GB`;
}
