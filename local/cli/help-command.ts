import type { Command } from 'commander';
import { didYouMean } from '../../config/nearest.ts';
import { UsageError } from './exit.ts';

/** `help [COMMAND]`: the same as `COMMAND --help`. */
export function addHelpCommand(program: Command): void {
  program
    .command('help')
    .summary('print the help of a command')
    .description('Prints the help of a command, with examples; without COMMAND lists the commands.')
    .argument('[COMMAND]', 'the command')
    .addHelpText('after', '\nExamples:\n  glasswatch help\n  glasswatch help replay')
    .action((name: string | undefined) => {
      if (name === undefined) program.help();
      const command = program.commands.find((one) => one.name() === name);
      if (command !== undefined) command.help();
      const names = program.commands.map((one) => one.name());
      throw new UsageError(
        `there is no command "${name}"${didYouMean(name, names) || ';'} "glasswatch help" lists them`,
      );
    });
}
