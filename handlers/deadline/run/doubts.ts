import { counted } from '../../../config/counted.ts';
import type { Notice } from '../../alert/render/notice.ts';
import type { FactBook } from '../facts/fact-book.ts';
import type { Incident } from '../incident.ts';
import type { Told } from '../telling/told.ts';
import type { Waiver } from '../waiver.ts';
import { closingEvents, comparedWithLog, type Logged } from './closing.ts';

type Compared = ReturnType<typeof comparedWithLog>;

/** What of the ledger the log bears out, as far as it was asked in one run. */
export class Doubts {
  readonly #now: number;
  readonly #logged = new Map<string, Logged>();
  readonly #compared = new Map<string, Compared>();

  /** @param now ms */
  constructor(now: number) {
    this.#now = now;
  }

  /** Notes what the log answered about an incident. */
  note({ incident }: Incident, logged: Logged): void {
    this.#logged.set(incident, logged);
  }

  /** Compares what closes an incident's exposures with what the log answered, where it was asked. */
  compare(
    incident: Incident,
    told: Told | null,
    known: { readonly book: FactBook; readonly waivers: readonly Waiver[] },
  ): void {
    const logged = this.#logged.get(incident.incident);
    if (logged === undefined) return;
    const compared = comparedWithLog(incident, told, logged, { ...known, now: this.#now });
    this.#compared.set(incident.incident, compared);
  }

  /** What is to be kept of an incident. None is closed before the log was asked for what closes it. */
  borneOut(incident: Incident, told: Told): Told {
    const compared = this.#compared.get(incident.incident);
    const next = { ...told, ...compared };
    const isSeen = [...closingEvents(incident, [])].every((event) => next.checked?.includes(event));
    return { ...next, closed: told.closed && (compared !== undefined || isSeen) };
  }

  /** All events that close nothing now. */
  of(told: readonly Told[]): Set<string> {
    const kept = told.filter(({ closed, incident }) => !closed && !this.#compared.has(incident));
    return new Set([
      ...kept.flatMap(({ doubted = [] }) => doubted),
      ...[...this.#compared.values()].flatMap(({ doubted = [] }) => doubted),
    ]);
  }
}

/** @param eventIDs what the ledger holds and the log does not */
export function doubtNotice(incident: Incident, eventIDs: readonly string[]): Notice {
  return {
    type: 'ledger-doubted',
    severity: 'critical',
    title: 'The ledger holds what the log does not: it closes nothing',
    parts: [
      {
        label: 'what',
        text: `Of the emergency of ${incident.actor ?? 'someone unknown'} the ledger tells ${counted(eventIDs.length, 'change')} that the log of that time does not hold. Somebody wrote to the ledger, or to the queue that feeds it, or the log was cut.`,
      },
      ...eventIDs.map((eventID) => ({ label: 'event', text: eventID })),
      {
        label: 'now',
        text: 'Ask who may write to the ledger, and look at the versions of the secret yourself. What the log brings after all counts again.',
      },
      { label: 'more', text: `incident ${incident.incident}, docs/runbook.md#ledger-doubted` },
    ],
    account: incident.account,
    data: { incident: incident.incident, eventIDs },
  };
}
