/** A machine with a hibernation file, and the in-box miniport as a user's of its own, with changes. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection } from '../../../src/protocol/injection.ts';
import { bootDescription, ROOT } from '../../support/machine.ts';

export const HIBERNATE: Injection = { op: 'power', request: 'hibernate' };
export const WAKE: Injection = { op: 'power', request: 'wake', powerLost: true };

export type Change = readonly [before: string, after: string];

/** A second block of pool, two pages long, behind the miniport's dump context. */
export const SECOND_BLOCK: readonly Change[] = [
  ['{ Targets: ULONG }', '{ Targets: ULONG, Ports: PVOID }'],
  [
    '  const pointers = cast(MINIPORT_DUMP_POINTERS, srb.DataBuffer);',
    `  const ports = out<PVOID>(0);
  if (StorPortAllocatePool(extension, 8192, 'troP', ports) !== STOR_STATUS_SUCCESS) return SRB_STATUS_ERROR;
  cast(DUMP_CONTEXT, buffer.value).Ports = ports.value;
  cast(DUMP_CONTEXT, ports.value + 4096).Targets = 7;
  const pointers = cast(MINIPORT_DUMP_POINTERS, srb.DataBuffer);`,
  ],
];

/** Statements at the end of HwStorFindAdapter, in one dump mode; `dump` is the dump context. */
export function inMode(mode: number, statements: string): Change {
  return [
    '  Describe(extension, adapter, config);\n',
    `  if (config.DumpMode === ${mode}) {\n    const dump = cast(DUMP_CONTEXT, config.MiniportDumpData);\n    ${statements}\n  }\n  Describe(extension, adapter, config);\n`,
  ];
}

export const WITHOUT_RESUME: Change = [
  'STOR_FEATURE_DUMP_POINTERS | STOR_FEATURE_DUMP_RESUME_CAPABLE',
  'STOR_FEATURE_DUMP_POINTERS',
];
/** SRB_FUNCTION_DUMP_POINTERS fails: there is nothing that a dump run could start from. */
export const NO_CONTEXT: readonly Change[] = [
  ['      return FillDumpPointers(extension, adapter, srb);', '      return SRB_STATUS_ERROR;'],
];
export const MARK = 'StorPortMarkDumpMemory(extension, config.MiniportDumpData, sizeof(DUMP_CONTEXT), 0);';
export const MARK_PORTS: Change = [
  MARK,
  `${MARK}\n    StorPortMarkDumpMemory(extension, cast(DUMP_CONTEXT, config.MiniportDumpData).Ports, 0, 0);`,
];

export async function miniportText(changes: readonly Change[]): Promise<string> {
  let text = await readFile(join(ROOT, 'src/drivers/ramdisk.miniport.ts'), 'utf8');
  for (const [before, after] of changes) {
    if (!text.includes(before)) throw new Error(`the miniport has no ${before}`);
    text = text.replace(before, after);
  }
  return text;
}

/** @param changes - null: the in-box miniport itself */
export async function bootHiber(
  changes: readonly Change[] | null,
  type = 'hibernation',
  verifier: unknown = 'all',
): Promise<Machine> {
  const isOwn = changes !== null;
  const hardware = await readFile(join(ROOT, 'src/drivers/lib/ramdisk-hardware.ts'), 'utf8');
  return bootDescription(
    {
      name: 'hiber',
      memory: '8MiB',
      verifier,
      drivers: isOwn ? { mini: { source: './mini.ts' } } : {},
      devices: [
        {
          id: 'pci0',
          function: 'pci',
          children: [
            {
              id: 'hba0',
              function: 'storport',
              ...(isOwn ? { miniport: 'mini' } : {}),
              children: [{ id: 'disk0', function: 'disk', size: '16MiB', volumes: [] }],
            },
          ],
        },
      ],
      specialFiles: [{ device: 'disk0', type }],
    },
    isOwn ? { 'mini.ts': await miniportText(changes), 'lib/ramdisk-hardware.ts': hardware } : {},
  );
}
