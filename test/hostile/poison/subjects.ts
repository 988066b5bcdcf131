import { detections } from '../../../detections/catalogue/catalogue.ts';
import type { Config } from '../../../config/schema.ts';
import type { Fields } from '../../detections/event-builders.ts';
import { loadSubject } from '../../detections/judgement.ts';
import { incidentOriginals, recordedOriginals } from '../../local/scan/originals.ts';

/** Records that are poisoned, and the config that they are watched with. */
export interface Source {
  readonly name: string;
  readonly config: Config;
  /** Each with what must have been seen before it. */
  readonly cases: readonly { readonly event: Fields; readonly before: readonly Fields[] }[];
}

/** The built-in incident, the recordings where they are, and what each detection must match. */
export async function sources(): Promise<Source[]> {
  const recorded = recordedOriginals();
  const alone = (records: readonly Fields[]) => records.map((event) => ({ event, before: [] }));
  const incident = await incidentOriginals();
  return [
    { name: 'incident', config: incident.config, cases: alone(incident.records) },
    ...(recorded === null
      ? []
      : [{ name: 'recordings', config: recorded.config, cases: alone(recorded.records) }]),
    ...(await Promise.all(
      detections.map(async (detection) => {
        const { cases, config } = await loadSubject(detection);
        const truths = cases.truths.map(({ event, before = [] }) => ({ event, before }));
        return { name: detection.id, config, cases: truths };
      }),
    )),
  ];
}
