import type { Memory, Sighting } from '../catalogue/memory.ts';
import type { CloudTrailEvent } from '../event/cloudtrail-event.ts';
import { assumptionOf, type Identity } from '../event/identity.ts';

/** A console's SwitchRole follows its AssumeRole within this time (ms); they share the principalId. */
const openingMs = 60_000;
/** A long-term key that rested this long (ms) begins a new session (design, "The deadline"). */
const keyRestMs = 3_600_000;
const sessionMs = 12 * 3_600_000;

/**
 * The eventID of the event that tells an opening. One opening of a role can be up to three events: AssumeRole in the
 * role's account, its copy in the caller's (same sharedEventID), and the console's SwitchRole or ConsoleLogin. Two
 * AssumeRoles are two openings, unless one caller made both in the same second: then they share the session's key, and
 * nothing that follows tells them apart (aws-facts, section 7).
 */
export async function openingOf(event: CloudTrailEvent, identity: Identity, memory: Memory): Promise<string> {
  const signIn = event.eventSource === 'signin.amazonaws.com';
  const principal = signIn ? event.userIdentity?.principalId : assumptionOf(event).assumedRoleId;
  if (principal == null) return event.eventID;
  const own: Half = {
    eventID: event.eventID,
    kind: signIn ? 'sign-in' : 'call',
    shared: event.sharedEventID,
    caller: signIn ? null : identity.principal,
    session: signIn
      ? (event.userIdentity?.sessionContext?.attributes?.creationDate ?? null)
      : event.eventTime,
  };
  const member = JSON.stringify(own);
  const seen = await memory.see(`opening/${principal}`, member, event.time, sessionMs);
  return tellers([...before(member, event.time, seen), { member, at: event.time }]).at(-1) ?? event.eventID;
}

/** One event of an opening. */
interface Half {
  readonly eventID: string;
  readonly kind: 'call' | 'sign-in';
  readonly shared: string | null;
  /** Who assumed the role; a sign-in shows the new session instead. */
  readonly caller: string | null;
  /** The session's creationDate: a call's own time, and what a sign-in says of itself. */
  readonly session: string | null;
}

/** For each event of one principal's openings, in order: the eventID of the event that tells its opening. */
function tellers(sightings: readonly Sighting[]): string[] {
  const halves: (Half & { teller: string; at: number })[] = [];
  for (const { member, at } of sightings) {
    const half = JSON.parse(member) as Half;
    const same = halves.find((earlier) => isSame(earlier, half)) ?? unpaired(halves, half, at);
    halves.push({ ...half, teller: same?.teller ?? half.eventID, at });
  }
  return halves.map(({ teller }) => teller);
}

/** Whether two events tell by themselves that they are of one session. */
function isSame(earlier: Half, half: Half): boolean {
  if (half.shared !== null && earlier.shared === half.shared) return true;
  if (half.session === null || earlier.session !== half.session) return false;
  return earlier.kind === 'call' && half.kind === 'call' ? earlier.caller === half.caller : true;
}

/** The other half of a console's opening: the last event before, if of the other kind, recent, and not taken yet. */
function unpaired<Earlier extends Half & { teller: string; at: number }>(
  halves: readonly Earlier[],
  half: Half,
  at: number,
): Earlier | undefined {
  const last = halves.at(-1);
  if (last === undefined || last.kind === half.kind || at - last.at > openingMs) return undefined;
  if (last.session !== null && half.session !== null) return undefined;
  return halves.some(({ teller, kind }) => teller === last.teller && kind === half.kind) ? undefined : last;
}

/**
 * Whether an event of a break-glass user begins a session: a sign-in, temporary credentials, or a key after a rest. The
 * verdict on an event is kept: told once as the beginning and lost, it is the beginning when it comes again, whatever
 * came in between.
 */
export async function beginsUserSession(
  event: CloudTrailEvent,
  identity: Identity,
  memory: Memory,
): Promise<boolean> {
  const begins = await comesFirst(event, identity, memory);
  const verdict = await memory.keep(`begins/${event.eventID}`, String(begins), event.time + sessionMs);
  return verdict === 'true';
}

async function comesFirst(event: CloudTrailEvent, identity: Identity, memory: Memory): Promise<boolean> {
  const principal = event.userIdentity?.principalId ?? identity.principal ?? '';
  const created = event.userIdentity?.sessionContext?.attributes?.creationDate ?? null;
  if (created !== null) {
    const signIns = await memory.see(`sign-in/${principal}`, '', event.time, sessionMs);
    const signedIn = signIns.some(
      ({ member, at }) => member !== '' && Math.abs(at - Date.parse(created)) <= openingMs,
    );
    const first = await memory.keep(
      `user-session/${principal}@${created}`,
      event.eventID,
      event.time + sessionMs,
    );
    return first === event.eventID && !signedIn;
  }
  if (event.eventSource === 'signin.amazonaws.com') {
    await memory.see(`sign-in/${principal}`, event.eventID, event.time, sessionMs);
    return true;
  }
  const key = event.userIdentity?.accessKeyId ?? '';
  const uses = await memory.see(`key/${principal}/${key}`, event.eventID, event.time, keyRestMs);
  return before(event.eventID, event.time, uses).length === 0;
}

/** What was seen before: an event that is delivered again must not find itself, or what came after it. */
function before(member: string, at: number, sightings: readonly Sighting[]): Sighting[] {
  return sightings.filter((seen) => seen.at < at || (seen.at === at && seen.member < member));
}
