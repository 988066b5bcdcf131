import { AthenaClient } from '@aws-sdk/client-athena';
import type { z } from 'zod';
import type { Config } from '../../config/schema.ts';
import { closeWindows } from '../alert/core.ts';
import { deployedTable } from '../alert/ledger/deployed-table.ts';
import { DynamoLedger } from '../alert/ledger/dynamo-ledger.ts';
import { ChannelNotifier } from '../channels/channel-notifier.ts';
import { deployedChannels } from '../channels/deployed-channels.ts';
import type { LoggedOpening } from '../checkup/openings.ts';
import { missedMessage } from '../checkup/missed-message.ts';
import { tellMissedOpenings } from '../checkup/missed-openings.ts';
import { dynamoTellingLog } from '../incident/telling-log.ts';
import { clientOptions } from '../deployed/client-options.ts';
import { once } from '../deployed/once.ts';
import { OwnError } from '../deployed/own-error.ts';
import { regional } from '../deployed/regional.ts';
import { athenaLogQuery } from '../log-query/athena.ts';
import { bucketEvidence, bucketStore } from './aws/evidence.ts';
import { awsVersions } from './aws/versions.ts';
import { parameterWaivers } from './aws/waivers.ts';
import { deadlineLog } from './deployed-log.ts';
import type { deadlineEnvironment } from './environment.ts';
import type { Incident } from './incident.ts';
import { alertRecords } from './ledger/alert-records.ts';
import { DynamoFactStore, DynamoToldStore } from './ledger/dynamo-stores.ts';
import { toldOpenings } from './ledger/told-openings.ts';
import type { DeadlinePorts, EvidenceStore } from './ports.ts';
import { KeptToldStore } from './rebuild/kept-told.ts';
import type { RebuildPorts } from './rebuild/rebuild.ts';
import { recordIncident } from './record.ts';

/** How long one question to the log may take, ms. */
const questionMs = 120_000;

const evidenceClient = once(async () => {
  const { S3Client } = await import('../deployed/sdk/s3.ts');
  return new S3Client(clientOptions({ connect: 1_000, answer: 30_000 }));
});

/** What the entry hears of a run. */
export type Journal = Pick<DeadlinePorts, 'failed' | 'judged'>;

/** The ports of a run that rebuilds the ledger, out of those of an ordinary one. */
export function deployedRebuild(
  { log, facts, told, evidence, failed }: DeadlinePorts,
  { TABLE_NAME }: z.output<typeof deadlineEnvironment>,
): RebuildPorts {
  const alerts = dynamoTellingLog(deployedTable(TABLE_NAME));
  return {
    ...{ log, facts, told, now: Date.now() },
    kept: evidence,
    noteAlert: (alert) => alerts.note(alert),
    unreadable: (key) => {
      failed(`read ${key} of the evidence`, new OwnError('it holds no telling'));
    },
  };
}

/** The ports of the deadline function as it is deployed. `occasion`: what all retries of one run share. */
export function deployedPorts(
  config: Config,
  environment: z.output<typeof deadlineEnvironment>,
  occasion: string,
  journal: Journal,
): DeadlinePorts {
  const { TABLE_NAME, WORKGROUP: workGroup, DATABASE: database, EVIDENCE_BUCKET } = environment;
  const table = deployedTable(TABLE_NAME);
  const ledger = new DynamoLedger(table);
  const notifier = new ChannelNotifier(deployedChannels(environment, table, Date));
  const client = new AthenaClient(clientOptions({ connect: 1_000, answer: 10_000 }));
  const log = athenaLogQuery({ client, workGroup, database, occasion, limit: questionMs });
  const facts = new DynamoFactStore(table);
  const alerts = alertRecords(table);
  const bucket = bucketStore(evidenceClient, EVIDENCE_BUCKET);
  const evidence: EvidenceStore = {
    put: (key, value) => bucket(key, JSON.stringify(value), 'application/json'),
    ...bucketEvidence(evidenceClient, EVIDENCE_BUCKET),
  };
  const parameters = once(async () => {
    const { SSMClient } = await import('../deployed/sdk/ssm.ts');
    return new SSMClient(clientOptions());
  });
  const tellings = (incident: Incident) =>
    dynamoTellingLog(table).between(Date.parse(incident.from), Date.now());
  const missed = {
    missed: (opening: LoggedOpening, possiblyRepeated: boolean) =>
      notifier.plain(missedMessage(opening, config, possiblyRepeated)),
  };
  return {
    config,
    facts,
    told: new KeptToldStore(new DynamoToldStore(table), evidence, Date),
    log: deadlineLog(log, config),
    versions: awsVersions(
      regional(async (options) => {
        const { SecretsManagerClient } = await import('../deployed/sdk/secrets-manager.ts');
        return new SecretsManagerClient(options);
      }),
    ),
    waivers: parameterWaivers(parameters, (name) => {
      journal.failed(`read the waiver ${name}`, new OwnError('it holds no {reason, expires}'));
    }),
    notifier,
    alertsTold: tellings,
    evidence,
    record: (incident) => recordIncident(incident, { config, log, tellings, put: bucket, now: Date.now() }),
    besides: [
      { what: 'tell last words', hourly: false, run: () => closeWindows(Date.now(), { ledger, notifier }) },
      {
        what: 'look for openings that nobody was told of',
        hourly: true,
        run: async () => {
          const told = toldOpenings({ facts, alerts }, ledger, Date);
          await tellMissedOpenings(config, { log, told, notifier: missed, clock: Date });
        },
      },
    ],
    clock: Date,
    ...journal,
  };
}
