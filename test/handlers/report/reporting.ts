import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '../../../config/parse.ts';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import type { Report, ReportSection } from '../../../handlers/report/report.ts';
import { findLogFiles } from '../../../local/reader/reader.ts';
import { askedPeriod } from '../../../local/report/report-period.ts';
import { runReport, type ReportRun } from '../../../local/report/run-report.ts';
import { account, foreignAccount, roleArn } from '../../detections/event-builders.ts';

export const now = Date.parse('2026-11-24T07:00:00Z');

export function configOf(more: Readonly<Record<string, unknown>> = {}) {
  const config = {
    account,
    breakGlass: { roles: [roleArn('BREAK-GLASS-*')] },
    trustedAccounts: [foreignAccount],
    ...more,
  };
  return parseConfig(config, { source: 'test', detections, now });
}

export interface Reported {
  readonly report: Report;
  readonly out: string;
  readonly said: readonly string[];
  readonly section: (id: string) => ReportSection;
}

/** Makes a report over the files in a folder with DuckDB, as the command does, and writes it. */
export async function reportOver(
  logs: string,
  { from, to, ...more }: Partial<ReportRun> & { from?: string; to?: string } = {},
): Promise<Reported> {
  const said: string[] = [];
  const out = more.out ?? mkdtempSync(join(tmpdir(), 'glasswatch-report-'));
  const report = await runReport({
    files: await findLogFiles([logs]),
    source: logs,
    config: configOf(),
    asked: askedPeriod(from, to),
    now,
    incidentsAt: null,
    onTrouble: ({ file, reason }) => said.push(`${file}: ${reason}`),
    ...more,
    out,
  });
  if (report === null) throw new Error('no report');
  return {
    report,
    out,
    said,
    section: (id) => {
      const section = report.sections.find((one) => one.id === id);
      if (section === undefined) throw new Error(`no section ${id}`);
      return section;
    },
  };
}

/** A section's figures by their labels. */
export function figuresOf({ figures }: ReportSection): Record<string, number | string> {
  return Object.fromEntries(figures.map(({ label, value }) => [label, value]));
}
