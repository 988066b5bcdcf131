import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { writeIncident } from '../incident/incident.ts';
import type { Verdict } from '../../handlers/deadline/verdict.ts';
import { runDeadline } from './deadline-command.ts';
import { writeWholeFolder } from '../output/whole-folder.ts';
import { exit, UsageError } from './exit.ts';
import { interruptible } from './interruptible.ts';
import { runReplay } from './replay-command.ts';
import { runReportCommand } from './report-command.ts';

interface DemoFlags {
  readonly out: string;
  readonly records: number;
  readonly seed: number;
}

/** The file that tells a folder of ours from one that holds somebody's work. */
const marker = '.glasswatch-demo';
/** All that a demo writes; a folder that holds anything else is left alone. */
const written = new Set([marker, 'logs', 'glasswatch.json', 'expected.json', 'report']);

export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .summary('play the built-in incident')
    .description(
      'Writes a day of CloudTrail logs of a made-up account in which someone breaks the glass, runs the detections over it, says of every secret read whether it was replaced in time, and writes the report.',
    )
    .option('--out <DIR>', 'where the logs are written', 'glasswatch-demo')
    .option('--records <N>', 'size of the day, in records', wholeNumber, 5_000)
    .option('--seed <N>', 'another seed gives another day around the same incident', wholeNumber, 1)
    .addHelpText(
      'after',
      `
Examples:
  glasswatch demo
  glasswatch demo --records 1000000 --out /tmp/big-day
  glasswatch replay glasswatch-demo/logs --config glasswatch-demo/glasswatch.json --format ndjson`,
    )
    .action(async (flags: DemoFlags) => {
      process.exitCode = await runDemo(flags);
    });
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('expected a whole number from 0 to 999999999.');
  return Number(text);
}

async function runDemo({ out, records, seed }: DemoFlags): Promise<number> {
  const folder = resolve(out);
  if (out === '') throw new UsageError('--out needs the name of a folder');
  if (existsSync(folder) && !isEarlierDemo(folder)) {
    throw new UsageError(
      `${out} exists and is no earlier demo, or holds more: name another folder with --out DIR`,
    );
  }
  await interruptible(() => writeWhole(folder, records, seed));
  const shown = relative(process.cwd(), folder) || '.';
  const told: string[] = [];
  const code = await runReplay(
    [join(folder, 'logs')],
    { config: join(folder, 'glasswatch.json'), format: 'pretty', group: true },
    ({ eventID, detection }) => told.push(`${eventID} ${detection}`),
  );
  const expected = readExpected(join(folder, 'expected.json'));
  process.stdout.write(`\nWhat became of every secret that was read, as of ${expected.now}\n\n`);
  const verdicts: Verdict[] = [];
  const deadlineCode = await runDeadline(
    [join(folder, 'logs')],
    { config: join(folder, 'glasswatch.json'), now: expected.now, format: 'table' },
    ({ incidents }) => verdicts.push(...incidents.flatMap(({ exposures }) => exposures)),
  );
  process.stdout.write('\nThe report that a team lead reads and an auditor keeps\n\n');
  const reportCode = await runReportCommand([join(shown, 'logs')], {
    ...{ config: join(folder, 'glasswatch.json'), out: join(shown, 'report'), now: expected.now },
  });
  process.stderr.write(`\nThe logs are in ${shown}: look at them with other settings, for example\n`);
  process.stderr.write(
    `  npx glasswatch replay ${shown}/logs --config ${shown}/glasswatch.json --no-group\n`,
  );
  process.stderr.write(
    `  npx glasswatch deadline ${shown}/logs --config ${shown}/glasswatch.json --now ${expected.start.slice(0, 10)}T07:00:00Z\n`,
  );
  const alertsCode = judgedAlerts(told, expected);
  return Math.max(code, deadlineCode, reportCode, alertsCode, judgedVerdicts(verdicts, expected));
}

/** Whether a folder was written by a demo and nothing was put into it since. */
function isEarlierDemo(folder: string): boolean {
  const entries = statSync(folder).isDirectory() ? readdirSync(folder) : [];
  if (!entries.includes(marker) || !entries.every((entry) => written.has(entry))) return false;
  const report = join(folder, 'report');
  const reportFiles = existsSync(report) ? readdirSync(report) : [];
  return (
    readdirSync(join(folder, 'logs')).every((entry) => entry === 'AWSLogs') &&
    reportFiles.every((entry) => /^(report\.(html|json)|[a-z-]+\.csv)$/.test(entry))
  );
}

/** Writes the incident whole or not at all, so that an interrupted demo leaves no half folder behind. */
async function writeWhole(folder: string, records: number, seed: number): Promise<void> {
  await writeWholeFolder(folder, async (partial) => {
    await writeIncident({ out: partial, records, seed });
    await writeFile(join(partial, marker), 'Written by "glasswatch demo", which may replace this folder.\n');
  });
}

/** What the incident's own script, which knows nothing of the product, expects. */
interface Expected {
  readonly start: string;
  readonly now: string;
  readonly alerts: readonly { readonly eventID: string; readonly detection: string }[];
  readonly verdicts: readonly Pick<Verdict, 'secret' | 'state' | 'reason' | 'deadline' | 'rotatedAt'>[];
}

function readExpected(file: string): Expected {
  return JSON.parse(readFileSync(file, 'utf8')) as Expected;
}

function judgedAlerts(told: readonly string[], { alerts }: Expected): number {
  const expected = alerts.map(({ eventID, detection }) => `${eventID} ${detection}`);
  return judged('alerts', 'raised', told, expected);
}

function judgedVerdicts(verdicts: readonly Verdict[], expected: Expected): number {
  const line = ({ secret, state, reason, deadline, rotatedAt }: Expected['verdicts'][number]) =>
    [secret, state, reason, deadline, rotatedAt].join(' ');
  return judged('verdicts', 'reached', verdicts.map(line).sort(), expected.verdicts.map(line).sort());
}

/** Says whether what came out is what the script of the incident expects. */
function judged(what: string, done: string, got: readonly string[], expected: readonly string[]): number {
  const same = expected.length === got.length && expected.every((line, index) => line === got[index]);
  process.stderr.write(
    same
      ? `The incident's script expects ${expected.length} ${what}: all were ${done}, none besides.\n`
      : `The incident's script expects ${expected.length} ${what}, and ${got.length} were ${done}: they differ (expected.json).\n`,
  );
  return same ? exit.done : exit.incomplete;
}
