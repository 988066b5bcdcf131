import { alertMetrics } from '../../config/metrics.ts';

/** How a record can end; each ends in exactly one (design, "An alert's life"). */
export const dispositions = alertMetrics.dispositions;
export type Disposition = (typeof dispositions)[number];

export type DispositionCounts = Record<Disposition, number>;

export function noDispositions(): DispositionCounts {
  return Object.fromEntries(dispositions.map((disposition) => [disposition, 0])) as DispositionCounts;
}
