import { join } from 'node:path';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetFunctionConfigurationCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { Seen } from '../../faults/conservation.ts';
import { Faults } from '../../faults/hops.ts';
import { FaultySlack } from '../../faults/slack.ts';
import { breakGlassRole, home as account, type CloudTrailRecord } from '../../handlers/alert/events.ts';
import { envelope } from '../../handlers/alert/queue/queue-desk.ts';
import { freePort } from '../emulator/emulator.ts';
import { stopSchedules } from '../end-to-end/functions.ts';
import { deleteItems } from '../end-to-end/ledger.ts';
import { home, Stage } from '../end-to-end/stage.ts';
import { Control } from './control.ts';
import { FaultProxy } from './fault-proxy.ts';
import { FunctionLog } from './function-log.ts';
import { killOtherEnd } from './function-process.ts';
import type { WireFault, WireHop } from './wire.ts';

/** How long a function may run, as infra/watch/alert-path.ts deploys it, s. */
const timeoutSeconds = 60;
/** The queue's visibility timeout, as infra/watch/alert-path.ts deploys it, ms. */
const visibilityMs = 360_000;

/**
 * The deployed stacks, whose alert functions speak with AWS's services and Slack by way of faults: their bundles, roles and
 * environment are those that Lambda would get, but for the addresses. Queues, mappings, redrive and visibility are the emulator's,
 * as the template sets them; time passes when it is told to, for queues and functions alike.
 */
export class FaultyStage {
  readonly stage: Stage;
  readonly faults: Faults<WireHop, WireFault>;
  readonly slack: FaultySlack;
  readonly log: FunctionLog;
  readonly control: Control;
  readonly #proxy: FaultProxy;
  #ahead = 0;

  private constructor(
    stage: Stage,
    faults: Faults<WireHop, WireFault>,
    parts: { slack: FaultySlack; proxy: FaultProxy; control: Control },
  ) {
    this.stage = stage;
    this.faults = faults;
    this.slack = parts.slack;
    this.control = parts.control;
    this.#proxy = parts.proxy;
    this.log = new FunctionLog(stage.emulator);
  }

  static async set(): Promise<FaultyStage> {
    const faults = new Faults<WireHop, WireFault>();
    const port = await freePort();
    let emulator = 0;
    const kill = (connection: number) => {
      killOtherEnd(connection, emulator);
    };
    const slack = await FaultySlack.start(() => faults, kill);
    const stage = await Stage.set({
      config: {
        account,
        regions: [home],
        breakGlass: { roles: [breakGlassRole], users: [] },
        decoys: ['bait'],
        slack: { webhookSecret: 'glasswatch-slack-webhook' },
      },
      server: join(import.meta.dirname, 'server.py'),
      environment: { CONTROL_PORT: String(port) },
      slack: slack.server,
    });
    emulator = stage.emulator.pid ?? 0;
    const proxy = await FaultProxy.start({ target: stage.emulator.url, faults, kill });
    await stopSchedules(stage, 'deadline', 'report', 'canary', 'checkup');
    for (const name of ['alert', 'critical']) await readdress(stage, name, proxy.url);
    const set = new FaultyStage(stage, faults, { slack, proxy, control: new Control(port) });
    await set.control.rest();
    return set;
  }

  /** Puts a record on the bus, as CloudTrail does. */
  async send(record: CloudTrailRecord): Promise<void> {
    await this.stage.send([record]);
  }

  /** Has CloudFormation say, twice as it may, that the gate's stack of this id was made. */
  async stackMade(id: string): Promise<void> {
    const said = {
      Source: 'aws.cloudformation',
      DetailType: 'CloudFormation Stack Status Change',
      Detail: JSON.stringify({
        'stack-id': `arn:aws:cloudformation:${home}:${account}:stack/glasswatch-gate-${home}/${id}`,
        'status-details': { status: 'CREATE_COMPLETE', 'status-reason': '' },
      }),
    };
    await this.stage.clients.events.send(new PutEventsCommand({ Entries: [said, said] }));
  }

  /** Gives a function so much time for a batch, s. */
  async giveTime(FunctionName: string, Timeout: number): Promise<void> {
    await this.stage.clients.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout }));
  }

  /** Has the functions begin as new processes, which know nothing yet: as Lambda does where a function is configured anew. */
  async renew(): Promise<void> {
    for (const name of ['glasswatch-alert', 'glasswatch-critical']) await this.giveTime(name, timeoutSeconds);
  }

  /** Puts a record into the queue, as if a rule had let it in. */
  async queue(record: CloudTrailRecord): Promise<void> {
    const MessageBody = JSON.stringify(envelope(record));
    await this.stage.clients.sqs.send(
      new SendMessageCommand({ QueueUrl: await this.#urlOf('glasswatch-alert'), MessageBody }),
    );
  }

  /** Lets time pass for queues and functions, ms. */
  async pass(ms: number): Promise<void> {
    this.#ahead += ms;
    this.stage.setClockAhead(this.#ahead);
    await this.control.setClockAhead(this.#ahead);
  }

  /** Lets all that waits come again and again until nothing waits. */
  async drain(): Promise<void> {
    for (let round = 0; ; round += 1) {
      const waiting = await this.control.work();
      if (waiting === 0) return;
      if (round > 40) throw new Error(`${waiting} messages never end`);
      await this.pass(visibilityMs + 1_000);
    }
  }

  /** Begins anew: no item in the ledger, nothing seen, an hour later. */
  async begin(): Promise<void> {
    this.faults.heal();
    this.faults.channelsGone = false;
    this.faults.injected.clear();
    await deleteItems(this.stage);
    await this.stage.published();
    await this.pass(3_700_000);
    this.#proxy.done.length = 0;
    this.slack.clear();
    this.log.begin();
  }

  /** What was seen since it began; the dead-letter queues are emptied. */
  async seen(waiting = 0): Promise<Seen> {
    const letters: Seen['letters'][number][] = [];
    const redriven: Seen['redriven'][number][] = [];
    for (const queue of ['glasswatch-alert-dead-letters', 'glasswatch-critical-dead-letters'])
      for (const body of await this.#emptied(queue)) {
        const letter = JSON.parse(body) as Seen['letters'][number] & { version?: unknown };
        if (letter.version === 1) letters.push(letter);
        else redriven.push({ body });
      }
    return {
      waiting,
      misended: 0,
      posted: [...this.slack.posted],
      topic: this.#took('sns.publish').map(({ body }) => ({
        Message: new URLSearchParams(body).get('Message') ?? '',
      })),
      letters,
      redriven,
      journal: this.log.journal,
      recorded: this.#took('ledger.record').map(({ body }) => recordIn(body)),
      channelsGone: this.faults.channelsGone,
    };
  }

  /** Moves what lies in the dead-letter queues back, as an operator does (docs/runbook.md#critical-dead-letters). */
  async moveBack(): Promise<string[]> {
    const moved: string[] = [];
    for (const queue of ['glasswatch-alert', 'glasswatch-critical'])
      for (const MessageBody of await this.#emptied(`${queue}-dead-letters`)) {
        await this.stage.clients.sqs.send(
          new SendMessageCommand({ QueueUrl: await this.#urlOf(queue), MessageBody }),
        );
        moved.push(MessageBody);
      }
    return moved;
  }

  /** How often a function was killed. */
  get kills(): number {
    return [...this.faults.injected].reduce(
      (sum, [name, times]) => sum + (name.includes('kill') ? times : 0),
      0,
    );
  }

  /** What went over the wire and what the functions said of it, for whoever has to find out what went wrong. */
  get story(): string {
    const calls = this.#proxy.done.map(
      ({ hop, target, body, status }) => `${hop ?? target ?? '?'} ${status} ${body}`,
    );
    const posts = this.slack.posted.map(({ taken, body }) => `Slack ${taken} ${body}`);
    return [...calls, ...posts, this.log.text].join('\n');
  }

  async strike(): Promise<void> {
    await this.stage.strike();
    await this.#proxy.stop();
  }

  #took(hop: WireHop) {
    return this.#proxy.done.filter((one) => one.hop === hop && one.status === 200);
  }

  async #emptied(queue: string): Promise<string[]> {
    const QueueUrl = await this.#urlOf(queue);
    const bodies: string[] = [];
    for (;;) {
      const { Messages = [] } = await this.stage.clients.sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      if (Messages.length === 0) return bodies;
      for (const { Body = '', ReceiptHandle } of Messages) {
        bodies.push(Body);
        await this.stage.clients.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    }
  }

  async #urlOf(QueueName: string): Promise<string> {
    const { QueueUrl = '' } = await this.stage.clients.sqs.send(new GetQueueUrlCommand({ QueueName }));
    return QueueUrl;
  }
}

/** Has a function speak with the services at another address; its log says what became of each event. */
async function readdress({ clients, emulator }: Stage, name: string, url: string): Promise<void> {
  const FunctionName = `glasswatch-${name}`;
  const { Environment } = await clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const own = Environment?.Variables ?? {};
  const Variables = {
    ...own,
    AWS_ENDPOINT_URL: url,
    // The client of SQS sends to the host of the queue's URL.
    DEAD_LETTER_QUEUE_URL: (own.DEAD_LETTER_QUEUE_URL ?? '').replace(emulator.url, url),
    POWERTOOLS_LOG_LEVEL: 'DEBUG',
  };
  await clients.lambda.send(
    new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }),
  );
}

interface Recording {
  readonly Key: { readonly pk: { readonly S: string } };
  readonly ExpressionAttributeValues: Readonly<Record<string, { readonly S?: string }>>;
}

function recordIn(body: string): Seen['recorded'][number] {
  const { Key, ExpressionAttributeValues } = JSON.parse(body) as Recording;
  return {
    eventID: Key.pk.S.replace(/^event#/, ''),
    disposition: ExpressionAttributeValues[':done']?.S ?? '',
  };
}
