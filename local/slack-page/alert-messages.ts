import type { Config } from '../../config/schema.ts';
import type { Severity } from '../../config/severity.ts';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { bareSlackMessage, lastWordSlackMessage, slackMessage } from '../../handlers/alert/render/slack.ts';
import type { LogFile } from '../reader/reader.ts';
import { silent } from '../replay/progress.ts';
import { Replay } from '../replay/replay.ts';
import { posted, type Posted } from './posted.ts';

export interface ToldAlert extends Posted {
  readonly severity: Severity;
}

/** What Slack is posted of some files: one alert of each detection, a repeat, the last words, and what cannot be read. */
export interface AlertMessages {
  readonly detections: readonly ToldAlert[];
  readonly others: readonly Posted[];
}

/** Runs the detections over files, as `replay` does, and keeps what Slack would be posted. `now` in ms. */
export async function alertMessages(
  files: readonly LogFile[],
  config: Config,
  now: number,
): Promise<AlertMessages> {
  const first = new Map<string, ToldAlert>();
  const others: Posted[] = [];
  const replay = new Replay({
    files,
    config,
    detections,
    clock: { now: () => now },
    group: true,
    workers: 1,
    progress: silent,
    onTrouble: () => undefined,
    notifier: {
      alert: (alert) => {
        const message = slackMessage(alert);
        if (alert.count !== null && alert.count > 1) {
          others.push(
            posted(`${alert.detection}, again: the ${alert.count}th of its kind`, alert.eventTime, message),
          );
        } else if (!first.has(alert.detection)) {
          const { severity } = alert;
          first.set(alert.detection, { ...posted(alert.detection, alert.eventTime, message), severity });
        }
        return Promise.resolve();
      },
      bare: (alert) => {
        others.push(posted('a record that matched and cannot be read', null, bareSlackMessage(alert)));
        return Promise.resolve();
      },
      lastWord: (word) => {
        const at = new Date(word.to).toISOString();
        others.push(posted(`the last word on ${word.detection}`, at, lastWordSlackMessage(word)));
        return Promise.resolve();
      },
    },
  });
  await replay.run();
  return { detections: [...first.values()], others };
}
