import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../../config/deployment.ts';
import type { CheckupEnvironment } from '../../handlers/checkup/environment.ts';
import type { DeadlineEnvironment } from '../../handlers/deadline/environment.ts';
import type { ReportEnvironment } from '../../handlers/report/environment.ts';
import type { FunctionCode } from '../function-code.ts';
import { ownOf } from '../own.ts';
import { logQuestions, questionWildcards } from '../policy/log-questions.ts';
import { metadataWildcards, secretMetadata, waivers, waiverWildcards } from '../policy/secret-metadata.ts';
import { allow, webhookOf } from '../policy/secrets.ts';
import { checkupStatements, checkupWildcards } from './checkup-statements.ts';
import { HandlerFunction } from './handler-function.ts';
import { HandlerRole } from './handler-role.ts';

export interface ScheduledFunctionsProps {
  readonly config: DeploymentConfig;
  readonly code: FunctionCode;
  readonly key: IKey | undefined;
  readonly undelivered: Queue;
}

/** The functions that run by the clock: deadline, report and checkup, each with a role of its own. */
export class ScheduledFunctions extends Construct {
  readonly functions: Readonly<Record<'deadline' | 'report' | 'checkup', LambdaFunction>>;
  readonly checkupRole: HandlerRole;

  constructor(scope: Construct, id: string, { config, code, key, undelivered }: ScheduledFunctionsProps) {
    super(scope, id);
    const own = ownOf(config);
    const questions = logQuestions(config, key);
    const objectsOf = (bucket: string) => `arn:${own.partition}:s3:::${bucket}/*`;
    const everywhere = { ...questionWildcards(config), ...metadataWildcards(config) };
    const telling = {
      TABLE_NAME: own.ledger,
      TOPIC_ARN: own.alertTopicArn,
      ...webhookOf(config)?.environment,
    };
    const asking = { WORKGROUP: own.workgroup, DATABASE: own.database };
    const settings = { namespace: config.name, timeoutSeconds: 900, memoryMB: 1_024, undelivered };

    const deadlineRole = new HandlerRole(this, 'DeadlineRole', {
      config,
      name: own.functions.deadline,
      statements: [
        ...questions,
        secretMetadata(config),
        waivers(config),
        allow(['s3:PutObject', 's3:GetObject'], [objectsOf(own.evidenceBucket)]),
        allow(['s3:ListBucket'], [`arn:${own.partition}:s3:::${own.evidenceBucket}`]),
      ],
      wildcards: {
        ...everywhere,
        ...waiverWildcards(config),
        [objectsOf(own.evidenceBucket)]: 'All objects of our own evidence bucket; none can be deleted.',
      },
    });
    const deadline = new HandlerFunction<DeadlineEnvironment>(this, 'Deadline', {
      ...settings,
      name: own.functions.deadline,
      description: 'Glasswatch: holds every secret read in an emergency to its deadline',
      code: code.deadline,
      role: deadlineRole.role,
      environment: { ...telling, ...asking, EVIDENCE_BUCKET: own.evidenceBucket },
    });

    const reportRole = new HandlerRole(this, 'ReportRole', {
      config,
      name: own.functions.report,
      statements: [...questions, allow(['s3:PutObject'], [objectsOf(own.reportBucket)])],
      wildcards: {
        ...questionWildcards(config),
        [objectsOf(own.reportBucket)]: 'All objects of our own report bucket; none can be read or deleted.',
      },
    });
    const report = new HandlerFunction<ReportEnvironment>(this, 'Report', {
      ...settings,
      name: own.functions.report,
      description: 'Glasswatch: the weekly report',
      code: code.report,
      role: reportRole.role,
      environment: { ...telling, ...asking, REPORT_BUCKET: own.reportBucket },
    });

    this.checkupRole = new HandlerRole(this, 'CheckupRole', {
      config,
      name: own.functions.checkup,
      statements: [...questions, ...checkupStatements(config)],
      wildcards: { ...questionWildcards(config), ...checkupWildcards(config) },
    });
    const checkup = new HandlerFunction<CheckupEnvironment>(this, 'Checkup', {
      ...settings,
      name: own.functions.checkup,
      description: 'Glasswatch: proves daily that alerts would come',
      code: code.checkup,
      role: this.checkupRole.role,
      environment: telling,
    });
    this.functions = {
      deadline: deadline.function,
      report: report.function,
      checkup: checkup.function,
    };
  }
}
