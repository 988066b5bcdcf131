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
export type SlackFault = (typeof slackFaults)[number];

/** Faults that are to come, and those that came. */
export class Faults {
  readonly #hops = new Map<Hop, HopFault[]>();
  #slack: SlackFault[] = [];
  /** Both channels refuse whatever is done. */
  channelsGone = false;
  /** How often each came, as `hop fault`. */
  readonly injected = new Map<string, number>();

  arm(hop: Hop, fault: HopFault, times = 1): void {
    this.#hops.set(hop, [...(this.#hops.get(hop) ?? []), ...Array<HopFault>(times).fill(fault)]);
  }

  armSlack(fault: SlackFault, times = 1): void {
    this.#slack.push(...Array<SlackFault>(times).fill(fault));
  }

  heal(): void {
    this.#hops.clear();
    this.#slack = [];
  }

  at(hop: Hop): HopFault | undefined {
    if (this.channelsGone && hop === 'sns.publish') return this.#came(hop, 'refuse');
    const fault = this.#hops.get(hop)?.shift();
    return fault === undefined ? undefined : this.#came(hop, fault);
  }

  ofSlack(): SlackFault | undefined {
    if (this.channelsGone) return this.#came('slack', '410');
    const fault = this.#slack.shift();
    return fault === undefined ? undefined : this.#came('slack', fault);
  }

  #came<Fault extends string>(where: string, fault: Fault): Fault {
    const name = `${where} ${fault}`;
    this.injected.set(name, (this.injected.get(name) ?? 0) + 1);
    return fault;
  }
}
