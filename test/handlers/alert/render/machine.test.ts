import { describe, expect, it } from 'vitest';
import { emailOf } from '../../../../handlers/alert/render/email.ts';
import { machineAlert } from '../../../../handlers/alert/render/machine.ts';
import { snsMessage } from '../../../../handlers/alert/render/sns.ts';
import { alertWith, caller, command, secret } from './alerts.ts';

/** What a machine is told, by hand. */
const told = {
  type: 'glasswatch.alert',
  version: 1,
  mode: 'alert',
  detection: 'break-glass-read',
  also: ['bulk-read'],
  severity: 'high',
  title: 'anna read prod/db in BREAK-GLASS-ADMIN',
  what: `GetSecretValue of ${secret}.`,
  who: {
    name: 'a session of role BREAK-GLASS-ADMIN',
    proved: 'arn:aws:iam::111122223333:role/emergency/BREAK-GLASS-ADMIN',
    claims: ['session name "anna"'],
    kind: 'role session',
    principal: 'arn:aws:iam::111122223333:role/emergency/BREAK-GLASS-ADMIN',
    session: 'AROAEXAMPLE:anna@2026-11-20T02:00:00Z',
    account: '111122223333',
    sourceIdentity: 'anna.schmidt',
    mfa: true,
    via: 'CLI or SDK',
    sourceIPAddress: '203.0.113.9',
    userAgent: 'aws-cli/2.31.0',
    openedBy: null,
    opener: null,
  },
  announced: null,
  signs: ['Read in the break-glass session itself', 'Nobody announced a drill'],
  noise: null,
  next: 'Replace it within 4 hours. Start now if the work is done:',
  command,
  due: null,
  eventID: '0d15ea5e-0000-4000-8000-000000000001',
  eventTime: '2026-11-20T02:14:00Z',
  eventSource: 'secretsmanager.amazonaws.com',
  eventName: 'GetSecretValue',
  account: '111122223333',
  region: 'eu-central-1',
  actor: 'anna',
  target: secret,
  count: 1,
  folded: false,
  possiblyRepeated: false,
  links: {
    event: 'https://eu-central-1.console.aws.amazon.com/e1',
    runbook: 'docs/runbook.md#break-glass-read',
  },
  deduplicationKey: '0d15ea5e-0000-4000-8000-000000000001',
};

function parsed(Message: string) {
  return JSON.parse(Message) as { default: string; email: string };
}

describe('an alert for machines', () => {
  it('is versioned JSON with all that is known, what is absent as null', () => {
    expect(JSON.parse(machineAlert(alertWith()))).toEqual(told);
    const nothing = { command: null, count: null, account: null, region: null, actor: null, target: null };
    expect(JSON.parse(machineAlert(alertWith(nothing)))).toEqual({ ...told, ...nothing });
  });

  it('is one line of JSON in which nothing acts on a terminal, and loses no character', () => {
    const title = 'a\u001b[2J\u009b\n\u202e\u{e0001}\ud800\ufe0f文🙂"\\';
    const line = machineAlert(alertWith({ title }));
    expect(line).toContain('a\\u001b[2J\\u009b\\n\\u202e\\udb40\\udc01\\ud800\\ufe0f文🙂\\"\\\\');
    expect(JSON.parse(line)).toEqual({ ...told, title });
  });
});

describe('a message for SNS', () => {
  it('has the e-mail for people, the JSON for all others, and what subscribers filter by', () => {
    const { Message, ...more } = snsMessage(alertWith());
    expect(more).toEqual({
      Subject: '[Glasswatch] HIGH: anna read prod/db in BREAK-GLASS-ADMIN',
      MessageStructure: 'json',
      MessageAttributes: {
        severity: { DataType: 'String', StringValue: 'high' },
        detection: { DataType: 'String', StringValue: 'break-glass-read' },
        account: { DataType: 'String', StringValue: '111122223333' },
      },
    });
    const { default: machine, email, ...others } = parsed(Message);
    expect(others).toEqual({});
    expect(JSON.parse(machine)).toEqual(told);
    expect(email).toBe(emailOf(alertWith()).body);
  });

  it('has an account to filter by even where none is known: SNS takes no empty attribute', () => {
    expect(snsMessage(alertWith({ account: null })).MessageAttributes.account?.StringValue).toBe('unknown');
  });

  it('is whole as long as SNS can take it', () => {
    const what = 'w'.repeat(100_000);
    const { Message } = snsMessage(alertWith({ what, target: what }));
    expect(JSON.parse(parsed(Message).default)).toEqual({ ...told, what, target: what });
  });

  it.each([
    ['letters', 'w'],
    ['controls, each six characters as JSON', '\u0001'],
    ['quotes, doubled twice', '"'],
    ['letters of three bytes', '文'],
  ])('has its long fields shortened, and no others, where SNS would refuse the whole: %s', (_, character) => {
    const long = character.repeat(130_000);
    const alert = alertWith({ what: long, target: long, who: { ...caller, userAgent: long } });
    const { Message } = snsMessage(alert);
    expect(Buffer.byteLength(Message)).toBeLessThan(262_144 - 1_000);
    const short = `${character.repeat(499)}…`;
    expect(JSON.parse(parsed(Message).default)).toEqual({
      ...told,
      what: short,
      target: short,
      who: { ...told.who, userAgent: short },
    });
  });

  it('has no half of a command: one that does not fit is left out, and the sentence before it ends', () => {
    const long = 'w'.repeat(300_000);
    const kept = `aws ${'x'.repeat(3_000)}`;
    const machine = (given: string) =>
      JSON.parse(parsed(snsMessage(alertWith({ what: long, command: given })).Message).default) as unknown;
    expect(machine(kept)).toMatchObject({ command: kept, next: told.next });
    expect(machine(`aws ${'x'.repeat(5_000)}`)).toMatchObject({
      command: null,
      next: 'Replace it within 4 hours. Start now if the work is done.',
    });
  });
});
