import { describe, expect, test } from 'vitest';
import { type QuickFix, quickFix } from '../../src/extension/diagnostics/quick-fixes.ts';

/** The text with the fix made for the line that has `mark`. */
function fixed(rule: string, text: string, mark: string): string | undefined {
  const lines = text.split('\n');
  const fix = quickFix(
    rule,
    lines,
    lines.findIndex((line) => line.includes(mark)),
  );
  return fix === undefined ? undefined : applied(lines, fix).join('\n');
}

function applied(lines: readonly string[], { edits }: QuickFix): readonly string[] {
  const result = [...lines];
  const order = [...edits].sort((one, other) => other.line - one.line || other.from - one.from);
  for (const { line, from, to, text } of order) {
    const old = result[line] ?? '';
    result[line] = old.slice(0, from) + text + old.slice(to);
  }
  return result;
}

const IMPORT = "import { IoCallDriver, IoSkipCurrentIrpStackLocation } from 'wdm';\n";

describe('a routine that waits', () => {
  test('is awaited, and the function around it becomes async', () => {
    const text = 'function Pnp(device: DEVICE_OBJECT, irp: IRP): NTSTATUS {\n  return IoCallDriver(lower, irp);\n}';
    expect(fixed('driver/missing-await', text, 'IoCallDriver')).toBe(
      'async function Pnp(device: DEVICE_OBJECT, irp: IRP): Promise<NTSTATUS> {\n  return await IoCallDriver(lower, irp);\n}',
    );
  });

  test('a header of several lines, and a function that is async already', () => {
    const text = 'export function Pnp(\n  irp: IRP,\n): NTSTATUS {\n  KeWaitForSingleObject(event);\n}';
    expect(fixed('driver/missing-await', text, 'KeWait')).toBe(
      'export async function Pnp(\n  irp: IRP,\n): Promise<NTSTATUS> {\n  await KeWaitForSingleObject(event);\n}',
    );
    expect(fixed('driver/missing-await', 'async function F() {\n  IoCallDriver(a, b);\n}', 'IoCall')).toContain(
      'async function F() {\n  await IoCallDriver',
    );
  });

  test('a line without such a call, and one that awaits already, are left alone', () => {
    expect(fixed('driver/missing-await', 'helper();', 'helper')).toBeUndefined();
    expect(fixed('driver/missing-await', 'await IoCallDriver(a, b);', 'IoCall')).toBeUndefined();
  });
});

describe('stack locations', () => {
  test('C9/0x212: copied instead of skipped, and imported', () => {
    const body = 'function Read(irp) {\n  IoSkipCurrentIrpStackLocation(irp);\n  IoSetCompletionRoutine(irp, Done);\n}';
    expect(fixed('C9/0x212', IMPORT + body, 'IoSetCompletion')).toBe(
      "import { IoCopyCurrentIrpStackLocationToNext, IoCallDriver, IoSkipCurrentIrpStackLocation } from 'wdm';\n" +
        body.replace('IoSkipCurrentIrpStackLocation', 'IoCopyCurrentIrpStackLocationToNext'),
    );
  });

  test('C9/0x21C: skipped instead of copied, in C without an import', () => {
    const text =
      'NTSTATUS Read(PIRP Irp)\n{\n    IoCopyCurrentIrpStackLocationToNext(Irp);\n    return IoCallDriver(d, Irp);\n}';
    expect(fixed('C9/0x21C', text, 'IoCallDriver')).toBe(
      text.replace('IoCopyCurrentIrpStackLocationToNext', 'IoSkipCurrentIrpStackLocation'),
    );
  });

  test('a call in the routine above is another one’s', () => {
    const text =
      'function A(irp) {\n  IoSkipCurrentIrpStackLocation(irp);\n}\nfunction B(irp) {\n  IoCallDriver(d, irp);\n}';
    expect(fixed('C9/0x212', text, 'IoCallDriver')).toBeUndefined();
  });
});

describe('C9/0x228: a completion routine hands on that the IRP was pending', () => {
  test('in TypeScript', () => {
    const text = `${IMPORT}function Done(device: DEVICE_OBJECT, irp: IRP, context: PVOID): NTSTATUS {\n  return STATUS_SUCCESS;\n}`;
    expect(fixed('C9/0x228', text, 'return')).toContain(
      'context: PVOID): NTSTATUS {\n  if (irp.PendingReturned) IoMarkIrpPending(irp);\n  return STATUS_SUCCESS;',
    );
    expect(fixed('C9/0x228', text, 'return')).toContain('import { IoMarkIrpPending, IoCallDriver');
  });

  test('in C', () => {
    const text =
      'static NTSTATUS Done(PDEVICE_OBJECT Device, PIRP Irp, PVOID Context)\n{\n    return STATUS_SUCCESS;\n}';
    expect(fixed('C9/0x228', text, 'return')).toBe(
      text.replace('{\n', '{\n    if (Irp->PendingReturned) IoMarkIrpPending(Irp);\n'),
    );
  });
});

test('other rules have no fix that fits always', () => {
  expect(quickFix('USE-V03', ['device.Flags |= DO_POWER_PAGABLE;'], 0)).toBeUndefined();
});
