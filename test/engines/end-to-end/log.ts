import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openLogTable, type LogTable } from '../../../local/log-table/log-table.ts';
import { findLogFiles } from '../../../local/reader/reader.ts';
import { columns, partitionColumns, spelled, tableName } from '../../../queries/column.ts';
import { rowOf } from '../../../queries/row.ts';
import { dayOf, spanOf } from '../../../queries/span.ts';
import { AthenaEndpoint, type AthenaEndpointOptions } from '../../athena-endpoint/athena-endpoint.ts';
import { makeChangeable } from '../../athena-endpoint/changeable-log.ts';
import { logFile } from '../emulator/standing/log.ts';
import { Folder } from '../../local/cli/glasswatch.ts';
import type { CloudTrailRecord } from './stage.ts';

/** The log as Athena would tell it: CloudTrail's files in DuckDB behind an endpoint; more can be delivered at any time. */
export class Log {
  readonly athena: AthenaEndpoint;
  readonly #table: LogTable;
  readonly #folder: Folder;
  #deliveries = 0;

  private constructor(athena: AthenaEndpoint, table: LogTable, folder: Folder) {
    this.athena = athena;
    this.#table = table;
    this.#folder = folder;
  }

  /** The log of the records, or of the files that lie in a folder. */
  static async open(
    held: readonly CloudTrailRecord[] | string,
    options: AthenaEndpointOptions = {},
  ): Promise<Log> {
    const folder = new Folder();
    if (typeof held !== 'string') for (const record of held) writeFile(folder.path, record);
    const files = await findLogFiles([typeof held === 'string' ? held : folder.path]);
    const table = await openLogTable(files, {
      span: spanOf(undefined, undefined),
      onTrouble: (...trouble) => {
        throw new Error(trouble.join(' '));
      },
      onProgress: () => undefined,
    });
    await makeChangeable(table);
    return new Log(await AthenaEndpoint.open(table.connection, options), table, folder);
  }

  /** Appends records, as a file that CloudTrail delivers. */
  async deliver(records: readonly CloudTrailRecord[]): Promise<void> {
    const rows = records.map((record) =>
      JSON.stringify(
        rowOf(record, {
          region: String(record.awsRegion),
          day: dayOf(Date.parse(String(record.eventTime))),
        }),
      ),
    );
    this.#deliveries += 1;
    const path = this.#folder.write(`delivery-${this.#deliveries}.ndjson`, rows.join('\n'));
    const types = [...columns, ...partitionColumns].map(
      ({ name, type }) => `${name}: '${spelled(type, 'duckdb')}'`,
    );
    await this.#table.connection.run(
      `INSERT INTO ${tableName} SELECT * FROM read_json('${path}', format = 'newline_delimited', columns = {${types.join(', ')}})`,
    );
  }

  async close(): Promise<void> {
    await this.athena.close();
    this.#table.close();
    this.#folder.remove();
  }
}

function writeFile(folder: string, record: CloudTrailRecord): void {
  const { key, body } = logFile(String(record.awsRegion), Date.parse(String(record.eventTime)), [record]);
  const path = join(folder, key);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, body);
}
