/** An error whose message we wrote: it quotes no record, no URL, no secret and no other's words. Logs and people may have it. */
export class OwnError extends Error {}
