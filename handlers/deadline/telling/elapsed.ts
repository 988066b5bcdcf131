import { skewMs } from '../../deployed/clock-skew.ts';

/**
 * How long ago (ms) something was, as the ledger notes it; Infinity where it notes nothing, or a time that is to come: whoever
 * writes one puts nothing off.
 */
export function elapsed(at: number | null | undefined, now: number): number {
  return at == null || at > now + skewMs ? Infinity : now - at;
}
