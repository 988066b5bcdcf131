import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect } from 'vitest';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import type { Alert, BareAlert } from '../../../handlers/alert/alert.ts';
import { dispositions } from '../../../handlers/alert/disposition.ts';
import { bareLine } from '../../../local/output/ndjson.ts';
import { prettyBare } from '../../../local/output/pretty.ts';
import { findLogFiles } from '../../../local/reader/reader.ts';
import { Replay, type ReplaySummary, type Trouble } from '../../../local/replay/replay.ts';
import { control, type Seen } from './fuzz-queue.ts';
import { changes, poisonedText, type Change } from './poisoned-text.ts';
import { renderings } from '../readings.ts';
import picocolors from 'picocolors';
import type { Config } from '../../../config/schema.ts';
import type { Source } from './subjects.ts';

const now = Date.parse('2026-11-18T23:59:00Z');
const colors = picocolors.createColors(true);

/** How the records of a file are written down, and what becomes of its bytes. */
const forms = ['Records', 'lines', 'Records, packed', 'envelopes', 'looked up'] as const;
const fates = ['whole', 'cut', 'a byte changed', 'a byte taken out', 'with a tail', 'twice'] as const;

interface PoisonedFile {
  readonly records: readonly { readonly which: number; readonly done: readonly Change[] }[];
  readonly form: (typeof forms)[number];
  readonly fate: (typeof fates)[number];
  readonly place: number;
  readonly byte: number;
}

const file: fc.Arbitrary<PoisonedFile> = fc.record({
  records: fc.array(fc.record({ which: fc.nat(1_000_000), done: changes }), { maxLength: 5 }),
  form: fc.constantFrom(...forms),
  fate: fc.oneof({ arbitrary: fc.constant('whole' as const), weight: 6 }, fc.constantFrom(...fates)),
  place: fc.nat(1_000_000),
  byte: fc.nat(255),
});

/** What a replay told. */
export interface Replayed {
  readonly summary: ReplaySummary;
  readonly alerts: readonly Alert[];
  readonly bares: readonly BareAlert[];
  readonly troubles: readonly Trouble[];
}

/** Replays a folder as the command line does, and spells what it tells as each channel does. */
export async function replayed(folder: string, config: Config, workers?: number): Promise<Replayed> {
  const [alerts, bares, troubles]: [Alert[], BareAlert[], Trouble[]] = [[], [], []];
  const replay = new Replay({
    files: await findLogFiles([folder]),
    config,
    detections,
    clock: { now: () => now },
    group: false,
    workers,
    progress: { update: () => undefined, stop: () => undefined },
    onTrouble: (trouble) => troubles.push(trouble),
    notifier: {
      alert: (alert) => {
        renderings(alert);
        return Promise.resolve(void alerts.push(alert));
      },
      bare: (bare) => {
        bareLine(bare);
        prettyBare(bare, colors);
        return Promise.resolve(void bares.push(bare));
      },
      lastWord: () => Promise.resolve(),
    },
  });
  await replay.run();
  return { summary: replay.summary, alerts, bares, troubles };
}

/** Writes files of poisoned records, damages some, and replays them together; `cases` counts records written. */
export async function fuzzFiles(source: Source, runs: number, seed: number): Promise<Seen> {
  const seen: Seen = { cases: 0, files: 0, read: 0 };
  const folder = await mkdtemp(join(tmpdir(), 'glasswatch-poison-'));
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 20 }), async (files) => {
        await rm(folder, { recursive: true });
        const written = files.map((one) => ({
          ...one,
          texts: one.records.map((made) => textOf(source, made)),
        }));
        await mkdir(folder);
        for (const [n, one] of written.entries()) await writeFile(join(folder, nameOf(n, one)), bytesOf(one));
        await writeFile(join(folder, 'control.json'), JSON.stringify({ Records: [control] }));
        expectSums(written, await replayed(folder, source.config), seen);
      }),
      { numRuns: runs, seed },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return seen;
}

type Written = PoisonedFile & { readonly texts: readonly string[] };

function textOf(source: Source, { which, done }: PoisonedFile['records'][number]): string {
  const { event } = source.cases[which % source.cases.length] ?? { event: {} };
  return poisonedText(event, done);
}

function nameOf(n: number, { form }: PoisonedFile): string {
  return `${n}${{ lines: '.ndjson', 'Records, packed': '.json.gz' }[form as string] ?? '.json'}`;
}

function bytesOf({ texts, form, fate, place, byte }: Written): Buffer {
  const bytes = formed(texts, form);
  const at = bytes.length === 0 ? 0 : place % bytes.length;
  switch (fate) {
    case 'whole':
      return bytes;
    case 'cut':
      return bytes.subarray(0, at);
    case 'a byte changed':
      return Buffer.concat([bytes.subarray(0, at), Buffer.of(byte), bytes.subarray(at + 1)]);
    case 'a byte taken out':
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
    case 'with a tail':
      return Buffer.concat([bytes, Buffer.of(byte)]);
    case 'twice':
      return Buffer.concat([bytes, bytes]);
  }
}

function formed(texts: readonly string[], form: PoisonedFile['form']): Buffer {
  const all = `{"Records":[${texts.join(',')}]}`;
  switch (form) {
    case 'Records':
      return Buffer.from(all);
    case 'lines':
      return Buffer.from(texts.map((text) => `${text}\n`).join(''));
    case 'Records, packed':
      return gzipSync(all, { level: 1 });
    case 'envelopes':
      return Buffer.from(
        `[${texts.map((text) => `{"detail-type":"x","source":"aws.x","detail":${text}}`).join(',')}]`,
      );
    case 'looked up':
      return Buffer.from(
        JSON.stringify({ Events: texts.map((CloudTrailEvent) => ({ EventId: 'x', CloudTrailEvent })) }),
      );
  }
}

function expectSums(
  files: readonly Written[],
  { summary, alerts, bares, troubles }: Replayed,
  seen: Seen,
): void {
  expect(summary.files).toBe(files.length + 1);
  expect(dispositions.reduce((sum, name) => sum + summary[name], 0)).toBe(summary.records);
  expect(troubles.filter(({ kind }) => kind === 'unreadable')).toHaveLength(summary.unreadable);
  expect(alerts).toHaveLength(summary.alerted + summary.shadowed);
  const noEvents = troubles.filter(({ kind }) => kind === 'no-event').length;
  expect(noEvents + bares.length).toBe(summary['dead-lettered']);
  expect(alerts.some(({ eventID }) => eventID === 'control')).toBe(true);
  // A file that was not damaged gives as many records as were written, and one that was no more than twice as many.
  if (files.every(({ fate }) => fate === 'whole') && summary.unreadable === 0 && summary.skipped === 0) {
    expect(summary.records).toBe(files.reduce((sum, { texts }) => sum + texts.length, 1));
  }
  const left = Object.prototype as Record<string, unknown>;
  expect([Object.keys(left), left.polluted]).toEqual([[], undefined]);
  seen.cases = (seen.cases ?? 0) + files.reduce((sum, { texts }) => sum + texts.length, 0);
  for (const [key, value] of Object.entries(summary)) seen[key] = (seen[key] ?? 0) + Number(value);
}
