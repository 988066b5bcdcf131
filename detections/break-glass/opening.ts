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
 * AssumeRoles are two openings, unless they share the second too: then they share the session's key, and nothing that
 * follows tells them apart (aws-facts, section 7).
 */
export async function openingOf(event: CloudTrailEvent, identity: Identity, memory: Memory): Promise<string> {
  const assumed = assumptionOf(event);
  const principal = assumed.assumedRoleId ?? identity.session ?? event.userIdentity?.principalId;
  if (principal == null) return event.eventID;
  const kind = event.eventSource === 'signin.amazonaws.com' ? 'sign-in' : 'call';
  const own = JSON.stringify([event.eventID, kind, event.sharedEventID, identity.principal]);
  const seen = await memory.see(`opening/${principal}`, own, event.time, openingMs);
  return tellers([...before(own, event.time, seen), { member: own, at: event.time }]).at(-1) ?? event.eventID;
}

/** For each event of one principal's openings, in order: the eventID of the event that tells its opening. */
function tellers(sightings: readonly Sighting[]): string[] {
  const halves: { teller: string; kind: string; shared: string | null; caller: string | null; at: number }[] =
    [];
  for (const { member, at } of sightings) {
    const [eventID, kind, shared, caller] = JSON.parse(member) as [
      string,
      string,
      string | null,
      string | null,
    ];
    const copy = halves.find(
      (half) =>
        (shared !== null && half.shared === shared) ||
        (kind === 'call' && half.kind === kind && half.at === at && half.caller === caller),
    );
    const last = halves.at(-1);
    const taken = halves.some((half) => half.teller === last?.teller && half.kind === kind);
    const teller = copy?.teller ?? (taken ? undefined : last?.teller) ?? eventID;
    halves.push({ teller, kind, shared, caller, at });
  }
  return halves.map(({ teller }) => teller);
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
