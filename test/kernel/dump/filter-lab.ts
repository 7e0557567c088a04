/** A dump filter that encrypts as such a filter has to, with places to put mistakes into; and machines with it. */
import type { Machine } from '../../../src/machine/machine.ts';
import { withImports } from '../../machine/support/driver-text.ts';
import { bootDescription } from '../../support/machine.ts';

export interface FilterParts {
  /** In front of everything that DriverEntry does. */
  readonly first?: string;
  /** At the end of DriverEntry, before it returns STATUS_SUCCESS. */
  readonly entry?: string;
  readonly start?: string;
  /** In Dump_Write, when the data is encrypted and the MDL points to it. */
  readonly write?: string;
  readonly read?: string;
  readonly finish?: string;
  readonly unload?: string;
  /** Where the encrypted data goes; the filter's own buffer unless told. */
  readonly target?: string;
  /** What a byte is encrypted with. */
  readonly key?: number;
  /** In place of the statement that frees the buffer. */
  readonly free?: string;
}

/** The name of the file is `NAME.ts`. */
export function filterSource(parts: FilterParts = {}): string {
  const key = parts.key ?? 0x5a;
  return withImports(`
let buffer = NULL;
let writes = 0;
function Change(from, to, length) {
  for (let at = 0; at < length; at += 4) cast(WORD, to + at).Value = cast(WORD, from + at).Value ^ ${key * 0x01010101};
}
class WORD extends struct('WORD', { Value: ULONG }) {}
export function DriverEntry(driverObject, registryPath) {
  const extension = cast(FILTER_EXTENSION, driverObject);
  const data = cast(FILTER_INITIALIZATION_DATA, registryPath);
  ${parts.first ?? ''}
  buffer = ExAllocatePool2(POOL_FLAG_NON_PAGED, data.MaxPagesPerWrite * 4096, 'tliF');
  data.MajorVersion = DUMP_FILTER_MAJOR_VERSION;
  data.MinorVersion = DUMP_FILTER_MINOR_VERSION;
  data.DumpStart = Start;
  data.DumpWrite = Write;
  data.DumpRead = Read;
  data.DumpFinish = Finish;
  data.DumpUnload = Unload;
  data.Flags = 0;
  ${parts.entry ?? ''}
  return STATUS_SUCCESS;
}
function Start(extension) {
  ${parts.start ?? ''}
  return STATUS_SUCCESS;
}
function Write(extension, offset, mdl) {
  const length = MmGetMdlByteCount(mdl);
  const source = MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority);
  Change(source, ${parts.target ?? 'buffer'}, length);
  MmInitializeMdl(mdl, ${parts.target ?? 'buffer'}, length);
  MmBuildMdlForNonPagedPool(mdl);
  writes += 1;
  ${parts.write ?? ''}
  return STATUS_SUCCESS;
}
function Read(extension, offset, mdl) {
  const source = MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority);
  Change(source, source, MmGetMdlByteCount(mdl));
  ${parts.read ?? ''}
  return STATUS_SUCCESS;
}
function Finish(extension) {
  ${parts.finish ?? ''}
  return STATUS_SUCCESS;
}
function Unload(extension) {
  ${parts.unload ?? ''}
  ${parts.free ?? 'ExFreePool(buffer);'}
  return STATUS_SUCCESS;
}
`);
}

/** Encrypts the pages of the system itself. */
export const IN_PLACE: FilterParts = { target: 'source' };

export interface FilterLab {
  /** By name, in the order in which they are called. */
  readonly filters: Readonly<Record<string, FilterParts>>;
  /** The special file on the disk. */
  readonly type?: 'dump' | 'hibernation';
}

/** A disk behind the in-box miniport, with the file on it from boot on. */
export function bootFilters({ filters, type = 'dump' }: FilterLab): Promise<Machine> {
  const names = Object.keys(filters);
  return bootDescription(
    {
      name: 'dump filters',
      memory: '4MiB',
      verifier: 'all',
      drivers: Object.fromEntries(names.map((name) => [name, { source: `./${name}.ts` }])),
      devices: [
        {
          id: 'pci0',
          function: 'pci',
          children: [
            {
              id: 'hba0',
              function: 'storport',
              children: [{ id: 'disk0', function: 'disk', size: '16MiB', volumes: [{ id: 'volC', size: '12MiB' }] }],
            },
          ],
        },
      ],
      specialFiles: [{ device: 'volC', type }],
      dumpFilters: names,
    },
    Object.fromEntries(names.map((name) => [`${name}.ts`, filterSource(filters[name])])),
  );
}
