import { setTimeout as delay } from 'node:timers/promises';
import type { Clock, Turn } from '../alert/ports.ts';
import type { SlackMessage } from '../alert/render/slack.ts';
import { messageEveryMs, type SlackTraffic } from './ports.ts';
import { SlackRefusal, type SlackChannel } from './slack-channel.ts';

/** The longest wait for a second of one's own in a function that runs, ms; beyond it the message is put off. */
const longestWaitMs = 5_000;
/** The longest that a message is put off, ms: an alert of which nobody hears for longer had better go another way. */
const longestPutOffMs = 300_000;

/**
 * `taken`; `later`: Slack may take it when it is tried again; `full`: so many wait that there is no room soon enough; `refused`:
 * it will not be taken, whatever is done. A turn: it is to come again then, and finds room.
 */
export type SlackAnswer = 'taken' | 'later' | 'full' | 'refused' | Turn;

/** How a message is to go through the door. */
export interface Manner {
  /** It goes at once, beside the pace. */
  readonly urgent: boolean;
  /** When its turn is, if it was put off before, ms. */
  readonly turn: number | null;
  /** Whether it can come again at a turn that is too far off to wait for. */
  readonly canComeAgain: boolean;
}

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

  async post(message: SlackMessage, manner: Manner): Promise<SlackAnswer> {
    const { traffic, clock, channel } = this.#ports;
    const circuit = await traffic.circuit(clock.now());
    if (circuit === 'open') return 'refused';
    const notNow = manner.urgent ? null : await this.#waited(manner);
    if (notNow !== null) return notNow;
    try {
      await channel(message);
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      return this.#refused(error, circuit === 'probe');
    }
    if (circuit === 'probe') await traffic.close();
    return 'taken';
  }

  /** Waits for a second of one's own, and answers null; else what to do instead. */
  async #waited({ turn, canComeAgain }: Manner): Promise<'full' | Turn | null> {
    const { traffic, clock, wait: waits = delay } = this.#ports;
    const now = clock.now();
    const isKept = turn !== null && now < turn + messageEveryMs;
    const latest = now + (canComeAgain ? longestPutOffMs : longestWaitMs);
    const mine = isKept ? turn : await traffic.reserve(now, latest);
    if (mine === null) return 'full';
    const wait = mine - now;
    if (wait > longestWaitMs) return { turn: mine };
    if (wait > 0) await waits(wait);
    return null;
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
