import { randomUUID } from 'node:crypto';
import type { Memory } from '../../../detections/catalogue/memory.ts';
import type { ToldOpenings } from '../../checkup/missed-openings.ts';
import type { Clock } from '../../alert/ports.ts';
import { alertedOpenings, type AlertedOpeningsPorts } from './alerted-openings.ts';

/** A missed opening is told once for as long as the log is looked through for it, and longer; ms. */
const toldMs = 30 * 86_400_000;

/** What the ledger knows of openings that were told. */
export function toldOpenings(ports: AlertedOpeningsPorts, memory: Memory, clock: Clock): ToldOpenings {
  const key = (eventID: string) => `missed/${eventID}`;
  const until = () => clock.now() + toldMs;
  return {
    alerted: (from, to) => alertedOpenings(ports, from, to),
    wasTold: async (eventID) => (await memory.find(key(eventID))) !== null,
    begin: async (eventID) => {
      // What is kept first is answered: one's own, even where the client had to ask twice.
      const attempt = randomUUID();
      const first = await memory.keep(`${key(eventID)}/begun`, attempt, until());
      return first === attempt ? 'first' : 'again';
    },
    told: async (eventID) => {
      await memory.keep(key(eventID), 'told', until());
    },
  };
}
