import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseConfig } from '../../../config/parse.ts';
import type { Config } from '../../../config/schema.ts';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import { writeIncident } from '../../../local/incident/incident.ts';
import { findLogFiles } from '../../../local/reader/reader.ts';
import { config as recordedConfig } from '../../recorded/expected.ts';
import { recordedFolder } from '../../recorded/folder.ts';

type Fields = Record<string, unknown>;

/** Records that files are made of, the config they are watched with, and texts that mean something under it. */
export interface Originals {
  readonly records: readonly Fields[];
  readonly config: Config;
  readonly texts: readonly string[];
}

const now = Date.parse('2026-11-21T00:00:00Z');

/** The built-in incident; what is of interest and everyday traffic in equal parts. */
export async function incidentOriginals(): Promise<Originals> {
  const out = await mkdtemp(join(tmpdir(), 'glasswatch-scan-'));
  try {
    const { logs, config } = await writeIncident({ out, records: 1_500, seed: 1 });
    const files = await findLogFiles([logs]);
    return {
      records: files.flatMap(({ path }) => recordsOf(path)),
      ...watched(JSON.parse(readFileSync(config, 'utf8')) as Fields),
    };
  } finally {
    await rm(out, { recursive: true });
  }
}

/** Third-party recordings; null where they are not there. */
export function recordedOriginals(): Originals | null {
  if (!existsSync(recordedFolder)) return null;
  const records = readdirSync(recordedFolder).flatMap((name) => recordsOf(join(recordedFolder, name)));
  return { records, ...watched(recordedConfig) };
}

function watched(raw: Fields): Omit<Originals, 'records'> {
  const config = parseConfig(
    { account: '111122223333', regions: ['eu-central-1'], ...raw },
    { source: 'test', detections, now },
  );
  const { roles, users } = config.breakGlass;
  return {
    config,
    texts: [
      ...[...roles, ...users].map((arn) => arn.replace('*', 'x')),
      ...roles.map((arn) => arn.replace('*', '')),
      '/aws/reference/secretsmanager/prod/db',
      'arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db-AbCdEf',
      'glasswatch-log-bucket',
      'AssumedRole',
      'User: x is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role/BREAK-GLASS-a',
    ],
  };
}

function recordsOf(path: string): Fields[] {
  return (JSON.parse(gunzipSync(readFileSync(path)).toString()) as { Records: Fields[] }).Records;
}
