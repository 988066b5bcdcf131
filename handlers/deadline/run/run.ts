import { ownNames } from '../../../config/names.ts';
import { OwnError } from '../../deployed/own-error.ts';
import type { Fact } from '../facts/fact.ts';
import type { FactBook } from '../facts/fact-book.ts';
import type { Coverage } from '../exposures/log-gap.ts';
import type { Declaration, Incident } from '../incident.ts';
import { judge, type Judged } from '../judge.ts';
import type { DeadlinePorts } from '../ports.ts';
import { factsBesideLog } from '../rebuild/kept-telling.ts';
import type { Terms } from '../terms.ts';
import { deadlineNotice } from '../telling/notice.ts';
import { tell } from '../telling/tell.ts';
import type { Told } from '../telling/told.ts';
import type { Waiver } from '../waiver.ts';
import { declaredIntervals, isUnseen, lastingDeclarations } from './declared.ts';
import { Doubts } from './doubts.ts';
import { isToBeChecked } from './closing.ts';
import { gathered } from './gather.ts';
import { goneOf, isToBeLookedFor } from './gone.ts';
import { failureNotice } from './notices.ts';
import { Teller } from './teller.ts';
import { isWhole, toldOf } from './told-of.ts';
import { isWorthAsking, versionFacts } from './live-versions.ts';
import { discovery, dueInterval, unconcluded } from './log-passes.ts';
import { stillWaived, waiversNow } from './waivers.ts';

const dayMs = 86_400_000;
const beforeSessionMs = 3_600_000;

/** Steps of a run failed, each of which was logged; the cause is the first one's. */
class RunFailure extends OwnError {
  override readonly name = 'RunFailure';
}

/** What one run did. */
export interface RunSummary {
  readonly incidents: number;
  readonly exposures: number;
  readonly messages: number;
  /** How often the log was asked. */
  readonly asked: number;
}

/**
 * One run of the deadline handler: judges every open incident by what the ledger knows, asks the log where that is due, and
 * tells what changed. `discover`: also looks through the last hours of the log for what the event path missed. `compare`:
 * compares all that the ledger says was told with the evidence, not open incidents alone. What fails of one incident leaves
 * the others to be told, and fails the run in the end.
 */
export async function runDeadlines(
  ports: DeadlinePorts,
  { discover, compare = false }: { discover: boolean; compare?: boolean },
): Promise<RunSummary> {
  const run = new Run(ports);
  await run.besides(discover);
  if (discover) await run.discover();
  await run.compare(compare ? 'all' : 'open');
  await run.conclude();
  return run.end();
}

class Run {
  readonly #ports: DeadlinePorts;
  readonly #now: number;
  readonly #teller: Teller;
  #asked = 0;
  readonly #failures: { what: string; error: unknown }[] = [];
  #incidents: readonly Incident[] = [];
  /** The declarations whose log was looked at in this run. */
  readonly #looked: Declaration[] = [];
  readonly #askedAbout = new Set<string>();
  readonly #doubts: Doubts;

  constructor(ports: DeadlinePorts) {
    this.#ports = ports;
    this.#now = ports.clock.now();
    this.#teller = new Teller(ports, this.#now);
    this.#doubts = new Doubts(this.#now);
  }

  /** Before the log is asked for what was missed, so that what it gives does not look as if it had been told. */
  async besides(hourly: boolean): Promise<void> {
    for (const one of this.#ports.besides) {
      if (hourly || !one.hourly) await this.#attempt(one.what, one.run, undefined);
    }
  }

  /** The hours just past, and what was declared an incident and never looked at. */
  async discover(): Promise<void> {
    const { config, told } = this.#ports;
    const all = await told.all();
    const { interval: recent, marker: looked, before } = discovery(all, this.#now);
    const lookThrough = async () => {
      await this.#ask(recent);
      await told.put(looked, before);
    };
    await this.#attempt('look through the last hours of the log', lookThrough, undefined);
    for (const { declaration, marker, interval } of declaredIntervals(config, all, this.#now)) {
      this.#looked.push(declaration);
      const look = async () => {
        await this.#ask(interval);
        if (marker !== null) await told.put(marker, null);
      };
      await this.#attempt('ask the log about a declared incident', look, undefined);
    }
  }

  /** What was told of an incident and is not in the ledger as it was told is told as such, before anything rests on it. */
  async compare(which: 'open' | 'all'): Promise<void> {
    const unreadable = (key: string) => {
      this.#ports.failed(`read ${key} of the evidence`, new OwnError('it holds no telling'));
    };
    const look = () => this.#teller.differences(which, unreadable);
    await this.#attempt('compare the ledger with the evidence', look, undefined);
  }

  async conclude(): Promise<void> {
    const { facts, told } = this.#ports;
    const before = await told.all();
    const open = before.filter(({ closed }) => !closed);
    const unseen = this.#ports.config.declaredIncidents.filter((one) => isUnseen(one, before));
    const declared = [...this.#looked, ...unseen].map((one) => Date.parse(one.from));
    const { since, marker, before: mark } = unconcluded(before, this.#now);
    const whole = Math.min(since - dayMs, ...open.map((one) => one.from), ...declared);
    const from = whole - dayMs;
    const book = await gathered(facts, from, this.#now);
    // Before anything is doubted: a waiver that the log brings after all must be found to count again.
    const read = await this.#attempt(
      'read waivers',
      () => waiversNow(this.#ports.waivers, facts, book),
      null,
    );
    const waivers = read ?? [];
    book.doubt(this.#doubts.of(before));
    let judged = this.#judged(book, before, waivers, new Map());
    const coverage = await this.#askAboutIncidents(judged.incidents, before, { book, waivers });
    await this.#askAboutGone(judged, before, book);
    const asked = this.#asked > 0 ? await gathered(facts, from, this.#now) : book;
    if (this.#asked > 0) {
      asked.add(book.closing(new Set(waivers.flatMap(({ putEvent }) => putEvent ?? []))));
      judged = this.#judged(asked, before, waivers, coverage);
      for (const incident of judged.incidents)
        this.#doubts.compare(incident, toldOf(incident, before), { book: asked, waivers });
    }
    const doubted = this.#doubts.of(before);
    asked.doubt(doubted);
    const believed = waivers.filter(({ putEvent = '' }) => !doubted.has(putEvent));
    judged = this.#judged(asked, before, believed, coverage);
    await this.#lookLive(judged.incidents, asked);
    judged = this.#judged(asked, before, believed, coverage);
    if (read === null) judged = { ...judged, incidents: stillWaived(judged.incidents, before) };
    for (const incident of judged.incidents) {
      if (!isWhole(incident, before, whole)) continue;
      await this.#attempt(
        `tell incident ${incident.incident}`,
        () => this.#conclude(incident, before, { book: asked, isRecordable: read !== null }),
        undefined,
      );
    }
    await this.#attempt('tell of waivers', () => this.#teller.refusals(judged), undefined);
    await this.#attempt('tell of what is gone', () => this.#teller.gone(judged, asked), undefined);
    this.#incidents = judged.incidents;
    this.#ports.judged(judged.incidents);
    if (marker !== null && this.#failures.length === 0)
      await this.#attempt('note that all was looked at', () => told.put(marker, mark), false);
  }

  /** Whatever failed is told, and fails the run: the function's alarm hears of it where no channel does. */
  async end(): Promise<RunSummary> {
    const steps = this.#failures.map(({ what }) => what);
    if (steps.length > 0) {
      await this.#attempt(
        'tell what failed',
        () => this.#ports.notifier.notice(failureNotice(steps)),
        undefined,
      );
      throw new RunFailure(`could not ${steps.join('; ')}`, { cause: this.#failures[0]?.error });
    }
    return {
      incidents: this.#incidents.length,
      exposures: this.#incidents.reduce((sum, { exposures }) => sum + exposures.length, 0),
      messages: this.#teller.messages,
      asked: this.#asked,
    };
  }

  #judged(book: FactBook, told: readonly Told[], waivers: readonly Waiver[], coverage: Coverage): Judged {
    const frozen = new Map<string, Terms>(
      told.flatMap(({ exposures }) =>
        Object.entries(exposures).map(([id, { terms }]) => [id, terms] as const),
      ),
    );
    const declaredIncidents = lastingDeclarations(this.#ports.config, told);
    const config = { ...this.#ports.config, declaredIncidents };
    return judge(book, { config, now: this.#now, waivers, coverage, frozen });
  }

  async #ask(interval: { from: number; to: number }): Promise<readonly Fact[]> {
    this.#asked += 1;
    const found = await this.#ports.log.facts(interval);
    await this.#ports.facts.add(found);
    return found;
  }

  /** Answers what the log covers of the Regions that it was asked about. */
  async #askAboutIncidents(
    incidents: readonly Incident[],
    before: readonly Told[],
    known: { book: FactBook; waivers: readonly Waiver[] },
  ): Promise<Coverage> {
    const coverage = new Map<string, Set<number>>();
    for (const incident of incidents) {
      const told = toldOf(incident, before);
      const isDoubtful = isToBeChecked(incident, told, { ...known, now: this.#now });
      const interval = told?.closed === true ? null : dueInterval(incident, told, isDoubtful, this.#now);
      if (interval === null) continue;
      await this.#attempt(
        `ask the log about incident ${incident.incident}`,
        async () => {
          const found = await this.#ask(interval);
          const covered = await this.#ports.log.coverage(interval);
          this.#doubts.note(incident, {
            facts: new Map(found.map((fact) => [fact.id, fact])),
            coverage: covered,
          });
          for (const [region, hours] of covered) {
            coverage.set(region, new Set([...(coverage.get(region) ?? []), ...hours]));
          }
          this.#askedAbout.add(incident.incident);
        },
        undefined,
      );
    }
    return coverage;
  }

  /** What the ledger has lost, the log may give back. */
  async #askAboutGone(judged: Judged, before: readonly Told[], book: FactBook): Promise<void> {
    const since = before.flatMap((told) =>
      goneOf(told, judged, book).some((gone) => isToBeLookedFor(gone, this.#now)) ? [told.from] : [],
    );
    if (since.length === 0) return;
    const interval = { from: Math.min(...since) - beforeSessionMs, to: this.#now + 1 };
    await this.#attempt('ask the log about what the ledger lost', () => this.#ask(interval), []);
  }

  /** Nobody is woken for a secret whose new version only the log does not know yet. */
  async #lookLive(incidents: readonly Incident[], book: FactBook): Promise<void> {
    const secrets = new Set(
      incidents.flatMap(({ exposures }) => exposures.filter(isWorthAsking).map(({ secret }) => secret)),
    );
    for (const secret of secrets) {
      const versions = await this.#attempt(
        'list the versions of a secret',
        () => this.#ports.versions.versionsOf(secret),
        null,
        'go on',
      );
      if (versions !== null) book.add(versionFacts(secret, versions));
    }
  }

  /** Each message is noted by itself once it was told, and the rest in the end: what fails between is told at the next run. */
  async #conclude(
    incident: Incident,
    all: readonly Told[],
    { book, isRecordable }: { book: FactBook; isRecordable: boolean },
  ): Promise<void> {
    const { told: store, config } = this.#ports;
    const before = await this.#underItsId(incident, toldOf(incident, all));
    const { message, told: next } = tell(incident, before, this.#now);
    if (message === null && before === null) return;
    const borneOut = this.#doubts.borneOut(incident, next);
    let told = before ?? next;
    if (message !== null) {
      told = await this.#teller.say({
        notice: deadlineNotice(message, ownNames(config)?.homeRegion ?? null, config.runbook),
        what: message.changes.map(({ change, verdict }) => `${change} ${verdict.exposure}`),
        before,
        // A record is behind what is told now.
        next: { ...next, recordedAt: null, closed: false },
        kept: {
          told: borneOut,
          formerIds: [...incident.formerIds],
          facts: factsBesideLog(incident, book),
          alerts: [...(await this.#ports.alertsTold(incident))],
        },
      });
    }
    if (isRecordable && isRecordDue(incident, told)) {
      const sha256 = await this.#ports.record(incident);
      told = await this.#teller.recorded(incident, sha256, told);
    }
    told = await this.#teller.withdrawn(incident, told);
    told = await this.#teller.doubts(incident, told, borneOut);
    const askedAt = this.#askedAbout.has(incident.incident) ? this.#now : borneOut.askedAt;
    const { recordedAt, withdrawnAt, begun } = told;
    const noted = { ...borneOut, askedAt, recordedAt, withdrawnAt, begun };
    await store.put(noted, told);
    for (const former of incident.formerIds) await store.drop(former, noted);
  }

  /** What was told under an id that the incident had before stands under the one that it has now. */
  async #underItsId({ incident }: Incident, told: Told | null): Promise<Told | null> {
    if (told === null || told.incident === incident) return told;
    const moved = { ...told, incident };
    await this.#ports.told.put(moved, null);
    return moved;
  }

  /** Does a step; where it fails, says so and goes on with `otherwise`, so that one failure does not silence the rest. */
  async #attempt<Value>(
    what: string,
    step: () => Promise<Value>,
    otherwise: Value,
    then: 'fail' | 'go on' = 'fail',
  ): Promise<Value> {
    try {
      return await step();
    } catch (error) {
      this.#ports.failed(what, error);
      if (then === 'fail') this.#failures.push({ what, error });
      return otherwise;
    }
  }
}

/** Whether an incident that nothing can change any more has no record of how it was told last. */
function isRecordDue({ exposures }: Incident, { recordedAt }: Told): boolean {
  return recordedAt === null && exposures.length > 0 && exposures.every(({ final }) => final);
}
