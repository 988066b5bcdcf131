import { chmod } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { TEXT_LIMIT, readLogFile } from '../../../local/reader/reader.ts';
import { event, logFolder, reasonOf, valuesOf } from './log-folder.ts';
import { gunzip } from '../../../local/reader/gunzip.ts';

const text = JSON.stringify({ Records: [event('a'), event('b')] });
const packed = gzipSync(text);
const isRoot = process.getuid?.() === 0;

describe('gzip', () => {
  it('is told by its first bytes, never by the name', async () => {
    await using logs = await logFolder();
    expect(valuesOf(await logs.reading('x.json', packed))).toHaveLength(2);
    expect(valuesOf(await logs.reading('x.json.gz', text))).toHaveLength(2);
    expect(valuesOf(await logs.reading('x', packed))).toHaveLength(2);
  });

  it('may have several members, which are one text', async () => {
    await using logs = await logFolder();
    expect(valuesOf(await logs.reading('x.gz', Buffer.concat([packed, packed, packed])))).toHaveLength(6);
    const halves = [text.slice(0, 30), text.slice(30), ''].map((part) => gzipSync(part));
    expect(valuesOf(await logs.reading('y.gz', Buffer.concat(halves)))).toHaveLength(2);
  });

  it('may have all that a header can have', () => {
    const flags = 2 + 4 + 8 + 16;
    const fields = Buffer.from([...[3, 0], 1, 2, 3, ...Buffer.from('name\0remark\0'), 0xaa, 0xbb]);
    const header = Buffer.concat([
      packed.subarray(0, 3),
      Buffer.from([flags]),
      packed.subarray(4, 10),
      fields,
    ]);
    const file = Buffer.concat([header, packed.subarray(10)]);
    expect(gunzip(file, 10_000).toString()).toBe(text);
    for (let length = 1; length < header.length; length++) {
      expect(() => gunzip(file.subarray(0, length), 10_000)).toThrow('cut off');
    }
  });

  it('may be filled up with zero bytes', async () => {
    await using logs = await logFolder();
    expect(valuesOf(await logs.reading('x.gz', Buffer.concat([packed, Buffer.alloc(512)])))).toHaveLength(2);
  });

  it('gives nothing where it is followed by something else', async () => {
    await using logs = await logFolder();
    for (const more of ['x', '{"Records":[]}', '\n']) {
      const reading = await logs.reading('x.gz', Buffer.concat([packed, Buffer.from(more)]));
      expect(reasonOf(reading)).toBe('the gzip data is followed by something that is not gzip');
    }
  });

  it('gives nothing where its second member is cut, be it after one byte', async () => {
    await using logs = await logFolder();
    for (let length = 1; length < packed.length; length++) {
      const reading = await logs.reading('x.gz', Buffer.concat([packed, packed.subarray(0, length)]));
      expect(reading).toMatchObject({ outcome: 'unreadable', reason: 'the gzip data is cut off' });
    }
  });

  it('gives nothing where any byte of its data or its checksum is changed', async () => {
    await using logs = await logFolder();
    for (let at = 10; at < packed.length; at++) {
      const changed = Buffer.from(packed);
      changed[at] = (changed[at] ?? 0) ^ 0x55;
      expect((await logs.reading('x.json.gz', changed)).outcome).toBe('unreadable');
    }
  });

  it('that unpacks to more than the limit is unreadable, without being unpacked whole', async () => {
    await using logs = await logFolder();
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '), { level: 9 });
    const file = { path: await logs.write('x.gz', bomb), size: bomb.length };
    expect(reasonOf(await readLogFile(file, undefined, 1024 * 1024))).toBe(
      'it holds more than 1 MiB of text; split it into smaller files',
    );
    const twice = Buffer.concat([packed, packed]);
    expect(() => gunzip(twice, 2 * text.length - 1)).toThrow('it holds more than');
    expect(gunzip(twice, 2 * text.length)).toHaveLength(2 * text.length);
  });

  it('has a limit that a string can hold', () => {
    expect(TEXT_LIMIT).toBeGreaterThan(500 * 1024 * 1024);
    expect(TEXT_LIMIT).toBeLessThanOrEqual(512 * 1024 * 1024);
  });
});

describe('a file that is too large', () => {
  it('is unreadable, from disk and from standard input', async () => {
    await using logs = await logFolder();
    const file = { path: await logs.write('x.json', text), size: null };
    const reason = 'it holds more than 50 bytes of text; split it into smaller files';
    expect(reasonOf(await readLogFile(file, undefined, 50))).toBe(reason);
    expect(reasonOf(await readLogFile({ path: '-', size: null }, Readable.from([text]), 50))).toBe(reason);
  });
});

describe('an empty file', () => {
  it('is unreadable where its name promises a whole document', async () => {
    await using logs = await logFolder();
    for (const name of ['x.json', 'x.json.gz', 'x.gz', 'x.ndjson.gz', 'x.log']) {
      expect(reasonOf(await logs.reading(name, ''))).toBe('it is empty');
    }
    expect(reasonOf(await logs.reading('y.json', ' \n'))).toBe('it is empty');
    expect(reasonOf(await logs.reading('y.json.gz', gzipSync('')))).toBe('it is empty');
  });

  it('holds no lines where its name promises lines', async () => {
    await using logs = await logFolder();
    for (const name of ['x.ndjson', 'x.jsonl']) expect(valuesOf(await logs.reading(name, ''))).toEqual([]);
    expect(valuesOf(await logs.reading('x.ndjson.gz', gzipSync('')))).toEqual([]);
  });
});

describe('a file that cannot be opened', () => {
  it('is unreadable where it does not exist or is a folder', async () => {
    await using logs = await logFolder();
    expect(reasonOf(await readLogFile({ path: logs.at('gone.json'), size: 1 }))).toBe(
      'it does not exist (any more)',
    );
    expect(reasonOf(await readLogFile({ path: logs.path, size: 1 }))).toBe('it is a folder');
  });

  it.skipIf(isRoot)('is unreadable where it may not be read', async () => {
    await using logs = await logFolder();
    const path = await logs.write('x.json', text);
    await chmod(path, 0);
    expect(reasonOf(await readLogFile({ path, size: 1 }))).toBe('permission denied (EACCES)');
  });
});

describe('text', () => {
  it('may begin with a byte order mark, packed or not', async () => {
    await using logs = await logFolder();
    expect(valuesOf(await logs.reading('x.json', `\uFEFF${text}`))).toHaveLength(2);
    expect(valuesOf(await logs.reading('y.json', gzipSync(`\uFEFF${text}`)))).toHaveLength(2);
  });

  it('may be UTF-16 with a byte order mark, as PowerShell writes it', async () => {
    await using logs = await logFolder();
    expect(valuesOf(await logs.reading('x.json', Buffer.from(`\uFEFF${text}`, 'utf16le')))).toHaveLength(2);
  });

  it('that is not quite UTF-8 is read with replacements', async () => {
    await using logs = await logFolder();
    const bytes = Buffer.from('{"Records":[{"eventID":"a?b"}]}');
    bytes[bytes.indexOf('?')] = 0xff;
    expect(valuesOf(await logs.reading('x.json', bytes))).toEqual([{ eventID: 'a\uFFFDb' }]);
  });

  it('may nest as deep as it likes', async () => {
    await using logs = await logFolder();
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect(valuesOf(await logs.reading('x.json', `{"Records":[${deep}]}{"Records":[1]}`))).toHaveLength(2);
    expect((await logs.reading('y.json', `{"Records":[${'['.repeat(200_000)}`)).outcome).toBe('unreadable');
  });
});

describe('JSON that is no log', () => {
  it.each([
    '{}',
    '{"foo":1}',
    '5',
    '"text"',
    'null',
    '[1,2]',
    '[{"foo":1}]',
    '{\n "name": "x"\n}',
    '{"Events":1}',
  ])('is unreadable, and what was expected is said: %j', async (content) => {
    await using logs = await logFolder();
    expect(reasonOf(await logs.reading('x.json', content))).toMatch(/expected|not an array/);
  });
});

describe('a reason', () => {
  it('says where the JSON breaks', async () => {
    await using logs = await logFolder();
    expect(
      reasonOf(await logs.reading('x.json', '{"Records":[\n  {"eventID": "a"},\n  {"eventID" "b"}]}')),
    ).toBe('not whole JSON (line 3, column 14: unexpected character)');
    expect(reasonOf(await logs.reading('x.json', '{"Records":[\n'))).toBe(
      'not whole JSON (line 2, column 1: the text ends before the JSON is complete)',
    );
  });

  it.each([
    '{"Records":[hunter2]}',
    '{"Records":["\u001b[2Jhunter2\u0007',
    '{"Records":"hunter2"}',
    'hunter2',
    '{"hunter2":1}',
    '[hunter2',
    '{"Records":[]} hunter2',
    '{"eventID":"a"}\nhunter2',
    '{"eventID":"a"}\n"hunter2\u001b[2J"',
    '{"Events":[{"CloudTrailEvent":"hunter2"}]}',
    '{"Events":[{"CloudTrailEvent":"{\\"\\u001b[2Jhunter2\\":}"}]}',
    '{"eventID":"\\q hunter2"}',
    '{"eventID":"\\u00zz hunter2"}',
    '{"eventID":tru, "hunter2"}',
    '{"eventID":-hunter2}',
  ])('is one plain line without the text of the file: %j', async (content) => {
    await using logs = await logFolder();
    const reading = await logs.reading('x.json', content);
    const entries = reading.outcome === 'read' ? reading.entries : [];
    const said =
      reading.outcome === 'read'
        ? entries.flatMap((entry) => ('problem' in entry ? [entry.problem] : []))
        : [reading.reason];
    expect(said).toHaveLength(1);
    expect(said[0]).not.toContain('hunter');
    expect(said[0]).toMatch(/^[ -~]+$/);
  });
});
