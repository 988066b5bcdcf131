import { csvText } from '../../page/csv.ts';
import type { ReportTable } from '../report.ts';

/** The name of a table's file. */
export function csvName({ id }: Pick<ReportTable, 'id'>): string {
  return `${id}.csv`;
}

/** All rows of a table, also those that the page does not show. */
export function tableCsv({ columns, rows }: ReportTable): string {
  return csvText(columns, rows);
}
