import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incidentPage } from '../../../../handlers/incident/render/html.ts';
import { attacks, hiddenIn, hostileText } from '../../../hostile/texts.ts';
import { report } from '../incidents.ts';
import { attackedBy } from './attacked.ts';

const hash = 'ab'.repeat(32);

/** The tags of a page with the names of their attributes: what an attacker would have to change. */
function tagsOf(page: string): string[] {
  return [...page.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/="[^"]*"/g, ''));
}

/** A page without its style and script, which hold no text of others. */
function bodyOf(page: string): string {
  return page.replace(/<style>.*?<\/style>/s, '').replace(/<script>.*?<\/script>/s, '');
}

const htmlAttacks = [
  ...attacks,
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</title></style></script><h1>owned</h1>',
  '<!--',
  ']]>',
  '&lt;b&gt;',
  'javascript:alert(1)',
];

describe('the page of an incident', () => {
  const plain = tagsOf(bodyOf(incidentPage(attackedBy('plain'), hash)));

  it.each(htmlAttacks)('keeps its tags, with %j wherever somebody else wrote', (text) => {
    const page = bodyOf(incidentPage(attackedBy(text), hash));
    expect(tagsOf(page)).toEqual(plain);
    expect(hiddenIn(page.replaceAll('\n', ''))).toEqual([]);
  });

  it('keeps its tags whatever the text', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(tagsOf(bodyOf(incidentPage(attackedBy(text), hash)))).toEqual(plain);
      }),
      { numRuns: 60 },
    );
  });

  it('fetches nothing, and shows state, secret, deadline and proof', () => {
    const page = incidentPage(report, hash);
    expect(page).toContain('default-src &#39;none&#39;');
    expect(bodyOf(page)).not.toMatch(/(?:src|href)="(?!#)/);
    expect(page).toContain('<span class="badge tone-critical">overdue</span>');
    expect(page).toContain('<span class="badge tone-good">replaced in time</span>');
    expect(page).toContain('prod/mail-Ef34Gh');
    expect(page).toContain('a rotation succeeded; by ci');
    expect(page).toContain(hash);
  });

  it('has a section for each part of the report, each of which can be jumped to', () => {
    const page = incidentPage(report, hash);
    const links = [...page.matchAll(/<li><a href="#([^"]+)">/g)].map(([, id]) => id);
    expect(links).toEqual([
      'secrets',
      'sessions',
      'persistence',
      'readers',
      'tellings',
      'blind-spots',
      'questions',
      'evidence',
    ]);
    for (const id of links) expect(page.split(`id="${id ?? ''}"`)).toHaveLength(2);
  });
});
