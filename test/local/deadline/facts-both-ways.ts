import { writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { FactBook } from '../../../handlers/deadline/facts/fact-book.ts';
import type { Fact } from '../../../handlers/deadline/facts/fact.ts';
import { concernsDeadline } from '../../../handlers/deadline/facts/concerns.ts';
import { factsLike } from '../../../local/deadline/alike-facts.ts';
import { factsTask, type FactsFile, type FactsKnowledge } from '../../../local/deadline/facts-task.ts';
import { Random } from '../../../local/incident/random.ts';
import { readLogFile, type SkippedFile, type UnreadableFile } from '../../../local/reader/reader.ts';
import { kernelModule } from '../../../local/scan/kernel/kernel.ts';
import { RecordScanner } from '../../../local/scan/record-scanner.ts';
import { scanFile } from '../../../local/scan/scan-file.ts';
import { madeFile, whole } from '../scan/both-ways.ts';
import type { Originals } from '../scan/originals.ts';

type Told = FactsFile | UnreadableFile | SkippedFile;

/** So many files are read by one task: what is learnt of one must not hide what is not learnt of another. */
const together = 20;

const kinds = ['assumed', 'signed-in', 'revoked', 'read', 'change', 'tagged', 'resolved'] as const;

/**
 * Makes files of changed and damaged records and reads the facts of each in both ways, by the scan and by parsing all of
 * it. Answers where the two differ, and how many records were never parsed and how many facts there were.
 */
export async function compareFactsBothWays(
  folder: string,
  { records, texts, config }: Originals,
  seeds: readonly string[],
): Promise<{ differing: string[]; passedOver: number; alike: number; facts: number }> {
  const now = Math.max(...records.map(({ eventTime }) => Date.parse(String(eventTime))));
  const options = { config };
  const scanner = new RecordScanner(kernelModule(), factsTask.interests(options));
  const concerned = records.filter(concernsDeadline(config));
  const found = { differing: [] as string[], passedOver: 0, alike: 0, facts: 0 };
  for (let first = 0; first < seeds.length; first += together) {
    const [byScan, byParsing] = [factsTask.begin(options), factsTask.begin(options)];
    const read: [Told[], Told[]] = [[], []];
    const group = new Random(`${String(seeds[first])}/favourites`);
    const favourites = [group.pick(concerned), group.pick(concerned), group.pick(records)];
    for (const seed of seeds.slice(first, first + together)) {
      const random = new Random(seed);
      const path = `${folder}/${random.pick(['x.json.gz', 'x.json', 'x.ndjson', 'x.gz', 'x.log'])}`;
      await writeFile(path, madeFile(records, favourites, texts, random));
      const file = { path, size: null };
      const scan = await scanFile(file, scanner, byScan.isKnown);
      if (scan.outcome === 'read') found.passedOver += scan.passedOver;
      const [scanned, parsed] = [
        byScan.file(scan, file),
        byParsing.file(whole(await readLogFile(file)), file),
      ];
      if (!isDeepStrictEqual(countsOf(scanned), countsOf(parsed))) found.differing.push(seed);
      if (scanned.outcome === 'read') found.alike += scanned.alike?.numbers.length ?? 0;
      read[0].push(scanned);
      read[1].push(parsed);
    }
    const [scanned, parsed] = [
      gathered(read[0], await byScan.end(), now),
      gathered(read[1], await byParsing.end(), now),
    ];
    found.facts += parsed.facts.length;
    if (!isDeepStrictEqual(scanned, parsed))
      found.differing.push(`the ${together} from ${String(seeds[first])}`);
  }
  return found;
}

function countsOf(file: Told): unknown {
  return file.outcome === 'read' ? { records: file.records, noEvents: file.noEvents } : file;
}

/** All that the facts of some files come to. */
export function gathered(files: readonly Told[], { coverage, patterns }: FactsKnowledge, now: number) {
  const book = new FactBook(now);
  for (const file of files) {
    if (file.outcome !== 'read') continue;
    book.add(JSON.parse(file.facts ?? '[]') as Fact[]);
    if (file.alike !== null) book.add(factsLike(file.alike, patterns));
  }
  return {
    coverage: [...coverage].map(([region, hours]) => [region, ...[...hours].sort()].join()).sort(),
    facts: kinds.flatMap((kind): Fact[] => book.of(kind)),
    activities: book.activities(),
    directory: book.directory.learnt,
  };
}
