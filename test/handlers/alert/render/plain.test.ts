import { describe, expect, it } from 'vitest';
import type { LastWord } from '../../../../handlers/alert/alert.ts';
import {
  lastWordMessage,
  plainSlackMessage,
  plainSnsMessage,
  type PlainMessage,
} from '../../../../handlers/alert/render/plain.ts';
import { lastWordSlackMessage } from '../../../../handlers/alert/render/slack.ts';

const message: PlainMessage = {
  type: 'checkup',
  severity: 'high',
  title: 'Two things',
  text: ['• trail: off', '• digests: gone\n• webhook: ok'],
  command: 'npx glasswatch doctor',
  detection: null,
  account: '111122223333',
};
/** The break within the second line was not ours: it makes no line of its own. */
const shown = '• trail: off\n• digests: gone\\u{a}• webhook: ok';

describe('a message of several lines', () => {
  it('has them in Slack, and no line more', () => {
    const [block] = plainSlackMessage(message).blocks;
    expect(JSON.stringify(block)).toContain(JSON.stringify(`\n${shown}`));
  });

  it('has them in the e-mail, and machines get them as one text', () => {
    const { default: machine, email } = JSON.parse(plainSnsMessage(message).Message) as Record<
      string,
      string
    >;
    expect(email).toBe(`HIGH: Two things\n\n${shown}\n\nnpx glasswatch doctor\n`);
    expect(JSON.parse(machine ?? '')).toMatchObject({
      type: 'glasswatch.checkup',
      text: '• trail: off\n• digests: gone\n• webhook: ok',
    });
  });
});

describe('a last word', () => {
  const word: LastWord = { detection: 'rotation-failed', title: 'db', count: 12, from: 0, to: 3_600_000 };
  const spelled = (one: LastWord) => [
    JSON.stringify(lastWordSlackMessage(one)),
    plainSnsMessage(lastWordMessage(one)).Message,
  ];

  it('that may have been told before says so in Slack and by SNS, and any other does not', () => {
    for (const text of spelled({ ...word, possiblyRepeated: true }))
      expect(text).toContain('Possibly repeated');
    for (const text of spelled(word)) expect(text).not.toContain('Possibly repeated');
  });
});
