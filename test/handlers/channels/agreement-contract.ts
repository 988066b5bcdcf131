import { describe, expect, it } from 'vitest';
import { circuitMs, type Deliveries, type SlackTraffic } from '../../../handlers/channels/ports.ts';

const hour = 3_600_000;
/** Later than any second. */
const never = 1e15;

/** What every agreement on Slack promises. `open` gives one on which nothing was agreed. */
export function holdTrafficToContract(open: () => SlackTraffic): void {
  describe('a second of one’s own', () => {
    it('begins at once where nobody waits', async () => {
      const traffic = open();
      expect(await traffic.reserve(5_000, never)).toBe(5_000);
      expect(await traffic.reserve(6_000, never)).toBe(6_000);
      expect(await traffic.reserve(90_000, never)).toBe(90_000);
    });

    it('begins after those of all who came before', async () => {
      const traffic = open();
      const begins = [
        await traffic.reserve(5_000, never),
        await traffic.reserve(5_100, never),
        await traffic.reserve(5_200, never),
      ];
      expect(begins).toEqual([5_000, 6_000, 7_000]);
      expect(await traffic.reserve(8_500, never)).toBe(8_500);
    });

    it('is not reserved where it would begin too late, and is the next one’s', async () => {
      const traffic = open();
      expect(await traffic.reserve(5_000, 5_000)).toBe(5_000);
      expect(await traffic.reserve(5_000, 6_000)).toBe(6_000);
      expect(await traffic.reserve(5_000, 6_999)).toBeNull();
      expect(await traffic.reserve(5_000, 6_999)).toBeNull();
      expect(await traffic.reserve(5_000, 7_000)).toBe(7_000);
    });

    it('is nobody else’s, however many ask at once', async () => {
      const traffic = open();
      const begins = await Promise.all(Array.from({ length: 8 }, () => traffic.reserve(5_000, never)));
      expect(begins.map(Number).sort((a, b) => a - b)).toEqual(
        [5, 6, 7, 8, 9, 10, 11, 12].map((second) => second * 1_000),
      );
    });
  });

  describe('the circuit', () => {
    it('is closed at first, and open for an hour once it was opened', async () => {
      const traffic = open();
      expect(circuitMs).toBe(hour);
      expect(await traffic.circuit(0)).toBe('closed');
      expect(await traffic.open(0)).toBe(true);
      expect(await traffic.circuit(1)).toBe('open');
      expect(await traffic.circuit(hour - 1)).toBe('open');
    });

    it('has one of many give notice, once an hour', async () => {
      const traffic = open();
      const notices = await Promise.all(Array.from({ length: 6 }, () => traffic.open(0)));
      expect(notices.filter(Boolean)).toHaveLength(1);
      expect(await traffic.open(hour - 1)).toBe(false);
      expect(await traffic.open(hour)).toBe(true);
    });

    it('lets one of many try after each hour', async () => {
      const traffic = open();
      await traffic.open(0);
      const circuits = await Promise.all(Array.from({ length: 6 }, () => traffic.circuit(hour)));
      expect(circuits.filter((circuit) => circuit !== 'open')).toEqual(['probe']);
      expect(await traffic.circuit(2 * hour - 1)).toBe('open');
      expect(await traffic.circuit(2 * hour)).toBe('probe');
    });

    it('is closed by whoever finds it mended', async () => {
      const traffic = open();
      await traffic.open(0);
      await traffic.close();
      expect(await traffic.circuit(1)).toBe('closed');
      expect(await traffic.open(2)).toBe(true);
    });

    it('does not touch the seconds', async () => {
      const traffic = open();
      await traffic.reserve(5_000, never);
      await traffic.open(5_000);
      await traffic.close();
      expect(await traffic.reserve(5_000, never)).toBe(6_000);
    });
  });
}

/** What every list of deliveries promises. */
export function holdDeliveriesToContract(open: () => Deliveries): void {
  describe('what a channel took', () => {
    it('is told of its event alone', async () => {
      const deliveries = open();
      expect(await deliveries.taken('e1')).toEqual([]);
      await deliveries.took('e1', 'slack');
      expect(await deliveries.taken('e1')).toEqual(['slack']);
      expect(await deliveries.taken('e2')).toEqual([]);
    });

    it('is kept of both, also when both take it at once', async () => {
      const deliveries = open();
      await Promise.all([deliveries.took('e1', 'sns'), deliveries.took('e1', 'slack')]);
      expect([...(await deliveries.taken('e1'))].sort()).toEqual(['slack', 'sns']);
    });
  });
}
