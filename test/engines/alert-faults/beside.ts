import type { Seen } from '../../faults/conservation.ts';
import { password } from '../../handlers/channels/webhook-server.ts';
import { canary } from '../../hostile/token-places.ts';
import type { FaultyStage } from './faulty-stage.ts';

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
export async function brokenBeside(stage: FaultyStage, { posted, topic, letters }: Seen): Promise<string[]> {
  const found: string[] = [];
  const { log, kills } = stage;
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
