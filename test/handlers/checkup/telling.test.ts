import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../handlers/checkup/finding.ts';
import { checkupMessages } from '../../../handlers/checkup/telling.ts';

const fine: Finding = { check: 'trail', region: 'eu-central-1', state: 'ok', says: 'it logs', todo: null };
const bad: Finding = {
  ...fine,
  check: 'gate-rules',
  state: 'wrong',
  says: 'a rule is off',
  todo: 'Deploy again.',
};
const unsure: Finding = {
  ...fine,
  check: 'webhook',
  state: 'cannot-tell',
  says: 'no answer',
  todo: 'Later.',
};

describe('what a checkup tells', () => {
  it('is nothing when all is well', () => {
    expect(checkupMessages([fine, fine], '111122223333')).toEqual([]);
  });

  it('is critical when something is wrong, and says that first', () => {
    expect(checkupMessages([fine, unsure, bad], '111122223333')).toEqual([
      {
        type: 'checkup',
        severity: 'critical',
        title: 'Glasswatch checked itself: 1 wrong, 1 could not be looked at',
        text: [
          '• gate-rules, eu-central-1: a rule is off. Deploy again.',
          '• webhook, eu-central-1: cannot tell: no answer. Later.',
        ],
        command: 'npx glasswatch doctor',
        detection: null,
        account: '111122223333',
      },
    ]);
  });

  it('is not kept back when something only could not be looked at', () => {
    expect(checkupMessages([unsure], '111122223333')).toMatchObject([
      { severity: 'high', title: 'Glasswatch checked itself: 1 could not be looked at' },
    ]);
  });

  it('loses no line to the length of messages', () => {
    const many = Array.from({ length: 60 }, (_, n) => ({
      ...bad,
      says: `rule ${n} is off: it lets nothing in`,
    }));
    const messages = checkupMessages(many, '111122223333');
    expect(messages.length).toBeGreaterThan(1);
    expect(messages[0]?.title).toBe(`Glasswatch checked itself: 60 wrong (1 of ${messages.length})`);
    for (const { text } of messages) expect([text].flat().join('\n').length).toBeLessThanOrEqual(1_200);
    const lines = messages.flatMap(({ text }) => text);
    expect(lines).toHaveLength(60);
    expect(lines[59]).toContain('rule 59 is off');
  });
});
