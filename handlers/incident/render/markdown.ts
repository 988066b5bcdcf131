import { harmless } from '../../alert/render/harmless.ts';
import type { IncidentReport } from '../report.ts';
import type { Block, Fact, Inline, Text } from './document.ts';
import { incidentDocument } from './incident-document.ts';

/** The report of an incident as Markdown (CommonMark with GitHub's tables). */
export function incidentMarkdown(report: IncidentReport, recordSha256: string): string {
  const { title, summary, facts, sections } = incidentDocument(report, recordSha256);
  const blocks = [
    `# ${inOneLine(title)}`,
    inOneLine(summary),
    factsText(facts),
    ...sections.flatMap((section) => [`## ${inOneLine([section.title])}`, ...section.blocks.map(blockText)]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `### ${inOneLine(block.text)}`;
    case 'paragraph':
      return inOneLine(block.text);
    case 'list':
      return block.items.map((item) => `- ${inOneLine(item)}`).join('\n');
    case 'command':
      // An indented line is code, whatever stands in it, and nothing in it can end that.
      return `    ${harmless(block.command)}`;
    case 'facts':
      return factsText(block.facts);
    case 'table':
      return [
        row(block.columns.map(({ label }) => ours(label))),
        row(block.columns.map(() => '---')),
        ...block.rows.map((cells) => row(cells.map(inOneLine))),
      ].join('\n');
  }
}

function factsText(facts: readonly Fact[]): string {
  return facts.map(([label, value]) => `- **${ours(label)}:** ${inOneLine(value)}`).join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function inOneLine(text: Text): string {
  return text.map(inlineText).join('');
}

function inlineText(part: Inline): string {
  if (typeof part === 'string') return ours(part);
  if ('mark' in part) return `**${ours(part.mark)}**`;
  return quotedText('words' in part ? part.words : part.quoted);
}

/** Our own words hold no markup; what looks like it is meant literally. */
function ours(text: string): string {
  return text.replace(/[\\`*_[\]<>#|~]/g, '\\$&');
}

/**
 * Somebody else's text stands in a code span, where Markdown knows neither emphasis, links, HTML nor entities. What could
 * end the span, split a table or be trimmed away is shown as `\u{hex}`, as are line breaks and what is invisible.
 */
function quotedText(text: string): string {
  if (text === '') return '(empty)';
  const visible = harmless(text).replace(/[`|]|^ | $/g, escaped);
  return `\`${visible}\``;
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
