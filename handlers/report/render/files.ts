import type { Report } from '../report.ts';
import { csvName, tableCsv } from './csv.ts';
import { reportPage } from './html.ts';

export interface ReportFile {
  readonly name: string;
  readonly contentType: string;
  readonly text: string;
}

/** The files of a report: the page, the JSON, and a CSV for each table. A section without an answer has no CSV. */
export function reportFiles(report: Report): readonly ReportFile[] {
  return [
    { name: 'report.html', contentType: 'text/html; charset=utf-8', text: reportPage(report) },
    {
      name: 'report.json',
      contentType: 'application/json',
      text: `${JSON.stringify(report, null, 2)}\n`,
    },
    ...report.sections
      .flatMap(({ tables }) => tables)
      .map((table) => ({
        name: csvName(table),
        contentType: 'text/csv; charset=utf-8',
        text: tableCsv(table),
      })),
  ];
}
