import type { IncidentReport } from '../../../../handlers/incident/report.ts';
import { report } from '../incidents.ts';

/** What is ours in a report: kinds, states and the like, and times, none of which a caller can write. */
const oursByName = new Set([
  'exposure',
  'kind',
  'version',
  'asOf',
  'state',
  'reason',
  'ends',
  'severity',
  'detection',
  'clock',
  'says',
  'asks',
  'due',
  'from',
  'to',
  'tellingBasis',
  'firstRead',
  'lastRead',
  'clockStart',
  'deadline',
  'rotatedAt',
  'replacedAt',
  'at',
  'made',
]);

/** The report of incidents.ts in which every text that is not ours is replaced by `text`. */
export function attackedBy(text: string): IncidentReport {
  return attacked(report, text) as IncidentReport;
}

function attacked(value: unknown, text: string, name = ''): unknown {
  // A command is ours but for the names in it.
  if (name === 'command') return `aws --name '${text}'`;
  // The principalId of a role's session begins with the role's id, which AWS chooses.
  if (name === 'session') return typeof value === 'string' ? `AROAEXAMPLE:${text}` : attacked(value, text);
  if (typeof value === 'string') return oursByName.has(name) ? value : text;
  if (Array.isArray(value)) return value.map((one) => attacked(one, text, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, attacked(inner, text, key)]));
}
