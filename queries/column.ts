/**
 * The columns of the log's table, once: Glue's definition, DuckDB's table and Trino's rows are all made from this list.
 * Names and types are those of AWS's own definition (aws-facts, section 9) with `sourceidentity` added, which it lacks, and
 * without `addendum` and the web identity's attributes, which no question asks for.
 */
export type ColumnType =
  | 'string'
  /** A string that holds the JSON text of an object: keys inside keep their case. */
  | 'json'
  | { readonly struct: Readonly<Record<string, ColumnType>> }
  | { readonly array: ColumnType };

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

const string = 'string';

const userIdentity: ColumnType = {
  struct: {
    type: string,
    principalid: string,
    arn: string,
    accountid: string,
    invokedby: string,
    accesskeyid: string,
    username: string,
    onbehalfof: { struct: { userid: string, identitystorearn: string } },
    sessioncontext: {
      struct: {
        attributes: { struct: { mfaauthenticated: string, creationdate: string } },
        sessionissuer: {
          struct: { type: string, principalid: string, arn: string, accountid: string, username: string },
        },
        ec2roledelivery: string,
        sourceidentity: string,
        webidfederationdata: { struct: { federatedprovider: string } },
      },
    },
  },
};

/** What a record holds. */
export const columns: readonly Column[] = [
  { name: 'eventversion', type: string },
  { name: 'useridentity', type: userIdentity },
  { name: 'eventtime', type: string },
  { name: 'eventsource', type: string },
  { name: 'eventname', type: string },
  { name: 'awsregion', type: string },
  { name: 'sourceipaddress', type: string },
  { name: 'useragent', type: string },
  { name: 'errorcode', type: string },
  { name: 'errormessage', type: string },
  { name: 'requestparameters', type: 'json' },
  { name: 'responseelements', type: 'json' },
  { name: 'additionaleventdata', type: 'json' },
  { name: 'requestid', type: string },
  { name: 'eventid', type: string },
  { name: 'readonly', type: string },
  { name: 'resources', type: { array: { struct: { arn: string, accountid: string, type: string } } } },
  { name: 'eventtype', type: string },
  { name: 'apiversion', type: string },
  { name: 'recipientaccountid', type: string },
  { name: 'serviceeventdetails', type: 'json' },
  { name: 'sharedeventid', type: string },
  { name: 'vpcendpointid', type: string },
  { name: 'vpcendpointaccountid', type: string },
  { name: 'eventcategory', type: string },
  { name: 'sessioncredentialfromconsole', type: string },
  { name: 'edgedevicedetails', type: 'json' },
  {
    name: 'tlsdetails',
    type: { struct: { tlsversion: string, ciphersuite: string, clientprovidedhostheader: string } },
  },
];

/** What the files are partitioned by: both come from the key, `…/CloudTrail/REGION/yyyy/MM/dd/…`. */
export const partitionColumns: readonly Column[] = [
  { name: 'region', type: string },
  { name: 'day', type: string },
];

/** The table's name in every query. */
export const tableName = 'cloudtrail_logs';

/** How the engines spell a type. */
interface Spelling {
  readonly string: string;
  readonly struct: (fields: string) => string;
  readonly field: (name: string, type: string) => string;
  readonly array: (element: string) => string;
}

const hive: Spelling = {
  string: 'string',
  struct: (fields) => `struct<${fields}>`,
  field: (name, type) => `${name}:${type}`,
  array: (element) => `array<${element}>`,
};

const duckdb: Spelling = {
  string: 'VARCHAR',
  struct: (fields) => `STRUCT(${fields})`,
  field: (name, type) => `"${name}" ${type}`,
  array: (element) => `${element}[]`,
};

const trino: Spelling = {
  string: 'VARCHAR',
  struct: (fields) => `ROW(${fields})`,
  field: (name, type) => `${name} ${type}`,
  array: (element) => `ARRAY(${element})`,
};

const spellings = { hive, duckdb, trino };

/** A type as Glue (hive), DuckDB or Trino spells it. */
export function spelled(type: ColumnType, engine: keyof typeof spellings): string {
  const spelling = spellings[engine];
  if (typeof type === 'string') return spelling.string;
  if ('array' in type) return spelling.array(spelled(type.array, engine));
  const fields = Object.entries(type.struct).map(([name, inner]) =>
    spelling.field(name, spelled(inner, engine)),
  );
  return spelling.struct(fields.join(engine === 'hive' ? ',' : ', '));
}
