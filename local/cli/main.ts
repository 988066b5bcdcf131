import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { ConfigError } from '../../config/parse.ts';
import { harmless } from '../../handlers/alert/render/harmless.ts';
import { fitted } from '../output/fitted.ts';
import { widthOf, wrappedLine } from '../output/wrapped.ts';
import { PathError } from '../reader/reader.ts';
import { addCommands } from './commands.ts';
import { exit, UsageError } from './exit.ts';

/** Runs the command line; sets the process's exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    const command = program();
    await addCommands(command, argv);
    await command.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

function program(): Command {
  const command = new Command('glasswatch')
    .description('Watches who reads the secrets of an AWS account: alerts when someone breaks the glass.')
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .showHelpAfterError('("glasswatch --help" lists the commands)')
    .addHelpText(
      'after',
      `
Examples:
  glasswatch demo
  glasswatch replay ./AWSLogs --config my-account.json
  glasswatch help replay`,
    )
    .helpCommand(false)
    // Descriptions are broken at words even where little room is left of a narrow terminal.
    .configureHelp({ minWidthToWrap: 20 })
    .configureOutput({
      writeOut: (text) => process.stdout.write(fitted(text, widthOf(process.stdout))),
      writeErr: (text) => process.stderr.write(fitted(text, widthOf(process.stderr))),
      outputError: (text, write) => {
        write(harmlessLines(text));
      },
    })
    .exitOverride();
  return command;
}

/** Tells the user what was wrong, and answers the exit code for it. */
function exitCodeOf(error: unknown): number {
  // Commander has already printed its own message; help and version end with code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exit.done : exit.usage;
  if (error instanceof ConfigError || error instanceof PathError || error instanceof UsageError) {
    const lines = harmlessLines(`glasswatch: ${error.message}`).split('\n');
    process.stderr.write(`${lines.map((line) => wrappedLine(line, widthOf(process.stderr))).join('\n')}\n`);
    return exit.usage;
  }
  if (isSystemError(error)) {
    process.stderr.write(`glasswatch: ${harmless(error.message)}\n`);
    return exit.incomplete;
  }
  throw error;
}

/** What was typed can be pasted: control characters reach no terminal. */
function harmlessLines(text: string): string {
  return text.split('\n').map(harmless).join('\n');
}

/** A disk that is full or read-only, a folder that may not be written: the system's word says enough. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

function version(): string {
  const manifest = readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
