import fc from 'fast-check';
import { marked, type Token, type Tokens } from 'marked';
import { describe, expect, it } from 'vitest';
import { incidentMarkdown } from '../../../../handlers/incident/render/markdown.ts';
import type { IncidentReport } from '../../../../handlers/incident/report.ts';
import { attacks, behindEscapes, hiddenIn, hostileText } from '../../../hostile/texts.ts';
import { event, incident, mail, report } from '../incidents.ts';
import { attackedBy } from './attacked.ts';

const hash = 'ab'.repeat(32);

/** Everything that a Markdown reader (GitHub's flavour) makes of a text. */
function tokensOf(markdown: string): Token[] {
  const tokens: Token[] = [];
  void marked.walkTokens(marked.lexer(markdown, { gfm: true }), (token) => {
    tokens.push(token);
  });
  return tokens;
}

/** The markup alone: what kinds of things follow each other, whatever they say. */
function skeleton(markdown: string): string[] {
  return tokensOf(markdown).map((token) => {
    if (token.type === 'table') {
      const { header, rows } = token as Tokens.Table;
      return `table ${header.length}×${rows.length}`;
    }
    return token.type === 'heading' ? `heading ${token.depth}` : token.type;
  });
}

function quotedIn(markdown: string): string[] {
  return tokensOf(markdown).flatMap((token) => (token.type === 'codespan' ? [String(token.text)] : []));
}

/** Texts made to break Markdown in particular. */
const markdownAttacks = [
  ...attacks,
  '|',
  '\\|',
  '\\\\|',
  'a|b|c',
  '|---|',
  '`',
  '``',
  '```',
  '`|`',
  '\\`',
  '\\',
  ' ',
  '  ',
  ' a ',
  'a\\',
  '[x](https://evil.example)',
  '![x](https://evil.example/pixel.png)',
  '<img src=x onerror=alert(1)>',
  '<!-- -->',
  'https://evil.example',
  'www.evil.example',
  'evil@evil.example',
  '@octocat',
  '#1',
  '# heading',
  '- item',
  '1. item',
  '> quote',
  '---',
  '***',
  '__x__',
  '&#96; &lt;b&gt;',
  '[ref]: https://evil.example',
  '$x$',
  '~~gone~~',
  '<https://evil.example>',
];

describe('the Markdown of an incident', () => {
  const plain = incidentMarkdown(attackedBy('plain'), hash);

  it.each(markdownAttacks)('keeps its markup, with %j wherever somebody else wrote', (text) => {
    const markdown = incidentMarkdown(attackedBy(text), hash);
    expect(skeleton(markdown)).toEqual(skeleton(plain));
    expect(hiddenIn(markdown.replaceAll('\n', ''))).toEqual([]);
  });

  it('keeps its title where a principal is nothing that ends in a name', () => {
    expect(incidentMarkdown(attackedBy('https://'), hash)).toMatch(/^# `https:\/\/` in `https:\/\/`, /);
  });

  it('keeps its markup and tells every text whole, whatever it is', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const markdown = incidentMarkdown(attackedBy(text), hash);
        expect(skeleton(markdown)).toEqual(skeleton(plain));
        const quoted = quotedIn(markdown).map(behindEscapes);
        expect(quoted.filter((one) => one === behindEscapes(text)).length).toBeGreaterThan(30);
      }),
      { numRuns: 60 },
    );
  });

  it('has no link, picture or HTML at all', () => {
    const kinds = new Set(tokensOf(incidentMarkdown(report, hash)).map(({ type }) => type));
    for (const kind of ['link', 'image', 'html']) expect(kinds).not.toContain(kind);
    expect(kinds).toContain('codespan');
  });

  it('says who, what, by when, and what became of it', () => {
    const text = incidentMarkdown(report, hash);
    expect(text).toMatch(/^# `ana` in `BREAK-GLASS-admin`, 2026-11-18 09:00:00 UTC\n/);
    expect(text).toContain('**Incident:** `0123456789abcdef`');
    expect(text).toContain('read 2 secrets: 1 overdue, 1 replaced in time, as of 2026-11-19T00:00:00Z.');
    expect(text).toContain(
      '**Time to replace:** 4 hours from the end of the last session that read the secret',
    );
    expect(text).toMatch(
      /\*\*overdue\*\* \| `arn:aws:secretsmanager:[^|]*prod\/mail-Ef34Gh` \| 2026-11-18T09:12:00Z \| 2026-11-18T14:10:00Z \| — \| the log shows no new value/,
    );
    expect(text).toMatch(
      /\*\*replaced in time\*\* .* \| 2026-11-18T12:00:00Z \| a rotation succeeded; by `ci`/,
    );
    expect(text).toMatch(/2026-11-18T09:08:00Z \| `StopLogging` \| `trail` \| refused: `AccessDenied`/);
    expect(text).toMatch(/\| key \| `CreateAccessKey` \| `svc`/);
    expect(text).toContain(`2026-11-19 | Why were these not replaced by their deadline? \`${mail}\``);
    expect(text).toContain(hash);
  });

  it('holds the command of what is to be done, whole, and when a verdict can still change', () => {
    const [one, two] = incident.exposures;
    if (one === undefined || two === undefined) throw new Error('no exposure');
    const early = { ...incident, exposures: [one, { ...two, final: false }] };
    const text = incidentMarkdown({ ...report, incident: early }, hash);
    expect(text).toContain(
      `\n    aws secretsmanager rotate-secret --secret-id ${mail} --region eu-central-1\n`,
    );
    expect(text).toContain('1 of these verdicts can still change');
    expect(incidentMarkdown(report, hash)).not.toContain('can still change');
  });

  it('counts a long timeline, and lists of it what matters', () => {
    const listing = Array.from({ length: 500 }, (_, n) => ({
      ...event,
      eventID: `list-${n}`,
      eventName: 'ListSecrets',
    }));
    const [first, second] = report.timelines;
    if (first === undefined || second === undefined) throw new Error('no timeline');
    const long: IncidentReport = {
      ...report,
      timelines: [{ ...first, events: [...listing, ...first.events] }, second],
    };
    const text = incidentMarkdown(long, hash);
    expect(text).toContain('3 of 503 events are listed');
    expect(text).toMatch(/`ListSecrets` \| `secretsmanager.amazonaws.com` \| 500 \| 0/);
    expect(text).toMatch(/`StopLogging` \| `secretsmanager.amazonaws.com` \| 1 \| 1/);
    expect(text).not.toContain('list-7');
    expect(text).toContain('`event-stop`');
  });

  it('speaks of one secret, and of none', () => {
    const [one] = incident.exposures;
    if (one === undefined) throw new Error('no exposure');
    expect(incidentMarkdown({ ...report, incident: { ...incident, exposures: [one] } }, hash)).toContain(
      'read 1 secret: 1 replaced in time',
    );
    expect(incidentMarkdown({ ...report, incident: { ...incident, exposures: [] } }, hash)).toContain(
      'The log shows no secret that was read',
    );
  });
});
