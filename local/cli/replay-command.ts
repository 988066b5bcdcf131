import { writeSync } from 'node:fs';
import { InvalidArgumentError, type Command } from 'commander';
import picocolors from 'picocolors';
import { counted } from '../../config/counted.ts';
import { configWarnings } from '../../config/parse.ts';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { choice, choices } from './choice.ts';
import { filtered, outputFilter, type FilterFlags } from './output-filter.ts';
import { severities } from '../../config/severity.ts';
import type { Alert } from '../../handlers/alert/alert.ts';
import type { Notifier } from '../../handlers/alert/ports.ts';
import { isExpired } from '../../handlers/alert/suppression.ts';
import { slackChannel, type SlackChannel } from '../../handlers/channels/slack-channel.ts';
import { defaultConfigFile, loadConfig } from '../config-file.ts';
import { alsoToSlack, type Deliveries } from '../output/slack-notifier.ts';
import { formats, showsColors, streamNotifier, type Format } from '../output/stream-notifier.ts';
import { DetectionTally } from '../output/detection-tally.ts';
import { tallyText } from '../output/tally-text.ts';
import { widthOf } from '../output/wrapped.ts';
import { findLogFiles } from '../reader/reader.ts';
import { showProgress } from '../replay/progress.ts';
import { Replay } from '../replay/replay.ts';
import { exit, UsageError } from './exit.ts';
import { say } from './say.ts';
import { TroubleTeller } from './troubles.ts';

interface ReplayFlags extends FilterFlags {
  readonly config: string;
  readonly format: Format;
  readonly group: boolean;
  readonly notify?: boolean;
  readonly workers?: number;
  readonly summary?: boolean;
}

export function addReplayCommand(program: Command): void {
  program
    .command('replay')
    .summary('run the detections over CloudTrail files and print their alerts')
    .description(
      'Runs the detections and the alert core that are deployed over CloudTrail files, and prints the alerts in order of time.',
    )
    .argument('<PATH...>', 'files, folders or globs of CloudTrail logs; "-" is standard input')
    .option('--config <FILE>', 'config, or a cdk.json that holds it', defaultConfigFile)
    .addOption(choice('--format <FORMAT>', 'how alerts are printed', formats))
    .option('--notify', 'also post the alerts to the Slack webhook in GLASSWATCH_SLACK_WEBHOOK_URL')
    .option('--workers <N>', 'threads that read; without it, as many as there are cores', workers)
    .option('--no-group', 'one line for each matched event, repeats included')
    .option('--from <ISO>', 'show only events from this day or instant on')
    .option('--to <ISO>', 'show only events up to this day (included) or instant (excluded)')
    .addOption(choices('--detection <ID...>', 'show only what these detections say', detectionIds))
    .addOption(choices('--severity <LEVEL...>', 'show only what is as bad as this', severities))
    .option('--summary', 'instead of alerts: how often each detection spoke, and would have spoken in shadow')
    .addHelpText(
      'after',
      `
Reads {"Records":[…]}, NDJSON, single events, EventBridge envelopes and the output of
"aws cloudtrail lookup-events", gzip or plain. Alerts go to standard output, all else to
standard error; its last line beginning "summary " is JSON.

--from, --to, --detection and --severity choose what is shown, and posted with --notify. All of the input is decided
all the same, since what an event means can depend on those before it: the line "summary " counts every record.

Examples:
  glasswatch replay ./AWSLogs
  glasswatch replay ./AWSLogs --from 2026-11-18T02:00:00Z --severity critical high
  glasswatch replay ./AWSLogs --from 2026-11-01 --summary
  glasswatch replay --config my-account.json 'logs/**/*.json.gz'
  aws cloudtrail lookup-events | glasswatch replay - --format ndjson | jq .title

Exit codes: 0 done; 1 done, but something was unreadable or not delivered; 2 wrong usage or config; 130 after Ctrl-C.`,
    )
    .action(async (paths: string[], flags: ReplayFlags) => {
      process.exitCode = await runReplay(paths, flags);
    });
}

function workers(text: string): number {
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (count === 0) throw new InvalidArgumentError('expected a whole number from 1 to 999.');
  return count;
}

const detectionIds = detections.map(({ id }) => id);

/** Runs a replay on the process's own streams; answers the exit code. `onAlert` sees each alert before it is printed. */
export async function runReplay(
  paths: readonly string[],
  flags: ReplayFlags,
  onAlert: (alert: Alert) => void = () => undefined,
): Promise<number> {
  const now = Date.now();
  const config = loadConfig(flags.config, detections, now);
  const passes = outputFilter(flags);
  if (flags.summary === true && flags.notify === true)
    throw new UsageError('--summary tells no alerts: there is nothing for --notify to post');
  const channel = flags.notify === true ? channelOfEnvironment() : null;
  const files = await findLogFiles(paths);
  for (const warning of configWarnings(config)) say(`warning: ${warning}`);
  const troubles = new TroubleTeller();
  const progress = showProgress(
    files.length,
    files.reduce((sum, { size }) => sum + (size ?? 0), 0),
    process.stderr,
  );
  const tally = flags.summary === true ? new DetectionTally(detections, config) : null;
  const printing = tally === null ? streamNotifier(process.stdout, flags.format) : printsNothing;
  const deliveries: Deliveries = { delivered: 0, undelivered: 0 };
  const replay = new Replay({
    files,
    config,
    detections,
    notifier: filtered(
      observed(channel === null ? printing : alsoToSlack(printing, channel, deliveries, say), onAlert),
      passes,
    ),
    onTold: (told) => {
      if (passes(told.alert)) tally?.count(told);
    },
    clock: { now: () => now },
    group: flags.group,
    workers: flags.workers,
    progress,
    onTrouble: (trouble) => {
      troubles.tell(trouble);
    },
  });
  const interrupted = () => {
    progress.stop();
    // Written at once: the process ends here, whatever streams still hold.
    writeSync(2, `interrupted\n${summaryLine(replay)}\n`);
    process.exit(exit.interrupted);
  };
  process.once('SIGINT', interrupted);
  try {
    await replay.run();
  } finally {
    process.removeListener('SIGINT', interrupted);
  }
  if (tally !== null) {
    const colors = picocolors.createColors(showsColors(process.stdout));
    process.stdout.write(tallyText(tally.rows(), flags.format, { colors, width: widthOf(process.stdout) }));
  }
  troubles.end();
  for (const arn of replay.unseen) {
    say(`warning: no event concerns the break-glass principal ${arn}: is the ARN right (path included)?`);
  }
  for (const { detection, owner, expires } of config.suppressions.filter((one) => isExpired(one, now))) {
    say(
      `warning: the suppression of ${detection} by ${owner} expired on ${expires} and no longer suppresses`,
    );
  }
  if (channel !== null)
    say(`Slack: ${deliveries.delivered} delivered, ${deliveries.undelivered} not delivered`);
  say(inWords(replay));
  say(summaryLine(replay));
  const { unreadable, 'dead-lettered': deadLettered } = replay.summary;
  return unreadable + deadLettered + deliveries.undelivered > 0 ? exit.incomplete : exit.done;
}

/** How patient a laptop is with Slack: it is asked for a message at a time, and nobody else waits. */
const patience = { timeout: 5_000, retries: 2, longestWait: 30_000 };

function channelOfEnvironment(): SlackChannel {
  const url = process.env.GLASSWATCH_SLACK_WEBHOOK_URL ?? '';
  if (url === '')
    throw new UsageError('--notify needs the URL of a Slack webhook in GLASSWATCH_SLACK_WEBHOOK_URL');
  try {
    return slackChannel(url, patience);
  } catch {
    throw new UsageError('GLASSWATCH_SLACK_WEBHOOK_URL is not the URL of a webhook');
  }
}

const printsNothing: Notifier = {
  alert: () => Promise.resolve(),
  bare: () => Promise.resolve(),
  lastWord: () => Promise.resolve(),
};

function observed(notifier: Notifier, onAlert: (alert: Alert) => void): Notifier {
  return {
    ...notifier,
    alert: (alert) => {
      onAlert(alert);
      return notifier.alert(alert);
    },
  };
}

function summaryLine({ summary }: Replay): string {
  return `summary ${JSON.stringify(summary)}`;
}

function inWords({ summary }: Replay): string {
  const { files, records, alerted, grouped, suppressed, shadowed, unreadable } = summary;
  const rest = [
    grouped > 0 && `${counted(grouped, 'repeat')} grouped`,
    suppressed > 0 && `${suppressed} suppressed`,
    shadowed > 0 && `${shadowed} in shadow`,
    unreadable > 0 && `${counted(unreadable, 'file')} unreadable`,
    summary['dead-lettered'] > 0 && `${counted(summary['dead-lettered'], 'record')} unreadable`,
  ].filter((part) => part !== false);
  return [
    `${counted(records, 'record')} in ${counted(files, 'file')}: ${counted(alerted, 'alert')}`,
    ...rest,
  ].join(', ');
}
