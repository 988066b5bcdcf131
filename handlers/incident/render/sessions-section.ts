import { counted, nounOf } from '../../../config/counted.ts';
import type { IncidentReport } from '../report.ts';
import type { SessionTimeline, TimelineEvent } from '../timeline.ts';
import { facts, heading, paragraph, say, table, type Block, type Section, type Text } from './document.ts';
import { isLongTermKey } from '../timeline.ts';
import { effectOf, excerptOf } from './excerpt.ts';
import { endWords } from './words.ts';

/** All that the sessions did: each by itself, in order of time. */
export function sessionsSection({ timelines }: IncidentReport): Section {
  return { id: 'sessions', title: 'What the sessions did', blocks: timelines.flatMap(sessionBlocks) };
}

function sessionBlocks({ session, events }: SessionTimeline): Block[] {
  const { shown, leftOut, counts } = excerptOf(events);
  return [
    heading(say`${session.actor} as ${session.principal}`),
    facts(
      ['Session', say`${session.session}`],
      ['Came from', originText(session)],
      ['From', say`${session.from}`],
      ['To', endText(session)],
      ['Events', say`${events.length}`],
    ),
    ...(events.length === 0 ? [paragraph(['The log shows nothing that it did.'])] : []),
    ...(leftOut === 0
      ? []
      : [
          paragraph(
            say`${shown.length} of ${[counted(events.length, 'event')]} ${[nounOf(shown.length, 'is', 'are')]} listed: those that changed something, read a value, assumed a role or were refused. The evidence record holds them all.`,
          ),
          table(
            'Calls by name',
            ['name Call', 'name Service', 'number Times', 'number Refused'],
            counts.map(({ eventName, eventSource, calls, refused }) => [
              say`${eventName}`,
              say`${eventSource}`,
              say`${calls}`,
              say`${refused}`,
            ]),
          ),
        ]),
    ...(shown.length === 0
      ? []
      : [
          table(
            'Events',
            ['time Time', 'name Call', 'name About', 'text Outcome', 'name From', 'name Event'],
            shown.map(eventRow),
          ),
        ]),
  ];
}

function originText(session: SessionTimeline['session']): Text {
  const { chainedFrom, openedBy, openedEvent } = session;
  if (isLongTermKey(session)) return ['a long-term key, which needs no opening'];
  if (chainedFrom !== null) return say`session ${chainedFrom}`;
  if (openedEvent === null) return ['unknown: the log does not show how it was opened'];
  const by = openedBy?.principal ?? null;
  return by === null ? say`event ${openedEvent}` : say`${by}, event ${openedEvent}`;
}

function endText({ to, ends, endedEvent }: SessionTimeline['session']): Text {
  return endedEvent === null
    ? say`${to} (${[endWords[ends]]})`
    : say`${to} (${[endWords[ends]]}, event ${endedEvent})`;
}

function eventRow(event: TimelineEvent): Text[] {
  const { eventTime, eventName, target, errorCode, through, sourceIPAddress, eventID } = event;
  const effect = effectOf(event);
  const outcome = errorCode === null ? [effect] : say`${[effect]}: ${errorCode}`;
  return [
    say`${eventTime}`,
    say`${eventName}`,
    say`${target}`,
    outcome,
    through === null ? say`${sourceIPAddress}` : say`through ${through}`,
    say`${eventID}`,
  ];
}
