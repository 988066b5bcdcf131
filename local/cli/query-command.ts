import type { Command } from 'commander';
import { counted } from '../../config/counted.ts';
import { didYouMean } from '../../config/nearest.ts';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { choice } from './choice.ts';
import { queries } from '../../queries/catalogue.ts';
import { QueryFailed } from '../../queries/log-query.ts';
import type { Query } from '../../queries/query.ts';
import { defaultConfigFile, loadConfig } from '../config-file.ts';
import { answerFormats, answerText, type AnswerFormat } from '../output/answer.ts';
import { widthOf, wrapped } from '../output/wrapped.ts';
import { configValues } from '../../queries/config-values.ts';
import { commonParameters, ParameterError, valuesOf } from '../query/values.ts';
import { findLogFiles } from '../reader/reader.ts';
import { showProgress } from '../replay/progress.ts';
import { exit, UsageError } from './exit.ts';
import { say } from './say.ts';

interface QueryFlags {
  readonly config: string;
  readonly format: AnswerFormat;
  readonly param: readonly string[];
}

export function addQueryCommand(program: Command): void {
  program
    .command('query')
    .summary('ask CloudTrail files a question')
    .description(
      'Answers a question from CloudTrail files, with the same SQL that runs on Athena. Without NAME lists the questions; without PATH explains one.',
    )
    .argument('[NAME]', 'the question')
    .argument('[PATH...]', 'files, folders or globs of CloudTrail logs; "-" is standard input')
    .option('--config <FILE>', 'config, or a cdk.json that holds it', defaultConfigFile)
    .addOption(choice('--format <FORMAT>', 'how the answer is printed', answerFormats))
    .option('--param <NAME=VALUE>', 'a parameter of the question; may be given several times', collected, [])
    .addHelpText(
      'after',
      `
Examples:
  glasswatch query
  glasswatch query secret-access
  glasswatch query secret-access ./AWSLogs --param from=2026-11-10 --param to=2026-11-16
  glasswatch query cross-account-reads ./AWSLogs --format csv > reads.csv

With files in CloudTrail's layout (…/CloudTrail/REGION/YYYY/MM/DD/…) only the days asked for are read.
Exit codes: 0 done; 1 done, but something was unreadable; 2 wrong usage or config.`,
    )
    .action(async (name: string | undefined, paths: string[], flags: QueryFlags) => {
      process.exitCode = await runQuery(name, paths, flags);
    });
}

function collected(value: string, earlier: readonly string[]): string[] {
  return [...earlier, value];
}

async function runQuery(
  name: string | undefined,
  paths: readonly string[],
  flags: QueryFlags,
): Promise<number> {
  if (name === undefined) return list(flags.format);
  const query = queryNamed(name);
  if (paths.length === 0) return explain(query, flags.format);
  const config = loadConfig(flags.config, detections, Date.now());
  const { values, span } = parametersOf(query, flags.param, configValues(config));
  const files = await findLogFiles(paths);
  // Loaded here: 70 MB that no other command needs.
  const { openLogTable } = await import('../log-table/log-table.ts');
  const bytes = files.reduce((sum, { size }) => sum + (size ?? 0), 0);
  const progress = showProgress(files.length, bytes, process.stderr);
  const table = await openLogTable(files, {
    span,
    questions: [{ query, values }],
    onTrouble: (file, position, reason) => {
      say(
        `${position === null ? 'unreadable' : 'no event'}: ${file}${position === null ? '' : `, ${position}`}: ${reason}`,
      );
    },
    onProgress: (done, doneBytes, records) => {
      progress.update(done, doneBytes, records);
    },
  });
  progress.stop();
  try {
    const answer = await table.log.ask(query, values);
    process.stdout.write(answerText(answer, flags.format, widthOf(process.stdout)));
    const { filesRead, filesPassedOver, records, unreadable, noEvents } = table.counts;
    const passedOver =
      filesPassedOver === 0 ? '' : ` (${counted(filesPassedOver, 'file')} of other days passed over)`;
    say(
      `${counted(answer.rows.length, 'row')} from ${counted(records, 'record')} in ${counted(filesRead, 'file')}${passedOver}`,
    );
    return unreadable + noEvents > 0 ? exit.incomplete : exit.done;
  } catch (error) {
    if (!(error instanceof QueryFailed)) throw error;
    say(error.message);
    return exit.incomplete;
  } finally {
    table.close();
  }
}

function queryNamed(name: string): Query {
  const names = queries.map((query) => query.name);
  const query = queries.find((one) => one.name === name);
  if (query !== undefined) return query;
  throw new UsageError(
    `there is no query "${name}"${didYouMean(name, names) || ';'} "glasswatch query" lists them`,
  );
}

function parametersOf(query: Query, given: readonly string[], fromConfig: Record<string, string>) {
  try {
    return valuesOf(query, given, fromConfig);
  } catch (error) {
    if (error instanceof ParameterError) throw new UsageError(error.message);
    throw error;
  }
}

function list(format: AnswerFormat): number {
  const columns = [
    { name: 'name', type: 'varchar', says: 'the question' },
    { name: 'answers', type: 'varchar', says: 'what it answers' },
  ] as const;
  const rows = queries.map(({ name, answers }) => ({ name, answers }));
  const width = widthOf(process.stdout);
  if (format === 'table' && width < Infinity) {
    const names = Math.max(...rows.map(({ name }) => name.length)) + 2;
    const lines = rows.map(({ name, answers }) => `${name.padEnd(names)}${wrapped(answers, width, names)}\n`);
    process.stdout.write(lines.join(''));
    return exit.done;
  }
  process.stdout.write(answerText({ columns, rows, scannedBytes: null }, format, width));
  return exit.done;
}

function explain({ name, answers, parameters, columns, sql }: Query, format: AnswerFormat): number {
  const all = [...commonParameters, ...parameters];
  if (format === 'json') {
    process.stdout.write(`${JSON.stringify({ name, answers, parameters: all, columns, sql }, null, 2)}\n`);
    return exit.done;
  }
  const width = widthOf(process.stdout);
  const names = Math.max(...[...all, ...columns].map((one) => one.name.length)) + 4;
  const line = ({ name: what, says }: { name: string; says: string }) =>
    `${`  ${what}`.padEnd(names)}${wrapped(says, width, names)}\n`;
  process.stdout.write(
    [
      `${wrapped(`${name}: ${answers}`, width, 0)}\n\nParameters (--param NAME=VALUE):\n`,
      ...all.map(line),
      '\nColumns:\n',
      ...columns.map(line),
    ].join(''),
  );
  return exit.done;
}
