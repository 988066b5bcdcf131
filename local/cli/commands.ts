import { own } from '../../config/own.ts';
import type { Command } from 'commander';
import { addHelpCommand } from './help-command.ts';

/** The commands in the order of the help. */
const commands: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  demo: async () => (await import('./demo-command.ts')).addDemoCommand,
  replay: async () => (await import('./replay-command.ts')).addReplayCommand,
  query: async () => (await import('./query-command.ts')).addQueryCommand,
  deadline: async () => (await import('./deadline-command.ts')).addDeadlineCommand,
  report: async () => (await import('./report-command.ts')).addReportCommand,
  incident: async () => (await import('./incident-command.ts')).addIncidentCommand,
  detections: async () => (await import('./detections-command.ts')).addDetectionsCommand,
  check: async () => (await import('./check-command.ts')).addCheckCommand,
  doctor: async () => (await import('./doctor-command.ts')).addDoctorCommand,
};

/**
 * Adds the command that is asked for: to load all of them takes longer than some need to answer. Whatever else is asked for
 * (help, a name that is mistyped) may have to do with any of them.
 */
export async function addCommands(program: Command, [asked = '']: readonly string[]): Promise<void> {
  if (asked === '--version') return;
  const wanted = own(commands, asked);
  const loaded = wanted === undefined ? Object.values(commands) : [wanted];
  for (const add of await Promise.all(loaded.map((load) => load()))) add(program);
  addHelpCommand(program);
}
