import type { Seen } from '../../faults/conservation.ts';
import { password } from '../../handlers/channels/webhook-server.ts';
import { canary } from '../../hostile/token-places.ts';
import type { FaultyRun } from './faulty-run.ts';

/** What an alert function can do with a message (design, "An alert's life"). */
const ends = [
  'alerted',
  'grouped',
  'suppressed',
  'duplicate',
  'canary',
  'shadowed',
  'unmatched',
  'dead-lettered',
  'returned',
];
/** As infra/watch/alert-path.ts deploys it. */
const batchSize = 10;

/** What of a run breaks a promise beside those of its events: the counts, what came out of the topic, and what may stand nowhere. */
export async function brokenBeside({ stage, stacks }: FaultyRun, seen: Seen): Promise<string[]> {
  const { posted, topic, letters } = seen;
  const found = brokenOfStacks(seen, stacks);
  const { log } = stage;
  const kills = stage.kills + log.timeouts;
  const received = log.metric('received');
  const ended = ends.reduce((sum, name) => sum + log.metric(name), 0);
  // What a killed function had counted and not yet written is the drift that an alarm tells.
  if (ended > received || received - ended > kills * batchSize)
    found.push(`${received} messages were received and ${ended} ended, with ${kills} functions killed`);
  const out = (await stage.stage.published()).length;
  if (out !== topic.length) found.push(`the topic took ${topic.length} messages and gave out ${out}`);
  const written = {
    log: log.text,
    letters: JSON.stringify(letters),
    topic: JSON.stringify(topic),
    Slack: JSON.stringify(posted),
  };
  for (const [where, text] of Object.entries(written))
    for (const secret of ['SESSION-TOKEN-MARKER', canary, password])
      if (text.includes(secret)) found.push(`${secret} stands in ${where}`);
  return found;
}

/** That the way is armed is said of each stack, and not twice without a word. */
function brokenOfStacks({ posted, topic, letters, redriven, channelsGone }: Seen, stacks: number): string[] {
  const armed = (text: string) => text.includes('Glasswatch is armed in');
  const unmarked = (texts: readonly string[]) =>
    texts.filter((text) => armed(text) && !/possibly repeated/i.test(text)).length;
  const inSlack = unmarked(posted.filter(({ taken }) => taken !== 'no').map(({ body }) => body));
  const published = topic.map(({ Message }) => Message);
  const arrived = Math.max(
    posted.filter(({ taken, body }) => taken === 'yes' && armed(body)).length,
    published.filter(armed).length,
  );
  // Of what is no event, a letter has no id.
  const given = letters.filter(({ eventID }) => eventID === null).length + redriven.length;
  const found: string[] = [];
  if (inSlack > stacks || unmarked(published) > stacks)
    found.push(
      `${stacks} stacks were told ${inSlack} times in Slack and ${unmarked(published)} times by SNS`,
    );
  if (!channelsGone && arrived + given < stacks) found.push(`${stacks} stacks were made and ${arrived} told`);
  return found;
}
