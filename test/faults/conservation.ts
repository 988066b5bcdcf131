import type { Posted } from './slack.ts';

/** An event that was sent, and what must become of it, said by hand. */
export interface Sent {
  readonly eventID: string;
  /** `told`: by itself. `counted`: with its kind. `silent`: not at all. */
  readonly fate: 'told' | 'counted' | 'silent';
  readonly critical: boolean;
}

/** What the outside saw of a run. */
export interface Seen {
  /** Messages that are still in a queue. */
  readonly waiting: number;
  /** Messages that ended more or less than once, as far as their queue can tell. */
  readonly misended: number;
  readonly posted: readonly Posted[];
  /** What the topic took, also where the answer was lost. */
  readonly topic: readonly { readonly Message: string }[];
  readonly letters: readonly { readonly eventID: string | null; readonly reason: string }[];
  /** Messages that their queue gave up. */
  readonly redriven: readonly { readonly body: string }[];
  readonly journal: readonly { readonly outcome: string; readonly eventID: string | null }[];
  /** What the ledger keeps of how events ended. */
  readonly recorded: readonly { readonly eventID: string; readonly disposition: string }[];
  /** Both channels refused from the first to the last. */
  readonly channelsGone: boolean;
}

const mark = /possibly repeated/i;

/** What of a run breaks a promise, in words; empty where all is kept. */
export function broken(seen: Seen, sent: readonly Sent[]): string[] {
  const { posted, topic, letters, redriven, journal, recorded, channelsGone } = seen;
  const found: string[] = [];
  const say = (holds: boolean, what: string) => {
    if (!holds) found.push(what);
  };
  say(seen.waiting === 0, `${seen.waiting} messages still wait`);
  say(seen.misended === 0, `${seen.misended} messages ended more or less than once`);
  const sns = topic.map(({ Message }) => Message);
  const dead = [...letters.map((letter) => JSON.stringify(letter)), ...redriven.map(({ body }) => body)];
  for (const { eventID, fate, critical } of new Map(sent.map((one) => [one.eventID, one])).values()) {
    const about = (text: string) => new RegExp(`\\b${eventID}\\b`).test(text);
    const posts = posted.filter(({ body }) => about(body));
    const published = sns.filter(about);
    const letter = dead.some(about);
    const arrived = posts.filter(({ taken }) => taken === 'yes').length + published.length;
    const ends = new Set(
      journal
        .filter((line) => line.eventID === eventID && !['returned', 'duplicate'].includes(line.outcome))
        .map(({ outcome }) => outcome),
    );
    const records = new Set(recorded.filter((one) => one.eventID === eventID).map((one) => one.disposition));
    say(records.size <= 1, `${eventID} was recorded as ${[...records].join(' and ')}`);
    const gaveUp = redriven.some(({ body }) => about(body));
    // A letter beside an end is of another copy, or of an end that could not be noted.
    const finals = new Set([...ends, ...records]);
    if (letter && finals.size > 1) finals.delete('dead-lettered');
    say(
      finals.size === 1 || (finals.size === 0 && gaveUp),
      `${eventID} ended as ${[...finals].join(' and ') || 'nothing'}`,
    );
    if (fate === 'silent') {
      // What could never be decided is told bare: nobody knows that it was nothing.
      const told = posts.length + published.length > 0;
      say(!told || givenUp(seen, eventID), `${eventID} was told and is nothing to tell`);
      continue;
    }
    const [final] = finals;
    say(
      fate === 'told' ? final !== 'grouped' && final !== 'unmatched' : final !== 'unmatched',
      `${eventID} ended as ${String(final)}`,
    );
    // What failed ten times and could not even be told bare lies in the dead-letter queue, which has its alarm.
    const excused = letter && (gaveUp || channelsGone || givenUp(seen, eventID));
    say(final === 'grouped' || arrived > 0 || excused, `${eventID} reached nobody`);
    if (critical && final === 'alerted') say(arrived > 0, `${eventID} was critical and reached nobody`);
    const unmarked = (texts: readonly string[]) => texts.filter((text) => !mark.test(text)).length;
    const inSlack = posts.filter(({ taken }) => taken !== 'no').map(({ body }) => body);
    say(
      unmarked(inSlack) <= 1,
      `${eventID} stands in Slack ${inSlack.length} times, ${unmarked(inSlack)} unmarked`,
    );
    say(
      unmarked(published) <= 1,
      `${eventID} was published ${published.length} times, ${unmarked(published)} unmarked`,
    );
  }
  return found;
}

function givenUp({ letters }: Seen, eventID: string): boolean {
  return letters.some((letter) => letter.eventID === eventID && / in \d+ attempts$/.test(letter.reason));
}
