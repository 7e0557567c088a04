/** What lenses, hovers and inline values read from the text of a driver. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bare, chainAt, expressionOf, meaningsAt, registeredRoutines } from '../../src/extension/code/driver-text.ts';
import { routineTitle } from '../../src/extension/code/routine-title.ts';
import { ROOT } from '../support/machine.ts';

const sample = (path: string): string => readFileSync(join(ROOT, 'samples', path), 'utf8');
const TYPESCRIPT = sample('storage/auditflt.ts');
const C = sample('c-filter/auditflt.c');

function titles(text: string): readonly string[] {
  return registeredRoutines(text).map((one) => `${one.name}: ${routineTitle(one, 'and {0} more')}`);
}

describe('the routines that a driver registers', () => {
  test.each([
    ['TypeScript', TYPESCRIPT],
    ['C', C],
  ])('in %s, with what they handle', (_language, text) => {
    const found = titles(text);
    expect(found.find((one) => one.startsWith('DispatchPnp'))).toMatch(
      /^DispatchPnp: IRP_MJ_PNP: \w+(?:, \w+)*(?: and \d+ more)?$/,
    );
    expect(found).toContain('AddDevice: AddDevice');
    expect(found.some((one) => one.endsWith(': every other request'))).toBe(true);
    const lines = text.split('\n');
    for (const { name, line, endLine } of registeredRoutines(text)) {
      expect(lines[line]).toContain(name);
      expect(lines[endLine]).toMatch(/^\};?\s*$/);
    }
  });

  test('completion routines too; prototypes, comments and texts are none', () => {
    const text = `#include <wdm.h>
NTSTATUS Done(PDEVICE_OBJECT d, PIRP i, PVOID c);
/* NTSTATUS Ghost(void) { } d->MajorFunction[IRP_MJ_READ] = Ghost; */
static NTSTATUS
Wrong(void);
NTSTATUS Read(PDEVICE_OBJECT d, PIRP i) { DbgPrint("}{ IRP_MN_EJECT"); IoSetCompletionRoutine(i, Done, NULL, TRUE, TRUE, TRUE); return 0; }
NTSTATUS Done(PDEVICE_OBJECT d, PIRP i, PVOID c)
{
    return STATUS_SUCCESS;
}
NTSTATUS DriverEntry(PDRIVER_OBJECT o, PUNICODE_STRING p) { o->MajorFunction[IRP_MJ_READ] = Read; o->MajorFunction[IRP_MJ_WRITE] = Read; return 0; }
`;
    expect(titles(text)).toEqual(['Read: IRP_MJ_READ, IRP_MJ_WRITE', 'Done: completion routine']);
  });

  test('a text that is no driver’s has none', () => {
    expect(registeredRoutines(TYPESCRIPT.replaceAll("'wdm'", "'other'"))).toEqual([]);
  });

  test('a text that is not finished ends where it ends', () => {
    expect(titles("import {} from 'wdm';\nx.MajorFunction.set(IRP_MJ_PNP, Pnp);\nfunction Pnp(d, i) { if (")).toEqual([
      'Pnp: IRP_MJ_PNP',
    ]);
    expect(titles("import {} from 'wdm';\nx.MajorFunction.set(IRP_MJ_PNP, Pnp);\nfunction Pnp(")).toEqual([]);
  });

  test('a long list of minor codes is cut', () => {
    const minors = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
    expect(routineTitle({ name: 'X', roles: ['IRP_MJ_PNP'], minors, line: 0, endLine: 1 }, 'and {0} more')).toBe(
      'IRP_MJ_PNP: A, B, C and 5 more',
    );
  });
});

describe('names that the debugger knows under another one', () => {
  const meaningsIn = (text: string, word: string) => Object.fromEntries(meaningsAt(text, text.indexOf(word)));

  test('parameters by their types, variables by what they are made from', () => {
    const inTypeScript = `import {} from 'wdm';
export function DispatchPnp(device: DEVICE_OBJECT, irp: IRP): NTSTATUS {
  const extension = cast(AUDIT, device.DeviceExtension);
  const location = IoGetCurrentIrpStackLocation(irp);
  here(extension.Lower);
}
function Other(own: IRP) { there(own); }
export function DriverEntry(driverObject: DRIVER_OBJECT) { driverObject.MajorFunction.set(IRP_MJ_PNP, DispatchPnp); }`;
    const inC = `#include <wdm.h>
NTSTATUS DispatchPnp(_In_ PDEVICE_OBJECT DeviceObject, _Inout_ PIRP Request)
{
    PAUDIT ext = (PAUDIT)DeviceObject->DeviceExtension;
    PIO_STACK_LOCATION sp = IoGetCurrentIrpStackLocation(Request);
    here(ext);
}
NTSTATUS DriverEntry(PDRIVER_OBJECT o, PUNICODE_STRING p) { o->MajorFunction[IRP_MJ_PNP] = DispatchPnp; return 0; }`;
    expect(meaningsIn(inTypeScript, 'here')).toEqual({
      device: 'DeviceObject',
      irp: 'Irp',
      extension: 'DeviceExtension',
      location: 'IrpSp',
    });
    expect(meaningsIn(inC, 'here')).toEqual({
      DeviceObject: 'DeviceObject',
      Request: 'Irp',
      ext: 'DeviceExtension',
      sp: 'IrpSp',
    });
    // A routine of its own may be given any request.
    expect(meaningsIn(inTypeScript, 'there')).toEqual({});
  });

  test.each([
    ['  x = extension.Path.Count + 1;', 6, 'extension'],
    ['  x = extension.Path.Count + 1;', 17, 'extension.Path'],
    ['  x = extension->Path [0];', 18, 'extension->Path'],
    ['  a[2].b', 7, 'a[2].b'],
    ['  "" ', 2, null],
  ])('the chain in %j at %i is %j', (line, column, chain) => {
    const found = chainAt(line, column);
    expect(found === null ? null : line.slice(found.start, found.end)).toBe(chain);
  });

  test('the debugger is asked for its own name', () => {
    expect(expressionOf('ext -> Lower.Flags', new Map([['ext', 'DeviceExtension']]))).toBe(
      'DeviceExtension->Lower.Flags',
    );
    expect(expressionOf('other.Flags', new Map())).toBe('other.Flags');
  });
});

test('comments and texts become blanks, lines stay', () => {
  expect(bare('a /* {\n} */ b // {\n"{" \'}\' `{`')).toBe('a     \n     b     \n           ');
});
