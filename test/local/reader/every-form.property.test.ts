import { rm } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { LogFolder } from './log-folder.ts';
import { enveloped, event, logFolder, lookedUp, valuesOf } from './log-folder.ts';
import { findDocuments } from '../../../local/reader/json-documents.ts';
import { findLogFiles, readLogFile } from '../../../local/reader/reader.ts';

type Records = readonly unknown[];

const json = (value: unknown) => JSON.stringify(value);
const pretty = (value: unknown) => JSON.stringify(value, null, 2);

/** Every way to write a list of records as text. */
const forms: Record<string, (records: Records) => string> = {
  'a log file': (records) => json({ Records: records }),
  'a log file over lines': (records) => pretty({ Records: records }),
  'an array': (records) => json(records),
  'an array over lines': (records) => pretty(records),
  NDJSON: (records) => records.map((record) => `${json(record)}\n`).join(''),
  'NDJSON with CRLF and blank lines': (records) =>
    records.map((record) => `\r\n${json(record)}\r\n`).join(''),
  'NDJSON of envelopes': (records) => records.map((record) => json(enveloped(record))).join('\n'),
  'a log file of envelopes': (records) => json({ Records: records.map(enveloped) }),
  'an array of envelopes': (records) => pretty(records.map(enveloped)),
  'looked up': (records) => pretty(lookedUp(records)),
  'log files not parted': (records) => records.map((record) => json({ Records: [record] })).join(''),
  'records not parted': (records) => records.map(json).join(''),
  'records over lines': (records) => records.map(pretty).join('\n'),
  'with a byte order mark': (records) => `\uFEFF${json({ Records: records })}`,
};

const packings: Record<string, (text: string) => string | Uint8Array> = {
  plain: (text) => text,
  packed: (text) => gzipSync(text),
  'packed in members': (text) => {
    const middle = Math.floor(text.length / 2);
    const isPair = /[\ud800-\udbff]/.test(text.charAt(middle - 1)); // a character must not be cut in two
    const cut = isPair ? middle - 1 : middle;
    return Buffer.concat([gzipSync(text.slice(0, cut)), gzipSync(text.slice(cut))]);
  },
};

const record = fc
  .record({ eventID: fc.uuid(), text: fc.string({ unit: 'binary' }), requestParameters: fc.jsonValue() })
  .map((fields) => JSON.parse(json(event(fields.eventID, fields))) as unknown);

const writtenFile = fc.record({
  records: fc.array(record, { minLength: 1, maxLength: 6 }),
  form: fc.constantFrom(...Object.keys(forms)),
  packing: fc.constantFrom(...Object.keys(packings)),
  name: fc.stringMatching(/^[a-z]{8}$/),
  extension: fc.constantFrom('json', 'json.gz', 'gz', 'jsonl', 'ndjson.gz'),
});

function sorted(records: Records): string[] {
  return records.map(json).sort();
}

async function readAll(paths: readonly string[]): Promise<unknown[]> {
  const values: unknown[] = [];
  for (const file of await findLogFiles(paths)) values.push(...valuesOf(await readLogFile(file)));
  return values;
}

async function written(logs: LogFolder, name: string, text: string, packing: string): Promise<string> {
  return await logs.write(name, packings[packing]?.(text) ?? text);
}

describe('whatever way records are written', () => {
  it.each(
    Object.keys(forms).flatMap((form) => Object.keys(packings).map((packing) => [form, packing] as const)),
  )('they are the same records: %s, %s', async (form, packing) => {
    await using logs = await logFolder();
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 8 }), async (records) => {
        const path = await written(logs, 'x.json', forms[form]?.(records) ?? '', packing);
        expect((await readAll([path])).map(json)).toEqual(records.map(json));
      }),
      { numRuns: 15 },
    );
  });

  it('they are the same records, split over files of any form and name, asked for in any order', async () => {
    await using logs = await logFolder();
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(writtenFile, { minLength: 1, maxLength: 6, selector: ({ name }) => name }),
        async (files) => {
          const paths: string[] = [];
          for (const { records, form, packing, name, extension } of files) {
            paths.push(
              await written(logs, `run/${name}.${extension}`, forms[form]?.(records) ?? '', packing),
            );
          }
          const expected = sorted(files.flatMap(({ records }) => records));
          const inFolder = await readAll([logs.at('run')]);
          expect(sorted(inFolder)).toEqual(expected);
          expect(await readAll(paths)).toEqual(inFolder);
          expect(await readAll(paths.toReversed())).toEqual(inFolder);
          await rm(logs.at('run'), { recursive: true });
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('a file that is cut off gives nothing', () => {
  const cut = [
    'a log file',
    'a log file over lines',
    'a log file of envelopes',
    'looked up',
    'an array over lines',
  ];

  it.each(cut)('be it %s, cut anywhere', async (form) => {
    await using logs = await logFolder();
    const text = forms[form]?.([event('a', { requestParameters: {}, list: [{}] }), event('é')]) ?? '';
    const plain = Buffer.from(text);
    const packed = gzipSync(plain);
    for (const [name, bytes] of [
      ['x.json', plain],
      ['x.json.gz', packed],
      ['x.ndjson.gz', packed],
      ['x.log', packed],
    ] as const) {
      for (let length = 0; length < bytes.length; length++) {
        const { outcome } = await logs.reading(name, bytes.subarray(0, length));
        expect(`${name} cut after ${length} bytes: ${outcome}`).toContain('unreadable');
      }
    }
  });

  it('whatever records it held', async () => {
    await using logs = await logFolder();
    const whole = fc.array(record, { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        whole,
        fc.constantFrom(...cut),
        fc.boolean(),
        fc.nat(),
        async (records, form, packs, at) => {
          const text = Buffer.from(forms[form]?.(records) ?? '');
          const bytes = packs ? gzipSync(text) : text;
          expect((await logs.reading('x.json', bytes.subarray(0, at % bytes.length))).outcome).toBe(
            'unreadable',
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('the scan for documents', () => {
  it('agrees with JSON.parse about every text', () => {
    const damaged = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', '"', '{', '}', ',', '\\', 'e', '-', '0', ' ', '\n', '\t', '\\u00'),
      )
      .map(
        ([text, at, piece]) =>
          text.slice(0, at % (text.length + 1)) + piece + text.slice((at % (text.length + 1)) + 1),
      );
    fc.assert(
      fc.property(fc.oneof(fc.json(), damaged), (text) => {
        const { documents, failure } = findDocuments(text);
        let parses = true;
        try {
          JSON.parse(text);
        } catch {
          parses = false;
        }
        expect(failure === null && documents.length === 1).toBe(parses);
      }),
      { numRuns: 5000 },
    );
  });
});
