import type { Config } from '../../../config/schema.ts';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import { LogSecretDirectory } from '../../../detections/event/secret-directory.ts';
import type { Alert, BareAlert } from '../../../handlers/alert/alert.ts';
import type { DeadLetter } from '../../../handlers/alert/dead-letter.ts';
import { createGate } from '../../../handlers/alert/gate.ts';
import { buildAlertHandler } from '../../../handlers/alert/handler.ts';
import { MemoryLedger } from '../../../handlers/alert/memory-ledger.ts';
import type { Journal, MessageOutcome } from '../../../handlers/alert/message.ts';
import { bareMessage, plainSnsMessage } from '../../../handlers/alert/render/plain.ts';
import { bareSlackMessage } from '../../../handlers/alert/render/slack.ts';
import type { CanaryLog } from '../../../handlers/checkup/canary-log.ts';
import { noteCanary } from '../../../handlers/checkup/canary-notes.ts';
import { deadlineNotes } from '../../../handlers/deadline/notes.ts';
import { MemoryFactStore } from '../../../handlers/deadline/ledger/memory-stores.ts';
import { bareLine } from '../../../local/output/ndjson.ts';
import { batch } from '../../handlers/alert/queue/queue-desk.ts';
import { renderings } from '../readings.ts';

const now = Date.parse('2026-11-18T23:59:00Z');

/** What came of one batch of message bodies. */
export interface Handled {
  readonly received: number;
  readonly outcomes: readonly MessageOutcome[];
  readonly alerts: readonly Alert[];
  readonly bares: readonly BareAlert[];
  readonly letters: readonly DeadLetter[];
  readonly back: readonly string[];
  readonly failures: readonly (readonly [what: string, error: unknown])[];
}

/** The alert handler with all that is its own: gate, core, ledger, the deadline's notes, and each channel's spelling. */
export function queue(config: Config): (bodies: readonly string[]) => Promise<Handled> {
  const gate = createGate(config, detections);
  return async (bodies) => {
    const [outcomes, alerts, bares]: [MessageOutcome[], Alert[], BareAlert[]] = [[], [], []];
    const letters: DeadLetter[] = [];
    const failures: [string, unknown][] = [];
    let received = 0;
    const journal: Journal = {
      received: (count) => (received += count),
      ended: (outcome) => outcomes.push(outcome),
      failed: (what, _eventID, error) => failures.push([what, error]),
    };
    const spelled = (bare: BareAlert) =>
      [bareLine(bare), bareSlackMessage(bare), plainSnsMessage(bareMessage(bare))] as const;
    const ledger = new MemoryLedger();
    const directory = new LogSecretDirectory();
    const canaries: CanaryLog = {
      sent: () => Promise.resolve(),
      seen: () => Promise.resolve(),
      trace: () => Promise.resolve({ sentAt: null, seen: { assume: null, read: null } }),
    };
    const deadline = deadlineNotes({
      config,
      memory: ledger,
      directory,
      resolver: { resolve: () => Promise.resolve([]) },
      facts: new MemoryFactStore(),
    });
    const handle = buildAlertHandler({
      core: {
        config,
        detections,
        ledger,
        directory,
        clock: { now: () => now },
        group: true,
        lease: 70_000,
        notifier: {
          alert: async (alert) => {
            await Promise.resolve();
            renderings(alert);
            alerts.push(alert);
          },
          bare: async (bare) => {
            await Promise.resolve();
            spelled(bare);
            bares.push(bare);
          },
          lastWord: () => Promise.resolve(),
        },
      },
      gate,
      notes: {
        note: async (envelope) => {
          await deadline.note(envelope);
          await noteCanary(envelope.detail, now, config, canaries);
        },
      },
      queue: { handOutAfter: () => Promise.resolve() },
      letters: { send: (letter) => Promise.resolve(void letters.push(letter)) },
      journal,
      announce: () => Promise.resolve(),
      lastResort: (bare) => Promise.resolve(void bares.push(bare)),
      maxReceives: 3,
    });
    const { batchItemFailures } = await handle(batch(bodies), () => 60_000);
    const back = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    return { received, outcomes, alerts, bares, letters, back, failures };
  };
}

/** EventBridge's envelope around a record's text. */
export function enveloped(detail: string, more = ''): string {
  return `{"version":"0","id":"x","detail-type":"AWS API Call via CloudTrail","source":"aws.x","account":"111122223333","time":"2026-11-18T09:00:00Z","region":"eu-central-1","resources":[],"detail":${detail}${more}}`;
}
