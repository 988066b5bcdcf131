import { parseConfig } from '../../config/parse.ts';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { LogSecretDirectory } from '../../detections/event/secret-directory.ts';
import type { Alert, BareAlert } from '../../handlers/alert/alert.ts';
import { deadLetter, decide, type AlertPorts } from '../../handlers/alert/core.ts';
import { createGate } from '../../handlers/alert/gate.ts';
import { MemoryLedger } from '../../handlers/alert/memory-ledger.ts';
import { sift } from '../../handlers/alert/candidate.ts';
import type { Fields } from '../detections/event-builders.ts';

const now = Date.parse('2026-11-18T23:59:00Z');

/** What was told of some records. */
export interface Told {
  readonly alerts: readonly Alert[];
  readonly bares: readonly BareAlert[];
}

/** The way from records to alerts, as replay goes it: sift, decide, and tell bare what cannot be worded. */
export function pipeline(config: unknown): (records: readonly Fields[]) => Promise<Told> {
  const parsed = parseConfig(config, { source: 'test', detections, now });
  const gate = createGate(parsed, detections);
  return async (records) => {
    const alerts: Alert[] = [];
    const bares: BareAlert[] = [];
    const directory = new LogSecretDirectory();
    const ports: AlertPorts = {
      config: parsed,
      detections,
      directory,
      ledger: new MemoryLedger(),
      clock: { now: () => now },
      group: true,
      lease: 60_000,
      notifier: {
        alert: (alert) => Promise.resolve(void alerts.push(alert)),
        bare: (bare) => Promise.resolve(void bares.push(bare)),
        lastWord: () => Promise.resolve(),
      },
    };
    for (const record of records) directory.learn(record);
    for (const record of records) {
      const sifted = sift(record, gate);
      if (sifted.kind !== 'candidate') continue;
      const { event, gate: admitted, reason, eventID, eventTime, account } = sifted.candidate;
      const certain = { eventID, eventTime, account };
      if (event === null) {
        await deadLetter(certain, admitted, reason ?? 'cannot be parsed', ports);
        continue;
      }
      try {
        await decide(event, admitted, ports);
      } catch (error) {
        await deadLetter(certain, admitted, `cannot be worded: ${String(error)}`, ports);
      }
    }
    return { alerts, bares };
  };
}
