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
#define C_ASSERT(condition) _Static_assert(condition, #condition)

#define memset __builtin_memset
#define memcpy __builtin_memcpy
#define memmove __builtin_memmove
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
