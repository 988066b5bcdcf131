import type { Config } from '../../config/schema.ts';
import { judge, type Judged } from '../../handlers/deadline/judge.ts';
import type { Waiver } from '../../handlers/deadline/waiver.ts';
import type { LogFile } from '../reader/reader.ts';
import { readFacts, type LogFacts, type ReadFactsOptions } from './read-facts.ts';

export interface JudgedLog extends Judged {
  readonly log: LogFacts;
}

/** The incidents of log files and what became of each secret read in them, as of `now` (ms). */
export async function judgedLog(
  files: readonly LogFile[],
  options: ReadFactsOptions & { readonly config: Config; readonly waivers: readonly Waiver[] },
): Promise<JudgedLog> {
  const { config, now, waivers } = options;
  const log = await readFacts(files, options);
  return { log, ...judge(log.book, { config, now, waivers, coverage: log.coverage }) };
}
