/** The crash dump of a machine that has stopped. */
import { utf8 } from '../base/utf8.ts';
import { SANDBOX_BLOB } from '../dump-file/layout.ts';
import type { Nt } from '../kernel/assemble.ts';
import { type DumpKind, type DumpPiece, dumpPieces } from '../kernel/dump/file/dump-writer.ts';
import type { DumpContents } from '../protocol/dump-contents.ts';
import type { MachineState } from '../protocol/state.ts';
import { traceLines } from './view/trace-view.ts';

/** 1 January 2026, in 100 ns since 1601: when every machine boots. The same run gives the same file, bit for bit. */
const BOOT_TIME = 134_116_992_000_000_000n;
/** Of the emulator, where a Windows build number stands. */
const BUILD = 100;
/** The last events that go into the dump. */
const TRACE_TAIL = 2000;
const PAGE = 4096;

export interface MachineDump {
  readonly size: number;
  readonly pieces: readonly DumpPiece[];
}

/**
 * @param imagesEnd - address behind the images of C drivers
 * @returns null while the machine has not stopped
 */
export function makeDump(
  nt: Nt,
  kind: DumpKind,
  imagesEnd: number,
  state: MachineState,
  analysis: string | null,
): MachineDump | null {
  const { sim, memory } = nt.kernel;
  const { crash } = sim;
  if (crash === null) return null;
  const driver = nt.io.drivers.find(({ entry }) => entry.index === crash.driver);
  const now = BigInt(sim.now);
  return dumpPieces(memory, {
    kind,
    imagesEnd,
    header: {
      bugCheckCode: crash.code,
      parameters: crash.parameters,
      minorVersion: BUILD,
      // There is no machine code: what stopped the machine stands for the driver whose code ran.
      instruction: driver?.object.address ?? imagesEnd,
      stack: Math.max(PAGE, imagesEnd) - 16,
      systemTime: BOOT_TIME + now,
      upTime: now,
      comment: `Driver Sandbox: ${state.name}`,
    },
    secondary: [{ guid: SANDBOX_BLOB, data: encodeContents(nt, state, analysis) }],
  });
}

/** What our own reader shows beside memory. */
function encodeContents(nt: Nt, state: MachineState, analysis: string | null): Uint8Array {
  const { count } = nt.kernel.sim.recorder;
  const trace: string[] = [];
  for (let from: number | null = Math.max(0, count - TRACE_TAIL); from !== null; ) {
    const lines = traceLines(nt.kernel.sim, from);
    trace.push(...lines.text.split('\n').filter((line) => line !== ''));
    from = lines.next;
  }
  const contents: DumpContents = { format: 1, state, analysis, trace };
  return utf8(JSON.stringify(contents));
}
