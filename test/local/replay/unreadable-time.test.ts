import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../../config/parse.ts';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import type { BareAlert } from '../../../handlers/alert/alert.ts';
import { findLogFiles } from '../../../local/reader/reader.ts';
import { Replay } from '../../../local/replay/replay.ts';
import { iamUser, read } from '../../handlers/alert/events.ts';

const folder = mkdtempSync(join(tmpdir(), 'glasswatch-time-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function replayed(record: unknown, more: Record<string, unknown> = {}) {
  const path = join(folder, 'log.json');
  writeFileSync(path, JSON.stringify({ Records: [record] }));
  const bares: BareAlert[] = [];
  const replay = new Replay({
    files: await findLogFiles([path]),
    config: parseConfig(
      { breakGlass: {}, decoys: ['bait'], ...more },
      { source: 'test', detections, now: 0 },
    ),
    detections,
    notifier: {
      alert: () => Promise.reject(new Error('told as if it could be read')),
      bare: (alert) => Promise.resolve(void bares.push(alert)),
      lastWord: () => Promise.resolve(),
    },
    clock: { now: () => 0 },
    group: true,
    progress: { update: () => undefined, stop: () => undefined },
    onTrouble: () => undefined,
  });
  await replay.run();
  return { bares, summary: replay.summary };
}

function timeless(secret: string): Record<string, unknown> {
  return { ...read('e1', '09:00', secret, iamUser('alice')), eventTime: 'yesterday' };
}

describe('a record whose time cannot be read', () => {
  it('is told, with what is certain, where it matches', async () => {
    const { bares, summary } = await replayed(timeless('bait'));
    expect(bares).toMatchObject([
      { gate: ['decoy-read'], severity: 'critical', eventID: 'e1', eventTime: 'yesterday' },
    ]);
    expect(summary).toMatchObject({ records: 1, 'dead-lettered': 1 });
  });

  it('is no alert where it only passed a gate: an ordinary read is no decoy', async () => {
    const { bares, summary } = await replayed(timeless('payroll'));
    expect(bares).toEqual([]);
    expect(summary).toMatchObject({ records: 1, unmatched: 1, 'dead-lettered': 0 });
  });

  it('is told to nobody where what it matches runs in shadow', async () => {
    const { bares, summary } = await replayed(timeless('bait'), {
      detections: { 'decoy-read': { mode: 'shadow' } },
    });
    expect(bares).toEqual([]);
    expect(summary).toMatchObject({ 'dead-lettered': 1 });
  });
});
