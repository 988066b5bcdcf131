/** Every place at which the alert function speaks with something that can fail. */
export const hops = [
  'ledger.claim',
  'ledger.putOff',
  'ledger.record',
  'ledger.join',
  'ledger.see',
  'ledger.find',
  'ledger.keep',
  'traffic.circuit',
  'traffic.reserve',
  'traffic.open',
  'traffic.close',
  'deliveries.taken',
  'deliveries.took',
  'webhook.read',
  'slack.post',
  'sns.publish',
  'directory.resolve',
  'notes.note',
  'letters.send',
  'queue.hide',
] as const;
export type Hop = (typeof hops)[number];

/**
 * `refuse`: nothing is done. `lose`: it is done, and the answer is lost, as by a time limit. `kill-before`, `kill-after`: the
 * function ends there.
 */
export const hopFaults = ['refuse', 'lose', 'kill-before', 'kill-after'] as const;
export type HopFault = (typeof hopFaults)[number];

/** How the webhook's server misbehaves. The last four leave open whether the message was taken. */
export const slackFaults = [
  '429',
  '429-retry-after',
  '403',
  '410',
  '500',
  'hang',
  'garbage',
  'reset',
] as const;
/**
 * Beside them, where time is the machine's and the function a process: `429-for-long` asks for more patience than anybody
 * has; `late` takes the message and answers after the limit; the last two kill whoever posts, before it is taken or after.
 */
export const slackProcessFaults = ['429-for-long', 'late', 'kill-before', 'kill-after'] as const;
export type SlackFault = (typeof slackFaults)[number] | (typeof slackProcessFaults)[number];

/** Faults that are to come, and those that came. */
export class Faults<At extends string = Hop, Fault extends string = HopFault> {
  readonly #hops = new Map<At, Fault[]>();
  #slack: SlackFault[] = [];
  /** Both channels refuse whatever is done. */
  channelsGone = false;
  /** How often each came, as `hop fault`. */
  readonly injected = new Map<string, number>();

  arm(hop: At, fault: Fault, times = 1): void {
    this.#hops.set(hop, [...(this.#hops.get(hop) ?? []), ...Array<Fault>(times).fill(fault)]);
  }

  armSlack(fault: SlackFault, times = 1): void {
    this.#slack.push(...Array<SlackFault>(times).fill(fault));
  }

  heal(): void {
    this.#hops.clear();
    this.#slack = [];
  }

  at(hop: At): Fault | 'refuse' | undefined {
    if (this.channelsGone && hop === 'sns.publish') return this.#came(hop, 'refuse');
    const fault = this.#hops.get(hop)?.shift();
    return fault === undefined ? undefined : this.#came(hop, fault);
  }

  ofSlack(): SlackFault | undefined {
    if (this.channelsGone) return this.#came('slack', '410');
    const fault = this.#slack.shift();
    return fault === undefined ? undefined : this.#came('slack', fault);
  }

  #came<Came extends string>(where: string, fault: Came): Came {
    const name = `${where} ${fault}`;
    this.injected.set(name, (this.injected.get(name) ?? 0) + 1);
    return fault;
  }
}
