/** Clocks differ by less than this, ms. */
const skewMs = 60_000;

/**
 * How long ago (ms) something was, as the ledger notes it; Infinity where it notes nothing, or a time that is to come: whoever
 * writes one puts nothing off.
 */
export function elapsed(at: number | null | undefined, now: number): number {
  return at == null || at > now + skewMs ? Infinity : now - at;
}
