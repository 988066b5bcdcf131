import { severities } from '../../../config/severity.ts';
import type { Notice } from '../../alert/render/notice.ts';
import { numberText } from '../../page/table.ts';
import { lengthText, periodText } from '../period.ts';
import type { Report, ReportSection } from '../report.ts';

/** More lines of a kind than this are counted, not listed. */
const mostLines = 12;

/** The report in a few lines for Slack and the topic: what is missing in it, what is new, each section. `place`: of the page. */
export function reportNotice(report: Report, place: string): Notice {
  const { period, before, beforeIsKnown, troubles, news, sections, account } = report;
  const missing = troubles.map(({ says }) => says);
  const fresh = news.map(({ count, says }) => `${numberText(count)} ${says}`);
  const unseen = sections.filter(({ state }) => state === 'not-looked-at').map(({ title: what }) => what);
  const unknown = beforeIsKnown
    ? []
    : [`the log holds nothing of ${periodText(before)}, so that more cannot be called new`];
  const nothing = fresh.length === 0 && beforeIsKnown ? ['nothing: all that was found was there before'] : [];
  return {
    type: 'report',
    severity: severityOf(report),
    title: `Who read our secrets, ${periodText(period)}${missing.length > 0 ? ': NOT COMPLETE' : ''}`,
    parts: [
      ...(missing.length > 0 ? [{ label: 'missing', text: listed(missing) }] : []),
      {
        label: `new since the ${lengthText(before)} before`,
        text: listed([...fresh, ...unknown, ...nothing]),
      },
      ...sections
        .filter(({ state }) => state !== 'not-looked-at')
        .map((section) => ({ label: section.title, text: lineOf(section) })),
      ...(unseen.length === 0 ? [] : [{ label: 'not looked at', text: listed(unseen) }]),
      { label: 'page', text: place },
    ],
    account,
    data: { period, place, troubles, news },
  };
}

/** A report that is not complete is as loud as what it may hide. */
function severityOf({ troubles, news }: Report): Notice['severity'] {
  const loud = severities.find((severity) => news.some(({ tone }) => tone === severity)) ?? 'low';
  return troubles.length > 0 && loud !== 'critical' ? 'high' : loud;
}

function listed(lines: readonly string[]): string {
  const more = lines.length - mostLines;
  return [...lines.slice(0, mostLines), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

/** A section in a line: why it has no answer, that it found nothing, or its first figures. */
function lineOf({ state, says, figures }: ReportSection): string {
  if (state !== 'found' && says !== null) return says;
  return figures
    .slice(0, 3)
    .map(({ label, value }) => `${typeof value === 'number' ? numberText(value) : value} ${label}`)
    .join(', ');
}
