import type { Command } from 'commander';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { severities } from '../../config/severity.ts';
import picocolors from 'picocolors';
import { severityPaint } from '../output/severity-paint.ts';
import { showsColors } from '../output/stream-notifier.ts';
import { widthOf, wrapped } from '../output/wrapped.ts';
import { choice } from './choice.ts';

export function addDetectionsCommand(program: Command): void {
  program
    .command('detections')
    .summary('list what is watched for')
    .description(
      'Lists all detections: what each watches for, how bad it is, and what sets it off without harm.',
    )
    .addOption(choice('--format <FORMAT>', 'how they are printed', ['table', 'json']))
    .addHelpText(
      'after',
      '\nExamples:\n  glasswatch detections\n  glasswatch detections --format json | jq -r ".[].id"',
    )
    .action(({ format }: { format: 'table' | 'json' }) => {
      process.stdout.write(format === 'json' ? `${JSON.stringify(asData(), null, 2)}\n` : asTable());
    });
}

function asData() {
  return detections.map(({ id, title, severity, why, mitre, noise, readOnly }) => {
    return { id, title, severity, why, mitre, noise, readOnly, runbook: `docs/runbook.md#${id}` };
  });
}

function asTable(): string {
  const colors = picocolors.createColors(showsColors(process.stdout));
  const width = widthOf(process.stdout);
  const ids = Math.max(...detections.map(({ id }) => id.length)) + 2;
  const levels = Math.max(...severities.map(({ length }) => length), 'SEVERITY'.length) + 2;
  const line = (id: string, severity: string, title: string) =>
    `${id.padEnd(ids)}${severity}${wrapped(title, width, ids + levels)}\n`;
  return [
    line('ID', 'SEVERITY'.padEnd(levels), 'WATCHES FOR'),
    ...detections.map(({ id, severity, title }) => {
      // The spaces behind it are not coloured.
      const level = `${severityPaint(severity, colors)(severity)}${' '.repeat(levels - severity.length)}`;
      return line(id, level, title);
    }),
  ].join('');
}
