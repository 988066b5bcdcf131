import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import picocolors from 'picocolors';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { loadConfig } from '../../local/config-file.ts';
import { writeIncident } from '../../local/incident/incident.ts';
import { prettyAlert } from '../../local/output/pretty.ts';
import { findLogFiles } from '../../local/reader/reader.ts';
import { Replay } from '../../local/replay/replay.ts';
import type { GeneratedFile } from './generated-file.ts';

/** The picture shows the first alert of each. */
const shownDetections = ['break-glass-opened', 'break-glass-read'];
const columns = 132;
const lineHeight = 19;
const columnWidth = 8.4;

/** A picture of what `npm start` prints, made from the real output. */
export const terminalPicture: GeneratedFile = {
  path: 'docs/terminal.svg',
  content: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'glasswatch-picture-'));
    try {
      const incident = await writeIncident({ out: folder, records: 0, seed: 1 });
      return picture(await printed(incident.logs, incident.config));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function printed(logs: string, configFile: string): Promise<string> {
  const colors = picocolors.createColors(true);
  const shown = new Map<string, string>();
  const replay = new Replay({
    files: await findLogFiles([logs]),
    config: loadConfig(configFile, detections, 0),
    detections,
    notifier: {
      alert: (alert) => {
        const { detection } = alert;
        if (shownDetections.includes(detection) && !shown.has(detection)) {
          shown.set(detection, prettyAlert(alert, colors, columns));
        }
        return Promise.resolve();
      },
      bare: () => Promise.resolve(),
      lastWord: () => Promise.resolve(),
    },
    clock: { now: () => 0 },
    group: true,
    progress: { update: () => undefined, stop: () => undefined },
    onTrouble: () => undefined,
  });
  await replay.run();
  return [...shown.values()].join('').trimEnd();
}

interface Span {
  readonly text: string;
  readonly style: string;
}

/** What the codes that picocolors writes look like in the picture. */
const styles: Readonly<Record<string, string>> = {
  '1': 'font-weight:bold',
  '2': 'fill:#8b949e',
  '31': 'fill:#ff7b72',
  '33': 'fill:#e3b341',
  '36': 'fill:#76e3ea',
  '41': 'fill:#ff7b72',
};

function picture(text: string): string {
  const lines = text.split('\n').flatMap((line) => wrapped(spans(line)));
  const height = lines.length * lineHeight + 32;
  const width = Math.ceil(columns * columnWidth) + 40;
  const rows = lines.map((line, index) => {
    const content = line
      .map(({ text: part, style }) => `<tspan style="${style}">${escaped(part)}</tspan>`)
      .join('');
    return `<text x="20" y="${28 + index * lineHeight}" xml:space="preserve">${content}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Glasswatch in a terminal">`,
    `<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>`,
    '<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" fill="#e6edf3">',
    ...rows,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** Splits a line at its escape sequences; a style holds until it is taken back. */
function spans(line: string): Span[] {
  const active = new Set<string>();
  return line.split(/\u001b\[(\d+)m/).flatMap((part, index) => {
    if (index % 2 === 0)
      return part === '' ? [] : [{ text: part, style: [...active].map((code) => styles[code]).join(';') }];
    if (part === '22') for (const code of ['1', '2']) active.delete(code);
    else if (part === '39') for (const code of ['31', '33', '36', '37']) active.delete(code);
    else if (part === '49') active.delete('41');
    else active.add(part);
    return [];
  });
}

/** Breaks a line where a terminal of the picture's width would. */
function wrapped(line: readonly Span[]): Span[][] {
  const rows: Span[][] = [[]];
  let column = 0;
  for (const { text, style } of line) {
    let rest = text;
    while (column + rest.length > columns) {
      rows.at(-1)?.push({ text: rest.slice(0, columns - column), style });
      rows.push([]);
      rest = rest.slice(columns - column);
      column = 0;
    }
    rows.at(-1)?.push({ text: rest, style });
    column += rest.length;
  }
  return rows;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
