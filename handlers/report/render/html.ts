import { counted } from '../../../config/counted.ts';
import { barChart } from '../../page/bars.ts';
import { figures as figureList, type ShownFigure } from '../../page/figures.ts';
import { html, type Html } from '../../page/html.ts';
import { page } from '../../page/page.ts';
import { table } from '../../page/table.ts';
import { timeText } from '../../page/time.ts';
import { timeline } from '../../page/timeline.ts';
import { lengthText, periodText } from '../period.ts';
import type { Chart, Figure, Report, ReportSection } from '../report.ts';
import { csvName } from './csv.ts';
import { newsOf, troublesOf } from './first-words.ts';
import { linkTo } from './link.ts';

/** The report as one page that needs nothing besides itself. */
export function reportPage(report: Report): string {
  const { period, before, account, log, madeAt, sections } = report;
  return page({
    title: `Who read our secrets, ${periodText(period)}`,
    kind: 'Glasswatch report',
    facts: [
      { label: 'Period', value: `${timeText(period.from)} to ${timeText(period.to)}` },
      { label: 'Compared with', value: periodText(before) },
      { label: 'Account', value: account ?? 'all that the log holds' },
      { label: 'Log', value: logText(log) },
      { label: 'Made', value: timeText(madeAt) },
    ],
    contents: [{ id: 'new', label: 'New' }, ...sections.map(({ id, title }) => ({ id, label: title }))],
    body: html`${troublesOf(report)}${newsOf(report)}${sections.map((section) => sectionOf(section, before))}`,
  });
}

function logText({ source, files, records }: Report['log']): string {
  const counts = [
    records === null ? null : counted(records, 'record'),
    files === null ? null : counted(files, 'file'),
  ].filter((count) => count !== null);
  return counts.length === 0 ? source : `${source} (${counts.join(' in ')})`;
}

function sectionOf(section: ReportSection, before: Report['before']): Html {
  const { id, title, about, figures, charts, tables } = section;
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
<p class="quiet">${about}</p>
${saysOf(section)}${figureList(figures.map(shownFigure))}${charts.map((chart) => chartOf(chart, before))}${tables
    .filter(({ rows }) => rows.length > 0)
    .map((one) =>
      table({ id: one.id, caption: one.title, columns: one.columns, rows: one.rows, file: csvName(one) }),
    )}</section>
`;
}

/** An answer that is missing is told as loudly as a bad one. */
function saysOf({ state, says }: ReportSection): Html | null {
  if (says === null) return null;
  if (state === 'failed') return html`<p class="notice tone-critical"><strong>${says}</strong></p>\n`;
  if (state === 'not-looked-at')
    return html`<p class="notice tone-plain"><strong>Not looked at.</strong> ${says}</p>\n`;
  return html`<p>${says}</p>\n`;
}

function shownFigure({ label, value, tone, rows }: Figure): ShownFigure {
  const link = rows === null || value === 0 ? null : (inside: Html) => linkTo(rows, inside);
  return { label, value, tone, link };
}

function chartOf(chart: Chart, before: Report['before']): Html {
  if (chart.kind === 'timeline') return timeline(chart);
  return barChart({ ...chart, beforeIs: `the ${lengthText(before)} before (${periodText(before)})` });
}
