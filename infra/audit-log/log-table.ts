import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../../config/deployment.ts';
import { glueTable, type LogPlace } from '../../queries/glue-table.ts';
import { ownOf } from '../own.ts';

/** Where the log of a deployment lies: what the table of the catalogue is made from. */
export function logPlace(config: DeploymentConfig): LogPlace {
  const { account, partition, logBucket, logPrefix, watchedRegions } = ownOf(config);
  return {
    bucket: logBucket,
    account,
    prefix: logPrefix,
    organization: config.trail?.organizationId ?? null,
    regions: [...new Set([...watchedRegions, ...regionsOf(partition)])],
    // Athena takes a day relative to now; without one the template would change with the day it is made.
    firstDay: `NOW-${config.retentionDays}DAYS`,
  };
}

/** All Regions that CDK knows: what happens in one that no gate watches, the log alone can tell. */
function regionsOf(partition: string): string[] {
  return RegionInfo.regions
    .filter((region) => region.partition === partition)
    .map(({ name }) => name)
    .sort();
}

/** The Glue database and its one table: the log, by Region and day. */
export class LogTable extends Construct {
  constructor(scope: Construct, id: string, { config }: { readonly config: DeploymentConfig }) {
    super(scope, id);
    const { account, database } = ownOf(config);
    const made = new CfnDatabase(this, 'Database', {
      catalogId: account,
      databaseInput: { name: database, description: 'Glasswatch: the audit log' },
    });
    const table = glueTable(logPlace(config));
    const inDatabase = new CfnTable(this, 'Table', {
      catalogId: account,
      databaseName: database,
      tableInput: table,
    });
    inDatabase.addResourceDependency(made);
  }
}
