import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detections } from '../../detections/catalogue/catalogue.ts';

const runbook = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8');

/** The sections of a chapter, by name. */
function sectionsOf(chapter: string): [string, string][] {
  const [, text = ''] = runbook.split(`\n# ${chapter}\n`.replace('\n# Runbook', '# Runbook'));
  const [own = ''] = text.split(/\n(?=# )/);
  return own
    .split(/\n(?=## )/)
    .slice(1)
    .map((section) => [/^## (.*)$/m.exec(section)?.[1] ?? '', section]);
}

const sections = ['Runbook', 'Deadlines', 'Alarms'].flatMap(sectionsOf);

/** What somebody who was woken looks for, each with how it is known. */
const parts: readonly (readonly [string, RegExp])[] = [
  ['what it means', /^\*\*What it means\.\*\* \S/m],
  ['what to do in the first five minutes', /^\*\*First five minutes\.\*\*/m],
  ['a command to copy', /`(aws|npx|glasswatch) [^`]+`|^ {4,}(aws|npx) /m],
  ['when it is noise', /^\*\*Noise\.\*\* \S/m],
];

describe('the runbook has for each detection, deadline message and alarm', () => {
  it('a section', () => {
    const names = sections.map(([name]) => name);
    expect(detections.map(({ id }) => id).filter((id) => !names.includes(id))).toEqual([]);
    // Which alarms there are, and that each has a section, test/infra/watch.test.ts holds.
    expect(names.length).toBeGreaterThan(30);
  });

  it.each(parts)('%s', (_, shown) => {
    expect(sections.filter(([, text]) => !shown.test(text)).map(([name]) => name)).toEqual([]);
  });
});
