import type { Config } from '../../config/schema.ts';
import { bySeverity, type Severity } from '../../config/severity.ts';
import type { Detection } from '../../detections/catalogue/detection.ts';
import type { Told } from '../../handlers/alert/core.ts';

/** How often a detection spoke. Counts of events; times are those of the events. */
export interface TallyRow {
  readonly detection: string;
  readonly mode: 'alert' | 'shadow' | 'off';
  /** The worst it was told as; the detection's own where it never spoke. */
  readonly severity: Severity;
  readonly alerted: number;
  readonly grouped: number;
  readonly shadowed: number;
  readonly suppressed: number;
  /** How often it matched beside one that was worse and spoke instead. */
  readonly also: number;
  /** ISO 8601 UTC; null where it never spoke. */
  readonly first: string | null;
  readonly last: string | null;
  /** The first thing it said, or would have said. */
  readonly title: string | null;
}

/** Counts what each detection said, in order of time. */
export class DetectionTally {
  readonly #rows: Map<string, TallyRow>;

  constructor(detections: readonly Detection[], config: Config) {
    this.#rows = new Map(
      detections.map(({ id, severity }) => [
        id,
        emptyRow(id, severity, config.detections[id]?.mode ?? 'alert'),
      ]),
    );
  }

  count({ alert: { detection, also, severity, title, eventTime }, disposition }: Told): void {
    const row = this.#rows.get(detection);
    if (row === undefined) return;
    const spoke = row.first !== null;
    this.#rows.set(detection, {
      ...row,
      [disposition]: row[disposition] + 1,
      severity: spoke && bySeverity(row.severity, severity) <= 0 ? row.severity : severity,
      first: row.first ?? eventTime,
      last: eventTime,
      title: row.title ?? title,
    });
    for (const id of also) {
      const other = this.#rows.get(id);
      if (other !== undefined) this.#rows.set(id, { ...other, also: other.also + 1 });
    }
  }

  /** A row for each detection, those that spoke first, the worst of them first. */
  rows(): TallyRow[] {
    return [...this.#rows.values()].sort(
      (a, b) =>
        Number(a.first === null) - Number(b.first === null) ||
        bySeverity(a.severity, b.severity) ||
        (a.detection < b.detection ? -1 : 1),
    );
  }
}

function emptyRow(detection: string, severity: Severity, mode: TallyRow['mode']): TallyRow {
  const counts = { alerted: 0, grouped: 0, shadowed: 0, suppressed: 0, also: 0 };
  return { detection, mode, severity, ...counts, first: null, last: null, title: null };
}
