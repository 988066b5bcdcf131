import type { Incident } from '../deadline/incident.ts';
import { states, stateWords, type Verdict } from '../deadline/verdict.ts';
import type { TableColumn, TableRow } from '../page/table.ts';
import { stateTones } from '../page/tone.ts';
import { labelOf } from './columns.ts';
import { newColumn } from './newness.ts';
import type { Period } from './period.ts';
import type { ReportTable } from './report.ts';

function column(name: string, kind: TableColumn['kind'], says?: string): TableColumn {
  return { name, label: labelOf(name), kind, ...(says === undefined ? {} : { says }) };
}

const stateColumn: TableColumn = {
  ...column('state', 'text', 'what can be said of the exposure now'),
  tones: stateTones,
  words: stateWords,
};

/** One row for each incident. */
export function incidentTable(incidents: readonly Incident[], period: Period): ReportTable {
  return {
    id: 'incidents',
    title: 'Incidents',
    columns: [
      newColumn,
      column('incident', 'id', 'its id'),
      { ...stateColumn, name: 'worst', label: 'Worst', says: 'the worst that can be said of its exposures' },
      column('actor', 'text', 'who opened it'),
      column('opened', 'name', 'the break-glass role or user'),
      { ...column('account', 'text'), fileOnly: true },
      column('from', 'time'),
      column('to', 'time', 'when its last session ends or ended'),
      column('open', 'boolean', 'whether a session is still open'),
      column('sessions', 'number'),
      column('exposures', 'number', 'secrets read'),
      column('declared', 'text', 'why it was declared, where it was not opened'),
    ],
    rows: incidents.map((incident): TableRow => ({
      new: Date.parse(incident.from) >= Date.parse(period.from),
      incident: incident.incident,
      worst: states.find((state) => incident.exposures.some((one) => one.state === state)) ?? null,
      actor: incident.actor,
      opened: incident.opened,
      account: incident.account,
      from: incident.from,
      to: incident.to,
      open: incident.open,
      sessions: incident.sessions.length,
      exposures: incident.exposures.length,
      declared: incident.declared,
    })),
  };
}

/** One row for each secret read in an incident, the worst first. */
export function exposureTable(incidents: readonly Incident[]): ReportTable {
  return {
    id: 'exposures',
    title: 'Secrets read, and their deadlines',
    columns: [
      stateColumn,
      column('reason', 'text', 'what the state rests on'),
      column('secret', 'name'),
      column(
        'deadline',
        'time',
        'until when it must be replaced; while a session is open, the latest possible',
      ),
      { ...column('rotated_at', 'time'), label: 'Replaced at' },
      { ...column('rotated_by', 'name'), label: 'Replaced by' },
      column('same_person', 'boolean', 'whether the reader replaced it under another identity'),
      column('actor', 'text', 'who read it'),
      { ...column('first_read', 'time'), fileOnly: true },
      { ...column('last_read', 'time'), fileOnly: true },
      { ...column('reads', 'number'), fileOnly: true },
      { ...column('incident', 'id'), fileOnly: true },
      column('exposure', 'id', 'its id, which a waiver names'),
      column('waiver', 'text', 'why and by whom it was waived'),
    ],
    rows: incidents
      .flatMap(({ exposures }) => exposures)
      .toSorted(
        (a, b) =>
          states.indexOf(a.state) - states.indexOf(b.state) ||
          (a.deadline ?? '').localeCompare(b.deadline ?? '') ||
          a.exposure.localeCompare(b.exposure),
      )
      .map(exposureRow),
  };
}

function exposureRow(verdict: Verdict): TableRow {
  const { rotatedBy, waiver } = verdict;
  return {
    state: verdict.state,
    reason: verdict.reason,
    secret: verdict.secret,
    deadline: verdict.deadline,
    rotated_at: verdict.rotatedAt,
    rotated_by: rotatedBy?.principal ?? rotatedBy?.actor ?? null,
    same_person: rotatedBy === null ? null : verdict.samePerson,
    actor: verdict.actor,
    first_read: verdict.firstRead,
    last_read: verdict.lastRead,
    reads: verdict.reads,
    incident: verdict.incident,
    exposure: verdict.exposure,
    waiver: waiver === null ? null : `${waiver.reason} (${waiver.author}, until ${waiver.expires})`,
  };
}
