import { writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../../../config/schema.ts';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import { gatePatterns } from '../../../handlers/alert/gate.ts';
import { Random } from '../../../local/incident/random.ts';
import {
  readLogFile,
  type FileReading,
  type LogFile,
  type SkippedFile,
  type UnreadableFile,
} from '../../../local/reader/reader.ts';
import { replayTask, type ReplayedFile } from '../../../local/replay/replay-task.ts';
import { kernelModule } from '../../../local/scan/kernel/kernel.ts';
import { RecordScanner } from '../../../local/scan/record-scanner.ts';
import { scanFile, type FileScan } from '../../../local/scan/scan-file.ts';
import { damaged, packed, written } from './log-texts.ts';
import { changedRecord } from './record-changes.ts';

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
  const comparison: Comparison = { differing: [], sifted: 0, passedOver: 0, candidates: 0, unreadable: 0 };
  for (let first = 0; first < seeds.length; first += together) {
    // What is learnt of one file can hide what is not learnt of another: not too many together.
    const [bySifting, byParsing] = [replayTask.begin(options), replayTask.begin(options)];
    for (const seed of seeds.slice(first, first + together)) {
      const random = new Random(seed);
      const path = `${folder}/${random.pick(['x.json.gz', 'x.json', 'x.ndjson', 'x.gz', 'x.log'])}`;
      await writeFile(path, madeFile(records, texts, random));
      const file: LogFile = { path, size: null };
      const scan = await scanFile(file, scanner);
      const sifted = bySifting.file(scan, file);
      const parsed = byParsing.file(whole(await readLogFile(file)), file);
      if (!isDeepStrictEqual(sifted, parsed)) comparison.differing.push(seed);
      count(comparison, scan, parsed);
    }
    if (!isDeepStrictEqual(bySifting.end(), byParsing.end())) {
      comparison.differing.push(`what was learnt of the ${together} from ${String(seeds[first])}`);
    }
  }
  return comparison;
}

/** So many files are read by one task. */
const together = 20;

function madeFile(records: readonly Fields[], texts: readonly string[], random: Random): Buffer {
  const chosen = Array.from({ length: random.below(7) }, () => {
    const record = random.pick(records);
    return random.chance(0.25) ? changedRecord(record, random, texts) : record;
  });
  let text: Buffer = Buffer.from(written(chosen, random));
  if (random.chance(0.01)) text = Buffer.from(`\ufeff${text.toString()}`, 'utf16le');
  if (random.chance(0.3)) text = damaged(text, random);
  return packed(text, random);
}

function whole(reading: FileReading): FileScan {
  return reading.outcome === 'read' ? { ...reading, passedOver: 0 } : reading;
}

function count(
  comparison: Comparison,
  scan: FileScan,
  file: ReplayedFile | UnreadableFile | SkippedFile,
): void {
  if (scan.outcome === 'read' && scan.passedOver > 0) {
    comparison.sifted += 1;
    comparison.passedOver += scan.passedOver;
  }
  if (file.outcome === 'unreadable') comparison.unreadable += 1;
  if (file.outcome === 'read')
    comparison.candidates += (file.events?.times.length ?? 0) + file.unparsed.length;
}
