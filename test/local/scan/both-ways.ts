import { writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../../../config/schema.ts';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import { secretsShown } from '../../../detections/event/secret-directory.ts';
import { gateOf, gatePatterns } from '../../../handlers/alert/gate.ts';
import { Random } from '../../../local/incident/random.ts';
import {
  readLogFile,
  type FileReading,
  type LogFile,
  type SkippedFile,
  type UnreadableFile,
} from '../../../local/reader/reader.ts';
import { CandidateStore, heldOf } from '../../../local/replay/held-candidates.ts';
import { replayTask, type ReplayedFile, type ReplayKnowledge } from '../../../local/replay/replay-task.ts';
import { kernelModule } from '../../../local/scan/kernel/kernel.ts';
import { RecordScanner } from '../../../local/scan/record-scanner.ts';
import { scanFile, type FileScan } from '../../../local/scan/scan-file.ts';
import { damaged, packed, written } from './log-texts.ts';
import { changedRecord } from './record-changes.ts';
import { twin } from './twins.ts';

type Fields = Record<string, unknown>;

/** What came of many files read in both ways. */
export interface Comparison {
  /** Where the two ways differ: the seed of the file, to make it again. */
  readonly differing: string[];
  /** Files of which only some records were parsed. */
  sifted: number;
  /** Events that were never parsed. */
  passedOver: number;
  /** Events that passed a gate. */
  candidates: number;
  /** Those of them that were never parsed, being like earlier ones. */
  alike: number;
  unreadable: number;
}

/**
 * Makes files of the records, changed and damaged in some of many ways, and reads each in both ways: by the scan, and by
 * parsing all of it.
 */
export async function compareBothWays(
  folder: string,
  records: readonly Fields[],
  texts: readonly string[],
  config: Config,
  seeds: readonly string[],
): Promise<Comparison> {
  const options = { config, gate: gatePatterns(config, detections) };
  const scanner = new RecordScanner(kernelModule(), replayTask.interests(options));
  const gate = gateOf(options.gate);
  const admitted = records.filter((record) => gate(record).length > 0);
  const showing = records.filter((record) => (secretsShown(record)?.length ?? 0) > 0);
  const comparison: Comparison = {
    differing: [],
    sifted: 0,
    passedOver: 0,
    candidates: 0,
    alike: 0,
    unreadable: 0,
  };
  for (let first = 0; first < seeds.length; first += together) {
    // What is learnt of one file can hide what is not learnt of another: not too many together.
    const [bySifting, byParsing] = [replayTask.begin(options), replayTask.begin(options)];
    const read: { seed: string; sifted: Replayed; parsed: Replayed }[] = [];
    const group = new Random(`${String(seeds[first])}/favourites`);
    const favourites = [group.pick(admitted), group.pick(showing), group.pick(records)];
    for (const seed of seeds.slice(first, first + together)) {
      const random = new Random(seed);
      const path = `${folder}/${random.pick(['x.json.gz', 'x.json', 'x.ndjson', 'x.gz', 'x.log'])}`;
      await writeFile(path, madeFile(records, favourites, texts, random));
      const file: LogFile = { path, size: null };
      const scan = await scanFile(file, scanner, bySifting.isKnown);
      const sifted = bySifting.file(scan, file);
      const parsed = byParsing.file(whole(await readLogFile(file)), file);
      read.push({ seed, sifted, parsed });
      count(comparison, scan, sifted, parsed);
    }
    const [siftedEnd, parsedEnd] = [await bySifting.end(), await byParsing.end()];
    for (const { seed, sifted, parsed } of read) {
      if (!isDeepStrictEqual(told(sifted, siftedEnd), told(parsed, parsedEnd)))
        comparison.differing.push(seed);
    }
    if (!isDeepStrictEqual({ ...siftedEnd, alike: null }, { ...parsedEnd, alike: null })) {
      comparison.differing.push(`what was learnt of the ${together} from ${String(seeds[first])}`);
    }
  }
  return comparison;
}

type Replayed = ReplayedFile | UnreadableFile | SkippedFile;

/** What a file gave, however it is held: candidates as they are decided, in an order of their own. */
function told(file: Replayed, end: ReplayKnowledge): unknown {
  if (file.outcome !== 'read') return file;
  const store = new CandidateStore([end]);
  const candidates = heldOf(file).map((held) => JSON.stringify([held.time, store.candidate(held)]));
  return { unmatched: file.unmatched, noEvents: file.noEvents, candidates: candidates.sort() };
}

/** So many files are read by one task. */
const together = 20;

export function madeFile(
  records: readonly Fields[],
  favourites: readonly Fields[],
  texts: readonly string[],
  random: Random,
): Buffer {
  const chosen = Array.from({ length: random.below(10) }, () => {
    if (random.chance(0.5)) return twin(random.pick(favourites), random);
    const record = random.pick(records);
    return random.chance(0.25) ? changedRecord(record, random, texts) : record;
  });
  let text: Buffer = Buffer.from(written(chosen, random));
  if (random.chance(0.01)) text = Buffer.from(`\ufeff${text.toString()}`, 'utf16le');
  if (random.chance(0.3)) text = damaged(text, random);
  return packed(text, random);
}

export function whole(reading: FileReading): FileScan {
  return reading.outcome === 'read' ? { ...reading, passedOver: 0 } : reading;
}

function count(comparison: Comparison, scan: FileScan, sifted: Replayed, file: Replayed): void {
  if (scan.outcome === 'read' && scan.passedOver > 0) {
    comparison.sifted += 1;
    comparison.passedOver += scan.passedOver;
  }
  if (sifted.outcome === 'read') comparison.alike += sifted.alike?.numbers.length ?? 0;
  if (file.outcome === 'unreadable') comparison.unreadable += 1;
  if (file.outcome === 'read')
    comparison.candidates += (file.events?.times.length ?? 0) + file.unparsed.length;
}
