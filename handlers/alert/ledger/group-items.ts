import { clipped } from '../render/clip.ts';
import type { LastWord } from '../alert.ts';
import { lastTold } from '../grouping.ts';
import type { GroupMember } from '../ports.ts';
import { itemVersion, keyText, type Item, type ItemKey } from './ledger-table.ts';

/** One partition holds the groups of all detections: some hundreds at most, and all can be asked for without a scan. */
export const groupsPartition = 'groups';

/** The longest title that is kept, UTF-16 units: no channel shows more in a last word. */
const titleLimit = 300;

/** A group as it lies in the ledger; times in ms. */
export interface Group {
  readonly sk: string;
  readonly detection: string;
  readonly title: string;
  readonly count: number;
  readonly from: number;
  readonly window: number;
  readonly lastWord: boolean;
  /** The count that a last word was about to tell. */
  readonly begun?: number;
}

/** Where the open groups of one detection and severity begin; ids and severities hold no `#`. */
export function kindsPrefix({ detection, severity }: GroupMember): string {
  return `open#${detection}#${severity}#`;
}

/** Where a kind's group lies. */
export function kindKey(member: GroupMember): string {
  return `${kindsPrefix(member)}kind#${keyText(member.kind)}`;
}

/** Where the group of all kinds beyond those told apart lies; no kind can have this key. */
export function foldedKey(member: GroupMember): string {
  return `${kindsPrefix(member)}folded`;
}

export function groupKey(sk: string): ItemKey {
  return { pk: groupsPartition, sk };
}

export function groupOf(item: Item): Group {
  return {
    sk: String(item.sk),
    detection: String(item.detection),
    title: String(item.title),
    count: Number(item.count),
    from: Number(item.from),
    window: Number(item.window),
    lastWord: item.lastWord === 1,
    ...(item.begun === undefined ? {} : { begun: Number(item.begun) }),
  };
}

export function itemOf({ sk, ...group }: Group, expires: number): Item {
  return { ...groupKey(sk), ...group, lastWord: group.lastWord ? 1 : 0, v: itemVersion, expires };
}

/** The group that a member opens. */
export function opened(sk: string, member: GroupMember): Group {
  const { detection, title, at, window, lastWord } = member;
  return { sk, detection, title: clipped(title, titleLimit), count: 1, from: at, window, lastWord };
}

/** A group whose window is over, moved out of the way of its kind's next one until it has had its last word. */
export function ended(group: Group, by: string): Group {
  return { ...group, sk: `ended#${keyText(by)}` };
}

export function wordOf({ detection, title, count, from, window }: Group): LastWord {
  return { detection, title, count, from, to: from + window };
}

export function hasLastWord({ lastWord, count }: Group): boolean {
  return lastWord && count > lastTold(count);
}
