/** The part of `wdm.h` that is the same whatever the tables say. */
export const cPrelude = `#pragma once

/* Annotations that checkers read and the compiler does not need. */
#define _In_
#define _In_opt_
#define _Out_
#define _Out_opt_
#define _Inout_
#define _Inout_opt_
#define _In_reads_bytes_(size)
#define _Out_writes_bytes_(size)
#define _In_z_
#define _In_opt_z_
#define _In_range_(first, last)
#define _In_reads_(count)
#define _In_reads_opt_(count)
#define _In_reads_bytes_opt_(size)
#define _Out_writes_(count)
#define _Out_writes_opt_(count)
#define _Out_writes_bytes_opt_(size)
#define _Out_writes_bytes_to_(size, count)
#define _Out_writes_bytes_to_opt_(size, count)
#define _Inout_updates_(count)
#define _Inout_updates_opt_(count)
#define _Inout_updates_bytes_(size)
#define _Outptr_
#define _Outptr_opt_
#define _Outptr_result_maybenull_
#define _Field_size_(count)
#define _Field_size_bytes_(size)
#define _Ret_maybenull_
#define _Ret_notnull_
#define _Check_return_
#define _Success_(condition)
#define _Pre_satisfies_(condition)
#define _Post_satisfies_(condition)
#define _At_(target, annotation)
#define _Unreferenced_parameter_
#define _Interlocked_
#define _Requires_lock_held_(lock)
#define _Requires_lock_not_held_(lock)
#define _Acquires_lock_(lock)
#define _Releases_lock_(lock)
#define _Guarded_by_(lock)
#define _Analysis_assume_(condition)
#define _IRQL_raises_(irql)
#define _IRQL_saves_
#define _IRQL_restores_
#define _IRQL_saves_global_(kind, where)
#define _IRQL_restores_global_(kind, where)
#define _Kernel_clear_do_init_(answer)
#define __drv_aliasesMem
#define __drv_freesMem(kind)
#define __drv_allocatesMem(kind)
#define _Use_decl_annotations_
#define _Dispatch_type_(type)
#define _Function_class_(name)
#define _IRQL_requires_(irql)
#define _IRQL_requires_max_(irql)
#define _IRQL_requires_min_(irql)
#define _IRQL_requires_same_
#define _Must_inspect_result_
#define _When_(condition, annotation)
#define IN
#define OUT
#define OPTIONAL
#define UNREFERENCED_PARAMETER(parameter) ((void)(parameter))

/* There is one calling convention. */
#define NTAPI
#define FASTCALL
#define CALLBACK
#define __stdcall
#define __fastcall
#define __cdecl
#define NTKERNELAPI
#define NTSYSAPI
#define FORCEINLINE static __inline
#define EXTERN_C extern

#define DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) \\
  static const GUID __attribute__((unused)) name = {l, w1, w2, {b1, b2, b3, b4, b5, b6, b7, b8}}

#define VOID void
#define CONST const
#define NULL ((void *)0)
#define TRUE 1
#define FALSE 0

typedef char CHAR, CCHAR, *PCHAR;
typedef const char *PCSTR;
typedef unsigned char UCHAR, BOOLEAN, KIRQL, *PUCHAR, *PBOOLEAN, *PKIRQL;
typedef short SHORT, CSHORT;
typedef unsigned short USHORT, WCHAR, *PUSHORT, *PWSTR, *PWCHAR;
typedef const WCHAR *PCWSTR;
typedef long LONG, NTSTATUS, LONG_PTR, KPRIORITY, *PLONG;
typedef unsigned long ULONG, ULONG_PTR, SIZE_T, KSPIN_LOCK, PFN_NUMBER, *PPFN_NUMBER, *PULONG, *PULONG_PTR, *PKSPIN_LOCK;
typedef long long LONGLONG;
typedef unsigned long long ULONGLONG, ULONG64, POOL_FLAGS, *PULONG64;
typedef void *PVOID, *HANDLE;
typedef CCHAR KPROCESSOR_MODE;
typedef struct _IO_WORKITEM *PIO_WORKITEM;
typedef struct _KTHREAD *PKTHREAD, *PRKTHREAD;
typedef struct _ETHREAD *PETHREAD;
typedef struct _POHANDLE *POHANDLE;
typedef struct _PEPHANDLE *PEPHANDLE;
typedef const struct _GUID *LPCGUID;

typedef union _LARGE_INTEGER {
  struct {
    ULONG LowPart;
    LONG HighPart;
  };
  struct {
    ULONG LowPart;
    LONG HighPart;
  } u;
  LONGLONG QuadPart;
} LARGE_INTEGER, *PLARGE_INTEGER, PHYSICAL_ADDRESS, *PPHYSICAL_ADDRESS, STOR_PHYSICAL_ADDRESS;
typedef int SCSI_ADAPTER_CONTROL_TYPE, SCSI_ADAPTER_CONTROL_STATUS, SCSI_UNIT_CONTROL_TYPE, SCSI_UNIT_CONTROL_STATUS;

#define NT_SUCCESS(status) ((NTSTATUS)(status) >= 0)
#define NT_INFORMATION(status) (((ULONG)(status) >> 30) == 1)
#define NT_WARNING(status) (((ULONG)(status) >> 30) == 2)
#define SRB_STATUS(status) ((status) & 0x3F)
#define NT_ERROR(status) (((ULONG)(status) >> 30) == 3)
#define CTL_CODE(type, code, method, access) (((type) << 16) | ((access) << 14) | ((code) << 2) | (method))
#define DEVICE_TYPE_FROM_CTL_CODE(controlCode) (((ULONG)(controlCode) & 0xFFFF0000) >> 16)
#define METHOD_FROM_CTL_CODE(controlCode) ((ULONG)(controlCode) & 3)

#define FIELD_OFFSET(type, field) ((LONG)__builtin_offsetof(type, field))
#define CONTAINING_RECORD(address, type, field) ((type *)((PCHAR)(address) - FIELD_OFFSET(type, field)))
#define KeInitializeCallbackRecord(CallbackRecord) ((CallbackRecord)->State = BufferEmpty)
#define ARRAYSIZE(array) (sizeof(array) / sizeof((array)[0]))
#define RTL_NUMBER_OF(array) ARRAYSIZE(array)
#define RTL_FIELD_SIZE(type, field) (sizeof(((type *)0)->field))
#define RTL_SIZEOF_THROUGH_FIELD(type, field) (FIELD_OFFSET(type, field) + RTL_FIELD_SIZE(type, field))
#define RTL_CONTAINS_FIELD(Struct, Size, Field) \\
  ((ULONG_PTR)(&(Struct)->Field) + sizeof((Struct)->Field) <= (ULONG_PTR)(Struct) + (Size))
#define RTL_CONSTANT_STRING(s) {sizeof(s) - sizeof((s)[0]), sizeof(s), (PVOID)(s)}
#define DECLARE_CONST_UNICODE_STRING(name, text) \\
  static const WCHAR name##_buffer[] = text; \\
  static const UNICODE_STRING name = RTL_CONSTANT_STRING(name##_buffer)
#define C_ASSERT(condition) _Static_assert(condition, #condition)
#define TYPE_ALIGNMENT(type) _Alignof(type)
#define DECLSPEC_ALIGN(bytes) __attribute__((aligned(bytes)))
#define DECLSPEC_NORETURN __attribute__((noreturn))
#define UNALIGNED
#define UNREFERENCED_LOCAL_VARIABLE(variable) ((void)(variable))
#define DBG_UNREFERENCED_PARAMETER(parameter) ((void)(parameter))
#define DBG_UNREFERENCED_LOCAL_VARIABLE(variable) ((void)(variable))

#ifndef min
#define min(a, b) (((a) < (b)) ? (a) : (b))
#endif
#ifndef max
#define max(a, b) (((a) > (b)) ? (a) : (b))
#endif
#define MAXUCHAR 0xff
#define MAXUSHORT 0xffff
#define MAXULONG 0xffffffffUL
#define MAXLONG 0x7fffffffL
#define MAXULONGLONG (~0ULL)
#define MAXLONGLONG 0x7fffffffffffffffLL

#define SetFlag(flags, single) ((flags) |= (single))
#define ClearFlag(flags, single) ((flags) &= ~(single))
#define FlagOn(flags, single) ((flags) & (single))
#define BooleanFlagOn(flags, single) ((BOOLEAN)(((flags) & (single)) != 0))

#define ALIGN_DOWN_BY(length, alignment) ((ULONG_PTR)(length) & ~((ULONG_PTR)(alignment) - 1))
#define ALIGN_UP_BY(length, alignment) ALIGN_DOWN_BY((ULONG_PTR)(length) + (alignment) - 1, alignment)
#define ALIGN_DOWN(length, type) ALIGN_DOWN_BY(length, sizeof(type))
#define ALIGN_UP(length, type) ALIGN_UP_BY(length, sizeof(type))
#define ALIGN_DOWN_POINTER_BY(address, alignment) ((PVOID)ALIGN_DOWN_BY(address, alignment))
#define ALIGN_UP_POINTER_BY(address, alignment) ((PVOID)ALIGN_UP_BY(address, alignment))
#define ROUND_TO_SIZE(length, alignment) ALIGN_UP_BY(length, alignment)
#define BYTE_OFFSET(address) ((ULONG)((ULONG_PTR)(address) & (PAGE_SIZE - 1)))
#define PAGE_ALIGN(address) ((PVOID)((ULONG_PTR)(address) & ~(PAGE_SIZE - 1)))
#define ROUND_TO_PAGES(size) ALIGN_UP_BY(size, PAGE_SIZE)
#define BYTES_TO_PAGES(size) (((size) >> PAGE_SHIFT) + (((size) & (PAGE_SIZE - 1)) != 0))
#define ADDRESS_AND_SIZE_TO_SPAN_PAGES(address, size) \\
  ((BYTE_OFFSET(address) + (SIZE_T)(size) + (PAGE_SIZE - 1)) >> PAGE_SHIFT)
#define Add2Ptr(pointer, bytes) ((PVOID)((PUCHAR)(pointer) + (bytes)))
#define PtrToUlong(pointer) ((ULONG)(ULONG_PTR)(pointer))
#define PtrToUlongPtr(pointer) ((ULONG_PTR)(pointer))
#define UlongToPtr(number) ((PVOID)(ULONG_PTR)(number))
#define HandleToUlong(handle) ((ULONG)(ULONG_PTR)(handle))
#define UlongToHandle(number) ((HANDLE)(ULONG_PTR)(number))

/* What a device says with the most significant byte first. */
#define RtlUshortByteSwap(value) __builtin_bswap16(value)
#define RtlUlongByteSwap(value) __builtin_bswap32(value)
#define RtlUlonglongByteSwap(value) __builtin_bswap64(value)

/* Without DBG, which a machine file may define for a driver, nothing is checked or printed. */
#if defined(DBG) && DBG
#define ASSERT(condition) ((condition) ? (void)0 : (void)(DbgPrint("Assertion failed: %s, %s:%d\\n", #condition, __FILE__, __LINE__)))
#define KdPrint(call) DbgPrint call
#define KdPrintEx(call) DbgPrintEx call
#else
#define ASSERT(condition) ((void)0)
#define KdPrint(call) ((void)0)
#define KdPrintEx(call) ((void)0)
#endif
#define NT_ASSERT(condition) ASSERT(condition)
#define ASSERTMSG(message, condition) ASSERT(condition)
#define NT_VERIFY(condition) ((void)(condition))

#define memset __builtin_memset
#define memcpy __builtin_memcpy
#define memmove __builtin_memmove
#define RtlEqualMemory(first, second, length) (RtlCompareMemory((PVOID)(first), (PVOID)(second), length) == (SIZE_T)(length))

FORCEINLINE __attribute__((always_inline, unused)) int memcmp(const void *first, const void *second, SIZE_T length)
{
  const UCHAR *a = first, *b = second;
  SIZE_T index;

  for (index = 0; index < length; index += 1)
    if (a[index] != b[index])
      return a[index] < b[index] ? -1 : 1;
  return 0;
}

/* SCSI has the most significant byte first. The two places may be the same. */
FORCEINLINE __attribute__((always_inline, unused)) VOID ReverseBytes(PUCHAR to, const UCHAR *from, ULONG count)
{
  ULONG index;

  for (index = 0; index < (count + 1) / 2; index += 1) {
    UCHAR byte = from[index];

    to[index] = from[count - 1 - index];
    to[count - 1 - index] = byte;
  }
}
#define REVERSE_BYTES_SHORT(to, from) ReverseBytes((PUCHAR)(to), (const UCHAR *)(from), 2)
#define REVERSE_BYTES(to, from) ReverseBytes((PUCHAR)(to), (const UCHAR *)(from), 4)
#define REVERSE_BYTES_QUAD(to, from) ReverseBytes((PUCHAR)(to), (const UCHAR *)(from), 8)
`;

/** Behind the structures and constants, before the routines. */
export const cPostlude = `
/* Which version of the structures of the power framework the short names mean. */
#ifndef PO_FX_VERSION
#define PO_FX_VERSION PO_FX_VERSION_V1
#endif
#if PO_FX_VERSION == 3
typedef PO_FX_DEVICE_V3 PO_FX_DEVICE, *PPO_FX_DEVICE;
typedef PO_FX_COMPONENT_V2 PO_FX_COMPONENT, *PPO_FX_COMPONENT;
#elif PO_FX_VERSION == 2
typedef PO_FX_DEVICE_V2 PO_FX_DEVICE, *PPO_FX_DEVICE;
typedef PO_FX_COMPONENT_V2 PO_FX_COMPONENT, *PPO_FX_COMPONENT;
#else
typedef PO_FX_DEVICE_V1 PO_FX_DEVICE, *PPO_FX_DEVICE;
typedef PO_FX_COMPONENT_V1 PO_FX_COMPONENT, *PPO_FX_COMPONENT;
#endif
`;
