import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Config } from '../../config/schema.ts';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { compilePattern, type EventPattern } from '../../detections/pattern/matcher.ts';
import { writeIncident } from '../../local/incident/incident.ts';
import { findLogFiles, readLogFiles } from '../../local/reader/reader.ts';
import { casesOf, loadSubject } from '../detections/judgement.ts';
import { recordedFolder } from '../recorded/folder.ts';
import { judge } from './ruler.ts';

/** The script of the incident and a little of its noise. */
const incidentRecords = 1_000;

async function recordsIn(folder: string): Promise<unknown[]> {
  const records: unknown[] = [];
  for await (const reading of readLogFiles(await findLogFiles([folder]))) {
    if (reading.outcome !== 'read') throw new Error(`${reading.file}: ${reading.reason}`);
    for (const entry of reading.entries) if ('value' in entry) records.push(entry.value);
  }
  return records;
}

async function incident(): Promise<unknown[]> {
  const out = await mkdtemp(join(tmpdir(), 'glasswatch-ruler-'));
  try {
    return await recordsIn((await writeIncident({ out, records: incidentRecords, seed: 1 })).logs);
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

/** Every pattern of every detection, with the config of its own cases. */
async function patternsOfAll(): Promise<{ id: string; pattern: EventPattern }[]> {
  const subjects = await Promise.all(detections.map(loadSubject));
  return subjects.flatMap(
    ({ detection, config }: { detection: (typeof detections)[number]; config: Config }) =>
      detection.patterns(config).map((pattern) => ({ id: detection.id, pattern })),
  );
}

test('event-ruler says the same as we of every detection’s pattern and every event there is', async () => {
  const subjects = await Promise.all(detections.map(loadSubject));
  const ofCases = subjects.flatMap((subject) =>
    casesOf(subject).flatMap(({ event, before }) => [...before, event]),
  );
  const recorded = existsSync(recordedFolder) ? await recordsIn(recordedFolder) : [];
  const texts = new Set(
    [...ofCases, ...(await incident()), ...recorded].map((record) => JSON.stringify({ detail: record })),
  );
  const patterns = await patternsOfAll();
  const pairs = patterns.flatMap(({ pattern }) => {
    const text = JSON.stringify(pattern);
    return [...texts].map((event) => ({ pattern: text, event }));
  });
  process.stderr.write(`engines: ${patterns.length} patterns of detections, ${texts.size} events\n`);

  const verdicts = await judge(pairs);
  let matches = 0;
  const different: string[] = [];
  const events = [...texts].map((text) => JSON.parse(text) as unknown);
  for (const [p, { id, pattern }] of patterns.entries()) {
    const matching = compilePattern(pattern);
    for (const [e, event] of events.entries()) {
      const verdict = verdicts[p * events.length + e]?.verdict;
      const ours = matching(event) ? 'match' : 'no match';
      if (ours === 'match') matches += 1;
      if (verdict !== ours)
        different.push(`${id}: ours ${ours}, ruler ${verdict ?? 'none'}: ${JSON.stringify(event)}`);
    }
  }
  expect(different.slice(0, 5)).toEqual([]);
  expect(matches).toBeGreaterThan(500);
});
