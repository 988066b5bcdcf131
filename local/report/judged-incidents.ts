import { showProgressOver } from '../replay/progress.ts';
import { judgedLog } from '../deadline/judged.ts';
import type { IncidentsOf } from './run-report.ts';

/** What the deadline core says of the files, as of `now` (ms). What cannot be read is told by whoever reads them first. */
export const judgedIncidents: IncidentsOf = async (files, config, now) => {
  const options = {
    config,
    now,
    waivers: [],
    progress: showProgressOver(files, 'deadlines'),
    onTrouble: () => undefined,
  };
  return (await judgedLog(files, options)).incidents;
};
