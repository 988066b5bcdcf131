import { readFileSync } from 'node:fs';
import { glob } from 'tinyglobby';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeIncident } from '../../../local/incident/incident.ts';
import { Folder } from '../../local/cli/glasswatch.ts';
import { emulatorChanges } from './emulator-changes.ts';
import { stopSchedules } from './functions.ts';
import { withLiveSecrets } from './live-secrets.ts';
import { home, Stage, until, type CloudTrailRecord } from './stage.ts';

interface ExpectedAlert {
  readonly eventID: string;
  readonly detection: string;
  readonly severity: string;
}
interface Expected {
  readonly alerts: readonly ExpectedAlert[];
  readonly alertsUngrouped: readonly ExpectedAlert[];
  readonly redelivered: readonly string[];
  readonly timeline: readonly { readonly eventID: string; readonly disposition: string }[];
}

const folder = new Folder();
let stage: Stage;
let expected: Expected;
/** All records of the day in order of time; a file that CloudTrail delivers twice stands here once. */
let records: readonly CloudTrailRecord[];

beforeAll(async () => {
  const written = await writeIncident({ out: folder.path, records: 1_000, seed: 7 });
  expected = JSON.parse(readFileSync(written.expected, 'utf8')) as Expected;
  const paths = await glob('**/*.json.gz', { cwd: written.logs, absolute: true });
  const all = paths.flatMap(
    (path) =>
      (JSON.parse(gunzipSync(readFileSync(path)).toString()) as { Records: CloudTrailRecord[] }).Records,
  );
  records = [...new Map(all.map((one) => [String(one.eventID), one])).values()].sort((a, b) =>
    order(a) < order(b) ? -1 : 1,
  );
  stage = await Stage.set({
    config: {
      ...(JSON.parse(readFileSync(written.config, 'utf8')) as object),
      account: '111122223333',
      regions: [home, 'eu-west-1'],
      slack: { webhookSecret: 'glasswatch-slack-webhook' },
      email: ['soc@example.com'],
    },
  });
  // What they start tells things of its own.
  await stopSchedules(stage, 'deadline', 'report', 'canary', 'checkup');
  records = await withLiveSecrets(stage, records);
  await play(records);
});
afterAll(async () => {
  // There is none where it could not be set.
  await (stage as Stage | undefined)?.strike();
  folder.remove();
});

function order({ eventTime, eventID }: CloudTrailRecord): string {
  return `${String(eventTime)} ${String(eventID)}`;
}

/**
 * Sends records in their order. EventBridge promises none; the test keeps it, because counts of groups and of reads are
 * compared with those of a replay, which has it: each event that has to be claimed is waited for, and waits for those before it.
 */
async function play(these: readonly CloudTrailRecord[]): Promise<void> {
  const claimed = new Set(expected.alertsUngrouped.map(({ eventID }) => eventID));
  let others: CloudTrailRecord[] = [];
  for (const record of these) {
    const eventID = String(record.eventID);
    if (!claimed.has(eventID)) {
      others.push(record);
      continue;
    }
    if (others.length > 0) {
      await stage.send(others);
      await allIsDone();
      others = [];
    }
    await stage.send([record]);
    await until(`a final disposition of ${eventID}`, () => stage.disposition(eventID));
  }
  await stage.send(others);
  await allIsDone();
}

async function allIsDone(): Promise<void> {
  for (const queue of ['glasswatch-alert', 'glasswatch-critical'])
    await until(`an empty queue ${queue}`, async () => ((await stage.waiting(queue)) === 0 ? true : null));
}

/** The alerts among what was posted to Slack: severity from the header, detection and event from the last part. */
function toldInSlack(): ExpectedAlert[] {
  return stage.slack.posts.flatMap(({ body }) => {
    const found = /([a-z-]+), event ([0-9a-f-]{36}), /.exec(body);
    const severity = /(CRITICAL|HIGH|MEDIUM|LOW): /.exec(body)?.[1]?.toLowerCase() ?? '';
    const [, detection = '', eventID = ''] = found ?? [];
    return found === null ? [] : [{ eventID, detection, severity }];
  });
}

function sorted(alerts: readonly ExpectedAlert[]): string[] {
  return alerts.map(({ eventID, detection, severity }) => `${eventID} ${detection} ${severity}`).sort();
}

describe('the incident, sent through the deployed stacks', () => {
  it('was deployed with no more changes than those listed', () => {
    const total = (what: string) => stage.stacks.reduce((sum, { changed }) => sum + (changed[what] ?? 0), 0);
    const touched = emulatorChanges.map(({ what }) => total(what));
    // Trail and bus policy; schedules; alarms on expressions; policies; queues that feed functions; no other Athena; clocks.
    expect(touched).toEqual([2, 4, 4, 13, 2, 0, 5]);
    expect(stage.stacks.map(({ name }) => name)).toEqual([
      'glasswatch-audit-log',
      'glasswatch-watch',
      `glasswatch-gate-${home}`,
    ]);
  });

  it('is told in Slack as a replay tells it: the same events, detections and severities, each once', () => {
    expect(sorted(toldInSlack())).toEqual(sorted(expected.alerts));
  });

  it('is told by SNS where it is critical, and nowhere else', async () => {
    const told = (await stage.publishedMachine()) as unknown as (ExpectedAlert & { type: string })[];
    const alerts = told.filter(({ type }) => type === 'glasswatch.alert');
    expect(sorted(alerts)).toEqual(sorted(expected.alerts.filter(({ severity }) => severity === 'critical')));
    expect(told.filter(({ type }) => type !== 'glasswatch.alert')).toEqual([]);
  });

  it('leaves a closed claim for every event that matched, with the disposition that a replay gives it', async () => {
    const wanted = expected.timeline.filter(({ disposition }) => disposition !== 'unmatched');
    expect(wanted).toHaveLength(expected.alertsUngrouped.length);
    for (const { eventID, disposition } of wanted)
      expect(await stage.disposition(eventID), eventID).toBe(disposition);
  });

  it('leaves no claim of an event that matched nothing', async () => {
    const matched = new Set(expected.alertsUngrouped.map(({ eventID }) => eventID));
    for (const { eventID } of expected.timeline.filter((one) => !matched.has(one.eventID)))
      expect(await stage.disposition(eventID), eventID).toBeNull();
  });

  it('does not tell what comes a second time', async () => {
    const posts = stage.slack.posts.length;
    const matched = new Set(expected.alertsUngrouped.map(({ eventID }) => eventID));
    await stage.send(records.filter(({ eventID }) => matched.has(String(eventID))));
    await allIsDone();
    expect(stage.slack.posts.length).toBe(posts);
    expect(await stage.published()).toEqual([]);
  });

  it('leaves nothing in queues and dead-letter queues', async () => {
    const queues = [
      ...['glasswatch-alert', 'glasswatch-critical', 'glasswatch-undelivered'],
      ...['glasswatch-alert-dead-letters', 'glasswatch-critical-dead-letters', 'glasswatch-gate-undelivered'],
    ];
    for (const queue of queues) expect(await stage.waiting(queue), queue).toBe(0);
  });
});
