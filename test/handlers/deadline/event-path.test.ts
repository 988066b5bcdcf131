import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Config } from '../../../config/schema.ts';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import { LogSecretDirectory } from '../../../detections/event/secret-directory.ts';
import { admissions } from '../../../detections/gate/admission.ts';
import { compilePatterns } from '../../../detections/pattern/matcher.ts';
import { createGate } from '../../../handlers/alert/gate.ts';
import { buildAlertHandler } from '../../../handlers/alert/handler.ts';
import { MemoryLedger } from '../../../handlers/alert/memory-ledger.ts';
import type { Notice } from '../../../handlers/alert/render/notice.ts';
import { deadlineLog } from '../../../handlers/deadline/deployed-log.ts';
import type { Incident } from '../../../handlers/deadline/incident.ts';
import { MemoryFactStore, MemoryToldStore } from '../../../handlers/deadline/ledger/memory-stores.ts';
import { deadlineNotes } from '../../../handlers/deadline/notes.ts';
import type { DeadlinePorts } from '../../../handlers/deadline/ports.ts';
import { runDeadlines } from '../../../handlers/deadline/run/run.ts';
import { loadConfig } from '../../../local/config-file.ts';
import { judgedLog } from '../../../local/deadline/judged.ts';
import { writeIncident } from '../../../local/incident/incident.ts';
import { duckdbLogQuery } from '../../../local/log-table/duckdb-query.ts';
import { openLogTable, type LogTable } from '../../../local/log-table/log-table.ts';
import { findLogFiles, readLogFiles, type LogFile } from '../../../local/reader/reader.ts';
import { silent } from '../../../local/replay/progress.ts';
import { spanOf } from '../../../queries/span.ts';
import { batch, envelope } from '../alert/queue/queue-desk.ts';

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type CloudTrailRecord = Record<string, unknown>;

interface Expected {
  readonly now: string;
  readonly verdicts: readonly Record<string, unknown>[];
}

const nothing = () => undefined;

describe.each([{ seed: 3 }, { seed: 20_261_124 }])(
  'the built-in incident by events, seed $seed',
  ({ seed }) => {
    let out: string;
    let config: Config;
    let expected: Expected;
    let files: LogFile[];
    let records: CloudTrailRecord[];
    let table: LogTable;

    beforeAll(async () => {
      out = await mkdtemp(join(tmpdir(), 'glasswatch-events-'));
      const written = await writeIncident({ out, records: 1_500, seed });
      config = loadConfig(written.config, detections, Date.now());
      expected = JSON.parse(await readFile(written.expected, 'utf8')) as Expected;
      files = await findLogFiles([written.logs]);
      records = [];
      for await (const reading of readLogFiles(files)) {
        if (reading.outcome !== 'read') throw new Error(`${reading.file} is ${reading.outcome}`);
        for (const entry of reading.entries)
          if ('value' in entry) records.push(entry.value as CloudTrailRecord);
      }
      const span = spanOf(undefined, undefined);
      table = await openLogTable(files, { span, onTrouble: nothing, onProgress: nothing });
    });

    afterAll(async () => {
      table.close();
      await rm(out, { recursive: true, force: true });
    });

    /** Lets the gates' rules decide what comes, and brings it shuffled and partly twice. `lost`: share that never comes. */
    async function heard(facts: MemoryFactStore, ledger: MemoryLedger, lost: number): Promise<void> {
      const random = randomOf(seed);
      const admits = compilePatterns(
        admissions(config, detections).map(({ by, pattern }) => [by, pattern] as const),
      );
      const admitted = records.filter((detail) => admits({ detail }).length > 0 && random() >= lost);
      const twice = [...admitted, ...admitted.filter(() => random() < 0.3)];
      const shuffled = twice
        .map((record) => ({ record, place: random() }))
        .sort((a, b) => a.place - b.place)
        .map(({ record }) => record);
      const directory = new LogSecretDirectory();
      const handle = buildAlertHandler({
        core: {
          ...{ config, detections, ledger, directory, group: true, lease: 60_000, clock: { now: () => 0 } },
          notifier: {
            alert: () => Promise.resolve(),
            bare: () => Promise.resolve(),
            lastWord: () => Promise.resolve(),
          },
        },
        gate: createGate(config, detections),
        notes: deadlineNotes({
          ...{ config, memory: ledger, directory, facts },
          resolver: { resolve: () => Promise.resolve([]) },
        }),
        queue: { handOutAfter: () => Promise.resolve() },
        letters: { send: () => Promise.reject(new Error('a letter was sent')) },
        journal: {
          received: nothing,
          ended: nothing,
          failed: (what, _, error) => {
            throw new Error(what, { cause: error });
          },
        },
        announce: () => Promise.resolve(),
        lastResort: () => Promise.reject(new Error('the last resort was taken')),
        maxReceives: 3,
      });
      for (let from = 0; from < shuffled.length; from += 10) {
        const bodies = shuffled.slice(from, from + 10).map((record) => envelope(record));
        expect(await handle(batch(bodies), () => 60_000)).toEqual({ batchItemFailures: [] });
      }
    }

    /** Runs the deadline function once, at the end of the day; answers the incidents that it judged. */
    async function concluded(
      facts: MemoryFactStore,
    ): Promise<{ incidents: readonly Incident[]; notices: Notice[] }> {
      const notices: Notice[] = [];
      let incidents: readonly Incident[] = [];
      const ports: DeadlinePorts = {
        ...{ config, facts, told: new MemoryToldStore(), besides: [], alertsTold: () => Promise.resolve([]) },
        log: deadlineLog(duckdbLogQuery(table.connection), config),
        versions: { versionsOf: () => Promise.resolve(null) },
        waivers: { all: () => Promise.resolve([]) },
        notifier: { notice: (notice) => Promise.resolve(void notices.push(notice)) },
        evidence: {
          put: () => Promise.resolve(),
          keys: () => Promise.resolve([]),
          read: () => Promise.resolve(null),
        },
        record: () => Promise.resolve(''),
        judged: (all) => (incidents = all),
        clock: { now: () => Date.parse(expected.now) },
        failed: (what, error) => {
          throw new Error(what, { cause: error });
        },
      };
      await runDeadlines(ports, { discover: false });
      return { incidents, notices };
    }

    async function byFiles(): Promise<readonly Incident[]> {
      const options = {
        config,
        now: Date.parse(expected.now),
        waivers: [],
        progress: silent,
        onTrouble: nothing,
      };
      return (await judgedLog(files, options)).incidents;
    }

    test.each([
      { how: 'shuffled and doubled', lost: 0 },
      { how: 'shuffled, doubled, and a third of them lost', lost: 0.33 },
    ])('$how, then the log pass, gives the exposures and verdicts of the files', async ({ lost }) => {
      const facts = new MemoryFactStore();
      await heard(facts, new MemoryLedger(), lost);
      const { incidents, notices } = await concluded(facts);
      expect(incidents).toEqual(await byFiles());
      const verdicts = incidents.flatMap(({ exposures }) => exposures);
      expect(verdicts).toHaveLength(expected.verdicts.length);
      for (const wanted of expected.verdicts) {
        expect(verdicts.find(({ secret }) => secret === wanted.secret)).toMatchObject(wanted);
      }
      expect(notices.map(({ title }) => title)).toEqual([
        '3 secrets overdue in the emergency of ana.ops',
        '2 secrets read in the emergency of bo.dba',
      ]);
    });
  },
);
