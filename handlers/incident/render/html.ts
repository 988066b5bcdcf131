import { badge } from '../../page/badge.ts';
import { states } from '../../deadline/verdict.ts';
import { figures, type ShownFigure } from '../../page/figures.ts';
import { html, type Html } from '../../page/html.ts';
import { page } from '../../page/page.ts';
import { table, type TableColumn, type TableRow } from '../../page/table.ts';
import { timeElement, timeText } from '../../page/time.ts';
import { timeline } from '../../page/timeline.ts';
import { incidentTimeline } from '../../report/incident-timeline.ts';
import type { IncidentReport } from '../report.ts';
import {
  nothing,
  type Block,
  type Column,
  type Fact,
  type Inline,
  type Mark,
  type Section,
  type Text,
} from './document.ts';
import { incidentDocument } from './incident-document.ts';
import { stateMark } from './words.ts';

/** The report of an incident as a page that needs nothing besides itself. */
export function incidentPage(report: IncidentReport, recordSha256: string): string {
  const { title, summary, facts, sections } = incidentDocument(report, recordSha256);
  return page({
    title: title.map(plainPart).join(''),
    kind: report.incident.declared === null ? 'Break-glass incident' : 'Declared incident',
    facts: facts.map(([label, value]) => ({ label, value: textHtml(value) })),
    contents: sections.map(({ id, title: label }) => ({ id, label })),
    body: html`<section aria-label="Summary">
<p>${textHtml(summary)}</p>
${figures(figuresOf(report))}${timeline(incidentTimeline([report.incident]))}</section>
${sections.map(sectionHtml)}`,
  });
}

/** How many secrets stand how, the worst first. */
function figuresOf({ incident: { exposures } }: IncidentReport): ShownFigure[] {
  return states.flatMap((state) => {
    const value = exposures.filter((one) => one.state === state).length;
    if (value === 0) return [];
    const { mark: label, tone } = stateMark(state);
    return [{ label, value, tone, link: (inside) => html`<a href="#secrets">${inside}</a>` }];
  });
}

function sectionHtml({ id, title, blocks }: Section): Html {
  return html`<section id="${id}">
<h2>${title}</h2>
${blocks.map((block, index) => blockHtml(block, `${id}-${index}`))}</section>
`;
}

function blockHtml(block: Block, id: string): Html {
  switch (block.kind) {
    case 'heading':
      return html`<h3>${textHtml(block.text)}</h3>\n`;
    case 'paragraph':
      return html`<p>${textHtml(block.text)}</p>\n`;
    case 'list':
      return html`<ul>${block.items.map((item) => html`<li>${textHtml(item)}</li>\n`)}</ul>\n`;
    case 'command':
      return html`<pre><code>${block.command}</code></pre>\n`;
    case 'facts':
      return html`<dl class="facts">${block.facts.map(factHtml)}</dl>\n`;
    case 'table': {
      const { caption, columns, rows } = block;
      return table({
        id,
        caption,
        columns: columns.map((column, index) => columnOf(column, index, rows)),
        rows: rows.map((cells) => rowOf(columns, cells)),
      });
    }
  }
}

function factHtml([label, value]: Fact): Html {
  return html`<div><dt>${label}</dt><dd>${textHtml(value)}</dd></div>`;
}

/** What the filter of a page calls a column. */
function nameOf(label: string): string {
  return label.toLowerCase().replaceAll(' ', '-');
}

/** A column, with the tones of the marks that stand in it. */
function columnOf({ label, kind }: Column, index: number, rows: readonly (readonly Text[])[]): TableColumn {
  const marks = rows.flatMap((cells) => (cells[index] ?? []).filter((part) => isMark(part)));
  const column = { name: nameOf(label), label, kind };
  if (marks.length === 0) return column;
  return { ...column, tones: Object.fromEntries(marks.map(({ mark, tone }) => [mark, tone])) };
}

function isMark(part: Inline): part is Mark {
  return typeof part === 'object' && 'mark' in part;
}

/** Where there is nothing to say, the page leaves the cell empty. A column of times is written by the page itself. */
function rowOf(columns: readonly Column[], cells: readonly Text[]): TableRow {
  const cell = (kind: Column['kind'], text: string) => (kind === 'time' ? text : timeText(text));
  const texts = cells.map((text, index) =>
    text.map((part) => cell(columns[index]?.kind ?? 'text', plainPart(part))).join(''),
  );
  return Object.fromEntries(
    columns.map(({ label }, index) => [
      nameOf(label),
      texts[index] === nothing ? null : (texts[index] ?? null),
    ]),
  );
}

/** The page escapes it. */
function plainPart(part: Inline): string {
  if (typeof part === 'string') return part;
  if ('mark' in part) return part.mark;
  return 'words' in part ? part.words : part.quoted;
}

function textHtml(text: Text): Html {
  return html`${text.map(inlineHtml)}`;
}

function inlineHtml(part: Inline): Html {
  if (typeof part === 'string') return timeElement(part);
  if ('mark' in part) return badge(part.mark, part.tone);
  return 'words' in part ? html`${part.words}` : html`<code>${part.quoted}</code>`;
}
