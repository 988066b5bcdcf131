import { describe, expect, it } from 'vitest';
import { createTableStatement, glueTable, type LogPlace } from '../../queries/glue-table.ts';
import { hiveErrors } from './hive-grammar.ts';

const place: LogPlace = {
  bucket: 'acme-trail',
  account: '111122223333',
  prefix: '',
  organization: null,
  regions: ['us-east-1', 'eu-central-1'],
  firstDay: '2026/01/01',
};

/**
 * By hand from AWS's definition as aws-facts, section 9, has it; without `addendum` and
 * `webidfederationdata.attributes`, which no question needs.
 */
const expectedColumns = [
  { name: 'eventversion', type: 'string' },
  {
    name: 'useridentity',
    type:
      'struct<type:string,principalid:string,arn:string,accountid:string,invokedby:string,accesskeyid:string,username:string,' +
      'onbehalfof:struct<userid:string,identitystorearn:string>,' +
      'sessioncontext:struct<attributes:struct<mfaauthenticated:string,creationdate:string>,' +
      'sessionissuer:struct<type:string,principalid:string,arn:string,accountid:string,username:string>,' +
      'ec2roledelivery:string,sourceidentity:string,' +
      'webidfederationdata:struct<federatedprovider:string>>>',
  },
  { name: 'eventtime', type: 'string' },
  { name: 'eventsource', type: 'string' },
  { name: 'eventname', type: 'string' },
  { name: 'awsregion', type: 'string' },
  { name: 'sourceipaddress', type: 'string' },
  { name: 'useragent', type: 'string' },
  { name: 'errorcode', type: 'string' },
  { name: 'errormessage', type: 'string' },
  { name: 'requestparameters', type: 'string' },
  { name: 'responseelements', type: 'string' },
  { name: 'additionaleventdata', type: 'string' },
  { name: 'requestid', type: 'string' },
  { name: 'eventid', type: 'string' },
  { name: 'readonly', type: 'string' },
  { name: 'resources', type: 'array<struct<arn:string,accountid:string,type:string>>' },
  { name: 'eventtype', type: 'string' },
  { name: 'apiversion', type: 'string' },
  { name: 'recipientaccountid', type: 'string' },
  { name: 'serviceeventdetails', type: 'string' },
  { name: 'sharedeventid', type: 'string' },
  { name: 'vpcendpointid', type: 'string' },
  { name: 'vpcendpointaccountid', type: 'string' },
  { name: 'eventcategory', type: 'string' },
  { name: 'sessioncredentialfromconsole', type: 'string' },
  { name: 'edgedevicedetails', type: 'string' },
  {
    name: 'tlsdetails',
    type: 'struct<tlsversion:string,ciphersuite:string,clientprovidedhostheader:string>',
  },
];

describe("the log's table in Glue", () => {
  it('is the one that AWS describes', () => {
    expect(glueTable(place)).toEqual({
      name: 'cloudtrail_logs',
      description: expect.any(String) as string,
      tableType: 'EXTERNAL_TABLE',
      partitionKeys: [
        { name: 'region', type: 'string' },
        { name: 'day', type: 'string' },
      ],
      parameters: {
        'projection.enabled': 'true',
        'projection.region.type': 'enum',
        'projection.region.values': 'us-east-1,eu-central-1',
        'projection.day.type': 'date',
        'projection.day.format': 'yyyy/MM/dd',
        'projection.day.range': '2026/01/01,NOW',
        'projection.day.interval': '1',
        'projection.day.interval.unit': 'DAYS',
        'storage.location.template': 's3://acme-trail/AWSLogs/111122223333/CloudTrail/${region}/${day}',
      },
      storageDescriptor: {
        columns: expectedColumns,
        location: 's3://acme-trail/AWSLogs/111122223333/CloudTrail/',
        inputFormat: 'com.amazon.emr.cloudtrail.CloudTrailInputFormat',
        outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
        serdeInfo: { serializationLibrary: 'org.apache.hive.hcatalog.data.JsonSerDe' },
      },
    });
  });

  it.each([
    [{ prefix: 'trails/main' }, 's3://acme-trail/trails/main/AWSLogs/111122223333/CloudTrail/'],
    [{ organization: 'o-exampleorg' }, 's3://acme-trail/AWSLogs/o-exampleorg/111122223333/CloudTrail/'],
  ])('lies where a trail with %j writes', (more, location) => {
    const table = glueTable({ ...place, ...more });
    expect(table.storageDescriptor.location).toBe(location);
    expect(table.parameters['storage.location.template']).toBe(`${location}\${region}/\${day}`);
  });
});

describe('the statement that makes it by hand', () => {
  const statement = createTableStatement(glueTable(place));

  it('says the same', () => {
    const lines = statement.split('\n');
    expect(lines[0]).toBe('CREATE EXTERNAL TABLE cloudtrail_logs (');
    expect(lines.slice(1, 1 + expectedColumns.length)).toEqual(
      expectedColumns.map(
        ({ name, type }, index) => `  ${name} ${type}${index < expectedColumns.length - 1 ? ',' : ''}`,
      ),
    );
    expect(lines.slice(1 + expectedColumns.length)).toEqual([
      ')',
      'PARTITIONED BY (region string, day string)',
      "ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'",
      "STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat'",
      "OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'",
      "LOCATION 's3://acme-trail/AWSLogs/111122223333/CloudTrail/'",
      'TBLPROPERTIES (',
      "  'projection.enabled' = 'true',",
      "  'projection.region.type' = 'enum',",
      "  'projection.region.values' = 'us-east-1,eu-central-1',",
      "  'projection.day.type' = 'date',",
      "  'projection.day.format' = 'yyyy/MM/dd',",
      "  'projection.day.range' = '2026/01/01,NOW',",
      "  'projection.day.interval' = '1',",
      "  'projection.day.interval.unit' = 'DAYS',",
      "  'storage.location.template' = 's3://acme-trail/AWSLogs/111122223333/CloudTrail/${region}/${day}'",
      ')',
    ]);
  });

  it("keeps to Hive's grammar, also with a quote in the prefix", async () => {
    expect(await hiveErrors(statement)).toEqual([]);
    expect(await hiveErrors(createTableStatement(glueTable({ ...place, prefix: "o'neil" })))).toEqual([]);
    expect(await hiveErrors(statement.replace('LOCATION', 'LOCATED'))).not.toEqual([]);
  });
});
