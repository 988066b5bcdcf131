import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import { loadConfig } from '../../../local/config-file.ts';
import { writeIncident } from '../../../local/incident/incident.ts';
import { alertLine } from '../../../local/output/ndjson.ts';
import { findLogFiles } from '../../../local/reader/reader.ts';
import { Replay } from '../../../local/replay/replay.ts';

const folder = mkdtempSync(join(tmpdir(), 'glasswatch-workers-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('any number of workers gives the same alerts, counts, troubles and warnings, in the same order', async () => {
  const { logs, config } = await writeIncident({ out: folder, records: 4_000, seed: 3 });
  const bad = gzipSync(JSON.stringify({ Records: [{ eventName: 'Lonely' }, 7] }));
  for (const name of ['a.json.gz', 'z.json.gz']) writeFileSync(join(logs, name), bad);
  writeFileSync(join(logs, 'cut.json.gz'), bad.subarray(0, 30));
  const files = await findLogFiles([logs]);

  const replayed = async (workers: number, order = files) => {
    const told: string[] = [];
    const troubles: string[] = [];
    const replay = new Replay({
      files: order,
      config: loadConfig(config, detections, Date.now()),
      detections,
      notifier: {
        alert: (alert) => Promise.resolve(void told.push(alertLine(alert))),
        bare: (alert) => Promise.reject(new Error(alert.reason)),
        lastWord: (word) => Promise.resolve(void told.push(JSON.stringify(word))),
      },
      clock: { now: () => Date.now() },
      group: true,
      workers,
      progress: { update: () => undefined, stop: () => undefined },
      onTrouble: ({ file, position, reason }) => troubles.push(`${file} ${position ?? ''} ${reason}`),
    });
    await replay.run();
    return { told, troubles, summary: replay.summary, unseen: replay.unseen };
  };

  const alone = await replayed(1);
  expect(alone.told.length).toBeGreaterThan(20);
  expect(alone.troubles).toHaveLength(5);
  expect(alone.summary).toMatchObject({ files: files.length, unreadable: 1, 'dead-lettered': 4 });
  for (const workers of [2, 5]) expect(await replayed(workers)).toEqual(alone);
  const backwards = await replayed(2, files.toReversed());
  expect(backwards).toEqual({ ...alone, troubles: expect.arrayContaining(alone.troubles) as string[] });
});

test('a worker that fails fails the scan', async () => {
  const { scriptOf, startWorker } = await import('../../../local/scan/workers.ts');
  const data = {
    name: 'replay',
    options: null,
    kernel: null,
    files: [],
    next: new SharedArrayBuffer(4),
  } as never;
  const started = startWorker(scriptOf('throw new RangeError("broken")'), data, () => undefined);
  await expect(started).rejects.toThrow('broken');
});
