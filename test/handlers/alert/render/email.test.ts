import { describe, expect, it } from 'vitest';
import { emailOf } from '../../../../handlers/alert/render/email.ts';
import { mailFaults } from '../../../hostile/mail-rules.ts';
import { alertWith, caller, command, secret } from './alerts.ts';

describe('an e-mail', () => {
  it('has what, who, where, is it real and what now, word for word', () => {
    expect(emailOf(alertWith())).toEqual({
      subject: '[Glasswatch] HIGH: anna read prod/db in BREAK-GLASS-ADMIN',
      body: [
        'HIGH: anna read prod/db in BREAK-GLASS-ADMIN',
        '',
        `what:   GetSecretValue of ${secret}.`,
        'who:    a session of role BREAK-GLASS-ADMIN, arn:aws:iam::111122223333:role/emergency/BREAK-GLASS-ADMIN, source identity anna.schmidt, CLI or SDK. Claimed, not proved: session name "anna".',
        'where:  account 111122223333, eu-central-1, 2026-11-20T02:14:00Z',
        '        https://eu-central-1.console.aws.amazon.com/e1',
        'real?:  With MFA. From 203.0.113.9. Read in the break-glass session itself. Nobody announced a drill.',
        'now:    Replace it within 4 hours. Start now if the work is done:',
        '',
        command,
        '',
        'also:   bulk-read',
        'more:   break-glass-read, event 0d15ea5e-0000-4000-8000-000000000001, docs/runbook.md#break-glass-read',
        '',
      ].join('\n'),
    });
  });

  it('has a subject of at most 99 characters, and says where it is cut', () => {
    const beginning = '[Glasswatch] HIGH: ';
    const whole = emailOf(alertWith({ title: 'x'.repeat(99 - beginning.length) })).subject;
    expect(whole).toBe(`${beginning}${'x'.repeat(80)}`);
    const cut = emailOf(alertWith({ title: 'x'.repeat(100 - beginning.length) })).subject;
    expect(cut).toBe(`${beginning}${'x'.repeat(77)}...`);
  });

  it('has a count in its subject that survives every mail server', () => {
    expect(emailOf(alertWith({ count: 100 })).subject).toMatch(/ x100$/);
    expect(emailOf(alertWith({ count: 100 })).body).toMatch(/^HIGH: .* ×100\n/);
  });

  it('has a subject of ASCII, whatever the names', () => {
    const { subject, body } = emailOf(alertWith({ title: 'Zoë read données/文書\u0007\r\nBcc: x' }));
    expect(subject).toBe('[Glasswatch] HIGH: Zo? read donn?es/?\\u{7}\\u{d}\\u{a}Bcc: x');
    expect(body).toMatch(/^HIGH: Zoë read données\/文書\\u\{7\}\\u\{d\}\\u\{a\}Bcc: x\n/);
  });

  it.each(['=?utf-8?B?Qmxvd24gdXA=?=', '=é?utf-8?q?=0A?=', '=é=??q?x?='])(
    'has no encoded word in its subject that a mail program would read: %s',
    (title) => {
      const mail = emailOf(alertWith({ title }));
      expect(mailFaults(mail)).toEqual([]);
      expect(mail.subject).not.toContain('=?');
    },
  );

  it('says that a command is missing where it is too long, rather than showing half of it', () => {
    const long = `aws ${'x'.repeat(4_000)}`;
    const { body } = emailOf(alertWith({ command: long }));
    expect(body).not.toContain('xxxx');
    expect(body).toContain('if the work is done. The command is too long to be shown here.\nalso:');
  });

  it('cuts prose that is too long, and tells the rest', () => {
    const { body } = emailOf(alertWith({ what: 'w'.repeat(10_000) }));
    expect(body).toMatch(/^what: {3}w{3999}…$/m);
    expect(body).toContain(command);
    expect(body).toMatch(/^more: {3}break-glass-read/m);
  });

  it('leaves out what there is none of', () => {
    const links = { event: null, runbook: 'docs/runbook.md#x' };
    const { body } = emailOf(
      alertWith({
        who: { ...caller, mfa: null, sourceIPAddress: null },
        signs: [],
        also: [],
        command: null,
        next: 'Ask anna.',
        links,
        account: null,
        region: null,
      }),
    );
    expect(body).not.toMatch(/null|undefined|real|also|https/);
    expect(body).toMatch(/^now: {4}Ask anna\.\nmore:/m);
  });
});
