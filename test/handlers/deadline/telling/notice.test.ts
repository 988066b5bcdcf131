import { describe, expect, it } from 'vitest';
import { noticeSlackMessage, noticeSnsMessage } from '../../../../handlers/alert/render/notice.ts';
import { deadlineNotice } from '../../../../handlers/deadline/telling/notice.ts';
import { tell } from '../../../../handlers/deadline/telling/tell.ts';
import type { Verdict } from '../../../../handlers/deadline/verdict.ts';
import { attacks } from '../../../hostile/texts.ts';
import { exposure, incident, secretNamed } from '../../report/incidents.ts';

const now = Date.parse('2026-11-18T07:45:00Z');

function noticeOf(exposures: readonly Verdict[], actor = 'ana.ops@example.com') {
  const { message } = tell(incident({ exposures, actor }), null, now);
  if (message === null) throw new Error('nothing is told');
  return deadlineNotice(message, 'eu-central-1');
}

const many = Array.from({ length: 60 }, (_, n) =>
  exposure({
    exposure: n.toString(16).padStart(16, '0'),
    secret: secretNamed(`prod/service-${n}/database`),
    deadline: `2026-11-18T07:${String(59 - (n % 60)).padStart(2, '0')}:00Z`,
  }),
);

describe('a deadline message', () => {
  it('says counts and the first deadline before all else', () => {
    const rotated = exposure({
      exposure: 'e000000000000002',
      state: 'rotated',
      reason: 'put-secret-value',
      rotatedAt: '2026-11-18T05:00:00Z',
    });
    expect(noticeOf([exposure({}), rotated]).parts[0]).toEqual({
      label: 'what',
      text: '2 secrets read: 1 overdue, 1 replaced in time. The first deadline is 2026-11-18T07:31:12Z.',
    });
    expect(noticeOf(many).parts[0]?.text).toBe(
      '60 secrets read: 60 overdue. The first deadline is 2026-11-18T07:00:00Z.',
    );
  });

  it('says what did not change by state, and counts what finds no room', () => {
    const rotated = many.slice(1).map((one) => ({
      ...one,
      state: 'rotated' as const,
      reason: 'put-secret-value' as const,
      rotatedAt: '2026-11-18T05:00:00Z',
      secret: one.secret.replace('service', `service-of-a-very-long-name-${'x'.repeat(40)}`),
    }));
    const first = exposure({});
    const told = tell(incident({ exposures: rotated }), null, now).told;
    const { message } = tell(incident({ exposures: [...rotated, first] }), told, now);
    if (message === null) throw new Error('nothing is told');
    const rest =
      deadlineNotice(message, 'eu-central-1').parts.find(({ label }) => label === 'rest')?.text ?? '';
    expect(rest).toMatch(/^replaced in time: prod\/service-of-a-very-long-name-/);
    const named = rest.match(/prod\/service-of-a-very-long-name-x{40}-\d+\/database/g) ?? [];
    expect(rest.endsWith(`, and ${59 - named.length} more`)).toBe(true);
    expect(rest.length).toBeLessThan(1_200);
  });

  it('asks nothing of a secret that is waived, and says by whom and until when', () => {
    const waiver = { reason: 'is gone', author: 'lead@example.com', expires: '2026-12-01T00:00:00Z' };
    const { parts } = noticeOf([exposure({ state: 'waived', waiver })]);
    const waived = parts.find(({ label }) => label === 'waived');
    expect(waived?.text).toMatch(
      /waived by lead@example\.com until 2026-12-01T00:00:00Z: is gone\. Exposure [0-9a-f]{16}\.$/,
    );
    expect(waived).not.toHaveProperty('command');
  });

  it('shows how to waive what cannot be replaced in time, by the first of its ids, and only where something runs', () => {
    const elseOf = (exposures: readonly Verdict[]) =>
      noticeOf(exposures).parts.find(({ label }) => label === 'else');
    const one = elseOf([exposure({ exposure: 'e000000000000007' })]);
    expect(one).toEqual({
      label: 'else',
      text: 'What cannot be replaced in time is waived, with a reason and a last day, by someone else than the reader:',
      command: `aws ssm put-parameter --name /glasswatch/waivers/e000000000000007 --type String --value '{"reason":"WHY","expires":"YYYY-MM-DD"}' --region eu-central-1`,
    });
    expect(elseOf(many)?.text).toMatch(/This waives the first; the others by their own exposure ids:$/);
    const replaced = {
      state: 'rotated',
      reason: 'put-parameter',
      rotatedAt: '2026-11-18T05:00:00Z',
    } as const;
    expect(elseOf([exposure(replaced)])).toBeUndefined();
    // What the log cannot tell shows its own waiver with it.
    expect(elseOf([exposure({ state: 'unresolved', reason: 'external-account' })])).toBeUndefined();
  });

  it('says a deadline again only where it is another than the first', () => {
    const later = exposure({ exposure: 'e000000000000009', deadline: '2026-11-18T18:16:30Z' });
    const texts = noticeOf([exposure({}), later])
      .parts.slice(3)
      .map(({ text }) => text);
    expect(texts.filter((text) => text.includes('due 2026-11-18T18:16:30Z'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('07:31:12'))).toHaveLength(0);
  });

  it('leads to the runbook that the config names', () => {
    const { message } = tell(incident({ exposures: [exposure({})] }), null, now);
    if (message === null) throw new Error('nothing is told');
    const { parts } = deadlineNotice(message, null, 'https://wiki.example/runbook');
    expect(parts.at(-1)?.text).toContain('https://wiki.example/runbook#deadline');
  });

  it('of many secrets stays within what Slack takes, and says how many lines are left out', () => {
    const message = noticeSlackMessage(noticeOf(many));
    expect(JSON.stringify(message.blocks).length).toBeLessThan(13_200);
    expect(message.blocks.length).toBeLessThanOrEqual(50);
    expect(JSON.stringify(message)).toMatch(/"\d+ more lines: see the e-mail or the ledger\."/);
  });

  it('of many secrets is whole in the e-mail and for machines, within what SNS takes', () => {
    const { Subject, Message } = noticeSnsMessage(noticeOf(many));
    expect(Subject).toBe('[Glasswatch] CRITICAL: 60 secrets overdue in the emergency of ana.ops@example.com');
    expect(Buffer.byteLength(Message)).toBeLessThan(262_144);
    const { default: machine, email } = JSON.parse(Message) as Record<string, string>;
    const { data } = JSON.parse(machine ?? '') as { data: { changes: readonly { exposure: string }[] } };
    expect(data.changes.map(({ exposure: id }) => id)).toEqual(many.map(({ exposure: id }) => id));
    for (const { secret } of many) expect(email).toContain(secret);
  });

  it.each(attacks.map((text) => [text]))('with hostile names stays a message: %j', (text) => {
    const notice = noticeOf([exposure({ secret: secretNamed(text), waiver: null })], text);
    const { blocks, text: notification } = noticeSlackMessage(notice);
    expect(notification).not.toMatch(/<[!@#]|<http/);
    // Commands stand in rich text as they are to be copied; Slack reads no markup there.
    for (const element of elementsIn(blocks).filter((one) => !one.startsWith('aws ')))
      expect(element).not.toMatch(/[<>\u0000-\u0008\u001b\u202e\u200b]/);
    const { Subject, Message } = noticeSnsMessage(notice);
    expect(Subject).toMatch(/^[\x20-\x7e]{1,99}$/);
    expect(() => JSON.parse((JSON.parse(Message) as { default: string }).default) as unknown).not.toThrow();
  });
});

/** All texts of blocks that Slack shows. */
function elementsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(elementsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === 'text' && typeof part === 'string' ? [part] : elementsIn(part),
  );
}
