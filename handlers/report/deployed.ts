import { AthenaClient } from '@aws-sdk/client-athena';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { z } from 'zod';
import type { Config } from '../../config/schema.ts';
import { deployedTable } from '../alert/ledger/deployed-table.ts';
import { ChannelNotifier } from '../channels/channel-notifier.ts';
import { deployedChannels } from '../channels/deployed-channels.ts';
import { alertRecords } from '../deadline/ledger/alert-records.ts';
import { DynamoFactStore, DynamoToldStore } from '../deadline/ledger/dynamo-stores.ts';
import { clientOptions } from '../deployed/client-options.ts';
import { athenaLogQuery } from '../log-query/athena.ts';
import type { reportEnvironment } from './environment.ts';
import type { ReportPorts } from './handler.ts';

/** How long one question may take, ms: some fifteen of them, one after the other, fit into the function's 15 minutes. */
const questionMs = 120_000;

/** The ports of the report function as it is deployed. */
export function deployedReportPorts(
  config: Config,
  environment: z.output<typeof reportEnvironment>,
  failedQuestions: ReportPorts['failedQuestions'],
): ReportPorts {
  const { TABLE_NAME, WORKGROUP, DATABASE, REPORT_BUCKET } = environment;
  const table = deployedTable(TABLE_NAME);
  const athena = new AthenaClient(clientOptions({ connect: 1_000, answer: 10_000 }));
  const s3 = new S3Client(clientOptions({ connect: 1_000, answer: 30_000 }));
  return {
    config,
    clock: Date,
    logFor: (occasion) =>
      athenaLogQuery({
        client: athena,
        workGroup: WORKGROUP,
        database: DATABASE,
        occasion,
        limit: questionMs,
      }),
    ledger: {
      facts: new DynamoFactStore(table),
      told: new DynamoToldStore(table),
      alerts: alertRecords(table),
    },
    place: `s3://${REPORT_BUCKET}/`,
    keep: async (key, { text, contentType }) => {
      await s3.send(
        new PutObjectCommand({
          ...{ Bucket: REPORT_BUCKET, Key: key, Body: text, ContentType: contentType },
          ChecksumAlgorithm: 'SHA256',
        }),
      );
    },
    failedQuestions,
    notifier: new ChannelNotifier(deployedChannels(environment, table, Date)),
  };
}
