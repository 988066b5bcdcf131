import type { Deployment } from '../deployment.ts';
import type { Clock } from '../../alert/ports.ts';
import type { CheckupPorts } from '../ports.ts';
import { canaryTable } from './canary-table.ts';
import { lambda } from './functions.ts';
import { athenaLog } from './log.ts';
import { s3 } from './objects.ts';
import { sqs } from './queues.ts';
import { eventBridge } from './rules.ts';
import { scheduler } from './schedules.ts';
import { glue } from './tables.ts';
import { sns } from './topics.ts';
import { cloudTrail } from './trails.ts';
import { probeWebhook } from './webhook.ts';
import { readWebhookUrl } from './webhook-url.ts';

/** The ports of the checkup on AWS. `occasion`: what the log is asked on, once and paid for once. */
export function awsPorts({ config, names }: Deployment, occasion: string, clock: Clock): CheckupPorts {
  return {
    ...cloudTrail,
    rules: eventBridge,
    topics: sns,
    queues: sqs,
    schedules: scheduler,
    functions: lambda,
    tables: glue,
    objects: s3(names.homeRegion),
    webhook:
      config.slack === undefined ? null : { probe: async () => probeWebhook(await readWebhookUrl(names)) },
    log: athenaLog(names, occasion),
    canaries: canaryTable(names.homeRegion, names.ledger, clock),
  };
}
