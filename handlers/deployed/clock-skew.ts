/** Clocks of our functions differ by less than this, ms: a time further ahead was written by none of them. */
export const skewMs = 60_000;
