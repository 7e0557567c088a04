/** Crash dumps of a sandbox process go to files: that of a machine that stands, and that which the next boot finds. */
import type { HostHandle } from '../client/start-host.ts';
import type { HostRequests, StartParams } from '../protocol/messages.ts';
import type { CliIo } from './io.ts';

interface Wanted {
  /** Of the command line: what a message names. */
  readonly option: string;
  readonly path: string;
  readonly kind: HostRequests['machine/dump'][0]['kind'];
}

/** @returns the path; null when it could not be written, which was reported */
export async function saveDump({ option, path, kind }: Wanted, io: CliIo, host: HostHandle): Promise<string | null> {
  try {
    const file = io.openOutput(path);
    for (let from: number | null = 0; from !== null; ) {
      const part: HostRequests['machine/dump'][1] = await host.request('machine/dump', { kind, from });
      for (const { offset, base64 } of part.pieces) file.writeAt(offset, Buffer.from(base64, 'base64'));
      from = part.next;
    }
    await file.close();
    return path;
  } catch (error) {
    io.err(`--${option} ${path}: ${error instanceof Error ? error.message : String(error)}\n`);
    return null;
  }
}

/** Boots again, with the disks as they are. @returns the path; null when there is no dump, which was reported */
export async function saveMemoryDump(
  path: string,
  params: StartParams,
  io: CliIo,
  host: HostHandle,
): Promise<string | null> {
  const why = (await host.request('machine/state', {}))?.bugcheck?.dumpPath;
  const started = await host.request('machine/start', { ...params, keepDisks: true });
  if (started.ok && started.state.memoryDump !== undefined)
    return await saveDump({ option: 'memory-dump', path, kind: 'found' }, io, host);
  const reason = why?.text ?? 'The machine has no dump file: put one on a volume with "specialFiles".';
  const remedy = why?.run?.remedy == null ? '' : ` What helps: ${why.run.remedy}.`;
  io.err(`--memory-dump ${path}: the boot after the bug check has found no dump. ${reason}${remedy}\n`);
  return null;
}
