import { own } from '../../config/own.ts';
import type { Envelope, ProblemEntry, RecordEntry } from './reading.ts';
import { describeFailure, findDocuments } from './json-documents.ts';
import { Unreadable } from './unreadable.ts';

/** An entry that does not know its position yet. */
export type Content = Omit<RecordEntry, 'position'> | Omit<ProblemEntry, 'position'>;

/** What one JSON document holds: records, or the reason why it holds none for us. */
export type DocumentContents =
  | { readonly kind: 'records'; readonly contents: readonly Content[] }
  | { readonly kind: 'skipped'; readonly reason: string };

const EXPECTED =
  'it is JSON, but no CloudTrail log: expected an object with "Records", CloudTrail events, ' +
  'EventBridge events, or the output of "aws cloudtrail lookup-events"';

// The design's definition of an event; one of the four is enough to know what a lone object wants to be.
const EVENT_FIELDS = ['eventSource', 'eventName', 'eventTime', 'eventID'];

// What CloudTrail's other logs say of themselves (user guide, "record contents for Insights events" and "… for
// aggregated events"). Both only sum up events that the trail's own log holds.
const SUMMARY_CATEGORIES = ['Insight', 'Aggregated'];

/**
 * Takes the records out of a JSON document of any known shape.
 * @throws Unreadable when the document has no known shape
 */
export function documentContents(document: unknown): DocumentContents {
  if (Array.isArray(document)) return arrayContents(document);
  if (!isObject(document)) throw new Unreadable(EXPECTED);
  const container = containerContents(document);
  if (container !== null) return container;
  if (!isRecognised(document)) throw new Unreadable(EXPECTED);
  return { kind: 'records', contents: [unwrapped(document)] };
}

/**
 * Takes the records out of one line of NDJSON. An object of no known shape is a record: the caller judges it.
 * @throws Unreadable when the line is no object and no array of records
 */
export function lineContents(line: unknown): DocumentContents {
  if (!isObject(line)) {
    if (Array.isArray(line)) return arrayContents(line);
    throw new Unreadable('expected a JSON object');
  }
  return containerContents(line) ?? { kind: 'records', contents: [unwrapped(line)] };
}

/** The category, when all records are CloudTrail's summaries (insights, aggregates); null when any is not. */
export function summaryCategory(contents: readonly Content[]): string | null {
  let category: string | null = null;
  for (const content of contents) {
    const value = 'value' in content && isObject(content.value) ? own(content.value, 'eventCategory') : null;
    if (typeof value !== 'string' || !SUMMARY_CATEGORIES.includes(value)) return null;
    category ??= value;
  }
  return category;
}

/** True for a JSON object: not null, not an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function arrayContents(elements: readonly unknown[]): DocumentContents {
  const known = (element: unknown) =>
    isObject(element) && (isRecognised(element) || containerContents(element) !== null);
  if (elements.length > 0 && !elements.some(known)) throw new Unreadable(EXPECTED);
  const contents: Content[] = [];
  let reason: string | null = null;
  for (const element of elements) {
    // An array of whole log files is what `jq -s` makes of them.
    const container = isObject(element) ? containerContents(element) : null;
    if (container === null) contents.push(unwrapped(element));
    else if (container.kind === 'skipped') reason ??= container.reason;
    else for (const content of container.contents) contents.push(content);
  }
  return reason !== null && contents.length === 0
    ? { kind: 'skipped', reason }
    : { kind: 'records', contents };
}

/** Null for an object that is no container: a record, an envelope, or something unknown. */
function containerContents(document: Record<string, unknown>): DocumentContents | null {
  const isEvent = looksLikeEvent(document);
  if (!isEvent && (Object.hasOwn(document, 'glasswatch') || Object.hasOwn(document, 'breakGlass'))) {
    return { kind: 'skipped', reason: 'Glasswatch wrote this file itself' };
  }
  if (Object.hasOwn(document, 'digestStartTime') && Object.hasOwn(document, 'logFiles')) {
    return { kind: 'skipped', reason: 'a CloudTrail digest: it holds hashes of log files, no records' };
  }
  if (Object.hasOwn(document, 'Records')) {
    const records = own(document, 'Records');
    if (!Array.isArray(records)) throw new Unreadable('"Records" is not an array');
    return { kind: 'records', contents: records.map(unwrapped) };
  }
  if (!isEvent && Object.hasOwn(document, 'Events')) {
    const events = own(document, 'Events');
    if (!Array.isArray(events)) throw new Unreadable('"Events" is not an array');
    return { kind: 'records', contents: events.map(lookedUpEvent) };
  }
  return null;
}

function isRecognised(value: Record<string, unknown>): boolean {
  return looksLikeEvent(value) || isLookedUp(value) || envelopeOf(value) !== null;
}

function looksLikeEvent(value: Record<string, unknown>): boolean {
  return EVENT_FIELDS.some((field) => Object.hasOwn(value, field));
}

function unwrapped(value: unknown): Content {
  if (!isObject(value)) return { value };
  const envelope = envelopeOf(value);
  if (envelope !== null) return { value: own(value, 'detail'), envelope };
  return isLookedUp(value) ? lookedUpEvent(value) : { value };
}

// EventBridge user guide, "Events": the event structure.
function envelopeOf(value: Record<string, unknown>): Envelope | null {
  const detailType = text(value, 'detail-type');
  const source = text(value, 'source');
  if (detailType === null || source === null || !isObject(own(value, 'detail'))) return null;
  const resources = own(value, 'resources');
  return {
    id: text(value, 'id'),
    'detail-type': detailType,
    source,
    account: text(value, 'account'),
    time: text(value, 'time'),
    region: text(value, 'region'),
    resources: Array.isArray(resources) ? resources.filter((resource) => typeof resource === 'string') : [],
  };
}

// `aws cloudtrail lookup-events --query Events[]` gives the items without what is around them.
function isLookedUp(value: Record<string, unknown>): boolean {
  return text(value, 'CloudTrailEvent') !== null && !looksLikeEvent(value);
}

function lookedUpEvent(item: unknown): Content {
  const json = isObject(item) ? text(item, 'CloudTrailEvent') : null;
  if (json === null) return { problem: 'no CloudTrailEvent text in this element of "Events"' };
  try {
    return { value: JSON.parse(json) };
  } catch {
    const { failure } = findDocuments(json);
    const where = failure === null ? 'more than one JSON document' : describeFailure(json, failure);
    return { problem: `its CloudTrailEvent text is not JSON (${where})` };
  }
}

function text(value: Record<string, unknown>, key: string): string | null {
  const field = own(value, key);
  return typeof field === 'string' ? field : null;
}
