import { describe, expect, it } from 'vitest';
import type { LastWord } from '../../../../handlers/alert/alert.ts';
import type { GroupMember, Ledger } from '../../../../handlers/alert/ports.ts';

const hour = 3_600_000;
const until = 1e15;

export function member(eventID: string, more: Partial<GroupMember> = {}): GroupMember {
  return {
    eventID,
    detection: 'rotation-failed',
    severity: 'high',
    kind: 'db',
    title: `Rotation failed: ${eventID}`,
    at: 0,
    window: hour,
    lastWord: true,
    openKinds: 20,
    ...more,
  };
}

/** The last words at `at`. */
async function closed(ledger: Ledger, at: number): Promise<LastWord[]> {
  const words: LastWord[] = [];
  await ledger.close(at, (word) => Promise.resolve(void words.push(word)));
  return words;
}

/** The last words of a function at `at` that is killed once its channel has taken the first. */
async function killedInClose(ledger: Ledger, at: number): Promise<LastWord[]> {
  const words: LastWord[] = [];
  await new Promise<void>((ended) => {
    void ledger.close(at, (word) => {
      words.push(word);
      ended();
      return new Promise(() => undefined);
    });
  });
  return words;
}

/** What every ledger promises. `open` gives one that is empty. */
export function holdToContract(open: () => Ledger): void {
  describe('a claim', () => {
    it('is new once, then held until its lease runs out, then expired and held anew', async () => {
      const ledger = open();
      expect(await ledger.claim('e1', 1_000, 500)).toBe('new');
      expect(await ledger.claim('e1', 1_000, 500)).toBe('held');
      expect(await ledger.claim('e1', 1_499, 500)).toBe('held');
      expect(await ledger.claim('e1', 1_500, 500)).toBe('expired');
      expect(await ledger.claim('e1', 1_999, 500)).toBe('held');
      expect(await ledger.claim('e1', 2_000, 500)).toBe('expired');
    });

    it('is delivered for good once it is recorded', async () => {
      const ledger = open();
      await ledger.claim('e1', 0, 500);
      await ledger.record('e1', 'alerted');
      expect(await ledger.claim('e1', 1, 500)).toBe('delivered');
      expect(await ledger.claim('e1', 1e15, 500)).toBe('delivered');
    });

    it('that is put off is held until then, and answers its turn to one', async () => {
      const ledger = open();
      await ledger.claim('e1', 1_000, 500);
      await ledger.putOff('e1', 1_500, { turn: 9_000, from: 6_000 });
      expect(await ledger.claim('e1', 5_999, 500)).toBe('held');
      const claims = await Promise.all([1, 2, 3].map(() => ledger.claim('e1', 6_000, 500)));
      expect(claims.filter((claim) => claim !== 'held')).toEqual([{ turn: 9_000 }]);
      // Whoever had it may have told it.
      expect(await ledger.claim('e1', 6_500, 500)).toBe('expired');
    });

    it('is not put off by who no longer has it', async () => {
      const ledger = open();
      await ledger.claim('e1', 1_000, 500);
      await ledger.claim('e1', 1_500, 500);
      await ledger.putOff('e1', 1_500, { turn: 9_000, from: 6_000 });
      expect(await ledger.claim('e1', 2_000, 500)).toBe('expired');
      await ledger.record('e1', 'alerted');
      await ledger.putOff('e1', 2_500, { turn: 9_000, from: 6_000 });
      expect(await ledger.claim('e1', 6_000, 500)).toBe('delivered');
    });

    it('is one event alone', async () => {
      const ledger = open();
      await ledger.claim('e1', 0, 500);
      await ledger.record('e1', 'alerted');
      expect(await ledger.claim('e2', 0, 500)).toBe('new');
    });
  });

  describe('what is kept', () => {
    it('is what was kept first', async () => {
      const ledger = open();
      expect(await ledger.find('key')).toBeNull();
      expect(await ledger.keep('key', 'one', until)).toBe('one');
      expect(await ledger.keep('key', 'two', until)).toBe('one');
      expect(await ledger.find('key')).toBe('one');
      expect(await ledger.find('other')).toBeNull();
    });

    it('may be empty text', async () => {
      const ledger = open();
      expect(await ledger.keep('key', '', until)).toBe('');
      expect(await ledger.keep('key', 'two', until)).toBe('');
    });
  });

  describe('what was seen', () => {
    const members = async (ledger: Ledger, name: string, at: number, window: number) =>
      (await ledger.see('key', name, at, window)).map(({ member }) => member).join(' ');

    it('is answered with itself, in order of time and then of member, whatever the order of arrival', async () => {
      const ledger = open();
      expect(await members(ledger, 'd', 30, 100)).toBe('d');
      expect(await members(ledger, 'b', 20, 100)).toBe('b');
      expect(await members(ledger, 'a', 20, 100)).toBe('a b');
      expect(await members(ledger, 'c', 10, 100)).toBe('c');
      expect(await members(ledger, 'e', 40, 100)).toBe('c a b d e');
    });

    it('is answered as far back as the window reaches, its beginning left out', async () => {
      const ledger = open();
      await ledger.see('key', 'a', 0, 100);
      await ledger.see('key', 'b', 1, 100);
      expect(await members(ledger, 'c', 100, 100)).toBe('b c');
    });

    it('is answered the same when it is seen again, late as it may be', async () => {
      const ledger = open();
      await ledger.see('key', 'a', 0, 100);
      expect(await members(ledger, 'b', 50, 100)).toBe('a b');
      expect(await members(ledger, 'c', 5_000, 100)).toBe('c');
      expect(await members(ledger, 'b', 50, 100)).toBe('a b');
    });

    it('is seen twice when it comes at two times', async () => {
      const ledger = open();
      await ledger.see('key', 'a', 0, 100);
      expect(await members(ledger, 'a', 50, 100)).toBe('a a');
    });

    it('is seen under its key alone', async () => {
      const ledger = open();
      await ledger.see('other', 'a', 0, 100);
      expect(await members(ledger, 'b', 0, 100)).toBe('b');
    });
  });

  describe('a group', () => {
    it('counts its members within its window', async () => {
      const ledger = open();
      expect(await ledger.join(member('e1', { at: 0 }))).toEqual({ count: 1, folded: false });
      expect(await ledger.join(member('e2', { at: hour - 1 }))).toEqual({ count: 2, folded: false });
      expect(await ledger.join(member('e3', { at: hour }))).toEqual({ count: 1, folded: false });
    });

    it('answers an event that joins again what it answered first, until the event is recorded', async () => {
      const ledger = open();
      await ledger.join(member('e1'));
      await ledger.join(member('e2'));
      expect(await ledger.join(member('e1'))).toEqual({ count: 1, folded: false });
      expect(await ledger.join(member('e2'))).toEqual({ count: 2, folded: false });
      expect(await ledger.join(member('e3'))).toEqual({ count: 3, folded: false });
      await closed(ledger, 2 * hour);
      expect(await ledger.join(member('e2'))).toEqual({ count: 2, folded: false });
      await ledger.record('e2', 'alerted');
      expect(await ledger.join(member('e2'))).toEqual({ count: 1, folded: false });
    });

    it('is of one kind, one detection and one severity', async () => {
      const ledger = open();
      await ledger.join(member('e1'));
      expect(await ledger.join(member('e2', { kind: 'mail' }))).toMatchObject({ count: 1 });
      expect(await ledger.join(member('e3', { detection: 'decoy-read' }))).toMatchObject({ count: 1 });
      expect(await ledger.join(member('e4', { severity: 'critical' }))).toMatchObject({ count: 1 });
      expect(await ledger.join(member('e5'))).toMatchObject({ count: 2 });
    });

    it('is folded with others where too many kinds are open, and may be told by any name', async () => {
      const ledger = open();
      const two = { openKinds: 2 };
      await ledger.join(member('e1', { ...two, kind: 'a' }));
      await ledger.join(member('e2', { ...two, kind: 'folded' }));
      expect(await ledger.join(member('e3', { ...two, kind: 'c' }))).toEqual({ count: 1, folded: true });
      expect(await ledger.join(member('e4', { ...two, kind: 'd' }))).toEqual({ count: 2, folded: true });
      expect(await ledger.join(member('e5', { ...two, kind: 'folded' }))).toEqual({
        count: 2,
        folded: false,
      });
      expect(await ledger.join(member('e6', { ...two, kind: 'a' }))).toEqual({ count: 2, folded: false });
    });

    it('of another detection or severity does not make kinds too many', async () => {
      const ledger = open();
      await ledger.join(member('e1', { openKinds: 1 }));
      expect(await ledger.join(member('e2', { openKinds: 1, severity: 'critical' }))).toMatchObject({
        folded: false,
      });
      expect(await ledger.join(member('e3', { openKinds: 1, detection: 'x' }))).toMatchObject({
        folded: false,
      });
    });

    it('has its last word at the end of its window, where some were not told', async () => {
      const ledger = open();
      for (const n of [1, 2, 3]) await ledger.join(member(`db${n}`, { kind: 'db', at: 1_000 * n }));
      for (const n of [1, 2]) await ledger.join(member(`mail${n}`, { kind: 'mail', at: n }));
      await ledger.join(member('alone', { kind: 'alone' }));
      expect(await closed(ledger, hour)).toEqual([]);
      expect(await closed(ledger, hour + 1_000)).toEqual([
        { detection: 'rotation-failed', title: 'Rotation failed: mail1', count: 2, from: 1, to: hour + 1 },
        {
          detection: 'rotation-failed',
          title: 'Rotation failed: db1',
          count: 3,
          from: 1_000,
          to: hour + 1_000,
        },
      ]);
      expect(await closed(ledger, Infinity)).toEqual([]);
    });

    it('has none where its detection tells every one', async () => {
      const ledger = open();
      await ledger.join(member('e1', { lastWord: false }));
      await ledger.join(member('e2', { lastWord: false }));
      expect(await closed(ledger, Infinity)).toEqual([]);
    });

    it('is closed with all others at the end of a run', async () => {
      const ledger = open();
      await ledger.join(member('e1'));
      await ledger.join(member('e2'));
      expect(await closed(ledger, Infinity)).toMatchObject([{ count: 2, to: hour }]);
    });
  });

  describe('a window that is over', () => {
    it('has its last word though its kind has a new one already', async () => {
      const ledger = open();
      await ledger.join(member('e1'));
      await ledger.join(member('e2'));
      expect(await ledger.join(member('e3', { at: hour }))).toEqual({ count: 1, folded: false });
      expect(await closed(ledger, hour)).toMatchObject([
        { count: 2, to: hour, title: 'Rotation failed: e1' },
      ]);
      expect(await closed(ledger, Infinity)).toEqual([]);
    });

    it('keeps its last word until it was told, and so do those after it', async () => {
      const ledger = open();
      for (const n of [1, 2, 3, 4]) await ledger.join(member(`e${n}`, { kind: n < 3 ? 'a' : 'b', at: n }));
      const broken = () => Promise.reject(new Error('503'));
      await expect(ledger.close(Infinity, broken)).rejects.toThrow('503');
      expect(await closed(ledger, Infinity)).toMatchObject([{ from: 1 }, { from: 3 }]);
      expect(await closed(ledger, Infinity)).toEqual([]);
    });

    it('whose last word was being told when the function ended has it again, with the word that says so', async () => {
      const ledger = open();
      for (const n of [1, 2, 3, 4]) await ledger.join(member(`e${n}`, { kind: n < 3 ? 'a' : 'b', at: n }));
      const told = await killedInClose(ledger, 2 * hour);
      expect(told).toEqual([expect.not.objectContaining({ possiblyRepeated: true })]);
      expect(await closed(ledger, 2 * hour)).toEqual([
        { ...told[0], possiblyRepeated: true },
        expect.not.objectContaining({ possiblyRepeated: true }),
      ]);
      expect(await closed(ledger, 2 * hour)).toEqual([]);
    });

    it('whose last word was begun has it again when its kind has a new window meanwhile', async () => {
      const ledger = open();
      await ledger.join(member('e1'));
      await ledger.join(member('e2'));
      await killedInClose(ledger, hour);
      await ledger.join(member('e3', { at: hour }));
      expect(await closed(ledger, hour)).toMatchObject([{ count: 2, possiblyRepeated: true }]);
    });

    it('does not end those that are not', async () => {
      const ledger = open();
      await ledger.join(member('e1', { kind: 'early' }));
      await ledger.join(member('e2', { kind: 'late', at: 1 }));
      await closed(ledger, hour);
      expect(await ledger.join(member('e3', { kind: 'late', at: 2 }))).toMatchObject({ count: 2 });
      expect(await ledger.join(member('e4', { kind: 'early', at: 3 }))).toMatchObject({ count: 1 });
    });
  });

  describe('texts that attackers wrote', () => {
    const long = 'x'.repeat(5_000);

    it('are keys of any length and content', async () => {
      const ledger = open();
      expect(await ledger.claim(long, 0, 500)).toBe('new');
      expect(await ledger.claim(`${long}y`, 0, 500)).toBe('new');
      expect(await ledger.keep(long, 'one', until)).toBe('one');
      expect(await ledger.find(`${long}y`)).toBeNull();
      expect(await ledger.find(long)).toBe('one');
      expect(await ledger.see(long, `${long}é😀`, 7, 100)).toEqual([{ member: `${long}é😀`, at: 7 }]);
      expect(await ledger.join(member('e1', { kind: long }))).toMatchObject({ count: 1 });
      expect(await ledger.join(member('e2', { kind: `${long}y` }))).toMatchObject({ count: 1 });
      expect(await ledger.join(member('e3', { kind: long }))).toMatchObject({ count: 2 });
    });

    it('end no key early', async () => {
      const ledger = open();
      await ledger.join(member('e1', { detection: 'x', kind: 'y' }));
      for (const kind of ['y#', '#y', 'kind#y', '~', '', '\u0000', 'é'])
        expect(await ledger.join(member(`e ${kind}`, { detection: 'x', kind })), kind).toMatchObject({
          count: 1,
        });
      expect(await ledger.join(member('again', { detection: 'x', kind: 'é' }))).toMatchObject({ count: 2 });
    });

    it('are no key of another sort', async () => {
      const ledger = open();
      await ledger.keep('key', 'one', until);
      await ledger.claim('key', 0, 500);
      expect(await ledger.see('key', 'a', 0, 100)).toHaveLength(1);
    });
  });

  describe('two functions at once', () => {
    it('never both have a claim', async () => {
      const ledger = open();
      const claims = await Promise.all(Array.from({ length: 10 }, () => ledger.claim('e1', 1_000, 500)));
      expect(claims.filter((claim) => claim !== 'held')).toEqual(['new']);
      const later = await Promise.all(Array.from({ length: 10 }, () => ledger.claim('e1', 1_500, 500)));
      expect(later.filter((claim) => claim !== 'held')).toEqual(['expired']);
    });

    it('keep one value', async () => {
      const ledger = open();
      const values = Array.from({ length: 10 }, (_, n) => String(n));
      const kept = await Promise.all(values.map((value) => ledger.keep('key', value, until)));
      expect(new Set(kept).size).toBe(1);
      expect(values).toContain(kept[0]);
    });

    it('count each event once, and no number twice', async () => {
      const ledger = open();
      const ids = Array.from({ length: 12 }, (_, n) => `e${n}`);
      const joined = await Promise.all([...ids, ...ids].map((eventID) => ledger.join(member(eventID))));
      const counts = joined.map(({ count }) => count);
      expect(counts.slice(0, 12).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
      expect(counts.slice(12)).toEqual(counts.slice(0, 12));
    });

    it('open a window once, and lose no last word', async () => {
      const ledger = open();
      await ledger.join(member('e1'));
      await ledger.join(member('e2'));
      const next = ['n1', 'n2', 'n3', 'n4'].map((eventID) => ledger.join(member(eventID, { at: hour })));
      const counts = (await Promise.all(next)).map(({ count }) => count);
      expect(counts.sort((a, b) => a - b)).toEqual([1, 2, 3, 4]);
      expect(await closed(ledger, Infinity)).toMatchObject([
        { count: 2, from: 0 },
        { count: 4, from: hour },
      ]);
    });

    it('see each other', async () => {
      const ledger = open();
      const seen = await Promise.all(['a', 'b', 'c', 'd'].map((name, n) => ledger.see('key', name, n, 100)));
      expect(seen.every((one, n) => one.some(({ at }) => at === n))).toBe(true);
      expect(await ledger.see('key', 'e', 10, 100)).toHaveLength(5);
    });
  });
}
