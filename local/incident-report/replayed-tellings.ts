import type { Config } from '../../config/schema.ts';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { bareTitle } from '../../handlers/alert/alert.ts';
import type { Telling } from '../../handlers/incident/telling.ts';
import type { LogFile } from '../reader/reader.ts';
import { showProgressOver } from '../replay/progress.ts';
import { Replay } from '../replay/replay.ts';

/**
 * What the alert core tells of a log, in order of time, dated by the events. Repeats that are only counted and alerts in
 * shadow are told to nobody. `now` (ms) is what the expiry of suppressions is measured at.
 */
export async function replayedTellings(
  files: readonly LogFile[],
  config: Config,
  now: number,
): Promise<Telling[]> {
  const tellings: Telling[] = [];
  const done = () => Promise.resolve();
  const replay = new Replay({
    files,
    config,
    detections,
    clock: { now: () => now },
    group: true,
    progress: showProgressOver(files, 'alerts'),
    // Whoever reads the log for the incident has told of it already.
    onTrouble: () => undefined,
    notifier: {
      alert: ({ mode, eventTime: at, eventID, detection, severity, title: what, who }) => {
        if (mode === 'alert') tellings.push({ at, eventID, detection, severity, what, mfa: who.mfa });
        return done();
      },
      bare: ({ gate, eventTime: at, eventID, severity }) => {
        tellings.push({ at, eventID, detection: gate[0] ?? '', severity, what: bareTitle, mfa: null });
        return done();
      },
      lastWord: done,
    },
  });
  await replay.run();
  return tellings;
}
