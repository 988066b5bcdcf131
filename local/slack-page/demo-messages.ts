import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../config/schema.ts';
import { bySeverity } from '../../config/severity.ts';
import { noticeSlackMessage } from '../../handlers/alert/render/notice.ts';
import { keptReportNotice } from '../../handlers/report/handler.ts';
import type { Report } from '../../handlers/report/report.ts';
import type { LogFile } from '../reader/reader.ts';
import { writeIncident } from '../incident/incident.ts';
import { findLogFiles } from '../reader/reader.ts';
import { alertMessages } from './alert-messages.ts';
import { deadlineMessages } from './deadline-messages.ts';
import { posted, type Posted } from './posted.ts';
import { secondNight, type SecondNight } from './second-night.ts';
import type { MessageGroup } from './slack-page.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export interface DemoDay {
  readonly seed: number;
  /** Midnight UTC of the day, ms. */
  readonly start: number;
  readonly config: Config;
  readonly report: Report;
}

/**
 * What Slack is posted of the demo's incident, of a second night for what the first has not, and of the report: messages of
 * everyday traffic there are none, so the incident's own records are enough, however big the day.
 */
export async function demoMessages({ seed, start, config, report }: DemoDay): Promise<MessageGroup[]> {
  const folder = await mkdtemp(join(tmpdir(), 'glasswatch-slack-'));
  try {
    const first = await findLogFiles([
      (await writeIncident({ out: join(folder, 'first'), records: 0, seed, start: new Date(start) })).logs,
    ]);
    const night = secondNight(start + dayMs);
    const path = join(folder, 'second.ndjson');
    await writeFile(path, night.records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    const second = await findLogFiles([path]);
    const now = start + 2 * dayMs;
    const [alerts, more] = [
      await alertMessages(first, config, now),
      await alertMessages(second, config, now),
    ];
    const told = firstOfEach([...alerts.detections, ...more.detections]);
    const deadlines = [
      ...(await deadlineMessages(first, config, {
        from: start + 2 * hourMs,
        to: start + dayMs,
        waiversAt: () => [],
      })),
      ...(await secondDeadlines(second, config, night, start + dayMs)),
    ];
    return [
      {
        id: 'detections',
        title: 'Detections',
        about: 'One alert of each detection, the worst first.',
        messages: told.sort((a, b) => bySeverity(a.severity, b.severity)),
      },
      {
        id: 'counted',
        title: 'Repeats and what cannot be read',
        about: 'Repeats of one kind are counted; the last word says how many there were.',
        messages: firstOfEach([...alerts.others, ...more.others]),
      },
      {
        id: 'deadline',
        title: 'Deadlines',
        about: 'What becomes of the secrets that were read: one message for each change of an incident.',
        messages: firstOfEach(deadlines),
      },
      {
        id: 'report',
        title: 'Weekly report',
        about: 'Its summary; the page itself is kept with the log.',
        messages: [
          posted(
            'the weekly report',
            report.madeAt,
            noticeSlackMessage(
              keptReportNotice(report, `s3://YOUR-REPORT-BUCKET/${report.period.from.slice(0, 10)}/`),
            ),
          ),
        ],
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** In the second night the reader waives a secret, which does not count; then somebody else does, which does. */
function secondDeadlines(
  files: readonly LogFile[],
  config: Config,
  { waivedSecret, waivedBy, refusedTo }: SecondNight,
  start: number,
): Promise<Posted[]> {
  const expires = new Date(start + 30 * dayMs).toISOString().slice(0, 10);
  return deadlineMessages(files, config, {
    from: start + 2 * hourMs,
    to: start + 28 * hourMs,
    waiversAt: (exposures, now) => {
      const waived = exposures.find(({ secret }) => secret === waivedSecret);
      if (waived === undefined || now < start + 3 * hourMs) return [];
      const { exposure } = waived;
      const own = { exposure, reason: 'I have not written it down', author: refusedTo, expires };
      const other = {
        exposure,
        reason: 'The warehouse is being taken down this week',
        author: waivedBy,
        expires,
      };
      return now < start + 4 * hourMs ? [own] : [own, other];
    },
  });
}

/** The first message that is an example of each thing. */
function firstOfEach<Message extends Posted>(messages: readonly Message[]): Message[] {
  return messages.filter(({ about }, index) => messages.findIndex((one) => one.about === about) === index);
}
