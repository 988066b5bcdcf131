import { basename } from 'node:path';

import type { Content, DocumentContents } from './record-shapes.ts';
import type { FileReading, LogEntry } from './reading.ts';
import type { JsonDocuments, JsonFailure } from './json-documents.ts';
import { decodeText } from './decode-text.ts';
import { describeFailure, findDocuments, lineOf } from './json-documents.ts';
import { documentContents, isObject, lineContents, summaryCategory } from './record-shapes.ts';
import { gunzip, isGzip } from './gunzip.ts';
import { Unreadable } from './unreadable.ts';

/**
 * Unpacks a file's bytes where they are packed.
 * @param file the file's path (`-` for standard input): what its name promises decides about an empty file
 * @param limit the most bytes of text, after unpacking
 * @throws Unreadable
 */
export function unpackLog(file: string, bytes: Uint8Array, limit: number): Uint8Array {
  // Nothing at all is no gzip file: it lost everything, even its header.
  if (bytes.length === 0 && basename(file).toLowerCase().endsWith('.gz')) throw new Unreadable('it is empty');
  return isGzip(bytes) ? gunzip(bytes, limit) : bytes;
}

/**
 * Makes entries of a file's text. Does no input or output of its own.
 * @throws Unreadable
 */
export function parseLog(file: string, bytes: Uint8Array): FileReading {
  const linesByName = /\.(?:ndjson|jsonl)(?:\.gz)?$/.test(basename(file).toLowerCase());
  const text = decodeText(bytes);
  if (!/\S/.test(text)) {
    if (linesByName || file === '-') return { outcome: 'read', file, entries: [] };
    throw new Unreadable('it is empty');
  }
  const found = partsOf(text, linesByName);
  const reason = skippedBecause(found);
  return reason === null
    ? { outcome: 'read', file, entries: entriesOf(found) }
    : { outcome: 'skipped', file, reason };
}

/** What one document, or one line, gave. */
interface Part {
  /** Null where records are counted through the whole file. */
  readonly line: number | null;
  readonly held: DocumentContents;
}

function partsOf(text: string, linesByName: boolean): Part[] {
  // Such a text is one or more whole documents, or damaged. Were it taken for lines, a file cut off in the middle of
  // pretty-printed JSON would give some of its records.
  if (/^\s*(?:\[|\{\s*"Records")/.test(text)) return documentParts(text, findJson(text));

  const mayBeLines = linesByName || lineTexts(text, 2).length > 1;
  const objects = mayBeLines ? objectLines(text) : null;
  if (objects !== null) return objects.map(({ line, value }) => ({ line, held: lineHeld(value) }));

  const json = findJson(text);
  try {
    return documentParts(text, json);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const isLines = linesByName || (mayBeLines && someLineIsObject(text) && !spreadsOverLines(text, json));
    if (!isLines) throw error;
  }
  return lineTexts(text).map(linePart);
}

/** The reason, when the whole file is in order and none of our business. */
function skippedBecause(parts: readonly Part[]): string | null {
  const contents: Content[] = [];
  let reason: string | null = null;
  for (const { held } of parts) {
    if (held.kind === 'skipped') reason ??= held.reason;
    else for (const content of held.contents) contents.push(content);
  }
  if (contents.length === 0) return reason;
  const category = summaryCategory(contents);
  return category === null ? null : `all its records are of CloudTrail's category "${category}"`;
}

/** The documents of a text; the value too, where there is only one. */
interface Json extends JsonDocuments {
  readonly only?: unknown;
}

// JSON.parse is far quicker than the scan, and nearly every file is one document.
function findJson(text: string): Json {
  try {
    return {
      only: JSON.parse(text),
      documents: [{ start: 0, end: text.length }],
      failure: null,
    };
  } catch {
    return findDocuments(text);
  }
}

function documentParts(text: string, json: Json): Part[] {
  if (json.failure !== null) throw new Unreadable(`not whole JSON (${describeFailure(text, json.failure)})`);
  if (Object.hasOwn(json, 'only')) return [{ line: null, held: documentContents(json.only) }];
  return json.documents.map(({ start, end }) => ({
    line: null,
    held: documentContents(JSON.parse(text.slice(start, end))),
  }));
}

function linePart({ line, content }: LineText): Part {
  const value = parsedLine(content);
  if (value !== undefined) return { line, held: lineHeld(value) };
  const { failure } = findDocuments(content);
  const where = failure === null ? 'more than one JSON document' : placeInLine(content, failure);
  // A log file among the lines that is not whole: none of it is to be trusted, nor what stands around it.
  if (/^\{\s*"Records"/.test(content)) throw new Unreadable(`line ${line}: not whole JSON (${where})`);
  return { line, held: problem(`not JSON (${where})`) };
}

function lineHeld(value: unknown): DocumentContents {
  try {
    return lineContents(value);
  } catch (error) {
    if (error instanceof Unreadable) return problem(error.message);
    throw error;
  }
}

function entriesOf(parts: readonly Part[]): LogEntry[] {
  const entries: LogEntry[] = [];
  for (const { line, held } of parts) {
    if (held.kind === 'skipped') continue;
    const { contents } = held;
    contents.forEach((content, index) => {
      const inLine = contents.length === 1 ? '' : `, record ${index + 1}`;
      const position = line === null ? `record ${entries.length + 1}` : `line ${line}${inLine}`;
      entries.push({ position, ...content });
    });
  }
  return entries;
}

/**
 * True when the text is JSON written over several lines, whole or not, rather than a line for each record: then a line
 * that happens to parse is a piece of something larger.
 */
function spreadsOverLines(text: string, { documents, failure }: JsonDocuments): boolean {
  if (documents.some(({ start, end }) => text.slice(start, end).includes('\n'))) return true;
  if (failure === null) return false;
  const { documentStart, at, kind } = failure;
  if (!text.slice(documentStart, at).includes('\n')) return false;
  // A line cut off behind a colon reads on into the next. That one tells: a record of its own, or a fragment.
  if (/"(?:Records|Events)"\s*:/.test(text.slice(documentStart, at))) return true;
  const firstLine = lineOf(text, documentStart);
  const next = lineTexts(text).find(({ line }) => line > firstLine);
  const nextIsRecord = next !== undefined && isObject(parsedLine(next.content));
  return !nextIsRecord || (documents.length === 0 && kind === 'end');
}

interface LineText {
  /** Counted from 1, blank lines too. */
  readonly line: number;
  readonly content: string;
}

/** The lines that are not blank. */
function lineTexts(text: string, atMost = Infinity): LineText[] {
  const lines: LineText[] = [];
  let line = 0;
  for (let start = 0; start < text.length && lines.length < atMost;) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    const content = text.slice(start, end).trim();
    line++;
    if (content !== '') lines.push({ line, content });
    start = end + 1;
  }
  return lines;
}

/** The lines' values, when every line that is not blank is a JSON object by itself; else null. */
function objectLines(text: string): { readonly line: number; readonly value: unknown }[] | null {
  const lines: { line: number; value: unknown }[] = [];
  for (const { line, content } of lineTexts(text)) {
    const value = content.startsWith('{') ? parsedLine(content) : undefined;
    if (value === undefined) return null;
    lines.push({ line, value });
  }
  return lines;
}

function someLineIsObject(text: string): boolean {
  return lineTexts(text).some(({ content }) => content.startsWith('{') && isObject(parsedLine(content)));
}

/** Undefined, which JSON cannot say, for a line that is no JSON. */
function parsedLine(content: string): unknown {
  try {
    return JSON.parse(content) as unknown;
  } catch {
    return undefined;
  }
}

function placeInLine(content: string, failure: JsonFailure): string {
  return describeFailure(content, failure).replace(/^line 1, /, '');
}

function problem(reason: string): DocumentContents {
  return { kind: 'records', contents: [{ problem: reason }] };
}
