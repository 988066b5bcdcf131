import { Option, type Command } from 'commander';
import { detections } from '../../detections/catalogue/catalogue.ts';

export function addDetectionsCommand(program: Command): void {
  program
    .command('detections')
    .summary('list what is watched for')
    .description(
      'Lists all detections: what each watches for, how bad it is, and what sets it off without harm.',
    )
    .addOption(
      new Option('--format <FORMAT>', 'how they are printed').choices(['table', 'json']).default('table'),
    )
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
  const rows = [
    ['ID', 'SEVERITY', 'WATCHES FOR'],
    ...detections.map(({ id, severity, title }) => [id, severity, title]),
  ];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`)
    .join('');
}
