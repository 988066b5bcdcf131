import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { entriesOf, enveloped, event, logFolder, lookedUp, reasonOf, valuesOf } from './log-folder.ts';
import { readLogFile, readLogFiles } from '../../../local/reader/reader.ts';

const json = (value: unknown) => JSON.stringify(value);
const [a, b, c] = [event('a'), event('b'), event('c')];

describe('a file of CloudTrail', () => {
  it('gives the elements of Records, counted from 1', async () => {
    await using logs = await logFolder();
    expect(entriesOf(await logs.reading('x.json', json({ Records: [a, b] })))).toEqual([
      { position: 'record 1', value: a },
      { position: 'record 2', value: b },
    ]);
  });

  it('may be empty of records', async () => {
    await using logs = await logFolder();
    expect(entriesOf(await logs.reading('x.json', '{"Records":[]}'))).toEqual([]);
  });

  it('may be written over many lines', async () => {
    await using logs = await logFolder();
    expect(valuesOf(await logs.reading('x.json', JSON.stringify({ Records: [a, b] }, null, 2)))).toEqual([
      a,
      b,
    ]);
  });

  it('may have other keys before Records', async () => {
    await using logs = await logFolder();
    expect(valuesOf(await logs.reading('x.json', json({ version: 1, Records: [a, b] })))).toEqual([a, b]);
  });

  it('gives elements that are no objects as they are, for the caller to judge', async () => {
    await using logs = await logFolder();
    expect(valuesOf(await logs.reading('x.json', json({ Records: [a, null, 7, 'x', [b]] })))).toEqual([
      a,
      null,
      7,
      'x',
      [b],
    ]);
  });

  it('is unreadable where Records is no array', async () => {
    await using logs = await logFolder();
    expect(reasonOf(await logs.reading('x.json', '{"Records":{}}'))).toBe('"Records" is not an array');
    expect(reasonOf(await logs.reading('y.json', '{"Records":null}'))).toBe('"Records" is not an array');
  });

  it('gives __proto__ as a key like any other', async () => {
    await using logs = await logFolder();
    const text = '{"Records":[{"eventID":"a","__proto__":{"polluted":true}}],"__proto__":{"Records":[1]}}';
    const [value] = valuesOf(await logs.reading('x.json', text));
    expect(Object.hasOwn(value as object, '__proto__')).toBe(true);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(reasonOf(await logs.reading('y.json', '{"__proto__":{"Records":[{"eventID":"a"}]}}'))).toContain(
      'expected',
    );
  });
});

describe('NDJSON', () => {
  it('gives a record a line, placed by its line', async () => {
    await using logs = await logFolder();
    expect(entriesOf(await logs.reading('x.ndjson', `${json(a)}\n${json(b)}\n`))).toEqual([
      { position: 'line 1', value: a },
      { position: 'line 2', value: b },
    ]);
  });

  it('is recognised by its lines, without its extension', async () => {
    await using logs = await logFolder();
    expect(valuesOf(await logs.reading('x.json', `${json(a)}\n${json(b)}`))).toEqual([a, b]);
  });

  it('may have CRLF, blank lines, no last newline, and a byte order mark', async () => {
    await using logs = await logFolder();
    const text = `\uFEFF\r\n${json(a)}\r\n\r\n  \r\n${json(b)}\r\n\r\n${json(c)}`;
    expect(entriesOf(await logs.reading('x.json', text)).map(({ position }) => position)).toEqual([
      'line 2',
      'line 5',
      'line 7',
    ]);
  });

  it.each([
    ['words', 'no JSON at all'],
    ['a cut string', '{"eventID":"abc'],
    ['a cut object', '{"eventID":"abc"'],
    ['a cut behind a comma', '{"eventID":"abc",'],
    ['a cut behind a colon', '{"eventID":'],
    ['a number', '17'],
    ['a word of JSON', 'null'],
  ])('keeps its other lines where one is bad (%s)', async (_, bad) => {
    await using logs = await logFolder();
    for (const name of ['x.json', 'x.ndjson']) {
      for (const at of [0, 1, 2, 3]) {
        const lines = [a, b, c].map(json).toSpliced(at, 0, bad);
        const entries = entriesOf(await logs.reading(name, lines.join('\n')));
        expect(entries).toHaveLength(4);
        expect(entries.filter((entry) => 'value' in entry)).toHaveLength(3);
        expect(entries[at]).toMatchObject({ position: `line ${at + 1}` });
        expect(entries[at]).toHaveProperty('problem');
      }
    }
  });

  it('may have several records on a line: then they are documents one after the other', async () => {
    await using logs = await logFolder();
    const text = `${json(a)}${json(b)}\n${json(c)}`;
    expect(valuesOf(await logs.reading('x.json', text))).toEqual([a, b, c]);
    expect(valuesOf(await logs.reading('x.ndjson', text))).toEqual([a, b, c]);
  });

  it('says where a bad line goes wrong, without its text', async () => {
    await using logs = await logFolder();
    const entries = entriesOf(
      await logs.reading('x.json', `${json(a)}\n{"eventID": hunter2}\n${json(b)}\n{"k":`),
    );
    expect(entries[1]).toEqual({ position: 'line 2', problem: 'not JSON (column 13: unexpected character)' });
    expect(entries[3]).toEqual({
      position: 'line 4',
      problem: 'not JSON (column 6: the text ends before the JSON is complete)',
    });
  });

  it('by its extension may be bad in all its lines', async () => {
    await using logs = await logFolder();
    for (const name of ['x.ndjson', 'x.jsonl', 'x.NDJSON']) {
      const entries = entriesOf(await logs.reading(name, 'one\ntwo\n'));
      expect(entries.map((entry) => 'problem' in entry)).toEqual([true, true]);
    }
    expect((await logs.reading('x.json', 'one\ntwo\n')).outcome).toBe('unreadable');
    expect(entriesOf(await logs.reading('x.jsonl.gz', gzipSync('one\ntwo\n')))).toHaveLength(2);
  });

  it('gives objects of no known shape as records, for the caller to judge', async () => {
    await using logs = await logFolder();
    expect(valuesOf(await logs.reading('x.jsonl', '{"a":1}'))).toEqual([{ a: 1 }]);
    expect(valuesOf(await logs.reading('x.json', `{"a":1}\n${json(a)}`))).toEqual([{ a: 1 }, a]);
  });

  it('may hold envelopes, and whole log files', async () => {
    await using logs = await logFolder();
    const text = [enveloped(a), { Records: [b, c] }, { Records: [] }, lookedUp([a])].map(json).join('\n');
    const entries = entriesOf(await logs.reading('x.json', text));
    expect(valuesOf({ outcome: 'read', file: '', entries })).toEqual([a, b, c, a]);
    expect(entries.map(({ position }) => position)).toEqual([
      'line 1',
      'line 2, record 1',
      'line 2, record 2',
      'line 4',
    ]);
  });

  it('with a log file among its lines that is cut off is unreadable', async () => {
    await using logs = await logFolder();
    const text = `${json(a)}\n{"Records":[{"eventID":"x"},{"ev`;
    expect(reasonOf(await logs.reading('x.ndjson', text))).toContain('line 2');
  });

  it('is never what begins as a log file or an array does, whatever its extension', async () => {
    await using logs = await logFolder();
    const cut = `{"Records":[\n${json(a)},\n${json(b)}\n`;
    expect((await logs.reading('x.ndjson', cut)).outcome).toBe('unreadable');
    expect((await logs.reading('y.ndjson', `[\n${json(a)}\n${json(b)}\n`)).outcome).toBe('unreadable');
  });
});

describe('JSON over several lines that is not whole is not taken for NDJSON', () => {
  it.each([
    [
      'a record',
      JSON.stringify({ requestParameters: [{}], eventID: 'a' }, null, 2)
        .replace('{}', '\n{}\n')
        .slice(0, -1),
    ],
    ['a log file with another key first', `{"version":1,"Records":[\n${json(a)},\n${json(b)}\n]`],
    ['a looked-up list', `{"Events":[\n${json(a)}\n${json(b)}\n]}`],
    ['records one after the other', `{\n"eventID":"a",\n"list":[\n{}\n]}\n{\n"eventID":\n`],
  ])('%s', async (_, text) => {
    await using logs = await logFolder();
    expect((await logs.reading('x.json', text)).outcome).toBe('unreadable');
  });
});

describe('events without a log file around them', () => {
  it('may be one object', async () => {
    await using logs = await logFolder();
    for (const text of [json(a), JSON.stringify(a, null, 2)]) {
      expect(entriesOf(await logs.reading('x.json', text))).toEqual([{ position: 'record 1', value: a }]);
    }
  });

  it('may be an array', async () => {
    await using logs = await logFolder();
    expect(valuesOf(await logs.reading('x.json', json([a, enveloped(b), null])))).toEqual([a, b, null]);
    expect(valuesOf(await logs.reading('y.json', '[]'))).toEqual([]);
  });

  it('may be an array of log files', async () => {
    await using logs = await logFolder();
    expect(valuesOf(await logs.reading('x.json', json([{ Records: [a, b] }, lookedUp([c])])))).toEqual([
      a,
      b,
      c,
    ]);
  });
});

describe('an EventBridge event', () => {
  const envelope = {
    id: 'e0000000-0000-4000-8000-000000000001',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.secretsmanager',
    account: '111122223333',
    time: '2026-11-20T09:00:01Z',
    region: 'eu-central-1',
    resources: [],
  };

  it.each([
    ['alone', json(enveloped(a))],
    ['in Records', json({ Records: [enveloped(a)] })],
    ['in an array', json([enveloped(a)])],
    ['with another, not parted', json(enveloped(a)) + json({ Records: [] })],
  ])('gives its detail as the record, and keeps the envelope (%s)', async (_, text) => {
    await using logs = await logFolder();
    expect(entriesOf(await logs.reading('x.json', text))).toEqual([
      { position: 'record 1', value: a, envelope },
    ]);
  });

  it('may lack all but type, source and detail', async () => {
    await using logs = await logFolder();
    const [entry] = entriesOf(
      await logs.reading('x.json', json({ 'detail-type': 't', source: 's', detail: a })),
    );
    expect(entry).toMatchObject({
      value: a,
      envelope: { id: null, account: null, time: null, region: null },
    });
  });

  it('is none without an object as detail', async () => {
    await using logs = await logFolder();
    expect(reasonOf(await logs.reading('x.json', json(enveloped('text'))))).toContain('EventBridge');
  });
});

describe('the output of lookup-events', () => {
  it('gives the events that stand in it as text', async () => {
    await using logs = await logFolder();
    expect(entriesOf(await logs.reading('x.json', JSON.stringify(lookedUp([a, b]), null, 4)))).toEqual([
      { position: 'record 1', value: a },
      { position: 'record 2', value: b },
    ]);
  });

  it('has a problem where such a text is missing or bad, and keeps the others', async () => {
    await using logs = await logFolder();
    const bad = [
      { CloudTrailEvent: '{"eventID": hunter2' },
      { CloudTrailEvent: '{}{}' },
      { EventId: 'x' },
      5,
    ];
    const entries = entriesOf(
      await logs.reading('x.json', json({ Events: [...lookedUp([a]).Events, ...bad] })),
    );
    expect(entries).toEqual([
      { position: 'record 1', value: a },
      {
        position: 'record 2',
        problem: 'its CloudTrailEvent text is not JSON (line 1, column 13: unexpected character)',
      },
      { position: 'record 3', problem: 'its CloudTrailEvent text is not JSON (more than one JSON document)' },
      { position: 'record 4', problem: 'no CloudTrailEvent text in this element of "Events"' },
      { position: 'record 5', problem: 'no CloudTrailEvent text in this element of "Events"' },
    ]);
  });

  it('may come without what is around its events', async () => {
    await using logs = await logFolder();
    expect(valuesOf(await logs.reading('x.json', json(lookedUp([a, b]).Events)))).toEqual([a, b]);
  });
});

describe('documents one after the other', () => {
  it.each(['', '\n', ' \t', '\r\n\r\n', '\uFEFF'])(
    'are all read, counted through (between them %j)',
    async (between) => {
      await using logs = await logFolder();
      const text = [{ Records: [a, b] }, { Records: [c] }].map(json).join(between);
      expect(entriesOf(await logs.reading('x.json', text))).toEqual([
        { position: 'record 1', value: a },
        { position: 'record 2', value: b },
        { position: 'record 3', value: c },
      ]);
    },
  );

  it('may be of different shapes, over lines or not', async () => {
    await using logs = await logFolder();
    const text = JSON.stringify(a, null, 2) + json([b]) + JSON.stringify(lookedUp([c]), null, 2);
    expect(valuesOf(await logs.reading('x.json', text))).toEqual([a, b, c]);
  });

  it('give nothing where any of them is broken, cut off, or of no known shape', async () => {
    await using logs = await logFolder();
    const whole = json({ Records: [a] });
    for (const bad of ['{"Records":[', '{"Records":[}', 'x', '{"other":1}', '{"Records":1}', ',', '5']) {
      for (const text of [whole + bad, bad + whole, whole + bad + whole, `${whole}\n${bad}`]) {
        expect((await logs.reading('x.json', text)).outcome).toBe('unreadable');
      }
    }
  });

  it('leave out a digest among them', async () => {
    await using logs = await logFolder();
    const digest = json({ digestStartTime: '2026-11-20T09:00:00Z', logFiles: [] });
    for (const between of ['', '\n']) {
      const text = [json({ Records: [a] }), digest, json({ Records: [b] })];
      expect(valuesOf(await logs.reading('x.json', text.join(between)))).toEqual([a, b]);
      expect(valuesOf(await logs.reading('x.json', text.toSorted().join(between)))).toEqual([a, b]);
    }
  });
});

describe('standard input', () => {
  const input = (...chunks: (string | Uint8Array)[]) => Readable.from(chunks, { objectMode: false });
  const stdin = { path: '-', size: null };

  it('gives what a file of the same bytes would', async () => {
    const packed = gzipSync(json({ Records: [a, b] }));
    expect(valuesOf(await readLogFile(stdin, input(packed.subarray(0, 7), packed.subarray(7))))).toEqual([
      a,
      b,
    ]);
    expect(valuesOf(await readLogFile(stdin, input(json({ Records: [a] }), json({ Records: [b] }))))).toEqual(
      [a, b],
    );
    expect(valuesOf(await readLogFile(stdin, input(Buffer.concat([packed, packed]))))).toEqual([a, b, a, b]);
  });

  it('may be empty', async () => {
    expect(valuesOf(await readLogFile(stdin, input()))).toEqual([]);
    expect(valuesOf(await readLogFile(stdin, input('\n')))).toEqual([]);
  });

  it('may give text instead of bytes', async () => {
    expect(valuesOf(await readLogFile(stdin, input(json(a)).setEncoding('utf8')))).toEqual([a]);
  });

  it('that breaks off is unreadable', async () => {
    const broken = new Readable({
      read() {
        this.destroy(new Error('hunter2'));
      },
    });
    expect(reasonOf(await readLogFile(stdin, broken))).toBe('the input broke off');
  });

  it('is read in its place among the files', async () => {
    await using logs = await logFolder();
    const path = await logs.write('x.json', json(b));
    const values: unknown[] = [];
    for await (const reading of readLogFiles([stdin, { path, size: null }], input(json(a)))) {
      values.push(...valuesOf(reading));
    }
    expect(values).toEqual([a, b]);
  });
});
