// DuckDB reading the log by itself: what a query costs at least.
// usage: duckdb.mjs FOLDER 4|12
import { DuckDBInstance } from '@duckdb/node-api';

const [folder, columns] = process.argv.slice(2);

const few = { eventSource: 'VARCHAR', eventName: 'VARCHAR', awsRegion: 'VARCHAR', errorCode: 'VARCHAR' };
const many = {
  ...few,
  eventTime: 'VARCHAR',
  eventID: 'VARCHAR',
  recipientAccountId: 'VARCHAR',
  sharedEventID: 'VARCHAR',
  userIdentity: 'JSON',
  requestParameters: 'JSON',
  responseElements: 'JSON',
  errorMessage: 'VARCHAR',
};
const from = (wanted) => {
  const fields = Object.entries(wanted).map(([name, type]) => `"${name}" ${type}`);
  return `(SELECT unnest(Records, recursive := false) AS r FROM read_json('${folder}/**/*.json.gz',
    columns = {Records: 'STRUCT(${fields.join(', ')})[]'}, maximum_object_size = 67108864))`;
};
const statements = {
  4: `SELECT r.eventSource, r.eventName, r.awsRegion, r.errorCode, count(*) FROM ${from(few)} GROUP BY ALL`,
  12: `SELECT ${Object.keys(many)
    .map((name) => `r."${name}"`)
    .join(', ')} FROM ${from(many)} WHERE r.eventSource = 'secretsmanager.amazonaws.com'`,
};
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const reader = await connection.runAndReadAll(statements[columns]);
process.stdout.write(`${reader.currentRowCount} rows\n`);
