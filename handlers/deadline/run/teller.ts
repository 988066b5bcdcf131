import type { Notice } from '../../alert/render/notice.ts';
import type { FactBook } from '../facts/fact-book.ts';
import type { Incident } from '../incident.ts';
import type { Judged } from '../judge.ts';
import type { DeadlinePorts } from '../ports.ts';
import { differencesFromEvidence } from '../rebuild/differences.ts';
import { keptTelling, tellingKey } from '../rebuild/kept-telling.ts';
import { stateMark } from '../rebuild/kept-told.ts';
import { shortHash } from '../sessions/incidents.ts';
import type { Told } from '../telling/told.ts';
import { isDeclared } from './declared.ts';
import { doubtNotice } from './doubts.ts';
import { explainedNotice, exposuresLeft, goneOf, isToBeLookedFor, lostNotice } from './gone.ts';
import { differenceNotice, withdrawnNotice } from './notices.ts';
import { toldOf } from './told-of.ts';
import { refusalNotice, refusalsToTell } from './refusals.ts';

type Ports = Pick<DeadlinePorts, 'config' | 'told' | 'notifier' | 'evidence'>;

/** Tells, in one run, what is to be told of incidents beside how their deadlines stand. */
export class Teller {
  /** How many messages it has sent. */
  messages = 0;
  readonly #ports: Ports;
  readonly #now: number;

  /** @param now ms */
  constructor(ports: Ports, now: number) {
    this.#ports = ports;
    this.#now = now;
  }

  /** Whoever takes a declaration out of the config hears that it ends nothing, and so does everybody else. */
  async withdrawn(incident: Incident, told: Told): Promise<Pick<Told, 'withdrawnAt'>> {
    const { declaration } = incident;
    if (declaration === null) return {};
    if (isDeclared(declaration, this.#ports.config.declaredIncidents)) return { withdrawnAt: undefined };
    if (told.withdrawnAt !== undefined || told.closed) return {};
    await this.#say(withdrawnNotice(incident), { ...told, withdrawnAt: this.#now }, 'withdrawn');
    return { withdrawnAt: this.#now };
  }

  /** What the ledger holds and the log does not, once. */
  async doubts(incident: Incident, told: Told, all: readonly Told[]): Promise<void> {
    const before = toldOf(incident, all)?.doubted ?? [];
    const fresh = (told.doubted ?? []).filter((event) => !before.includes(event));
    if (fresh.length > 0) await this.#say(doubtNotice(incident, fresh), told, 'doubted');
  }

  /** No exposure that was told goes without a word: the log gave it back, or it is told as gone. */
  async gone(judged: Judged, book: FactBook): Promise<void> {
    for (const told of await this.#ports.told.all()) {
      const gone = goneOf(told, judged, book);
      if (gone.length === 0) continue;
      const exposures = exposuresLeft(told, gone, this.#now);
      const next = { ...told, exposures, closed: Object.keys(exposures).length === 0 };
      const explained = gone.filter(({ how }) => how === 'explained');
      const lost = gone.filter((one) => one.how === 'lost' && isToBeLookedFor(one, this.#now));
      if (explained.length > 0) await this.#say(explainedNotice(told, explained), next, 'gone');
      if (lost.length > 0) await this.#say(lostNotice(told, lost), next, 'lost');
      await this.#ports.told.put(next, told);
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
      const what = standing === null ? 'deleted' : stateMark(0);
      await this.#say(differenceNotice(difference), standing ?? kept, what);
    }
  }

  /** Waivers that do not count, each once. */
  async refusals({ refusals, incidents }: Judged): Promise<void> {
    for (const { told, refusal } of refusalsToTell(refusals, incidents, await this.#ports.told.all())) {
      const current = (await this.#ports.told.all()).find(({ incident }) => incident === told.incident);
      const next = { ...(current ?? told), refused: [...(current ?? told).refused, refusal.key] };
      await this.#say(refusalNotice(refusal, told), next, `waiver-refused-${shortHash(refusal.key)}`);
      if (current !== undefined) await this.#ports.told.put(next, current);
    }
  }

  /** The evidence keeps it with what will have been told then. */
  async #say(notice: Notice, told: Told, what: string): Promise<void> {
    await this.#ports.notifier.notice(notice);
    this.messages += 1;
    const at = new Date(this.#now).toISOString();
    const telling = keptTelling(at, notice, { told, formerIds: [], facts: [], alerts: [] });
    await this.#ports.evidence.put(tellingKey(told.incident, at, `.${what}`), telling);
  }
}
