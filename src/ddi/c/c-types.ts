/** How C on a 32-bit machine spells and passes the types of the routine table. */
import { structByName } from '../../abi/struct.ts';
import '../../abi/wdm-structs.ts';
import type { RoutineDeclaration } from '../routine.ts';

/** What a value becomes on its way between a C driver and the TypeScript implementation of a routine. */
export type CForm =
  | 'unsigned'
  | 'signed'
  | 'byte'
  | 'boolean'
  | 'int64'
  /** A pointer to a structure, which TypeScript sees as its view or null. */
  | 'view'
  | 'address'
  | 'routine'
  /** LARGE_INTEGER by value: C passes the address of a copy. */
  | 'int64Copy'
  /** PLARGE_INTEGER: the number or null. */
  | 'int64Pointer'
  /** A union of 32 bits by value: C passes the address of a copy. */
  | 'wordCopy'
  | 'text'
  /** As many addresses as the first parameter says. */
  | 'addresses'
  /** The address of a variable that the routine writes to. */
  | 'out'
  /** The address of what stands for C's `...`. */
  | 'variable'
  | 'nothing';

export interface CType {
  /** As a prototype spells it. */
  readonly c: string;
  readonly form: CForm;
  /** `view`: name of the structure. */
  readonly struct?: string;
  /** `out`: type of the variable. */
  readonly target?: CType;
  /** `out`: NULL is allowed. */
  readonly isOptional?: boolean;
}

/** Types of the table that C spells otherwise, or that say more than their name. */
const SPECIAL: Readonly<Record<string, CType>> = {
  VOID: { c: 'VOID', form: 'nothing' },
  BOOLEAN: { c: 'BOOLEAN', form: 'boolean' },
  UCHAR: { c: 'UCHAR', form: 'byte' },
  KIRQL: { c: 'KIRQL', form: 'byte' },
  LONG: { c: 'LONG', form: 'signed' },
  KPRIORITY: { c: 'KPRIORITY', form: 'signed' },
  CCHAR: { c: 'CCHAR', form: 'signed' },
  LONG_PTR: { c: 'LONG_PTR', form: 'signed' },
  ULONGLONG: { c: 'ULONGLONG', form: 'int64' },
  POOL_FLAGS: { c: 'POOL_FLAGS', form: 'int64' },
  ULONG64: { c: 'ULONG64', form: 'int64' },
  LARGE_INTEGER: { c: 'LARGE_INTEGER', form: 'int64Copy' },
  PHYSICAL_ADDRESS: { c: 'PHYSICAL_ADDRESS', form: 'int64Copy' },
  PLARGE_INTEGER: { c: 'PLARGE_INTEGER', form: 'int64Pointer' },
  'POWER_STATE | number': { c: 'POWER_STATE', form: 'wordCopy' },
  POWER_STATE_VALUE: { c: 'POWER_STATE', form: 'wordCopy' },
  DEVICE_TYPE: { c: 'ULONG', form: 'unsigned' },
  EXECUTION_STATE: { c: 'ULONG', form: 'unsigned' },
  'PVOID[]': { c: 'PVOID *', form: 'addresses' },
  // Which version it points at stands in what it points at.
  PPO_FX_DEVICE: { c: 'PPO_FX_DEVICE', form: 'address' },
  'LPCGUID | string': { c: 'LPCGUID', form: 'address' },
  string: { c: 'PCSTR', form: 'text' },
  'unknown[]': { c: '...', form: 'variable' },
};

/** Pointers to routines, by their names. */
const ROUTINE =
  /^P(?:DRIVER_|HW_(?:TIMER|PASSIVE|DPC)|IO_CSQ_|DEVICE_CHANGE_COMPLETE_CALLBACK$|REQUEST_POWER_COMPLETE$|POWER_SETTING_CALLBACK$|(?:ALLOCATE|FREE)_FUNCTION$|PO_FX_\w+_CALLBACK$|\w+_ROUTINE(?:_EX)?$)/;

/** Types that only TypeScript has. */
const WITHOUT_C: ReadonlySet<string> = new Set([
  'StructClass',
  'StructView',
  'SANDBOX_CHILD_TEXT',
  'SANDBOX_CHILD_POWER',
  'SANDBOX_PORT_POFX',
]);

export function cTypeOf(type: string): CType {
  const special = SPECIAL[type];
  if (special !== undefined) return special;
  const target = /^Out<(.+)>$/.exec(type)?.[1];
  if (target !== undefined) return { c: `${cTypeOf(target).c} *`, form: 'out', target: cTypeOf(target) };
  const [first = type, other] = type.split(' | ');
  if (other === 'null') return { ...cTypeOf(first), isOptional: true };
  if (first !== type) return cTypeOf(first);
  if (structByName(type) !== undefined) return { c: `P${type}`, form: 'view', struct: type };
  if (!type.startsWith('P') && !type.startsWith('HANDLE')) return { c: type, form: 'unsigned' };
  const pointee = type.slice(1);
  if (structByName(pointee) !== undefined) return { c: type, form: 'view', struct: pointee };
  return { c: type, form: ROUTINE.test(type) ? 'routine' : 'address' };
}

/** Some entries of the table are macros in C, or give back what C has no type for. */
export function isForC({ parameters, returns }: RoutineDeclaration): boolean {
  return ![...parameters.map(({ type }) => type), returns].some((type) => WITHOUT_C.has(type)) && returns !== 'string';
}

/** A structure that is returned goes through a hidden first parameter. */
export function returnsThroughMemory(type: CType): boolean {
  return type.form === 'wordCopy' || type.form === 'int64Copy';
}

/** Signature in WebAssembly as clang makes it: `i32 i64 -> i32`. */
export function wasmSignature(declaration: RoutineDeclaration): string {
  const returned = cTypeOf(declaration.returns);
  const hidden = returnsThroughMemory(returned);
  const parameters = declaration.parameters.map(({ type }) => wasmTypeOf(cTypeOf(type)));
  const results = hidden || returned.form === 'nothing' ? [] : [wasmTypeOf(returned)];
  return signatureText(hidden ? ['i32', ...parameters] : parameters, results);
}

export function signatureText(parameters: readonly string[], results: readonly string[]): string {
  return `${parameters.join(' ')} -> ${results.join(' ')}`.trim();
}

function wasmTypeOf(type: CType): string {
  return type.form === 'int64' ? 'i64' : 'i32';
}
