import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { duckdbLogQuery } from '../../local/log-table/duckdb-query.ts';
import { openLogTable } from '../../local/log-table/log-table.ts';
import type { LogTableCounts } from '../../local/log-table/read-rows.ts';
import { findLogFiles } from '../../local/reader/reader.ts';
import { queries } from '../../queries/catalogue.ts';
import type { AnswerRow, QueryValues } from '../../queries/log-query.ts';
import { spanOf } from '../../queries/span.ts';
import { account, type Fields } from '../detections/event-builders.ts';

/** A log that questions can be put to. */
export interface AskedLog {
  readonly counts: LogTableCounts;
  /** The rows of an answer; parameters that are not given have the values that the query says. */
  ask(name: string, values?: QueryValues): Promise<readonly AnswerRow[]>;
  close(): void;
}

/** Opens the log in a folder, for the days from `from` to `to` or for all that it has. */
export async function openLog(folder: string, from?: string, to?: string): Promise<AskedLog> {
  const span = spanOf(from, to);
  const table = await openLogTable(await findLogFiles([folder]), {
    span,
    onTrouble: (file, _position, reason) => {
      throw new Error(`${file}: ${reason}`);
    },
    onProgress: () => undefined,
  });
  const log = duckdbLogQuery(table.connection);
  const days = { from: span.from, to: span.to, from_day: span.fromDay, to_day: span.toDay, region: '%' };
  return {
    counts: table.counts,
    ask: async (name, values = {}) => {
      const query = queries.find((one) => one.name === name);
      if (query === undefined) throw new Error(`no query ${name}`);
      const otherwise = query.parameters.map((parameter) => [parameter.name, parameter.otherwise]);
      const bound = { ...days, ...(Object.fromEntries(otherwise) as QueryValues), ...values };
      return (await log.ask(query, bound)).rows;
    },
    close: () => {
      table.close();
    },
  };
}

/** One file as CloudTrail delivers it: its day's and Region's folder, and what it holds. */
export interface Delivered {
  /** yyyy/MM/dd */
  readonly day: string;
  readonly region?: string;
  readonly records: readonly Fields[];
}

/** Opens a log made up of files; records alone are one file of 18 November 2026. */
export async function madeUp(
  files: readonly (Delivered | Fields)[],
  from?: string,
  to?: string,
): Promise<AskedLog> {
  const folder = await mkdtemp(join(tmpdir(), 'glasswatch-test-'));
  try {
    const delivered = files.filter((file): file is Delivered => 'records' in file);
    const loose = files.filter((file): file is Fields => !('records' in file));
    if (loose.length > 0) delivered.push({ day: '2026/11/18', records: loose });
    for (const [index, { day, region = 'eu-central-1', records }] of delivered.entries()) {
      const path = join(folder, 'AWSLogs', account, 'CloudTrail', region, ...day.split('/'));
      await mkdir(path, { recursive: true });
      await writeFile(
        join(path, `${account}_CloudTrail_${index}.json`),
        JSON.stringify({ Records: records }),
      );
    }
    return await openLog(folder, from, to);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Puts one question to a made-up log. */
export async function askMadeUp(
  files: readonly (Delivered | Fields)[],
  name: string,
  values: QueryValues = {},
): Promise<readonly AnswerRow[]> {
  const log = await madeUp(files);
  try {
    return await log.ask(name, values);
  } finally {
    log.close();
  }
}

/** Rows with some of their columns only. */
export function only(rows: readonly AnswerRow[], ...names: readonly string[]): AnswerRow[] {
  return rows.map((row) => Object.fromEntries(names.map((name) => [name, row[name] ?? null])));
}
