import { existsSync, readdirSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { writeIncident } from '../incident/incident.ts';
import type { Verdict } from '../../handlers/deadline/verdict.ts';
import { runDeadline } from './deadline-command.ts';
import { writeWholeFolder } from '../output/whole-folder.ts';
import { mayBeWritten } from '../incident-report/report-folder.ts';
import type { Report } from '../../handlers/report/report.ts';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { loadConfig } from '../config-file.ts';
import { demoMessages } from '../slack-page/demo-messages.ts';
import { slackPage } from '../slack-page/slack-page.ts';
import { judgedAlerts, judgedVerdicts, readExpected, type Expected } from './demo-expected.ts';
import { UsageError } from './exit.ts';
import { interruptible } from './interruptible.ts';
import { runIncident } from './incident-command.ts';
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
const written = new Set([
  ...[marker, 'logs', 'glasswatch.json', 'expected.json'],
  ...['report', 'incidents', 'slack.html', 'slack.json'],
]);

export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .summary('play the built-in incident')
    .description(
      'Writes a day of CloudTrail logs of a made-up account in which someone breaks the glass, runs the detections over it, says of every secret read whether it was replaced in time, and writes the report, the report of each incident, and a page of the messages as Slack would show them.',
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
  const reports: Report[] = [];
  const config = join(folder, 'glasswatch.json');
  const reportCode = await runReportCommand(
    [join(shown, 'logs')],
    { config, out: join(shown, 'report'), now: expected.now },
    (report) => reports.push(report),
  );
  process.stdout.write('\nThe report and the evidence of each emergency\n\n');
  const incidentCode = await runIncident([join(folder, 'logs')], {
    ...{ config, out: join(shown, 'incidents'), now: expected.now },
  });
  process.stdout.write('\nWhat Slack would show\n\n');
  for (const report of reports) await writeMessages(shown, { seed, expected, report });
  process.stderr.write(`\nThe logs are in ${shown}: look at them with other settings, for example\n`);
  process.stderr.write(
    `  npx glasswatch replay ${shown}/logs --config ${shown}/glasswatch.json --no-group\n`,
  );
  process.stderr.write(
    `  npx glasswatch deadline ${shown}/logs --config ${shown}/glasswatch.json --now ${expected.start.slice(0, 10)}T07:00:00Z\n`,
  );
  const alertsCode = judgedAlerts(told, expected);
  return Math.max(
    code,
    deadlineCode,
    reportCode,
    incidentCode,
    alertsCode,
    judgedVerdicts(verdicts, expected),
  );
}

/** Writes the messages as Slack is sent them (slack.json) and as it shows them (slack.html). */
async function writeMessages(
  folder: string,
  { seed, expected, report }: { seed: number; expected: Expected; report: Report },
): Promise<void> {
  const config = loadConfig(join(folder, 'glasswatch.json'), detections, Date.now());
  const groups = await demoMessages({ seed, start: Date.parse(expected.start), config, report });
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  await writeFile(join(folder, 'slack.html'), slackPage(groups, { timeZone }));
  const payloads = groups.flatMap(({ messages }) =>
    messages.map(({ about, at, payload }) => ({ about, at, payload: JSON.parse(payload) as unknown })),
  );
  await writeFile(join(folder, 'slack.json'), `${JSON.stringify(payloads, null, 2)}\n`);
  process.stdout.write(`${join(folder, 'slack.html')}\n`);
}

/** Whether a folder was written by a demo and nothing was put into it since. */
function isEarlierDemo(folder: string): boolean {
  const entries = statSync(folder).isDirectory() ? readdirSync(folder) : [];
  if (!entries.includes(marker) || !entries.every((entry) => written.has(entry))) return false;
  const report = join(folder, 'report');
  const reportFiles = existsSync(report) ? readdirSync(report) : [];
  const incidents = join(folder, 'incidents');
  const reported = existsSync(incidents) ? readdirSync(incidents) : [];
  return (
    reported.every((incident) => mayBeWritten(join(incidents, incident), incident)) &&
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
