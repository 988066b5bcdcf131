import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import type { Alert } from '../../../handlers/alert/alert.ts';
import { loadConfig } from '../../../local/config-file.ts';
import { writeIncident } from '../../../local/incident/incident.ts';
import { alertLine } from '../../../local/output/ndjson.ts';
import { findLogFiles, type LogFile } from '../../../local/reader/reader.ts';
import { Replay, type ReplaySummary } from '../../../local/replay/replay.ts';

/** What the incident's script, which knows nothing of the product, expects of a replay. */
interface Expected {
  readonly alerts: readonly Record<string, unknown>[];
  readonly alertsUngrouped: readonly Record<string, unknown>[];
  readonly summary: ReplaySummary;
}

async function replayed(files: readonly LogFile[], config: string, group: boolean) {
  const alerts: Alert[] = [];
  const replay = new Replay({
    files,
    config: loadConfig(config, detections, Date.now()),
    detections,
    notifier: {
      alert: (alert) => Promise.resolve(void alerts.push(alert)),
      bare: (alert) => Promise.reject(new Error(`bare alert of ${alert.eventID}`)),
      lastWord: () => Promise.resolve(),
    },
    clock: { now: () => Date.now() },
    group,
    progress: { update: () => undefined, stop: () => undefined },
    onTrouble: ({ file, reason }) => {
      throw new Error(`${file}: ${reason}`);
    },
  });
  await replay.run();
  const lines = alerts.map((alert) => JSON.parse(alertLine(alert)) as Record<string, unknown>);
  return { lines, summary: replay.summary };
}

describe.each([
  { seed: 1, records: 0 },
  { seed: 1, records: 5_000 },
  { seed: 20_261_121, records: 12_000 },
])('the built-in incident, seed $seed, $records records', ({ seed, records }) => {
  let out: string;
  let logs: string;
  let config: string;
  let expected: Expected;

  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'glasswatch-incident-'));
    const written = await writeIncident({ out, records, seed });
    ({ logs, config } = written);
    expected = JSON.parse(await readFile(written.expected, 'utf8')) as Expected;
  });

  afterAll(() => rm(out, { recursive: true, force: true }));

  test('raises exactly the alerts that its script expects, and counts every record', async () => {
    const { lines, summary } = await replayed(await findLogFiles([logs]), config, true);
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.map((line, index) => project(line, expected.alerts[index]))).toEqual(expected.alerts);
    expect(summary).toEqual(expected.summary);
  });

  test('tells every matched event without grouping', async () => {
    const { lines } = await replayed(await findLogFiles([logs]), config, false);
    expect(lines.map((line, index) => project(line, expected.alertsUngrouped[index]))).toEqual(
      expected.alertsUngrouped,
    );
  });

  test('gives the same alerts for the files in reverse, and for all records in one file', async () => {
    const files = await findLogFiles([logs]);
    const forwards = await replayed(files, config, true);
    const backwards = await replayed([...files].reverse(), config, true);
    expect(backwards.lines).toEqual(forwards.lines);

    const all = files.flatMap(({ path }) => recordsOf(path)).reverse();
    const path = join(out, 'all.ndjson');
    await writeFile(path, all.map((record) => JSON.stringify(record)).join('\n'));
    const together = await replayed([{ path, size: null }], config, true);
    expect(together.lines).toEqual(forwards.lines);
    expect(together.summary).toEqual({ ...expected.summary, files: 1 });
  });
});

/** The fields that the script speaks of; more may stand in a line. */
function project(
  line: Record<string, unknown>,
  wanted: Record<string, unknown> = {},
): Record<string, unknown> {
  return Object.fromEntries(Object.keys(wanted).map((key) => [key, line[key]]));
}

function recordsOf(path: string): unknown[] {
  return (JSON.parse(gunzipSync(readFileSync(path)).toString()) as { Records: unknown[] }).Records;
}
