import { randomUUID } from 'node:crypto';
import type { Notice } from '../../alert/render/notice.ts';
import type { FactBook } from '../facts/fact-book.ts';
import type { Incident } from '../incident.ts';
import type { Judged } from '../judge.ts';
import type { DeadlinePorts } from '../ports.ts';
import { differencesFromEvidence } from '../rebuild/differences.ts';
import { keptTelling, tellingKey, type KeptTelling } from '../rebuild/kept-telling.ts';
import { stateMark } from '../rebuild/kept-told.ts';
import { shortHash } from '../sessions/incidents.ts';
import type { Told } from '../telling/told.ts';
import { isDeclared } from './declared.ts';
import { doubtNotice } from './doubts.ts';
import { explainedNotice, exposuresLeft, goneOf, isToBeLookedFor, lostNotice } from './gone.ts';
import { differenceNotice, evidenceNotice, withdrawnNotice } from './notices.ts';
import { refusalNotice, refusalsToTell } from './refusals.ts';

type Ports = Pick<DeadlinePorts, 'config' | 'told' | 'notifier' | 'evidence' | 'failed'>;

/** A message about an incident, and what the ledger is to know of it. */
export interface Saying {
  readonly notice: Notice;
  /** What it tells, each a word and what it is about: what is told again is known by them. */
  readonly what: readonly string[];
  /** What the ledger holds of the incident now, under whichever of its ids; null: nothing. */
  readonly before: Told | null;
  /** What it is to hold once the message has arrived. */
  readonly next: Told;
  /** What the evidence keeps beside the message, and what tells it apart from others of its moment; null: nothing. */
  readonly kept: (Partial<Omit<KeptTelling, 'version' | 'at'>> & { readonly key?: string }) | null;
}

/** Tells what is to be told of incidents in one run. */
export class Teller {
  /** How many messages it has sent. */
  messages = 0;
  readonly #ports: Ports;
  readonly #now: number;
  readonly #run = randomUUID().slice(0, 8);

  /** @param now ms */
  constructor(ports: Ports, now: number) {
    this.#ports = ports;
    this.#now = now;
  }

  /**
   * Tells in three steps, any of which may be a function's last: the ledger notes what is begun, people are told, the ledger
   * notes what was told, which is answered. What was begun and not noted as told may have arrived: it is told again, with words
   * that say so. So is what the ledger would not have begun: another run may be telling it.
   */
  async say({ notice, what, before, next, kept }: Saying): Promise<Told> {
    const begun = before?.begun?.what ?? [];
    const claim = {
      ...(before ?? untold(next)),
      begun: { run: this.#run, what: [...new Set([...begun, ...what])] },
    };
    const isOurs = await this.#claimed(claim, before);
    const about = new Set(what.map(subjectOf));
    const isSure = isOurs && !begun.some((one) => about.has(subjectOf(one)));
    await this.#ports.notifier.notice(isSure ? notice : { ...notice, possiblyRepeated: true });
    this.messages += 1;
    const rest = begun.filter((one) => !about.has(subjectOf(one)));
    const told = { ...next, begun: rest.length === 0 ? undefined : { run: this.#run, what: rest } };
    if (kept !== null) await this.#keep(notice, next, kept);
    const { told: store } = this.#ports;
    // The answer of a ledger that would not have it begun does not tell which of the two stands there.
    if (!(await store.put(told, claim)) && !isOurs) await store.put(told, before);
    return told;
  }

  async #keep(notice: Notice, told: Told, kept: NonNullable<Saying['kept']>): Promise<void> {
    const at = new Date(this.#now).toISOString();
    const { key = '', ...beside } = kept;
    const telling = keptTelling(at, notice, { told, formerIds: [], facts: [], alerts: [], ...beside });
    await this.#ports.evidence.put(tellingKey(told.incident, at, key), telling);
  }

  /** A ledger that cannot be written to keeps nobody from being told. */
  async #claimed(claim: Told, before: Told | null): Promise<boolean> {
    try {
      return await this.#ports.told.put(claim, before);
    } catch (error) {
      this.#ports.failed('note what is about to be told', error);
      return false;
    }
  }

  /** The hash of a record, told so that nobody can change the record unnoticed. Answers what the ledger holds then. */
  async recorded(incident: Incident, sha256: string, told: Told): Promise<Told> {
    const next = { ...told, recordedAt: this.#now };
    return this.say({
      notice: evidenceNotice(incident, sha256),
      what: ['evidence'],
      before: told,
      next,
      kept: null,
    });
  }

  /** Whoever takes a declaration out of the config hears that it ends nothing, and so does everybody else. */
  async withdrawn(incident: Incident, told: Told): Promise<Told> {
    const { declaration } = incident;
    if (declaration === null || told.closed) return told;
    const isWithdrawn = !isDeclared(declaration, this.#ports.config.declaredIncidents);
    if (isWithdrawn === (told.withdrawnAt !== undefined)) return told;
    const next = { ...told, withdrawnAt: isWithdrawn ? this.#now : undefined };
    if (!isWithdrawn) {
      await this.#ports.told.put(next, told);
      return next;
    }
    const notice = withdrawnNotice(incident);
    return this.say({ notice, what: ['withdrawn'], before: told, next, kept: { key: '.withdrawn' } });
  }

  /** What the ledger holds and the log does not, once. */
  async doubts(
    incident: Incident,
    told: Told,
    { checked, doubted }: Pick<Told, 'checked' | 'doubted'>,
  ): Promise<Told> {
    const before = told.doubted ?? [];
    const fresh = (doubted ?? []).filter((event) => !before.includes(event));
    if (fresh.length === 0) return told;
    return this.say({
      notice: doubtNotice(incident, fresh),
      what: fresh.map((event) => `doubted ${event}`),
      before: told,
      next: { ...told, checked, doubted },
      kept: { key: '.doubted' },
    });
  }

  /** No exposure that was told goes without a word: the log gave it back, or it is told as gone. */
  async gone(judged: Judged, book: FactBook): Promise<void> {
    for (const before of await this.#ports.told.all()) {
      const gone = goneOf(before, judged, book);
      if (gone.length === 0) continue;
      const explained = gone.filter(({ how }) => how === 'explained');
      const lost = gone.filter((one) => one.how === 'lost' && isToBeLookedFor(one, this.#now));
      let told = before;
      const say = async (notice: Notice, what: string, of: typeof gone, key: string) => {
        const exposures = exposuresLeft(told, of, this.#now);
        const next = { ...told, exposures, closed: Object.keys(exposures).length === 0 };
        told = await this.say({
          notice,
          what: of.map(({ exposure }) => `${what} ${exposure}`),
          before: told,
          next,
          kept: { key },
        });
      };
      if (explained.length > 0) await say(explainedNotice(told, explained), 'gone', explained, '.gone');
      if (lost.length > 0) await say(lostNotice(told, lost), 'lost', lost, '.lost');
      const exposures = exposuresLeft(
        told,
        gone.filter(({ how }) => how !== 'lost'),
        this.#now,
      );
      const left = { ...told, exposures, closed: Object.keys(exposures).length === 0 };
      if (JSON.stringify(left) !== JSON.stringify(told)) await this.#ports.told.put(left, told);
    }
  }

  /**
   * What the evidence keeps as told and the ledger holds no longer, or otherwise. What was edited is told once: from then on
   * the evidence has that it stands so.
   */
  async differences(which: 'open' | 'all', unreadable: (key: string) => void): Promise<void> {
    const { evidence, told } = this.#ports;
    const at = { which, now: this.#now, unreadable };
    for (const difference of await differencesFromEvidence(evidence, await told.all(), at)) {
      const { kept, standing } = difference;
      const notice = differenceNotice(difference);
      if (standing !== null) {
        const what = ['edited'];
        await this.say({
          notice,
          what,
          before: standing,
          next: standing,
          kept: { key: `.${stateMark('stands', 0, this.#run)}` },
        });
        continue;
      }
      // The ledger stays without it, so that it is told again at the next comparison.
      await this.#ports.notifier.notice(notice);
      this.messages += 1;
      await this.#keep(notice, kept, { key: '.deleted' });
    }
  }

  /** Waivers that do not count, each once. */
  async refusals({ refusals, incidents }: Judged): Promise<void> {
    for (const { told, refusal } of refusalsToTell(refusals, incidents, await this.#ports.told.all())) {
      const before =
        (await this.#ports.told.all()).find(({ incident }) => incident === told.incident) ?? null;
      const current = before ?? told;
      // Another function may have told it since the list was made.
      if (current.refused.includes(refusal.key)) continue;
      await this.say({
        notice: refusalNotice(refusal, told),
        what: [`refused ${refusal.key}`],
        before,
        next: { ...current, refused: [...current.refused, refusal.key] },
        kept: { key: `.waiver-refused-${shortHash(refusal.key)}` },
      });
    }
  }
}

/** What something is told about: `overdue EXPOSURE` and `replaced EXPOSURE` are about one exposure. */
function subjectOf(what: string): string {
  return what.slice(what.indexOf(' ') + 1);
}

/** What the ledger holds of an incident that nobody was told of. */
function untold({ incident, from }: Told): Told {
  return {
    v: 1,
    ...{ incident, from, exposures: {}, overdueAt: null, externalAt: null, askedAt: null },
    ...{ refused: [], recordedAt: null, closed: false },
  };
}
