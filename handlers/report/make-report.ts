import { counted } from '../../config/counted.ts';
import type { LogQuery, QueryValues } from '../../queries/log-query.ts';
import type { Query } from '../../queries/query.ts';
import { severities } from '../../config/severity.ts';
import type { Tone } from '../page/tone.ts';
import { Questions, askingValues } from './asking.ts';
import { queryNamed } from './columns.ts';
import { periodBefore, periodText } from './period.ts';
import {
  reportVersion,
  type LogRead,
  type News,
  type Report,
  type ReportSection,
  type Trouble,
} from './report.ts';
import type { Asked, Asking, Scope, Section } from './section.ts';
import { sections } from './sections.ts';

export interface ReportInput extends Omit<Scope, 'before'> {
  readonly log: LogQuery;
  readonly read: LogRead;
  /** Told after each section, for a progress bar. */
  readonly onSection?: (done: number, all: number) => void;
}

/**
 * Asks the log and makes the report. A query that failed is a trouble of the report, and its section has no answer.
 * Anything else that goes wrong is thrown.
 */
export async function makeReport(input: ReportInput): Promise<Report> {
  const { log, read, config, period, now, onSection } = input;
  const scope: Scope = { ...input, before: periodBefore(period) };
  const questions = new Questions(log, scope);
  const days = await questions.ask(daysBefore);
  const beforeIsKnown = days.rows?.some(({ records }) => Number(records) > 0) ?? false;
  const made: Looked[] = [];
  for (const section of sections) {
    made.push(await looked(section, scope, questions, beforeIsKnown));
    onSection?.(made.length, sections.length);
  }
  return {
    version: reportVersion,
    madeAt: new Date(now).toISOString(),
    account: config.account ?? null,
    period,
    before: scope.before,
    log: read,
    troubles: [
      ...questions.asked.flatMap((asked) => failureOf(asked, scope)),
      ...made.flatMap(({ troubles }) => troubles),
      ...unreadableOf(read),
    ],
    news: made
      .flatMap(({ news }) => news)
      .toSorted((a, b) => loudness.indexOf(a.tone) - loudness.indexOf(b.tone)),
    beforeIsKnown,
    sections: made.map(({ section }) => section),
  };
}

const daysBefore: Asking = { query: 'records-per-day', about: 'before' };

/** All that is asked for a report, with its values. */
export function questionsFor(
  scope: Scope,
): readonly { readonly query: Query; readonly values: QueryValues }[] {
  return [daysBefore, ...sections.flatMap(({ asks }) => asks(scope))].map((asking) => ({
    query: queryNamed(asking.query),
    values: askingValues(asking, scope),
  }));
}

const loudness: readonly Tone[] = [...severities, 'good', 'plain'];

interface Looked {
  readonly section: ReportSection;
  readonly news: readonly News[];
  readonly troubles: readonly Trouble[];
}

async function looked(
  { id, title, about, asks, look }: Section,
  scope: Scope,
  questions: Questions,
  beforeIsKnown: boolean,
): Promise<Looked> {
  const answers: Asked[] = [];
  for (const asking of asks(scope)) answers.push(await questions.ask(asking));
  const failed = answers.filter(({ asking, failure }) => asking.about !== 'before' && failure !== null);
  const none = { id, title, about, figures: [], charts: [], tables: [] };
  if (failed.length > 0) {
    const says = `No answer: ${failed.map(({ failure }) => failure ?? '').join('; ')}`;
    return { section: { ...none, state: 'failed', says }, news: [], troubles: [] };
  }
  const found = look({
    ...scope,
    beforeIsKnown,
    asked: questions.asked,
    rowsOf: (wanted) => {
      const answer = answers.find(({ asking }) => JSON.stringify(asking) === JSON.stringify(wanted));
      if (answer === undefined) throw new Error(`${id} looks at what it did not ask: ${wanted.query}`);
      return wanted.about === 'before' && !beforeIsKnown ? null : answer.rows;
    },
  });
  if (typeof found === 'string')
    return { section: { ...none, state: 'not-looked-at', says: found }, news: [], troubles: [] };
  const { figures, tables, charts = [], nothing, news = [], troubles = [] } = found;
  return {
    section: {
      ...none,
      ...{ state: nothing === null ? 'found' : 'nothing', says: nothing, figures, charts, tables },
    },
    news: news
      .filter(({ count }) => count > 0)
      .map(({ count, says, tone, table, filter }) => ({
        section: id,
        count,
        says,
        tone,
        rows: { table, filter },
      })),
    troubles: troubles.map((trouble) => ({ ...trouble, section: id })),
  };
}

function failureOf({ asking, failure }: Asked, { period, before }: Scope): readonly Trouble[] {
  if (failure === null) return [];
  const when = asking.about === 'before' ? before : period;
  return [{ kind: 'query-failed', says: `${failure} (${periodText(when)})`, section: null }];
}

function unreadableOf({ unreadable }: LogRead): readonly Trouble[] {
  if (unreadable === null || unreadable === 0) return [];
  const places = counted(unreadable, 'file or record', 'files or records');
  return [
    {
      kind: 'unreadable',
      says: `${places} could not be read; what they hold is not in this report`,
      section: null,
    },
  ];
}
