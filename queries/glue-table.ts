import { columns, partitionColumns, spelled, tableName, type Column } from './column.ts';

/** Where CloudTrail writes, and what of it can be asked. */
export interface LogPlace {
  readonly bucket: string;
  /** The account whose log it is. */
  readonly account: string;
  /** What the trail puts before `AWSLogs/`, without slashes at its ends; empty: nothing. */
  readonly prefix: string;
  /** An organization trail's id, `o-…`; its logs lie one level deeper. Null: a trail of the account's own. */
  readonly organization: string | null;
  /** Regions whose days can be asked; records of others are not found. */
  readonly regions: readonly string[];
  /** First day of the log, `yyyy/MM/dd`; earlier days are not looked for. */
  readonly firstDay: string;
}

export interface GlueColumn {
  readonly name: string;
  /** As Hive spells it. */
  readonly type: string;
}

/** The definition of the log's table as the Glue catalogue takes it (`TableInput`). */
export interface GlueTable {
  readonly name: string;
  readonly description: string;
  readonly tableType: 'EXTERNAL_TABLE';
  readonly partitionKeys: GlueColumn[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly storageDescriptor: {
    readonly columns: GlueColumn[];
    readonly location: string;
    readonly inputFormat: string;
    readonly outputFormat: string;
    readonly serdeInfo: { readonly serializationLibrary: string };
  };
}

/**
 * The log's table. Partitions are computed from the question (partition projection): nothing has to be added when a day
 * begins, and only the days that are asked for are read.
 */
export function glueTable(place: LogPlace): GlueTable {
  const { bucket, account, prefix, organization, regions, firstDay } = place;
  // Ends in CloudTrail/: beside it lies CloudTrail-Digest/, which holds no records.
  const path = [prefix, 'AWSLogs', organization ?? '', account, 'CloudTrail'].filter((part) => part !== '');
  const location = `s3://${bucket}/${path.join('/')}/`;
  return {
    name: tableName,
    description: 'CloudTrail records as they were delivered, by Region and day of delivery',
    tableType: 'EXTERNAL_TABLE',
    partitionKeys: partitionColumns.map(glueColumn),
    parameters: {
      'projection.enabled': 'true',
      'projection.region.type': 'enum',
      'projection.region.values': regions.join(','),
      'projection.day.type': 'date',
      'projection.day.format': 'yyyy/MM/dd',
      'projection.day.range': `${firstDay},NOW`,
      'projection.day.interval': '1',
      'projection.day.interval.unit': 'DAYS',
      'storage.location.template': `${location}\${region}/\${day}`,
    },
    storageDescriptor: {
      columns: columns.map(glueColumn),
      location,
      inputFormat: 'com.amazon.emr.cloudtrail.CloudTrailInputFormat',
      outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
      // Not com.amazon.emr.hive.serde.CloudTrailSerde: it does not know the newer fields.
      serdeInfo: { serializationLibrary: 'org.apache.hive.hcatalog.data.JsonSerDe' },
    },
  };
}

function glueColumn({ name, type }: Column): GlueColumn {
  return { name, type: spelled(type, 'hive') };
}

/** The same definition as a statement, for people who make the table by hand. */
export function createTableStatement(table: GlueTable): string {
  const { name, partitionKeys, parameters, storageDescriptor: storage } = table;
  const properties = Object.entries(parameters).map(([key, value]) => `  ${quoted(key)} = ${quoted(value)}`);
  return [
    `CREATE EXTERNAL TABLE ${name} (`,
    storage.columns.map((column) => `  ${column.name} ${column.type}`).join(',\n'),
    ')',
    `PARTITIONED BY (${partitionKeys.map((key) => `${key.name} ${key.type}`).join(', ')})`,
    `ROW FORMAT SERDE ${quoted(storage.serdeInfo.serializationLibrary)}`,
    `STORED AS INPUTFORMAT ${quoted(storage.inputFormat)}`,
    `OUTPUTFORMAT ${quoted(storage.outputFormat)}`,
    `LOCATION ${quoted(storage.location)}`,
    'TBLPROPERTIES (',
    properties.join(',\n'),
    ')',
  ].join('\n');
}

/** Hive's string literal. */
function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
