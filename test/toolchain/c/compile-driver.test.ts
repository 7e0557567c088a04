import { describe, expect, test } from 'vitest';
import { accessChecks } from '../../../src/ddi/c/access-checks.ts';
import { isForC, wasmSignature } from '../../../src/ddi/c/c-types.ts';
import { routines } from '../../../src/ddi/table.ts';
import type { Diagnostic } from '../../../src/protocol/diagnostic.ts';
import { type CompiledDriver, compileDriver } from '../../../src/toolchain/c/compile-driver.ts';
import { signatureOf } from '../../../src/toolchain/c/describe-module.ts';
import type { RunTool } from '../../../src/toolchain/c/tool.ts';
import { runInstalledTool } from '../../support/c-compiler.ts';

const ENTRY = 'C:\\work\\my driver\\mine.c';
const SIGNATURES = new Map([
  ...routines.filter(isForC).map((routine): [string, string] => [routine.name, wasmSignature(routine)]),
  ...[...accessChecks].map(([name, { signature }]): [string, string] => [name, signature]),
]);
const isCheck = (name: string): boolean => accessChecks.has(name);

function compile(
  text: string,
  others: Readonly<Record<string, string>> = {},
  runTool: RunTool = runInstalledTool,
): Promise<CompiledDriver> {
  const files: Readonly<Record<string, string>> = { [ENTRY]: text, ...others };
  return compileDriver({
    entry: ENTRY,
    includes: ['C:\\work\\headers'],
    defines: { ANSWER: '42', GREETING: '"hello"' },
    place: { memory: 0x2_0000, table: 300 },
    readFile: async (path) => files[path] ?? null,
    runTool,
    routines: SIGNATURES,
  });
}

function shown(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(
    ({ file, line, column, severity, code, message }) => `${file}:${line}:${column} ${severity} ${code} ${message}`,
  );
}

const ENTRY_POINT = 'NTSTATUS DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING path) { return STATUS_SUCCESS; }';

describe('a driver in C is compiled', () => {
  test('to a module whose data, routines and stack are where the machine wants them', async () => {
    const { image, diagnostics, modules } = await compile(
      `#include <wdm.h>
#include "..\\\\common\\\\names.h"
static ULONG Numbers[1000];
static NTSTATUS First(PDEVICE_OBJECT device, PIRP irp) { return NAME_STATUS; }
static VOID Second(PDRIVER_OBJECT driver) { DbgPrint("%d", Numbers[3]); }
NTSTATUS DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING path) {
  driver->MajorFunction[0] = First;
  driver->DriverUnload = Second;
  return Numbers[2];
}`.replaceAll('\\\\', '/'),
      { 'C:\\work\\common\\names.h': '#define NAME_STATUS STATUS_NOT_SUPPORTED\n' },
    );
    expect(diagnostics).toEqual([]);
    expect(modules.map(({ path }) => path)).toEqual([ENTRY, 'C:\\work\\common\\names.h']);
    const imports = image?.description.imports.filter(({ name }) => !isCheck(name));
    expect(imports?.map((routine) => `${routine.name}: ${signatureOf(routine)}`)).toEqual(['DbgPrint: i32 i32 -> i32']);
    expect(
      image?.description.routines.map((routine) => `${routine.index} ${routine.name}: ${signatureOf(routine)}`),
    ).toEqual(['300 First: i32 i32 -> i32', '301 Second: i32 ->']);
    expect(image?.end.table).toBe(303);
    expect(image?.end.memory).toBeGreaterThan(0x2_0000 + 4000);
    expect(image?.end.memory).toBeLessThan(0x2_0000 + 4200);
    expect(WebAssembly.Module.imports(new WebAssembly.Module(new Uint8Array(image?.bytes ?? [])))).toContainEqual({
      module: 'env',
      name: '__stack_pointer',
      kind: 'global',
    });
  });

  test('with the folders and macros of the machine file', async () => {
    const { diagnostics, modules } = await compile(
      `#include <wdm.h>
#include <shared.h>
C_ASSERT(ANSWER == 42 && sizeof(GREETING) == 6 && SHARED == 7);
${ENTRY_POINT}`,
      { 'C:\\work\\headers\\shared.h': '#include "more.h"\n', 'C:\\work\\headers\\more.h': '#define SHARED 7\n' },
    );
    expect(diagnostics).toEqual([]);
    expect(modules).toHaveLength(3);
  });

  test('with the macros of the WDK that drivers use', async () => {
    const { diagnostics } = await compile(
      `#include <wdm.h>
typedef struct _PAIR { ULONG First; USHORT Second; UCHAR Rest[5]; } PAIR;
static ULONG Numbers[7];
DECLARE_CONST_UNICODE_STRING(Name, L"\\\\Device\\\\Mine");
static UNICODE_STRING Other = RTL_CONSTANT_STRING(L"Other");
C_ASSERT(RTL_NUMBER_OF(Numbers) == 7);
C_ASSERT(RTL_FIELD_SIZE(PAIR, Rest) == 5 && RTL_SIZEOF_THROUGH_FIELD(PAIR, Second) == 6);
C_ASSERT(sizeof(Name_buffer) == sizeof(L"\\\\Device\\\\Mine") && TYPE_ALIGNMENT(PAIR) == 4);
C_ASSERT(min(3, 4) == 3 && max(3, 4) == 4 && MAXULONG == 0xffffffff && MAXLONGLONG + 1ULL == 1ULL << 63);
C_ASSERT(ALIGN_UP_BY(5, 8) == 8 && ALIGN_DOWN(15, ULONG) == 12 && ROUND_TO_SIZE(16, 8) == 16);
C_ASSERT(BYTES_TO_PAGES(4097) == 2 && ROUND_TO_PAGES(1) == 4096 && BYTE_OFFSET(0x12345) == 0x345);
C_ASSERT(ADDRESS_AND_SIZE_TO_SPAN_PAGES(0x1fff, 2) == 2 && ADDRESS_AND_SIZE_TO_SPAN_PAGES(0x1000, 0) == 0);
C_ASSERT(RtlUlongByteSwap(0x01020304) == 0x04030201 && RtlUshortByteSwap(0x0102) == 0x0201);
DRIVER_INITIALIZE DriverEntry;
_Use_decl_annotations_
NTSTATUS DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
  DECLSPEC_ALIGN(8) UCHAR room[sizeof(PAIR)];
  PAIR *pair = (PAIR *)ALIGN_UP_POINTER_BY(room, 4);

  UNREFERENCED_PARAMETER(path);
  ASSERT(driver != NULL);
  NT_ASSERT(pair == Add2Ptr(PAGE_ALIGN(pair), BYTE_OFFSET(pair)));
  KdPrint(("%wZ %wZ\\n", &Name, &Other));
  SetFlag(pair->First, 4);
  ClearFlag(pair->First, 1);
  REVERSE_BYTES(&pair->First, &pair->First);
  if (!RTL_CONTAINS_FIELD(pair, sizeof(PAIR), Rest) || !RtlEqualMemory(room, pair, 4) || memcmp(room, pair, 4) != 0)
    return STATUS_UNSUCCESSFUL;
  return Numbers[0] == 0 && FlagOn(pair->First, 4) && BooleanFlagOn(pair->First, 8) ? PtrToUlong(pair) : STATUS_SUCCESS;
}`,
    );
    expect(shown(diagnostics)).toEqual([]);
  });

  test('and calls of every routine agree with the table', async () => {
    const names = [...SIGNATURES.keys()].filter((name) => !isCheck(name)).sort();
    const uses = names.map((name) => `(PVOID)${name}`).join(', ');
    const { image, diagnostics } = await compile(
      `#include <wdm.h>\nPVOID uses[] = {${uses}};\n${ENTRY_POINT.replace('STATUS_SUCCESS', '(NTSTATUS)uses')}`,
    );
    expect(diagnostics).toEqual([]);
    const imported = image?.description.imports.map(({ name }) => name).filter((name) => !isCheck(name));
    expect(imported?.sort()).toEqual(names);
  });
});

describe('what is wrong is told at its line:', () => {
  test('syntax, types and routines without a prototype', async () => {
    const { image, diagnostics } = await compile(`#include <wdm.h>
NTSTATUS DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING path) {
  KeDoWonders(driver);
  driver->Nothing = 1;
  return STATUS_SUCCESS
}`);
    expect(image).toBeNull();
    expect(shown(diagnostics)).toEqual([
      `${ENTRY}:3:3 error driver/c-Wimplicit-function-declaration Call to undeclared function 'KeDoWonders'; ISO C99 and later do not support implicit function declarations.`,
      `${ENTRY}:4:11 error driver/c No member named 'Nothing' in 'struct _DRIVER_OBJECT'.`,
      `${ENTRY}:5:24 error driver/c Expected ';' after return statement.`,
    ]);
    const warned = await compile(`#include <wdm.h>\n${ENTRY_POINT.replace('return', 'ULONG unused; return')}`);
    expect(warned.image).not.toBeNull();
    expect(shown(warned.diagnostics)).toEqual([
      `${ENTRY}:2:75 warning driver/c-Wunused-variable Unused variable 'unused'.`,
    ]);
  });

  test('a routine that nothing defines, and one with other parameters', async () => {
    const { image, diagnostics } = await compile(`#include <wdm.h>
VOID KeDoWonders(VOID);
LONG KeSetEventBoost(PKEVENT event);
${ENTRY_POINT.replace('return', 'KeDoWonders(); return')}
`);
    expect(image).toBeNull();
    expect(shown(diagnostics)).toEqual([
      `${ENTRY}:2:6 error driver/unresolved Nothing defines KeDoWonders: the driver does not, and the sandbox's kernel has nothing of that name.`,
    ]);
    const variable = await compile(`#include <wdm.h>
extern ULONG InitSafeBootMode;
${ENTRY_POINT.replace('STATUS_SUCCESS', 'InitSafeBootMode')}
`);
    expect(shown(variable.diagnostics)).toEqual([
      `${ENTRY}:2:14 error driver/unresolved Nothing defines InitSafeBootMode: the driver does not, and the sandbox's kernel has nothing of that name.`,
    ]);
    const wrong = await compile(`typedef long NTSTATUS;
NTSTATUS KeSetEvent(void *event);
NTSTATUS DriverEntry(void *driver, void *path) { return KeSetEvent(path); }
`);
    expect(shown(wrong.diagnostics)).toEqual([
      `${ENTRY}:2:10 error driver/wrong-prototype KeSetEvent is declared with other parameters than the system's routine has. Include wdm.h instead of declaring it.`,
    ]);
  });

  test('no DriverEntry, no such header, no such file', async () => {
    expect(shown((await compile('#include <wdm.h>\nNTSTATUS Entry(VOID) { return 0; }')).diagnostics)).toEqual([
      `${ENTRY}:1:1 error driver/no-entry mine.c defines no DriverEntry, which the system calls first.`,
    ]);
    expect(shown((await compile('#include "missing.h"\n')).diagnostics)).toEqual([
      `${ENTRY}:1:10 error driver/c 'missing.h' file not found.`,
    ]);
    const { diagnostics } = await compileDriver({
      entry: ENTRY,
      includes: [],
      defines: {},
      place: { memory: 0x2_0000, table: 300 },
      readFile: async () => null,
      runTool: runInstalledTool,
      routines: SIGNATURES,
    });
    expect(shown(diagnostics)).toEqual([
      `${ENTRY}:1:1 error driver/missing-file The driver's file ${ENTRY} cannot be read.`,
    ]);
  });

  test('in an included file, with what clang adds', async () => {
    const { diagnostics } = await compile(`#include <wdm.h>\n#include "own.h"\n${ENTRY_POINT}`, {
      'C:\\work\\my driver\\own.h': 'static int Twice(int a);\nstatic long Twice(int a);\n',
    });
    expect(diagnostics[0]).toMatchObject({
      file: 'C:\\work\\my driver\\own.h',
      line: 2,
      severity: 'error',
      related: [{ file: 'C:\\work\\my driver\\own.h', line: 1, message: 'previous declaration is here' }],
    });
  });

  test('a compiler that is not installed', async () => {
    const { diagnostics, image } = await compile(ENTRY_POINT, {}, async () => null);
    expect(image).toBeNull();
    expect(shown(diagnostics)).toEqual([
      `${ENTRY}:1:1 error driver/no-compiler This driver is written in C, and the compiler is not installed. Install it in the folder that you work in: \`npm i @yowasp/clang\`.`,
    ]);
  });
});
