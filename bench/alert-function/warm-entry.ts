import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { LogSecretDirectory } from '../../detections/event/secret-directory.ts';
import { createGate } from '../../handlers/alert/gate.ts';
import { buildAlertHandler } from '../../handlers/alert/handler.ts';
import { MemoryLedger } from '../../handlers/alert/memory-ledger.ts';
import { slackMessage } from '../../handlers/alert/render/slack.ts';
import { snsMessage } from '../../handlers/alert/render/sns.ts';
import { deployedConfig } from '../../handlers/deployed/config.ts';

let alerts = 0;
const nothing = () => Promise.resolve();

const handle = buildAlertHandler({
  core: {
    config: deployedConfig,
    detections,
    ledger: new MemoryLedger(),
    directory: new LogSecretDirectory(),
    notifier: {
      alert: (alert) => {
        alerts += 1;
        slackMessage(alert);
        snsMessage(alert);
        return Promise.resolve();
      },
      bare: nothing,
      lastWord: nothing,
    },
    clock: Date,
    group: true,
    lease: 70_000,
  },
  gate: createGate(deployedConfig, detections),
  notes: { note: nothing },
  queue: { handOutAfter: nothing },
  letters: { send: nothing },
  journal: { received: () => undefined, ended: () => undefined, failed: () => undefined },
  announce: nothing,
  lastResort: nothing,
  maxReceives: 5,
});

/**
 * The alert function without its network: every port answers at once, and alerts are rendered for both channels. Answers also
 * how many alerts a batch made.
 */
export async function handler(
  event: SQSEvent,
  context: Context,
): Promise<SQSBatchResponse & { readonly alerts: number }> {
  const before = alerts;
  const answer = await handle(event, () => context.getRemainingTimeInMillis());
  return { ...answer, alerts: alerts - before };
}
