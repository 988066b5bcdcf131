import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../alert/ports.ts';
import type { SlackMessage } from '../alert/render/slack.ts';
import type { SlackTraffic } from './ports.ts';
import { SlackRefusal, type SlackChannel } from './slack-channel.ts';

/** The longest wait for a second of one's own, ms; beyond it the message counts as refused for now. */
const longestQueueMs = 5_000;

/** `taken`; `later`: it may be taken when it is tried again; `refused`: it will not be, whatever is done. */
export type SlackAnswer = 'taken' | 'later' | 'refused';

export interface SlackDoorPorts {
  readonly channel: SlackChannel;
  readonly traffic: SlackTraffic;
  readonly clock: Clock;
  /** Waits so many ms; a timer where none is given. */
  readonly wait?: (ms: number) => Promise<unknown>;
  /** Told once an hour while Slack refuses everything; `reason` holds no URL. */
  readonly notice: (reason: string) => Promise<void>;
}

/**
 * The way into Slack on which all functions agree: one message a second, but for urgent ones, and none at all while Slack
 * refuses everything (the circuit is open), but for one an hour that finds out whether it still does.
 */
export class SlackDoor {
  readonly #ports: SlackDoorPorts;

  constructor(ports: SlackDoorPorts) {
    this.#ports = ports;
  }

  async post(message: SlackMessage, urgent: boolean): Promise<SlackAnswer> {
    const { traffic, clock, channel } = this.#ports;
    const circuit = await traffic.circuit(clock.now());
    if (circuit === 'open') return 'refused';
    if (!urgent && !(await this.#waited())) return 'later';
    try {
      await channel(message);
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      return this.#refused(error, circuit === 'probe');
    }
    if (circuit === 'probe') await traffic.close();
    return 'taken';
  }

  /** Waits for a second of one's own; false where that is too far off. */
  async #waited(): Promise<boolean> {
    const { traffic, clock, wait: waits = delay } = this.#ports;
    const now = clock.now();
    const wait = (await traffic.reserve(now)) - now;
    if (wait > longestQueueMs) return false;
    if (wait > 0) await waits(wait);
    return true;
  }

  async #refused(refusal: SlackRefusal, probing: boolean): Promise<SlackAnswer> {
    const { traffic, clock, notice } = this.#ports;
    if (!refusal.permanent) {
      const again = refusal.status === null || refusal.status === 429 || refusal.status >= 500;
      return again ? 'later' : 'refused';
    }
    if (probing || (await traffic.open(clock.now()))) await notice(refusal.message);
    return 'refused';
  }
}
