import { type Command, readArguments, UsageError } from './arguments.ts';
import { checkCommand } from './check-command.ts';
import { consoleCommand } from './console/console-command.ts';
import { debugAdapterCommand } from './debug-adapter-command.ts';
import { dumpCommand } from './dump-command.ts';
import { dumpProofCommand } from './dump-proof-command.ts';
import { HELP } from './help.ts';
import { type CliIo, EXIT, type ExitCode } from './io.ts';
import { rehearseCommand } from './rehearse-command.ts';
import { rulesCommand } from './rules-command.ts';
import { runCommand } from './run-command.ts';
import { starveCommand } from './starve/starve-command.ts';
import { stateCommand } from './state-command.ts';
import { traceCommand } from './trace-command.ts';

export async function runCli(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  let command: Command;
  try {
    command = readArguments(argv);
  } catch (error) {
    if (!(error instanceof UsageError)) {
      throw error;
    }
    io.err(`${error.message}\nSee \`driver-sandbox help\`.\n`);
    return EXIT.wrongInput;
  }
  switch (command.command) {
    case 'run':
      return command.lowResources === 'systematic' ? await starveCommand(command, io) : await runCommand(command, io);
    case 'rehearse':
      return await rehearseCommand(command, io);
    case 'check':
      return await checkCommand(command, io);
    case 'state':
      return await stateCommand(command, io);
    case 'console':
      return await consoleCommand(command, io);
    case 'trace':
      return await traceCommand(command, io);
    case 'dump':
      return await dumpCommand(command, io);
    case 'dump-proof':
      return await dumpProofCommand(command, io);
    case 'debug-adapter':
      return await debugAdapterCommand(io);
    case 'rules':
      return await rulesCommand(command, io);
    case 'version':
      io.out(`${io.version}\n`);
      return EXIT.ok;
    default:
      io.out(HELP);
      return argv.length === 0 ? EXIT.wrongInput : EXIT.ok;
  }
}
