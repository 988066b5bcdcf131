/**
 * Where one principal's reads of secrets outgrow the ledger: each read is written to the principal's partition and the
 * reads of the last five minutes are read back from it.
 */
export const hotPrincipal = {
  windowSeconds: 300,
  /** Bytes of one sighting, keys included. */
  itemBytes: 150,
  /** DynamoDB's limit for one partition; a strongly consistent unit reads 4 KB. */
  unitsPerSecond: 3_000,
  unitBytes: 4_096,
} as const;

/** Reads a second of one principal, sustained, at which its partition is read as fast as it can be. */
export function readsPerSecondOfOnePrincipal(): number {
  const { windowSeconds, itemBytes, unitsPerSecond, unitBytes } = hotPrincipal;
  // r reads a second leave r × window items, which each of the r reads goes through.
  return Math.sqrt((unitsPerSecond * unitBytes) / (windowSeconds * itemBytes));
}
