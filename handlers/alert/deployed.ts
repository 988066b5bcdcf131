import type { z } from 'zod';
import type { Config } from '../../config/schema.ts';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { ChannelNotifier } from '../channels/channel-notifier.ts';
import { deployedChannels } from '../channels/deployed-channels.ts';
import { deployedDirectory } from './deployed-directory.ts';
import type { alertEnvironment } from './environment.ts';
import { createGate } from './gate.ts';
import { deployedTable } from './ledger/deployed-table.ts';
import { DynamoLedger } from './ledger/dynamo-ledger.ts';
import { dynamoTellingLog, notingAlerts } from '../incident/telling-log.ts';
import { deployedNotes } from './deployed-notes.ts';
import type { Journal, MessagePorts } from './message.ts';
import { deadLetterQueue, messageQueue } from './queues.ts';
import { bareMessage, plainSnsMessage } from './render/plain.ts';

/** How much longer than the function a claim lives, ms: whoever holds it is certain to be gone. */
const leaseBeyondMs = 10_000;

/** The ports of the alert function as it is deployed. */
export function deployedPorts(
  config: Config,
  environment: z.output<typeof alertEnvironment>,
  journal: Journal,
): MessagePorts {
  const table = deployedTable(environment.TABLE_NAME);
  const channels = deployedChannels(environment, table, Date);
  const notifier = new ChannelNotifier(channels);
  const ledger = new DynamoLedger(table);
  const directory = deployedDirectory(config);
  return {
    core: {
      config,
      detections,
      ledger,
      directory,
      notifier: notingAlerts(notifier, dynamoTellingLog(table), Date),
      clock: Date,
      group: true,
      lease: environment.FUNCTION_TIMEOUT * 1_000 + leaseBeyondMs,
    },
    gate: createGate(config, detections),
    notes: deployedNotes({ config, memory: ledger, directory, table }),
    letters: deadLetterQueue(environment.DEAD_LETTER_QUEUE_URL),
    queue: messageQueue(environment.QUEUE_URL),
    journal,
    announce: (message) => notifier.plain(message),
    lastResort: (alert) => channels.topic(plainSnsMessage(bareMessage(alert))),
    maxReceives: environment.MAX_RECEIVES,
  };
}
