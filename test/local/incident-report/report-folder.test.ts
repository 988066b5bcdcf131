import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { mayBeWritten, writeReportFolder } from '../../../local/incident-report/report-folder.ts';
import { writeWholeFolder } from '../../../local/output/whole-folder.ts';
import { Folder } from '../cli/glasswatch.ts';

const folder = new Folder();
afterAll(() => {
  folder.remove();
});

const id = '0123456789abcdef';

function files(incident = id) {
  const evidence = { kind: 'glasswatch-incident-evidence', incident: { incident } };
  return { 'report.md': '#', 'report.html': '<p>', 'evidence.json': JSON.stringify(evidence) };
}

describe('a folder that is there already', () => {
  it('may be written again where it holds a report of the same incident and nothing else', async () => {
    const path = join(folder.path, 'same');
    expect(mayBeWritten(path, id)).toBe(true);
    await writeReportFolder(path, files());
    expect(mayBeWritten(path, id)).toBe(true);
    await writeReportFolder(path, { ...files(), 'report.md': '# again' });
    expect(readFileSync(join(path, 'report.md'), 'utf8')).toBe('# again');
    expect(readdirSync(path).sort()).toEqual(['evidence.json', 'report.html', 'report.md']);
  });

  it.each<readonly [string, (path: string) => void]>([
    [
      'is a file',
      (path) => {
        writeFileSync(path, 'mine');
      },
    ],
    [
      'is empty',
      (path) => {
        mkdirSync(path);
      },
    ],
    [
      'holds other files',
      (path) => {
        mkdirSync(path);
        writeFileSync(join(path, 'report.md'), 'mine');
      },
    ],
  ])('may not where it %s', (name, make) => {
    const path = join(folder.path, name.replaceAll(' ', '-'));
    make(path);
    expect(mayBeWritten(path, id)).toBe(false);
  });

  it.each([
    [
      'another incident’s',
      JSON.stringify({ kind: 'glasswatch-incident-evidence', incident: { incident: 'f'.repeat(16) } }),
    ],
    ['of another kind', JSON.stringify({ kind: 'expected', incident: { incident: id } })],
    ['no JSON', '{'],
    ['null', 'null'],
  ])('may not where its record is %s', async (name, evidence) => {
    const path = join(folder.path, name);
    await writeReportFolder(path, { ...files(), 'evidence.json': evidence });
    expect(mayBeWritten(path, id)).toBe(false);
  });
});

describe('a folder that is written whole', () => {
  it('stays as it was where the writing fails, and leaves nothing beside it', async () => {
    const path = join(folder.path, 'whole');
    await writeReportFolder(path, files());
    const failing = writeWholeFolder(path, (partial) => {
      writeFileSync(join(partial, 'report.md'), 'half');
      return Promise.reject(new Error('the disk is full'));
    });
    await expect(failing).rejects.toThrow('the disk is full');
    expect(readFileSync(join(path, 'report.md'), 'utf8')).toBe('#');
    expect(readdirSync(folder.path).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('makes the folders above it', async () => {
    const path = join(folder.path, 'a', 'b', 'c');
    await writeReportFolder(path, files());
    expect(existsSync(join(path, 'evidence.json'))).toBe(true);
  });
});
