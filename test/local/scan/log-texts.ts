import { gzipSync } from 'node:zlib';
import type { Random } from '../../../local/incident/random.ts';

/** Writes a value as JSON in one of many ways, AWS's own among them. */
export function written(records: readonly unknown[], random: Random): string {
  return random.pick(forms)(records, random);
}

type Form = (records: readonly unknown[], random: Random) => string;

const asAws: Form = (records) => JSON.stringify({ Records: records });

const forms: readonly Form[] = [
  ...Array<Form>(8).fill(asAws),
  (records) => `${asAws(records, never)}\n`,
  (records) => `  ${asAws(records, never)}`,
  (records) => JSON.stringify({ Records: records }, null, 2),
  (records) => JSON.stringify({ Records: records }).replaceAll(',"', ' ,\t"').replaceAll('":', '" :\r\n '),
  (records, random) => JSON.stringify({ Records: records.map((record) => shuffled(record, random)) }),
  (records, random) => escaped(asAws(records, never), random),
  ...Array<Form>(4).fill((records) => asAws(records, never).replaceAll('/', '\\/')),
  (records, random) => `{"Records":[${records.map((record) => repeating(record, random)).join(',')}]}`,
  (records) => `{"Records":[${records.map((record) => JSON.stringify(record)).join('\n,\n')}]\n}\n`,
  (records) => JSON.stringify({ Records: records, Note: 'more' }),
  (records) => JSON.stringify({ note: 'first', Records: records }),
  (records) => JSON.stringify({ Records: records[0] ?? null }),
  (records, random) => {
    const depth = random.pick([1_000, 4_095, 4_096, 4_097, 9_000]);
    return asAws(records, never).replace(
      /("requestParameters"|"userAgent"):(null|"[^"\\]*")/,
      `$1:${'['.repeat(depth)}${']'.repeat(depth)}`,
    );
  },
  (records) => records.map((record) => `${JSON.stringify(record)}\n`).join(''),
  (records) => JSON.stringify(records),
  (records) => asAws(records.slice(0, 1), never) + asAws(records.slice(1), never),
  (records) => `\uFEFF${asAws(records, never)}`,
];

/** For forms that draw no lots. */
const never = undefined as unknown as Random;

function shuffled(value: unknown, random: Random): unknown {
  if (Array.isArray(value)) return value.map((element) => shuffled(element, random));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, shuffled(inner, random)] as const);
  random.shuffle(entries);
  return Object.fromEntries(entries);
}

/** Some letters and digits of values spelled with \u, which JSON does not need. */
function escaped(text: string, random: Random): string {
  const often = random.pick([0.001, 0.005, 0.05]);
  return text.replace(/[A-Za-z0-9/](?=[^"\\]*"[,}\]])/g, (character) =>
    random.chance(often) ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}` : character,
  );
}

/** A record that has some of its keys twice: the last one counts. */
function repeating(record: unknown, random: Random): string {
  const text = JSON.stringify(record);
  if (!text.startsWith('{"')) return text;
  const again = random.pick([
    '"eventSource":"ec2.amazonaws.com"',
    '"eventName":"DescribeInstances"',
    '"errorCode":"AccessDenied"',
    '"eventID":"other"',
    '"userAgent":"other"',
    text.slice(1, -1),
  ]);
  return random.chance(0.5) ? `${text.slice(0, -1)},${again}}` : `{${again},${text.slice(1)}`;
}

/** A byte or a piece of a text lost, added, changed, or doubled. */
export function damaged(text: Buffer, random: Random): Buffer {
  const at = random.below(text.length);
  const end = Math.min(text.length, at + 1 + random.below(random.pick([1, 8, 400])));
  const piece = Buffer.from(
    random.pick(['"', '\\', '{', '}', '[', ']', ',', ':', '0', ' ', '\n', '\0', 'é', '\\u00', '\xff']),
  );
  switch (random.below(5)) {
    case 0:
      return Buffer.concat([text.subarray(0, at), text.subarray(end)]);
    case 1:
      return Buffer.concat([text.subarray(0, at), piece, text.subarray(at)]);
    case 2:
      return Buffer.concat([text.subarray(0, at), piece, text.subarray(at + 1)]);
    case 3:
      return Buffer.concat([text.subarray(0, end), text.subarray(at)]);
    default:
      return text.subarray(0, at);
  }
}

/** A file's bytes: plain, packed, packed in members, or packed and damaged. */
export function packed(text: Buffer, random: Random): Buffer {
  const at = random.below(text.length + 1);
  switch (random.below(10)) {
    case 0:
      return text;
    case 1:
      return Buffer.concat([gzipSync(text.subarray(0, at)), gzipSync(text.subarray(at))]);
    case 2:
      return Buffer.concat([gzipSync(text), Buffer.alloc(random.below(20))]);
    case 3:
      return damaged(gzipSync(text), random);
    case 4:
      // What it says of its size is not what it unpacks to: the last member is empty.
      return Buffer.concat([gzipSync(text), gzipSync('')]);
    default:
      return gzipSync(text, { level: 1 });
  }
}
