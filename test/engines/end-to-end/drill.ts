import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { emulatedAccount } from '../emulator/emulator.ts';
import { bob, breakGlass, iso, parameterPut, reading } from './emergency.ts';
import { invoke, stopSchedules } from './functions.ts';
import { itemsOf } from './ledger.ts';
import { Log } from './log.ts';
import { messagesIn, type ReadMessage } from './slack-messages.ts';
import { home, Stage, until, type CloudTrailRecord } from './stage.ts';

const hourMs = 3_600_000;
const names = ['payroll', 'ledger', 'vault', 'mail'] as const;
export type SecretName = (typeof names)[number];

/** The deployed stacks with some real secrets, CloudTrail played on both of its ways, and what is told of an emergency. */
export class Drill {
  readonly log: Log;
  readonly stage: Stage;
  /** Full ARNs, by name; each is called `prod/` and its name. */
  readonly secrets: Readonly<Record<SecretName, string>>;
  #told = 0;

  private constructor(log: Log, stage: Stage, secrets: Readonly<Record<SecretName, string>>) {
    this.log = log;
    this.stage = stage;
    this.secrets = secrets;
  }

  static async begin({ deadlineHours }: { deadlineHours: number }): Promise<Drill> {
    const log = await Log.open([reading(bob, 'prod/app', Date.now() - hourMs)]);
    const stage = await Stage.set({
      config: {
        account: emulatedAccount,
        regions: [home],
        breakGlass: { roles: [breakGlass], users: [] },
        deadlineHours,
        slack: { webhookSecret: 'glasswatch-slack-webhook' },
      },
      athena: log.athena.url,
    });
    await stopSchedules(stage, 'deadline', 'report', 'canary', 'checkup');
    const made = await Promise.all(
      names.map(async (name) => [name, await secretNamed(stage, name)] as const),
    );
    return new Drill(log, stage, Object.fromEntries(made) as Record<SecretName, string>);
  }

  /** As with CloudTrail: the events come at once, and the log holds the same records. */
  async happen(...records: readonly CloudTrailRecord[]): Promise<void> {
    await this.log.deliver(records);
    await this.stage.send(records);
  }

  /** Facts of emergencies that the ledger keeps of the days (UTC) of some moments (ms), in order of events. */
  async facts(...moments: readonly number[]): Promise<Record<string, unknown>[]> {
    const days = [...new Set(moments.map((at) => `emergency#${iso(at).slice(0, 10)}`))];
    const items = await Promise.all(days.map((day) => itemsOf(this.stage, day)));
    return items
      .flat()
      .map(({ fact }) => JSON.parse(fact?.S ?? '') as Record<string, unknown>)
      .sort((a, b) => (String(a.eventID) < String(b.eventID) ? -1 : 1));
  }

  /** Changes of values happen, and the ledger has heard of each. */
  async change(...records: readonly CloudTrailRecord[]): Promise<void> {
    await this.happen(...records);
    await until('all changes in the ledger', async () => {
      const places = names.map((name) => `value#${emulatedAccount}:prod/${name}`);
      const items = await Promise.all(places.map((place) => itemsOf(this.stage, place)));
      const texts = items.flat().map(({ fact }) => fact?.S ?? '');
      const isThere = ({ eventID }: CloudTrailRecord) => texts.some((text) => text.includes(String(eventID)));
      return records.every(isThere) ? true : null;
    });
  }

  /** Bob waives what a message calls an exposure of a secret, until a day. */
  async waive(name: SecretName, reason: string, expires: string): Promise<void> {
    const Name = `/glasswatch/waivers/${this.#exposureOf(name)}`;
    await new SSMClient(this.stage.emulator.clientConfig(home)).send(
      new PutParameterCommand({ Name, Type: 'String', Value: JSON.stringify({ reason, expires }) }),
    );
    await this.happen(parameterPut(bob, Name, Date.now()));
    await until('the waiver in the ledger', async () => {
      const place = `value#arn:aws:ssm:${home}:${emulatedAccount}:parameter${Name}`;
      return (await itemsOf(this.stage, place))[0];
    });
  }

  #exposureOf(name: SecretName): string {
    const lines = messagesIn(this.stage.slack.posts).flatMap((message) => message.lines);
    const line = lines.findLast((one) => one.startsWith(`overdue  prod/${name}. `));
    const [, exposure] = /Exposure ([0-9a-f]{16})\./.exec(line ?? '') ?? [];
    if (exposure === undefined) throw new Error(`no message names an exposure of ${name}`);
    return exposure;
  }

  /** One run of the handler, without a look through the last hours of the log whatever the hour, and what it told. */
  async run(): Promise<ReadMessage[]> {
    await invoke(this.stage, 'deadline', { discover: false });
    return this.newMessages();
  }

  /** What Slack was told of the emergency since this was last asked. */
  newMessages(): ReadMessage[] {
    const all = messagesIn(this.stage.slack.posts).filter(({ headline }) =>
      headline.includes('the emergency of'),
    );
    const fresh = all.slice(this.#told);
    this.#told = all.length;
    return fresh;
  }

  async end(): Promise<void> {
    await this.stage.strike();
    await this.log.close();
  }
}

async function secretNamed({ clients }: Stage, name: SecretName): Promise<string> {
  const made = await clients.secrets.send(
    new CreateSecretCommand({ Name: `prod/${name}`, SecretString: 'what is read' }),
  );
  return made.ARN ?? '';
}
