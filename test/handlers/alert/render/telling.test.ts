import { describe, expect, it } from 'vitest';
import type { Alert, Caller } from '../../../../handlers/alert/alert.ts';
import { tellingOf } from '../../../../handlers/alert/render/telling.ts';
import { alertWith, caller, command } from './alerts.ts';

function partOf(label: string, more: Partial<Alert> = {}): string | undefined {
  return tellingOf(alertWith(more)).parts.find((part) => part.label === label)?.text;
}

function who(more: Partial<Caller>, alert: Partial<Alert> = {}): string | undefined {
  return partOf('who', { who: { ...caller, ...more }, ...alert });
}

function real(more: Partial<Caller>): string | undefined {
  return partOf('real?', { who: { ...caller, ...more } });
}

describe('an alert is told', () => {
  it('in the order in which the on-call engineer asks', () => {
    const { parts } = tellingOf(alertWith());
    expect(parts.map(({ label }) => label)).toEqual(['what', 'who', 'where', 'real?', 'now', 'also', 'more']);
  });

  it('without the parts that it has nothing to say in', () => {
    const nothingKnown = { ...caller, mfa: null, sourceIPAddress: null };
    const { parts } = tellingOf(alertWith({ who: nothingKnown, signs: [], also: [], command: null }));
    expect(parts.map(({ label }) => label)).toEqual(['what', 'who', 'where', 'now', 'more']);
    expect(parts.every((part) => part.command === undefined)).toBe(true);
  });

  it('with the very command beside what to do', () => {
    const { parts } = tellingOf(alertWith());
    expect(parts.filter((part) => part.command !== undefined)).toEqual([
      { label: 'now', text: 'Replace it within 4 hours. Start now if the work is done:', command },
    ]);
  });

  it('with what says whether it is real, as sentences', () => {
    expect(partOf('real?')).toBe(
      'With MFA. From 203.0.113.9. Read in the break-glass session itself. Nobody announced a drill.',
    );
  });

  it('with whether it was announced before all else, and the deadline that is coming after what to do', () => {
    const { parts } = tellingOf(alertWith({ announced: 'Not announced: x', due: 'Replace all by noon.' }));
    expect(parts.map(({ label }) => label)).toEqual([
      'what',
      'who',
      'where',
      'real?',
      'now',
      'due',
      'also',
      'more',
    ]);
    expect(parts.find(({ label }) => label === 'real?')?.text).toMatch(/^Not announced: x\. With MFA\. /);
    expect(parts.find(({ label }) => label === 'due')?.text).toBe('Replace all by noon.');
  });

  it('with what is known to set the detection off without harm', () => {
    expect(partOf('real?', { signs: [], noise: 'A planned drill, announced beforehand.' })).toBe(
      'With MFA. From 203.0.113.9. Known noise: a planned drill, announced beforehand.',
    );
  });

  it('with MFA once, where the detection has said it itself, whatever a caller calls themselves', () => {
    expect(partOf('real?', { signs: ['Caller had MFA'] })).toBe('Caller had MFA. From 203.0.113.9.');
    expect(partOf('real?', { signs: ['Source identity With MFA'] })).toMatch(/^With MFA\. From/);
  });

  it('with a link to the runbook beside what to do now, where the config says where it is', () => {
    const runbook = 'https://wiki.example/runbook#break-glass-read';
    const { parts } = tellingOf(alertWith({ links: { event: null, runbook } }));
    expect(parts.find(({ label }) => label === 'now')).toMatchObject({ link: runbook, linkTo: 'runbook' });
    expect(parts.find(({ label }) => label === 'more')?.text).not.toContain('runbook');
    expect(tellingOf(alertWith()).parts.find(({ label }) => label === 'now')).not.toHaveProperty('link');
  });

  it('with where it happened, and a link to the event', () => {
    const { parts } = tellingOf(alertWith());
    expect(parts[2]).toEqual({
      label: 'where',
      text: 'account 111122223333, eu-central-1, 2026-11-20T02:14:00Z',
      link: 'https://eu-central-1.console.aws.amazon.com/e1',
    });
    expect(partOf('where', { account: null, region: null })).toBe(
      'account unknown, unknown Region, 2026-11-20T02:14:00Z',
    );
  });

  it('with how often, where it was more than once', () => {
    const { title } = alertWith();
    expect(tellingOf(alertWith({ count: null })).headline).toBe(title);
    expect(tellingOf(alertWith({ count: 1 })).headline).toBe(title);
    expect(tellingOf(alertWith({ count: 10 })).headline).toBe(`${title} ×10`);
  });

  it('as in shadow, as possibly repeated, and as folded, where it is', () => {
    expect(tellingOf(alertWith({ mode: 'shadow' })).headline).toMatch(/ \(shadow: nobody is told\)$/);
    expect(partOf('what', { possiblyRepeated: true })).toMatch(/\. Possibly repeated: /);
    expect(partOf('what')).not.toMatch(/repeated/);
    expect(partOf('more', { folded: true })).toMatch(/told as one$/);
    expect(partOf('more')).toBe(
      'break-glass-read, event 0d15ea5e-0000-4000-8000-000000000001, docs/runbook.md#break-glass-read',
    );
  });
});

describe('who it was is told', () => {
  it('by what is proved, and apart from it by what the caller only claims', () => {
    expect(who({})).toBe(
      'a session of role BREAK-GLASS-ADMIN, arn:aws:iam::111122223333:role/emergency/BREAK-GLASS-ADMIN, source identity anna.schmidt, CLI or SDK. Claimed, not proved: session name "anna".',
    );
    expect(who({ claims: ['session name "anna"', 'source identity "root"'] })).toMatch(
      /\. Claimed, not proved: session name "anna", source identity "root"\.$/,
    );
    expect(who({ claims: [] })).toMatch(/, CLI or SDK$/);
  });

  it('with the account of a caller from another one: nothing else says where to ask', () => {
    const stranger = {
      name: 'user AIDAEXAMPLE of account 444455556666',
      proved: 'AIDAEXAMPLE',
      claims: [],
      account: '444455556666',
    };
    expect(who({ ...stranger, sourceIdentity: null, mfa: null })).toBe(
      'user AIDAEXAMPLE of account 444455556666, CLI or SDK',
    );
    expect(who({ account: '444455556666' })).toContain(', of account 444455556666, ');
    expect(who({ account: null })).not.toContain('account');
  });

  it('with no MFA said of people only: sessions of machines never have it', () => {
    expect(real({ mfa: false, kind: 'IAM user' })).toMatch(/^WITHOUT MFA\. From/);
    expect(real({ mfa: false })).not.toContain('MFA');
    expect(real({ mfa: null, kind: 'IAM user' })).not.toContain('MFA');
  });

  it('with who opened the emergency that a chained session belongs to', () => {
    expect(who({ openedBy: 'ben', opener: 'IAM user ana' })).toContain(
      ', break-glass opened by IAM user ana, ',
    );
    const user = { name: 'IAM user ana', opener: 'IAM user ana' };
    expect(who(user)).not.toContain('opened');
    expect(who({ openedBy: 'ben' })).toContain(', break-glass opened in the name of "ben", ');
  });

  it('without the address of a service, and without what is unknown', () => {
    expect(real({ sourceIPAddress: 'cloudformation.amazonaws.com' })).not.toContain('From');
    expect(real({ sourceIPAddress: 'AWS Internal' })).not.toContain('From');
    const nobody = {
      name: 'someone unknown',
      proved: null,
      claims: [],
      sourceIdentity: null,
      mfa: null,
      sourceIPAddress: null,
    };
    expect(who(nobody)).toBe('someone unknown, CLI or SDK');
  });
});
