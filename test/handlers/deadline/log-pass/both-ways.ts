import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../../../config/schema.ts';
import { parseConfig } from '../../../../config/parse.ts';
import { detections } from '../../../../detections/catalogue/catalogue.ts';
import { FactBook } from '../../../../handlers/deadline/facts/fact-book.ts';
import { judge, type Judged } from '../../../../handlers/deadline/judge.ts';
import { logCoverage } from '../../../../handlers/deadline/log-pass/log-coverage.ts';
import { logFacts } from '../../../../handlers/deadline/log-pass/log-facts.ts';
import { readFacts } from '../../../../local/deadline/read-facts.ts';
import { duckdbLogQuery } from '../../../../local/log-table/duckdb-query.ts';
import { openLogTable } from '../../../../local/log-table/log-table.ts';
import { findLogFiles } from '../../../../local/reader/reader.ts';
import { dayOf, spanOf } from '../../../../queries/span.ts';
import type { AnswerRow } from '../../../../queries/log-query.ts';
import { account, type Fields } from '../../../detections/event-builders.ts';

/** What one way of reading a log found. */
export interface Found {
  readonly judged: Judged;
  readonly book: FactBook;
  readonly coverage: unknown;
}

/** A log judged by its files and by questions to it, as of `now`, and what the questions were answered. */
export interface BothWays {
  readonly files: Found;
  readonly log: Found;
  readonly rows: readonly AnswerRow[];
  /** How many questions the log was asked for its facts. */
  readonly questions: number;
}

export function configOf(fields: Record<string, unknown>): Config {
  return parseConfig(
    { breakGlass: { roles: [], users: [] }, ...fields },
    { source: 'test', detections, now: Date.parse('2026-11-21') },
  );
}

/** Judges what lies in a folder. @param now ISO 8601 UTC */
export async function bothWays(folder: string, config: Config, now: string): Promise<BothWays> {
  const found = await findLogFiles([folder]);
  const at = Date.parse(now);
  const judged = (book: FactBook, coverage: ReadonlyMap<string, ReadonlySet<number>>) =>
    judge(book, { config, now: at, waivers: [], coverage });

  const read = await readFacts(found, {
    config,
    now: at,
    progress: { update: () => undefined, stop: () => undefined },
    onTrouble: () => undefined,
  });
  // A question's end is excluded, and a record of this very second counts.
  const span = spanOf(undefined, new Date(at + 1_000).toISOString());
  const table = await openLogTable(found, {
    span,
    onTrouble: () => undefined,
    onProgress: () => undefined,
  });
  try {
    const rows: AnswerRow[] = [];
    let questions = 0;
    const query = duckdbLogQuery(table.connection);
    const asked: typeof query = {
      ask: async (one, values) => {
        const answer = await query.ask(one, values);
        rows.push(...answer.rows);
        questions += 1;
        return answer;
      },
    };
    const coverage = await logCoverage(query, span);
    const book = new FactBook(at);
    book.add(await logFacts(asked, config, span));
    return {
      files: { judged: judged(read.book, read.coverage), book: read.book, coverage: read.coverage },
      log: { judged: judged(book, coverage), book, coverage },
      rows,
      questions,
    };
  } finally {
    table.close();
  }
}

/** Judges records that are delivered in one file a day. */
export async function bothWaysOf(records: readonly Fields[], config: Config, now: string): Promise<BothWays> {
  const folder = await mkdtemp(join(tmpdir(), 'glasswatch-test-'));
  try {
    const dayOfRecord = ({ eventTime }: Fields) => dayOf(Date.parse(String(eventTime)));
    for (const day of new Set(records.map(dayOfRecord))) {
      const own = records.filter((record) => dayOfRecord(record) === day);
      const path = join(folder, 'AWSLogs', account, 'CloudTrail', 'eu-central-1', ...day.split('/'));
      await mkdir(path, { recursive: true });
      await writeFile(join(path, `${account}_CloudTrail_1.json`), JSON.stringify({ Records: own }));
    }
    return await bothWays(folder, config, now);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a book holds, in a form that can be compared. What other people read, and assumed, concerns no incident. */
export function factsIn({ book }: Found) {
  return {
    change: book.of('change'),
    tagged: book.of('tagged'),
    revoked: book.of('revoked'),
    signedIn: book.of('signed-in'),
    activities: book.activities().map(({ key, opened, account: of, console, spans }) => ({
      key,
      opened,
      of,
      console,
      spans,
    })),
  };
}

/** Facts about calls that the log gave and the files did not give alike: none may be made up. */
export function madeUpFacts({ files, log }: BothWays): unknown[] {
  return (['read', 'assumed'] as const).flatMap((kind) => {
    const known = new Map(files.book.of(kind).map((fact) => [fact.id, JSON.stringify(fact)]));
    return log.book.of(kind).filter((fact) => known.get(fact.id) !== JSON.stringify(fact));
  });
}
