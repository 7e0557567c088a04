/** `debug-adapter`: lets any editor that speaks the Debug Adapter Protocol debug a machine. */
import { DebugAdapter } from '../debug-adapter/adapter.ts';
import { hostStarter } from '../debug-adapter/host-target.ts';
import { messageText, readMessages } from '../debug-adapter/stream.ts';
import { type CliIo, EXIT, type ExitCode } from './io.ts';

/** Ends with the standard input: whoever debugged is gone then. */
export async function debugAdapterCommand(io: CliIo): Promise<ExitCode> {
  const starter = hostStarter({ entry: io.hostEntry, folder: io.currentFolder, compilerFor: io.compilerFor });
  const adapter = new DebugAdapter(starter, (message) => io.out(messageText(message)));
  await readMessages(io.input(), (message) => {
    adapter.handle(message).catch(() => {}); // what goes wrong has been answered
  });
  await adapter.dispose();
  return EXIT.ok;
}
