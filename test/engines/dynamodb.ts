import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { installEngine } from './install.ts';

/** DynamoDB Local, in a process of its own. */
export class DynamoDb {
  readonly client: DynamoDBDocumentClient;
  readonly url: string;
  readonly #java: ChildProcessByStdio<Writable, Readable, null>;
  #tables = 0;

  private constructor(java: ChildProcessByStdio<Writable, Readable, null>, url: string) {
    this.#java = java;
    this.url = url;
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    this.client = DynamoDBDocumentClient.from(
      new DynamoDBClient({ endpoint: url, region: 'eu-central-1', credentials }),
    );
  }

  /** Installs it if need be; throws if it does not start. */
  static async start(): Promise<DynamoDb> {
    const { classpath, temporary } = installEngine('dynamodb');
    const flags = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', `-Djava.io.tmpdir=${temporary}`];
    const java = spawn('java', [...flags, '-cp', classpath, 'DynamoDbMain'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    for await (const line of createInterface({ input: java.stdout })) return new DynamoDb(java, line);
    throw new Error(`DynamoDB Local ended with ${String(java.exitCode)} before it began.`);
  }

  /** A table as infra makes the ledger's: `pk`, `sk`; its name, another each time where none is given. */
  async table(named?: string): Promise<string> {
    this.#tables += 1;
    const name = named ?? `ledger-${this.#tables}`;
    await this.client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
      }),
    );
    return name;
  }

  /** All that lies in a table. */
  async itemsOf(name: string): Promise<Record<string, unknown>[]> {
    const { Items = [] } = await this.client.send(new ScanCommand({ TableName: name }));
    return Items;
  }

  async stop(): Promise<void> {
    this.client.destroy();
    const ended = once(this.#java, 'close');
    this.#java.stdin.end();
    await ended;
  }
}
