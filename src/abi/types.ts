/** The scalar types of the binary interface, as fields of a structure and as types. */
import { type FieldType, type StructView, scalar } from './struct.ts';

/** Unsigned: 0xC0000001 is 3221225473. */
export type NTSTATUS = number;
export type ULONG = number;
export type LONG = number;
export type USHORT = number;
export type SHORT = number;
export type UCHAR = number;
export type CHAR = number;
export type CCHAR = number;
export type BOOLEAN = boolean;
export type ULONG_PTR = number;
export type SIZE_T = number;
export type KIRQL = number;
export type HANDLE = number;
export type ULONGLONG = bigint;
export type LONGLONG = bigint;
export type LARGE_INTEGER = bigint;
/** An address. Store `view.address`; read it back through `cast`. */
export type PVOID = number;
/** What a routine takes where C takes a PVOID. */
export type Pointer = StructView | { readonly address: number } | number | null;
/** A variable that a routine writes to, where C takes its address. */
export interface Out<T> {
  value: T;
}

export const NTSTATUS: FieldType<NTSTATUS> = scalar('u32', 4, 'NTSTATUS');
export const ULONG: FieldType<ULONG> = scalar('u32', 4, 'ULONG');
export const LONG: FieldType<LONG> = scalar('i32', 4, 'LONG');
export const USHORT: FieldType<USHORT> = scalar('u16', 2, 'USHORT');
export const SHORT: FieldType<SHORT> = scalar('i16', 2, 'SHORT');
export const CSHORT: FieldType<SHORT> = scalar('i16', 2, 'CSHORT', 'SHORT');
export const WCHAR: FieldType<USHORT> = scalar('u16', 2, 'WCHAR', 'USHORT');
export const UCHAR: FieldType<UCHAR> = scalar('u8', 1, 'UCHAR');
export const CHAR: FieldType<CHAR> = scalar('i8', 1, 'CHAR');
export const CCHAR: FieldType<CCHAR> = scalar('i8', 1, 'CCHAR');
export const BOOLEAN: FieldType<BOOLEAN> = scalar('bool', 1, 'BOOLEAN');
export const ULONG_PTR: FieldType<ULONG_PTR> = scalar('u32', 4, 'ULONG_PTR');
export const SIZE_T: FieldType<SIZE_T> = scalar('u32', 4, 'SIZE_T');
export const KIRQL: FieldType<KIRQL> = scalar('u8', 1, 'KIRQL');
export const KSPIN_LOCK: FieldType<ULONG_PTR> = scalar('u32', 4, 'KSPIN_LOCK', 'ULONG_PTR');
export const HANDLE: FieldType<HANDLE> = scalar('u32', 4, 'HANDLE');
export const ULONGLONG: FieldType<ULONGLONG> = scalar('u64', 8, 'ULONGLONG');
export const LONGLONG: FieldType<LONGLONG> = scalar('i64', 8, 'LONGLONG');
export const LARGE_INTEGER: FieldType<LARGE_INTEGER> = scalar('i64', 8, 'LARGE_INTEGER');
export const PVOID: FieldType<PVOID> = scalar('address', 4, 'PVOID');
/** An enumeration is 32 bits wide. */
export function enumeration<E extends number = number>(name: string): FieldType<E> {
  return scalar('u32', 4, name, 'ULONG');
}
