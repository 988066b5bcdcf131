import { ownNames } from '../../config/names.ts';
import type { Config } from '../../config/schema.ts';
import { queries } from '../../queries/catalogue.ts';
import type { LogQuery } from '../../queries/log-query.ts';
import { evidenceOf } from '../incident/evidence.ts';
import { incidentPage } from '../incident/render/html.ts';
import { incidentMarkdown } from '../incident/render/markdown.ts';
import { composeReport } from '../incident/report.ts';
import type { Telling } from '../incident/telling.ts';
import type { Incident } from './incident.ts';

export interface RecordPorts {
  readonly config: Config;
  readonly log: LogQuery;
  /** What the ledger knows to have been told of the incident's events. */
  readonly tellings: (incident: Incident) => Promise<readonly Telling[]>;
  readonly put: (key: string, text: string, contentType: string) => Promise<void>;
  /** ms */
  readonly now: number;
}

/**
 * Writes the evidence record and the report of an incident, and answers the record's SHA-256.
 * @throws QueryFailed, QueryCancelled: there is no record with holes.
 */
export async function recordIncident(
  incident: Incident,
  { config, log, tellings, put, now }: RecordPorts,
): Promise<string> {
  const facts = {
    ...{ incident, now, tellings: await tellings(incident), tellingBasis: 'ledger' as const },
    watchedRegions: config.regions ?? [],
    home: ownNames(config)?.homeRegion ?? null,
  };
  const report = await composeReport(facts, log, queries);
  const { text, recordSha256 } = evidenceOf(report);
  const folder = `incidents/${incident.incident}/${report.asOf}`;
  await put(`${folder}/report.md`, incidentMarkdown(report, recordSha256), 'text/markdown; charset=utf-8');
  await put(`${folder}/report.html`, incidentPage(report, recordSha256), 'text/html; charset=utf-8');
  await put(`${folder}/evidence.json`, text, 'application/json');
  return recordSha256;
}
