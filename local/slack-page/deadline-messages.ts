import { ownNames } from '../../config/names.ts';
import type { Config } from '../../config/schema.ts';
import { noticeSlackMessage } from '../../handlers/alert/render/notice.ts';
import type { Fact } from '../../handlers/deadline/facts/fact.ts';
import { FactBook } from '../../handlers/deadline/facts/fact-book.ts';
import { judge } from '../../handlers/deadline/judge.ts';
import { refusalNotice, refusalsToTell } from '../../handlers/deadline/run/refusals.ts';
import type { Change } from '../../handlers/deadline/telling/changes.ts';
import { deadlineNotice } from '../../handlers/deadline/telling/notice.ts';
import { tell } from '../../handlers/deadline/telling/tell.ts';
import type { Told } from '../../handlers/deadline/telling/told.ts';
import type { Waiver } from '../../handlers/deadline/waiver.ts';
import { readFacts } from '../deadline/read-facts.ts';
import type { LogFile } from '../reader/reader.ts';
import { silent } from '../replay/progress.ts';
import { posted, type Posted } from './posted.ts';

/** The deadline handler runs so often, ms. */
const everyMs = 15 * 60_000;

const examples: Readonly<Record<Change, string>> = {
  new: 'secrets were read',
  'due-soon': 'an hour is left',
  overdue: 'the deadline has passed',
  'still-overdue': 'an hour later',
  replaced: 'replaced',
  'deadline-later': 'the deadline moved',
  worse: 'replacing went wrong',
  waived: 'waived',
  unresolved: 'the log cannot say',
  'still-external': 'a day later, another account has not answered',
  reopened: 'no longer replaced',
};

/** A stretch of time (ms) in which the deadline handler runs, and the waivers by when they are put in force. */
export interface DeadlineDays {
  readonly from: number;
  readonly to: number;
  /** Makes waivers once the exposures are known. */
  readonly waiversAt: (exposures: readonly { exposure: string; secret: string }[], now: number) => Waiver[];
}

/**
 * What Slack is posted of the emergencies in some files, as if the handler had run every 15 minutes: the first message of
 * each change, and the first that refuses a waiver.
 */
export async function deadlineMessages(
  files: readonly LogFile[],
  config: Config,
  { from, to, waiversAt }: DeadlineDays,
): Promise<Posted[]> {
  const home = ownNames(config)?.homeRegion ?? null;
  const told = new Map<string, Told>();
  const seen = new Set<string>();
  const messages: Posted[] = [];
  const post = (about: string, now: number, notice: Parameters<typeof noticeSlackMessage>[0]) => {
    if (seen.has(about)) return;
    seen.add(about);
    messages.push(posted(`deadline: ${about}`, new Date(now).toISOString(), noticeSlackMessage(notice)));
  };
  const facts: Fact[] = [];
  const { coverage } = await readFacts(files, {
    config,
    now: to,
    progress: silent,
    onTrouble: () => undefined,
    onFacts: (found) => facts.push(...found),
  });
  let known: readonly { exposure: string; secret: string }[] = [];
  for (let now = from; now <= to; now += everyMs) {
    const book = new FactBook(now);
    book.add(facts);
    const { incidents, refusals } = judge(book, { config, now, coverage, waivers: waiversAt(known, now) });
    known = incidents.flatMap(({ exposures }) => exposures);
    for (const incident of incidents) {
      const before = told.get(incident.incident) ?? null;
      const { message, told: after } = tell(incident, before, now);
      if (message === null) continue;
      told.set(incident.incident, after);
      const change = message.changes[0]?.change ?? 'new';
      const foreign = message.changes.some(({ verdict }) => verdict.reason === 'external-account');
      const about =
        change === 'new' && foreign ? 'secrets were read, one of another account' : examples[change];
      post(about, now, deadlineNotice(message, home, config.runbook));
    }
    for (const { refusal, told: of } of refusalsToTell(refusals, incidents, [...told.values()])) {
      post('a waiver that does not count', now, refusalNotice(refusal, of));
    }
  }
  return messages;
}
