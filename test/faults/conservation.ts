import type { World } from './world.ts';

/** An event that was sent, and what must become of it, said by hand. */
export interface Sent {
  readonly eventID: string;
  /** `told`: by itself. `counted`: with its kind. `silent`: not at all. */
  readonly fate: 'told' | 'counted' | 'silent';
  readonly critical: boolean;
}

const mark = /possibly repeated/i;

/** What of the world breaks a promise, in words; empty where all is kept. Only what the outside saw is asked. */
export function broken(world: World, sent: readonly Sent[]): string[] {
  const { queue, slack, topic, letters, journal, recorded, faults } = world;
  const found: string[] = [];
  const say = (holds: boolean, what: string) => {
    if (!holds) found.push(what);
  };
  say(queue.waiting === 0, `${queue.waiting} messages still wait`);
  say(queue.deleted.length + queue.redriven.length === queue.sent, 'messages ended more or less than once');
  const sns = topic.map(({ Message }) => Message);
  const dead = [
    ...letters.map((letter) => JSON.stringify(letter)),
    ...queue.redriven.map(({ body }) => body),
  ];
  for (const { eventID, fate, critical } of new Map(sent.map((one) => [one.eventID, one])).values()) {
    const about = (text: string) => new RegExp(`\\b${eventID}\\b`).test(text);
    const posts = slack.posted.filter(({ body }) => about(body));
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
    const redriven = queue.redriven.some(({ body }) => about(body));
    // A letter beside an end is of another copy, or of an end that could not be noted.
    const finals = new Set([...ends, ...records]);
    if (letter && finals.size > 1) finals.delete('dead-lettered');
    say(
      finals.size === 1 || (finals.size === 0 && redriven),
      `${eventID} ended as ${[...finals].join(' and ') || 'nothing'}`,
    );
    if (fate === 'silent') {
      // What could never be decided is told bare: nobody knows that it was nothing.
      const told = posts.length + published.length > 0;
      say(!told || givenUp(world, eventID), `${eventID} was told and is nothing to tell`);
      continue;
    }
    const [final] = finals;
    say(
      fate === 'told' ? final !== 'grouped' && final !== 'unmatched' : final !== 'unmatched',
      `${eventID} ended as ${String(final)}`,
    );
    // What failed ten times and could not even be told bare lies in the dead-letter queue, which has its alarm.
    const excused = letter && (redriven || faults.channelsGone || givenUp(world, eventID));
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

function givenUp({ letters }: World, eventID: string): boolean {
  return letters.some((letter) => letter.eventID === eventID && / in \d+ attempts$/.test(letter.reason));
}
