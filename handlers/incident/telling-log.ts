import type { Alert } from '../alert/alert.ts';
import { itemVersion, keyText, type LedgerTable } from '../alert/ledger/ledger-table.ts';
import type { Clock, Notifier } from '../alert/ports.ts';
import { iso } from '../deadline/iso.ts';
import { tellingSchema, type Telling } from './telling.ts';

/** As long as the facts of the same emergencies, ms. */
const keptMs = 400 * 86_400_000;
const dayMs = 86_400_000;

/** Port: the alerts that were delivered. */
export interface TellingLog {
  note(telling: Telling): Promise<void>;
  /** Those of the days (UTC) between two instants (ms), in order of time. */
  between(from: number, to: number): Promise<Telling[]>;
}

/** The delivered alerts in the ledger, by day of delivery. Noting one again changes nothing. */
export function dynamoTellingLog(table: LedgerTable): TellingLog {
  const partition = (at: number) => `alerted#${new Date(at).toISOString().slice(0, 10)}`;
  return {
    note: async (telling) => {
      const at = Date.parse(telling.at);
      await table.update(
        { pk: partition(at), sk: keyText(telling.eventID) },
        {
          UpdateExpression: 'SET telling = if_not_exists(telling, :telling), v = :v, expires = :expires',
          ExpressionAttributeValues: {
            ':telling': JSON.stringify(telling),
            ':v': itemVersion,
            ':expires': table.expires(at + keptMs),
          },
        },
      );
    },
    between: async (from, to) => {
      const found: Telling[] = [];
      for (let day = Math.floor(from / dayMs) * dayMs; day <= to; day += dayMs) {
        const items = await table.between(partition(day), ' ', '~');
        found.push(...items.map(({ telling }) => tellingSchema.parse(JSON.parse(String(telling)))));
      }
      return found.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.eventID < b.eventID ? -1 : 1));
    },
  };
}

/** A notifier that also notes what it delivered, for the reports of incidents. */
export function notingAlerts(notifier: Notifier, log: TellingLog, clock: Clock): Notifier {
  return {
    alert: async (alert, turn) => {
      await notifier.alert(alert, turn);
      if (alert.mode === 'alert') await log.note(tellingOf(alert, clock.now()));
    },
    bare: (alert) => notifier.bare(alert),
    lastWord: (word) => notifier.lastWord(word),
  };
}

function tellingOf({ eventID, detection, severity, title, who }: Alert, now: number): Telling {
  return { at: iso(now), eventID, detection, severity, what: title, mfa: who.mfa };
}
