import { Stack, type StackProps } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { DeploymentConfig } from '../../config/deployment.ts';
import { AccessLogBucket } from '../audit-log/access-log-bucket.ts';
import { AnswerBucket } from '../audit-log/answer-bucket.ts';
import { KeptBucket } from '../audit-log/kept-bucket.ts';
import { Ledger } from '../audit-log/ledger.ts';
import { LogKey } from '../audit-log/log-key.ts';
import { LogTable } from '../audit-log/log-table.ts';
import { LogWorkgroup } from '../audit-log/log-workgroup.ts';
import { Trail } from '../audit-log/trail.ts';
import { ownOf } from '../own.ts';

export interface AuditLogStackProps extends StackProps {
  readonly config: DeploymentConfig;
}

/**
 * All that must outlive a deployment: log, evidence, reports, ledger, and how to ask the log. Protected against deletion;
 * deleted all the same, it leaves what it holds.
 */
export class AuditLogStack extends Stack {
  /** Key of evidence and answers; undefined: none is used. */
  readonly key: IKey | undefined;

  constructor(scope: Construct, id: string, { config, ...props }: AuditLogStackProps) {
    super(scope, id, { ...props, terminationProtection: true });
    const own = ownOf(config);
    const { objectLock, retentionDays: days } = config;
    const { key } = new LogKey(this, 'LogKey', { config });
    const { bucket: accessLog } = new AccessLogBucket(this, 'AccessLogBucket', { name: own.accessBucket });
    const kept = { days, key, accessLog, ...(objectLock === undefined ? {} : { objectLock }) };
    if (config.trail === undefined) {
      const { bucket } = new KeptBucket(this, 'LogBucket', {
        ...kept,
        name: own.logBucket,
        coldAfterDays: 90,
      });
      new Trail(this, 'Trail', { config, bucket, key });
    }
    new KeptBucket(this, 'EvidenceBucket', { ...kept, name: own.evidenceBucket });
    new KeptBucket(this, 'ReportBucket', { days, key, accessLog, name: own.reportBucket });
    const { bucket: answers } = new AnswerBucket(this, 'AnswerBucket', {
      name: own.answerBucket,
      key,
      accessLog,
    });
    new LogTable(this, 'LogTable', { config });
    new LogWorkgroup(this, 'LogWorkgroup', { config, answers, key });
    new Ledger(this, 'Ledger', { name: own.ledger });
    this.key = key;
  }
}
