// What TypeScript drivers import from 'wdm'. Made by scripts/generate-sdk.ts from the tables in src/abi and src/ddi:
// do not edit it, run `npm run sdk`.
declare module 'wdm' {
  const structure: unique symbol;
  const fieldOf: unique symbol;

  /** A structure in the memory of the emulated kernel. Its fields read and write that memory. */
  export interface StructView<N extends string = string> {
    readonly address: number;
    readonly [structure]?: N;
  }

  /** A structure's declaration: give it to `cast`, `local`, `sizeof`, or make it a field of another structure. */
  export interface StructClass<V extends StructView = StructView> {
    new (memory: never, address: number): V;
    readonly prototype: V;
    readonly structName: string;
    /** Bytes. */
    readonly size: number;
    /** Bytes. */
    readonly align: number;
  }

  /** How one field of a structure is stored; `T` is what it reads as. */
  export interface FieldType<T> {
    /** Bytes. */
    readonly size: number;
    readonly [fieldOf]: T;
  }

  /** Elements in a row. Brackets reach the first 256 of them, `get` and `set` all. */
  export interface ArrayView<T> {
    readonly address: number;
    readonly length: number;
    [index: number]: T;
    get(index: number): T;
    set(index: number, value: T): void;
  }

  /** A field, or one inside it: `'Tail.Overlay.ListEntry'`. */
  type FieldPath<V> = (keyof V & string) | `${keyof V & string}.${string}`;
  type FieldDeclaration = FieldType<unknown> | StructClass;
  type Fields = Readonly<Record<string, FieldDeclaration>>;
  type FieldValue<D> =
    D extends FieldType<infer T> ? T : D extends new (memory: never, address: number) => infer V ? V : never;
  type ViewOf<N extends string, F> = StructView<N> & { -readonly [K in keyof F]: FieldValue<F[K]> };

  /**
   * Declares a structure, for example a device extension. It lives in the emulated kernel's memory, laid out as C would
   * lay it out, so inspectors and crash dumps show it.
   *
   *     class EXTENSION extends struct('EXTENSION', { Lower: PDEVICE_OBJECT, PathCount: LONG, Event: KEVENT }) {}
   */
  export function struct<const N extends string, F extends Fields>(
    name: N,
    fields: F,
    options?: { readonly pack?: number; readonly align?: number },
  ): StructClass<ViewOf<N, F>>;
  /** Declares a union: every member stands at offset 0. */
  export function union<const N extends string, F extends Fields>(name: N, fields: F): StructClass<ViewOf<N, F>>;
  /** A structure without a name of its own inside another one. */
  export function members<const N extends string, F extends Fields>(name: N, fields: F): StructClass<ViewOf<N, F>>;
  /** A field of several elements: `view.Field[0] = value`. */
  export function array<D extends FieldDeclaration>(element: D, count: number): FieldType<ArrayView<FieldValue<D>>>;
  /** An array at the end of a structure whose real length stands elsewhere. It counts as one element, as in C. */
  export function openArray<D extends FieldDeclaration>(element: D): FieldType<ArrayView<FieldValue<D>>>;
  /** A bit field: `Ready: bits(ULONG, 1)`. Neighbours share a unit, from the lowest bit up. */
  export function bits(unit: FieldType<number>, width: number): FieldType<number>;
  /** Another view of the bytes of an earlier field: what C says with an unnamed union. */
  export function over<D extends FieldDeclaration>(field: string, declaration: D): FieldType<FieldValue<D>>;
  /** A field that points at a structure; it reads as a view or NULL. `pointer<NODE>('NODE')` */
  export function pointer<V>(target: string): FieldType<V | null>;
  /** An enumeration of one's own as a field: 32 bits. */
  export function enumeration<E extends number = number>(name: string): FieldType<E>;

  export const NULL: null;
  export const TRUE: true;
  export const FALSE: false;

  /**
   * What a routine returns that may have to wait: `await` it before you use the value, or hand it on with `return`.
   * When nothing has to wait the value is there at once and no time passes, so do not call `then` on it.
   */
  export interface Waits<T> extends Promise<T> {}

  type MaybePromise<T> = T | Promise<T>;

  /** A variable that a routine writes to, where C takes its address: `const device = out<PDEVICE_OBJECT>();` */
  export interface Out<T> {
    value: T;
  }
  /** Makes such a variable. Without an initial value it is not initialized, as in C. */
  export function out<T>(initial?: T): Out<T>;
  /** Looks at memory as a structure: `cast(EXTENSION, device.DeviceExtension)`. */
  export function cast<V extends StructView>(type: StructClass<V>, pointer: Pointer): V;
  /** A variable on the stack: it is gone when the driver's routine returns. `const event = local(KEVENT);` */
  export function local<V extends StructView>(type: StructClass<V>): V;
  /** `&view->Field` */
  export function addressOf<V extends StructView>(view: V, field: FieldPath<V>): { readonly address: number };
  /** `sizeof(TYPE)`, in bytes. */
  export function sizeof(type: StructClass | FieldType<unknown>): ULONG;
  /** C's `L"text"`: the address of a constant wide string. */
  export function L(text: string): PCWSTR;
  /** An identifier in memory, where a routine or a field takes the address of one: `guid(GUID_BUS_INTERFACE_STANDARD)`. */
  export function guid(text: string): GUID;

  export type KBUGCHECK_CALLBACK_REASON = number;
  export type KBUGCHECK_DUMP_IO_TYPE = number;
  /** Called at HIGH_LEVEL when the dump is complete: what it writes is not in the dump. `Buffer` is the record's. */
  export type KBUGCHECK_CALLBACK_ROUTINE = (Buffer: PVOID, Length: ULONG) => void;
  export type PKBUGCHECK_CALLBACK_ROUTINE = KBUGCHECK_CALLBACK_ROUTINE | null;
  export type PKBUGCHECK_CALLBACK_RECORD = KBUGCHECK_CALLBACK_RECORD | null;
  /** Called at HIGH_LEVEL. `ReasonSpecificData` is the address of the reason's structure, of that many bytes. */
  export type KBUGCHECK_REASON_CALLBACK_ROUTINE = (Reason: KBUGCHECK_CALLBACK_REASON, Record: KBUGCHECK_REASON_CALLBACK_RECORD, ReasonSpecificData: PVOID, ReasonSpecificDataLength: ULONG) => void;
  export type PKBUGCHECK_REASON_CALLBACK_ROUTINE = KBUGCHECK_REASON_CALLBACK_ROUTINE | null;
  export type PKBUGCHECK_REASON_CALLBACK_RECORD = KBUGCHECK_REASON_CALLBACK_RECORD | null;
  export type PKBUGCHECK_ADD_PAGES = KBUGCHECK_ADD_PAGES | null;
  export type PKBUGCHECK_REMOVE_PAGES = KBUGCHECK_REMOVE_PAGES | null;
  export type PKBUGCHECK_DUMP_IO = KBUGCHECK_DUMP_IO | null;
  export type PKBUGCHECK_SECONDARY_DUMP_DATA = KBUGCHECK_SECONDARY_DUMP_DATA | null;
  export type PKBUGCHECK_SECONDARY_DUMP_DATA_EX = KBUGCHECK_SECONDARY_DUMP_DATA_EX | null;
  export type PKADDRESS_RANGE = KADDRESS_RANGE | null;
  export type PKTRIAGE_DUMP_DATA_ARRAY = KTRIAGE_DUMP_DATA_ARRAY | null;
  export type PKBUGCHECK_TRIAGE_DUMP_DATA = KBUGCHECK_TRIAGE_DUMP_DATA | null;
  export type DEVICE_USAGE_NOTIFICATION_TYPE = number;
  export type DEVICE_RELATION_TYPE = number;
  export type BUS_QUERY_ID_TYPE = number;
  export type DEVICE_TEXT_TYPE = number;
  export type PDEVICE_CAPABILITIES = DEVICE_CAPABILITIES | null;
  export type PPNP_BUS_INFORMATION = PNP_BUS_INFORMATION | null;
  export type INTERFACE_REFERENCE = (Context: PVOID) => void;
  export type PINTERFACE_REFERENCE = INTERFACE_REFERENCE | null;
  export type INTERFACE_DEREFERENCE = (Context: PVOID) => void;
  export type PINTERFACE_DEREFERENCE = INTERFACE_DEREFERENCE | null;
  export type PINTERFACE = INTERFACE | null;
  export type TRANSLATE_BUS_ADDRESS = (Context: PVOID, BusAddress: bigint, Length: ULONG, AddressSpace: PVOID, TranslatedAddress: PVOID) => BOOLEAN;
  export type PTRANSLATE_BUS_ADDRESS = TRANSLATE_BUS_ADDRESS | null;
  export type GET_DMA_ADAPTER = (Context: PVOID, DeviceDescriptor: PVOID, NumberOfMapRegisters: PVOID) => PVOID;
  export type PGET_DMA_ADAPTER = GET_DMA_ADAPTER | null;
  export type GET_SET_DEVICE_DATA = (Context: PVOID, DataType: ULONG, Buffer: PVOID, Offset: ULONG, Length: ULONG) => ULONG;
  export type PGET_SET_DEVICE_DATA = GET_SET_DEVICE_DATA | null;
  export type PBUS_INTERFACE_STANDARD = BUS_INTERFACE_STANDARD | null;
  export type SET_D3COLD_SUPPORT = (Context: PVOID, D3ColdSupport: BOOLEAN) => void;
  export type PSET_D3COLD_SUPPORT = SET_D3COLD_SUPPORT | null;
  export type GET_IDLE_WAKE_INFO = (Context: PVOID, SystemPowerState: ULONG, DeepestWakeableDstate: PVOID) => NTSTATUS;
  export type PGET_IDLE_WAKE_INFO = GET_IDLE_WAKE_INFO | null;
  export type GET_D3COLD_CAPABILITY = (Context: PVOID, D3ColdSupported: PVOID) => NTSTATUS;
  export type PGET_D3COLD_CAPABILITY = GET_D3COLD_CAPABILITY | null;
  export type GET_D3COLD_LAST_TRANSITION_STATUS = (Context: PVOID, LastTransitionStatus: PVOID) => void;
  export type PGET_D3COLD_LAST_TRANSITION_STATUS = GET_D3COLD_LAST_TRANSITION_STATUS | null;
  export type PD3COLD_SUPPORT_INTERFACE = D3COLD_SUPPORT_INTERFACE | null;
  export type PDEVICE_DESCRIPTION = DEVICE_DESCRIPTION | null;
  export type PSCATTER_GATHER_ELEMENT = SCATTER_GATHER_ELEMENT | null;
  export type PSCATTER_GATHER_LIST = SCATTER_GATHER_LIST | null;
  export type PDMA_OPERATIONS = DMA_OPERATIONS | null;
  export type PDMA_ADAPTER = DMA_ADAPTER | null;
  export type FILTER_DUMP_TYPE = number;
  export type MEDIA_TYPE = number;
  export type PDISK_GEOMETRY = DISK_GEOMETRY | null;
  export type PDISK_PARTITION_INFO = DISK_PARTITION_INFO | null;
  export type PFILTER_EXTENSION = FILTER_EXTENSION | null;
  /** Called when the dump drivers are initialized, before the first write; at HIGH_LEVEL. */
  export type DUMP_START = (FilterExtension: FILTER_EXTENSION) => NTSTATUS;
  export type PDUMP_START = DUMP_START | null;
  /** Called before each write. `DiskByteOffset` counts from the beginning of the partition and stays as it is. The pages belong to the system that is dumped: to change the data, point the MDL at a buffer of your own with as many bytes. */
  export type DUMP_WRITE = (FilterExtension: FILTER_EXTENSION, DiskByteOffset: Out<LARGE_INTEGER>, Mdl: MDL) => NTSTATUS;
  export type PDUMP_WRITE = DUMP_WRITE | null;
  /** Called after each read of a hibernation image, last filter first; changes the pages where they are. */
  export type DUMP_READ = (FilterExtension: FILTER_EXTENSION, DiskByteOffset: Out<LARGE_INTEGER>, Mdl: MDL) => NTSTATUS;
  export type PDUMP_READ = DUMP_READ | null;
  /** Called when all data is written, before the cache of the disk is. */
  export type DUMP_FINISH = (FilterExtension: FILTER_EXTENSION) => NTSTATUS;
  export type PDUMP_FINISH = DUMP_FINISH | null;
  /** Called when the dump stack is unloaded, at PASSIVE_LEVEL; never after a crash. */
  export type DUMP_UNLOAD = (FilterExtension: FILTER_EXTENSION) => NTSTATUS;
  export type PDUMP_UNLOAD = DUMP_UNLOAD | null;
  export type PFILTER_INITIALIZATION_DATA = FILTER_INITIALIZATION_DATA | null;
  export type PSLIST_HEADER = SLIST_HEADER | null;
  export type PERESOURCE = ERESOURCE | null;
  export type POOL_TYPE = number;
  export type ALLOCATE_FUNCTION = (PoolType: POOL_TYPE, NumberOfBytes: SIZE_T, Tag: ULONG) => PVOID;
  export type PALLOCATE_FUNCTION = ALLOCATE_FUNCTION | null;
  export type FREE_FUNCTION = (Buffer: PVOID) => void;
  export type PFREE_FUNCTION = FREE_FUNCTION | null;
  export type PNPAGED_LOOKASIDE_LIST = NPAGED_LOOKASIDE_LIST | null;
  export type PPAGED_LOOKASIDE_LIST = PAGED_LOOKASIDE_LIST | null;
  export type PIO_SECURITY_CONTEXT = IO_SECURITY_CONTEXT | null;
  export type IO_CSQ_INSERT_IRP = (Csq: IO_CSQ, Irp: IRP) => void;
  export type PIO_CSQ_INSERT_IRP = IO_CSQ_INSERT_IRP | null;
  /** Not a success: the IRP stays with the caller. */
  export type IO_CSQ_INSERT_IRP_EX = (Csq: IO_CSQ, Irp: IRP, InsertContext: PVOID) => NTSTATUS;
  export type PIO_CSQ_INSERT_IRP_EX = IO_CSQ_INSERT_IRP_EX | null;
  export type IO_CSQ_REMOVE_IRP = (Csq: IO_CSQ, Irp: IRP) => void;
  export type PIO_CSQ_REMOVE_IRP = IO_CSQ_REMOVE_IRP | null;
  /** `Irp` is the one after which to look, or null for the first. */
  export type IO_CSQ_PEEK_NEXT_IRP = (Csq: IO_CSQ, Irp: PIRP, PeekContext: PVOID) => PIRP;
  export type PIO_CSQ_PEEK_NEXT_IRP = IO_CSQ_PEEK_NEXT_IRP | null;
  /** Writes the IRQL to go back to. */
  export type IO_CSQ_ACQUIRE_LOCK = (Csq: IO_CSQ, Irql: Out<KIRQL>) => void;
  export type PIO_CSQ_ACQUIRE_LOCK = IO_CSQ_ACQUIRE_LOCK | null;
  export type IO_CSQ_RELEASE_LOCK = (Csq: IO_CSQ, Irql: KIRQL) => void;
  export type PIO_CSQ_RELEASE_LOCK = IO_CSQ_RELEASE_LOCK | null;
  export type IO_CSQ_COMPLETE_CANCELED_IRP = (Csq: IO_CSQ, Irp: IRP) => MaybePromise<void>;
  export type PIO_CSQ_COMPLETE_CANCELED_IRP = IO_CSQ_COMPLETE_CANCELED_IRP | null;
  export type PIO_CSQ = IO_CSQ | null;
  export type PIO_CSQ_IRP_CONTEXT = IO_CSQ_IRP_CONTEXT | null;
  export type PIO_ERROR_LOG_PACKET = IO_ERROR_LOG_PACKET | null;
  export type PSECURITY_SUBJECT_CONTEXT = SECURITY_SUBJECT_CONTEXT | null;
  export type PRTL_QUERY_REGISTRY_TABLE = RTL_QUERY_REGISTRY_TABLE | null;
  export type PFAST_IO_DISPATCH = FAST_IO_DISPATCH | null;
  export type DRIVER_INITIALIZE = (DriverObject: DRIVER_OBJECT, RegistryPath: UNICODE_STRING) => MaybePromise<NTSTATUS>;
  export type PDRIVER_INITIALIZE = DRIVER_INITIALIZE | null;
  export type DRIVER_ADD_DEVICE = (DriverObject: DRIVER_OBJECT, PhysicalDeviceObject: DEVICE_OBJECT) => MaybePromise<NTSTATUS>;
  export type PDRIVER_ADD_DEVICE = DRIVER_ADD_DEVICE | null;
  export type DRIVER_UNLOAD = (DriverObject: DRIVER_OBJECT) => MaybePromise<void>;
  export type PDRIVER_UNLOAD = DRIVER_UNLOAD | null;
  export type DRIVER_DISPATCH = (DeviceObject: DEVICE_OBJECT, Irp: IRP) => MaybePromise<NTSTATUS>;
  export type PDRIVER_DISPATCH = DRIVER_DISPATCH | null;
  export type DRIVER_STARTIO = (DeviceObject: DEVICE_OBJECT, Irp: IRP) => MaybePromise<void>;
  export type PDRIVER_STARTIO = DRIVER_STARTIO | null;
  export type DRIVER_CANCEL = (DeviceObject: DEVICE_OBJECT, Irp: IRP) => MaybePromise<void>;
  export type PDRIVER_CANCEL = DRIVER_CANCEL | null;
  /** `DeviceObject` is null for the one who allocated the IRP without a stack location of its own. */
  export type IO_COMPLETION_ROUTINE = (DeviceObject: PDEVICE_OBJECT, Irp: IRP, Context: PVOID) => MaybePromise<NTSTATUS>;
  export type PIO_COMPLETION_ROUTINE = IO_COMPLETION_ROUTINE | null;
  /** Hears of the end of a power IRP that PoRequestPowerIrp sent. */
  export type REQUEST_POWER_COMPLETE = (DeviceObject: DEVICE_OBJECT, MinorFunction: UCHAR, PowerState: POWER_STATE, Context: PVOID, IoStatus: IO_STATUS_BLOCK) => void;
  export type PREQUEST_POWER_COMPLETE = REQUEST_POWER_COMPLETE | null;
  export type IO_WORKITEM_ROUTINE = (DeviceObject: DEVICE_OBJECT, Context: PVOID) => MaybePromise<void>;
  export type PIO_WORKITEM_ROUTINE = IO_WORKITEM_ROUTINE | null;
  export type IO_WORKITEM_ROUTINE_EX = (IoObject: PVOID, Context: PVOID, IoWorkItem: PVOID) => MaybePromise<void>;
  export type PIO_WORKITEM_ROUTINE_EX = IO_WORKITEM_ROUTINE_EX | null;
  export type IO_TIMER_ROUTINE = (DeviceObject: DEVICE_OBJECT, Context: PVOID) => MaybePromise<void>;
  export type PIO_TIMER_ROUTINE = IO_TIMER_ROUTINE | null;
  export type IO_DPC_ROUTINE = (Dpc: KDPC, DeviceObject: DEVICE_OBJECT, Irp: PIRP, Context: PVOID) => MaybePromise<void>;
  export type PIO_DPC_ROUTINE = IO_DPC_ROUTINE | null;
  export type DRIVER_REINITIALIZE = (DriverObject: DRIVER_OBJECT, Context: PVOID, Count: ULONG) => MaybePromise<void>;
  export type PDRIVER_REINITIALIZE = DRIVER_REINITIALIZE | null;
  /** Returns an IO_ALLOCATION_ACTION. */
  export type DRIVER_CONTROL = (DeviceObject: DEVICE_OBJECT, Irp: PIRP, MapRegisterBase: PVOID, Context: PVOID) => MaybePromise<number>;
  export type PDRIVER_CONTROL = DRIVER_CONTROL | null;
  export type PIO_STATUS_BLOCK = IO_STATUS_BLOCK | null;
  export type PVPB = VPB | null;
  export type PFILE_OBJECT = FILE_OBJECT | null;
  export type PIO_STACK_LOCATION = IO_STACK_LOCATION | null;
  export type PIRP = IRP | null;
  export type PWAIT_CONTEXT_BLOCK = WAIT_CONTEXT_BLOCK | null;
  export type PDEVICE_OBJECT = DEVICE_OBJECT | null;
  export type PDEVOBJ_EXTENSION = DEVOBJ_EXTENSION | null;
  export type PDRIVER_EXTENSION = DRIVER_EXTENSION | null;
  export type PDRIVER_OBJECT = DRIVER_OBJECT | null;
  export type PIO_REMOVE_LOCK = IO_REMOVE_LOCK | null;
  export type PDISPATCHER_HEADER = DISPATCHER_HEADER | null;
  export type PKEVENT = KEVENT | null;
  export type PKSEMAPHORE = KSEMAPHORE | null;
  export type PKMUTEX = KMUTEX | null;
  export type PFAST_MUTEX = FAST_MUTEX | null;
  export type PKGUARDED_MUTEX = KGUARDED_MUTEX | null;
  export type KDEFERRED_ROUTINE = (Dpc: KDPC, DeferredContext: PVOID, SystemArgument1: PVOID, SystemArgument2: PVOID) => MaybePromise<void>;
  export type PKDEFERRED_ROUTINE = KDEFERRED_ROUTINE | null;
  export type PKDPC = KDPC | null;
  export type PRKDPC = PKDPC;
  export type PKTIMER = KTIMER | null;
  export type PKDEVICE_QUEUE_ENTRY = KDEVICE_QUEUE_ENTRY | null;
  export type PKDEVICE_QUEUE = KDEVICE_QUEUE | null;
  export type PKLOCK_QUEUE_HANDLE = KLOCK_QUEUE_HANDLE | null;
  export type PKWAIT_BLOCK = KWAIT_BLOCK | null;
  export type PKAPC = KAPC | null;
  export type WORKER_THREAD_ROUTINE = (Parameter: PVOID) => MaybePromise<void>;
  export type PWORKER_THREAD_ROUTINE = WORKER_THREAD_ROUTINE | null;
  export type PWORK_QUEUE_ITEM = WORK_QUEUE_ITEM | null;
  export type KSTART_ROUTINE = (StartContext: PVOID) => MaybePromise<void>;
  export type PKSTART_ROUTINE = KSTART_ROUTINE | null;
  /** A spin lock stands in memory as one pointer-sized number; routines take the address of it. */
  export type PKSPIN_LOCK = { readonly address: number } | number | null;
  export type PMDL = MDL | null;
  export type PEP_PERF_STATE_UNIT = number;
  export type PEP_PERF_STATE_TYPE = number;
  export type PPEP_PERF_STATE = PEP_PERF_STATE | null;
  export type PPEP_QUERY_COMPONENT_PERF_CAPABILITIES = PEP_QUERY_COMPONENT_PERF_CAPABILITIES | null;
  export type PPEP_QUERY_COMPONENT_PERF_SET = PEP_QUERY_COMPONENT_PERF_SET | null;
  export type PPEP_QUERY_COMPONENT_PERF_SET_NAME = PEP_QUERY_COMPONENT_PERF_SET_NAME | null;
  export type PPEP_QUERY_COMPONENT_PERF_STATES = PEP_QUERY_COMPONENT_PERF_STATES | null;
  export type PPEP_COMPONENT_PERF_SET = PEP_COMPONENT_PERF_SET | null;
  export type PPEP_COMPONENT_PERF_INFO = PEP_COMPONENT_PERF_INFO | null;
  export type PPEP_REGISTER_COMPONENT_PERF_STATES = PEP_REGISTER_COMPONENT_PERF_STATES | null;
  export type PPEP_COMPONENT_PERF_STATE_REQUEST = PEP_COMPONENT_PERF_STATE_REQUEST | null;
  export type PPEP_REQUEST_COMPONENT_PERF_STATE = PEP_REQUEST_COMPONENT_PERF_STATE | null;
  export type PPEP_QUERY_CURRENT_COMPONENT_PERF_STATE = PEP_QUERY_CURRENT_COMPONENT_PERF_STATE | null;
  export type PPEP_PPM_QUERY_PLATFORM_STATES = PEP_PPM_QUERY_PLATFORM_STATES | null;
  export type PPEP_SYSTEM_LATENCY = PEP_SYSTEM_LATENCY | null;
  export type PPEP_REGISTER_DEBUGGER = PEP_REGISTER_DEBUGGER | null;
  export type PPEP_LOW_POWER_EPOCH = PEP_LOW_POWER_EPOCH | null;
  export type PPEP_DEVICE_PLATFORM_CONSTRAINTS = PEP_DEVICE_PLATFORM_CONSTRAINTS | null;
  export type PPEP_COMPONENT_PLATFORM_CONSTRAINTS = PEP_COMPONENT_PLATFORM_CONSTRAINTS | null;
  export type PPEP_DEBUGGER_TRANSITION_REQUIREMENTS = PEP_DEBUGGER_TRANSITION_REQUIREMENTS | null;
  export type PPEP_QUERY_SOC_SUBSYSTEM_COUNT = PEP_QUERY_SOC_SUBSYSTEM_COUNT | null;
  export type PPEP_QUERY_SOC_SUBSYSTEM = PEP_QUERY_SOC_SUBSYSTEM | null;
  export type PPEP_RESET_SOC_SUBSYSTEM_ACCOUNTING = PEP_RESET_SOC_SUBSYSTEM_ACCOUNTING | null;
  export type PPEP_QUERY_SOC_SUBSYSTEM_BLOCKING_TIME = PEP_QUERY_SOC_SUBSYSTEM_BLOCKING_TIME | null;
  export type PPEP_SOC_SUBSYSTEM_METADATA = PEP_SOC_SUBSYSTEM_METADATA | null;
  export type PPEP_QUERY_SOC_SUBSYSTEM_METADATA = PEP_QUERY_SOC_SUBSYSTEM_METADATA | null;
  export type PEPHANDLE = PVOID;
  export type PEP_DEVICE_ACCEPTANCE_TYPE = number;
  export type PEP_WORK_TYPE = number;
  /** TRUE: the notification was handled. `Data` is the address of the notification's structure. */
  export type PEPCALLBACKNOTIFYDPM = (Notification: ULONG, Data: PVOID) => MaybePromise<BOOLEAN>;
  export type PPEPCALLBACKNOTIFYDPM = PEPCALLBACKNOTIFYDPM | null;
  export type PEPCALLBACKNOTIFYPPM = (Handle: PEPHANDLE, Notification: ULONG, Data: PVOID) => BOOLEAN;
  export type PPEPCALLBACKNOTIFYPPM = PEPCALLBACKNOTIFYPPM | null;
  export type PEPCALLBACKNOTIFYACPI = (Notification: ULONG, Data: PVOID) => BOOLEAN;
  export type PPEPCALLBACKNOTIFYACPI = PEPCALLBACKNOTIFYACPI | null;
  export type PPEP_INFORMATION = PEP_INFORMATION | null;
  /** Asks for one PEP_DPM_WORK notification. Takes the handle of the plug-in, not that of a device. */
  export type POFXCALLBACKREQUESTWORKER = (Plugin: POHANDLE) => void;
  export type PPOFXCALLBACKREQUESTWORKER = POFXCALLBACKREQUESTWORKER | null;
  /** Makes a component that the system cannot do without active, or lets it go. Takes the handle of the registration. */
  export type POFXCALLBACKCRITICALRESOURCE = (DeviceHandle: POHANDLE, Component: ULONG, Active: BOOLEAN) => void;
  export type PPOFXCALLBACKCRITICALRESOURCE = POFXCALLBACKCRITICALRESOURCE | null;
  export type PPEP_KERNEL_INFORMATION = PEP_KERNEL_INFORMATION | null;
  export type PPEP_PREPARE_DEVICE = PEP_PREPARE_DEVICE | null;
  export type PPEP_ABANDON_DEVICE = PEP_ABANDON_DEVICE | null;
  export type PPEP_COMPONENT_V2 = PEP_COMPONENT_V2 | null;
  export type PPEP_DEVICE_REGISTER_V2 = PEP_DEVICE_REGISTER_V2 | null;
  export type PPEP_REGISTER_DEVICE_V2 = PEP_REGISTER_DEVICE_V2 | null;
  export type PPEP_UNREGISTER_DEVICE = PEP_UNREGISTER_DEVICE | null;
  export type PPEP_DEVICE_STARTED = PEP_DEVICE_STARTED | null;
  export type PPEP_DEVICE_POWER_STATE = PEP_DEVICE_POWER_STATE | null;
  export type PPEP_NOTIFY_COMPONENT_IDLE_STATE = PEP_NOTIFY_COMPONENT_IDLE_STATE | null;
  export type PPEP_WORK_POWER_CONTROL = PEP_WORK_POWER_CONTROL | null;
  export type PPEP_WORK_COMPLETE_IDLE_STATE = PEP_WORK_COMPLETE_IDLE_STATE | null;
  export type PPEP_WORK_COMPLETE_PERF_STATE = PEP_WORK_COMPLETE_PERF_STATE | null;
  export type PPEP_WORK_INFORMATION = PEP_WORK_INFORMATION | null;
  export type PPEP_WORK = PEP_WORK | null;
  export type PPEP_COMPONENT_ACTIVE = PEP_COMPONENT_ACTIVE | null;
  export type PPEP_POWER_CONTROL_REQUEST = PEP_POWER_CONTROL_REQUEST | null;
  export type PPEP_POWER_CONTROL_COMPLETE = PEP_POWER_CONTROL_COMPLETE | null;
  export type PPEP_CRASHDUMP_INFORMATION = PEP_CRASHDUMP_INFORMATION | null;
  /** Called at HIGH_LEVEL after a bug check: it polls, and neither waits nor asks the system for anything. TRUE: the device has power. */
  export type PEPCALLBACKPOWERONCRASHDUMPDEVICE = (CrashdumpInformation: PEP_CRASHDUMP_INFORMATION) => BOOLEAN;
  export type PPEPCALLBACKPOWERONCRASHDUMPDEVICE = PEPCALLBACKPOWERONCRASHDUMPDEVICE | null;
  export type PPEP_REGISTER_CRASHDUMP_DEVICE = PEP_REGISTER_CRASHDUMP_DEVICE | null;
  export type PDEVICE_RELATIONS = DEVICE_RELATIONS | null;
  /** Hears of what was asked for with IoRegisterPlugPlayNotification; the structure starts with Version, Size, Event. */
  export type DRIVER_NOTIFICATION_CALLBACK_ROUTINE = (NotificationStructure: PVOID, Context: PVOID) => MaybePromise<NTSTATUS>;
  export type PDRIVER_NOTIFICATION_CALLBACK_ROUTINE = DRIVER_NOTIFICATION_CALLBACK_ROUTINE | null;
  /** Called when all have heard what IoReportTargetDeviceChangeAsynchronous reports. */
  export type DEVICE_CHANGE_COMPLETE_CALLBACK = (Context: PVOID) => MaybePromise<void>;
  export type PDEVICE_CHANGE_COMPLETE_CALLBACK = DEVICE_CHANGE_COMPLETE_CALLBACK | null;
  export type PHWPROFILE_CHANGE_NOTIFICATION = HWPROFILE_CHANGE_NOTIFICATION | null;
  export type PDEVICE_INTERFACE_CHANGE_NOTIFICATION = DEVICE_INTERFACE_CHANGE_NOTIFICATION | null;
  export type PTARGET_DEVICE_REMOVAL_NOTIFICATION = TARGET_DEVICE_REMOVAL_NOTIFICATION | null;
  export type PTARGET_DEVICE_CUSTOM_NOTIFICATION = TARGET_DEVICE_CUSTOM_NOTIFICATION | null;
  export type POHANDLE = PVOID;
  /** Where C takes the address of an identifier. */
  export type LPCGUID = GUID | null;
  /** The component is active: its registers may be touched. */
  export type PO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK = (Context: PVOID, Component: ULONG) => void;
  export type PPO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK = PO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK | null;
  /** Stop touching the component, then call PoFxCompleteIdleCondition. */
  export type PO_FX_COMPONENT_IDLE_CONDITION_CALLBACK = (Context: PVOID, Component: ULONG) => void;
  export type PPO_FX_COMPONENT_IDLE_CONDITION_CALLBACK = PO_FX_COMPONENT_IDLE_CONDITION_CALLBACK | null;
  /** The component changes to the F state `State`: save or restore what it loses, then call PoFxCompleteIdleState. */
  export type PO_FX_COMPONENT_IDLE_STATE_CALLBACK = (Context: PVOID, Component: ULONG, State: ULONG) => void;
  export type PPO_FX_COMPONENT_IDLE_STATE_CALLBACK = PO_FX_COMPONENT_IDLE_STATE_CALLBACK | null;
  /** The device must be in D0: request it if it is not, then call PoFxReportDevicePoweredOn. */
  export type PO_FX_DEVICE_POWER_REQUIRED_CALLBACK = (Context: PVOID) => void;
  export type PPO_FX_DEVICE_POWER_REQUIRED_CALLBACK = PO_FX_DEVICE_POWER_REQUIRED_CALLBACK | null;
  /** The device may leave D0. Call PoFxCompleteDevicePowerNotRequired without waiting until it has. */
  export type PO_FX_DEVICE_POWER_NOT_REQUIRED_CALLBACK = (Context: PVOID) => void;
  export type PPO_FX_DEVICE_POWER_NOT_REQUIRED_CALLBACK = PO_FX_DEVICE_POWER_NOT_REQUIRED_CALLBACK | null;
  /** A request of the platform's plug-in to the driver. BytesReturned: also the size needed, where the buffer is too small. */
  export type PO_FX_POWER_CONTROL_CALLBACK = (DeviceContext: PVOID, PowerControlCode: LPCGUID, InBuffer: PVOID, InBufferSize: SIZE_T, OutBuffer: PVOID, OutBufferSize: SIZE_T, BytesReturned: Out<SIZE_T>) => NTSTATUS;
  export type PPO_FX_POWER_CONTROL_CALLBACK = PO_FX_POWER_CONTROL_CALLBACK | null;
  /** Bring the device back to D0 after a directed power-down, then call PoFxReportDevicePoweredOn. */
  export type PO_FX_DIRECTED_POWER_UP_CALLBACK = (Context: PVOID, Flags: ULONG) => void;
  export type PPO_FX_DIRECTED_POWER_UP_CALLBACK = PO_FX_DIRECTED_POWER_UP_CALLBACK | null;
  /** A device keeps the platform out of its deepest idle state for too long.  @param UniqueId - the same for one stay in the way, another for each */
  export type PO_FX_DRIPS_WATCHDOG_CALLBACK = (Context: PVOID, PhysicalDeviceObject: DEVICE_OBJECT, UniqueId: ULONG) => void;
  export type PPO_FX_DRIPS_WATCHDOG_CALLBACK = PO_FX_DRIPS_WATCHDOG_CALLBACK | null;
  /** Take the device to its low-power state though it is in use, then call PoFxCompleteDirectedPowerDown. */
  export type PO_FX_DIRECTED_POWER_DOWN_CALLBACK = (Context: PVOID, Flags: ULONG) => void;
  export type PPO_FX_DIRECTED_POWER_DOWN_CALLBACK = PO_FX_DIRECTED_POWER_DOWN_CALLBACK | null;
  /** How a request for a performance state has ended. */
  export type PO_FX_COMPONENT_PERF_STATE_CALLBACK = (Context: PVOID, Component: ULONG, Succeeded: BOOLEAN, RequestContext: PVOID) => void;
  export type PPO_FX_COMPONENT_PERF_STATE_CALLBACK = PO_FX_COMPONENT_PERF_STATE_CALLBACK | null;
  export type PPO_FX_COMPONENT_IDLE_STATE = PO_FX_COMPONENT_IDLE_STATE | null;
  export type PPO_FX_COMPONENT_V1 = PO_FX_COMPONENT_V1 | null;
  export type PPO_FX_COMPONENT_V2 = PO_FX_COMPONENT_V2 | null;
  export type PPO_FX_DEVICE_V1 = PO_FX_DEVICE_V1 | null;
  export type PPO_FX_DEVICE_V2 = PO_FX_DEVICE_V2 | null;
  export type PPO_FX_DEVICE_V3 = PO_FX_DEVICE_V3 | null;
  export type PO_FX_PERF_STATE_UNIT = number;
  export type PO_FX_PERF_STATE_TYPE = number;
  export type PPO_FX_PERF_STATE = PO_FX_PERF_STATE | null;
  export type PPO_FX_COMPONENT_PERF_SET = PO_FX_COMPONENT_PERF_SET | null;
  export type PPO_FX_COMPONENT_PERF_INFO = PO_FX_COMPONENT_PERF_INFO | null;
  export type PPO_FX_PERF_STATE_CHANGE = PO_FX_PERF_STATE_CHANGE | null;
  /** Whichever version it is: the first field says so. */
  export type PO_FX_DEVICE = PO_FX_DEVICE_V1 | PO_FX_DEVICE_V2 | PO_FX_DEVICE_V3;
  export type PPO_FX_DEVICE = PO_FX_DEVICE | StructView | null;
  export type SYSTEM_POWER_STATE = number;
  export type DEVICE_POWER_STATE = number;
  export type POWER_STATE_TYPE = number;
  export type POWER_ACTION = number;
  export type PPOWER_STATE = POWER_STATE | null;
  export type PPOWER_SEQUENCE = POWER_SEQUENCE | null;
  export type PSYSTEM_POWER_STATE_CONTEXT = SYSTEM_POWER_STATE_CONTEXT | null;
  /** Hears of the value of a power setting: once when it is registered, and whenever it has changed. */
  export type POWER_SETTING_CALLBACK = (SettingGuid: GUID, Value: PVOID, ValueLength: ULONG, Context: PVOID) => MaybePromise<NTSTATUS>;
  export type PPOWER_SETTING_CALLBACK = POWER_SETTING_CALLBACK | null;
  export type POWER_REQUEST_TYPE = number;
  export type PCOUNTED_REASON_CONTEXT = COUNTED_REASON_CONTEXT | null;
  export type INTERFACE_TYPE = number;
  export type PCM_PARTIAL_RESOURCE_DESCRIPTOR = CM_PARTIAL_RESOURCE_DESCRIPTOR | null;
  export type PCM_PARTIAL_RESOURCE_LIST = CM_PARTIAL_RESOURCE_LIST | null;
  export type PCM_FULL_RESOURCE_DESCRIPTOR = CM_FULL_RESOURCE_DESCRIPTOR | null;
  export type PCM_RESOURCE_LIST = CM_RESOURCE_LIST | null;
  export type PIO_RESOURCE_DESCRIPTOR = IO_RESOURCE_DESCRIPTOR | null;
  export type PIO_RESOURCE_LIST = IO_RESOURCE_LIST | null;
  export type PIO_RESOURCE_REQUIREMENTS_LIST = IO_RESOURCE_REQUIREMENTS_LIST | null;
  export type PUNICODE_STRING = UNICODE_STRING | null;
  export type PANSI_STRING = ANSI_STRING | null;
  export type PLIST_ENTRY = LIST_ENTRY | null;
  export type PSINGLE_LIST_ENTRY = SINGLE_LIST_ENTRY | null;
  export type PGUID = GUID | null;
  export type PTIME_FIELDS = TIME_FIELDS | null;
  export type PRTL_OSVERSIONINFOW = RTL_OSVERSIONINFOW | null;
  export type POBJECT_ATTRIBUTES = OBJECT_ATTRIBUTES | null;
  export type PCLIENT_ID = CLIENT_ID | null;
  export type PKEY_VALUE_PARTIAL_INFORMATION = KEY_VALUE_PARTIAL_INFORMATION | null;
  export type PKEY_VALUE_FULL_INFORMATION = KEY_VALUE_FULL_INFORMATION | null;
  export type PSCSI_REQUEST_BLOCK = SCSI_REQUEST_BLOCK | null;
  /** TRUE: the adapter has sent the message. At DIRQL, with the lock that InterruptSynchronizationMode names. */
  export type HW_MESSAGE_SIGNALED_INTERRUPT_ROUTINE = (HwDeviceExtension: PVOID, MessageId: ULONG) => BOOLEAN;
  export type PHW_MESSAGE_SIGNALED_INTERRUPT_ROUTINE = HW_MESSAGE_SIGNALED_INTERRUPT_ROUTINE | null;
  export type PACCESS_RANGE = ACCESS_RANGE | null;
  export type PMEMORY_REGION = MEMORY_REGION | null;
  export type PPORT_CONFIGURATION_INFORMATION = PORT_CONFIGURATION_INFORMATION | null;
  export type PMESSAGE_INTERRUPT_INFORMATION = MESSAGE_INTERRUPT_INFORMATION | null;
  export type PSTOR_POFX_COMPONENT_IDLE_STATE = STOR_POFX_COMPONENT_IDLE_STATE | null;
  export type PSTOR_POFX_COMPONENT = STOR_POFX_COMPONENT | null;
  export type PSTOR_POFX_COMPONENT_V2 = STOR_POFX_COMPONENT_V2 | null;
  export type PSTOR_POFX_DEVICE = STOR_POFX_DEVICE | null;
  export type PSTOR_POFX_DEVICE_V2 = STOR_POFX_DEVICE_V2 | null;
  export type PSTOR_POFX_DEVICE_V3 = STOR_POFX_DEVICE_V3 | null;
  export type PSTOR_POFX_POWER_REQUIRED_CONTEXT = STOR_POFX_POWER_REQUIRED_CONTEXT | null;
  export type PSTOR_POFX_ACTIVE_CONTEXT = STOR_POFX_ACTIVE_CONTEXT | null;
  export type PSTOR_POFX_FSTATE_CONTEXT = STOR_POFX_FSTATE_CONTEXT | null;
  export type PSTOR_POFX_POWER_CONTROL = STOR_POFX_POWER_CONTROL | null;
  export type PSTORAGE_REQUEST_BLOCK = STORAGE_REQUEST_BLOCK | null;
  export type PSRBEX_DATA_SCSI_CDB16 = SRBEX_DATA_SCSI_CDB16 | null;
  export type PSTOR_ADDRESS = STOR_ADDRESS | null;
  export type PSTOR_ADDR_BTL8 = STOR_ADDR_BTL8 | null;
  export type PSTOR_SCATTER_GATHER_ELEMENT = STOR_SCATTER_GATHER_ELEMENT | null;
  export type PSTOR_SCATTER_GATHER_LIST = STOR_SCATTER_GATHER_LIST | null;
  export type PSTOR_DPC = STOR_DPC | null;
  export type PSTOR_LOCK_HANDLE = STOR_LOCK_HANDLE | null;
  export type PSTOR_POWER_CONTROL_HEADER = STOR_POWER_CONTROL_HEADER | null;
  export type PSTOR_ADAPTER_CONTROL_POWER = STOR_ADAPTER_CONTROL_POWER | null;
  export type PSTOR_UNIT_CONTROL_POWER = STOR_UNIT_CONTROL_POWER | null;
  export type PSTOR_UC_DEVICE_USAGE = STOR_UC_DEVICE_USAGE | null;
  export type PSTOR_POFX_UNIT_POWER_INFO = STOR_POFX_UNIT_POWER_INFO | null;
  export type PINQUIRYDATA = INQUIRYDATA | null;
  export type PSRB_IO_CONTROL = SRB_IO_CONTROL | null;
  export type PDUMP_POINTERS = DUMP_POINTERS | null;
  export type SCSI_NOTIFICATION_TYPE = ULONG;
  export type STOR_SPINLOCK = ULONG;
  export type SCSI_ADAPTER_CONTROL_TYPE = ULONG;
  export type SCSI_ADAPTER_CONTROL_STATUS = ULONG;
  export type SCSI_UNIT_CONTROL_TYPE = ULONG;
  export type SCSI_UNIT_CONTROL_STATUS = ULONG;
  /** Resets the adapter and makes it ready, at DIRQL. */
  export type HW_INITIALIZE = (DeviceExtension: PVOID) => BOOLEAN;
  export type PHW_INITIALIZE = HW_INITIALIZE | null;
  /** Prepares a request without a lock. FALSE: HwStorStartIo is not called for it. */
  export type HW_BUILDIO = (DeviceExtension: PVOID, Srb: SCSI_REQUEST_BLOCK) => BOOLEAN;
  export type PHW_BUILDIO = HW_BUILDIO | null;
  /** Starts a request on the hardware. */
  export type HW_STARTIO = (DeviceExtension: PVOID, Srb: SCSI_REQUEST_BLOCK) => BOOLEAN;
  export type PHW_STARTIO = HW_STARTIO | null;
  /** TRUE: the interrupt was the adapter's. In dump runs the port polls it. */
  export type HW_INTERRUPT = (DeviceExtension: PVOID) => BOOLEAN;
  export type PHW_INTERRUPT = HW_INTERRUPT | null;
  /** Of the timer that RequestTimerCall sets, at DISPATCH_LEVEL. */
  export type HW_TIMER = (DeviceExtension: PVOID) => void;
  export type PHW_TIMER = HW_TIMER | null;
  /** Fills in the configuration. ArgumentString is the address of a text in ANSI; `dump=1` in it means a dump run. */
  export type HW_FIND_ADAPTER = (DeviceExtension: PVOID, HwContext: PVOID, BusInformation: PVOID, ArgumentString: PVOID, ConfigInfo: PORT_CONFIGURATION_INFORMATION, Reserved3: PVOID) => ULONG;
  export type PHW_FIND_ADAPTER = HW_FIND_ADAPTER | null;
  /** The same of a virtual miniport: HwContext is the PDO, BusInformation the FDO, LowerDevice the device object below it. */
  export type VIRTUAL_HW_FIND_ADAPTER = (DeviceExtension: PVOID, HwContext: PVOID, BusInformation: PVOID, LowerDevice: PVOID, ArgumentString: PVOID, ConfigInfo: PORT_CONFIGURATION_INFORMATION, Again: PVOID) => ULONG;
  export type PVIRTUAL_HW_FIND_ADAPTER = VIRTUAL_HW_FIND_ADAPTER | null;
  /** Completes every request of the bus with SRB_STATUS_BUS_RESET. */
  export type HW_RESET_BUS = (DeviceExtension: PVOID, PathId: ULONG) => BOOLEAN;
  export type PHW_RESET_BUS = HW_RESET_BUS | null;
  /** Of older port drivers; must be NULL. */
  export type HW_DMA_STARTED = (DeviceExtension: PVOID) => void;
  export type PHW_DMA_STARTED = HW_DMA_STARTED | null;
  /** Of older port drivers; must be NULL. */
  export type HW_ADAPTER_STATE = (DeviceExtension: PVOID, Context: PVOID, SaveState: BOOLEAN) => BOOLEAN;
  export type PHW_ADAPTER_STATE = HW_ADAPTER_STATE | null;
  /** Stop, restart, power and whatever else concerns the adapter as a whole. */
  export type HW_ADAPTER_CONTROL = (DeviceExtension: PVOID, ControlType: SCSI_ADAPTER_CONTROL_TYPE, Parameters: PVOID) => SCSI_ADAPTER_CONTROL_STATUS;
  export type PHW_ADAPTER_CONTROL = HW_ADAPTER_CONTROL | null;
  /** Start, power, special files and whatever else concerns one logical unit. */
  export type HW_UNIT_CONTROL = (DeviceExtension: PVOID, ControlType: SCSI_UNIT_CONTROL_TYPE, Parameters: PVOID) => SCSI_UNIT_CONTROL_STATUS;
  export type PHW_UNIT_CONTROL = HW_UNIT_CONTROL | null;
  /** Virtual miniports only. */
  export type HW_FREE_ADAPTER_RESOURCES = (DeviceExtension: PVOID) => void;
  export type PHW_FREE_ADAPTER_RESOURCES = HW_FREE_ADAPTER_RESOURCES | null;
  /** Virtual miniports only. */
  export type HW_PROCESS_SERVICE_REQUEST = (DeviceExtension: PVOID, Irp: PVOID) => void;
  export type PHW_PROCESS_SERVICE_REQUEST = HW_PROCESS_SERVICE_REQUEST | null;
  /** Virtual miniports only. */
  export type HW_COMPLETE_SERVICE_IRP = (DeviceExtension: PVOID) => void;
  export type PHW_COMPLETE_SERVICE_IRP = HW_COMPLETE_SERVICE_IRP | null;
  /** Never called: there is no tracing session. */
  export type HW_INITIALIZE_TRACING = (Arg1: PVOID, Arg2: PVOID) => void;
  export type PHW_INITIALIZE_TRACING = HW_INITIALIZE_TRACING | null;
  /** Never called: there is no tracing session. */
  export type HW_CLEANUP_TRACING = (Arg1: PVOID) => void;
  export type PHW_CLEANUP_TRACING = HW_CLEANUP_TRACING | null;
  /** Never called: there is no tracing session. */
  export type HW_TRACING_ENABLED = (HwDeviceExtension: PVOID, Enabled: BOOLEAN) => void;
  export type PHW_TRACING_ENABLED = HW_TRACING_ENABLED | null;
  /** What StorPortEnablePassiveInitialization enables: called at PASSIVE_LEVEL after HwStorInitialize. */
  export type HW_PASSIVE_INITIALIZE_ROUTINE = (DeviceExtension: PVOID) => BOOLEAN;
  export type PHW_PASSIVE_INITIALIZE_ROUTINE = HW_PASSIVE_INITIALIZE_ROUTINE | null;
  /** A deferred procedure of the miniport, at DISPATCH_LEVEL without a lock. */
  export type HW_DPC_ROUTINE = (Dpc: STOR_DPC, HwDeviceExtension: PVOID, SystemArgument1: PVOID, SystemArgument2: PVOID) => void;
  export type PHW_DPC_ROUTINE = HW_DPC_ROUTINE | null;
  /** Of a timer that StorPortRequestTimer sets, at DISPATCH_LEVEL. */
  export type HW_TIMER_EX = (DeviceExtension: PVOID, Context: PVOID) => void;
  export type PHW_TIMER_EX = HW_TIMER_EX | null;
  export type PHW_INITIALIZATION_DATA = HW_INITIALIZATION_DATA | null;
  export type PVIRTUAL_HW_INITIALIZATION_DATA = VIRTUAL_HW_INITIALIZATION_DATA | null;
  export type PMINIPORT_DUMP_POINTERS = MINIPORT_DUMP_POINTERS | null;
  export type PSCSI_SUPPORTED_CONTROL_TYPE_LIST = SCSI_SUPPORTED_CONTROL_TYPE_LIST | null;
  /** Writes flags for all blocks, their base name or PDO, and where the driver's registry key is. @source wmilib-pwmi_query_reginfo */
  export type WMI_QUERY_REGINFO_CALLBACK = (DeviceObject: DEVICE_OBJECT, RegFlags: Out<ULONG>, InstanceName: UNICODE_STRING, RegistryPath: Out<PUNICODE_STRING>, MofResourceName: UNICODE_STRING, Pdo: Out<PDEVICE_OBJECT>) => MaybePromise<NTSTATUS>;
  export type PWMI_QUERY_REGINFO = WMI_QUERY_REGINFO_CALLBACK | null;
  /** Writes instances, each aligned to 8 bytes, and the length of each; ends with WmiCompleteRequest. @source wmilib-pwmi_query_datablock */
  export type WMI_QUERY_DATABLOCK_CALLBACK = (DeviceObject: DEVICE_OBJECT, Irp: IRP, GuidIndex: ULONG, InstanceIndex: ULONG, InstanceCount: ULONG, InstanceLengthArray: PULONG, BufferAvail: ULONG, Buffer: PUCHAR) => MaybePromise<NTSTATUS>;
  export type PWMI_QUERY_DATABLOCK = WMI_QUERY_DATABLOCK_CALLBACK | null;
  export type WMI_SET_DATABLOCK_CALLBACK = (DeviceObject: DEVICE_OBJECT, Irp: IRP, GuidIndex: ULONG, InstanceIndex: ULONG, BufferSize: ULONG, Buffer: PUCHAR) => MaybePromise<NTSTATUS>;
  export type PWMI_SET_DATABLOCK = WMI_SET_DATABLOCK_CALLBACK | null;
  export type WMI_SET_DATAITEM_CALLBACK = (DeviceObject: DEVICE_OBJECT, Irp: IRP, GuidIndex: ULONG, InstanceIndex: ULONG, DataItemId: ULONG, BufferSize: ULONG, Buffer: PUCHAR) => MaybePromise<NTSTATUS>;
  export type PWMI_SET_DATAITEM = WMI_SET_DATAITEM_CALLBACK | null;
  /** The parameters of the method stand in Buffer, and its results go there. */
  export type WMI_EXECUTE_METHOD_CALLBACK = (DeviceObject: DEVICE_OBJECT, Irp: IRP, GuidIndex: ULONG, InstanceIndex: ULONG, MethodId: ULONG, InBufferSize: ULONG, OutBufferSize: ULONG, Buffer: PUCHAR) => MaybePromise<NTSTATUS>;
  export type PWMI_EXECUTE_METHOD = WMI_EXECUTE_METHOD_CALLBACK | null;
  export type WMI_FUNCTION_CONTROL_CALLBACK = (DeviceObject: DEVICE_OBJECT, Irp: IRP, GuidIndex: ULONG, ControlFunction: ULONG, Enable: BOOLEAN) => MaybePromise<NTSTATUS>;
  export type PWMI_FUNCTION_CONTROL = WMI_FUNCTION_CONTROL_CALLBACK | null;
  export type PWMIGUIDREGINFO = WMIGUIDREGINFO | null;
  export type PWMILIB_CONTEXT = WMILIB_CONTEXT | null;
  export type PWMIREGGUID = WMIREGGUID | null;
  export type PWMIREGINFO = WMIREGINFO | null;
  export type PWNODE_HEADER = WNODE_HEADER | null;
  export type PWNODE_ALL_DATA = WNODE_ALL_DATA | null;
  export type PWNODE_SINGLE_INSTANCE = WNODE_SINGLE_INSTANCE | null;
  export type PWNODE_SINGLE_ITEM = WNODE_SINGLE_ITEM | null;
  export type PWNODE_METHOD_ITEM = WNODE_METHOD_ITEM | null;
  export type PWNODE_TOO_SMALL = WNODE_TOO_SMALL | null;
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
  export type VOID = void;
  export type LONG_PTR = number;
  export type KPRIORITY = number;
  export type PLARGE_INTEGER = LARGE_INTEGER | null;
  export type PLONG = Pointer;
  export type PCWSTR = number;
  export type EVENT_TYPE = number;
  export type TIMER_TYPE = number;
  export type WAIT_TYPE = number;
  export type KWAIT_REASON = number;
  export type KPROCESSOR_MODE = number;
  export type WORK_QUEUE_TYPE = number;
  export type POOL_FLAGS = number | bigint;
  export type DEVICE_TYPE = number;
  export type EXECUTION_STATE = number;
  export type PIO_WORKITEM = number;
  export type LOCK_OPERATION = number;
  export type MEMORY_CACHING_TYPE = number;
  export type MM_PAGE_PRIORITY = number;
  export type ACCESS_MASK = number;
  export type KAFFINITY = number;
  export type KDPC_IMPORTANCE = number;
  export type DEVICE_REGISTRY_PROPERTY = number;
  export type KEY_VALUE_INFORMATION_CLASS = number;
  export type IO_NOTIFICATION_EVENT_CATEGORY = number;
  export type PHYSICAL_ADDRESS = bigint;
  export type PFN_NUMBER = number;
  export type PWSTR = number;
  export type PCSTR = number;
  export type PUCHAR = Pointer;
  export type PUSHORT = Pointer;
  export type PULONG = Pointer;
  export type PULONG64 = Pointer;
  export type PBOOLEAN = Pointer;
  export type PHANDLE = Pointer;
  export type PETHREAD = Pointer;
  export type PKTHREAD = Pointer;
  export type PEPROCESS = Pointer;
  export type POBJECT_TYPE = Pointer;
  export type UINT32 = number;
  export type ULONG64 = bigint;
  export type INT = number;
  export type SYSCTL_IRP_DISPOSITION = number;
  export type POWER_STATE_VALUE = number;
  export type DRIVER_ROUTINE = (...parameters: never[]) => unknown;
  export type SANDBOX_CHILD_POWER = 'D1' | 'D2' | 'Inrush' | 'SystemWake' | 'DeviceWake' | 'Rail' | 'D3Cold';
  export type SANDBOX_PORT_POFX = 'IsDescribed' | 'Flags' | 'IdleTimeout' | 'MinimumCycle' | 'FStates' | 'DeepestWakeable' | 'CrashDumpReady';
  export type SANDBOX_CHILD_TEXT = 'DeviceID' | 'InstanceID' | 'HardwareIDs' | 'CompatibleIDs' | 'Description' | 'Location';

  export const BOOLEAN: FieldType<BOOLEAN>;
  export const BUS_QUERY_ID_TYPE: FieldType<BUS_QUERY_ID_TYPE>;
  export const CCHAR: FieldType<CCHAR>;
  export const CHAR: FieldType<CHAR>;
  export const CSHORT: FieldType<SHORT>;
  export const DEVICE_POWER_STATE: FieldType<DEVICE_POWER_STATE>;
  export const DEVICE_RELATION_TYPE: FieldType<DEVICE_RELATION_TYPE>;
  export const DEVICE_TEXT_TYPE: FieldType<DEVICE_TEXT_TYPE>;
  export const DEVICE_USAGE_NOTIFICATION_TYPE: FieldType<DEVICE_USAGE_NOTIFICATION_TYPE>;
  export const FILTER_DUMP_TYPE: FieldType<FILTER_DUMP_TYPE>;
  export const HANDLE: FieldType<HANDLE>;
  export const INTERFACE_TYPE: FieldType<INTERFACE_TYPE>;
  export const KBUGCHECK_CALLBACK_REASON: FieldType<KBUGCHECK_CALLBACK_REASON>;
  export const KBUGCHECK_DUMP_IO_TYPE: FieldType<KBUGCHECK_DUMP_IO_TYPE>;
  export const KIRQL: FieldType<KIRQL>;
  export const KSPIN_LOCK: FieldType<ULONG_PTR>;
  export const LARGE_INTEGER: FieldType<LARGE_INTEGER>;
  export const LONG: FieldType<LONG>;
  export const LONGLONG: FieldType<LONGLONG>;
  export const MEDIA_TYPE: FieldType<MEDIA_TYPE>;
  export const NTSTATUS: FieldType<NTSTATUS>;
  export const PACCESS_RANGE: FieldType<PACCESS_RANGE>;
  export const PANSI_STRING: FieldType<PANSI_STRING>;
  export const PBUS_INTERFACE_STANDARD: FieldType<PBUS_INTERFACE_STANDARD>;
  export const PCLIENT_ID: FieldType<PCLIENT_ID>;
  export const PCM_FULL_RESOURCE_DESCRIPTOR: FieldType<PCM_FULL_RESOURCE_DESCRIPTOR>;
  export const PCM_PARTIAL_RESOURCE_DESCRIPTOR: FieldType<PCM_PARTIAL_RESOURCE_DESCRIPTOR>;
  export const PCM_PARTIAL_RESOURCE_LIST: FieldType<PCM_PARTIAL_RESOURCE_LIST>;
  export const PCM_RESOURCE_LIST: FieldType<PCM_RESOURCE_LIST>;
  export const PCOUNTED_REASON_CONTEXT: FieldType<PCOUNTED_REASON_CONTEXT>;
  export const PD3COLD_SUPPORT_INTERFACE: FieldType<PD3COLD_SUPPORT_INTERFACE>;
  export const PDEVICE_CAPABILITIES: FieldType<PDEVICE_CAPABILITIES>;
  export const PDEVICE_CHANGE_COMPLETE_CALLBACK: FieldType<PDEVICE_CHANGE_COMPLETE_CALLBACK>;
  export const PDEVICE_DESCRIPTION: FieldType<PDEVICE_DESCRIPTION>;
  export const PDEVICE_INTERFACE_CHANGE_NOTIFICATION: FieldType<PDEVICE_INTERFACE_CHANGE_NOTIFICATION>;
  export const PDEVICE_OBJECT: FieldType<PDEVICE_OBJECT>;
  export const PDEVICE_RELATIONS: FieldType<PDEVICE_RELATIONS>;
  export const PDEVOBJ_EXTENSION: FieldType<PDEVOBJ_EXTENSION>;
  export const PDISK_GEOMETRY: FieldType<PDISK_GEOMETRY>;
  export const PDISK_PARTITION_INFO: FieldType<PDISK_PARTITION_INFO>;
  export const PDISPATCHER_HEADER: FieldType<PDISPATCHER_HEADER>;
  export const PDMA_ADAPTER: FieldType<PDMA_ADAPTER>;
  export const PDMA_OPERATIONS: FieldType<PDMA_OPERATIONS>;
  export const PDRIVER_ADD_DEVICE: FieldType<PDRIVER_ADD_DEVICE>;
  export const PDRIVER_CANCEL: FieldType<PDRIVER_CANCEL>;
  export const PDRIVER_CONTROL: FieldType<PDRIVER_CONTROL>;
  export const PDRIVER_DISPATCH: FieldType<PDRIVER_DISPATCH>;
  export const PDRIVER_EXTENSION: FieldType<PDRIVER_EXTENSION>;
  export const PDRIVER_INITIALIZE: FieldType<PDRIVER_INITIALIZE>;
  export const PDRIVER_NOTIFICATION_CALLBACK_ROUTINE: FieldType<PDRIVER_NOTIFICATION_CALLBACK_ROUTINE>;
  export const PDRIVER_OBJECT: FieldType<PDRIVER_OBJECT>;
  export const PDRIVER_STARTIO: FieldType<PDRIVER_STARTIO>;
  export const PDRIVER_UNLOAD: FieldType<PDRIVER_UNLOAD>;
  export const PDUMP_FINISH: FieldType<PDUMP_FINISH>;
  export const PDUMP_POINTERS: FieldType<PDUMP_POINTERS>;
  export const PDUMP_READ: FieldType<PDUMP_READ>;
  export const PDUMP_START: FieldType<PDUMP_START>;
  export const PDUMP_UNLOAD: FieldType<PDUMP_UNLOAD>;
  export const PDUMP_WRITE: FieldType<PDUMP_WRITE>;
  export const PEPHANDLE: FieldType<PEPHANDLE>;
  export const PEP_DEVICE_ACCEPTANCE_TYPE: FieldType<PEP_DEVICE_ACCEPTANCE_TYPE>;
  export const PEP_PERF_STATE_TYPE: FieldType<PEP_PERF_STATE_TYPE>;
  export const PEP_PERF_STATE_UNIT: FieldType<PEP_PERF_STATE_UNIT>;
  export const PEP_WORK_TYPE: FieldType<PEP_WORK_TYPE>;
  export const PERESOURCE: FieldType<PERESOURCE>;
  export const PFAST_IO_DISPATCH: FieldType<PFAST_IO_DISPATCH>;
  export const PFAST_MUTEX: FieldType<PFAST_MUTEX>;
  export const PFILE_OBJECT: FieldType<PFILE_OBJECT>;
  export const PFILTER_EXTENSION: FieldType<PFILTER_EXTENSION>;
  export const PFILTER_INITIALIZATION_DATA: FieldType<PFILTER_INITIALIZATION_DATA>;
  export const PGET_D3COLD_CAPABILITY: FieldType<PGET_D3COLD_CAPABILITY>;
  export const PGET_D3COLD_LAST_TRANSITION_STATUS: FieldType<PGET_D3COLD_LAST_TRANSITION_STATUS>;
  export const PGET_DMA_ADAPTER: FieldType<PGET_DMA_ADAPTER>;
  export const PGET_IDLE_WAKE_INFO: FieldType<PGET_IDLE_WAKE_INFO>;
  export const PGET_SET_DEVICE_DATA: FieldType<PGET_SET_DEVICE_DATA>;
  export const PGUID: FieldType<PGUID>;
  export const PHWPROFILE_CHANGE_NOTIFICATION: FieldType<PHWPROFILE_CHANGE_NOTIFICATION>;
  export const PHW_ADAPTER_CONTROL: FieldType<PHW_ADAPTER_CONTROL>;
  export const PHW_ADAPTER_STATE: FieldType<PHW_ADAPTER_STATE>;
  export const PHW_BUILDIO: FieldType<PHW_BUILDIO>;
  export const PHW_CLEANUP_TRACING: FieldType<PHW_CLEANUP_TRACING>;
  export const PHW_COMPLETE_SERVICE_IRP: FieldType<PHW_COMPLETE_SERVICE_IRP>;
  export const PHW_DMA_STARTED: FieldType<PHW_DMA_STARTED>;
  export const PHW_DPC_ROUTINE: FieldType<PHW_DPC_ROUTINE>;
  export const PHW_FIND_ADAPTER: FieldType<PHW_FIND_ADAPTER>;
  export const PHW_FREE_ADAPTER_RESOURCES: FieldType<PHW_FREE_ADAPTER_RESOURCES>;
  export const PHW_INITIALIZATION_DATA: FieldType<PHW_INITIALIZATION_DATA>;
  export const PHW_INITIALIZE: FieldType<PHW_INITIALIZE>;
  export const PHW_INITIALIZE_TRACING: FieldType<PHW_INITIALIZE_TRACING>;
  export const PHW_INTERRUPT: FieldType<PHW_INTERRUPT>;
  export const PHW_MESSAGE_SIGNALED_INTERRUPT_ROUTINE: FieldType<PHW_MESSAGE_SIGNALED_INTERRUPT_ROUTINE>;
  export const PHW_PASSIVE_INITIALIZE_ROUTINE: FieldType<PHW_PASSIVE_INITIALIZE_ROUTINE>;
  export const PHW_PROCESS_SERVICE_REQUEST: FieldType<PHW_PROCESS_SERVICE_REQUEST>;
  export const PHW_RESET_BUS: FieldType<PHW_RESET_BUS>;
  export const PHW_STARTIO: FieldType<PHW_STARTIO>;
  export const PHW_TIMER: FieldType<PHW_TIMER>;
  export const PHW_TIMER_EX: FieldType<PHW_TIMER_EX>;
  export const PHW_TRACING_ENABLED: FieldType<PHW_TRACING_ENABLED>;
  export const PHW_UNIT_CONTROL: FieldType<PHW_UNIT_CONTROL>;
  export const PINQUIRYDATA: FieldType<PINQUIRYDATA>;
  export const PINTERFACE: FieldType<PINTERFACE>;
  export const PINTERFACE_DEREFERENCE: FieldType<PINTERFACE_DEREFERENCE>;
  export const PINTERFACE_REFERENCE: FieldType<PINTERFACE_REFERENCE>;
  export const PIO_COMPLETION_ROUTINE: FieldType<PIO_COMPLETION_ROUTINE>;
  export const PIO_CSQ: FieldType<PIO_CSQ>;
  export const PIO_CSQ_ACQUIRE_LOCK: FieldType<PIO_CSQ_ACQUIRE_LOCK>;
  export const PIO_CSQ_COMPLETE_CANCELED_IRP: FieldType<PIO_CSQ_COMPLETE_CANCELED_IRP>;
  export const PIO_CSQ_INSERT_IRP: FieldType<PIO_CSQ_INSERT_IRP>;
  export const PIO_CSQ_IRP_CONTEXT: FieldType<PIO_CSQ_IRP_CONTEXT>;
  export const PIO_CSQ_PEEK_NEXT_IRP: FieldType<PIO_CSQ_PEEK_NEXT_IRP>;
  export const PIO_CSQ_RELEASE_LOCK: FieldType<PIO_CSQ_RELEASE_LOCK>;
  export const PIO_CSQ_REMOVE_IRP: FieldType<PIO_CSQ_REMOVE_IRP>;
  export const PIO_ERROR_LOG_PACKET: FieldType<PIO_ERROR_LOG_PACKET>;
  export const PIO_REMOVE_LOCK: FieldType<PIO_REMOVE_LOCK>;
  export const PIO_RESOURCE_DESCRIPTOR: FieldType<PIO_RESOURCE_DESCRIPTOR>;
  export const PIO_RESOURCE_LIST: FieldType<PIO_RESOURCE_LIST>;
  export const PIO_RESOURCE_REQUIREMENTS_LIST: FieldType<PIO_RESOURCE_REQUIREMENTS_LIST>;
  export const PIO_SECURITY_CONTEXT: FieldType<PIO_SECURITY_CONTEXT>;
  export const PIO_STACK_LOCATION: FieldType<PIO_STACK_LOCATION>;
  export const PIO_STATUS_BLOCK: FieldType<PIO_STATUS_BLOCK>;
  export const PIRP: FieldType<PIRP>;
  export const PKADDRESS_RANGE: FieldType<PKADDRESS_RANGE>;
  export const PKAPC: FieldType<PKAPC>;
  export const PKBUGCHECK_ADD_PAGES: FieldType<PKBUGCHECK_ADD_PAGES>;
  export const PKBUGCHECK_CALLBACK_RECORD: FieldType<PKBUGCHECK_CALLBACK_RECORD>;
  export const PKBUGCHECK_CALLBACK_ROUTINE: FieldType<PKBUGCHECK_CALLBACK_ROUTINE>;
  export const PKBUGCHECK_DUMP_IO: FieldType<PKBUGCHECK_DUMP_IO>;
  export const PKBUGCHECK_REASON_CALLBACK_RECORD: FieldType<PKBUGCHECK_REASON_CALLBACK_RECORD>;
  export const PKBUGCHECK_REASON_CALLBACK_ROUTINE: FieldType<PKBUGCHECK_REASON_CALLBACK_ROUTINE>;
  export const PKBUGCHECK_REMOVE_PAGES: FieldType<PKBUGCHECK_REMOVE_PAGES>;
  export const PKBUGCHECK_SECONDARY_DUMP_DATA: FieldType<PKBUGCHECK_SECONDARY_DUMP_DATA>;
  export const PKBUGCHECK_SECONDARY_DUMP_DATA_EX: FieldType<PKBUGCHECK_SECONDARY_DUMP_DATA_EX>;
  export const PKBUGCHECK_TRIAGE_DUMP_DATA: FieldType<PKBUGCHECK_TRIAGE_DUMP_DATA>;
  export const PKDEFERRED_ROUTINE: FieldType<PKDEFERRED_ROUTINE>;
  export const PKDEVICE_QUEUE: FieldType<PKDEVICE_QUEUE>;
  export const PKDEVICE_QUEUE_ENTRY: FieldType<PKDEVICE_QUEUE_ENTRY>;
  export const PKDPC: FieldType<PKDPC>;
  export const PKEVENT: FieldType<PKEVENT>;
  export const PKEY_VALUE_FULL_INFORMATION: FieldType<PKEY_VALUE_FULL_INFORMATION>;
  export const PKEY_VALUE_PARTIAL_INFORMATION: FieldType<PKEY_VALUE_PARTIAL_INFORMATION>;
  export const PKGUARDED_MUTEX: FieldType<PKGUARDED_MUTEX>;
  export const PKLOCK_QUEUE_HANDLE: FieldType<PKLOCK_QUEUE_HANDLE>;
  export const PKMUTEX: FieldType<PKMUTEX>;
  export const PKSEMAPHORE: FieldType<PKSEMAPHORE>;
  export const PKSTART_ROUTINE: FieldType<PKSTART_ROUTINE>;
  export const PKTIMER: FieldType<PKTIMER>;
  export const PKTRIAGE_DUMP_DATA_ARRAY: FieldType<PKTRIAGE_DUMP_DATA_ARRAY>;
  export const PKWAIT_BLOCK: FieldType<PKWAIT_BLOCK>;
  export const PLIST_ENTRY: FieldType<PLIST_ENTRY>;
  export const PMDL: FieldType<PMDL>;
  export const PMEMORY_REGION: FieldType<PMEMORY_REGION>;
  export const PMESSAGE_INTERRUPT_INFORMATION: FieldType<PMESSAGE_INTERRUPT_INFORMATION>;
  export const PMINIPORT_DUMP_POINTERS: FieldType<PMINIPORT_DUMP_POINTERS>;
  export const PNPAGED_LOOKASIDE_LIST: FieldType<PNPAGED_LOOKASIDE_LIST>;
  export const POBJECT_ATTRIBUTES: FieldType<POBJECT_ATTRIBUTES>;
  export const POHANDLE: FieldType<POHANDLE>;
  export const POWER_ACTION: FieldType<POWER_ACTION>;
  export const POWER_REQUEST_TYPE: FieldType<POWER_REQUEST_TYPE>;
  export const POWER_STATE_TYPE: FieldType<POWER_STATE_TYPE>;
  export const PO_FX_PERF_STATE_TYPE: FieldType<PO_FX_PERF_STATE_TYPE>;
  export const PO_FX_PERF_STATE_UNIT: FieldType<PO_FX_PERF_STATE_UNIT>;
  export const PPAGED_LOOKASIDE_LIST: FieldType<PPAGED_LOOKASIDE_LIST>;
  export const PPEPCALLBACKNOTIFYACPI: FieldType<PPEPCALLBACKNOTIFYACPI>;
  export const PPEPCALLBACKNOTIFYDPM: FieldType<PPEPCALLBACKNOTIFYDPM>;
  export const PPEPCALLBACKNOTIFYPPM: FieldType<PPEPCALLBACKNOTIFYPPM>;
  export const PPEPCALLBACKPOWERONCRASHDUMPDEVICE: FieldType<PPEPCALLBACKPOWERONCRASHDUMPDEVICE>;
  export const PPEP_ABANDON_DEVICE: FieldType<PPEP_ABANDON_DEVICE>;
  export const PPEP_COMPONENT_ACTIVE: FieldType<PPEP_COMPONENT_ACTIVE>;
  export const PPEP_COMPONENT_PERF_INFO: FieldType<PPEP_COMPONENT_PERF_INFO>;
  export const PPEP_COMPONENT_PERF_SET: FieldType<PPEP_COMPONENT_PERF_SET>;
  export const PPEP_COMPONENT_PERF_STATE_REQUEST: FieldType<PPEP_COMPONENT_PERF_STATE_REQUEST>;
  export const PPEP_COMPONENT_PLATFORM_CONSTRAINTS: FieldType<PPEP_COMPONENT_PLATFORM_CONSTRAINTS>;
  export const PPEP_COMPONENT_V2: FieldType<PPEP_COMPONENT_V2>;
  export const PPEP_CRASHDUMP_INFORMATION: FieldType<PPEP_CRASHDUMP_INFORMATION>;
  export const PPEP_DEBUGGER_TRANSITION_REQUIREMENTS: FieldType<PPEP_DEBUGGER_TRANSITION_REQUIREMENTS>;
  export const PPEP_DEVICE_PLATFORM_CONSTRAINTS: FieldType<PPEP_DEVICE_PLATFORM_CONSTRAINTS>;
  export const PPEP_DEVICE_POWER_STATE: FieldType<PPEP_DEVICE_POWER_STATE>;
  export const PPEP_DEVICE_REGISTER_V2: FieldType<PPEP_DEVICE_REGISTER_V2>;
  export const PPEP_DEVICE_STARTED: FieldType<PPEP_DEVICE_STARTED>;
  export const PPEP_INFORMATION: FieldType<PPEP_INFORMATION>;
  export const PPEP_KERNEL_INFORMATION: FieldType<PPEP_KERNEL_INFORMATION>;
  export const PPEP_LOW_POWER_EPOCH: FieldType<PPEP_LOW_POWER_EPOCH>;
  export const PPEP_NOTIFY_COMPONENT_IDLE_STATE: FieldType<PPEP_NOTIFY_COMPONENT_IDLE_STATE>;
  export const PPEP_PERF_STATE: FieldType<PPEP_PERF_STATE>;
  export const PPEP_POWER_CONTROL_COMPLETE: FieldType<PPEP_POWER_CONTROL_COMPLETE>;
  export const PPEP_POWER_CONTROL_REQUEST: FieldType<PPEP_POWER_CONTROL_REQUEST>;
  export const PPEP_PPM_QUERY_PLATFORM_STATES: FieldType<PPEP_PPM_QUERY_PLATFORM_STATES>;
  export const PPEP_PREPARE_DEVICE: FieldType<PPEP_PREPARE_DEVICE>;
  export const PPEP_QUERY_COMPONENT_PERF_CAPABILITIES: FieldType<PPEP_QUERY_COMPONENT_PERF_CAPABILITIES>;
  export const PPEP_QUERY_COMPONENT_PERF_SET: FieldType<PPEP_QUERY_COMPONENT_PERF_SET>;
  export const PPEP_QUERY_COMPONENT_PERF_SET_NAME: FieldType<PPEP_QUERY_COMPONENT_PERF_SET_NAME>;
  export const PPEP_QUERY_COMPONENT_PERF_STATES: FieldType<PPEP_QUERY_COMPONENT_PERF_STATES>;
  export const PPEP_QUERY_CURRENT_COMPONENT_PERF_STATE: FieldType<PPEP_QUERY_CURRENT_COMPONENT_PERF_STATE>;
  export const PPEP_QUERY_SOC_SUBSYSTEM: FieldType<PPEP_QUERY_SOC_SUBSYSTEM>;
  export const PPEP_QUERY_SOC_SUBSYSTEM_BLOCKING_TIME: FieldType<PPEP_QUERY_SOC_SUBSYSTEM_BLOCKING_TIME>;
  export const PPEP_QUERY_SOC_SUBSYSTEM_COUNT: FieldType<PPEP_QUERY_SOC_SUBSYSTEM_COUNT>;
  export const PPEP_QUERY_SOC_SUBSYSTEM_METADATA: FieldType<PPEP_QUERY_SOC_SUBSYSTEM_METADATA>;
  export const PPEP_REGISTER_COMPONENT_PERF_STATES: FieldType<PPEP_REGISTER_COMPONENT_PERF_STATES>;
  export const PPEP_REGISTER_CRASHDUMP_DEVICE: FieldType<PPEP_REGISTER_CRASHDUMP_DEVICE>;
  export const PPEP_REGISTER_DEBUGGER: FieldType<PPEP_REGISTER_DEBUGGER>;
  export const PPEP_REGISTER_DEVICE_V2: FieldType<PPEP_REGISTER_DEVICE_V2>;
  export const PPEP_REQUEST_COMPONENT_PERF_STATE: FieldType<PPEP_REQUEST_COMPONENT_PERF_STATE>;
  export const PPEP_RESET_SOC_SUBSYSTEM_ACCOUNTING: FieldType<PPEP_RESET_SOC_SUBSYSTEM_ACCOUNTING>;
  export const PPEP_SOC_SUBSYSTEM_METADATA: FieldType<PPEP_SOC_SUBSYSTEM_METADATA>;
  export const PPEP_SYSTEM_LATENCY: FieldType<PPEP_SYSTEM_LATENCY>;
  export const PPEP_UNREGISTER_DEVICE: FieldType<PPEP_UNREGISTER_DEVICE>;
  export const PPEP_WORK: FieldType<PPEP_WORK>;
  export const PPEP_WORK_COMPLETE_IDLE_STATE: FieldType<PPEP_WORK_COMPLETE_IDLE_STATE>;
  export const PPEP_WORK_COMPLETE_PERF_STATE: FieldType<PPEP_WORK_COMPLETE_PERF_STATE>;
  export const PPEP_WORK_INFORMATION: FieldType<PPEP_WORK_INFORMATION>;
  export const PPEP_WORK_POWER_CONTROL: FieldType<PPEP_WORK_POWER_CONTROL>;
  export const PPNP_BUS_INFORMATION: FieldType<PPNP_BUS_INFORMATION>;
  export const PPOFXCALLBACKCRITICALRESOURCE: FieldType<PPOFXCALLBACKCRITICALRESOURCE>;
  export const PPOFXCALLBACKREQUESTWORKER: FieldType<PPOFXCALLBACKREQUESTWORKER>;
  export const PPORT_CONFIGURATION_INFORMATION: FieldType<PPORT_CONFIGURATION_INFORMATION>;
  export const PPOWER_SEQUENCE: FieldType<PPOWER_SEQUENCE>;
  export const PPOWER_SETTING_CALLBACK: FieldType<PPOWER_SETTING_CALLBACK>;
  export const PPOWER_STATE: FieldType<PPOWER_STATE>;
  export const PPO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK: FieldType<PPO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK>;
  export const PPO_FX_COMPONENT_IDLE_CONDITION_CALLBACK: FieldType<PPO_FX_COMPONENT_IDLE_CONDITION_CALLBACK>;
  export const PPO_FX_COMPONENT_IDLE_STATE: FieldType<PPO_FX_COMPONENT_IDLE_STATE>;
  export const PPO_FX_COMPONENT_IDLE_STATE_CALLBACK: FieldType<PPO_FX_COMPONENT_IDLE_STATE_CALLBACK>;
  export const PPO_FX_COMPONENT_PERF_INFO: FieldType<PPO_FX_COMPONENT_PERF_INFO>;
  export const PPO_FX_COMPONENT_PERF_SET: FieldType<PPO_FX_COMPONENT_PERF_SET>;
  export const PPO_FX_COMPONENT_V1: FieldType<PPO_FX_COMPONENT_V1>;
  export const PPO_FX_COMPONENT_V2: FieldType<PPO_FX_COMPONENT_V2>;
  export const PPO_FX_DEVICE_POWER_NOT_REQUIRED_CALLBACK: FieldType<PPO_FX_DEVICE_POWER_NOT_REQUIRED_CALLBACK>;
  export const PPO_FX_DEVICE_POWER_REQUIRED_CALLBACK: FieldType<PPO_FX_DEVICE_POWER_REQUIRED_CALLBACK>;
  export const PPO_FX_DEVICE_V1: FieldType<PPO_FX_DEVICE_V1>;
  export const PPO_FX_DEVICE_V2: FieldType<PPO_FX_DEVICE_V2>;
  export const PPO_FX_DEVICE_V3: FieldType<PPO_FX_DEVICE_V3>;
  export const PPO_FX_DIRECTED_POWER_DOWN_CALLBACK: FieldType<PPO_FX_DIRECTED_POWER_DOWN_CALLBACK>;
  export const PPO_FX_DIRECTED_POWER_UP_CALLBACK: FieldType<PPO_FX_DIRECTED_POWER_UP_CALLBACK>;
  export const PPO_FX_DRIPS_WATCHDOG_CALLBACK: FieldType<PPO_FX_DRIPS_WATCHDOG_CALLBACK>;
  export const PPO_FX_PERF_STATE: FieldType<PPO_FX_PERF_STATE>;
  export const PPO_FX_PERF_STATE_CHANGE: FieldType<PPO_FX_PERF_STATE_CHANGE>;
  export const PPO_FX_POWER_CONTROL_CALLBACK: FieldType<PPO_FX_POWER_CONTROL_CALLBACK>;
  export const PRTL_OSVERSIONINFOW: FieldType<PRTL_OSVERSIONINFOW>;
  export const PRTL_QUERY_REGISTRY_TABLE: FieldType<PRTL_QUERY_REGISTRY_TABLE>;
  export const PSCATTER_GATHER_ELEMENT: FieldType<PSCATTER_GATHER_ELEMENT>;
  export const PSCATTER_GATHER_LIST: FieldType<PSCATTER_GATHER_LIST>;
  export const PSCSI_REQUEST_BLOCK: FieldType<PSCSI_REQUEST_BLOCK>;
  export const PSCSI_SUPPORTED_CONTROL_TYPE_LIST: FieldType<PSCSI_SUPPORTED_CONTROL_TYPE_LIST>;
  export const PSECURITY_SUBJECT_CONTEXT: FieldType<PSECURITY_SUBJECT_CONTEXT>;
  export const PSET_D3COLD_SUPPORT: FieldType<PSET_D3COLD_SUPPORT>;
  export const PSINGLE_LIST_ENTRY: FieldType<PSINGLE_LIST_ENTRY>;
  export const PSLIST_HEADER: FieldType<PSLIST_HEADER>;
  export const PSRBEX_DATA_SCSI_CDB16: FieldType<PSRBEX_DATA_SCSI_CDB16>;
  export const PSRB_IO_CONTROL: FieldType<PSRB_IO_CONTROL>;
  export const PSTORAGE_REQUEST_BLOCK: FieldType<PSTORAGE_REQUEST_BLOCK>;
  export const PSTOR_ADAPTER_CONTROL_POWER: FieldType<PSTOR_ADAPTER_CONTROL_POWER>;
  export const PSTOR_ADDRESS: FieldType<PSTOR_ADDRESS>;
  export const PSTOR_ADDR_BTL8: FieldType<PSTOR_ADDR_BTL8>;
  export const PSTOR_DPC: FieldType<PSTOR_DPC>;
  export const PSTOR_LOCK_HANDLE: FieldType<PSTOR_LOCK_HANDLE>;
  export const PSTOR_POFX_ACTIVE_CONTEXT: FieldType<PSTOR_POFX_ACTIVE_CONTEXT>;
  export const PSTOR_POFX_COMPONENT: FieldType<PSTOR_POFX_COMPONENT>;
  export const PSTOR_POFX_COMPONENT_IDLE_STATE: FieldType<PSTOR_POFX_COMPONENT_IDLE_STATE>;
  export const PSTOR_POFX_COMPONENT_V2: FieldType<PSTOR_POFX_COMPONENT_V2>;
  export const PSTOR_POFX_DEVICE: FieldType<PSTOR_POFX_DEVICE>;
  export const PSTOR_POFX_DEVICE_V2: FieldType<PSTOR_POFX_DEVICE_V2>;
  export const PSTOR_POFX_DEVICE_V3: FieldType<PSTOR_POFX_DEVICE_V3>;
  export const PSTOR_POFX_FSTATE_CONTEXT: FieldType<PSTOR_POFX_FSTATE_CONTEXT>;
  export const PSTOR_POFX_POWER_CONTROL: FieldType<PSTOR_POFX_POWER_CONTROL>;
  export const PSTOR_POFX_POWER_REQUIRED_CONTEXT: FieldType<PSTOR_POFX_POWER_REQUIRED_CONTEXT>;
  export const PSTOR_POFX_UNIT_POWER_INFO: FieldType<PSTOR_POFX_UNIT_POWER_INFO>;
  export const PSTOR_POWER_CONTROL_HEADER: FieldType<PSTOR_POWER_CONTROL_HEADER>;
  export const PSTOR_SCATTER_GATHER_ELEMENT: FieldType<PSTOR_SCATTER_GATHER_ELEMENT>;
  export const PSTOR_SCATTER_GATHER_LIST: FieldType<PSTOR_SCATTER_GATHER_LIST>;
  export const PSTOR_UC_DEVICE_USAGE: FieldType<PSTOR_UC_DEVICE_USAGE>;
  export const PSTOR_UNIT_CONTROL_POWER: FieldType<PSTOR_UNIT_CONTROL_POWER>;
  export const PSYSTEM_POWER_STATE_CONTEXT: FieldType<PSYSTEM_POWER_STATE_CONTEXT>;
  export const PTARGET_DEVICE_CUSTOM_NOTIFICATION: FieldType<PTARGET_DEVICE_CUSTOM_NOTIFICATION>;
  export const PTARGET_DEVICE_REMOVAL_NOTIFICATION: FieldType<PTARGET_DEVICE_REMOVAL_NOTIFICATION>;
  export const PTIME_FIELDS: FieldType<PTIME_FIELDS>;
  export const PTRANSLATE_BUS_ADDRESS: FieldType<PTRANSLATE_BUS_ADDRESS>;
  export const PUNICODE_STRING: FieldType<PUNICODE_STRING>;
  export const PVIRTUAL_HW_FIND_ADAPTER: FieldType<PVIRTUAL_HW_FIND_ADAPTER>;
  export const PVIRTUAL_HW_INITIALIZATION_DATA: FieldType<PVIRTUAL_HW_INITIALIZATION_DATA>;
  export const PVOID: FieldType<PVOID>;
  export const PVPB: FieldType<PVPB>;
  export const PWAIT_CONTEXT_BLOCK: FieldType<PWAIT_CONTEXT_BLOCK>;
  export const PWMIGUIDREGINFO: FieldType<PWMIGUIDREGINFO>;
  export const PWMILIB_CONTEXT: FieldType<PWMILIB_CONTEXT>;
  export const PWMIREGGUID: FieldType<PWMIREGGUID>;
  export const PWMIREGINFO: FieldType<PWMIREGINFO>;
  export const PWMI_EXECUTE_METHOD: FieldType<PWMI_EXECUTE_METHOD>;
  export const PWMI_FUNCTION_CONTROL: FieldType<PWMI_FUNCTION_CONTROL>;
  export const PWMI_QUERY_DATABLOCK: FieldType<PWMI_QUERY_DATABLOCK>;
  export const PWMI_QUERY_REGINFO: FieldType<PWMI_QUERY_REGINFO>;
  export const PWMI_SET_DATABLOCK: FieldType<PWMI_SET_DATABLOCK>;
  export const PWMI_SET_DATAITEM: FieldType<PWMI_SET_DATAITEM>;
  export const PWNODE_ALL_DATA: FieldType<PWNODE_ALL_DATA>;
  export const PWNODE_HEADER: FieldType<PWNODE_HEADER>;
  export const PWNODE_METHOD_ITEM: FieldType<PWNODE_METHOD_ITEM>;
  export const PWNODE_SINGLE_INSTANCE: FieldType<PWNODE_SINGLE_INSTANCE>;
  export const PWNODE_SINGLE_ITEM: FieldType<PWNODE_SINGLE_ITEM>;
  export const PWNODE_TOO_SMALL: FieldType<PWNODE_TOO_SMALL>;
  export const PWORKER_THREAD_ROUTINE: FieldType<PWORKER_THREAD_ROUTINE>;
  export const PWORK_QUEUE_ITEM: FieldType<PWORK_QUEUE_ITEM>;
  export const SHORT: FieldType<SHORT>;
  export const SIZE_T: FieldType<SIZE_T>;
  export const SYSTEM_POWER_STATE: FieldType<SYSTEM_POWER_STATE>;
  export const UCHAR: FieldType<UCHAR>;
  export const ULONG: FieldType<ULONG>;
  export const ULONGLONG: FieldType<ULONGLONG>;
  export const ULONG_PTR: FieldType<ULONG_PTR>;
  export const USHORT: FieldType<USHORT>;
  export const WCHAR: FieldType<USHORT>;

  /** 12 bytes. */
  export interface CM_PARTIAL_RESOURCE_DESCRIPTOR_Generic extends StructView<'CM_PARTIAL_RESOURCE_DESCRIPTOR_Generic'> {
    /** +0x00 `LARGE_INTEGER` */
    Start: LARGE_INTEGER;
    /** +0x08 `ULONG` */
    Length: ULONG;
  }
  /** 12 bytes. */
  export interface CM_PARTIAL_RESOURCE_DESCRIPTOR_Port extends StructView<'CM_PARTIAL_RESOURCE_DESCRIPTOR_Port'> {
    /** +0x00 `LARGE_INTEGER` */
    Start: LARGE_INTEGER;
    /** +0x08 `ULONG` */
    Length: ULONG;
  }
  /** 12 bytes. */
  export interface CM_PARTIAL_RESOURCE_DESCRIPTOR_Interrupt extends StructView<'CM_PARTIAL_RESOURCE_DESCRIPTOR_Interrupt'> {
    /** +0x00 `ULONG` */
    Level: ULONG;
    /** +0x04 `ULONG` */
    Vector: ULONG;
    /** +0x08 `ULONG_PTR` */
    Affinity: ULONG_PTR;
  }
  /** 12 bytes. */
  export interface CM_PARTIAL_RESOURCE_DESCRIPTOR_Memory extends StructView<'CM_PARTIAL_RESOURCE_DESCRIPTOR_Memory'> {
    /** +0x00 `LARGE_INTEGER` */
    Start: LARGE_INTEGER;
    /** +0x08 `ULONG` */
    Length: ULONG;
  }
  /** 12 bytes. */
  export interface CM_PARTIAL_RESOURCE_DESCRIPTOR_Dma extends StructView<'CM_PARTIAL_RESOURCE_DESCRIPTOR_Dma'> {
    /** +0x00 `ULONG` */
    Channel: ULONG;
    /** +0x04 `ULONG` */
    Port: ULONG;
    /** +0x08 `ULONG` */
    Reserved1: ULONG;
  }
  /** 12 bytes. */
  export interface CM_PARTIAL_RESOURCE_DESCRIPTOR_DevicePrivate extends StructView<'CM_PARTIAL_RESOURCE_DESCRIPTOR_DevicePrivate'> {
    /** +0x00 `ULONG[3]` */
    readonly Data: ArrayView<ULONG>;
  }
  /** 12 bytes. */
  export interface CM_PARTIAL_RESOURCE_DESCRIPTOR_BusNumber extends StructView<'CM_PARTIAL_RESOURCE_DESCRIPTOR_BusNumber'> {
    /** +0x00 `ULONG` */
    Start: ULONG;
    /** +0x04 `ULONG` */
    Length: ULONG;
    /** +0x08 `ULONG` */
    Reserved: ULONG;
  }
  /** 12 bytes. */
  export interface CM_PARTIAL_RESOURCE_DESCRIPTOR_DeviceSpecificData extends StructView<'CM_PARTIAL_RESOURCE_DESCRIPTOR_DeviceSpecificData'> {
    /** +0x00 `ULONG` */
    DataSize: ULONG;
    /** +0x04 `ULONG` */
    Reserved1: ULONG;
    /** +0x08 `ULONG` */
    Reserved2: ULONG;
  }
  /** 12 bytes. */
  export interface CM_PARTIAL_RESOURCE_DESCRIPTOR_u extends StructView<'CM_PARTIAL_RESOURCE_DESCRIPTOR_u'> {
    /** +0x00 `CM_PARTIAL_RESOURCE_DESCRIPTOR_Generic` */
    readonly Generic: CM_PARTIAL_RESOURCE_DESCRIPTOR_Generic;
    /** +0x00 `CM_PARTIAL_RESOURCE_DESCRIPTOR_Port` */
    readonly Port: CM_PARTIAL_RESOURCE_DESCRIPTOR_Port;
    /** +0x00 `CM_PARTIAL_RESOURCE_DESCRIPTOR_Interrupt` */
    readonly Interrupt: CM_PARTIAL_RESOURCE_DESCRIPTOR_Interrupt;
    /** +0x00 `CM_PARTIAL_RESOURCE_DESCRIPTOR_Memory` */
    readonly Memory: CM_PARTIAL_RESOURCE_DESCRIPTOR_Memory;
    /** +0x00 `CM_PARTIAL_RESOURCE_DESCRIPTOR_Dma` */
    readonly Dma: CM_PARTIAL_RESOURCE_DESCRIPTOR_Dma;
    /** +0x00 `CM_PARTIAL_RESOURCE_DESCRIPTOR_DevicePrivate` */
    readonly DevicePrivate: CM_PARTIAL_RESOURCE_DESCRIPTOR_DevicePrivate;
    /** +0x00 `CM_PARTIAL_RESOURCE_DESCRIPTOR_BusNumber` */
    readonly BusNumber: CM_PARTIAL_RESOURCE_DESCRIPTOR_BusNumber;
    /** +0x00 `CM_PARTIAL_RESOURCE_DESCRIPTOR_DeviceSpecificData` */
    readonly DeviceSpecificData: CM_PARTIAL_RESOURCE_DESCRIPTOR_DeviceSpecificData;
  }
  /** 40 bytes. */
  export interface DEVICE_OBJECT_Queue extends StructView<'DEVICE_OBJECT_Queue'> {
    /** +0x00 `LIST_ENTRY` */
    readonly ListEntry: LIST_ENTRY;
    /** +0x00 `WAIT_CONTEXT_BLOCK` */
    readonly Wcb: WAIT_CONTEXT_BLOCK;
  }
  /** 24 bytes. */
  export interface IO_RESOURCE_DESCRIPTOR_Port extends StructView<'IO_RESOURCE_DESCRIPTOR_Port'> {
    /** +0x00 `ULONG` */
    Length: ULONG;
    /** +0x04 `ULONG` */
    Alignment: ULONG;
    /** +0x08 `LARGE_INTEGER` */
    MinimumAddress: LARGE_INTEGER;
    /** +0x10 `LARGE_INTEGER` */
    MaximumAddress: LARGE_INTEGER;
  }
  /** 24 bytes. */
  export interface IO_RESOURCE_DESCRIPTOR_Memory extends StructView<'IO_RESOURCE_DESCRIPTOR_Memory'> {
    /** +0x00 `ULONG` */
    Length: ULONG;
    /** +0x04 `ULONG` */
    Alignment: ULONG;
    /** +0x08 `LARGE_INTEGER` */
    MinimumAddress: LARGE_INTEGER;
    /** +0x10 `LARGE_INTEGER` */
    MaximumAddress: LARGE_INTEGER;
  }
  /** 8 bytes. */
  export interface IO_RESOURCE_DESCRIPTOR_Interrupt extends StructView<'IO_RESOURCE_DESCRIPTOR_Interrupt'> {
    /** +0x00 `ULONG` */
    MinimumVector: ULONG;
    /** +0x04 `ULONG` */
    MaximumVector: ULONG;
  }
  /** 8 bytes. */
  export interface IO_RESOURCE_DESCRIPTOR_Dma extends StructView<'IO_RESOURCE_DESCRIPTOR_Dma'> {
    /** +0x00 `ULONG` */
    MinimumChannel: ULONG;
    /** +0x04 `ULONG` */
    MaximumChannel: ULONG;
  }
  /** 24 bytes. */
  export interface IO_RESOURCE_DESCRIPTOR_Generic extends StructView<'IO_RESOURCE_DESCRIPTOR_Generic'> {
    /** +0x00 `ULONG` */
    Length: ULONG;
    /** +0x04 `ULONG` */
    Alignment: ULONG;
    /** +0x08 `LARGE_INTEGER` */
    MinimumAddress: LARGE_INTEGER;
    /** +0x10 `LARGE_INTEGER` */
    MaximumAddress: LARGE_INTEGER;
  }
  /** 12 bytes. */
  export interface IO_RESOURCE_DESCRIPTOR_DevicePrivate extends StructView<'IO_RESOURCE_DESCRIPTOR_DevicePrivate'> {
    /** +0x00 `ULONG[3]` */
    readonly Data: ArrayView<ULONG>;
  }
  /** 16 bytes. */
  export interface IO_RESOURCE_DESCRIPTOR_BusNumber extends StructView<'IO_RESOURCE_DESCRIPTOR_BusNumber'> {
    /** +0x00 `ULONG` */
    Length: ULONG;
    /** +0x04 `ULONG` */
    MinBusNumber: ULONG;
    /** +0x08 `ULONG` */
    MaxBusNumber: ULONG;
    /** +0x0C `ULONG` */
    Reserved: ULONG;
  }
  /** 12 bytes. */
  export interface IO_RESOURCE_DESCRIPTOR_ConfigData extends StructView<'IO_RESOURCE_DESCRIPTOR_ConfigData'> {
    /** +0x00 `ULONG` */
    Priority: ULONG;
    /** +0x04 `ULONG` */
    Reserved1: ULONG;
    /** +0x08 `ULONG` */
    Reserved2: ULONG;
  }
  /** 24 bytes. */
  export interface IO_RESOURCE_DESCRIPTOR_u extends StructView<'IO_RESOURCE_DESCRIPTOR_u'> {
    /** +0x00 `IO_RESOURCE_DESCRIPTOR_Port` */
    readonly Port: IO_RESOURCE_DESCRIPTOR_Port;
    /** +0x00 `IO_RESOURCE_DESCRIPTOR_Memory` */
    readonly Memory: IO_RESOURCE_DESCRIPTOR_Memory;
    /** +0x00 `IO_RESOURCE_DESCRIPTOR_Interrupt` */
    readonly Interrupt: IO_RESOURCE_DESCRIPTOR_Interrupt;
    /** +0x00 `IO_RESOURCE_DESCRIPTOR_Dma` */
    readonly Dma: IO_RESOURCE_DESCRIPTOR_Dma;
    /** +0x00 `IO_RESOURCE_DESCRIPTOR_Generic` */
    readonly Generic: IO_RESOURCE_DESCRIPTOR_Generic;
    /** +0x00 `IO_RESOURCE_DESCRIPTOR_DevicePrivate` */
    readonly DevicePrivate: IO_RESOURCE_DESCRIPTOR_DevicePrivate;
    /** +0x00 `IO_RESOURCE_DESCRIPTOR_BusNumber` */
    readonly BusNumber: IO_RESOURCE_DESCRIPTOR_BusNumber;
    /** +0x00 `IO_RESOURCE_DESCRIPTOR_ConfigData` */
    readonly ConfigData: IO_RESOURCE_DESCRIPTOR_ConfigData;
  }
  /** 16 bytes. */
  export interface IO_STACK_Create extends StructView<'IO_STACK_Create'> {
    /** +0x00 `PIO_SECURITY_CONTEXT` */
    SecurityContext: PIO_SECURITY_CONTEXT;
    /** +0x04 `ULONG` */
    Options: ULONG;
    /** +0x08 `USHORT` */
    FileAttributes: USHORT;
    /** +0x0A `USHORT` */
    ShareAccess: USHORT;
    /** +0x0C `ULONG` */
    EaLength: ULONG;
  }
  /** 16 bytes. */
  export interface IO_STACK_Read extends StructView<'IO_STACK_Read'> {
    /** +0x00 `ULONG` */
    Length: ULONG;
    /** +0x04 `ULONG` */
    Key: ULONG;
    /** +0x08 `LARGE_INTEGER` */
    ByteOffset: LARGE_INTEGER;
  }
  /** 16 bytes. */
  export interface IO_STACK_Write extends StructView<'IO_STACK_Write'> {
    /** +0x00 `ULONG` */
    Length: ULONG;
    /** +0x04 `ULONG` */
    Key: ULONG;
    /** +0x08 `LARGE_INTEGER` */
    ByteOffset: LARGE_INTEGER;
  }
  /** 8 bytes. */
  export interface IO_STACK_QueryFile extends StructView<'IO_STACK_QueryFile'> {
    /** +0x00 `ULONG` */
    Length: ULONG;
    /** +0x04 `ULONG` */
    FileInformationClass: ULONG;
  }
  /** 16 bytes. */
  export interface IO_STACK_SetFile extends StructView<'IO_STACK_SetFile'> {
    /** +0x00 `ULONG` */
    Length: ULONG;
    /** +0x04 `ULONG` */
    FileInformationClass: ULONG;
    /** +0x08 `PVOID` */
    FileObject: PVOID;
    /** +0x0C `ULONG` */
    ClusterCount: ULONG;
  }
  /** 8 bytes. */
  export interface IO_STACK_QueryVolume extends StructView<'IO_STACK_QueryVolume'> {
    /** +0x00 `ULONG` */
    Length: ULONG;
    /** +0x04 `ULONG` */
    FsInformationClass: ULONG;
  }
  /** 16 bytes. */
  export interface IO_STACK_DeviceIoControl extends StructView<'IO_STACK_DeviceIoControl'> {
    /** +0x00 `ULONG` */
    OutputBufferLength: ULONG;
    /** +0x04 `ULONG` */
    InputBufferLength: ULONG;
    /** +0x08 `ULONG` */
    IoControlCode: ULONG;
    /** +0x0C `PVOID` */
    Type3InputBuffer: PVOID;
  }
  /** 8 bytes. */
  export interface IO_STACK_QuerySecurity extends StructView<'IO_STACK_QuerySecurity'> {
    /** +0x00 `ULONG` */
    SecurityInformation: ULONG;
    /** +0x04 `ULONG` */
    Length: ULONG;
  }
  /** 8 bytes. */
  export interface IO_STACK_SetSecurity extends StructView<'IO_STACK_SetSecurity'> {
    /** +0x00 `ULONG` */
    SecurityInformation: ULONG;
    /** +0x04 `PVOID` */
    SecurityDescriptor: PVOID;
  }
  /** 8 bytes. */
  export interface IO_STACK_MountVolume extends StructView<'IO_STACK_MountVolume'> {
    /** +0x00 `PVOID` */
    Vpb: PVOID;
    /** +0x04 `PVOID` */
    DeviceObject: PVOID;
  }
  /** 8 bytes. */
  export interface IO_STACK_VerifyVolume extends StructView<'IO_STACK_VerifyVolume'> {
    /** +0x00 `PVOID` */
    Vpb: PVOID;
    /** +0x04 `PVOID` */
    DeviceObject: PVOID;
  }
  /** 4 bytes. */
  export interface IO_STACK_Scsi extends StructView<'IO_STACK_Scsi'> {
    /** +0x00 `PSCSI_REQUEST_BLOCK` */
    Srb: PSCSI_REQUEST_BLOCK;
  }
  /** 4 bytes. */
  export interface IO_STACK_QueryDeviceRelations extends StructView<'IO_STACK_QueryDeviceRelations'> {
    /** +0x00 `DEVICE_RELATION_TYPE` */
    Type: DEVICE_RELATION_TYPE;
  }
  /** 16 bytes. */
  export interface IO_STACK_QueryInterface extends StructView<'IO_STACK_QueryInterface'> {
    /** +0x00 `PGUID` */
    InterfaceType: PGUID;
    /** +0x04 `USHORT` */
    Size: USHORT;
    /** +0x06 `USHORT` */
    Version: USHORT;
    /** +0x08 `PINTERFACE` */
    Interface: PINTERFACE;
    /** +0x0C `PVOID` */
    InterfaceSpecificData: PVOID;
  }
  /** 4 bytes. */
  export interface IO_STACK_DeviceCapabilities extends StructView<'IO_STACK_DeviceCapabilities'> {
    /** +0x00 `PDEVICE_CAPABILITIES` */
    Capabilities: PDEVICE_CAPABILITIES;
  }
  /** 4 bytes. */
  export interface IO_STACK_FilterResourceRequirements extends StructView<'IO_STACK_FilterResourceRequirements'> {
    /** +0x00 `PIO_RESOURCE_REQUIREMENTS_LIST` */
    IoResourceRequirementList: PIO_RESOURCE_REQUIREMENTS_LIST;
  }
  /** 16 bytes. */
  export interface IO_STACK_ReadWriteConfig extends StructView<'IO_STACK_ReadWriteConfig'> {
    /** +0x00 `ULONG` */
    WhichSpace: ULONG;
    /** +0x04 `PVOID` */
    Buffer: PVOID;
    /** +0x08 `ULONG` */
    Offset: ULONG;
    /** +0x0C `ULONG` */
    Length: ULONG;
  }
  /** 1 bytes. */
  export interface IO_STACK_SetLock extends StructView<'IO_STACK_SetLock'> {
    /** +0x00 `BOOLEAN` */
    Lock: BOOLEAN;
  }
  /** 4 bytes. */
  export interface IO_STACK_QueryId extends StructView<'IO_STACK_QueryId'> {
    /** +0x00 `BUS_QUERY_ID_TYPE` */
    IdType: BUS_QUERY_ID_TYPE;
  }
  /** 8 bytes. */
  export interface IO_STACK_QueryDeviceText extends StructView<'IO_STACK_QueryDeviceText'> {
    /** +0x00 `DEVICE_TEXT_TYPE` */
    DeviceTextType: DEVICE_TEXT_TYPE;
    /** +0x04 `ULONG` */
    LocaleId: ULONG;
  }
  /** 8 bytes. */
  export interface IO_STACK_UsageNotification extends StructView<'IO_STACK_UsageNotification'> {
    /** +0x00 `BOOLEAN` */
    InPath: BOOLEAN;
    /** +0x01 `BOOLEAN[3]` */
    readonly Reserved: ArrayView<BOOLEAN>;
    /** +0x04 `DEVICE_USAGE_NOTIFICATION_TYPE` */
    Type: DEVICE_USAGE_NOTIFICATION_TYPE;
  }
  /** 4 bytes. */
  export interface IO_STACK_WaitWake extends StructView<'IO_STACK_WaitWake'> {
    /** +0x00 `SYSTEM_POWER_STATE` */
    PowerState: SYSTEM_POWER_STATE;
  }
  /** 4 bytes. */
  export interface IO_STACK_PowerSequence extends StructView<'IO_STACK_PowerSequence'> {
    /** +0x00 `PPOWER_SEQUENCE` */
    PowerSequence: PPOWER_SEQUENCE;
  }
  /** 16 bytes. */
  export interface IO_STACK_Power extends StructView<'IO_STACK_Power'> {
    /** +0x00 `ULONG` */
    SystemContext: ULONG;
    /** +0x00 `SYSTEM_POWER_STATE_CONTEXT` */
    readonly SystemPowerStateContext: SYSTEM_POWER_STATE_CONTEXT;
    /** +0x04 `POWER_STATE_TYPE` */
    Type: POWER_STATE_TYPE;
    /** +0x08 `POWER_STATE` */
    readonly State: POWER_STATE;
    /** +0x0C `POWER_ACTION` */
    ShutdownType: POWER_ACTION;
  }
  /** 8 bytes. */
  export interface IO_STACK_StartDevice extends StructView<'IO_STACK_StartDevice'> {
    /** +0x00 `PCM_RESOURCE_LIST` */
    AllocatedResources: PCM_RESOURCE_LIST;
    /** +0x04 `PCM_RESOURCE_LIST` */
    AllocatedResourcesTranslated: PCM_RESOURCE_LIST;
  }
  /** 16 bytes. */
  export interface IO_STACK_WMI extends StructView<'IO_STACK_WMI'> {
    /** +0x00 `ULONG_PTR` */
    ProviderId: ULONG_PTR;
    /** +0x04 `PVOID` */
    DataPath: PVOID;
    /** +0x08 `ULONG` */
    BufferSize: ULONG;
    /** +0x0C `PVOID` */
    Buffer: PVOID;
  }
  /** 16 bytes. */
  export interface IO_STACK_Others extends StructView<'IO_STACK_Others'> {
    /** +0x00 `PVOID` */
    Argument1: PVOID;
    /** +0x04 `PVOID` */
    Argument2: PVOID;
    /** +0x08 `PVOID` */
    Argument3: PVOID;
    /** +0x0C `PVOID` */
    Argument4: PVOID;
  }
  /** 4 bytes. */
  export interface IRP_AssociatedIrp extends StructView<'IRP_AssociatedIrp'> {
    /** +0x00 `PIRP` */
    MasterIrp: PIRP;
    /** +0x00 `LONG` */
    IrpCount: LONG;
    /** +0x00 `PVOID` */
    SystemBuffer: PVOID;
  }
  /** 8 bytes. */
  export interface IRP_AsynchronousParameters extends StructView<'IRP_AsynchronousParameters'> {
    /** +0x00 `PVOID` */
    UserApcRoutine: PVOID;
    /** +0x04 `PVOID` */
    UserApcContext: PVOID;
  }
  /** 8 bytes. */
  export interface IRP_Overlay extends StructView<'IRP_Overlay'> {
    /** +0x00 `IRP_AsynchronousParameters` */
    readonly AsynchronousParameters: IRP_AsynchronousParameters;
    /** +0x00 `LARGE_INTEGER` */
    AllocationSize: LARGE_INTEGER;
  }
  /** 40 bytes. */
  export interface IRP_Tail_Overlay extends StructView<'IRP_Tail_Overlay'> {
    /** +0x00 `PVOID[4]` */
    readonly DriverContext: ArrayView<PVOID>;
    /** +0x00 `KDEVICE_QUEUE_ENTRY` */
    readonly DeviceQueueEntry: KDEVICE_QUEUE_ENTRY;
    /** +0x10 `PVOID` */
    Thread: PVOID;
    /** +0x14 `PVOID` */
    AuxiliaryBuffer: PVOID;
    /** +0x18 `LIST_ENTRY` */
    readonly ListEntry: LIST_ENTRY;
    /** +0x20 `PIO_STACK_LOCATION` */
    CurrentStackLocation: PIO_STACK_LOCATION;
    /** +0x20 `ULONG` */
    PacketType: ULONG;
    /** +0x24 `PFILE_OBJECT` */
    OriginalFileObject: PFILE_OBJECT;
  }
  /** 48 bytes. */
  export interface IRP_Tail extends StructView<'IRP_Tail'> {
    /** +0x00 `IRP_Tail_Overlay` */
    readonly Overlay: IRP_Tail_Overlay;
    /** +0x00 `KAPC` */
    readonly Apc: KAPC;
    /** +0x00 `PVOID` */
    CompletionKey: PVOID;
  }
  /** 16 bytes. */
  export interface PEP_PERF_RANGE extends StructView<'PEP_PERF_RANGE'> {
    /** +0x00 `ULONGLONG` */
    Minimum: ULONGLONG;
    /** +0x08 `ULONGLONG` */
    Maximum: ULONGLONG;
  }
  /** 8 bytes. */
  export interface PEP_PERF_DISCRETE extends StructView<'PEP_PERF_DISCRETE'> {
    /** +0x00 `ULONG` */
    Count: ULONG;
    /** +0x04 `PPEP_PERF_STATE` */
    States: PPEP_PERF_STATE;
  }
  /** 16 bytes. */
  export interface PEP_QUERY_PERF_RANGE extends StructView<'PEP_QUERY_PERF_RANGE'> {
    /** +0x00 `ULONGLONG` */
    Minimum: ULONGLONG;
    /** +0x08 `ULONGLONG` */
    Maximum: ULONGLONG;
  }
  /** 4 bytes. */
  export interface PEP_QUERY_PERF_DISCRETE extends StructView<'PEP_QUERY_PERF_DISCRETE'> {
    /** +0x00 `ULONG` */
    Count: ULONG;
  }
  /** 16 bytes. */
  export interface PO_FX_PERF_RANGE extends StructView<'PO_FX_PERF_RANGE'> {
    /** +0x00 `ULONGLONG` */
    Minimum: ULONGLONG;
    /** +0x08 `ULONGLONG` */
    Maximum: ULONGLONG;
  }
  /** 8 bytes. */
  export interface PO_FX_PERF_DISCRETE extends StructView<'PO_FX_PERF_DISCRETE'> {
    /** +0x00 `ULONG` */
    Count: ULONG;
    /** +0x04 `PPO_FX_PERF_STATE` */
    States: PPO_FX_PERF_STATE;
  }
  /** 8 bytes. */
  export interface STOR_LOCK_HANDLE_QUEUE extends StructView<'STOR_LOCK_HANDLE_QUEUE'> {
    /** +0x00 `PVOID` */
    Next: PVOID;
    /** +0x04 `PVOID` */
    Lock: PVOID;
  }
  /** 12 bytes. */
  export interface STOR_LOCK_HANDLE_CONTEXT extends StructView<'STOR_LOCK_HANDLE_CONTEXT'> {
    /** +0x00 `STOR_LOCK_HANDLE_QUEUE` */
    readonly LockQueue: STOR_LOCK_HANDLE_QUEUE;
    /** +0x08 `KIRQL` */
    OldIrql: KIRQL;
  }
  /** Registers of the adapter, as Plug and Play has assigned them. 16 bytes. */
  export interface ACCESS_RANGE extends StructView<'ACCESS_RANGE'> {
    /** +0x00 `LARGE_INTEGER` */
    RangeStart: LARGE_INTEGER;
    /** +0x08 `ULONG`: Bytes. */
    RangeLength: ULONG;
    /** +0x0C `BOOLEAN`: FALSE: I/O ports. */
    RangeInMemory: BOOLEAN;
  }
  export const ACCESS_RANGE: StructClass<ACCESS_RANGE>;
  /** Counted text of single bytes. 8 bytes. */
  export interface ANSI_STRING extends StructView<'ANSI_STRING'> {
    /** +0x00 `USHORT` */
    Length: USHORT;
    /** +0x02 `USHORT` */
    MaximumLength: USHORT;
    /** +0x04 `PVOID` */
    Buffer: PVOID;
  }
  export const ANSI_STRING: StructClass<ANSI_STRING>;
  /** Access to configuration space at any IRQL up to DISPATCH_LEVEL. 32 bytes. */
  export interface BUS_INTERFACE_STANDARD extends StructView<'BUS_INTERFACE_STANDARD'> {
    /** +0x00 `USHORT` */
    Size: USHORT;
    /** +0x02 `USHORT` */
    Version: USHORT;
    /** +0x04 `PVOID` */
    Context: PVOID;
    /** +0x08 `PINTERFACE_REFERENCE` */
    InterfaceReference: PINTERFACE_REFERENCE;
    /** +0x0C `PINTERFACE_DEREFERENCE` */
    InterfaceDereference: PINTERFACE_DEREFERENCE;
    /** +0x10 `PTRANSLATE_BUS_ADDRESS` */
    TranslateBusAddress: PTRANSLATE_BUS_ADDRESS;
    /** +0x14 `PGET_DMA_ADAPTER` */
    GetDmaAdapter: PGET_DMA_ADAPTER;
    /** +0x18 `PGET_SET_DEVICE_DATA` */
    SetBusData: PGET_SET_DEVICE_DATA;
    /** +0x1C `PGET_SET_DEVICE_DATA` */
    GetBusData: PGET_SET_DEVICE_DATA;
  }
  export const BUS_INTERFACE_STANDARD: StructClass<BUS_INTERFACE_STANDARD>;
  /** 8 bytes. */
  export interface CLIENT_ID extends StructView<'CLIENT_ID'> {
    /** +0x00 `PVOID` */
    UniqueProcess: PVOID;
    /** +0x04 `PVOID` */
    UniqueThread: PVOID;
  }
  export const CLIENT_ID: StructClass<CLIENT_ID>;
  /** 32 bytes. */
  export interface CM_FULL_RESOURCE_DESCRIPTOR extends StructView<'CM_FULL_RESOURCE_DESCRIPTOR'> {
    /** +0x00 `INTERFACE_TYPE` */
    InterfaceType: INTERFACE_TYPE;
    /** +0x04 `ULONG` */
    BusNumber: ULONG;
    /** +0x08 `CM_PARTIAL_RESOURCE_LIST` */
    readonly PartialResourceList: CM_PARTIAL_RESOURCE_LIST;
  }
  export const CM_FULL_RESOURCE_DESCRIPTOR: StructClass<CM_FULL_RESOURCE_DESCRIPTOR>;
  /** 16 bytes. */
  export interface CM_PARTIAL_RESOURCE_DESCRIPTOR extends StructView<'CM_PARTIAL_RESOURCE_DESCRIPTOR'> {
    /** +0x00 `UCHAR` */
    Type: UCHAR;
    /** +0x01 `UCHAR` */
    ShareDisposition: UCHAR;
    /** +0x02 `USHORT` */
    Flags: USHORT;
    /** +0x04 `CM_PARTIAL_RESOURCE_DESCRIPTOR_u` */
    readonly u: CM_PARTIAL_RESOURCE_DESCRIPTOR_u;
  }
  export const CM_PARTIAL_RESOURCE_DESCRIPTOR: StructClass<CM_PARTIAL_RESOURCE_DESCRIPTOR>;
  /** 24 bytes. */
  export interface CM_PARTIAL_RESOURCE_LIST extends StructView<'CM_PARTIAL_RESOURCE_LIST'> {
    /** +0x00 `USHORT` */
    Version: USHORT;
    /** +0x02 `USHORT` */
    Revision: USHORT;
    /** +0x04 `ULONG` */
    Count: ULONG;
    /** +0x08 `CM_PARTIAL_RESOURCE_DESCRIPTOR[]` */
    readonly PartialDescriptors: ArrayView<CM_PARTIAL_RESOURCE_DESCRIPTOR>;
  }
  export const CM_PARTIAL_RESOURCE_LIST: StructClass<CM_PARTIAL_RESOURCE_LIST>;
  /** The resources of a device, as IRP_MN_START_DEVICE brings them. 36 bytes. */
  export interface CM_RESOURCE_LIST extends StructView<'CM_RESOURCE_LIST'> {
    /** +0x00 `ULONG` */
    Count: ULONG;
    /** +0x04 `CM_FULL_RESOURCE_DESCRIPTOR[]` */
    readonly List: ArrayView<CM_FULL_RESOURCE_DESCRIPTOR>;
  }
  export const CM_RESOURCE_LIST: StructClass<CM_RESOURCE_LIST>;
  /** Why a driver needs the system; the flags say which of the two it is. 28 bytes. */
  export interface COUNTED_REASON_CONTEXT extends StructView<'COUNTED_REASON_CONTEXT'> {
    /** +0x00 `ULONG`: POWER_REQUEST_CONTEXT_VERSION */
    Version: ULONG;
    /** +0x04 `ULONG` */
    Flags: ULONG;
    /** +0x08 `UNICODE_STRING` */
    readonly ResourceFileName: UNICODE_STRING;
    /** +0x10 `USHORT` */
    ResourceReasonId: USHORT;
    /** +0x14 `ULONG` */
    StringCount: ULONG;
    /** +0x18 `PUNICODE_STRING` */
    ReasonStrings: PUNICODE_STRING;
    /** +0x08 `UNICODE_STRING` */
    readonly SimpleString: UNICODE_STRING;
  }
  export const COUNTED_REASON_CONTEXT: StructClass<COUNTED_REASON_CONTEXT>;
  /** Whether a device may lose its power altogether in D3. @source ns-wdm-_d3cold_support_interface 36 bytes. */
  export interface D3COLD_SUPPORT_INTERFACE extends StructView<'D3COLD_SUPPORT_INTERFACE'> {
    /** +0x00 `USHORT` */
    Size: USHORT;
    /** +0x02 `USHORT` */
    Version: USHORT;
    /** +0x04 `PVOID` */
    Context: PVOID;
    /** +0x08 `PINTERFACE_REFERENCE` */
    InterfaceReference: PINTERFACE_REFERENCE;
    /** +0x0C `PINTERFACE_DEREFERENCE` */
    InterfaceDereference: PINTERFACE_DEREFERENCE;
    /** +0x10 `PSET_D3COLD_SUPPORT` */
    SetD3ColdSupport: PSET_D3COLD_SUPPORT;
    /** +0x14 `PGET_IDLE_WAKE_INFO` */
    GetIdleWakeInfo: PGET_IDLE_WAKE_INFO;
    /** +0x18 `PGET_D3COLD_CAPABILITY` */
    GetD3ColdCapability: PGET_D3COLD_CAPABILITY;
    /** +0x1C `PGET_D3COLD_CAPABILITY` */
    GetBusDriverD3ColdSupport: PGET_D3COLD_CAPABILITY;
    /** +0x20 `PGET_D3COLD_LAST_TRANSITION_STATUS` */
    GetLastTransitionStatus: PGET_D3COLD_LAST_TRANSITION_STATUS;
  }
  export const D3COLD_SUPPORT_INTERFACE: StructClass<D3COLD_SUPPORT_INTERFACE>;
  /** 64 bytes. */
  export interface DEVICE_CAPABILITIES extends StructView<'DEVICE_CAPABILITIES'> {
    /** +0x00 `USHORT` */
    Size: USHORT;
    /** +0x02 `USHORT` */
    Version: USHORT;
    /** +0x04 `ULONG : 1` */
    DeviceD1: ULONG;
    /** +0x04 `ULONG : 1` */
    DeviceD2: ULONG;
    /** +0x04 `ULONG : 1` */
    LockSupported: ULONG;
    /** +0x04 `ULONG : 1` */
    EjectSupported: ULONG;
    /** +0x04 `ULONG : 1` */
    Removable: ULONG;
    /** +0x04 `ULONG : 1` */
    DockDevice: ULONG;
    /** +0x04 `ULONG : 1` */
    UniqueID: ULONG;
    /** +0x04 `ULONG : 1` */
    SilentInstall: ULONG;
    /** +0x04 `ULONG : 1` */
    RawDeviceOK: ULONG;
    /** +0x04 `ULONG : 1` */
    SurpriseRemovalOK: ULONG;
    /** +0x04 `ULONG : 1` */
    WakeFromD0: ULONG;
    /** +0x04 `ULONG : 1` */
    WakeFromD1: ULONG;
    /** +0x04 `ULONG : 1` */
    WakeFromD2: ULONG;
    /** +0x04 `ULONG : 1` */
    WakeFromD3: ULONG;
    /** +0x04 `ULONG : 1` */
    HardwareDisabled: ULONG;
    /** +0x04 `ULONG : 1` */
    NonDynamic: ULONG;
    /** +0x04 `ULONG : 1` */
    WarmEjectSupported: ULONG;
    /** +0x04 `ULONG : 1` */
    NoDisplayInUI: ULONG;
    /** +0x04 `ULONG : 1` */
    Reserved1: ULONG;
    /** +0x04 `ULONG : 1` */
    WakeFromInterrupt: ULONG;
    /** +0x04 `ULONG : 1` */
    SecureDevice: ULONG;
    /** +0x04 `ULONG : 1` */
    ChildOfVgaEnabledBridge: ULONG;
    /** +0x04 `ULONG : 1` */
    DecodeIoOnBoot: ULONG;
    /** +0x04 `ULONG : 9` */
    Reserved: ULONG;
    /** +0x08 `ULONG` */
    Address: ULONG;
    /** +0x0C `ULONG` */
    UINumber: ULONG;
    /** +0x10 `DEVICE_POWER_STATE[7]`: The highest device state that each system state allows; the index is a SYSTEM_POWER_STATE. */
    readonly DeviceState: ArrayView<DEVICE_POWER_STATE>;
    /** +0x2C `SYSTEM_POWER_STATE` */
    SystemWake: SYSTEM_POWER_STATE;
    /** +0x30 `DEVICE_POWER_STATE` */
    DeviceWake: DEVICE_POWER_STATE;
    /** +0x34 `ULONG`: Units of 100 us. */
    D1Latency: ULONG;
    /** +0x38 `ULONG` */
    D2Latency: ULONG;
    /** +0x3C `ULONG` */
    D3Latency: ULONG;
  }
  export const DEVICE_CAPABILITIES: StructClass<DEVICE_CAPABILITIES>;
  /** What a device can do by itself on the bus. 64 bytes. */
  export interface DEVICE_DESCRIPTION extends StructView<'DEVICE_DESCRIPTION'> {
    /** +0x00 `ULONG` */
    Version: ULONG;
    /** +0x04 `BOOLEAN` */
    Master: BOOLEAN;
    /** +0x05 `BOOLEAN` */
    ScatterGather: BOOLEAN;
    /** +0x06 `BOOLEAN` */
    DemandMode: BOOLEAN;
    /** +0x07 `BOOLEAN` */
    AutoInitialize: BOOLEAN;
    /** +0x08 `BOOLEAN` */
    Dma32BitAddresses: BOOLEAN;
    /** +0x09 `BOOLEAN` */
    IgnoreCount: BOOLEAN;
    /** +0x0A `BOOLEAN` */
    Reserved1: BOOLEAN;
    /** +0x0B `BOOLEAN` */
    Dma64BitAddresses: BOOLEAN;
    /** +0x0C `ULONG` */
    BusNumber: ULONG;
    /** +0x10 `ULONG` */
    DmaChannel: ULONG;
    /** +0x14 `INTERFACE_TYPE` */
    InterfaceType: INTERFACE_TYPE;
    /** +0x18 `ULONG` */
    DmaWidth: ULONG;
    /** +0x1C `ULONG` */
    DmaSpeed: ULONG;
    /** +0x20 `ULONG` */
    MaximumLength: ULONG;
    /** +0x24 `ULONG` */
    DmaPort: ULONG;
    /** +0x28 `ULONG` */
    DmaAddressWidth: ULONG;
    /** +0x2C `ULONG` */
    DmaControllerInstance: ULONG;
    /** +0x30 `ULONG` */
    DmaRequestLine: ULONG;
    /** +0x38 `LARGE_INTEGER` */
    DeviceAddress: LARGE_INTEGER;
  }
  export const DEVICE_DESCRIPTION: StructClass<DEVICE_DESCRIPTION>;
  /** 40 bytes. */
  export interface DEVICE_INTERFACE_CHANGE_NOTIFICATION extends StructView<'DEVICE_INTERFACE_CHANGE_NOTIFICATION'> {
    /** +0x00 `USHORT` */
    Version: USHORT;
    /** +0x02 `USHORT` */
    Size: USHORT;
    /** +0x04 `GUID` */
    readonly Event: GUID;
    /** +0x14 `GUID` */
    readonly InterfaceClassGuid: GUID;
    /** +0x24 `PUNICODE_STRING` */
    SymbolicLinkName: PUNICODE_STRING;
  }
  export const DEVICE_INTERFACE_CHANGE_NOTIFICATION: StructClass<DEVICE_INTERFACE_CHANGE_NOTIFICATION>;
  /** 184 bytes. */
  export interface DEVICE_OBJECT extends StructView<'DEVICE_OBJECT'> {
    /** +0x00 `CSHORT` */
    Type: SHORT;
    /** +0x02 `USHORT` */
    Size: USHORT;
    /** +0x04 `LONG` */
    ReferenceCount: LONG;
    /** +0x08 `PDRIVER_OBJECT` */
    DriverObject: DRIVER_OBJECT;
    /** +0x0C `PDEVICE_OBJECT`: The next device object of the same driver. */
    NextDevice: PDEVICE_OBJECT;
    /** +0x10 `PDEVICE_OBJECT`: The device object directly above this one in its stack. */
    AttachedDevice: PDEVICE_OBJECT;
    /** +0x14 `PIRP` */
    CurrentIrp: PIRP;
    /** +0x18 `PVOID` */
    Timer: PVOID;
    /** +0x1C `ULONG` */
    Flags: ULONG;
    /** +0x20 `ULONG` */
    Characteristics: ULONG;
    /** +0x24 `PVPB` */
    Vpb: PVPB;
    /** +0x28 `PVOID` */
    DeviceExtension: PVOID;
    /** +0x2C `ULONG` */
    DeviceType: ULONG;
    /** +0x30 `CCHAR`: Stack locations that an IRP to this device needs. */
    StackSize: CCHAR;
    /** +0x34 `DEVICE_OBJECT_Queue` */
    readonly Queue: DEVICE_OBJECT_Queue;
    /** +0x5C `ULONG` */
    AlignmentRequirement: ULONG;
    /** +0x60 `KDEVICE_QUEUE` */
    readonly DeviceQueue: KDEVICE_QUEUE;
    /** +0x74 `KDPC` */
    readonly Dpc: KDPC;
    /** +0x94 `ULONG` */
    ActiveThreadCount: ULONG;
    /** +0x98 `PVOID` */
    SecurityDescriptor: PVOID;
    /** +0x9C `KEVENT` */
    readonly DeviceLock: KEVENT;
    /** +0xAC `USHORT` */
    SectorSize: USHORT;
    /** +0xAE `USHORT` */
    Spare1: USHORT;
    /** +0xB0 `PDEVOBJ_EXTENSION` */
    DeviceObjectExtension: DEVOBJ_EXTENSION;
    /** +0xB4 `PVOID` */
    Reserved: PVOID;
  }
  export const DEVICE_OBJECT: StructClass<DEVICE_OBJECT>;
  /** Device objects that belong together in one way; each holds a reference. 8 bytes. */
  export interface DEVICE_RELATIONS extends StructView<'DEVICE_RELATIONS'> {
    /** +0x00 `ULONG` */
    Count: ULONG;
    /** +0x04 `struct _DEVICE_OBJECT *[]` */
    readonly Objects: ArrayView<PDEVICE_OBJECT>;
  }
  export const DEVICE_RELATIONS: StructClass<DEVICE_RELATIONS>;
  /** The I/O manager's own part of a device object. Only the first three fields are for drivers. 48 bytes. */
  export interface DEVOBJ_EXTENSION extends StructView<'DEVOBJ_EXTENSION'> {
    /** +0x00 `CSHORT` */
    Type: SHORT;
    /** +0x02 `USHORT` */
    Size: USHORT;
    /** +0x04 `PDEVICE_OBJECT` */
    DeviceObject: PDEVICE_OBJECT;
    /** +0x08 `ULONG` */
    PowerFlags: ULONG;
    /** +0x0C `PVOID` */
    Dope: PVOID;
    /** +0x10 `ULONG` */
    ExtensionFlags: ULONG;
    /** +0x14 `PVOID` */
    DeviceNode: PVOID;
    /** +0x18 `PDEVICE_OBJECT`: The device object directly below this one in its stack. */
    AttachedTo: PDEVICE_OBJECT;
    /** +0x1C `LONG` */
    StartIoCount: LONG;
    /** +0x20 `LONG` */
    StartIoKey: LONG;
    /** +0x24 `ULONG` */
    StartIoFlags: ULONG;
    /** +0x28 `PVPB` */
    Vpb: PVPB;
    /** +0x2C `ULONG`: The number by which the sandbox knows the device object. */
    SandboxIndex: ULONG;
  }
  export const DEVOBJ_EXTENSION: StructClass<DEVOBJ_EXTENSION>;
  /** 24 bytes. */
  export interface DISK_GEOMETRY extends StructView<'DISK_GEOMETRY'> {
    /** +0x00 `LARGE_INTEGER` */
    Cylinders: LARGE_INTEGER;
    /** +0x08 `MEDIA_TYPE` */
    MediaType: MEDIA_TYPE;
    /** +0x0C `ULONG` */
    TracksPerCylinder: ULONG;
    /** +0x10 `ULONG` */
    SectorsPerTrack: ULONG;
    /** +0x14 `ULONG`: Bytes. */
    BytesPerSector: ULONG;
  }
  export const DISK_GEOMETRY: StructClass<DISK_GEOMETRY>;
  /** 24 bytes. */
  export interface DISK_PARTITION_INFO extends StructView<'DISK_PARTITION_INFO'> {
    /** +0x00 `ULONG`: Bytes of this structure. */
    SizeOfPartitionInfo: ULONG;
    /** +0x04 `ULONG`: PARTITION_STYLE */
    PartitionStyle: ULONG;
    /** +0x08 `UCHAR[16]`: Of a disk with a GUID partition table: its id. */
    readonly DiskId: ArrayView<UCHAR>;
    /** +0x08 `ULONG`: Of a disk with a master boot record. */
    Signature: ULONG;
  }
  export const DISK_PARTITION_INFO: StructClass<DISK_PARTITION_INFO>;
  /** What every object that can be waited for starts with. 16 bytes. */
  export interface DISPATCHER_HEADER extends StructView<'DISPATCHER_HEADER'> {
    /** +0x00 `UCHAR` */
    Type: UCHAR;
    /** +0x01 `UCHAR` */
    Signalling: UCHAR;
    /** +0x02 `UCHAR` */
    Size: UCHAR;
    /** +0x03 `UCHAR` */
    Reserved1: UCHAR;
    /** +0x00 `LONG` */
    Lock: LONG;
    /** +0x04 `LONG` */
    SignalState: LONG;
    /** +0x08 `LIST_ENTRY` */
    readonly WaitListHead: LIST_ENTRY;
  }
  export const DISPATCHER_HEADER: StructClass<DISPATCHER_HEADER>;
  /** 8 bytes. */
  export interface DMA_ADAPTER extends StructView<'DMA_ADAPTER'> {
    /** +0x00 `USHORT` */
    Version: USHORT;
    /** +0x02 `USHORT` */
    Size: USHORT;
    /** +0x04 `PDMA_OPERATIONS` */
    DmaOperations: PDMA_OPERATIONS;
  }
  export const DMA_ADAPTER: StructClass<DMA_ADAPTER>;
  /** 156 bytes. */
  export interface DMA_OPERATIONS extends StructView<'DMA_OPERATIONS'> {
    /** +0x00 `ULONG` */
    Size: ULONG;
    /** +0x04 `PVOID` */
    PutDmaAdapter: PVOID;
    /** +0x08 `PVOID` */
    AllocateCommonBuffer: PVOID;
    /** +0x0C `PVOID` */
    FreeCommonBuffer: PVOID;
    /** +0x10 `PVOID` */
    AllocateAdapterChannel: PVOID;
    /** +0x14 `PVOID` */
    FlushAdapterBuffers: PVOID;
    /** +0x18 `PVOID` */
    FreeAdapterChannel: PVOID;
    /** +0x1C `PVOID` */
    FreeMapRegisters: PVOID;
    /** +0x20 `PVOID` */
    MapTransfer: PVOID;
    /** +0x24 `PVOID` */
    GetDmaAlignment: PVOID;
    /** +0x28 `PVOID` */
    ReadDmaCounter: PVOID;
    /** +0x2C `PVOID` */
    GetScatterGatherList: PVOID;
    /** +0x30 `PVOID` */
    PutScatterGatherList: PVOID;
    /** +0x34 `PVOID` */
    CalculateScatterGatherList: PVOID;
    /** +0x38 `PVOID` */
    BuildScatterGatherList: PVOID;
    /** +0x3C `PVOID` */
    BuildMdlFromScatterGatherList: PVOID;
    /** +0x40 `PVOID` */
    GetDmaAdapterInfo: PVOID;
    /** +0x44 `PVOID` */
    GetDmaTransferInfo: PVOID;
    /** +0x48 `PVOID` */
    InitializeDmaTransferContext: PVOID;
    /** +0x4C `PVOID` */
    AllocateCommonBufferEx: PVOID;
    /** +0x50 `PVOID` */
    AllocateAdapterChannelEx: PVOID;
    /** +0x54 `PVOID` */
    ConfigureAdapterChannel: PVOID;
    /** +0x58 `PVOID` */
    CancelAdapterChannel: PVOID;
    /** +0x5C `PVOID` */
    MapTransferEx: PVOID;
    /** +0x60 `PVOID` */
    GetScatterGatherListEx: PVOID;
    /** +0x64 `PVOID` */
    BuildScatterGatherListEx: PVOID;
    /** +0x68 `PVOID` */
    FlushAdapterBuffersEx: PVOID;
    /** +0x6C `PVOID` */
    FreeAdapterObject: PVOID;
    /** +0x70 `PVOID` */
    CancelMappedTransfer: PVOID;
    /** +0x74 `PVOID` */
    AllocateDomainCommonBuffer: PVOID;
    /** +0x78 `PVOID` */
    FlushDmaBuffer: PVOID;
    /** +0x7C `PVOID` */
    JoinDmaDomain: PVOID;
    /** +0x80 `PVOID` */
    LeaveDmaDomain: PVOID;
    /** +0x84 `PVOID` */
    GetDmaDomain: PVOID;
    /** +0x88 `PVOID` */
    AllocateCommonBufferWithBounds: PVOID;
    /** +0x8C `PVOID` */
    AllocateCommonBufferVector: PVOID;
    /** +0x90 `PVOID` */
    GetCommonBufferFromVectorByIndex: PVOID;
    /** +0x94 `PVOID` */
    FreeCommonBufferFromVector: PVOID;
    /** +0x98 `PVOID` */
    FreeCommonBufferVector: PVOID;
  }
  export const DMA_OPERATIONS: StructClass<DMA_OPERATIONS>;
  /** 20 bytes. */
  export interface DRIVER_EXTENSION extends StructView<'DRIVER_EXTENSION'> {
    /** +0x00 `PDRIVER_OBJECT` */
    DriverObject: DRIVER_OBJECT;
    /** +0x04 `PDRIVER_ADD_DEVICE` */
    AddDevice: PDRIVER_ADD_DEVICE;
    /** +0x08 `ULONG` */
    Count: ULONG;
    /** +0x0C `UNICODE_STRING` */
    readonly ServiceKeyName: UNICODE_STRING;
  }
  export const DRIVER_EXTENSION: StructClass<DRIVER_EXTENSION>;
  /** 168 bytes. */
  export interface DRIVER_OBJECT extends StructView<'DRIVER_OBJECT'> {
    /** +0x00 `CSHORT` */
    Type: SHORT;
    /** +0x02 `CSHORT` */
    Size: SHORT;
    /** +0x04 `PDEVICE_OBJECT`: The first device object of the driver; the others follow through NextDevice. */
    DeviceObject: PDEVICE_OBJECT;
    /** +0x08 `ULONG` */
    Flags: ULONG;
    /** +0x0C `PVOID` */
    DriverStart: PVOID;
    /** +0x10 `ULONG` */
    DriverSize: ULONG;
    /** +0x14 `PVOID` */
    DriverSection: PVOID;
    /** +0x18 `PDRIVER_EXTENSION` */
    DriverExtension: DRIVER_EXTENSION;
    /** +0x1C `UNICODE_STRING` */
    readonly DriverName: UNICODE_STRING;
    /** +0x24 `PUNICODE_STRING` */
    HardwareDatabase: PUNICODE_STRING;
    /** +0x28 `PVOID` */
    FastIoDispatch: PVOID;
    /** +0x2C `PDRIVER_INITIALIZE` */
    DriverInit: PDRIVER_INITIALIZE;
    /** +0x30 `PDRIVER_STARTIO` */
    DriverStartIo: PDRIVER_STARTIO;
    /** +0x34 `PDRIVER_UNLOAD` */
    DriverUnload: PDRIVER_UNLOAD;
    /** +0x38 `PDRIVER_DISPATCH[28]` */
    readonly MajorFunction: ArrayView<PDRIVER_DISPATCH>;
  }
  export const DRIVER_OBJECT: StructClass<DRIVER_OBJECT>;
  /** The answer to IOCTL_SCSI_GET_DUMP_POINTERS: what a dump stack needs of a port driver. 40 bytes. */
  export interface DUMP_POINTERS extends StructView<'DUMP_POINTERS'> {
    /** +0x00 `PVOID` */
    AdapterObject: PVOID;
    /** +0x04 `PVOID` */
    MappedRegisterBase: PVOID;
    /** +0x08 `PVOID`: What the miniport has left for its dump instance. */
    DumpData: PVOID;
    /** +0x0C `PVOID` */
    CommonBufferVa: PVOID;
    /** +0x10 `LARGE_INTEGER` */
    CommonBufferPa: LARGE_INTEGER;
    /** +0x18 `ULONG` */
    CommonBufferSize: ULONG;
    /** +0x1C `BOOLEAN`: TRUE: the dump stack makes the common buffers itself. */
    AllocateCommonBuffers: BOOLEAN;
    /** +0x1D `BOOLEAN` */
    UseDiskDump: BOOLEAN;
    /** +0x1E `UCHAR[2]` */
    readonly Spare1: ArrayView<UCHAR>;
    /** +0x20 `PVOID` */
    DeviceObject: PVOID;
  }
  export const DUMP_POINTERS: StructClass<DUMP_POINTERS>;
  /** 56 bytes. */
  export interface ERESOURCE extends StructView<'ERESOURCE'> {
    /** +0x00 `LIST_ENTRY` */
    readonly SystemResourcesList: LIST_ENTRY;
    /** +0x08 `PVOID` */
    OwnerTable: PVOID;
    /** +0x0C `SHORT` */
    ActiveCount: SHORT;
    /** +0x0E `USHORT` */
    Flag: USHORT;
    /** +0x10 `PVOID` */
    SharedWaiters: PVOID;
    /** +0x14 `PVOID` */
    ExclusiveWaiters: PVOID;
    /** +0x18 `OWNER_ENTRY` */
    readonly OwnerEntry: OWNER_ENTRY;
    /** +0x20 `ULONG` */
    ActiveEntries: ULONG;
    /** +0x24 `ULONG` */
    ContentionCount: ULONG;
    /** +0x28 `ULONG` */
    NumberOfSharedWaiters: ULONG;
    /** +0x2C `ULONG` */
    NumberOfExclusiveWaiters: ULONG;
    /** +0x30 `PVOID` */
    Address: PVOID;
    /** +0x34 `KSPIN_LOCK` */
    SpinLock: ULONG_PTR;
  }
  export const ERESOURCE: StructClass<ERESOURCE>;
  /** 112 bytes. */
  export interface FAST_IO_DISPATCH extends StructView<'FAST_IO_DISPATCH'> {
    /** +0x00 `ULONG` */
    SizeOfFastIoDispatch: ULONG;
    /** +0x04 `PVOID` */
    FastIoCheckIfPossible: PVOID;
    /** +0x08 `PVOID` */
    FastIoRead: PVOID;
    /** +0x0C `PVOID` */
    FastIoWrite: PVOID;
    /** +0x10 `PVOID` */
    FastIoQueryBasicInfo: PVOID;
    /** +0x14 `PVOID` */
    FastIoQueryStandardInfo: PVOID;
    /** +0x18 `PVOID` */
    FastIoLock: PVOID;
    /** +0x1C `PVOID` */
    FastIoUnlockSingle: PVOID;
    /** +0x20 `PVOID` */
    FastIoUnlockAll: PVOID;
    /** +0x24 `PVOID` */
    FastIoUnlockAllByKey: PVOID;
    /** +0x28 `PVOID` */
    FastIoDeviceControl: PVOID;
    /** +0x2C `PVOID` */
    AcquireFileForNtCreateSection: PVOID;
    /** +0x30 `PVOID` */
    ReleaseFileForNtCreateSection: PVOID;
    /** +0x34 `PVOID` */
    FastIoDetachDevice: PVOID;
    /** +0x38 `PVOID` */
    FastIoQueryNetworkOpenInfo: PVOID;
    /** +0x3C `PVOID` */
    AcquireForModWrite: PVOID;
    /** +0x40 `PVOID` */
    MdlRead: PVOID;
    /** +0x44 `PVOID` */
    MdlReadComplete: PVOID;
    /** +0x48 `PVOID` */
    PrepareMdlWrite: PVOID;
    /** +0x4C `PVOID` */
    MdlWriteComplete: PVOID;
    /** +0x50 `PVOID` */
    FastIoReadCompressed: PVOID;
    /** +0x54 `PVOID` */
    FastIoWriteCompressed: PVOID;
    /** +0x58 `PVOID` */
    MdlReadCompleteCompressed: PVOID;
    /** +0x5C `PVOID` */
    MdlWriteCompleteCompressed: PVOID;
    /** +0x60 `PVOID` */
    FastIoQueryOpen: PVOID;
    /** +0x64 `PVOID` */
    ReleaseForModWrite: PVOID;
    /** +0x68 `PVOID` */
    AcquireForCcFlush: PVOID;
    /** +0x6C `PVOID` */
    ReleaseForCcFlush: PVOID;
  }
  export const FAST_IO_DISPATCH: StructClass<FAST_IO_DISPATCH>;
  /** 32 bytes. */
  export interface FAST_MUTEX extends StructView<'FAST_MUTEX'> {
    /** +0x00 `LONG` */
    Count: LONG;
    /** +0x04 `PVOID` */
    Owner: PVOID;
    /** +0x08 `ULONG` */
    Contention: ULONG;
    /** +0x0C `KEVENT` */
    readonly Event: KEVENT;
    /** +0x1C `ULONG` */
    OldIrql: ULONG;
  }
  export const FAST_MUTEX: StructClass<FAST_MUTEX>;
  /** 128 bytes. */
  export interface FILE_OBJECT extends StructView<'FILE_OBJECT'> {
    /** +0x00 `CSHORT` */
    Type: SHORT;
    /** +0x02 `CSHORT` */
    Size: SHORT;
    /** +0x04 `PDEVICE_OBJECT` */
    DeviceObject: PDEVICE_OBJECT;
    /** +0x08 `PVPB` */
    Vpb: PVPB;
    /** +0x0C `PVOID` */
    FsContext: PVOID;
    /** +0x10 `PVOID` */
    FsContext2: PVOID;
    /** +0x14 `PVOID` */
    SectionObjectPointer: PVOID;
    /** +0x18 `PVOID` */
    PrivateCacheMap: PVOID;
    /** +0x1C `NTSTATUS` */
    FinalStatus: NTSTATUS;
    /** +0x20 `PFILE_OBJECT` */
    RelatedFileObject: PFILE_OBJECT;
    /** +0x24 `BOOLEAN` */
    LockOperation: BOOLEAN;
    /** +0x25 `BOOLEAN` */
    DeletePending: BOOLEAN;
    /** +0x26 `BOOLEAN` */
    ReadAccess: BOOLEAN;
    /** +0x27 `BOOLEAN` */
    WriteAccess: BOOLEAN;
    /** +0x28 `BOOLEAN` */
    DeleteAccess: BOOLEAN;
    /** +0x29 `BOOLEAN` */
    SharedRead: BOOLEAN;
    /** +0x2A `BOOLEAN` */
    SharedWrite: BOOLEAN;
    /** +0x2B `BOOLEAN` */
    SharedDelete: BOOLEAN;
    /** +0x2C `ULONG` */
    Flags: ULONG;
    /** +0x30 `UNICODE_STRING` */
    readonly FileName: UNICODE_STRING;
    /** +0x38 `LARGE_INTEGER` */
    CurrentByteOffset: LARGE_INTEGER;
    /** +0x40 `ULONG` */
    Waiters: ULONG;
    /** +0x44 `ULONG` */
    Busy: ULONG;
    /** +0x48 `PVOID` */
    LastLock: PVOID;
    /** +0x4C `KEVENT` */
    readonly Lock: KEVENT;
    /** +0x5C `KEVENT` */
    readonly Event: KEVENT;
    /** +0x6C `PVOID` */
    CompletionContext: PVOID;
    /** +0x70 `KSPIN_LOCK` */
    IrpListLock: ULONG_PTR;
    /** +0x74 `LIST_ENTRY` */
    readonly IrpList: LIST_ENTRY;
    /** +0x7C `PVOID` */
    FileObjectExtension: PVOID;
  }
  export const FILE_OBJECT: StructClass<FILE_OBJECT>;
  /** What every routine of a dump filter is called with. The system's: a filter only reads it. 80 bytes. */
  export interface FILTER_EXTENSION extends StructView<'FILTER_EXTENSION'> {
    /** +0x00 `FILTER_DUMP_TYPE`: For a crash, or for a hibernation: each has a copy of the filter. */
    DumpType: FILTER_DUMP_TYPE;
    /** +0x04 `PDEVICE_OBJECT`: Top of the stack of the volume or disk with the file. For IOCTLs, in DriverEntry alone. */
    DeviceObject: PDEVICE_OBJECT;
    /** +0x08 `DISK_GEOMETRY` */
    readonly Geometry: DISK_GEOMETRY;
    /** +0x20 `LARGE_INTEGER`: Bytes. */
    DiskSize: LARGE_INTEGER;
    /** +0x28 `DISK_PARTITION_INFO` */
    readonly PartitionInfo: DISK_PARTITION_INFO;
    /** +0x40 `PVOID`: The filter's own, from FILTER_INITIALIZATION_DATA. */
    DumpData: PVOID;
    /** +0x44 `ULONG`: Bytes of this structure. */
    Size: ULONG;
    /** +0x48 `ULONG` */
    Flags: ULONG;
  }
  export const FILTER_EXTENSION: StructClass<FILTER_EXTENSION>;
  /** The second argument of a dump filter's DriverEntry, which fills it in. 44 bytes. */
  export interface FILTER_INITIALIZATION_DATA extends StructView<'FILTER_INITIALIZATION_DATA'> {
    /** +0x00 `ULONG`: DUMP_FILTER_MAJOR_VERSION, or DUMP_FILTER_MAJOR_VERSION_1 for a filter without DumpRead. */
    MajorVersion: ULONG;
    /** +0x04 `ULONG`: DUMP_FILTER_MINOR_VERSION */
    MinorVersion: ULONG;
    /** +0x08 `PDUMP_START` */
    DumpStart: PDUMP_START;
    /** +0x0C `PDUMP_WRITE` */
    DumpWrite: PDUMP_WRITE;
    /** +0x10 `PDUMP_FINISH` */
    DumpFinish: PDUMP_FINISH;
    /** +0x14 `PDUMP_UNLOAD` */
    DumpUnload: PDUMP_UNLOAD;
    /** +0x18 `PVOID`: Comes back in FILTER_EXTENSION. */
    DumpData: PVOID;
    /** +0x1C `ULONG`: In: pages of the largest write or read; never 0. */
    MaxPagesPerWrite: ULONG;
    /** +0x20 `ULONG`: In: what the system can. Out: DUMP_FILTER_CRITICAL, or 0. */
    Flags: ULONG;
    /** +0x24 `PDUMP_READ` */
    DumpRead: PDUMP_READ;
    /** +0x28 `PVOID`: Is not called. */
    DumpPreReadWrite: PVOID;
  }
  export const FILTER_INITIALIZATION_DATA: StructClass<FILTER_INITIALIZATION_DATA>;
  /** 16 bytes. */
  export interface GUID extends StructView<'GUID'> {
    /** +0x00 `ULONG` */
    Data1: ULONG;
    /** +0x04 `USHORT` */
    Data2: USHORT;
    /** +0x06 `USHORT` */
    Data3: USHORT;
    /** +0x08 `UCHAR[8]` */
    readonly Data4: ArrayView<UCHAR>;
  }
  export const GUID: StructClass<GUID>;
  /** 20 bytes. */
  export interface HWPROFILE_CHANGE_NOTIFICATION extends StructView<'HWPROFILE_CHANGE_NOTIFICATION'> {
    /** +0x00 `USHORT` */
    Version: USHORT;
    /** +0x02 `USHORT` */
    Size: USHORT;
    /** +0x04 `GUID` */
    readonly Event: GUID;
  }
  export const HWPROFILE_CHANGE_NOTIFICATION: StructClass<HWPROFILE_CHANGE_NOTIFICATION>;
  /** What a miniport's DriverEntry hands to StorPortInitialize: zero it, then fill it. 128 bytes. */
  export interface HW_INITIALIZATION_DATA extends StructView<'HW_INITIALIZATION_DATA'> {
    /** +0x00 `ULONG`: `sizeof(HW_INITIALIZATION_DATA)`. */
    HwInitializationDataSize: ULONG;
    /** +0x04 `INTERFACE_TYPE` */
    AdapterInterfaceType: INTERFACE_TYPE;
    /** +0x08 `PHW_INITIALIZE` */
    HwInitialize: PHW_INITIALIZE;
    /** +0x0C `PHW_STARTIO` */
    HwStartIo: PHW_STARTIO;
    /** +0x10 `PHW_INTERRUPT` */
    HwInterrupt: PHW_INTERRUPT;
    /** +0x14 `PHW_FIND_ADAPTER` */
    HwFindAdapter: PHW_FIND_ADAPTER;
    /** +0x18 `PHW_RESET_BUS` */
    HwResetBus: PHW_RESET_BUS;
    /** +0x1C `PHW_DMA_STARTED` */
    HwDmaStarted: PHW_DMA_STARTED;
    /** +0x20 `PHW_ADAPTER_STATE` */
    HwAdapterState: PHW_ADAPTER_STATE;
    /** +0x24 `ULONG`: Bytes; nonpaged, zero before the first HwStorFindAdapter. */
    DeviceExtensionSize: ULONG;
    /** +0x28 `ULONG`: Bytes for each logical unit; 0 = none. */
    SpecificLuExtensionSize: ULONG;
    /** +0x2C `ULONG`: Bytes for each request; never initialized by the port. */
    SrbExtensionSize: ULONG;
    /** +0x30 `ULONG` */
    NumberOfAccessRanges: ULONG;
    /** +0x34 `PVOID` */
    Reserved: PVOID;
    /** +0x38 `UCHAR`: STOR_MAP_NO_BUFFERS, STOR_MAP_NON_READ_WRITE_BUFFERS, STOR_MAP_ALL_BUFFERS_INCLUDING_READ_WRITE. */
    MapBuffers: UCHAR;
    /** +0x39 `BOOLEAN` */
    NeedPhysicalAddresses: BOOLEAN;
    /** +0x3A `BOOLEAN` */
    TaggedQueuing: BOOLEAN;
    /** +0x3B `BOOLEAN` */
    AutoRequestSense: BOOLEAN;
    /** +0x3C `BOOLEAN` */
    MultipleRequestPerLu: BOOLEAN;
    /** +0x3D `BOOLEAN` */
    ReceiveEvent: BOOLEAN;
    /** +0x3E `USHORT` */
    VendorIdLength: USHORT;
    /** +0x40 `PVOID` */
    VendorId: PVOID;
    /** +0x44 `USHORT` */
    PortVersionFlags: USHORT;
    /** +0x44 `USHORT` */
    ReservedUshort: USHORT;
    /** +0x46 `USHORT` */
    DeviceIdLength: USHORT;
    /** +0x48 `PVOID` */
    DeviceId: PVOID;
    /** +0x4C `PHW_ADAPTER_CONTROL` */
    HwAdapterControl: PHW_ADAPTER_CONTROL;
    /** +0x50 `PHW_BUILDIO` */
    HwBuildIo: PHW_BUILDIO;
    /** +0x54 `PHW_FREE_ADAPTER_RESOURCES` */
    HwFreeAdapterResources: PHW_FREE_ADAPTER_RESOURCES;
    /** +0x58 `PHW_PROCESS_SERVICE_REQUEST` */
    HwProcessServiceRequest: PHW_PROCESS_SERVICE_REQUEST;
    /** +0x5C `PHW_COMPLETE_SERVICE_IRP` */
    HwCompleteServiceIrp: PHW_COMPLETE_SERVICE_IRP;
    /** +0x60 `PHW_INITIALIZE_TRACING` */
    HwInitializeTracing: PHW_INITIALIZE_TRACING;
    /** +0x64 `PHW_CLEANUP_TRACING` */
    HwCleanupTracing: PHW_CLEANUP_TRACING;
    /** +0x68 `PHW_TRACING_ENABLED` */
    HwTracingEnabled: PHW_TRACING_ENABLED;
    /** +0x6C `ULONG`: STOR_FEATURE_*. */
    FeatureSupport: ULONG;
    /** +0x70 `ULONG`: SRB_TYPE_FLAG_*; 0 means SCSI_REQUEST_BLOCK. */
    SrbTypeFlags: ULONG;
    /** +0x74 `ULONG` */
    AddressTypeFlags: ULONG;
    /** +0x78 `ULONG` */
    Reserved1: ULONG;
    /** +0x7C `PHW_UNIT_CONTROL` */
    HwUnitControl: PHW_UNIT_CONTROL;
  }
  export const HW_INITIALIZATION_DATA: StructClass<HW_INITIALIZATION_DATA>;
  /** What INQUIRY reads. 36 bytes. */
  export interface INQUIRYDATA extends StructView<'INQUIRYDATA'> {
    /** +0x00 `UCHAR`: Peripheral device type in the low 5 bits, qualifier above. */
    DeviceTypeAndQualifier: UCHAR;
    /** +0x01 `UCHAR` */
    DeviceTypeModifier: UCHAR;
    /** +0x02 `UCHAR` */
    Versions: UCHAR;
    /** +0x03 `UCHAR` */
    ResponseDataFormat: UCHAR;
    /** +0x04 `UCHAR` */
    AdditionalLength: UCHAR;
    /** +0x05 `UCHAR[3]` */
    readonly Flags: ArrayView<UCHAR>;
    /** +0x08 `CHAR[8]` */
    readonly VendorId: ArrayView<CHAR>;
    /** +0x10 `CHAR[16]` */
    readonly ProductId: ArrayView<CHAR>;
    /** +0x20 `CHAR[4]` */
    readonly ProductRevisionLevel: ArrayView<CHAR>;
  }
  export const INQUIRYDATA: StructClass<INQUIRYDATA>;
  /** What every interface structure starts with. 16 bytes. */
  export interface INTERFACE extends StructView<'INTERFACE'> {
    /** +0x00 `USHORT` */
    Size: USHORT;
    /** +0x02 `USHORT` */
    Version: USHORT;
    /** +0x04 `PVOID` */
    Context: PVOID;
    /** +0x08 `PINTERFACE_REFERENCE` */
    InterfaceReference: PINTERFACE_REFERENCE;
    /** +0x0C `PINTERFACE_DEREFERENCE` */
    InterfaceDereference: PINTERFACE_DEREFERENCE;
  }
  export const INTERFACE: StructClass<INTERFACE>;
  /** A queue of IRPs whose driver supplies the list and the lock. 32 bytes. */
  export interface IO_CSQ extends StructView<'IO_CSQ'> {
    /** +0x00 `ULONG` */
    Type: ULONG;
    /** +0x04 `PIO_CSQ_INSERT_IRP` */
    CsqInsertIrp: PIO_CSQ_INSERT_IRP;
    /** +0x08 `PIO_CSQ_REMOVE_IRP` */
    CsqRemoveIrp: PIO_CSQ_REMOVE_IRP;
    /** +0x0C `PIO_CSQ_PEEK_NEXT_IRP` */
    CsqPeekNextIrp: PIO_CSQ_PEEK_NEXT_IRP;
    /** +0x10 `PIO_CSQ_ACQUIRE_LOCK` */
    CsqAcquireLock: PIO_CSQ_ACQUIRE_LOCK;
    /** +0x14 `PIO_CSQ_RELEASE_LOCK` */
    CsqReleaseLock: PIO_CSQ_RELEASE_LOCK;
    /** +0x18 `PIO_CSQ_COMPLETE_CANCELED_IRP` */
    CsqCompleteCanceledIrp: PIO_CSQ_COMPLETE_CANCELED_IRP;
    /** +0x1C `PVOID` */
    ReservePointer: PVOID;
  }
  export const IO_CSQ: StructClass<IO_CSQ>;
  /** 12 bytes. */
  export interface IO_CSQ_IRP_CONTEXT extends StructView<'IO_CSQ_IRP_CONTEXT'> {
    /** +0x00 `ULONG` */
    Type: ULONG;
    /** +0x04 `PIRP` */
    Irp: PIRP;
    /** +0x08 `PIO_CSQ` */
    Csq: PIO_CSQ;
  }
  export const IO_CSQ_IRP_CONTEXT: StructClass<IO_CSQ_IRP_CONTEXT>;
  /** 48 bytes. */
  export interface IO_ERROR_LOG_PACKET extends StructView<'IO_ERROR_LOG_PACKET'> {
    /** +0x00 `UCHAR` */
    MajorFunctionCode: UCHAR;
    /** +0x01 `UCHAR` */
    RetryCount: UCHAR;
    /** +0x02 `USHORT`: Bytes. */
    DumpDataSize: USHORT;
    /** +0x04 `USHORT` */
    NumberOfStrings: USHORT;
    /** +0x06 `USHORT` */
    StringOffset: USHORT;
    /** +0x08 `USHORT` */
    EventCategory: USHORT;
    /** +0x0C `NTSTATUS` */
    ErrorCode: NTSTATUS;
    /** +0x10 `ULONG` */
    UniqueErrorValue: ULONG;
    /** +0x14 `NTSTATUS` */
    FinalStatus: NTSTATUS;
    /** +0x18 `ULONG` */
    SequenceNumber: ULONG;
    /** +0x1C `ULONG` */
    IoControlCode: ULONG;
    /** +0x20 `LARGE_INTEGER` */
    DeviceOffset: LARGE_INTEGER;
    /** +0x28 `ULONG[]` */
    readonly DumpData: ArrayView<ULONG>;
  }
  export const IO_ERROR_LOG_PACKET: StructClass<IO_ERROR_LOG_PACKET>;
  /** Counts the operations that keep a device from going away. 24 bytes. */
  export interface IO_REMOVE_LOCK extends StructView<'IO_REMOVE_LOCK'> {
    /** +0x00 `IO_REMOVE_LOCK_COMMON_BLOCK` */
    readonly Common: IO_REMOVE_LOCK_COMMON_BLOCK;
  }
  export const IO_REMOVE_LOCK: StructClass<IO_REMOVE_LOCK>;
  /** 24 bytes. */
  export interface IO_REMOVE_LOCK_COMMON_BLOCK extends StructView<'IO_REMOVE_LOCK_COMMON_BLOCK'> {
    /** +0x00 `BOOLEAN` */
    Removed: BOOLEAN;
    /** +0x01 `BOOLEAN[3]` */
    readonly Reserved: ArrayView<BOOLEAN>;
    /** +0x04 `LONG` */
    IoCount: LONG;
    /** +0x08 `KEVENT` */
    readonly RemoveEvent: KEVENT;
  }
  export const IO_REMOVE_LOCK_COMMON_BLOCK: StructClass<IO_REMOVE_LOCK_COMMON_BLOCK>;
  /** 32 bytes. */
  export interface IO_RESOURCE_DESCRIPTOR extends StructView<'IO_RESOURCE_DESCRIPTOR'> {
    /** +0x00 `UCHAR` */
    Option: UCHAR;
    /** +0x01 `UCHAR` */
    Type: UCHAR;
    /** +0x02 `UCHAR` */
    ShareDisposition: UCHAR;
    /** +0x03 `UCHAR` */
    Spare1: UCHAR;
    /** +0x04 `USHORT` */
    Flags: USHORT;
    /** +0x06 `USHORT` */
    Spare2: USHORT;
    /** +0x08 `IO_RESOURCE_DESCRIPTOR_u` */
    readonly u: IO_RESOURCE_DESCRIPTOR_u;
  }
  export const IO_RESOURCE_DESCRIPTOR: StructClass<IO_RESOURCE_DESCRIPTOR>;
  /** 40 bytes. */
  export interface IO_RESOURCE_LIST extends StructView<'IO_RESOURCE_LIST'> {
    /** +0x00 `USHORT` */
    Version: USHORT;
    /** +0x02 `USHORT` */
    Revision: USHORT;
    /** +0x04 `ULONG` */
    Count: ULONG;
    /** +0x08 `IO_RESOURCE_DESCRIPTOR[]` */
    readonly Descriptors: ArrayView<IO_RESOURCE_DESCRIPTOR>;
  }
  export const IO_RESOURCE_LIST: StructClass<IO_RESOURCE_LIST>;
  /** Alternatives, best first; each is a list of what is needed together. 72 bytes. */
  export interface IO_RESOURCE_REQUIREMENTS_LIST extends StructView<'IO_RESOURCE_REQUIREMENTS_LIST'> {
    /** +0x00 `ULONG` */
    ListSize: ULONG;
    /** +0x04 `INTERFACE_TYPE` */
    InterfaceType: INTERFACE_TYPE;
    /** +0x08 `ULONG` */
    BusNumber: ULONG;
    /** +0x0C `ULONG` */
    SlotNumber: ULONG;
    /** +0x10 `ULONG[3]` */
    readonly Reserved: ArrayView<ULONG>;
    /** +0x1C `ULONG` */
    AlternativeLists: ULONG;
    /** +0x20 `IO_RESOURCE_LIST[]` */
    readonly List: ArrayView<IO_RESOURCE_LIST>;
  }
  export const IO_RESOURCE_REQUIREMENTS_LIST: StructClass<IO_RESOURCE_REQUIREMENTS_LIST>;
  /** 16 bytes. */
  export interface IO_SECURITY_CONTEXT extends StructView<'IO_SECURITY_CONTEXT'> {
    /** +0x00 `PVOID` */
    SecurityQos: PVOID;
    /** +0x04 `PVOID` */
    AccessState: PVOID;
    /** +0x08 `ULONG` */
    DesiredAccess: ULONG;
    /** +0x0C `ULONG` */
    FullCreateOptions: ULONG;
  }
  export const IO_SECURITY_CONTEXT: StructClass<IO_SECURITY_CONTEXT>;
  /** Where an IRP stands in a stack, and what it asks of the driver there. 36 bytes. */
  export interface IO_STACK_LOCATION extends StructView<'IO_STACK_LOCATION'> {
    /** +0x00 `UCHAR` */
    MajorFunction: UCHAR;
    /** +0x01 `UCHAR` */
    MinorFunction: UCHAR;
    /** +0x02 `UCHAR` */
    Flags: UCHAR;
    /** +0x03 `UCHAR` */
    Control: UCHAR;
    /** +0x04 `IO_STACK_PARAMETERS` */
    readonly Parameters: IO_STACK_PARAMETERS;
    /** +0x14 `PDEVICE_OBJECT` */
    DeviceObject: PDEVICE_OBJECT;
    /** +0x18 `PFILE_OBJECT` */
    FileObject: PFILE_OBJECT;
    /** +0x1C `PIO_COMPLETION_ROUTINE` */
    CompletionRoutine: PIO_COMPLETION_ROUTINE;
    /** +0x20 `PVOID` */
    Context: PVOID;
  }
  export const IO_STACK_LOCATION: StructClass<IO_STACK_LOCATION>;
  /** 16 bytes, whatever the function. 16 bytes. */
  export interface IO_STACK_PARAMETERS extends StructView<'IO_STACK_PARAMETERS'> {
    /** +0x00 `IO_STACK_Create` */
    readonly Create: IO_STACK_Create;
    /** +0x00 `IO_STACK_Read` */
    readonly Read: IO_STACK_Read;
    /** +0x00 `IO_STACK_Write` */
    readonly Write: IO_STACK_Write;
    /** +0x00 `IO_STACK_QueryFile` */
    readonly QueryFile: IO_STACK_QueryFile;
    /** +0x00 `IO_STACK_SetFile` */
    readonly SetFile: IO_STACK_SetFile;
    /** +0x00 `IO_STACK_QueryVolume` */
    readonly QueryVolume: IO_STACK_QueryVolume;
    /** +0x00 `IO_STACK_DeviceIoControl` */
    readonly DeviceIoControl: IO_STACK_DeviceIoControl;
    /** +0x00 `IO_STACK_QuerySecurity` */
    readonly QuerySecurity: IO_STACK_QuerySecurity;
    /** +0x00 `IO_STACK_SetSecurity` */
    readonly SetSecurity: IO_STACK_SetSecurity;
    /** +0x00 `IO_STACK_MountVolume` */
    readonly MountVolume: IO_STACK_MountVolume;
    /** +0x00 `IO_STACK_VerifyVolume` */
    readonly VerifyVolume: IO_STACK_VerifyVolume;
    /** +0x00 `IO_STACK_Scsi` */
    readonly Scsi: IO_STACK_Scsi;
    /** +0x00 `IO_STACK_QueryDeviceRelations` */
    readonly QueryDeviceRelations: IO_STACK_QueryDeviceRelations;
    /** +0x00 `IO_STACK_QueryInterface` */
    readonly QueryInterface: IO_STACK_QueryInterface;
    /** +0x00 `IO_STACK_DeviceCapabilities` */
    readonly DeviceCapabilities: IO_STACK_DeviceCapabilities;
    /** +0x00 `IO_STACK_FilterResourceRequirements` */
    readonly FilterResourceRequirements: IO_STACK_FilterResourceRequirements;
    /** +0x00 `IO_STACK_ReadWriteConfig` */
    readonly ReadWriteConfig: IO_STACK_ReadWriteConfig;
    /** +0x00 `IO_STACK_SetLock` */
    readonly SetLock: IO_STACK_SetLock;
    /** +0x00 `IO_STACK_QueryId` */
    readonly QueryId: IO_STACK_QueryId;
    /** +0x00 `IO_STACK_QueryDeviceText` */
    readonly QueryDeviceText: IO_STACK_QueryDeviceText;
    /** +0x00 `IO_STACK_UsageNotification` */
    readonly UsageNotification: IO_STACK_UsageNotification;
    /** +0x00 `IO_STACK_WaitWake` */
    readonly WaitWake: IO_STACK_WaitWake;
    /** +0x00 `IO_STACK_PowerSequence` */
    readonly PowerSequence: IO_STACK_PowerSequence;
    /** +0x00 `IO_STACK_Power` */
    readonly Power: IO_STACK_Power;
    /** +0x00 `IO_STACK_StartDevice` */
    readonly StartDevice: IO_STACK_StartDevice;
    /** +0x00 `IO_STACK_WMI` */
    readonly WMI: IO_STACK_WMI;
    /** +0x00 `IO_STACK_Others` */
    readonly Others: IO_STACK_Others;
  }
  export const IO_STACK_PARAMETERS: StructClass<IO_STACK_PARAMETERS>;
  /** How an IRP ended. 8 bytes. */
  export interface IO_STATUS_BLOCK extends StructView<'IO_STATUS_BLOCK'> {
    /** +0x00 `NTSTATUS` */
    Status: NTSTATUS;
    /** +0x00 `PVOID` */
    Pointer: PVOID;
    /** +0x04 `ULONG_PTR`: Often the number of bytes moved. */
    Information: ULONG_PTR;
  }
  export const IO_STATUS_BLOCK: StructClass<IO_STATUS_BLOCK>;
  /** An I/O request packet. Its stack locations follow it in memory. 112 bytes. */
  export interface IRP extends StructView<'IRP'> {
    /** +0x00 `CSHORT` */
    Type: SHORT;
    /** +0x02 `USHORT` */
    Size: USHORT;
    /** +0x04 `PMDL` */
    MdlAddress: PMDL;
    /** +0x08 `ULONG` */
    Flags: ULONG;
    /** +0x0C `IRP_AssociatedIrp` */
    readonly AssociatedIrp: IRP_AssociatedIrp;
    /** +0x10 `LIST_ENTRY` */
    readonly ThreadListEntry: LIST_ENTRY;
    /** +0x18 `IO_STATUS_BLOCK` */
    readonly IoStatus: IO_STATUS_BLOCK;
    /** +0x20 `CHAR` */
    RequestorMode: CHAR;
    /** +0x21 `BOOLEAN` */
    PendingReturned: BOOLEAN;
    /** +0x22 `CHAR` */
    StackCount: CHAR;
    /** +0x23 `CHAR` */
    CurrentLocation: CHAR;
    /** +0x24 `BOOLEAN` */
    Cancel: BOOLEAN;
    /** +0x25 `KIRQL` */
    CancelIrql: KIRQL;
    /** +0x26 `CCHAR` */
    ApcEnvironment: CCHAR;
    /** +0x27 `UCHAR` */
    AllocationFlags: UCHAR;
    /** +0x28 `PIO_STATUS_BLOCK` */
    UserIosb: PIO_STATUS_BLOCK;
    /** +0x2C `PKEVENT` */
    UserEvent: PKEVENT;
    /** +0x30 `IRP_Overlay` */
    readonly Overlay: IRP_Overlay;
    /** +0x38 `PDRIVER_CANCEL` */
    CancelRoutine: PDRIVER_CANCEL;
    /** +0x3C `PVOID` */
    UserBuffer: PVOID;
    /** +0x40 `IRP_Tail` */
    readonly Tail: IRP_Tail;
  }
  export const IRP: StructClass<IRP>;
  /** 8 bytes. */
  export interface KADDRESS_RANGE extends StructView<'KADDRESS_RANGE'> {
    /** +0x00 `PVOID` */
    Address: PVOID;
    /** +0x04 `SIZE_T`: Bytes. */
    Size: SIZE_T;
  }
  export const KADDRESS_RANGE: StructClass<KADDRESS_RANGE>;
  /** 48 bytes. */
  export interface KAPC extends StructView<'KAPC'> {
    /** +0x00 `UCHAR` */
    Type: UCHAR;
    /** +0x01 `UCHAR` */
    SpareByte0: UCHAR;
    /** +0x02 `UCHAR` */
    Size: UCHAR;
    /** +0x03 `UCHAR` */
    SpareByte1: UCHAR;
    /** +0x04 `ULONG` */
    SpareLong0: ULONG;
    /** +0x08 `PVOID` */
    Thread: PVOID;
    /** +0x0C `LIST_ENTRY` */
    readonly ApcListEntry: LIST_ENTRY;
    /** +0x14 `PVOID` */
    KernelRoutine: PVOID;
    /** +0x18 `PVOID` */
    RundownRoutine: PVOID;
    /** +0x1C `PVOID` */
    NormalRoutine: PVOID;
    /** +0x20 `PVOID` */
    NormalContext: PVOID;
    /** +0x24 `PVOID` */
    SystemArgument1: PVOID;
    /** +0x28 `PVOID` */
    SystemArgument2: PVOID;
    /** +0x2C `CCHAR` */
    ApcStateIndex: CCHAR;
    /** +0x2D `CCHAR` */
    ApcMode: CCHAR;
    /** +0x2E `BOOLEAN` */
    Inserted: BOOLEAN;
  }
  export const KAPC: StructClass<KAPC>;
  /** KbCallbackAddPages 20 bytes. */
  export interface KBUGCHECK_ADD_PAGES extends StructView<'KBUGCHECK_ADD_PAGES'> {
    /** +0x00 `PVOID` */
    Context: PVOID;
    /** +0x04 `ULONG` */
    Flags: ULONG;
    /** +0x08 `ULONG` */
    BugCheckCode: ULONG;
    /** +0x0C `ULONG_PTR` */
    Address: ULONG_PTR;
    /** +0x10 `ULONG_PTR` */
    Count: ULONG_PTR;
  }
  export const KBUGCHECK_ADD_PAGES: StructClass<KBUGCHECK_ADD_PAGES>;
  /** Belongs to the system from KeRegisterBugCheckCallback to KeDeregisterBugCheckCallback, in resident memory. 32 bytes. */
  export interface KBUGCHECK_CALLBACK_RECORD extends StructView<'KBUGCHECK_CALLBACK_RECORD'> {
    /** +0x00 `LIST_ENTRY` */
    readonly Entry: LIST_ENTRY;
    /** +0x08 `PKBUGCHECK_CALLBACK_ROUTINE` */
    CallbackRoutine: PKBUGCHECK_CALLBACK_ROUTINE;
    /** +0x0C `PVOID` */
    Buffer: PVOID;
    /** +0x10 `ULONG`: Bytes. */
    Length: ULONG;
    /** +0x14 `PVOID`: Text of single bytes that names the driver to a debugger. */
    Component: PVOID;
    /** +0x18 `ULONG_PTR` */
    Checksum: ULONG_PTR;
    /** +0x1C `UCHAR` */
    State: UCHAR;
  }
  export const KBUGCHECK_CALLBACK_RECORD: StructClass<KBUGCHECK_CALLBACK_RECORD>;
  /** KbCallbackDumpIo 24 bytes. */
  export interface KBUGCHECK_DUMP_IO extends StructView<'KBUGCHECK_DUMP_IO'> {
    /** +0x00 `ULONGLONG` */
    Offset: ULONGLONG;
    /** +0x08 `PVOID` */
    Buffer: PVOID;
    /** +0x0C `ULONG` */
    BufferLength: ULONG;
    /** +0x10 `KBUGCHECK_DUMP_IO_TYPE` */
    Type: KBUGCHECK_DUMP_IO_TYPE;
  }
  export const KBUGCHECK_DUMP_IO: StructClass<KBUGCHECK_DUMP_IO>;
  /** Belongs to the system while it is registered, in resident memory. 28 bytes. */
  export interface KBUGCHECK_REASON_CALLBACK_RECORD extends StructView<'KBUGCHECK_REASON_CALLBACK_RECORD'> {
    /** +0x00 `LIST_ENTRY` */
    readonly Entry: LIST_ENTRY;
    /** +0x08 `PKBUGCHECK_REASON_CALLBACK_ROUTINE` */
    CallbackRoutine: PKBUGCHECK_REASON_CALLBACK_ROUTINE;
    /** +0x0C `PVOID`: Text of single bytes that names the driver to a debugger. */
    Component: PVOID;
    /** +0x10 `ULONG_PTR` */
    Checksum: ULONG_PTR;
    /** +0x14 `KBUGCHECK_CALLBACK_REASON` */
    Reason: KBUGCHECK_CALLBACK_REASON;
    /** +0x18 `UCHAR` */
    State: UCHAR;
  }
  export const KBUGCHECK_REASON_CALLBACK_RECORD: StructClass<KBUGCHECK_REASON_CALLBACK_RECORD>;
  /** KbCallbackRemovePages 20 bytes. */
  export interface KBUGCHECK_REMOVE_PAGES extends StructView<'KBUGCHECK_REMOVE_PAGES'> {
    /** +0x00 `PVOID` */
    Context: PVOID;
    /** +0x04 `ULONG` */
    Flags: ULONG;
    /** +0x08 `ULONG` */
    BugCheckCode: ULONG;
    /** +0x0C `ULONG_PTR` */
    Address: ULONG_PTR;
    /** +0x10 `ULONG_PTR` */
    Count: ULONG_PTR;
  }
  export const KBUGCHECK_REMOVE_PAGES: StructClass<KBUGCHECK_REMOVE_PAGES>;
  /** KbCallbackSecondaryDumpData 36 bytes. */
  export interface KBUGCHECK_SECONDARY_DUMP_DATA extends StructView<'KBUGCHECK_SECONDARY_DUMP_DATA'> {
    /** +0x00 `PVOID` */
    InBuffer: PVOID;
    /** +0x04 `ULONG` */
    InBufferLength: ULONG;
    /** +0x08 `ULONG` */
    MaximumAllowed: ULONG;
    /** +0x0C `GUID` */
    readonly Guid: GUID;
    /** +0x1C `PVOID` */
    OutBuffer: PVOID;
    /** +0x20 `ULONG` */
    OutBufferLength: ULONG;
  }
  export const KBUGCHECK_SECONDARY_DUMP_DATA: StructClass<KBUGCHECK_SECONDARY_DUMP_DATA>;
  /** KbCallbackSecondaryMultiPartDumpData 68 bytes. */
  export interface KBUGCHECK_SECONDARY_DUMP_DATA_EX extends StructView<'KBUGCHECK_SECONDARY_DUMP_DATA_EX'> {
    /** +0x00 `PVOID` */
    InBuffer: PVOID;
    /** +0x04 `ULONG` */
    InBufferLength: ULONG;
    /** +0x08 `ULONG` */
    MaximumAllowed: ULONG;
    /** +0x0C `GUID` */
    readonly Guid: GUID;
    /** +0x1C `PVOID` */
    OutBuffer: PVOID;
    /** +0x20 `ULONG` */
    OutBufferLength: ULONG;
    /** +0x24 `PVOID` */
    Context: PVOID;
    /** +0x28 `ULONG` */
    Flags: ULONG;
    /** +0x2C `ULONG` */
    DumpType: ULONG;
    /** +0x30 `ULONG` */
    BugCheckCode: ULONG;
    /** +0x34 `ULONG_PTR` */
    BugCheckParameter1: ULONG_PTR;
    /** +0x38 `ULONG_PTR` */
    BugCheckParameter2: ULONG_PTR;
    /** +0x3C `ULONG_PTR` */
    BugCheckParameter3: ULONG_PTR;
    /** +0x40 `ULONG_PTR` */
    BugCheckParameter4: ULONG_PTR;
  }
  export const KBUGCHECK_SECONDARY_DUMP_DATA_EX: StructClass<KBUGCHECK_SECONDARY_DUMP_DATA_EX>;
  /** KbCallbackTriageDumpData 32 bytes. */
  export interface KBUGCHECK_TRIAGE_DUMP_DATA extends StructView<'KBUGCHECK_TRIAGE_DUMP_DATA'> {
    /** +0x00 `PKTRIAGE_DUMP_DATA_ARRAY`: Out. */
    DataArray: PKTRIAGE_DUMP_DATA_ARRAY;
    /** +0x04 `ULONG` */
    Flags: ULONG;
    /** +0x08 `ULONG`: Bytes that a dump takes at the most. */
    MaxVirtMemSize: ULONG;
    /** +0x0C `ULONG` */
    BugCheckCode: ULONG;
    /** +0x10 `ULONG_PTR` */
    BugCheckParameter1: ULONG_PTR;
    /** +0x14 `ULONG_PTR` */
    BugCheckParameter2: ULONG_PTR;
    /** +0x18 `ULONG_PTR` */
    BugCheckParameter3: ULONG_PTR;
    /** +0x1C `ULONG_PTR` */
    BugCheckParameter4: ULONG_PTR;
  }
  export const KBUGCHECK_TRIAGE_DUMP_DATA: StructClass<KBUGCHECK_TRIAGE_DUMP_DATA>;
  /** 20 bytes. */
  export interface KDEVICE_QUEUE extends StructView<'KDEVICE_QUEUE'> {
    /** +0x00 `SHORT` */
    Type: SHORT;
    /** +0x02 `SHORT` */
    Size: SHORT;
    /** +0x04 `LIST_ENTRY` */
    readonly DeviceListHead: LIST_ENTRY;
    /** +0x0C `KSPIN_LOCK` */
    Lock: ULONG_PTR;
    /** +0x10 `BOOLEAN` */
    Busy: BOOLEAN;
  }
  export const KDEVICE_QUEUE: StructClass<KDEVICE_QUEUE>;
  /** 16 bytes. */
  export interface KDEVICE_QUEUE_ENTRY extends StructView<'KDEVICE_QUEUE_ENTRY'> {
    /** +0x00 `LIST_ENTRY` */
    readonly DeviceListEntry: LIST_ENTRY;
    /** +0x08 `ULONG` */
    SortKey: ULONG;
    /** +0x0C `BOOLEAN` */
    Inserted: BOOLEAN;
  }
  export const KDEVICE_QUEUE_ENTRY: StructClass<KDEVICE_QUEUE_ENTRY>;
  /** A deferred procedure call: runs its routine at DISPATCH_LEVEL. 32 bytes. */
  export interface KDPC extends StructView<'KDPC'> {
    /** +0x00 `UCHAR` */
    Type: UCHAR;
    /** +0x01 `UCHAR` */
    Importance: UCHAR;
    /** +0x02 `USHORT` */
    Number: USHORT;
    /** +0x04 `LIST_ENTRY` */
    readonly DpcListEntry: LIST_ENTRY;
    /** +0x0C `PKDEFERRED_ROUTINE` */
    DeferredRoutine: PKDEFERRED_ROUTINE;
    /** +0x10 `PVOID` */
    DeferredContext: PVOID;
    /** +0x14 `PVOID` */
    SystemArgument1: PVOID;
    /** +0x18 `PVOID` */
    SystemArgument2: PVOID;
    /** +0x1C `PVOID` */
    DpcData: PVOID;
  }
  export const KDPC: StructClass<KDPC>;
  /** 16 bytes. */
  export interface KEVENT extends StructView<'KEVENT'> {
    /** +0x00 `DISPATCHER_HEADER` */
    readonly Header: DISPATCHER_HEADER;
  }
  export const KEVENT: StructClass<KEVENT>;
  /** 24 bytes. */
  export interface KEY_VALUE_FULL_INFORMATION extends StructView<'KEY_VALUE_FULL_INFORMATION'> {
    /** +0x00 `ULONG` */
    TitleIndex: ULONG;
    /** +0x04 `ULONG` */
    Type: ULONG;
    /** +0x08 `ULONG` */
    DataOffset: ULONG;
    /** +0x0C `ULONG` */
    DataLength: ULONG;
    /** +0x10 `ULONG` */
    NameLength: ULONG;
    /** +0x14 `WCHAR[1]` */
    readonly Name: ArrayView<USHORT>;
  }
  export const KEY_VALUE_FULL_INFORMATION: StructClass<KEY_VALUE_FULL_INFORMATION>;
  /** 16 bytes. */
  export interface KEY_VALUE_PARTIAL_INFORMATION extends StructView<'KEY_VALUE_PARTIAL_INFORMATION'> {
    /** +0x00 `ULONG` */
    TitleIndex: ULONG;
    /** +0x04 `ULONG` */
    Type: ULONG;
    /** +0x08 `ULONG` */
    DataLength: ULONG;
    /** +0x0C `UCHAR[1]` */
    readonly Data: ArrayView<UCHAR>;
  }
  export const KEY_VALUE_PARTIAL_INFORMATION: StructClass<KEY_VALUE_PARTIAL_INFORMATION>;
  /** The fast mutex of code that must not be disturbed by any APC. 32 bytes. */
  export interface KGUARDED_MUTEX extends StructView<'KGUARDED_MUTEX'> {
    /** +0x00 `LONG` */
    Count: LONG;
    /** +0x04 `PVOID` */
    Owner: PVOID;
    /** +0x08 `ULONG` */
    Contention: ULONG;
    /** +0x0C `KEVENT` */
    readonly Gate: KEVENT;
    /** +0x1C `SHORT` */
    KernelApcDisable: SHORT;
    /** +0x1E `SHORT` */
    SpecialApcDisable: SHORT;
  }
  export const KGUARDED_MUTEX: StructClass<KGUARDED_MUTEX>;
  /** 12 bytes. */
  export interface KLOCK_QUEUE_HANDLE extends StructView<'KLOCK_QUEUE_HANDLE'> {
    /** +0x00 `KSPIN_LOCK_QUEUE` */
    readonly LockQueue: KSPIN_LOCK_QUEUE;
    /** +0x08 `KIRQL` */
    OldIrql: KIRQL;
  }
  export const KLOCK_QUEUE_HANDLE: StructClass<KLOCK_QUEUE_HANDLE>;
  /** 32 bytes. */
  export interface KMUTEX extends StructView<'KMUTEX'> {
    /** +0x00 `DISPATCHER_HEADER` */
    readonly Header: DISPATCHER_HEADER;
    /** +0x10 `LIST_ENTRY` */
    readonly MutantListEntry: LIST_ENTRY;
    /** +0x18 `PVOID` */
    OwnerThread: PVOID;
    /** +0x1C `BOOLEAN` */
    Abandoned: BOOLEAN;
    /** +0x1D `UCHAR` */
    ApcDisable: UCHAR;
  }
  export const KMUTEX: StructClass<KMUTEX>;
  /** 20 bytes. */
  export interface KSEMAPHORE extends StructView<'KSEMAPHORE'> {
    /** +0x00 `DISPATCHER_HEADER` */
    readonly Header: DISPATCHER_HEADER;
    /** +0x10 `LONG` */
    Limit: LONG;
  }
  export const KSEMAPHORE: StructClass<KSEMAPHORE>;
  /** 8 bytes. */
  export interface KSPIN_LOCK_QUEUE extends StructView<'KSPIN_LOCK_QUEUE'> {
    /** +0x00 `PVOID` */
    Next: PVOID;
    /** +0x04 `PVOID` */
    Lock: PVOID;
  }
  export const KSPIN_LOCK_QUEUE: StructClass<KSPIN_LOCK_QUEUE>;
  /** 40 bytes. */
  export interface KTIMER extends StructView<'KTIMER'> {
    /** +0x00 `DISPATCHER_HEADER` */
    readonly Header: DISPATCHER_HEADER;
    /** +0x10 `LARGE_INTEGER`: Ticks of 100 ns since boot. */
    DueTime: LARGE_INTEGER;
    /** +0x18 `LIST_ENTRY` */
    readonly TimerListEntry: LIST_ENTRY;
    /** +0x20 `PKDPC` */
    Dpc: PKDPC;
    /** +0x24 `ULONG` */
    Period: ULONG;
  }
  export const KTIMER: StructClass<KTIMER>;
  /** Ranges for a small dump: KeInitializeTriageDumpDataArray prepares it, KeAddTriageDumpDataBlock fills it. 40 bytes. */
  export interface KTRIAGE_DUMP_DATA_ARRAY extends StructView<'KTRIAGE_DUMP_DATA_ARRAY'> {
    /** +0x00 `LIST_ENTRY` */
    readonly List: LIST_ENTRY;
    /** +0x08 `ULONG` */
    NumBlocksUsed: ULONG;
    /** +0x0C `ULONG` */
    NumBlocksTotal: ULONG;
    /** +0x10 `ULONG`: Bytes of all ranges. */
    DataSize: ULONG;
    /** +0x14 `ULONG` */
    MaxDataSize: ULONG;
    /** +0x18 `ULONG` */
    ComponentNameBufferLength: ULONG;
    /** +0x1C `PVOID` */
    ComponentName: PVOID;
    /** +0x20 `KADDRESS_RANGE[]` */
    readonly Blocks: ArrayView<KADDRESS_RANGE>;
  }
  export const KTRIAGE_DUMP_DATA_ARRAY: StructClass<KTRIAGE_DUMP_DATA_ARRAY>;
  /** 24 bytes. */
  export interface KWAIT_BLOCK extends StructView<'KWAIT_BLOCK'> {
    /** +0x00 `LIST_ENTRY` */
    readonly WaitListEntry: LIST_ENTRY;
    /** +0x08 `UCHAR` */
    WaitType: UCHAR;
    /** +0x09 `UCHAR` */
    BlockState: UCHAR;
    /** +0x0A `USHORT` */
    WaitKey: USHORT;
    /** +0x0C `PVOID` */
    Thread: PVOID;
    /** +0x10 `PVOID` */
    Object: PVOID;
    /** +0x14 `PVOID` */
    SparePtr: PVOID;
  }
  export const KWAIT_BLOCK: StructClass<KWAIT_BLOCK>;
  /** Head or entry of a doubly linked list. 8 bytes. */
  export interface LIST_ENTRY extends StructView<'LIST_ENTRY'> {
    /** +0x00 `PLIST_ENTRY` */
    Flink: PLIST_ENTRY;
    /** +0x04 `PLIST_ENTRY` */
    Blink: PLIST_ENTRY;
  }
  export const LIST_ENTRY: StructClass<LIST_ENTRY>;
  /** Describes the pages of a buffer. The page frame numbers follow it. 28 bytes. */
  export interface MDL extends StructView<'MDL'> {
    /** +0x00 `PMDL` */
    Next: PMDL;
    /** +0x04 `CSHORT` */
    Size: SHORT;
    /** +0x06 `CSHORT` */
    MdlFlags: SHORT;
    /** +0x08 `PVOID` */
    Process: PVOID;
    /** +0x0C `PVOID` */
    MappedSystemVa: PVOID;
    /** +0x10 `PVOID` */
    StartVa: PVOID;
    /** +0x14 `ULONG` */
    ByteCount: ULONG;
    /** +0x18 `ULONG` */
    ByteOffset: ULONG;
  }
  export const MDL: StructClass<MDL>;
  /** Physically contiguous memory that a miniport may use in a dump run. 24 bytes. */
  export interface MEMORY_REGION extends StructView<'MEMORY_REGION'> {
    /** +0x00 `PVOID` */
    VirtualBase: PVOID;
    /** +0x08 `LARGE_INTEGER` */
    PhysicalBase: LARGE_INTEGER;
    /** +0x10 `ULONG_PTR`: Bytes. */
    Length: ULONG_PTR;
  }
  export const MEMORY_REGION: StructClass<MEMORY_REGION>;
  /** One message by which an adapter interrupts: what StorPortGetMSIInfo tells. 32 bytes. */
  export interface MESSAGE_INTERRUPT_INFORMATION extends StructView<'MESSAGE_INTERRUPT_INFORMATION'> {
    /** +0x00 `ULONG` */
    MessageId: ULONG;
    /** +0x04 `ULONG` */
    MessageData: ULONG;
    /** +0x08 `LARGE_INTEGER`: Where the adapter writes MessageData to. */
    MessageAddress: LARGE_INTEGER;
    /** +0x10 `ULONG` */
    InterruptVector: ULONG;
    /** +0x14 `ULONG` */
    InterruptLevel: ULONG;
    /** +0x18 `KINTERRUPT_MODE` */
    InterruptMode: ULONG;
  }
  export const MESSAGE_INTERRUPT_INFORMATION: StructClass<MESSAGE_INTERRUPT_INFORMATION>;
  /** What a miniport leaves for its dump instance, in answer to SRB_FUNCTION_DUMP_POINTERS. 84 bytes. */
  export interface MINIPORT_DUMP_POINTERS extends StructView<'MINIPORT_DUMP_POINTERS'> {
    /** +0x00 `USHORT`: DUMP_MINIPORT_VERSION. */
    Version: USHORT;
    /** +0x02 `USHORT`: Bytes of this structure. */
    Size: USHORT;
    /** +0x04 `USHORT[15]` */
    readonly DriverName: ArrayView<USHORT>;
    /** +0x24 `PVOID` */
    AdapterObject: PVOID;
    /** +0x28 `PVOID` */
    MappedRegisterBase: PVOID;
    /** +0x2C `ULONG` */
    CommonBufferSize: ULONG;
    /** +0x30 `PVOID` */
    MiniportPrivateDumpData: PVOID;
    /** +0x34 `ULONG` */
    SystemIoBusNumber: ULONG;
    /** +0x38 `INTERFACE_TYPE` */
    AdapterInterfaceType: INTERFACE_TYPE;
    /** +0x3C `ULONG` */
    MaximumTransferLength: ULONG;
    /** +0x40 `ULONG` */
    NumberOfPhysicalBreaks: ULONG;
    /** +0x44 `ULONG` */
    AlignmentMask: ULONG;
    /** +0x48 `ULONG` */
    NumberOfAccessRanges: ULONG;
    /** +0x4C `PACCESS_RANGE` */
    AccessRanges: PACCESS_RANGE;
    /** +0x50 `UCHAR` */
    NumberOfBuses: UCHAR;
    /** +0x51 `BOOLEAN` */
    Master: BOOLEAN;
    /** +0x52 `BOOLEAN` */
    MapBuffers: BOOLEAN;
    /** +0x53 `UCHAR` */
    MaximumNumberOfTargets: UCHAR;
  }
  export const MINIPORT_DUMP_POINTERS: StructClass<MINIPORT_DUMP_POINTERS>;
  /** 80 bytes. */
  export interface NPAGED_LOOKASIDE_LIST extends StructView<'NPAGED_LOOKASIDE_LIST'> {
    /** +0x00 `SLIST_HEADER` */
    readonly ListHead: SLIST_HEADER;
    /** +0x08 `USHORT` */
    Depth: USHORT;
    /** +0x0A `USHORT` */
    MaximumDepth: USHORT;
    /** +0x0C `ULONG` */
    TotalAllocates: ULONG;
    /** +0x10 `ULONG` */
    AllocateMisses: ULONG;
    /** +0x14 `ULONG` */
    TotalFrees: ULONG;
    /** +0x18 `ULONG` */
    FreeMisses: ULONG;
    /** +0x1C `ULONG` */
    Type: ULONG;
    /** +0x20 `ULONG` */
    Tag: ULONG;
    /** +0x24 `ULONG` */
    Size: ULONG;
    /** +0x28 `PVOID` */
    Allocate: PVOID;
    /** +0x2C `PVOID` */
    Free: PVOID;
    /** +0x30 `LIST_ENTRY` */
    readonly ListEntry: LIST_ENTRY;
    /** +0x38 `ULONG` */
    LastTotalAllocates: ULONG;
    /** +0x3C `ULONG` */
    LastAllocateMisses: ULONG;
    /** +0x40 `ULONG[2]` */
    readonly Future: ArrayView<ULONG>;
    /** +0x48 `KSPIN_LOCK` */
    Lock: ULONG_PTR;
  }
  export const NPAGED_LOOKASIDE_LIST: StructClass<NPAGED_LOOKASIDE_LIST>;
  /** 24 bytes. */
  export interface OBJECT_ATTRIBUTES extends StructView<'OBJECT_ATTRIBUTES'> {
    /** +0x00 `ULONG` */
    Length: ULONG;
    /** +0x04 `PVOID` */
    RootDirectory: PVOID;
    /** +0x08 `PUNICODE_STRING` */
    ObjectName: PUNICODE_STRING;
    /** +0x0C `ULONG` */
    Attributes: ULONG;
    /** +0x10 `PVOID` */
    SecurityDescriptor: PVOID;
    /** +0x14 `PVOID` */
    SecurityQualityOfService: PVOID;
  }
  export const OBJECT_ATTRIBUTES: StructClass<OBJECT_ATTRIBUTES>;
  /** 8 bytes. */
  export interface OFFSETINSTANCEDATAANDLENGTH extends StructView<'OFFSETINSTANCEDATAANDLENGTH'> {
    /** +0x00 `ULONG` */
    OffsetInstanceData: ULONG;
    /** +0x04 `ULONG` */
    LengthInstanceData: ULONG;
  }
  export const OFFSETINSTANCEDATAANDLENGTH: StructClass<OFFSETINSTANCEDATAANDLENGTH>;
  /** 8 bytes. */
  export interface OWNER_ENTRY extends StructView<'OWNER_ENTRY'> {
    /** +0x00 `ULONG` */
    OwnerThread: ULONG;
    /** +0x04 `ULONG` */
    TableSize: ULONG;
  }
  export const OWNER_ENTRY: StructClass<OWNER_ENTRY>;
  /** 80 bytes. */
  export interface PAGED_LOOKASIDE_LIST extends StructView<'PAGED_LOOKASIDE_LIST'> {
    /** +0x00 `SLIST_HEADER` */
    readonly ListHead: SLIST_HEADER;
    /** +0x08 `USHORT` */
    Depth: USHORT;
    /** +0x0A `USHORT` */
    MaximumDepth: USHORT;
    /** +0x0C `ULONG` */
    TotalAllocates: ULONG;
    /** +0x10 `ULONG` */
    AllocateMisses: ULONG;
    /** +0x14 `ULONG` */
    TotalFrees: ULONG;
    /** +0x18 `ULONG` */
    FreeMisses: ULONG;
    /** +0x1C `ULONG` */
    Type: ULONG;
    /** +0x20 `ULONG` */
    Tag: ULONG;
    /** +0x24 `ULONG` */
    Size: ULONG;
    /** +0x28 `PVOID` */
    Allocate: PVOID;
    /** +0x2C `PVOID` */
    Free: PVOID;
    /** +0x30 `LIST_ENTRY` */
    readonly ListEntry: LIST_ENTRY;
    /** +0x38 `ULONG` */
    LastTotalAllocates: ULONG;
    /** +0x3C `ULONG` */
    LastAllocateMisses: ULONG;
    /** +0x40 `ULONG[2]` */
    readonly Future: ArrayView<ULONG>;
    /** +0x48 `KSPIN_LOCK` */
    Lock: ULONG_PTR;
  }
  export const PAGED_LOOKASIDE_LIST: StructClass<PAGED_LOOKASIDE_LIST>;
  /** PEP_DPM_ABANDON_DEVICE 8 bytes. */
  export interface PEP_ABANDON_DEVICE extends StructView<'PEP_ABANDON_DEVICE'> {
    /** +0x00 `PUNICODE_STRING` */
    DeviceId: PUNICODE_STRING;
    /** +0x04 `BOOLEAN`: Out. */
    DeviceAccepted: BOOLEAN;
  }
  export const PEP_ABANDON_DEVICE: StructClass<PEP_ABANDON_DEVICE>;
  /** PEP_DPM_COMPONENT_ACTIVE 20 bytes. */
  export interface PEP_COMPONENT_ACTIVE extends StructView<'PEP_COMPONENT_ACTIVE'> {
    /** +0x00 `PEPHANDLE` */
    DeviceHandle: PVOID;
    /** +0x04 `ULONG` */
    Component: ULONG;
    /** +0x08 `BOOLEAN` */
    Active: BOOLEAN;
    /** +0x0C `PPEP_WORK_INFORMATION` */
    WorkInformation: PPEP_WORK_INFORMATION;
    /** +0x10 `BOOLEAN`: Out. */
    NeedWork: BOOLEAN;
  }
  export const PEP_COMPONENT_ACTIVE: StructClass<PEP_COMPONENT_ACTIVE>;
  /** 48 bytes. */
  export interface PEP_COMPONENT_PERF_INFO extends StructView<'PEP_COMPONENT_PERF_INFO'> {
    /** +0x00 `ULONG` */
    SetCount: ULONG;
    /** +0x08 `PEP_COMPONENT_PERF_SET[]` */
    readonly PerfStateSets: ArrayView<PEP_COMPONENT_PERF_SET>;
  }
  export const PEP_COMPONENT_PERF_INFO: StructClass<PEP_COMPONENT_PERF_INFO>;
  /** 40 bytes. */
  export interface PEP_COMPONENT_PERF_SET extends StructView<'PEP_COMPONENT_PERF_SET'> {
    /** +0x00 `UNICODE_STRING` */
    readonly Name: UNICODE_STRING;
    /** +0x08 `ULONGLONG`: 0. */
    Flags: ULONGLONG;
    /** +0x10 `PEP_PERF_STATE_UNIT` */
    Unit: PEP_PERF_STATE_UNIT;
    /** +0x14 `PEP_PERF_STATE_TYPE` */
    Type: PEP_PERF_STATE_TYPE;
    /** +0x18 `PEP_PERF_RANGE` */
    readonly Range: PEP_PERF_RANGE;
    /** +0x18 `PEP_PERF_DISCRETE` */
    readonly Discrete: PEP_PERF_DISCRETE;
  }
  export const PEP_COMPONENT_PERF_SET: StructClass<PEP_COMPONENT_PERF_SET>;
  /** StateIndex in a set of single states, StateValue in a range. 16 bytes. */
  export interface PEP_COMPONENT_PERF_STATE_REQUEST extends StructView<'PEP_COMPONENT_PERF_STATE_REQUEST'> {
    /** +0x00 `ULONG` */
    Set: ULONG;
    /** +0x08 `ULONGLONG` */
    StateValue: ULONGLONG;
    /** +0x08 `ULONG` */
    StateIndex: ULONG;
  }
  export const PEP_COMPONENT_PERF_STATE_REQUEST: StructClass<PEP_COMPONENT_PERF_STATE_REQUEST>;
  /** PEP_DPM_COMPONENT_IDLE_CONSTRAINTS 16 bytes. */
  export interface PEP_COMPONENT_PLATFORM_CONSTRAINTS extends StructView<'PEP_COMPONENT_PLATFORM_CONSTRAINTS'> {
    /** +0x00 `PEPHANDLE` */
    DeviceHandle: PVOID;
    /** +0x04 `ULONG` */
    Component: ULONG;
    /** +0x08 `PULONG`: An array of ULONG, 0 = F0, one for each platform idle state; the plug-in fills it. */
    MinimumFStates: PVOID;
    /** +0x0C `ULONG` */
    PlatformStateCount: ULONG;
  }
  export const PEP_COMPONENT_PLATFORM_CONSTRAINTS: StructClass<PEP_COMPONENT_PLATFORM_CONSTRAINTS>;
  /** One component of a device as a plug-in is told of it. 40 bytes. */
  export interface PEP_COMPONENT_V2 extends StructView<'PEP_COMPONENT_V2'> {
    /** +0x00 `GUID` */
    readonly Id: GUID;
    /** +0x10 `ULONGLONG` */
    Flags: ULONGLONG;
    /** +0x18 `ULONG` */
    DeepestWakeableIdleState: ULONG;
    /** +0x1C `ULONG` */
    IdleStateCount: ULONG;
    /** +0x20 `PPO_FX_COMPONENT_IDLE_STATE`: An array, F0 first. */
    IdleStates: PPO_FX_COMPONENT_IDLE_STATE;
  }
  export const PEP_COMPONENT_V2: StructClass<PEP_COMPONENT_V2>;
  /** What the routine that powers a device for the crash dump gets. 8 bytes. */
  export interface PEP_CRASHDUMP_INFORMATION extends StructView<'PEP_CRASHDUMP_INFORMATION'> {
    /** +0x00 `PEPHANDLE` */
    DeviceHandle: PVOID;
    /** +0x04 `PVOID`: The context given to PoFxPowerOnCrashdumpDevice; may be null. */
    DeviceContext: PVOID;
  }
  export const PEP_CRASHDUMP_INFORMATION: StructClass<PEP_CRASHDUMP_INFORMATION>;
  /** PEP_DPM_QUERY_DEBUGGER_TRANSITION_REQUIREMENTS 12 bytes. */
  export interface PEP_DEBUGGER_TRANSITION_REQUIREMENTS extends StructView<'PEP_DEBUGGER_TRANSITION_REQUIREMENTS'> {
    /** +0x00 `PEPHANDLE` */
    DeviceHandle: PVOID;
    /** +0x04 `ULONG` */
    PlatformStateCount: ULONG;
    /** +0x08 `PBOOLEAN`: An array of BOOLEAN, one for each platform idle state; the plug-in fills it. */
    PowerTransitionRequired: PVOID;
  }
  export const PEP_DEBUGGER_TRANSITION_REQUIREMENTS: StructClass<PEP_DEBUGGER_TRANSITION_REQUIREMENTS>;
  /** PEP_DPM_DEVICE_IDLE_CONSTRAINTS 12 bytes. */
  export interface PEP_DEVICE_PLATFORM_CONSTRAINTS extends StructView<'PEP_DEVICE_PLATFORM_CONSTRAINTS'> {
    /** +0x00 `PEPHANDLE` */
    DeviceHandle: PVOID;
    /** +0x04 `PDEVICE_POWER_STATE` */
    MinimumDStates: PVOID;
    /** +0x08 `ULONG` */
    PlatformStateCount: ULONG;
  }
  export const PEP_DEVICE_PLATFORM_CONSTRAINTS: StructClass<PEP_DEVICE_PLATFORM_CONSTRAINTS>;
  /** PEP_DPM_DEVICE_POWER_STATE 12 bytes. */
  export interface PEP_DEVICE_POWER_STATE extends StructView<'PEP_DEVICE_POWER_STATE'> {
    /** +0x00 `PEPHANDLE` */
    DeviceHandle: PVOID;
    /** +0x04 `DEVICE_POWER_STATE` */
    DevicePowerState: DEVICE_POWER_STATE;
    /** +0x08 `BOOLEAN` */
    Complete: BOOLEAN;
    /** +0x09 `BOOLEAN` */
    SystemTransition: BOOLEAN;
  }
  export const PEP_DEVICE_POWER_STATE: StructClass<PEP_DEVICE_POWER_STATE>;
  /** 16 bytes. */
  export interface PEP_DEVICE_REGISTER_V2 extends StructView<'PEP_DEVICE_REGISTER_V2'> {
    /** +0x00 `ULONGLONG` */
    Flags: ULONGLONG;
    /** +0x08 `ULONG` */
    ComponentCount: ULONG;
    /** +0x0C `struct _PEP_COMPONENT_V2 *[]` */
    readonly Components: ArrayView<PPEP_COMPONENT_V2>;
  }
  export const PEP_DEVICE_REGISTER_V2: StructClass<PEP_DEVICE_REGISTER_V2>;
  /** PEP_DPM_DEVICE_STARTED 4 bytes. */
  export interface PEP_DEVICE_STARTED extends StructView<'PEP_DEVICE_STARTED'> {
    /** +0x00 `PEPHANDLE` */
    DeviceHandle: PVOID;
  }
  export const PEP_DEVICE_STARTED: StructClass<PEP_DEVICE_STARTED>;
  /** The routines of a plug-in that the framework calls; null for a kind that it takes no notifications of. 16 bytes. */
  export interface PEP_INFORMATION extends StructView<'PEP_INFORMATION'> {
    /** +0x00 `USHORT` */
    Version: USHORT;
    /** +0x02 `USHORT`: Bytes. */
    Size: USHORT;
    /** +0x04 `PPEPCALLBACKNOTIFYDPM` */
    AcceptDeviceNotification: PPEPCALLBACKNOTIFYDPM;
    /** +0x08 `PPEPCALLBACKNOTIFYPPM` */
    AcceptProcessorNotification: PPEPCALLBACKNOTIFYPPM;
    /** +0x0C `PPEPCALLBACKNOTIFYACPI` */
    AcceptAcpiNotification: PPEPCALLBACKNOTIFYACPI;
  }
  export const PEP_INFORMATION: StructClass<PEP_INFORMATION>;
  /** The services of the framework. A plug-in sets the first two members, the framework the rest. 48 bytes. */
  export interface PEP_KERNEL_INFORMATION extends StructView<'PEP_KERNEL_INFORMATION'> {
    /** +0x00 `USHORT` */
    Version: USHORT;
    /** +0x02 `USHORT`: Bytes. */
    Size: USHORT;
    /** +0x04 `POHANDLE`: Stands for the plug-in: what RequestWorker takes. */
    Plugin: PVOID;
    /** +0x08 `PPOFXCALLBACKREQUESTWORKER` */
    RequestWorker: PPOFXCALLBACKREQUESTWORKER;
    /** +0x0C `PVOID` */
    EnumerateUnmaskedInterrupts: PVOID;
    /** +0x10 `PVOID` */
    ProcessorHalt: PVOID;
    /** +0x14 `PVOID` */
    RequestInterrupt: PVOID;
    /** +0x18 `PPOFXCALLBACKCRITICALRESOURCE` */
    TransitionCriticalResource: PPOFXCALLBACKCRITICALRESOURCE;
    /** +0x1C `PVOID` */
    ProcessorIdleVeto: PVOID;
    /** +0x20 `PVOID` */
    PlatformIdleVeto: PVOID;
    /** +0x24 `PVOID` */
    UpdateProcessorIdleState: PVOID;
    /** +0x28 `PVOID` */
    UpdatePlatformIdleState: PVOID;
    /** +0x2C `PVOID` */
    RequestCommon: PVOID;
  }
  export const PEP_KERNEL_INFORMATION: StructClass<PEP_KERNEL_INFORMATION>;
  /** PEP_DPM_LOW_POWER_EPOCH 1 bytes. */
  export interface PEP_LOW_POWER_EPOCH extends StructView<'PEP_LOW_POWER_EPOCH'> {
    /** +0x00 `BOOLEAN` */
    LowPowerEpoch: BOOLEAN;
  }
  export const PEP_LOW_POWER_EPOCH: StructClass<PEP_LOW_POWER_EPOCH>;
  /** PEP_DPM_NOTIFY_COMPONENT_IDLE_STATE 16 bytes. */
  export interface PEP_NOTIFY_COMPONENT_IDLE_STATE extends StructView<'PEP_NOTIFY_COMPONENT_IDLE_STATE'> {
    /** +0x00 `PEPHANDLE` */
    DeviceHandle: PVOID;
    /** +0x04 `ULONG` */
    Component: ULONG;
    /** +0x08 `ULONG`: 0 = F0. */
    IdleState: ULONG;
    /** +0x0C `BOOLEAN` */
    DriverNotified: BOOLEAN;
    /** +0x0D `BOOLEAN`: Out: FALSE when the plug-in says later, with PepWorkCompleteIdleState, that it is done. */
    Completed: BOOLEAN;
  }
  export const PEP_NOTIFY_COMPONENT_IDLE_STATE: StructClass<PEP_NOTIFY_COMPONENT_IDLE_STATE>;
  /** 16 bytes. */
  export interface PEP_PERF_STATE extends StructView<'PEP_PERF_STATE'> {
    /** +0x00 `ULONGLONG`: In the unit of its set. */
    Value: ULONGLONG;
    /** +0x08 `PVOID` */
    Context: PVOID;
  }
  export const PEP_PERF_STATE: StructClass<PEP_PERF_STATE>;
  /** PEP_DPM_POWER_CONTROL_COMPLETE 20 bytes. */
  export interface PEP_POWER_CONTROL_COMPLETE extends StructView<'PEP_POWER_CONTROL_COMPLETE'> {
    /** +0x00 `PEPHANDLE` */
    DeviceHandle: PVOID;
    /** +0x04 `PGUID` */
    PowerControlCode: PGUID;
    /** +0x08 `PVOID` */
    RequestContext: PVOID;
    /** +0x0C `SIZE_T` */
    BytesReturned: SIZE_T;
    /** +0x10 `NTSTATUS` */
    Status: NTSTATUS;
  }
  export const PEP_POWER_CONTROL_COMPLETE: StructClass<PEP_POWER_CONTROL_COMPLETE>;
  /** PEP_DPM_POWER_CONTROL_REQUEST 32 bytes. */
  export interface PEP_POWER_CONTROL_REQUEST extends StructView<'PEP_POWER_CONTROL_REQUEST'> {
    /** +0x00 `PEPHANDLE` */
    DeviceHandle: PVOID;
    /** +0x04 `PGUID` */
    PowerControlCode: PGUID;
    /** +0x08 `PVOID` */
    InBuffer: PVOID;
    /** +0x0C `SIZE_T` */
    InBufferSize: SIZE_T;
    /** +0x10 `PVOID` */
    OutBuffer: PVOID;
    /** +0x14 `SIZE_T` */
    OutBufferSize: SIZE_T;
    /** +0x18 `SIZE_T`: Out: bytes written, or with STATUS_INSUFFICIENT_RESOURCES the bytes that would do. */
    BytesReturned: SIZE_T;
    /** +0x1C `NTSTATUS`: Out. */
    Status: NTSTATUS;
  }
  export const PEP_POWER_CONTROL_REQUEST: StructClass<PEP_POWER_CONTROL_REQUEST>;
  /** PEP_NOTIFY_PPM_QUERY_PLATFORM_STATES 4 bytes. */
  export interface PEP_PPM_QUERY_PLATFORM_STATES extends StructView<'PEP_PPM_QUERY_PLATFORM_STATES'> {
    /** +0x00 `ULONG`: Out. */
    PlatformStateCount: ULONG;
  }
  export const PEP_PPM_QUERY_PLATFORM_STATES: StructClass<PEP_PPM_QUERY_PLATFORM_STATES>;
  /** PEP_DPM_PREPARE_DEVICE 8 bytes. */
  export interface PEP_PREPARE_DEVICE extends StructView<'PEP_PREPARE_DEVICE'> {
    /** +0x00 `PUNICODE_STRING` */
    DeviceId: PUNICODE_STRING;
    /** +0x04 `BOOLEAN`: Out: the plug-in takes the device. */
    DeviceAccepted: BOOLEAN;
  }
  export const PEP_PREPARE_DEVICE: StructClass<PEP_PREPARE_DEVICE>;
  /** PEP_DPM_QUERY_COMPONENT_PERF_CAPABILITIES 12 bytes. */
  export interface PEP_QUERY_COMPONENT_PERF_CAPABILITIES extends StructView<'PEP_QUERY_COMPONENT_PERF_CAPABILITIES'> {
    /** +0x00 `PEPHANDLE` */
    DeviceHandle: PVOID;
    /** +0x04 `ULONG` */
    Component: ULONG;
    /** +0x08 `ULONG`: Out: how many sets the plug-in has for the component. */
    SetCount: ULONG;
  }
  export const PEP_QUERY_COMPONENT_PERF_CAPABILITIES: StructClass<PEP_QUERY_COMPONENT_PERF_CAPABILITIES>;
  /** PEP_DPM_QUERY_COMPONENT_PERF_SET: what follows Set is for the plug-in to fill. 48 bytes. */
  export interface PEP_QUERY_COMPONENT_PERF_SET extends StructView<'PEP_QUERY_COMPONENT_PERF_SET'> {
    /** +0x00 `PEPHANDLE` */
    DeviceHandle: PVOID;
    /** +0x04 `ULONG` */
    Component: ULONG;
    /** +0x08 `ULONG` */
    Set: ULONG;
    /** +0x10 `ULONGLONG` */
    Flags: ULONGLONG;
    /** +0x18 `PEP_PERF_STATE_UNIT` */
    Unit: PEP_PERF_STATE_UNIT;
    /** +0x1C `PEP_PERF_STATE_TYPE` */
    Type: PEP_PERF_STATE_TYPE;
    /** +0x20 `PEP_QUERY_PERF_RANGE` */
    readonly Range: PEP_QUERY_PERF_RANGE;
    /** +0x20 `PEP_QUERY_PERF_DISCRETE` */
    readonly Discrete: PEP_QUERY_PERF_DISCRETE;
  }
  export const PEP_QUERY_COMPONENT_PERF_SET: StructClass<PEP_QUERY_COMPONENT_PERF_SET>;
  /** PEP_DPM_QUERY_COMPONENT_PERF_SET_NAME: first for the size, then for the name. 20 bytes. */
  export interface PEP_QUERY_COMPONENT_PERF_SET_NAME extends StructView<'PEP_QUERY_COMPONENT_PERF_SET_NAME'> {
    /** +0x00 `PEPHANDLE` */
    DeviceHandle: PVOID;
    /** +0x04 `ULONG` */
    Component: ULONG;
    /** +0x08 `ULONG` */
    Set: ULONG;
    /** +0x0C `USHORT`: Bytes, with the null character. Out while Name is null. */
    NameSize: USHORT;
    /** +0x10 `PVOID`: Where the plug-in writes the name, with a null character; null while its size is asked for. */
    Name: PVOID;
  }
  export const PEP_QUERY_COMPONENT_PERF_SET_NAME: StructClass<PEP_QUERY_COMPONENT_PERF_SET_NAME>;
  /** PEP_DPM_QUERY_COMPONENT_PERF_STATES 16 bytes. */
  export interface PEP_QUERY_COMPONENT_PERF_STATES extends StructView<'PEP_QUERY_COMPONENT_PERF_STATES'> {
    /** +0x00 `PEPHANDLE` */
    DeviceHandle: PVOID;
    /** +0x04 `ULONG` */
    Component: ULONG;
    /** +0x08 `ULONG` */
    Set: ULONG;
    /** +0x0C `PPEP_PERF_STATE`: An array with room for as many as the plug-in has said; it fills them. */
    States: PPEP_PERF_STATE;
  }
  export const PEP_QUERY_COMPONENT_PERF_STATES: StructClass<PEP_QUERY_COMPONENT_PERF_STATES>;
  /** PEP_DPM_QUERY_CURRENT_COMPONENT_PERF_STATE: the plug-in writes the index of a single state, or the value in a range. 24 bytes. */
  export interface PEP_QUERY_CURRENT_COMPONENT_PERF_STATE extends StructView<'PEP_QUERY_CURRENT_COMPONENT_PERF_STATE'> {
    /** +0x00 `PEPHANDLE` */
    DeviceHandle: PVOID;
    /** +0x04 `ULONG` */
    Component: ULONG;
    /** +0x08 `ULONG` */
    Set: ULONG;
    /** +0x10 `ULONGLONG` */
    StateValue: ULONGLONG;
    /** +0x10 `ULONG` */
    StateIndex: ULONG;
  }
  export const PEP_QUERY_CURRENT_COMPONENT_PERF_STATE: StructClass<PEP_QUERY_CURRENT_COMPONENT_PERF_STATE>;
  /** PEP_DPM_QUERY_SOC_SUBSYSTEM 36 bytes. */
  export interface PEP_QUERY_SOC_SUBSYSTEM extends StructView<'PEP_QUERY_SOC_SUBSYSTEM'> {
    /** +0x00 `ULONG` */
    PlatformIdleStateIndex: ULONG;
    /** +0x04 `ULONG` */
    SubsystemIndex: ULONG;
    /** +0x08 `PVOID`: Out: what later notifications about the subsystem carry. */
    SubsystemHandle: PVOID;
    /** +0x0C `UNICODE_STRING`: Room for 64 characters; the plug-in copies the name there and sets Length. */
    readonly ParentName: UNICODE_STRING;
    /** +0x14 `UNICODE_STRING`: The same. */
    readonly SubsystemName: UNICODE_STRING;
    /** +0x1C `ULONG`: Out. */
    MetadataCount: ULONG;
    /** +0x20 `ULONG`: 0. */
    Flags: ULONG;
  }
  export const PEP_QUERY_SOC_SUBSYSTEM: StructClass<PEP_QUERY_SOC_SUBSYSTEM>;
  /** PEP_DPM_QUERY_SOC_SUBSYSTEM_BLOCKING_TIME 32 bytes. */
  export interface PEP_QUERY_SOC_SUBSYSTEM_BLOCKING_TIME extends StructView<'PEP_QUERY_SOC_SUBSYSTEM_BLOCKING_TIME'> {
    /** +0x00 `ULONG` */
    PlatformIdleStateIndex: ULONG;
    /** +0x04 `PVOID` */
    SubsystemHandle: PVOID;
    /** +0x08 `PUNICODE_STRING` */
    SubsystemName: PUNICODE_STRING;
    /** +0x10 `ULONGLONG`: Out: 100 ns units since the accounting began. */
    BlockingTime: ULONGLONG;
    /** +0x18 `ULONG`: 0. */
    Flags: ULONG;
  }
  export const PEP_QUERY_SOC_SUBSYSTEM_BLOCKING_TIME: StructClass<PEP_QUERY_SOC_SUBSYSTEM_BLOCKING_TIME>;
  /** PEP_DPM_QUERY_SOC_SUBSYSTEM_COUNT 12 bytes. */
  export interface PEP_QUERY_SOC_SUBSYSTEM_COUNT extends StructView<'PEP_QUERY_SOC_SUBSYSTEM_COUNT'> {
    /** +0x00 `ULONG` */
    PlatformIdleStateIndex: ULONG;
    /** +0x04 `ULONG`: Out: never 0; a plug-in that counts none does not handle the notification. */
    SubsystemCount: ULONG;
    /** +0x08 `ULONG`: 0. */
    Flags: ULONG;
  }
  export const PEP_QUERY_SOC_SUBSYSTEM_COUNT: StructClass<PEP_QUERY_SOC_SUBSYSTEM_COUNT>;
  /** PEP_DPM_QUERY_SOC_SUBSYSTEM_METADATA 24 bytes. */
  export interface PEP_QUERY_SOC_SUBSYSTEM_METADATA extends StructView<'PEP_QUERY_SOC_SUBSYSTEM_METADATA'> {
    /** +0x00 `ULONG` */
    PlatformIdleStateIndex: ULONG;
    /** +0x04 `PVOID` */
    SubsystemHandle: PVOID;
    /** +0x08 `PUNICODE_STRING` */
    SubsystemName: PUNICODE_STRING;
    /** +0x0C `ULONG`: 0. */
    Flags: ULONG;
    /** +0x10 `ULONG` */
    MetadataCount: ULONG;
    /** +0x14 `struct _PEP_SOC_SUBSYSTEM_METADATA *[]` */
    readonly Metadata: ArrayView<PPEP_SOC_SUBSYSTEM_METADATA>;
  }
  export const PEP_QUERY_SOC_SUBSYSTEM_METADATA: StructClass<PEP_QUERY_SOC_SUBSYSTEM_METADATA>;
  /** PEP_DPM_REGISTER_COMPONENT_PERF_STATES 24 bytes. */
  export interface PEP_REGISTER_COMPONENT_PERF_STATES extends StructView<'PEP_REGISTER_COMPONENT_PERF_STATES'> {
    /** +0x00 `PEPHANDLE` */
    DeviceHandle: PVOID;
    /** +0x04 `ULONG` */
    Component: ULONG;
    /** +0x08 `ULONGLONG`: 0. */
    Flags: ULONGLONG;
    /** +0x10 `PPEP_COMPONENT_PERF_INFO`: What the driver brings and the plug-in must use; null when the sets are the plug-in's own. */
    PerfStateInfo: PPEP_COMPONENT_PERF_INFO;
  }
  export const PEP_REGISTER_COMPONENT_PERF_STATES: StructClass<PEP_REGISTER_COMPONENT_PERF_STATES>;
  /** PEP_DPM_REGISTER_CRASHDUMP_DEVICE 8 bytes. */
  export interface PEP_REGISTER_CRASHDUMP_DEVICE extends StructView<'PEP_REGISTER_CRASHDUMP_DEVICE'> {
    /** +0x00 `PPEPCALLBACKPOWERONCRASHDUMPDEVICE`: Out: null when the plug-in cannot power the device on after a bug check. */
    PowerOnDumpDeviceCallback: PPEPCALLBACKPOWERONCRASHDUMPDEVICE;
    /** +0x04 `PEPHANDLE` */
    DeviceHandle: PVOID;
  }
  export const PEP_REGISTER_CRASHDUMP_DEVICE: StructClass<PEP_REGISTER_CRASHDUMP_DEVICE>;
  /** PEP_DPM_REGISTER_DEBUGGER 4 bytes. */
  export interface PEP_REGISTER_DEBUGGER extends StructView<'PEP_REGISTER_DEBUGGER'> {
    /** +0x00 `PEPHANDLE` */
    DeviceHandle: PVOID;
  }
  export const PEP_REGISTER_DEBUGGER: StructClass<PEP_REGISTER_DEBUGGER>;
  /** PEP_DPM_REGISTER_DEVICE 20 bytes. */
  export interface PEP_REGISTER_DEVICE_V2 extends StructView<'PEP_REGISTER_DEVICE_V2'> {
    /** +0x00 `PUNICODE_STRING` */
    DeviceId: PUNICODE_STRING;
    /** +0x04 `POHANDLE`: The framework's own handle of the device: what goes into PEP_WORK_ structures. */
    KernelHandle: PVOID;
    /** +0x08 `PPEP_DEVICE_REGISTER_V2`: Valid while the notification lasts. */
    Register: PPEP_DEVICE_REGISTER_V2;
    /** +0x0C `PEPHANDLE`: Out: what later notifications about the device carry. */
    DeviceHandle: PVOID;
    /** +0x10 `PEP_DEVICE_ACCEPTANCE_TYPE`: Out. */
    DeviceAccepted: PEP_DEVICE_ACCEPTANCE_TYPE;
  }
  export const PEP_REGISTER_DEVICE_V2: StructClass<PEP_REGISTER_DEVICE_V2>;
  /** PEP_DPM_REQUEST_COMPONENT_PERF_STATE 20 bytes. */
  export interface PEP_REQUEST_COMPONENT_PERF_STATE extends StructView<'PEP_REQUEST_COMPONENT_PERF_STATE'> {
    /** +0x00 `PEPHANDLE` */
    DeviceHandle: PVOID;
    /** +0x04 `ULONG` */
    Component: ULONG;
    /** +0x08 `BOOLEAN`: Out: FALSE when the plug-in says later, with PepWorkCompletePerfState, how it ended. */
    Completed: BOOLEAN;
    /** +0x09 `BOOLEAN`: Out, with Completed: all of the changes were made, or none. */
    Succeeded: BOOLEAN;
    /** +0x0C `ULONG` */
    PerfRequestsCount: ULONG;
    /** +0x10 `PPEP_COMPONENT_PERF_STATE_REQUEST`: Valid until the request has ended. */
    PerfRequests: PPEP_COMPONENT_PERF_STATE_REQUEST;
  }
  export const PEP_REQUEST_COMPONENT_PERF_STATE: StructClass<PEP_REQUEST_COMPONENT_PERF_STATE>;
  /** PEP_DPM_RESET_SOC_SUBSYSTEM_ACCOUNTING 8 bytes. */
  export interface PEP_RESET_SOC_SUBSYSTEM_ACCOUNTING extends StructView<'PEP_RESET_SOC_SUBSYSTEM_ACCOUNTING'> {
    /** +0x00 `ULONG` */
    PlatformIdleStateIndex: ULONG;
    /** +0x04 `ULONG`: 0. */
    Flags: ULONG;
  }
  export const PEP_RESET_SOC_SUBSYSTEM_ACCOUNTING: StructClass<PEP_RESET_SOC_SUBSYSTEM_ACCOUNTING>;
  /** One fact about a subsystem. Both strings have room for 64 characters, which the plug-in fills. 16 bytes. */
  export interface PEP_SOC_SUBSYSTEM_METADATA extends StructView<'PEP_SOC_SUBSYSTEM_METADATA'> {
    /** +0x00 `UNICODE_STRING` */
    readonly Key: UNICODE_STRING;
    /** +0x08 `UNICODE_STRING` */
    readonly Value: UNICODE_STRING;
  }
  export const PEP_SOC_SUBSYSTEM_METADATA: StructClass<PEP_SOC_SUBSYSTEM_METADATA>;
  /** PEP_DPM_SYSTEM_LATENCY_UPDATE 8 bytes. */
  export interface PEP_SYSTEM_LATENCY extends StructView<'PEP_SYSTEM_LATENCY'> {
    /** +0x00 `ULONGLONG`: 100 ns units. */
    Latency: ULONGLONG;
  }
  export const PEP_SYSTEM_LATENCY: StructClass<PEP_SYSTEM_LATENCY>;
  /** PEP_DPM_UNREGISTER_DEVICE 4 bytes. */
  export interface PEP_UNREGISTER_DEVICE extends StructView<'PEP_UNREGISTER_DEVICE'> {
    /** +0x00 `PEPHANDLE` */
    DeviceHandle: PVOID;
  }
  export const PEP_UNREGISTER_DEVICE: StructClass<PEP_UNREGISTER_DEVICE>;
  /** PEP_DPM_WORK 8 bytes. */
  export interface PEP_WORK extends StructView<'PEP_WORK'> {
    /** +0x00 `PPEP_WORK_INFORMATION`: The plug-in fills what it points at. */
    WorkInformation: PPEP_WORK_INFORMATION;
    /** +0x04 `BOOLEAN`: Out: TRUE when the plug-in has written work there. */
    NeedWork: BOOLEAN;
  }
  export const PEP_WORK: StructClass<PEP_WORK>;
  /** PepWorkCompleteIdleState 8 bytes. */
  export interface PEP_WORK_COMPLETE_IDLE_STATE extends StructView<'PEP_WORK_COMPLETE_IDLE_STATE'> {
    /** +0x00 `POHANDLE` */
    DeviceHandle: PVOID;
    /** +0x04 `ULONG` */
    Component: ULONG;
  }
  export const PEP_WORK_COMPLETE_IDLE_STATE: StructClass<PEP_WORK_COMPLETE_IDLE_STATE>;
  /** PepWorkCompletePerfState 12 bytes. */
  export interface PEP_WORK_COMPLETE_PERF_STATE extends StructView<'PEP_WORK_COMPLETE_PERF_STATE'> {
    /** +0x00 `POHANDLE` */
    DeviceHandle: PVOID;
    /** +0x04 `ULONG` */
    Component: ULONG;
    /** +0x08 `BOOLEAN` */
    Succeeded: BOOLEAN;
  }
  export const PEP_WORK_COMPLETE_PERF_STATE: StructClass<PEP_WORK_COMPLETE_PERF_STATE>;
  /** What a plug-in asks the framework to do; the member of the union goes by the type. 32 bytes. */
  export interface PEP_WORK_INFORMATION extends StructView<'PEP_WORK_INFORMATION'> {
    /** +0x00 `PEP_WORK_TYPE` */
    WorkType: PEP_WORK_TYPE;
    /** +0x04 `PEP_WORK_POWER_CONTROL` */
    readonly PowerControl: PEP_WORK_POWER_CONTROL;
    /** +0x04 `PEP_WORK_COMPLETE_IDLE_STATE` */
    readonly CompleteIdleState: PEP_WORK_COMPLETE_IDLE_STATE;
    /** +0x04 `PEP_WORK_COMPLETE_PERF_STATE` */
    readonly CompletePerfState: PEP_WORK_COMPLETE_PERF_STATE;
  }
  export const PEP_WORK_INFORMATION: StructClass<PEP_WORK_INFORMATION>;
  /** PepWorkRequestPowerControl 28 bytes. */
  export interface PEP_WORK_POWER_CONTROL extends StructView<'PEP_WORK_POWER_CONTROL'> {
    /** +0x00 `POHANDLE` */
    DeviceHandle: PVOID;
    /** +0x04 `PGUID` */
    PowerControlCode: PGUID;
    /** +0x08 `PVOID` */
    RequestContext: PVOID;
    /** +0x0C `PVOID` */
    InBuffer: PVOID;
    /** +0x10 `SIZE_T` */
    InBufferSize: SIZE_T;
    /** +0x14 `PVOID` */
    OutBuffer: PVOID;
    /** +0x18 `SIZE_T` */
    OutBufferSize: SIZE_T;
  }
  export const PEP_WORK_POWER_CONTROL: StructClass<PEP_WORK_POWER_CONTROL>;
  /** 24 bytes. */
  export interface PNP_BUS_INFORMATION extends StructView<'PNP_BUS_INFORMATION'> {
    /** +0x00 `GUID` */
    readonly BusTypeGuid: GUID;
    /** +0x10 `INTERFACE_TYPE` */
    LegacyBusType: INTERFACE_TYPE;
    /** +0x14 `ULONG` */
    BusNumber: ULONG;
  }
  export const PNP_BUS_INFORMATION: StructClass<PNP_BUS_INFORMATION>;
  /** What the port tells HwStorFindAdapter of an adapter, and what the miniport answers. 208 bytes. */
  export interface PORT_CONFIGURATION_INFORMATION extends StructView<'PORT_CONFIGURATION_INFORMATION'> {
    /** +0x00 `ULONG` */
    Length: ULONG;
    /** +0x04 `ULONG` */
    SystemIoBusNumber: ULONG;
    /** +0x08 `INTERFACE_TYPE` */
    AdapterInterfaceType: INTERFACE_TYPE;
    /** +0x0C `ULONG` */
    BusInterruptLevel: ULONG;
    /** +0x10 `ULONG` */
    BusInterruptVector: ULONG;
    /** +0x14 `KINTERRUPT_MODE` */
    InterruptMode: ULONG;
    /** +0x18 `ULONG`: Bytes; the miniport must set it. */
    MaximumTransferLength: ULONG;
    /** +0x1C `ULONG`: Elements of a scatter/gather list; the miniport must set it. */
    NumberOfPhysicalBreaks: ULONG;
    /** +0x20 `ULONG` */
    DmaChannel: ULONG;
    /** +0x24 `ULONG` */
    DmaPort: ULONG;
    /** +0x28 `ULONG` */
    DmaWidth: ULONG;
    /** +0x2C `ULONG` */
    DmaSpeed: ULONG;
    /** +0x30 `ULONG`: 0 byte, 1 word, 3 double word … */
    AlignmentMask: ULONG;
    /** +0x34 `ULONG` */
    NumberOfAccessRanges: ULONG;
    /** +0x38 `PACCESS_RANGE` */
    AccessRanges: PACCESS_RANGE;
    /** +0x3C `PVOID`: Dump runs: MiniportPrivateDumpData of the MINIPORT_DUMP_POINTERS; otherwise NULL. */
    MiniportDumpData: PVOID;
    /** +0x3C `PVOID` */
    Reserved: PVOID;
    /** +0x40 `UCHAR` */
    NumberOfBuses: UCHAR;
    /** +0x41 `UCHAR[8]` */
    readonly InitiatorBusId: ArrayView<UCHAR>;
    /** +0x49 `BOOLEAN` */
    ScatterGather: BOOLEAN;
    /** +0x4A `BOOLEAN` */
    Master: BOOLEAN;
    /** +0x4B `BOOLEAN`: TRUE: the port sends SRB_FUNCTION_FLUSH and SRB_FUNCTION_SHUTDOWN. */
    CachesData: BOOLEAN;
    /** +0x4C `BOOLEAN` */
    AdapterScansDown: BOOLEAN;
    /** +0x4D `BOOLEAN` */
    AtdiskPrimaryClaimed: BOOLEAN;
    /** +0x4E `BOOLEAN` */
    AtdiskSecondaryClaimed: BOOLEAN;
    /** +0x4F `BOOLEAN` */
    Dma32BitAddresses: BOOLEAN;
    /** +0x50 `BOOLEAN` */
    DemandMode: BOOLEAN;
    /** +0x51 `UCHAR` */
    MapBuffers: UCHAR;
    /** +0x52 `BOOLEAN` */
    NeedPhysicalAddresses: BOOLEAN;
    /** +0x53 `BOOLEAN` */
    TaggedQueuing: BOOLEAN;
    /** +0x54 `BOOLEAN` */
    AutoRequestSense: BOOLEAN;
    /** +0x55 `BOOLEAN` */
    MultipleRequestPerLu: BOOLEAN;
    /** +0x56 `BOOLEAN` */
    ReceiveEvent: BOOLEAN;
    /** +0x57 `BOOLEAN` */
    RealModeInitialized: BOOLEAN;
    /** +0x58 `BOOLEAN` */
    BufferAccessScsiPortControlled: BOOLEAN;
    /** +0x59 `UCHAR` */
    MaximumNumberOfTargets: UCHAR;
    /** +0x5A `UCHAR` */
    SrbType: UCHAR;
    /** +0x5B `UCHAR` */
    AddressType: UCHAR;
    /** +0x5C `ULONG` */
    SlotNumber: ULONG;
    /** +0x60 `ULONG` */
    BusInterruptLevel2: ULONG;
    /** +0x64 `ULONG` */
    BusInterruptVector2: ULONG;
    /** +0x68 `KINTERRUPT_MODE` */
    InterruptMode2: ULONG;
    /** +0x6C `ULONG` */
    DmaChannel2: ULONG;
    /** +0x70 `ULONG` */
    DmaPort2: ULONG;
    /** +0x74 `ULONG` */
    DmaWidth2: ULONG;
    /** +0x78 `ULONG` */
    DmaSpeed2: ULONG;
    /** +0x7C `ULONG` */
    DeviceExtensionSize: ULONG;
    /** +0x80 `ULONG` */
    SpecificLuExtensionSize: ULONG;
    /** +0x84 `ULONG`: May grow before StorPortGetUncachedExtension. */
    SrbExtensionSize: ULONG;
    /** +0x88 `UCHAR` */
    Dma64BitAddresses: UCHAR;
    /** +0x89 `BOOLEAN` */
    ResetTargetSupported: BOOLEAN;
    /** +0x8A `UCHAR` */
    MaximumNumberOfLogicalUnits: UCHAR;
    /** +0x8B `BOOLEAN` */
    WmiDataProvider: BOOLEAN;
    /** +0x8C `STOR_SYNCHRONIZATION_MODEL` */
    SynchronizationModel: ULONG;
    /** +0x90 `PHW_MESSAGE_SIGNALED_INTERRUPT_ROUTINE` */
    HwMSInterruptRoutine: PHW_MESSAGE_SIGNALED_INTERRUPT_ROUTINE;
    /** +0x94 `INTERRUPT_SYNCHRONIZATION_MODE` */
    InterruptSynchronizationMode: ULONG;
    /** +0x98 `MEMORY_REGION` */
    readonly DumpRegion: MEMORY_REGION;
    /** +0xB0 `ULONG`: Bytes of uncached extension that the miniport wants in dump runs; read at run time only. */
    RequestedDumpBufferSize: ULONG;
    /** +0xB4 `BOOLEAN` */
    VirtualDevice: BOOLEAN;
    /** +0xB5 `UCHAR`: 0 or DUMP_MODE_*; read only. */
    DumpMode: UCHAR;
    /** +0xB6 `UCHAR` */
    DmaAddressWidth: UCHAR;
    /** +0xB8 `ULONG` */
    ExtendedFlags1: ULONG;
    /** +0xBC `ULONG` */
    MaxNumberOfIO: ULONG;
    /** +0xC0 `ULONG` */
    MaxIOsPerLun: ULONG;
    /** +0xC4 `ULONG` */
    InitialLunQueueDepth: ULONG;
    /** +0xC8 `ULONG`: Microseconds of pause after ResetDetected. */
    BusResetHoldTime: ULONG;
    /** +0xCC `ULONG` */
    FeatureSupport: ULONG;
  }
  export const PORT_CONFIGURATION_INFORMATION: StructClass<PORT_CONFIGURATION_INFORMATION>;
  /** How often a device has gone down; a driver compares two of these to see whether it has lost its state. 12 bytes. */
  export interface POWER_SEQUENCE extends StructView<'POWER_SEQUENCE'> {
    /** +0x00 `ULONG` */
    SequenceD1: ULONG;
    /** +0x04 `ULONG` */
    SequenceD2: ULONG;
    /** +0x08 `ULONG` */
    SequenceD3: ULONG;
  }
  export const POWER_SEQUENCE: StructClass<POWER_SEQUENCE>;
  /** A power state; which of the two it is stands beside it, in a POWER_STATE_TYPE. 4 bytes. */
  export interface POWER_STATE extends StructView<'POWER_STATE'> {
    /** +0x00 `SYSTEM_POWER_STATE` */
    SystemState: SYSTEM_POWER_STATE;
    /** +0x00 `DEVICE_POWER_STATE` */
    DeviceState: DEVICE_POWER_STATE;
  }
  export const POWER_STATE: StructClass<POWER_STATE>;
  /** One F state of a component. 24 bytes. */
  export interface PO_FX_COMPONENT_IDLE_STATE extends StructView<'PO_FX_COMPONENT_IDLE_STATE'> {
    /** +0x00 `ULONGLONG`: Time for the way back to F0, in 100 ns; 0 for F0 itself. */
    TransitionLatency: ULONGLONG;
    /** +0x08 `ULONGLONG`: How long the component must stay to save power, in 100 ns; 0 for F0 itself. */
    ResidencyRequirement: ULONGLONG;
    /** +0x10 `ULONG`: Microwatts, or PO_FX_UNKNOWN_POWER. */
    NominalPower: ULONG;
  }
  export const PO_FX_COMPONENT_IDLE_STATE: StructClass<PO_FX_COMPONENT_IDLE_STATE>;
  /** 48 bytes. */
  export interface PO_FX_COMPONENT_PERF_INFO extends StructView<'PO_FX_COMPONENT_PERF_INFO'> {
    /** +0x00 `ULONG` */
    PerfStateSetsCount: ULONG;
    /** +0x08 `PO_FX_COMPONENT_PERF_SET[]` */
    readonly PerfStateSets: ArrayView<PO_FX_COMPONENT_PERF_SET>;
  }
  export const PO_FX_COMPONENT_PERF_INFO: StructClass<PO_FX_COMPONENT_PERF_INFO>;
  /** What a component can run at: single states, or a range. 40 bytes. */
  export interface PO_FX_COMPONENT_PERF_SET extends StructView<'PO_FX_COMPONENT_PERF_SET'> {
    /** +0x00 `UNICODE_STRING` */
    readonly Name: UNICODE_STRING;
    /** +0x08 `ULONGLONG`: 0. */
    Flags: ULONGLONG;
    /** +0x10 `PO_FX_PERF_STATE_UNIT` */
    Unit: PO_FX_PERF_STATE_UNIT;
    /** +0x14 `PO_FX_PERF_STATE_TYPE` */
    Type: PO_FX_PERF_STATE_TYPE;
    /** +0x18 `PO_FX_PERF_RANGE` */
    readonly Range: PO_FX_PERF_RANGE;
    /** +0x18 `PO_FX_PERF_DISCRETE` */
    readonly Discrete: PO_FX_PERF_DISCRETE;
  }
  export const PO_FX_COMPONENT_PERF_SET: StructClass<PO_FX_COMPONENT_PERF_SET>;
  /** 28 bytes. */
  export interface PO_FX_COMPONENT_V1 extends StructView<'PO_FX_COMPONENT_V1'> {
    /** +0x00 `GUID` */
    readonly Id: GUID;
    /** +0x10 `ULONG` */
    IdleStateCount: ULONG;
    /** +0x14 `ULONG`: Index of the deepest F state from which the component can wake the system. */
    DeepestWakeableIdleState: ULONG;
    /** +0x18 `PPO_FX_COMPONENT_IDLE_STATE` */
    IdleStates: PPO_FX_COMPONENT_IDLE_STATE;
  }
  export const PO_FX_COMPONENT_V1: StructClass<PO_FX_COMPONENT_V1>;
  /** Of versions 2 and 3. The two counts stand the other way round than in version 1. 48 bytes. */
  export interface PO_FX_COMPONENT_V2 extends StructView<'PO_FX_COMPONENT_V2'> {
    /** +0x00 `GUID` */
    readonly Id: GUID;
    /** +0x10 `ULONGLONG`: PO_FX_COMPONENT_FLAG_ bits. */
    Flags: ULONGLONG;
    /** +0x18 `ULONG` */
    DeepestWakeableIdleState: ULONG;
    /** +0x1C `ULONG` */
    IdleStateCount: ULONG;
    /** +0x20 `PPO_FX_COMPONENT_IDLE_STATE` */
    IdleStates: PPO_FX_COMPONENT_IDLE_STATE;
    /** +0x24 `ULONG` */
    ProviderCount: ULONG;
    /** +0x28 `PULONG`: Indices of components of the same device that must be active while this one is. */
    Providers: PVOID;
  }
  export const PO_FX_COMPONENT_V2: StructClass<PO_FX_COMPONENT_V2>;
  /** 64 bytes. */
  export interface PO_FX_DEVICE_V1 extends StructView<'PO_FX_DEVICE_V1'> {
    /** +0x00 `ULONG`: PO_FX_VERSION_V1. */
    Version: ULONG;
    /** +0x04 `ULONG` */
    ComponentCount: ULONG;
    /** +0x08 `PPO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK` */
    ComponentActiveConditionCallback: PPO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK;
    /** +0x0C `PPO_FX_COMPONENT_IDLE_CONDITION_CALLBACK` */
    ComponentIdleConditionCallback: PPO_FX_COMPONENT_IDLE_CONDITION_CALLBACK;
    /** +0x10 `PPO_FX_COMPONENT_IDLE_STATE_CALLBACK` */
    ComponentIdleStateCallback: PPO_FX_COMPONENT_IDLE_STATE_CALLBACK;
    /** +0x14 `PPO_FX_DEVICE_POWER_REQUIRED_CALLBACK` */
    DevicePowerRequiredCallback: PPO_FX_DEVICE_POWER_REQUIRED_CALLBACK;
    /** +0x18 `PPO_FX_DEVICE_POWER_NOT_REQUIRED_CALLBACK` */
    DevicePowerNotRequiredCallback: PPO_FX_DEVICE_POWER_NOT_REQUIRED_CALLBACK;
    /** +0x1C `PPO_FX_POWER_CONTROL_CALLBACK` */
    PowerControlCallback: PPO_FX_POWER_CONTROL_CALLBACK;
    /** +0x20 `PVOID` */
    DeviceContext: PVOID;
    /** +0x24 `PO_FX_COMPONENT_V1[]` */
    readonly Components: ArrayView<PO_FX_COMPONENT_V1>;
  }
  export const PO_FX_DEVICE_V1: StructClass<PO_FX_DEVICE_V1>;
  /** 96 bytes. */
  export interface PO_FX_DEVICE_V2 extends StructView<'PO_FX_DEVICE_V2'> {
    /** +0x00 `ULONG`: PO_FX_VERSION_V2. */
    Version: ULONG;
    /** +0x08 `ULONGLONG`: 0. */
    Flags: ULONGLONG;
    /** +0x10 `PPO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK` */
    ComponentActiveConditionCallback: PPO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK;
    /** +0x14 `PPO_FX_COMPONENT_IDLE_CONDITION_CALLBACK` */
    ComponentIdleConditionCallback: PPO_FX_COMPONENT_IDLE_CONDITION_CALLBACK;
    /** +0x18 `PPO_FX_COMPONENT_IDLE_STATE_CALLBACK` */
    ComponentIdleStateCallback: PPO_FX_COMPONENT_IDLE_STATE_CALLBACK;
    /** +0x1C `PPO_FX_DEVICE_POWER_REQUIRED_CALLBACK` */
    DevicePowerRequiredCallback: PPO_FX_DEVICE_POWER_REQUIRED_CALLBACK;
    /** +0x20 `PPO_FX_DEVICE_POWER_NOT_REQUIRED_CALLBACK` */
    DevicePowerNotRequiredCallback: PPO_FX_DEVICE_POWER_NOT_REQUIRED_CALLBACK;
    /** +0x24 `PPO_FX_POWER_CONTROL_CALLBACK` */
    PowerControlCallback: PPO_FX_POWER_CONTROL_CALLBACK;
    /** +0x28 `PVOID` */
    DeviceContext: PVOID;
    /** +0x2C `ULONG` */
    ComponentCount: ULONG;
    /** +0x30 `PO_FX_COMPONENT_V2[]` */
    readonly Components: ArrayView<PO_FX_COMPONENT_V2>;
  }
  export const PO_FX_DEVICE_V2: StructClass<PO_FX_DEVICE_V2>;
  /** 112 bytes. */
  export interface PO_FX_DEVICE_V3 extends StructView<'PO_FX_DEVICE_V3'> {
    /** +0x00 `ULONG`: PO_FX_VERSION_V3. */
    Version: ULONG;
    /** +0x08 `ULONGLONG`: PO_FX_DEVICE_FLAG_ bits. */
    Flags: ULONGLONG;
    /** +0x10 `PPO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK` */
    ComponentActiveConditionCallback: PPO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK;
    /** +0x14 `PPO_FX_COMPONENT_IDLE_CONDITION_CALLBACK` */
    ComponentIdleConditionCallback: PPO_FX_COMPONENT_IDLE_CONDITION_CALLBACK;
    /** +0x18 `PPO_FX_COMPONENT_IDLE_STATE_CALLBACK` */
    ComponentIdleStateCallback: PPO_FX_COMPONENT_IDLE_STATE_CALLBACK;
    /** +0x1C `PPO_FX_DEVICE_POWER_REQUIRED_CALLBACK` */
    DevicePowerRequiredCallback: PPO_FX_DEVICE_POWER_REQUIRED_CALLBACK;
    /** +0x20 `PPO_FX_DEVICE_POWER_NOT_REQUIRED_CALLBACK` */
    DevicePowerNotRequiredCallback: PPO_FX_DEVICE_POWER_NOT_REQUIRED_CALLBACK;
    /** +0x24 `PPO_FX_POWER_CONTROL_CALLBACK` */
    PowerControlCallback: PPO_FX_POWER_CONTROL_CALLBACK;
    /** +0x28 `PPO_FX_DIRECTED_POWER_UP_CALLBACK` */
    DirectedPowerUpCallback: PPO_FX_DIRECTED_POWER_UP_CALLBACK;
    /** +0x2C `PPO_FX_DIRECTED_POWER_DOWN_CALLBACK` */
    DirectedPowerDownCallback: PPO_FX_DIRECTED_POWER_DOWN_CALLBACK;
    /** +0x30 `ULONG` */
    DirectedFxTimeoutInSeconds: ULONG;
    /** +0x34 `PVOID` */
    DeviceContext: PVOID;
    /** +0x38 `ULONG` */
    ComponentCount: ULONG;
    /** +0x40 `PO_FX_COMPONENT_V2[]` */
    readonly Components: ArrayView<PO_FX_COMPONENT_V2>;
  }
  export const PO_FX_DEVICE_V3: StructClass<PO_FX_DEVICE_V3>;
  /** 16 bytes. */
  export interface PO_FX_PERF_STATE extends StructView<'PO_FX_PERF_STATE'> {
    /** +0x00 `ULONGLONG`: In the unit of its set. */
    Value: ULONGLONG;
    /** +0x08 `PVOID` */
    Context: PVOID;
  }
  export const PO_FX_PERF_STATE: StructClass<PO_FX_PERF_STATE>;
  /** StateIndex in a set of single states, StateValue in a range. 16 bytes. */
  export interface PO_FX_PERF_STATE_CHANGE extends StructView<'PO_FX_PERF_STATE_CHANGE'> {
    /** +0x00 `ULONG` */
    Set: ULONG;
    /** +0x08 `ULONGLONG` */
    StateValue: ULONGLONG;
    /** +0x08 `ULONG` */
    StateIndex: ULONG;
  }
  export const PO_FX_PERF_STATE_CHANGE: StructClass<PO_FX_PERF_STATE_CHANGE>;
  /** 276 bytes. */
  export interface RTL_OSVERSIONINFOW extends StructView<'RTL_OSVERSIONINFOW'> {
    /** +0x00 `ULONG` */
    dwOSVersionInfoSize: ULONG;
    /** +0x04 `ULONG` */
    dwMajorVersion: ULONG;
    /** +0x08 `ULONG` */
    dwMinorVersion: ULONG;
    /** +0x0C `ULONG` */
    dwBuildNumber: ULONG;
    /** +0x10 `ULONG` */
    dwPlatformId: ULONG;
    /** +0x14 `WCHAR[128]` */
    readonly szCSDVersion: ArrayView<USHORT>;
  }
  export const RTL_OSVERSIONINFOW: StructClass<RTL_OSVERSIONINFOW>;
  /** 28 bytes. */
  export interface RTL_QUERY_REGISTRY_TABLE extends StructView<'RTL_QUERY_REGISTRY_TABLE'> {
    /** +0x00 `PVOID` */
    QueryRoutine: PVOID;
    /** +0x04 `ULONG` */
    Flags: ULONG;
    /** +0x08 `PVOID` */
    Name: PVOID;
    /** +0x0C `PVOID` */
    EntryContext: PVOID;
    /** +0x10 `ULONG` */
    DefaultType: ULONG;
    /** +0x14 `PVOID` */
    DefaultData: PVOID;
    /** +0x18 `ULONG` */
    DefaultLength: ULONG;
  }
  export const RTL_QUERY_REGISTRY_TABLE: StructClass<RTL_QUERY_REGISTRY_TABLE>;
  /** 16 bytes. */
  export interface SCATTER_GATHER_ELEMENT extends StructView<'SCATTER_GATHER_ELEMENT'> {
    /** +0x00 `LARGE_INTEGER` */
    Address: LARGE_INTEGER;
    /** +0x08 `ULONG` */
    Length: ULONG;
    /** +0x0C `ULONG_PTR` */
    Reserved: ULONG_PTR;
  }
  export const SCATTER_GATHER_ELEMENT: StructClass<SCATTER_GATHER_ELEMENT>;
  /** 24 bytes. */
  export interface SCATTER_GATHER_LIST extends StructView<'SCATTER_GATHER_LIST'> {
    /** +0x00 `ULONG` */
    NumberOfElements: ULONG;
    /** +0x04 `ULONG_PTR` */
    Reserved: ULONG_PTR;
    /** +0x08 `SCATTER_GATHER_ELEMENT[]` */
    readonly Elements: ArrayView<SCATTER_GATHER_ELEMENT>;
  }
  export const SCATTER_GATHER_LIST: StructClass<SCATTER_GATHER_LIST>;
  /** A SCSI request on its way to a miniport. 64 bytes. */
  export interface SCSI_REQUEST_BLOCK extends StructView<'SCSI_REQUEST_BLOCK'> {
    /** +0x00 `USHORT` */
    Length: USHORT;
    /** +0x02 `UCHAR` */
    Function: UCHAR;
    /** +0x03 `UCHAR` */
    SrbStatus: UCHAR;
    /** +0x04 `UCHAR` */
    ScsiStatus: UCHAR;
    /** +0x05 `UCHAR` */
    PathId: UCHAR;
    /** +0x06 `UCHAR` */
    TargetId: UCHAR;
    /** +0x07 `UCHAR` */
    Lun: UCHAR;
    /** +0x08 `UCHAR` */
    QueueTag: UCHAR;
    /** +0x09 `UCHAR` */
    QueueAction: UCHAR;
    /** +0x0A `UCHAR` */
    CdbLength: UCHAR;
    /** +0x0B `UCHAR` */
    SenseInfoBufferLength: UCHAR;
    /** +0x0C `ULONG` */
    SrbFlags: ULONG;
    /** +0x10 `ULONG` */
    DataTransferLength: ULONG;
    /** +0x14 `ULONG`: Seconds. */
    TimeOutValue: ULONG;
    /** +0x18 `PVOID` */
    DataBuffer: PVOID;
    /** +0x1C `PVOID` */
    SenseInfoBuffer: PVOID;
    /** +0x20 `PSCSI_REQUEST_BLOCK` */
    NextSrb: PSCSI_REQUEST_BLOCK;
    /** +0x24 `PVOID` */
    OriginalRequest: PVOID;
    /** +0x28 `PVOID` */
    SrbExtension: PVOID;
    /** +0x2C `ULONG` */
    InternalStatus: ULONG;
    /** +0x2C `ULONG` */
    QueueSortKey: ULONG;
    /** +0x2C `ULONG` */
    LinkTimeoutValue: ULONG;
    /** +0x30 `UCHAR[16]` */
    readonly Cdb: ArrayView<UCHAR>;
  }
  export const SCSI_REQUEST_BLOCK: StructClass<SCSI_REQUEST_BLOCK>;
  /** The parameter of ScsiQuerySupportedControlTypes and ScsiQuerySupportedUnitControlTypes. 8 bytes. */
  export interface SCSI_SUPPORTED_CONTROL_TYPE_LIST extends StructView<'SCSI_SUPPORTED_CONTROL_TYPE_LIST'> {
    /** +0x00 `ULONG`: Entries of the list; do not write beyond. */
    MaxControlType: ULONG;
    /** +0x04 `BOOLEAN[]` */
    readonly SupportedTypeList: ArrayView<BOOLEAN>;
  }
  export const SCSI_SUPPORTED_CONTROL_TYPE_LIST: StructClass<SCSI_SUPPORTED_CONTROL_TYPE_LIST>;
  /** 16 bytes. */
  export interface SECURITY_SUBJECT_CONTEXT extends StructView<'SECURITY_SUBJECT_CONTEXT'> {
    /** +0x00 `PVOID` */
    ClientToken: PVOID;
    /** +0x04 `ULONG` */
    ImpersonationLevel: ULONG;
    /** +0x08 `PVOID` */
    PrimaryToken: PVOID;
    /** +0x0C `PVOID` */
    ProcessAuditId: PVOID;
  }
  export const SECURITY_SUBJECT_CONTEXT: StructClass<SECURITY_SUBJECT_CONTEXT>;
  /** 4 bytes. */
  export interface SINGLE_LIST_ENTRY extends StructView<'SINGLE_LIST_ENTRY'> {
    /** +0x00 `PSINGLE_LIST_ENTRY` */
    Next: PSINGLE_LIST_ENTRY;
  }
  export const SINGLE_LIST_ENTRY: StructClass<SINGLE_LIST_ENTRY>;
  /** 8 bytes. */
  export interface SLIST_HEADER extends StructView<'SLIST_HEADER'> {
    /** +0x00 `PSINGLE_LIST_ENTRY` */
    Next: PSINGLE_LIST_ENTRY;
    /** +0x04 `USHORT` */
    Depth: USHORT;
    /** +0x06 `USHORT` */
    Sequence: USHORT;
    /** +0x00 `ULONGLONG` */
    Alignment: ULONGLONG;
  }
  export const SLIST_HEADER: StructClass<SLIST_HEADER>;
  /** The command of a STORAGE_REQUEST_BLOCK, up to 16 bytes, and what came of it. 36 bytes. */
  export interface SRBEX_DATA_SCSI_CDB16 extends StructView<'SRBEX_DATA_SCSI_CDB16'> {
    /** +0x00 `SRBEXDATATYPE`: SrbExDataTypeScsiCdb16. */
    Type: ULONG;
    /** +0x04 `ULONG` */
    Length: ULONG;
    /** +0x08 `UCHAR` */
    ScsiStatus: UCHAR;
    /** +0x09 `UCHAR` */
    SenseInfoBufferLength: UCHAR;
    /** +0x0A `UCHAR` */
    CdbLength: UCHAR;
    /** +0x0B `UCHAR` */
    Reserved: UCHAR;
    /** +0x0C `ULONG` */
    Reserved1: ULONG;
    /** +0x10 `PVOID` */
    SenseInfoBuffer: PVOID;
    /** +0x14 `UCHAR[16]` */
    readonly Cdb: ArrayView<UCHAR>;
  }
  export const SRBEX_DATA_SCSI_CDB16: StructClass<SRBEX_DATA_SCSI_CDB16>;
  /** What a program and a miniport tell each other with IOCTL_SCSI_MINIPORT and SRB_FUNCTION_IO_CONTROL; data follows. 28 bytes. */
  export interface SRB_IO_CONTROL extends StructView<'SRB_IO_CONTROL'> {
    /** +0x00 `ULONG`: Bytes of this structure. */
    HeaderLength: ULONG;
    /** +0x04 `UCHAR[8]`: Eight characters that both agree on. */
    readonly Signature: ArrayView<UCHAR>;
    /** +0x0C `ULONG`: Seconds. */
    Timeout: ULONG;
    /** +0x10 `ULONG` */
    ControlCode: ULONG;
    /** +0x14 `ULONG` */
    ReturnCode: ULONG;
    /** +0x18 `ULONG`: Bytes of the data. */
    Length: ULONG;
  }
  export const SRB_IO_CONTROL: StructClass<SRB_IO_CONTROL>;
  /** A request with room for extensions. Function is SRB_FUNCTION_STORAGE_REQUEST_BLOCK; SrbFunction says what is asked. 96 bytes. */
  export interface STORAGE_REQUEST_BLOCK extends StructView<'STORAGE_REQUEST_BLOCK'> {
    /** +0x00 `USHORT` */
    Length: USHORT;
    /** +0x02 `UCHAR` */
    Function: UCHAR;
    /** +0x03 `UCHAR` */
    SrbStatus: UCHAR;
    /** +0x04 `UCHAR[4]` */
    readonly ReservedUchar: ArrayView<UCHAR>;
    /** +0x08 `ULONG`: SRB_SIGNATURE. */
    Signature: ULONG;
    /** +0x0C `ULONG` */
    Version: ULONG;
    /** +0x10 `ULONG` */
    SrbLength: ULONG;
    /** +0x14 `ULONG` */
    SrbFunction: ULONG;
    /** +0x18 `ULONG` */
    SrbFlags: ULONG;
    /** +0x1C `ULONG` */
    ReservedUlong1: ULONG;
    /** +0x20 `ULONG` */
    RequestTag: ULONG;
    /** +0x24 `USHORT` */
    RequestPriority: USHORT;
    /** +0x26 `USHORT` */
    RequestAttribute: USHORT;
    /** +0x28 `ULONG`: Seconds. */
    TimeOutValue: ULONG;
    /** +0x2C `ULONG` */
    SystemStatus: ULONG;
    /** +0x30 `ULONG` */
    ZeroGuard1: ULONG;
    /** +0x34 `ULONG`: Bytes from the start of the request to its STOR_ADDR_BTL8. */
    AddressOffset: ULONG;
    /** +0x38 `ULONG` */
    NumSrbExData: ULONG;
    /** +0x3C `ULONG` */
    DataTransferLength: ULONG;
    /** +0x40 `PVOID` */
    DataBuffer: PVOID;
    /** +0x44 `ULONG` */
    ZeroGuard2: ULONG;
    /** +0x48 `PVOID` */
    OriginalRequest: PVOID;
    /** +0x4C `PVOID` */
    ClassContext: PVOID;
    /** +0x50 `PVOID` */
    PortContext: PVOID;
    /** +0x54 `PVOID`: The SRB extension. */
    MiniportContext: PVOID;
    /** +0x58 `PVOID` */
    NextSrb: PVOID;
    /** +0x5C `ULONG[]`: Bytes from the start of the request to each SRBEX_DATA. */
    readonly SrbExDataOffset: ArrayView<ULONG>;
  }
  export const STORAGE_REQUEST_BLOCK: StructClass<STORAGE_REQUEST_BLOCK>;
  /** The parameter of ScsiAdapterPower. 20 bytes. */
  export interface STOR_ADAPTER_CONTROL_POWER extends StructView<'STOR_ADAPTER_CONTROL_POWER'> {
    /** +0x00 `STOR_POWER_CONTROL_HEADER` */
    readonly Header: STOR_POWER_CONTROL_HEADER;
    /** +0x0C `STOR_POWER_ACTION` */
    PowerAction: ULONG;
    /** +0x10 `STOR_DEVICE_POWER_STATE` */
    PowerState: ULONG;
  }
  export const STOR_ADAPTER_CONTROL_POWER: StructClass<STOR_ADAPTER_CONTROL_POWER>;
  /** An address whose type says how long it is. 12 bytes. */
  export interface STOR_ADDRESS extends StructView<'STOR_ADDRESS'> {
    /** +0x00 `USHORT` */
    Type: USHORT;
    /** +0x02 `USHORT` */
    Port: USHORT;
    /** +0x04 `ULONG` */
    AddressLength: ULONG;
    /** +0x08 `UCHAR[]` */
    readonly AddressData: ArrayView<UCHAR>;
  }
  export const STOR_ADDRESS: StructClass<STOR_ADDRESS>;
  /** Bus, target and logical unit, one byte each. 12 bytes. */
  export interface STOR_ADDR_BTL8 extends StructView<'STOR_ADDR_BTL8'> {
    /** +0x00 `USHORT`: STOR_ADDRESS_TYPE_BTL8. */
    Type: USHORT;
    /** +0x02 `USHORT` */
    Port: USHORT;
    /** +0x04 `ULONG` */
    AddressLength: ULONG;
    /** +0x08 `UCHAR` */
    Path: UCHAR;
    /** +0x09 `UCHAR` */
    Target: UCHAR;
    /** +0x0A `UCHAR` */
    Lun: UCHAR;
    /** +0x0B `UCHAR` */
    Reserved: UCHAR;
  }
  export const STOR_ADDR_BTL8: StructClass<STOR_ADDR_BTL8>;
  /** A deferred procedure of a miniport, set up by StorPortInitializeDpc. 36 bytes. */
  export interface STOR_DPC extends StructView<'STOR_DPC'> {
    /** +0x00 `KDPC` */
    readonly Dpc: KDPC;
    /** +0x20 `KSPIN_LOCK` */
    Lock: ULONG_PTR;
  }
  export const STOR_DPC: StructClass<STOR_DPC>;
  /** What StorPortAcquireSpinLock fills in for StorPortReleaseSpinLock. 16 bytes. */
  export interface STOR_LOCK_HANDLE extends StructView<'STOR_LOCK_HANDLE'> {
    /** +0x00 `STOR_SPINLOCK` */
    Lock: STOR_SPINLOCK;
    /** +0x04 `STOR_LOCK_HANDLE_CONTEXT` */
    readonly Context: STOR_LOCK_HANDLE_CONTEXT;
  }
  export const STOR_LOCK_HANDLE: StructClass<STOR_LOCK_HANDLE>;
  /** The parameter of ScsiAdapterPoFxPowerActive and ScsiUnitPoFxPowerActive. 20 bytes. */
  export interface STOR_POFX_ACTIVE_CONTEXT extends StructView<'STOR_POFX_ACTIVE_CONTEXT'> {
    /** +0x00 `STOR_POWER_CONTROL_HEADER` */
    readonly Header: STOR_POWER_CONTROL_HEADER;
    /** +0x0C `ULONG` */
    ComponentIndex: ULONG;
    /** +0x10 `BOOLEAN` */
    Active: BOOLEAN;
  }
  export const STOR_POFX_ACTIVE_CONTEXT: StructClass<STOR_POFX_ACTIVE_CONTEXT>;
  /** The one component of an adapter or a unit. 64 bytes. */
  export interface STOR_POFX_COMPONENT extends StructView<'STOR_POFX_COMPONENT'> {
    /** +0x00 `ULONG`: STOR_POFX_COMPONENT_VERSION_V1. */
    Version: ULONG;
    /** +0x04 `ULONG`: STOR_POFX_COMPONENT_SIZE: without the F states. */
    Size: ULONG;
    /** +0x08 `ULONG`: 1 to 8 for an adapter, 1 or 2 for a unit. */
    FStateCount: ULONG;
    /** +0x0C `ULONG` */
    DeepestWakeableFState: ULONG;
    /** +0x10 `GUID`: STORPORT_POFX_ADAPTER_GUID or STORPORT_POFX_LUN_GUID. */
    readonly Id: GUID;
    /** +0x20 `STOR_POFX_COMPONENT_IDLE_STATE[]` */
    readonly FStates: ArrayView<STOR_POFX_COMPONENT_IDLE_STATE>;
  }
  export const STOR_POFX_COMPONENT: StructClass<STOR_POFX_COMPONENT>;
  /** An F state of a component. 32 bytes. */
  export interface STOR_POFX_COMPONENT_IDLE_STATE extends StructView<'STOR_POFX_COMPONENT_IDLE_STATE'> {
    /** +0x00 `ULONG`: STOR_POFX_COMPONENT_IDLE_STATE_VERSION_V1. */
    Version: ULONG;
    /** +0x04 `ULONG`: STOR_POFX_COMPONENT_IDLE_STATE_SIZE. */
    Size: ULONG;
    /** +0x08 `ULONGLONG`: How long the way back to F0 takes, in 100 ns; 0 for F0. */
    TransitionLatency: ULONGLONG;
    /** +0x10 `ULONGLONG`: How long the component must stay in the state for it to be worth the way, in 100 ns; 0 for F0. */
    ResidencyRequirement: ULONGLONG;
    /** +0x18 `ULONG`: Microwatts, or STOR_POFX_UNKNOWN_POWER. */
    NominalPower: ULONG;
  }
  export const STOR_POFX_COMPONENT_IDLE_STATE: StructClass<STOR_POFX_COMPONENT_IDLE_STATE>;
  /** The same with more to say of the F states. It may stand in any version of STOR_POFX_DEVICE: its own Version tells. 72 bytes. */
  export interface STOR_POFX_COMPONENT_V2 extends StructView<'STOR_POFX_COMPONENT_V2'> {
    /** +0x00 `ULONG`: STOR_POFX_COMPONENT_VERSION_V2. */
    Version: ULONG;
    /** +0x04 `ULONG`: STOR_POFX_COMPONENT_V2_SIZE: without the F states. */
    Size: ULONG;
    /** +0x08 `ULONG`: 1 to 8 for an adapter, 1 or 2 for a unit. */
    FStateCount: ULONG;
    /** +0x0C `ULONG` */
    DeepestWakeableFState: ULONG;
    /** +0x10 `GUID`: STORPORT_POFX_ADAPTER_GUID or STORPORT_POFX_LUN_GUID. */
    readonly Id: GUID;
    /** +0x20 `ULONG`: Of a unit: the deepest F state in which its adapter still has to have power. */
    DeepestAdapterPowerRequiredFState: ULONG;
    /** +0x24 `ULONG`: The deepest F state out of which the miniport can bring the component for a crash dump. */
    DeepestCrashDumpReadyFState: ULONG;
    /** +0x28 `STOR_POFX_COMPONENT_IDLE_STATE[]` */
    readonly FStates: ArrayView<STOR_POFX_COMPONENT_IDLE_STATE>;
  }
  export const STOR_POFX_COMPONENT_V2: StructClass<STOR_POFX_COMPONENT_V2>;
  /** 80 bytes. */
  export interface STOR_POFX_DEVICE extends StructView<'STOR_POFX_DEVICE'> {
    /** +0x00 `ULONG`: STOR_POFX_DEVICE_VERSION_V1. */
    Version: ULONG;
    /** +0x04 `ULONG`: STOR_POFX_DEVICE_SIZE: without the component. */
    Size: ULONG;
    /** +0x08 `ULONG`: 1. */
    ComponentCount: ULONG;
    /** +0x0C `ULONG`: STOR_POFX_DEVICE_FLAG_ bits. */
    Flags: ULONG;
    /** +0x10 `STOR_POFX_COMPONENT[]` */
    readonly Components: ArrayView<STOR_POFX_COMPONENT>;
  }
  export const STOR_POFX_DEVICE: StructClass<STOR_POFX_DEVICE>;
  /** With an idle time-out. StorPortInitializePoFxPower takes it as a STOR_POFX_DEVICE. 88 bytes. */
  export interface STOR_POFX_DEVICE_V2 extends StructView<'STOR_POFX_DEVICE_V2'> {
    /** +0x00 `ULONG`: STOR_POFX_DEVICE_VERSION_V2. */
    Version: ULONG;
    /** +0x04 `ULONG`: STOR_POFX_DEVICE_V2_SIZE: without the component. */
    Size: ULONG;
    /** +0x08 `ULONG`: 1. */
    ComponentCount: ULONG;
    /** +0x0C `ULONG`: STOR_POFX_DEVICE_FLAG_ bits. */
    Flags: ULONG;
    /** +0x10 `ULONG`: Of a unit, in milliseconds, with STOR_POFX_DEVICE_FLAG_IDLE_TIMEOUT. */
    UnitMinIdleTimeoutInMS: ULONG;
    /** +0x10 `ULONG`: The same of an adapter. */
    AdapterIdleTimeoutInMS: ULONG;
    /** +0x18 `STOR_POFX_COMPONENT[]` */
    readonly Components: ArrayView<STOR_POFX_COMPONENT>;
  }
  export const STOR_POFX_DEVICE_V2: StructClass<STOR_POFX_DEVICE_V2>;
  /** With a time-out that adapts itself. StorPortInitializePoFxPower takes it as a STOR_POFX_DEVICE. 88 bytes. */
  export interface STOR_POFX_DEVICE_V3 extends StructView<'STOR_POFX_DEVICE_V3'> {
    /** +0x00 `ULONG`: STOR_POFX_DEVICE_VERSION_V3. */
    Version: ULONG;
    /** +0x04 `ULONG`: STOR_POFX_DEVICE_V3_SIZE: without the component. */
    Size: ULONG;
    /** +0x08 `ULONG`: 1. */
    ComponentCount: ULONG;
    /** +0x0C `ULONG`: STOR_POFX_DEVICE_FLAG_ bits. */
    Flags: ULONG;
    /** +0x10 `ULONG`: Of a unit, in milliseconds, with STOR_POFX_DEVICE_FLAG_IDLE_TIMEOUT. */
    UnitMinIdleTimeoutInMS: ULONG;
    /** +0x10 `ULONG`: The same of an adapter. */
    AdapterIdleTimeoutInMS: ULONG;
    /** +0x14 `ULONG`: With STOR_POFX_DEVICE_FLAG_ADAPTIVE_D3_IDLE_TIMEOUT: no more than one way to D3 and back in so many milliseconds. */
    MinimumPowerCyclePeriodInMS: ULONG;
    /** +0x18 `STOR_POFX_COMPONENT[]` */
    readonly Components: ArrayView<STOR_POFX_COMPONENT>;
  }
  export const STOR_POFX_DEVICE_V3: StructClass<STOR_POFX_DEVICE_V3>;
  /** The parameter of ScsiAdapterPoFxPowerSetFState and ScsiUnitPoFxPowerSetFState. 20 bytes. */
  export interface STOR_POFX_FSTATE_CONTEXT extends StructView<'STOR_POFX_FSTATE_CONTEXT'> {
    /** +0x00 `STOR_POWER_CONTROL_HEADER` */
    readonly Header: STOR_POWER_CONTROL_HEADER;
    /** +0x0C `ULONG` */
    ComponentIndex: ULONG;
    /** +0x10 `ULONG` */
    FState: ULONG;
  }
  export const STOR_POFX_FSTATE_CONTEXT: StructClass<STOR_POFX_FSTATE_CONTEXT>;
  /** The parameter of ScsiAdapterPoFxPowerControl and ScsiUnitPoFxPowerControl: a request of the platform's plug-in. 36 bytes. */
  export interface STOR_POFX_POWER_CONTROL extends StructView<'STOR_POFX_POWER_CONTROL'> {
    /** +0x00 `STOR_POWER_CONTROL_HEADER` */
    readonly Header: STOR_POWER_CONTROL_HEADER;
    /** +0x0C `PGUID` */
    PowerControlCode: PGUID;
    /** +0x10 `SIZE_T` */
    InBufferSize: SIZE_T;
    /** +0x14 `SIZE_T` */
    OutBufferSize: SIZE_T;
    /** +0x18 `PVOID` */
    InBuffer: PVOID;
    /** +0x1C `PVOID` */
    OutBuffer: PVOID;
    /** +0x20 `PVOID` */
    BytesReturned: PVOID;
  }
  export const STOR_POFX_POWER_CONTROL: StructClass<STOR_POFX_POWER_CONTROL>;
  /** The parameter of ScsiUnitPoFxPowerRequired. ScsiAdapterPoFxPowerRequired gets the address of a BOOLEAN alone. 16 bytes. */
  export interface STOR_POFX_POWER_REQUIRED_CONTEXT extends StructView<'STOR_POFX_POWER_REQUIRED_CONTEXT'> {
    /** +0x00 `STOR_POWER_CONTROL_HEADER` */
    readonly Header: STOR_POWER_CONTROL_HEADER;
    /** +0x0C `BOOLEAN` */
    PowerRequired: BOOLEAN;
  }
  export const STOR_POFX_POWER_REQUIRED_CONTEXT: StructClass<STOR_POFX_POWER_REQUIRED_CONTEXT>;
  /** The parameter of ScsiUnitPoFxPowerInfo. 16 bytes. */
  export interface STOR_POFX_UNIT_POWER_INFO extends StructView<'STOR_POFX_UNIT_POWER_INFO'> {
    /** +0x00 `STOR_POWER_CONTROL_HEADER` */
    readonly Header: STOR_POWER_CONTROL_HEADER;
    /** +0x0C `BOOLEAN` */
    IdlePowerEnabled: BOOLEAN;
  }
  export const STOR_POFX_UNIT_POWER_INFO: StructClass<STOR_POFX_UNIT_POWER_INFO>;
  /** 12 bytes. */
  export interface STOR_POWER_CONTROL_HEADER extends StructView<'STOR_POWER_CONTROL_HEADER'> {
    /** +0x00 `ULONG` */
    Version: ULONG;
    /** +0x04 `ULONG` */
    Size: ULONG;
    /** +0x08 `PSTOR_ADDRESS`: NULL: the adapter. */
    Address: PSTOR_ADDRESS;
  }
  export const STOR_POWER_CONTROL_HEADER: StructClass<STOR_POWER_CONTROL_HEADER>;
  /** A physically contiguous piece of a request's buffer. 16 bytes. */
  export interface STOR_SCATTER_GATHER_ELEMENT extends StructView<'STOR_SCATTER_GATHER_ELEMENT'> {
    /** +0x00 `LARGE_INTEGER` */
    PhysicalAddress: LARGE_INTEGER;
    /** +0x08 `ULONG`: Bytes. */
    Length: ULONG;
    /** +0x0C `ULONG_PTR` */
    Reserved: ULONG_PTR;
  }
  export const STOR_SCATTER_GATHER_ELEMENT: StructClass<STOR_SCATTER_GATHER_ELEMENT>;
  /** Where a request's buffer lies; valid until the request is complete. 24 bytes. */
  export interface STOR_SCATTER_GATHER_LIST extends StructView<'STOR_SCATTER_GATHER_LIST'> {
    /** +0x00 `ULONG` */
    NumberOfElements: ULONG;
    /** +0x04 `ULONG_PTR` */
    Reserved: ULONG_PTR;
    /** +0x08 `STOR_SCATTER_GATHER_ELEMENT[]` */
    readonly List: ArrayView<STOR_SCATTER_GATHER_ELEMENT>;
  }
  export const STOR_SCATTER_GATHER_LIST: StructClass<STOR_SCATTER_GATHER_LIST>;
  /** The parameter of ScsiUnitUsage: a special file comes to the unit, or goes. 12 bytes. */
  export interface STOR_UC_DEVICE_USAGE extends StructView<'STOR_UC_DEVICE_USAGE'> {
    /** +0x00 `PSTOR_ADDRESS` */
    Address: PSTOR_ADDRESS;
    /** +0x04 `STOR_DEVICE_USAGE_TYPE` */
    UsageType: ULONG;
    /** +0x08 `BOOLEAN` */
    InUse: BOOLEAN;
  }
  export const STOR_UC_DEVICE_USAGE: StructClass<STOR_UC_DEVICE_USAGE>;
  /** The parameter of ScsiUnitPower. 12 bytes. */
  export interface STOR_UNIT_CONTROL_POWER extends StructView<'STOR_UNIT_CONTROL_POWER'> {
    /** +0x00 `PSTOR_ADDRESS` */
    Address: PSTOR_ADDRESS;
    /** +0x04 `STOR_POWER_ACTION` */
    PowerAction: ULONG;
    /** +0x08 `STOR_DEVICE_POWER_STATE` */
    PowerState: ULONG;
  }
  export const STOR_UNIT_CONTROL_POWER: StructClass<STOR_UNIT_CONTROL_POWER>;
  /** Where the system goes and where it comes from, in a system power IRP. 4 bytes. */
  export interface SYSTEM_POWER_STATE_CONTEXT extends StructView<'SYSTEM_POWER_STATE_CONTEXT'> {
    /** +0x00 `ULONG : 8` */
    Reserved1: ULONG;
    /** +0x00 `ULONG : 4` */
    TargetSystemState: ULONG;
    /** +0x00 `ULONG : 4` */
    EffectiveSystemState: ULONG;
    /** +0x00 `ULONG : 4` */
    CurrentSystemState: ULONG;
    /** +0x00 `ULONG : 1` */
    IgnoreHibernationPath: ULONG;
    /** +0x00 `ULONG : 1` */
    PseudoTransition: ULONG;
    /** +0x00 `ULONG : 1` */
    KernelSoftReboot: ULONG;
    /** +0x00 `ULONG : 1` */
    DirectedDripsTransition: ULONG;
    /** +0x00 `ULONG : 8` */
    Reserved2: ULONG;
    /** +0x00 `ULONG` */
    ContextAsUlong: ULONG;
  }
  export const SYSTEM_POWER_STATE_CONTEXT: StructClass<SYSTEM_POWER_STATE_CONTEXT>;
  /** 32 bytes. */
  export interface TARGET_DEVICE_CUSTOM_NOTIFICATION extends StructView<'TARGET_DEVICE_CUSTOM_NOTIFICATION'> {
    /** +0x00 `USHORT` */
    Version: USHORT;
    /** +0x02 `USHORT` */
    Size: USHORT;
    /** +0x04 `GUID` */
    readonly Event: GUID;
    /** +0x14 `PFILE_OBJECT` */
    FileObject: PFILE_OBJECT;
    /** +0x18 `LONG`: Bytes from the start of CustomDataBuffer, or -1. */
    NameBufferOffset: LONG;
    /** +0x1C `UCHAR[]` */
    readonly CustomDataBuffer: ArrayView<UCHAR>;
  }
  export const TARGET_DEVICE_CUSTOM_NOTIFICATION: StructClass<TARGET_DEVICE_CUSTOM_NOTIFICATION>;
  /** 24 bytes. */
  export interface TARGET_DEVICE_REMOVAL_NOTIFICATION extends StructView<'TARGET_DEVICE_REMOVAL_NOTIFICATION'> {
    /** +0x00 `USHORT` */
    Version: USHORT;
    /** +0x02 `USHORT` */
    Size: USHORT;
    /** +0x04 `GUID` */
    readonly Event: GUID;
    /** +0x14 `PFILE_OBJECT` */
    FileObject: PFILE_OBJECT;
  }
  export const TARGET_DEVICE_REMOVAL_NOTIFICATION: StructClass<TARGET_DEVICE_REMOVAL_NOTIFICATION>;
  /** A moment, taken apart. 16 bytes. */
  export interface TIME_FIELDS extends StructView<'TIME_FIELDS'> {
    /** +0x00 `SHORT` */
    Year: SHORT;
    /** +0x02 `SHORT` */
    Month: SHORT;
    /** +0x04 `SHORT` */
    Day: SHORT;
    /** +0x06 `SHORT` */
    Hour: SHORT;
    /** +0x08 `SHORT` */
    Minute: SHORT;
    /** +0x0A `SHORT` */
    Second: SHORT;
    /** +0x0C `SHORT` */
    Milliseconds: SHORT;
    /** +0x0E `SHORT` */
    Weekday: SHORT;
  }
  export const TIME_FIELDS: StructClass<TIME_FIELDS>;
  /** Counted UTF-16 text. Lengths are bytes, without a terminating zero. 8 bytes. */
  export interface UNICODE_STRING extends StructView<'UNICODE_STRING'> {
    /** +0x00 `USHORT` */
    Length: USHORT;
    /** +0x02 `USHORT` */
    MaximumLength: USHORT;
    /** +0x04 `PVOID` */
    Buffer: PVOID;
  }
  export const UNICODE_STRING: StructClass<UNICODE_STRING>;
  /** The same as HW_INITIALIZATION_DATA for a miniport without hardware, but for the type of HwFindAdapter. 128 bytes. */
  export interface VIRTUAL_HW_INITIALIZATION_DATA extends StructView<'VIRTUAL_HW_INITIALIZATION_DATA'> {
    /** +0x00 `ULONG`: `sizeof(VIRTUAL_HW_INITIALIZATION_DATA)`. */
    HwInitializationDataSize: ULONG;
    /** +0x04 `INTERFACE_TYPE` */
    AdapterInterfaceType: INTERFACE_TYPE;
    /** +0x08 `PHW_INITIALIZE` */
    HwInitialize: PHW_INITIALIZE;
    /** +0x0C `PHW_STARTIO` */
    HwStartIo: PHW_STARTIO;
    /** +0x10 `PHW_INTERRUPT` */
    HwInterrupt: PHW_INTERRUPT;
    /** +0x14 `PVIRTUAL_HW_FIND_ADAPTER` */
    HwFindAdapter: PVIRTUAL_HW_FIND_ADAPTER;
    /** +0x18 `PHW_RESET_BUS` */
    HwResetBus: PHW_RESET_BUS;
    /** +0x1C `PHW_DMA_STARTED` */
    HwDmaStarted: PHW_DMA_STARTED;
    /** +0x20 `PHW_ADAPTER_STATE` */
    HwAdapterState: PHW_ADAPTER_STATE;
    /** +0x24 `ULONG`: Bytes; nonpaged, zero before the first HwStorFindAdapter. */
    DeviceExtensionSize: ULONG;
    /** +0x28 `ULONG`: Bytes for each logical unit; 0 = none. */
    SpecificLuExtensionSize: ULONG;
    /** +0x2C `ULONG`: Bytes for each request; never initialized by the port. */
    SrbExtensionSize: ULONG;
    /** +0x30 `ULONG` */
    NumberOfAccessRanges: ULONG;
    /** +0x34 `PVOID` */
    Reserved: PVOID;
    /** +0x38 `UCHAR`: STOR_MAP_NO_BUFFERS, STOR_MAP_NON_READ_WRITE_BUFFERS, STOR_MAP_ALL_BUFFERS_INCLUDING_READ_WRITE. */
    MapBuffers: UCHAR;
    /** +0x39 `BOOLEAN` */
    NeedPhysicalAddresses: BOOLEAN;
    /** +0x3A `BOOLEAN` */
    TaggedQueuing: BOOLEAN;
    /** +0x3B `BOOLEAN` */
    AutoRequestSense: BOOLEAN;
    /** +0x3C `BOOLEAN` */
    MultipleRequestPerLu: BOOLEAN;
    /** +0x3D `BOOLEAN` */
    ReceiveEvent: BOOLEAN;
    /** +0x3E `USHORT` */
    VendorIdLength: USHORT;
    /** +0x40 `PVOID` */
    VendorId: PVOID;
    /** +0x44 `USHORT` */
    PortVersionFlags: USHORT;
    /** +0x44 `USHORT` */
    ReservedUshort: USHORT;
    /** +0x46 `USHORT` */
    DeviceIdLength: USHORT;
    /** +0x48 `PVOID` */
    DeviceId: PVOID;
    /** +0x4C `PHW_ADAPTER_CONTROL` */
    HwAdapterControl: PHW_ADAPTER_CONTROL;
    /** +0x50 `PHW_BUILDIO` */
    HwBuildIo: PHW_BUILDIO;
    /** +0x54 `PHW_FREE_ADAPTER_RESOURCES` */
    HwFreeAdapterResources: PHW_FREE_ADAPTER_RESOURCES;
    /** +0x58 `PHW_PROCESS_SERVICE_REQUEST` */
    HwProcessServiceRequest: PHW_PROCESS_SERVICE_REQUEST;
    /** +0x5C `PHW_COMPLETE_SERVICE_IRP` */
    HwCompleteServiceIrp: PHW_COMPLETE_SERVICE_IRP;
    /** +0x60 `PHW_INITIALIZE_TRACING` */
    HwInitializeTracing: PHW_INITIALIZE_TRACING;
    /** +0x64 `PHW_CLEANUP_TRACING` */
    HwCleanupTracing: PHW_CLEANUP_TRACING;
    /** +0x68 `PHW_TRACING_ENABLED` */
    HwTracingEnabled: PHW_TRACING_ENABLED;
    /** +0x6C `ULONG`: STOR_FEATURE_*. */
    FeatureSupport: ULONG;
    /** +0x70 `ULONG`: SRB_TYPE_FLAG_*; 0 means SCSI_REQUEST_BLOCK. */
    SrbTypeFlags: ULONG;
    /** +0x74 `ULONG` */
    AddressTypeFlags: ULONG;
    /** +0x78 `ULONG` */
    Reserved1: ULONG;
    /** +0x7C `PHW_UNIT_CONTROL` */
    HwUnitControl: PHW_UNIT_CONTROL;
  }
  export const VIRTUAL_HW_INITIALIZATION_DATA: StructClass<VIRTUAL_HW_INITIALIZATION_DATA>;
  /** Volume parameter block: ties a storage device to the file system mounted on it. 88 bytes. */
  export interface VPB extends StructView<'VPB'> {
    /** +0x00 `CSHORT` */
    Type: SHORT;
    /** +0x02 `CSHORT` */
    Size: SHORT;
    /** +0x04 `USHORT` */
    Flags: USHORT;
    /** +0x06 `USHORT`: Bytes. */
    VolumeLabelLength: USHORT;
    /** +0x08 `PDEVICE_OBJECT` */
    DeviceObject: PDEVICE_OBJECT;
    /** +0x0C `PDEVICE_OBJECT` */
    RealDevice: PDEVICE_OBJECT;
    /** +0x10 `ULONG` */
    SerialNumber: ULONG;
    /** +0x14 `ULONG` */
    ReferenceCount: ULONG;
    /** +0x18 `WCHAR[32]` */
    readonly VolumeLabel: ArrayView<USHORT>;
  }
  export const VPB: StructClass<VPB>;
  /** 40 bytes. */
  export interface WAIT_CONTEXT_BLOCK extends StructView<'WAIT_CONTEXT_BLOCK'> {
    /** +0x00 `KDEVICE_QUEUE_ENTRY` */
    readonly WaitQueueEntry: KDEVICE_QUEUE_ENTRY;
    /** +0x10 `PDRIVER_CONTROL` */
    DeviceRoutine: PDRIVER_CONTROL;
    /** +0x14 `PVOID` */
    DeviceContext: PVOID;
    /** +0x18 `ULONG` */
    NumberOfMapRegisters: ULONG;
    /** +0x1C `PVOID` */
    DeviceObject: PVOID;
    /** +0x20 `PVOID` */
    CurrentIrp: PVOID;
    /** +0x24 `PKDPC` */
    BufferChainingDpc: PKDPC;
  }
  export const WAIT_CONTEXT_BLOCK: StructClass<WAIT_CONTEXT_BLOCK>;
  /** 12 bytes. */
  export interface WMIGUIDREGINFO extends StructView<'WMIGUIDREGINFO'> {
    /** +0x00 `PGUID` */
    Guid: PGUID;
    /** +0x04 `ULONG` */
    InstanceCount: ULONG;
    /** +0x08 `ULONG` */
    Flags: ULONG;
  }
  export const WMIGUIDREGINFO: StructClass<WMIGUIDREGINFO>;
  /** 32 bytes. */
  export interface WMILIB_CONTEXT extends StructView<'WMILIB_CONTEXT'> {
    /** +0x00 `ULONG` */
    GuidCount: ULONG;
    /** +0x04 `PWMIGUIDREGINFO` */
    GuidList: PWMIGUIDREGINFO;
    /** +0x08 `PWMI_QUERY_REGINFO`: Has to be there. */
    QueryWmiRegInfo: PWMI_QUERY_REGINFO;
    /** +0x0C `PWMI_QUERY_DATABLOCK`: Has to be there. */
    QueryWmiDataBlock: PWMI_QUERY_DATABLOCK;
    /** +0x10 `PWMI_SET_DATABLOCK`: NULL: its blocks cannot be written. */
    SetWmiDataBlock: PWMI_SET_DATABLOCK;
    /** +0x14 `PWMI_SET_DATAITEM`: NULL: single items cannot be written. */
    SetWmiDataItem: PWMI_SET_DATAITEM;
    /** +0x18 `PWMI_EXECUTE_METHOD`: NULL: it has no methods. */
    ExecuteWmiMethod: PWMI_EXECUTE_METHOD;
    /** +0x1C `PWMI_FUNCTION_CONTROL`: NULL: it does not care who listens. */
    WmiFunctionControl: PWMI_FUNCTION_CONTROL;
  }
  export const WMILIB_CONTEXT: StructClass<WMILIB_CONTEXT>;
  /** One block in the answer to IRP_MN_REGINFO_EX. 28 bytes. */
  export interface WMIREGGUID extends StructView<'WMIREGGUID'> {
    /** +0x00 `GUID` */
    readonly Guid: GUID;
    /** +0x10 `ULONG` */
    Flags: ULONG;
    /** +0x14 `ULONG` */
    InstanceCount: ULONG;
    /** +0x18 `ULONG`: Offset of the base name, or address of the PDO, as the flags say. */
    InstanceInfo: ULONG;
  }
  export const WMIREGGUID: StructClass<WMIREGGUID>;
  /** The answer to IRP_MN_REGINFO_EX; offsets count from its start, each to a counted string, 0: none. 48 bytes. */
  export interface WMIREGINFO extends StructView<'WMIREGINFO'> {
    /** +0x00 `ULONG` */
    BufferSize: ULONG;
    /** +0x04 `ULONG` */
    NextWmiRegInfo: ULONG;
    /** +0x08 `ULONG` */
    RegistryPath: ULONG;
    /** +0x0C `ULONG` */
    MofResourceName: ULONG;
    /** +0x10 `ULONG` */
    GuidCount: ULONG;
    /** +0x14 `WMIREGGUID[]` */
    readonly WmiRegGuid: ArrayView<WMIREGGUID>;
  }
  export const WMIREGINFO: StructClass<WMIREGINFO>;
  /** 72 bytes. */
  export interface WNODE_ALL_DATA extends StructView<'WNODE_ALL_DATA'> {
    /** +0x00 `WNODE_HEADER` */
    readonly WnodeHeader: WNODE_HEADER;
    /** +0x30 `ULONG` */
    DataBlockOffset: ULONG;
    /** +0x34 `ULONG` */
    InstanceCount: ULONG;
    /** +0x38 `ULONG` */
    OffsetInstanceNameOffsets: ULONG;
    /** +0x3C `OFFSETINSTANCEDATAANDLENGTH[]` */
    readonly OffsetInstanceDataAndLength: ArrayView<OFFSETINSTANCEDATAANDLENGTH>;
  }
  export const WNODE_ALL_DATA: StructClass<WNODE_ALL_DATA>;
  /** 48 bytes. */
  export interface WNODE_HEADER extends StructView<'WNODE_HEADER'> {
    /** +0x00 `ULONG`: Bytes of the whole node. */
    BufferSize: ULONG;
    /** +0x04 `ULONG` */
    ProviderId: ULONG;
    /** +0x08 `ULONGLONG` */
    HistoricalContext: ULONGLONG;
    /** +0x10 `ULONGLONG`: 100 ns. */
    TimeStamp: ULONGLONG;
    /** +0x18 `GUID` */
    readonly Guid: GUID;
    /** +0x28 `ULONG` */
    ClientContext: ULONG;
    /** +0x2C `ULONG` */
    Flags: ULONG;
  }
  export const WNODE_HEADER: StructClass<WNODE_HEADER>;
  /** 72 bytes. */
  export interface WNODE_METHOD_ITEM extends StructView<'WNODE_METHOD_ITEM'> {
    /** +0x00 `WNODE_HEADER` */
    readonly WnodeHeader: WNODE_HEADER;
    /** +0x30 `ULONG` */
    OffsetInstanceName: ULONG;
    /** +0x34 `ULONG` */
    InstanceIndex: ULONG;
    /** +0x38 `ULONG` */
    MethodId: ULONG;
    /** +0x3C `ULONG` */
    DataBlockOffset: ULONG;
    /** +0x40 `ULONG` */
    SizeDataBlock: ULONG;
    /** +0x44 `UCHAR[]` */
    readonly VariableData: ArrayView<UCHAR>;
  }
  export const WNODE_METHOD_ITEM: StructClass<WNODE_METHOD_ITEM>;
  /** 72 bytes. */
  export interface WNODE_SINGLE_INSTANCE extends StructView<'WNODE_SINGLE_INSTANCE'> {
    /** +0x00 `WNODE_HEADER` */
    readonly WnodeHeader: WNODE_HEADER;
    /** +0x30 `ULONG` */
    OffsetInstanceName: ULONG;
    /** +0x34 `ULONG` */
    InstanceIndex: ULONG;
    /** +0x38 `ULONG` */
    DataBlockOffset: ULONG;
    /** +0x3C `ULONG` */
    SizeDataBlock: ULONG;
    /** +0x40 `UCHAR[]` */
    readonly VariableData: ArrayView<UCHAR>;
  }
  export const WNODE_SINGLE_INSTANCE: StructClass<WNODE_SINGLE_INSTANCE>;
  /** 72 bytes. */
  export interface WNODE_SINGLE_ITEM extends StructView<'WNODE_SINGLE_ITEM'> {
    /** +0x00 `WNODE_HEADER` */
    readonly WnodeHeader: WNODE_HEADER;
    /** +0x30 `ULONG` */
    OffsetInstanceName: ULONG;
    /** +0x34 `ULONG` */
    InstanceIndex: ULONG;
    /** +0x38 `ULONG` */
    ItemId: ULONG;
    /** +0x3C `ULONG` */
    DataBlockOffset: ULONG;
    /** +0x40 `ULONG` */
    SizeDataItem: ULONG;
    /** +0x44 `UCHAR[]` */
    readonly VariableData: ArrayView<UCHAR>;
  }
  export const WNODE_SINGLE_ITEM: StructClass<WNODE_SINGLE_ITEM>;
  /** In place of data that did not fit. 56 bytes. */
  export interface WNODE_TOO_SMALL extends StructView<'WNODE_TOO_SMALL'> {
    /** +0x00 `WNODE_HEADER` */
    readonly WnodeHeader: WNODE_HEADER;
    /** +0x30 `ULONG` */
    SizeNeeded: ULONG;
  }
  export const WNODE_TOO_SMALL: StructClass<WNODE_TOO_SMALL>;
  /** 16 bytes. */
  export interface WORK_QUEUE_ITEM extends StructView<'WORK_QUEUE_ITEM'> {
    /** +0x00 `LIST_ENTRY` */
    readonly List: LIST_ENTRY;
    /** +0x08 `PWORKER_THREAD_ROUTINE` */
    WorkerRoutine: PWORKER_THREAD_ROUTINE;
    /** +0x0C `PVOID` */
    Parameter: PVOID;
  }
  export const WORK_QUEUE_ITEM: StructClass<WORK_QUEUE_ITEM>;

  /**
   * Sends an IRP to the next driver down. STATUS_PENDING: it will be completed later.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * It may wait: `await` it where the result is used.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iocalldriver
   */
  export function IoCallDriver(DeviceObject: PDEVICE_OBJECT, Irp: PIRP): Waits<NTSTATUS>;
  /**
   * Ends work on an IRP: the completion routines of the drivers above are called. Do not touch the IRP afterwards.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iocompleterequest
   */
  export function IoCompleteRequest(Irp: PIRP, PriorityBoost: CCHAR): void;
  /**
   * The stack location that this driver owns.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iogetcurrentirpstacklocation
   */
  export function IoGetCurrentIrpStackLocation(Irp: PIRP): IO_STACK_LOCATION;
  /**
   * The stack location of the next driver down.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iogetnextirpstacklocation
   */
  export function IoGetNextIrpStackLocation(Irp: PIRP): IO_STACK_LOCATION;
  /**
   * Makes the next location the current one, for the maker of an IRP.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iosetnextirpstacklocation
   */
  export function IoSetNextIrpStackLocation(Irp: PIRP): void;
  /**
   * Gives this driver's location to the next driver down. Only without a completion routine of one's own.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-ioskipcurrentirpstacklocation
   */
  export function IoSkipCurrentIrpStackLocation(Irp: PIRP): void;
  /**
   * Copies this driver's location to that of the next one down, without the completion routine.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iocopycurrentirpstacklocationtonext
   */
  export function IoCopyCurrentIrpStackLocationToNext(Irp: PIRP): void;
  /**
   * Has a routine called when the drivers below are done with the IRP.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iosetcompletionroutine
   */
  export function IoSetCompletionRoutine(Irp: PIRP, CompletionRoutine: PIO_COMPLETION_ROUTINE, Context: Pointer, InvokeOnSuccess: BOOLEAN, InvokeOnError: BOOLEAN, InvokeOnCancel: BOOLEAN): void;
  /**
   * The same, and the driver stays loaded until the routine has returned. It can fail: the routine is not set then.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iosetcompletionroutineex
   */
  export function IoSetCompletionRoutineEx(DeviceObject: PDEVICE_OBJECT, Irp: PIRP, CompletionRoutine: PIO_COMPLETION_ROUTINE, Context: Pointer, InvokeOnSuccess: BOOLEAN, InvokeOnError: BOOLEAN, InvokeOnCancel: BOOLEAN): NTSTATUS;
  /**
   * A part of a master IRP, which is completed with the last part. Write AssociatedIrp.IrpCount of the master before.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: ntddk.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/ntddk/nf-ntddk-iomakeassociatedirp
   */
  export function IoMakeAssociatedIrp(Irp: PIRP, StackSize: CCHAR): PIRP;
  /**
   * Says that the IRP will be completed later. Return STATUS_PENDING afterwards, in any case.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iomarkirppending
   */
  export function IoMarkIrpPending(Irp: PIRP): void;
  /**
   * Sends an IRP down and waits until it is back; its status stands in Irp.IoStatus.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * It may wait: `await` it where the result is used.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-ioforwardirpsynchronously
   */
  export function IoForwardIrpSynchronously(DeviceObject: PDEVICE_OBJECT, Irp: PIRP): Waits<BOOLEAN>;
  /**
   * An IRP of one's own. Its completion routine must free it and return STATUS_MORE_PROCESSING_REQUIRED.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-ioallocateirp
   */
  export function IoAllocateIrp(StackSize: CCHAR, ChargeQuota: BOOLEAN): PIRP;
  /**
   * Frees an IRP that IoAllocateIrp or IoBuildAsynchronousFsdRequest made.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iofreeirp
   */
  export function IoFreeIrp(Irp: PIRP): void;
  /**
   * Makes an IRP of one's own fit to be sent again.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-ioreuseirp
   */
  export function IoReuseIrp(Irp: PIRP, Iostatus: NTSTATUS): void;
  /**
   * Sets up an IRP in memory that the driver allocated itself.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-ioinitializeirp
   */
  export function IoInitializeIrp(Irp: PIRP, PacketSize: USHORT, StackSize: CCHAR): void;
  /**
   * Bytes of an IRP with that many stack locations.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iosizeofirp
   */
  export function IoSizeOfIrp(StackSize: CCHAR): USHORT;
  /**
   * An IRP that the I/O manager frees; it sets the event at the end. Wait only if IoCallDriver returns STATUS_PENDING.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iobuildsynchronousfsdrequest
   */
  export function IoBuildSynchronousFsdRequest(MajorFunction: ULONG, DeviceObject: PDEVICE_OBJECT, Buffer: Pointer, Length: ULONG, StartingOffset: PLARGE_INTEGER, Event: PKEVENT, IoStatusBlock: PIO_STATUS_BLOCK): PIRP;
  /**
   * An IRP of one's own for a read, write, flush or shutdown. Its completion routine must free it.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iobuildasynchronousfsdrequest
   */
  export function IoBuildAsynchronousFsdRequest(MajorFunction: ULONG, DeviceObject: PDEVICE_OBJECT, Buffer: Pointer, Length: ULONG, StartingOffset: PLARGE_INTEGER, IoStatusBlock: PIO_STATUS_BLOCK): PIRP;
  /**
   * A control request that the I/O manager frees; it sets the event at the end.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iobuilddeviceiocontrolrequest
   */
  export function IoBuildDeviceIoControlRequest(IoControlCode: ULONG, DeviceObject: PDEVICE_OBJECT, InputBuffer: Pointer, InputBufferLength: ULONG, OutputBuffer: Pointer, OutputBufferLength: ULONG, InternalDeviceIoControl: BOOLEAN, Event: PKEVENT, IoStatusBlock: PIO_STATUS_BLOCK): PIRP;
  /**
   * Asks whoever holds the IRP to complete it early. Only its maker may.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iocancelirp
   */
  export function IoCancelIrp(Irp: PIRP): BOOLEAN;
  /**
   * Exchanges the cancel routine; NULL comes back when cancelling has begun.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iosetcancelroutine
   */
  export function IoSetCancelRoutine(Irp: PIRP, CancelRoutine: PDRIVER_CANCEL): PDRIVER_CANCEL;
  /**
   * Takes the lock under which IRPs are cancelled.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-ioacquirecancelspinlock
   */
  export function IoAcquireCancelSpinLock(Irql: Out<KIRQL>): void;
  /**
   * Gives the cancel lock back.
   *
   * IRQL: DISPATCH_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-ioreleasecancelspinlock
   */
  export function IoReleaseCancelSpinLock(Irql: KIRQL): void;
  /**
   * Makes a device object with room for the driver's own extension, zeroed. Where C says sizeof(EXTENSION), give the structure itself.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iocreatedevice
   */
  export function IoCreateDevice(DriverObject: PDRIVER_OBJECT, DeviceExtensionSize: ULONG | StructClass, DeviceName: PUNICODE_STRING | string, DeviceType: DEVICE_TYPE, DeviceCharacteristics: ULONG, Exclusive: BOOLEAN, DeviceObject: Out<PDEVICE_OBJECT>): NTSTATUS;
  /**
   * Deletes a device object; it goes when nobody refers to it any more.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iodeletedevice
   */
  export function IoDeleteDevice(DeviceObject: PDEVICE_OBJECT): void;
  /**
   * Puts a device on top of a stack. Returns the device that it now stands on: send IRPs down to that one.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-ioattachdevicetodevicestack
   */
  export function IoAttachDeviceToDeviceStack(SourceDevice: PDEVICE_OBJECT, TargetDevice: PDEVICE_OBJECT): PDEVICE_OBJECT;
  /**
   * Takes the device above off the given one, which is what IoAttachDeviceToDeviceStack returned.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iodetachdevice
   */
  export function IoDetachDevice(TargetDevice: PDEVICE_OBJECT): void;
  /**
   * The top of the stack that a device stands in, with a reference to give back.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iogetattacheddevicereference
   */
  export function IoGetAttachedDeviceReference(DeviceObject: PDEVICE_OBJECT): PDEVICE_OBJECT;
  /**
   * The device below, with a reference to give back; NULL at the bottom.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: ntifs.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/nf-ntifs-iogetlowerdeviceobject
   */
  export function IoGetLowerDeviceObject(DeviceObject: PDEVICE_OBJECT): PDEVICE_OBJECT;
  /**
   * Adds a reference, so that the object outlives its deletion.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-obreferenceobject
   */
  export function ObReferenceObject(Object: Pointer): LONG_PTR;
  /**
   * Gives a reference back.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-obdereferenceobject
   */
  export function ObDereferenceObject(Object: Pointer): LONG_PTR;
  /**
   * Prepares the lock that keeps a device from going away under an IRP.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-ioinitializeremovelock
   */
  export function IoInitializeRemoveLock(Lock: PIO_REMOVE_LOCK, AllocateTag: ULONG, MaxLockedMinutes: ULONG, HighWatermark: ULONG): void;
  /**
   * Keeps the device; STATUS_DELETE_PENDING once it is being removed.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-ioacquireremovelock
   */
  export function IoAcquireRemoveLock(RemoveLock: PIO_REMOVE_LOCK, Tag: Pointer): NTSTATUS;
  /**
   * Lets the device go again.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-ioreleaseremovelock
   */
  export function IoReleaseRemoveLock(RemoveLock: PIO_REMOVE_LOCK, Tag: Pointer): void;
  /**
   * For IRP_MN_REMOVE_DEVICE: forbids new acquisitions and waits until every other one is released.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * It may wait: `await` it where the result is used.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-ioreleaseremovelockandwait
   */
  export function IoReleaseRemoveLockAndWait(RemoveLock: PIO_REMOVE_LOCK, Tag: Pointer): Waits<void>;
  /**
   * Has the PnP manager send IRP_MN_QUERY_PNP_DEVICE_STATE, later.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-ioinvalidatedevicestate
   */
  export function IoInvalidateDeviceState(PhysicalDeviceObject: PDEVICE_OBJECT): void;
  /**
   * Has the PnP manager ask for the children again, later.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-ioinvalidatedevicerelations
   */
  export function IoInvalidateDeviceRelations(DeviceObject: PDEVICE_OBJECT, Type: DEVICE_RELATION_TYPE): void;
  /**
   * Somebody has pressed the eject button: has the device removed in an orderly way and ejected, later.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: ntddk.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/ntddk/nf-ntddk-iorequestdeviceeject
   */
  export function IoRequestDeviceEject(PhysicalDeviceObject: PDEVICE_OBJECT): void;
  /**
   * Counts a special file up or down, interlocked. It does nothing else.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-ioadjustpagingpathcount
   */
  export function IoAdjustPagingPathCount(Count: PLONG, Increment: BOOLEAN): void;
  /**
   * Copies a property of a device, as text with a final zero.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iogetdeviceproperty
   */
  export function IoGetDeviceProperty(DeviceObject: PDEVICE_OBJECT, DeviceProperty: ULONG, BufferLength: ULONG, PropertyBuffer: Pointer, ResultLength: Out<ULONG>): NTSTATUS;
  /**
   * NotificationEvent stays set until it is cleared; SynchronizationEvent lets one waiter go.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keinitializeevent
   */
  export function KeInitializeEvent(Event: PKEVENT, Type: EVENT_TYPE, State: BOOLEAN): void;
  /**
   * Sets an event and lets waiters go. Returns the state before.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-kesetevent
   */
  export function KeSetEvent(Event: PKEVENT, Increment: KPRIORITY, Wait: BOOLEAN): LONG;
  /**
   * Clears an event.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keclearevent
   */
  export function KeClearEvent(Event: PKEVENT): void;
  /**
   * Clears an event and returns the state before.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keresetevent
   */
  export function KeResetEvent(Event: PKEVENT): LONG;
  /**
   * Not zero when the event is set.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-kereadstateevent
   */
  export function KeReadStateEvent(Event: PKEVENT): LONG;
  /**
   * Waits for an event, mutex, semaphore, timer or thread. Timeout in ticks of 100 ns: negative = from now, 0 = only look, NULL = no limit.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * It may wait: `await` it where the result is used.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-kewaitforsingleobject
   */
  export function KeWaitForSingleObject(Object: Pointer, WaitReason: KWAIT_REASON, WaitMode: KPROCESSOR_MODE, Alertable: BOOLEAN, Timeout: PLARGE_INTEGER): Waits<NTSTATUS>;
  /**
   * Waits for all or any of several objects.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * It may wait: `await` it where the result is used.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-kewaitformultipleobjects
   */
  export function KeWaitForMultipleObjects(Count: ULONG, Object: Pointer[], WaitType: WAIT_TYPE, WaitReason: KWAIT_REASON, WaitMode: KPROCESSOR_MODE, Alertable: BOOLEAN, Timeout: PLARGE_INTEGER, WaitBlockArray: Pointer): Waits<NTSTATUS>;
  /**
   * Lets virtual time pass. Interval in ticks of 100 ns: negative = from now.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * It may wait: `await` it where the result is used.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-kedelayexecutionthread
   */
  export function KeDelayExecutionThread(WaitMode: KPROCESSOR_MODE, Alertable: BOOLEAN, Interval: PLARGE_INTEGER): Waits<NTSTATUS>;
  /**
   * Busy waiting: time passes while the thread runs.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-kestallexecutionprocessor
   */
  export function KeStallExecutionProcessor(MicroSeconds: ULONG): void;
  /**
   * Virtual time in ticks of 100 ns since boot.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-kequerysystemtime
   */
  export function KeQuerySystemTime(CurrentTime: Out<LARGE_INTEGER>): void;
  /**
   * Virtual time in ticks of 100 ns since boot.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-kequeryinterrupttime
   */
  export function KeQueryInterruptTime(): ULONGLONG;
  /**
   * The IRQL at which this code runs.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-kegetcurrentirql
   */
  export function KeGetCurrentIrql(): KIRQL;
  /**
   * Raises the IRQL.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keraiseirql
   */
  export function KeRaiseIrql(NewIrql: KIRQL, OldIrql: Out<KIRQL>): void;
  /**
   * Puts the IRQL back to what it was before KeRaiseIrql.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-kelowerirql
   */
  export function KeLowerIrql(NewIrql: KIRQL): void;
  /**
   * Keeps the thread from being suspended.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keentercriticalregion
   */
  export function KeEnterCriticalRegion(): void;
  /**
   * Ends what KeEnterCriticalRegion began.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keleavecriticalregion
   */
  export function KeLeaveCriticalRegion(): void;
  /**
   * Prepares a semaphore.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keinitializesemaphore
   */
  export function KeInitializeSemaphore(Semaphore: PKSEMAPHORE, Count: LONG, Limit: LONG): void;
  /**
   * Counts a semaphore up and lets waiters go.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-kereleasesemaphore
   */
  export function KeReleaseSemaphore(Semaphore: PKSEMAPHORE, Increment: KPRIORITY, Adjustment: LONG, Wait: BOOLEAN): LONG;
  /**
   * Prepares a mutex, free.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keinitializemutex
   */
  export function KeInitializeMutex(Mutex: PKMUTEX, Level: ULONG): void;
  /**
   * Gives a mutex back.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-kereleasemutex
   */
  export function KeReleaseMutex(Mutex: PKMUTEX, Wait: BOOLEAN): LONG;
  /**
   * Prepares a timer that stays signaled.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keinitializetimer
   */
  export function KeInitializeTimer(Timer: PKTIMER): void;
  /**
   * Prepares a timer.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keinitializetimerex
   */
  export function KeInitializeTimerEx(Timer: PKTIMER, Type: TIMER_TYPE): void;
  /**
   * Starts a timer; the DPC runs when it is due. Ticks of 100 ns: negative = from now.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-kesettimer
   */
  export function KeSetTimer(Timer: PKTIMER, DueTime: LARGE_INTEGER, Dpc: PKDPC): BOOLEAN;
  /**
   * The same, again and again. Period in milliseconds.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-kesettimerex
   */
  export function KeSetTimerEx(Timer: PKTIMER, DueTime: LARGE_INTEGER, Period: LONG, Dpc: PKDPC): BOOLEAN;
  /**
   * Stops a timer. TRUE when it was set.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-kecanceltimer
   */
  export function KeCancelTimer(Timer: PKTIMER): BOOLEAN;
  /**
   * Prepares a deferred procedure call.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keinitializedpc
   */
  export function KeInitializeDpc(Dpc: PKDPC, DeferredRoutine: PKDEFERRED_ROUTINE, DeferredContext: Pointer): void;
  /**
   * Queues a DPC; it runs as soon as the IRQL is below DISPATCH_LEVEL.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keinsertqueuedpc
   */
  export function KeInsertQueueDpc(Dpc: PKDPC, SystemArgument1: Pointer, SystemArgument2: Pointer): BOOLEAN;
  /**
   * Takes a DPC out of the queue.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keremovequeuedpc
   */
  export function KeRemoveQueueDpc(Dpc: PKDPC): BOOLEAN;
  /**
   * Stops the machine.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-kebugcheckex
   */
  export function KeBugCheckEx(BugCheckCode: ULONG, BugCheckParameter1: ULONG_PTR, BugCheckParameter2: ULONG_PTR, BugCheckParameter3: ULONG_PTR, BugCheckParameter4: ULONG_PTR): void;
  /**
   * Stops the machine.
   *
   * IRQL: any. Header: ntddk.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/ntddk/nf-ntddk-kebugcheck
   */
  export function KeBugCheck(BugCheckCode: ULONG): void;
  /**
   * A work item; NULL when pool is used up.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-ioallocateworkitem
   */
  export function IoAllocateWorkItem(DeviceObject: PDEVICE_OBJECT): PIO_WORKITEM;
  /**
   * Frees a work item that is not queued.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iofreeworkitem
   */
  export function IoFreeWorkItem(IoWorkItem: PIO_WORKITEM): void;
  /**
   * Has a routine called in a system thread at PASSIVE_LEVEL.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-ioqueueworkitem
   */
  export function IoQueueWorkItem(IoWorkItem: PIO_WORKITEM, WorkerRoutine: PIO_WORKITEM_ROUTINE, QueueType: WORK_QUEUE_TYPE, Context: Pointer): void;
  /**
   * Prepares a spin lock.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keinitializespinlock
   */
  export function KeInitializeSpinLock(SpinLock: PKSPIN_LOCK): void;
  /**
   * Raises to DISPATCH_LEVEL and takes the lock.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keacquirespinlock
   */
  export function KeAcquireSpinLock(SpinLock: PKSPIN_LOCK, OldIrql: Out<KIRQL>): void;
  /**
   * Gives the lock back and lowers the IRQL.
   *
   * IRQL: DISPATCH_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-kereleasespinlock
   */
  export function KeReleaseSpinLock(SpinLock: PKSPIN_LOCK, NewIrql: KIRQL): void;
  /**
   * Takes the lock at DISPATCH_LEVEL.
   *
   * IRQL: DISPATCH_LEVEL or above. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keacquirespinlockatdpclevel
   */
  export function KeAcquireSpinLockAtDpcLevel(SpinLock: PKSPIN_LOCK): void;
  /**
   * Gives the lock back and stays at DISPATCH_LEVEL.
   *
   * IRQL: DISPATCH_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-kereleasespinlockfromdpclevel
   */
  export function KeReleaseSpinLockFromDpcLevel(SpinLock: PKSPIN_LOCK): void;
  /**
   * KeAcquireSpinLock, with the old IRQL as its value.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keacquirespinlockraisetodpc
   */
  export function KeAcquireSpinLockRaiseToDpc(SpinLock: PKSPIN_LOCK): KIRQL;
  /**
   * Raises to DISPATCH_LEVEL and takes the lock; the handle remembers both.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keacquireinstackqueuedspinlock
   */
  export function KeAcquireInStackQueuedSpinLock(SpinLock: PKSPIN_LOCK, LockHandle: PKLOCK_QUEUE_HANDLE): void;
  /**
   * Gives the lock of a handle back and lowers the IRQL.
   *
   * IRQL: DISPATCH_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-kereleaseinstackqueuedspinlock
   */
  export function KeReleaseInStackQueuedSpinLock(LockHandle: PKLOCK_QUEUE_HANDLE): void;
  /**
   * Takes the lock at DISPATCH_LEVEL; the handle remembers it.
   *
   * IRQL: DISPATCH_LEVEL or above. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keacquireinstackqueuedspinlockatdpclevel
   */
  export function KeAcquireInStackQueuedSpinLockAtDpcLevel(SpinLock: PKSPIN_LOCK, LockHandle: PKLOCK_QUEUE_HANDLE): void;
  /**
   * Gives the lock of a handle back and stays at DISPATCH_LEVEL.
   *
   * IRQL: DISPATCH_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-kereleaseinstackqueuedspinlockfromdpclevel
   */
  export function KeReleaseInStackQueuedSpinLockFromDpcLevel(LockHandle: PKLOCK_QUEUE_HANDLE): void;
  /**
   * Says that this code may be paged out: it is wrong to be here above APC_LEVEL.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-paged_code
   */
  export function PAGED_CODE(): void;
  /**
   * Pool, zeroed unless POOL_FLAG_UNINITIALIZED is given. NULL (0) when it is used up.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-exallocatepool2
   */
  export function ExAllocatePool2(Flags: POOL_FLAGS, NumberOfBytes: SIZE_T, Tag: ULONG | string): PVOID;
  /**
   * Pool with what was in it before. NULL (0) when it is used up.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-exallocatepoolwithtag
   */
  export function ExAllocatePoolWithTag(PoolType: POOL_TYPE, NumberOfBytes: SIZE_T, Tag: ULONG | string): PVOID;
  /**
   * Pool without a tag.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-exallocatepool
   */
  export function ExAllocatePool(PoolType: POOL_TYPE, NumberOfBytes: SIZE_T): PVOID;
  /**
   * Frees pool.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-exfreepoolwithtag
   */
  export function ExFreePoolWithTag(P: Pointer, Tag: ULONG | string): void;
  /**
   * Frees pool.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-exfreepool
   */
  export function ExFreePool(P: Pointer): void;
  /**
   * Fills memory with zeros.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-rtlzeromemory
   */
  export function RtlZeroMemory(Destination: Pointer, Length: SIZE_T): void;
  /**
   * Fills memory with a byte.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-rtlfillmemory
   */
  export function RtlFillMemory(Destination: Pointer, Length: SIZE_T, Fill: UCHAR): void;
  /**
   * Copies memory.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-rtlcopymemory
   */
  export function RtlCopyMemory(Destination: Pointer, Source: Pointer, Length: SIZE_T): void;
  /**
   * Copies memory; the ranges may overlap.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-rtlmovememory
   */
  export function RtlMoveMemory(Destination: Pointer, Source: Pointer, Length: SIZE_T): void;
  /**
   * Number of bytes that are equal from the start.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-rtlcomparememory
   */
  export function RtlCompareMemory(Source1: Pointer, Source2: Pointer, Length: SIZE_T): SIZE_T;
  /**
   * Lets a UNICODE_STRING name a wide text that ends with zero.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-rtlinitunicodestring
   */
  export function RtlInitUnicodeString(DestinationString: PUNICODE_STRING, SourceString: PCWSTR | string): void;
  /**
   * An empty list.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-initializelisthead
   */
  export function InitializeListHead(ListHead: PLIST_ENTRY): void;
  /**
   * TRUE when nothing is in the list.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-islistempty
   */
  export function IsListEmpty(ListHead: PLIST_ENTRY): BOOLEAN;
  /**
   * Puts an entry at the end.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-inserttaillist
   */
  export function InsertTailList(ListHead: PLIST_ENTRY, Entry: PLIST_ENTRY): void;
  /**
   * Puts an entry at the start.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-insertheadlist
   */
  export function InsertHeadList(ListHead: PLIST_ENTRY, Entry: PLIST_ENTRY): void;
  /**
   * Takes the first entry out; the head itself when the list is empty.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-removeheadlist
   */
  export function RemoveHeadList(ListHead: PLIST_ENTRY): LIST_ENTRY;
  /**
   * Takes the last entry out; the head itself when the list is empty.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-removetaillist
   */
  export function RemoveTailList(ListHead: PLIST_ENTRY): LIST_ENTRY;
  /**
   * Takes an entry out. TRUE when the list is empty now.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-removeentrylist
   */
  export function RemoveEntryList(Entry: PLIST_ENTRY): BOOLEAN;
  /**
   * The structure of which the address is a field.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-containing_record
   */
  export function CONTAINING_RECORD<V extends StructView>(Address: Pointer, Type: StructClass<V>, Field: FieldPath<V>): V;
  /**
   * Adds 1 and returns the result.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-interlockedincrement
   */
  export function InterlockedIncrement(Addend: PLONG): LONG;
  /**
   * Takes 1 away and returns the result.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-interlockeddecrement
   */
  export function InterlockedDecrement(Addend: PLONG): LONG;
  /**
   * Adds and returns what was there before.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-interlockedexchangeadd
   */
  export function InterlockedExchangeAdd(Addend: PLONG, Value: LONG): LONG;
  /**
   * Writes and returns what was there before.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-interlockedexchange
   */
  export function InterlockedExchange(Target: PLONG, Value: LONG): LONG;
  /**
   * Writes if the comparand is there; returns what was there before.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-interlockedcompareexchange
   */
  export function InterlockedCompareExchange(Destination: PLONG, Exchange: LONG, Comperand: LONG): LONG;
  /**
   * Copies as much text as there is room for.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-rtlcopyunicodestring
   */
  export function RtlCopyUnicodeString(DestinationString: PUNICODE_STRING, SourceString: PUNICODE_STRING): void;
  /**
   * Less than, equal to or greater than zero as the first text stands before, at or behind the second.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-rtlcompareunicodestring
   */
  export function RtlCompareUnicodeString(String1: PUNICODE_STRING, String2: PUNICODE_STRING, CaseInSensitive: BOOLEAN): LONG;
  /**
   * Whether two texts are the same.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-rtlequalunicodestring
   */
  export function RtlEqualUnicodeString(String1: PUNICODE_STRING, String2: PUNICODE_STRING, CaseInSensitive: BOOLEAN): BOOLEAN;
  /**
   * Whether the second text begins with the first.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-rtlprefixunicodestring
   */
  export function RtlPrefixUnicodeString(String1: PUNICODE_STRING, String2: PUNICODE_STRING, CaseInSensitive: BOOLEAN): BOOLEAN;
  /**
   * An MDL for a buffer. With an IRP it becomes that IRP's MdlAddress. NULL when pool is used up.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-ioallocatemdl
   */
  export function IoAllocateMdl(VirtualAddress: Pointer, Length: ULONG, SecondaryBuffer: BOOLEAN, ChargeQuota: BOOLEAN, Irp: PIRP): PMDL;
  /**
   * Frees an MDL.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iofreemdl
   */
  export function IoFreeMdl(Mdl: PMDL): void;
  /**
   * Completes an MDL whose buffer lies in nonpaged pool.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-mmbuildmdlfornonpagedpool
   */
  export function MmBuildMdlForNonPagedPool(MemoryDescriptorList: PMDL): void;
  /**
   * Points an MDL at another buffer. MmBuildMdlForNonPagedPool or MmProbeAndLockPages completes it.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-mminitializemdl
   */
  export function MmInitializeMdl(MemoryDescriptorList: PMDL, BaseVa: Pointer, Length: SIZE_T): void;
  /**
   * Makes the buffer resident, which all memory is here.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-mmprobeandlockpages
   */
  export function MmProbeAndLockPages(MemoryDescriptorList: PMDL, AccessMode: KPROCESSOR_MODE, Operation: LOCK_OPERATION): void;
  /**
   * Ends what MmProbeAndLockPages began.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-mmunlockpages
   */
  export function MmUnlockPages(MemoryDescriptorList: PMDL): void;
  /**
   * The address by which a driver reaches the buffer; NULL (0) when it cannot be mapped.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-mmgetsystemaddressformdlsafe
   */
  export function MmGetSystemAddressForMdlSafe(Mdl: PMDL, Priority: ULONG): PVOID;
  /**
   * The address that the MDL was made for.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-mmgetmdlvirtualaddress
   */
  export function MmGetMdlVirtualAddress(Mdl: PMDL): PVOID;
  /**
   * Bytes of the buffer.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-mmgetmdlbytecount
   */
  export function MmGetMdlByteCount(Mdl: PMDL): ULONG;
  /**
   * Bytes from the beginning of its first page to the buffer.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-mmgetmdlbyteoffset
   */
  export function MmGetMdlByteOffset(Mdl: PMDL): ULONG;
  /**
   * The frame numbers of the pages that the buffer lies on, behind the MDL. Known after MmBuildMdlForNonPagedPool or MmProbeAndLockPages.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-mmgetmdlpfnarray
   */
  export function MmGetMdlPfnArray(Mdl: PMDL): PULONG;
  /**
   * Bytes of an MDL for a buffer, with the frame numbers behind it.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-mmsizeofmdl
   */
  export function MmSizeOfMdl(Base: Pointer, Length: SIZE_T): SIZE_T;
  /**
   * Prints to the debugger: %d %u %x %p %s %ws %wZ %I64d.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-dbgprint
   */
  export function DbgPrint(Format: string, ...Arguments: unknown[]): ULONG;
  /**
   * Prints to the debugger.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-dbgprintex
   */
  export function DbgPrintEx(ComponentId: ULONG, Level: ULONG, Format: string, ...Arguments: unknown[]): ULONG;
  /**
   * A number under the driver's Parameters key, which the machine file gives as `registry`.
   *
   * IRQL: PASSIVE_LEVEL. The sandbox has it, Windows does not.
   */
  export function SandboxQueryRegistry(DriverObject: PDRIVER_OBJECT, ValueName: string, Default: ULONG): ULONG;
  /**
   * Devices that are plugged in below this one now.
   *
   * IRQL: APC_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxQueryChildCount(PhysicalDeviceObject: PDEVICE_OBJECT): ULONG;
  /**
   * A number for a device below: the same as long as it stays plugged in; 0 = none.
   *
   * IRQL: APC_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxQueryChildId(PhysicalDeviceObject: PDEVICE_OBJECT, Index: ULONG): ULONG;
  /**
   * What a device says of itself; lists are joined by \0, nothing is the empty text.
   *
   * IRQL: APC_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxQueryChildText(ChildId: ULONG, Kind: SANDBOX_CHILD_TEXT): string;
  /**
   * Says that this PDO stands for that device.
   *
   * IRQL: APC_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxBindChild(ChildId: ULONG, PhysicalDeviceObject: PDEVICE_OBJECT): void;
  /**
   * Bytes of the medium; 0 = there is none.
   *
   * IRQL: DISPATCH_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxQueryMediumSize(PhysicalDeviceObject: PDEVICE_OBJECT): ULONGLONG;
  /**
   * Reads from the medium at once.
   *
   * IRQL: DISPATCH_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxReadMedium(PhysicalDeviceObject: PDEVICE_OBJECT, Offset: ULONGLONG, Buffer: Pointer, Length: ULONG): NTSTATUS;
  /**
   * Writes to the medium at once.
   *
   * IRQL: DISPATCH_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxWriteMedium(PhysicalDeviceObject: PDEVICE_OBJECT, Offset: ULONGLONG, Buffer: Pointer, Length: ULONG): NTSTATUS;
  /**
   * Number of disks on which a volume lies.
   *
   * IRQL: APC_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxQueryMembers(PhysicalDeviceObject: PDEVICE_OBJECT): ULONG;
  /**
   * PDO of a disk on which a volume lies, with a reference to give back; NULL while it is absent.
   *
   * IRQL: APC_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxQueryMember(PhysicalDeviceObject: PDEVICE_OBJECT, Index: ULONG): PDEVICE_OBJECT;
  /**
   * Where on that disk the volume begins, in bytes.
   *
   * IRQL: APC_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxQueryMemberOffset(PhysicalDeviceObject: PDEVICE_OBJECT, Index: ULONG): ULONGLONG;
  /**
   * Sends a power IRP to the top of the stack: query-power, set-power or wait/wake. STATUS_PENDING: CompletionFunction will be called.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-porequestpowerirp
   */
  export function PoRequestPowerIrp(DeviceObject: PDEVICE_OBJECT, MinorFunction: UCHAR, PowerState: POWER_STATE | number, CompletionFunction: PREQUEST_POWER_COMPLETE, Context: Pointer, Irp: Out<PIRP> | null): NTSTATUS;
  /**
   * Tells the power manager in which power state the device is now. Returns the state before.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-posetpowerstate
   */
  export function PoSetPowerState(DeviceObject: PDEVICE_OBJECT, Type: POWER_STATE_TYPE, State: POWER_STATE | number): POWER_STATE_VALUE;
  /**
   * The driver is done with a query or set request; the next one may come. Needed on Windows 2000 to Server 2003, once for each, before the IRP is passed on or completed.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: ntifs.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/nf-ntifs-postartnextpowerirp
   */
  export function PoStartNextPowerIrp(Irp: PIRP): void;
  /**
   * Sends a power IRP to the next driver down. From Windows Vista on IoCallDriver does the same.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: ntifs.h.
   * It may wait: `await` it where the result is used.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/nf-ntifs-pocalldriver
   */
  export function PoCallDriver(DeviceObject: PDEVICE_OBJECT, Irp: PIRP): Waits<NTSTATUS>;
  /**
   * Has the device powered down when it was not busy for so many seconds. NULL: not registered.
   *
   * IRQL: APC_LEVEL or below. Header: ntifs.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/nf-ntifs-poregisterdeviceforidledetection
   */
  export function PoRegisterDeviceForIdleDetection(DeviceObject: PDEVICE_OBJECT, ConservationIdleTime: ULONG, PerformanceIdleTime: ULONG, State: DEVICE_POWER_STATE): PULONG;
  /**
   * The device is in use: its idle time begins anew.
   *
   * IRQL: any. Header: ntifs.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/nf-ntifs-posetdevicebusy
   */
  export function PoSetDeviceBusy(IdlePointer: PULONG): void;
  /**
   * The device is in use: its idle time begins anew.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-posetdevicebusyex
   */
  export function PoSetDeviceBusyEx(IdlePointer: PULONG): void;
  /**
   * From here to PoEndDeviceBusy the device counts as busy.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-postartdevicebusy
   */
  export function PoStartDeviceBusy(IdlePointer: PULONG): void;
  /**
   * Ends what PoStartDeviceBusy began.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-poenddevicebusy
   */
  export function PoEndDeviceBusy(IdlePointer: PULONG): void;
  /**
   * Says that the system, the display or the user is busy until that is changed. NULL: not registered.
   *
   * IRQL: APC_LEVEL or below. Header: ntifs.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/nf-ntifs-poregistersystemstate
   */
  export function PoRegisterSystemState(StateHandle: Pointer, Flags: EXECUTION_STATE): PVOID;
  /**
   * Takes back what PoRegisterSystemState has said.
   *
   * IRQL: APC_LEVEL or below. Header: ntifs.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/nf-ntifs-pounregistersystemstate
   */
  export function PoUnregisterSystemState(StateHandle: Pointer): void;
  /**
   * The system is in use: its idle time begins anew.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-posetsystemstate
   */
  export function PoSetSystemState(Flags: EXECUTION_STATE): void;
  /**
   * Seconds until a power IRP in the stack stops the machine. FALSE: there is none that is watched.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-poquerywatchdogtime
   */
  export function PoQueryWatchdogTime(Pdo: PDEVICE_OBJECT, SecondsRemaining: Out<ULONG>): BOOLEAN;
  /**
   * Marks a wait/wake IRP as one that woke the system, before it is completed.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-posetsystemwake
   */
  export function PoSetSystemWake(Irp: PIRP): void;
  /**
   * Whether PoSetSystemWake was called for the IRP.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-pogetsystemwake
   */
  export function PoGetSystemWake(Irp: PIRP): BOOLEAN;
  /**
   * Says that a device has woken the system, without an IRP.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-posetsystemwakedevice
   */
  export function PoSetSystemWakeDevice(DeviceObject: PDEVICE_OBJECT): void;
  /**
   * Gives the hardware power, or takes it away, whatever is reported: what the registers of a bus do.
   *
   * IRQL: DISPATCH_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxSetDevicePower(PhysicalDeviceObject: PDEVICE_OBJECT, State: DEVICE_POWER_STATE): void;
  /**
   * What the hardware of a device can do: 1 or 0, and with the wake states the state itself, with Rail its number, 0 = none.
   *
   * IRQL: DISPATCH_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxQueryChildPower(ChildId: ULONG, Kind: SANDBOX_CHILD_POWER): ULONG;
  /**
   * Whether the power of a device may be taken away while it is in D3.
   *
   * IRQL: DISPATCH_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxEnableD3Cold(PhysicalDeviceObject: PDEVICE_OBJECT, IsEnabled: BOOLEAN): void;
  /**
   * Whether the power was taken away when a device was in D3 last: D3COLD_LAST_TRANSITION_STATUS.
   *
   * IRQL: DISPATCH_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxQueryLastD3(PhysicalDeviceObject: PDEVICE_OBJECT): ULONG;
  /**
   * Whether the hardware of a device that is armed has asked to wake up.
   *
   * IRQL: DISPATCH_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxQueryWakeSignal(PhysicalDeviceObject: PDEVICE_OBJECT): BOOLEAN;
  /**
   * Has a bus driver called when the hardware of a device that is armed asks to wake up. NULL: no longer.
   *
   * IRQL: PASSIVE_LEVEL. The sandbox has it, Windows does not.
   */
  export function SandboxSetWakeRoutine(PhysicalDeviceObject: PDEVICE_OBJECT, WakeRoutine: PIO_WORKITEM_ROUTINE, Context: Pointer): void;
  /**
   * Has Callback called with the value of a power setting: at once, and whenever it changes.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * It may wait: `await` it where the result is used.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-poregisterpowersettingcallback
   */
  export function PoRegisterPowerSettingCallback(DeviceObject: PDEVICE_OBJECT, SettingGuid: LPCGUID | string, Callback: PPOWER_SETTING_CALLBACK, Context: Pointer, Handle: Out<Pointer> | null): Waits<NTSTATUS>;
  /**
   * Ends what PoRegisterPowerSettingCallback began.
   *
   * IRQL: APC_LEVEL or below. Header: ntifs.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/nf-ntifs-pounregisterpowersettingcallback
   */
  export function PoUnregisterPowerSettingCallback(Handle: Pointer): NTSTATUS;
  /**
   * Makes an object with which a driver keeps the system from going to sleep by itself.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-pocreatepowerrequest
   */
  export function PoCreatePowerRequest(PowerRequest: Out<Pointer>, DeviceObject: PDEVICE_OBJECT, Context: PCOUNTED_REASON_CONTEXT): NTSTATUS;
  /**
   * The system is needed from here on: with PowerRequestSystemRequired it does not sleep by itself. Counted.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-posetpowerrequest
   */
  export function PoSetPowerRequest(PowerRequest: Pointer, Type: POWER_REQUEST_TYPE): NTSTATUS;
  /**
   * Takes one PoSetPowerRequest back.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-poclearpowerrequest
   */
  export function PoClearPowerRequest(PowerRequest: Pointer, Type: POWER_REQUEST_TYPE): NTSTATUS;
  /**
   * Ends a power request object, before its device object is deleted.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-podeletepowerrequest
   */
  export function PoDeletePowerRequest(PowerRequest: Pointer): void;
  /**
   * Prepares a cancel-safe queue: the list and the lock are the driver's.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iocsqinitialize
   */
  export function IoCsqInitialize(Csq: PIO_CSQ, CsqInsertIrp: PIO_CSQ_INSERT_IRP, CsqRemoveIrp: PIO_CSQ_REMOVE_IRP, CsqPeekNextIrp: PIO_CSQ_PEEK_NEXT_IRP, CsqAcquireLock: PIO_CSQ_ACQUIRE_LOCK, CsqReleaseLock: PIO_CSQ_RELEASE_LOCK, CsqCompleteCanceledIrp: PIO_CSQ_COMPLETE_CANCELED_IRP): NTSTATUS;
  /**
   * The same, with an insert routine that can refuse an IRP.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iocsqinitializeex
   */
  export function IoCsqInitializeEx(Csq: PIO_CSQ, CsqInsertIrp: PIO_CSQ_INSERT_IRP_EX, CsqRemoveIrp: PIO_CSQ_REMOVE_IRP, CsqPeekNextIrp: PIO_CSQ_PEEK_NEXT_IRP, CsqAcquireLock: PIO_CSQ_ACQUIRE_LOCK, CsqReleaseLock: PIO_CSQ_RELEASE_LOCK, CsqCompleteCanceledIrp: PIO_CSQ_COMPLETE_CANCELED_IRP): NTSTATUS;
  /**
   * Queues an IRP and marks it pending: return STATUS_PENDING. From then on it may be cancelled.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iocsqinsertirp
   */
  export function IoCsqInsertIrp(Csq: PIO_CSQ, Irp: PIRP, Context: PIO_CSQ_IRP_CONTEXT): void;
  /**
   * Queues an IRP. Returns what the driver's insert routine returned; not a success = it is not queued.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iocsqinsertirpex
   */
  export function IoCsqInsertIrpEx(Csq: PIO_CSQ, Irp: PIRP, Context: PIO_CSQ_IRP_CONTEXT, InsertContext: Pointer): NTSTATUS;
  /**
   * Takes the IRP with this context out of the queue; NULL when it is being cancelled or gone.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iocsqremoveirp
   */
  export function IoCsqRemoveIrp(Csq: PIO_CSQ, Context: PIO_CSQ_IRP_CONTEXT): PIRP;
  /**
   * Takes the next IRP that fits out of the queue; NULL when there is none.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iocsqremovenextirp
   */
  export function IoCsqRemoveNextIrp(Csq: PIO_CSQ, PeekContext: Pointer): PIRP;
  /**
   * Prepares a device queue: empty, and the device not busy.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keinitializedevicequeue
   */
  export function KeInitializeDeviceQueue(DeviceQueue: PKDEVICE_QUEUE): void;
  /**
   * Queues an entry. FALSE: the device was not busy, so the entry is not queued and its turn is now.
   *
   * IRQL: DISPATCH_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keinsertdevicequeue
   */
  export function KeInsertDeviceQueue(DeviceQueue: PKDEVICE_QUEUE, DeviceQueueEntry: PKDEVICE_QUEUE_ENTRY): BOOLEAN;
  /**
   * The same, sorted by rising key.
   *
   * IRQL: DISPATCH_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keinsertbykeydevicequeue
   */
  export function KeInsertByKeyDeviceQueue(DeviceQueue: PKDEVICE_QUEUE, DeviceQueueEntry: PKDEVICE_QUEUE_ENTRY, SortKey: ULONG): BOOLEAN;
  /**
   * Takes the first entry out; NULL when nothing waits: the device is not busy then.
   *
   * IRQL: DISPATCH_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keremovedevicequeue
   */
  export function KeRemoveDeviceQueue(DeviceQueue: PKDEVICE_QUEUE): PKDEVICE_QUEUE_ENTRY;
  /**
   * Takes the first entry from the key on out, and behind the last one the first of all.
   *
   * IRQL: DISPATCH_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keremovebykeydevicequeue
   */
  export function KeRemoveByKeyDeviceQueue(DeviceQueue: PKDEVICE_QUEUE, SortKey: ULONG): PKDEVICE_QUEUE_ENTRY;
  /**
   * Takes this entry out. FALSE: it was not queued any more.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keremoveentrydevicequeue
   */
  export function KeRemoveEntryDeviceQueue(DeviceQueue: PKDEVICE_QUEUE, DeviceQueueEntry: PKDEVICE_QUEUE_ENTRY): BOOLEAN;
  /**
   * Gives an IRP to the driver's StartIo, or queues it while the device is busy. Mark it pending before.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iostartpacket
   */
  export function IoStartPacket(DeviceObject: PDEVICE_OBJECT, Irp: PIRP, Key: PULONG, CancelFunction: PDRIVER_CANCEL): void;
  /**
   * Says that the device is done with its current IRP: StartIo gets the next one.
   *
   * IRQL: DISPATCH_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iostartnextpacket
   */
  export function IoStartNextPacket(DeviceObject: PDEVICE_OBJECT, Cancelable: BOOLEAN): void;
  /**
   * The same; the next one is the first from the key on.
   *
   * IRQL: DISPATCH_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iostartnextpacketbykey
   */
  export function IoStartNextPacketByKey(DeviceObject: PDEVICE_OBJECT, Cancelable: BOOLEAN, Key: ULONG): void;
  /**
   * DeferredStartIo: StartIo is not called again before it has returned. NonCancelable: what it gets has no cancel routine.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iosetstartioattributes
   */
  export function IoSetStartIoAttributes(DeviceObject: PDEVICE_OBJECT, DeferredStartIo: BOOLEAN, NonCancelable: BOOLEAN): void;
  /**
   * Gives a named device a second name.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iocreatesymboliclink
   */
  export function IoCreateSymbolicLink(SymbolicLinkName: PUNICODE_STRING | string, DeviceName: PUNICODE_STRING | string): NTSTATUS;
  /**
   * Takes a second name away.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iodeletesymboliclink
   */
  export function IoDeleteSymbolicLink(SymbolicLinkName: PUNICODE_STRING | string): NTSTATUS;
  /**
   * Opens a device by its name and gives the top of its stack. The file is referenced, which keeps the device: give it back with ObDereferenceObject.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * It may wait: `await` it where the result is used.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iogetdeviceobjectpointer
   */
  export function IoGetDeviceObjectPointer(ObjectName: PUNICODE_STRING | string, DesiredAccess: ACCESS_MASK, FileObject: Out<PFILE_OBJECT>, DeviceObject: Out<PDEVICE_OBJECT>): Waits<NTSTATUS>;
  /**
   * Frees the text that a routine of the system has allocated for a string.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-rtlfreeunicodestring
   */
  export function RtlFreeUnicodeString(UnicodeString: PUNICODE_STRING): void;
  /**
   * Whether two identifiers are the same.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-isequalguid
   */
  export function IsEqualGUID(First: PGUID | string, Second: PGUID | string): BOOLEAN;
  /**
   * Registers what a device can do, disabled at first. Writes the name to enable it by, which RtlFreeUnicodeString frees.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-ioregisterdeviceinterface
   */
  export function IoRegisterDeviceInterface(PhysicalDeviceObject: PDEVICE_OBJECT, InterfaceClassGuid: PGUID | string, ReferenceString: PUNICODE_STRING | string, SymbolicLinkName: PUNICODE_STRING): NTSTATUS;
  /**
   * Enables or disables a device interface. Who waits for one hears of it later, once the device has started.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iosetdeviceinterfacestate
   */
  export function IoSetDeviceInterfaceState(SymbolicLinkName: PUNICODE_STRING | string, Enable: BOOLEAN): NTSTATUS;
  /**
   * Names of the enabled interfaces of a class, each ended by zero and the list by one more. Free it with ExFreePool.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iogetdeviceinterfaces
   */
  export function IoGetDeviceInterfaces(InterfaceClassGuid: PGUID | string, PhysicalDeviceObject: PDEVICE_OBJECT, Flags: ULONG, SymbolicLinkList: Out<PWSTR>): NTSTATUS;
  /**
   * Asks to hear of interfaces of a class (EventCategoryData: the GUID) or of a target device (the file object by which the driver has it open).
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * It may wait: `await` it where the result is used.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-ioregisterplugplaynotification
   */
  export function IoRegisterPlugPlayNotification(EventCategory: IO_NOTIFICATION_EVENT_CATEGORY, EventCategoryFlags: ULONG, EventCategoryData: Pointer, DriverObject: PDRIVER_OBJECT, CallbackRoutine: PDRIVER_NOTIFICATION_CALLBACK_ROUTINE, Context: Pointer, NotificationEntry: Out<Pointer>): Waits<NTSTATUS>;
  /**
   * Asks to hear no more.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iounregisterplugplaynotification
   */
  export function IoUnregisterPlugPlayNotification(NotificationEntry: Pointer): NTSTATUS;
  /**
   * Asks to hear no more.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iounregisterplugplaynotificationex
   */
  export function IoUnregisterPlugPlayNotificationEx(NotificationEntry: Pointer): NTSTATUS;
  /**
   * Tells an event of the driver's own to all that have the device as their target, and waits for them.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * It may wait: `await` it where the result is used.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-ioreporttargetdevicechange
   */
  export function IoReportTargetDeviceChange(PhysicalDeviceObject: PDEVICE_OBJECT, NotificationStructure: Pointer): Waits<NTSTATUS>;
  /**
   * The same, later; the callback is called when all have heard it.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-ioreporttargetdevicechangeasynchronous
   */
  export function IoReportTargetDeviceChangeAsynchronous(PhysicalDeviceObject: PDEVICE_OBJECT, NotificationStructure: Pointer, Callback: PDEVICE_CHANGE_COMPLETE_CALLBACK, Context: Pointer): NTSTATUS;
  /**
   * Describes one resource that a device needs, or an alternative to it; FALSE when there is none.
   *
   * IRQL: APC_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxQueryChildResource(ChildId: ULONG, Index: ULONG, Alternative: ULONG, Descriptor: PIO_RESOURCE_DESCRIPTOR): BOOLEAN;
  /**
   * Makes a range of registers visible: the address for READ_REGISTER_ULONG and its like. NULL: it could not.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-mmmapiospace
   */
  export function MmMapIoSpace(PhysicalAddress: PHYSICAL_ADDRESS, NumberOfBytes: SIZE_T, CacheType: MEMORY_CACHING_TYPE): PVOID;
  /**
   * The same, with PAGE_READWRITE | PAGE_NOCACHE and the like in place of the kind of cache.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-mmmapiospaceex
   */
  export function MmMapIoSpaceEx(PhysicalAddress: PHYSICAL_ADDRESS, NumberOfBytes: SIZE_T, Protect: ULONG): PVOID;
  /**
   * Ends what MmMapIoSpace began, with the same number of bytes.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-mmunmapiospace
   */
  export function MmUnmapIoSpace(BaseAddress: Pointer, NumberOfBytes: SIZE_T): void;
  /**
   * Reads a register. All ones: nobody answers there, or the device has no power.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-read_register_uchar
   */
  export function READ_REGISTER_UCHAR(Register: PUCHAR): UCHAR;
  /**
   * Writes a register.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-write_register_uchar
   */
  export function WRITE_REGISTER_UCHAR(Register: PUCHAR, Value: UCHAR): void;
  /**
   * Reads registers that follow each other.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-read_register_buffer_uchar
   */
  export function READ_REGISTER_BUFFER_UCHAR(Register: PUCHAR, Buffer: PUCHAR, Count: ULONG): void;
  /**
   * Writes registers that follow each other.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-write_register_buffer_uchar
   */
  export function WRITE_REGISTER_BUFFER_UCHAR(Register: PUCHAR, Buffer: PUCHAR, Count: ULONG): void;
  /**
   * Reads a register. All ones: nobody answers there, or the device has no power.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-read_register_ushort
   */
  export function READ_REGISTER_USHORT(Register: PUSHORT): USHORT;
  /**
   * Writes a register.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-write_register_ushort
   */
  export function WRITE_REGISTER_USHORT(Register: PUSHORT, Value: USHORT): void;
  /**
   * Reads registers that follow each other.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-read_register_buffer_ushort
   */
  export function READ_REGISTER_BUFFER_USHORT(Register: PUSHORT, Buffer: PUSHORT, Count: ULONG): void;
  /**
   * Writes registers that follow each other.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-write_register_buffer_ushort
   */
  export function WRITE_REGISTER_BUFFER_USHORT(Register: PUSHORT, Buffer: PUSHORT, Count: ULONG): void;
  /**
   * Reads a register. All ones: nobody answers there, or the device has no power.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-read_register_ulong
   */
  export function READ_REGISTER_ULONG(Register: PULONG): ULONG;
  /**
   * Writes a register.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-write_register_ulong
   */
  export function WRITE_REGISTER_ULONG(Register: PULONG, Value: ULONG): void;
  /**
   * Reads registers that follow each other.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-read_register_buffer_ulong
   */
  export function READ_REGISTER_BUFFER_ULONG(Register: PULONG, Buffer: PULONG, Count: ULONG): void;
  /**
   * Writes registers that follow each other.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-write_register_buffer_ulong
   */
  export function WRITE_REGISTER_BUFFER_ULONG(Register: PULONG, Buffer: PULONG, Count: ULONG): void;
  /**
   * Reads a port. All ones: nobody answers there, or the device has no power.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-read_port_uchar
   */
  export function READ_PORT_UCHAR(Port: PUCHAR): UCHAR;
  /**
   * Writes a port.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-write_port_uchar
   */
  export function WRITE_PORT_UCHAR(Port: PUCHAR, Value: UCHAR): void;
  /**
   * Reads a port as often as told.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-read_port_buffer_uchar
   */
  export function READ_PORT_BUFFER_UCHAR(Port: PUCHAR, Buffer: PUCHAR, Count: ULONG): void;
  /**
   * Writes a port as often as told.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-write_port_buffer_uchar
   */
  export function WRITE_PORT_BUFFER_UCHAR(Port: PUCHAR, Buffer: PUCHAR, Count: ULONG): void;
  /**
   * Reads a port. All ones: nobody answers there, or the device has no power.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-read_port_ushort
   */
  export function READ_PORT_USHORT(Port: PUSHORT): USHORT;
  /**
   * Writes a port.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-write_port_ushort
   */
  export function WRITE_PORT_USHORT(Port: PUSHORT, Value: USHORT): void;
  /**
   * Reads a port as often as told.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-read_port_buffer_ushort
   */
  export function READ_PORT_BUFFER_USHORT(Port: PUSHORT, Buffer: PUSHORT, Count: ULONG): void;
  /**
   * Writes a port as often as told.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-write_port_buffer_ushort
   */
  export function WRITE_PORT_BUFFER_USHORT(Port: PUSHORT, Buffer: PUSHORT, Count: ULONG): void;
  /**
   * Reads a port. All ones: nobody answers there, or the device has no power.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-read_port_ulong
   */
  export function READ_PORT_ULONG(Port: PULONG): ULONG;
  /**
   * Writes a port.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-write_port_ulong
   */
  export function WRITE_PORT_ULONG(Port: PULONG, Value: ULONG): void;
  /**
   * Reads a port as often as told.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-read_port_buffer_ulong
   */
  export function READ_PORT_BUFFER_ULONG(Port: PULONG, Buffer: PULONG, Count: ULONG): void;
  /**
   * Writes a port as often as told.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-write_port_buffer_ulong
   */
  export function WRITE_PORT_BUFFER_ULONG(Port: PULONG, Buffer: PULONG, Count: ULONG): void;
  /**
   * Reads a register of 64 bits.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-read_register_ulong64
   */
  export function READ_REGISTER_ULONG64(Register: PULONG64): ULONG64;
  /**
   * Writes a register of 64 bits.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-write_register_ulong64
   */
  export function WRITE_REGISTER_ULONG64(Register: PULONG64, Value: ULONG64): void;
  /**
   * Whether a device may be taken out of its slot while the system runs.
   *
   * IRQL: APC_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxIsChildRemovable(ChildId: ULONG): BOOLEAN;
  /**
   * Whether the slot of a device can let it go by itself, and can hold it.
   *
   * IRQL: APC_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxIsChildEjectable(ChildId: ULONG): BOOLEAN;
  /**
   * Throws a device out of its slot; its bus sees it no more.
   *
   * IRQL: PASSIVE_LEVEL. The sandbox has it, Windows does not.
   */
  export function SandboxEjectChild(ChildId: ULONG): void;
  /**
   * Gives a device a timer: its routine runs once a second at DISPATCH_LEVEL, from IoStartTimer on.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-ioinitializetimer
   */
  export function IoInitializeTimer(DeviceObject: PDEVICE_OBJECT, TimerRoutine: PIO_TIMER_ROUTINE, Context: Pointer): NTSTATUS;
  /**
   * Starts the device's timer.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iostarttimer
   */
  export function IoStartTimer(DeviceObject: PDEVICE_OBJECT): void;
  /**
   * Stops the device's timer. Not from its own routine.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iostoptimer
   */
  export function IoStopTimer(DeviceObject: PDEVICE_OBJECT): void;
  /**
   * Prepares the DPC of the device object, for IoRequestDpc.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-ioinitializedpcrequest
   */
  export function IoInitializeDpcRequest(DeviceObject: PDEVICE_OBJECT, DpcRoutine: PIO_DPC_ROUTINE): void;
  /**
   * Queues the DPC of the device object.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iorequestdpc
   */
  export function IoRequestDpc(DeviceObject: PDEVICE_OBJECT, Irp: PIRP, Context: Pointer): void;
  /**
   * Starts a thread at PASSIVE_LEVEL. Close the handle; wait for the object behind it before the driver goes.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-pscreatesystemthread
   */
  export function PsCreateSystemThread(ThreadHandle: Out<HANDLE>, DesiredAccess: ACCESS_MASK, ObjectAttributes: POBJECT_ATTRIBUTES, ProcessHandle: HANDLE, ClientId: PCLIENT_ID, StartRoutine: PKSTART_ROUTINE, StartContext: Pointer): NTSTATUS;
  /**
   * Ends the thread that calls it and does not return. Only for threads of PsCreateSystemThread.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-psterminatesystemthread
   */
  export function PsTerminateSystemThread(ExitStatus: NTSTATUS): NTSTATUS;
  /**
   * The thread object behind a handle, with a reference to give back. KeWaitForSingleObject waits for it.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-obreferenceobjectbyhandle
   */
  export function ObReferenceObjectByHandle(Handle: HANDLE, DesiredAccess: ACCESS_MASK, ObjectType: Pointer, AccessMode: KPROCESSOR_MODE, Object: Out<Pointer>, HandleInformation: Pointer): NTSTATUS;
  /**
   * Closes a handle.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-zwclose
   */
  export function ZwClose(Handle: HANDLE): NTSTATUS;
  /**
   * The thread object of this thread.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-kegetcurrentthread
   */
  export function KeGetCurrentThread(): PKTHREAD;
  /**
   * The same object under its other name.
   *
   * IRQL: any. Header: ntddk.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/ntddk/nf-ntddk-psgetcurrentthread
   */
  export function PsGetCurrentThread(): PETHREAD;
  /**
   * Prepares a work item. IoAllocateWorkItem gives one that keeps the driver loaded.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-exinitializeworkitem
   */
  export function ExInitializeWorkItem(Item: PWORK_QUEUE_ITEM, Routine: PWORKER_THREAD_ROUTINE, Context: Pointer): void;
  /**
   * Has its routine called in a system thread at PASSIVE_LEVEL.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-exqueueworkitem
   */
  export function ExQueueWorkItem(WorkItem: PWORK_QUEUE_ITEM, QueueType: WORK_QUEUE_TYPE): void;
  /**
   * Prepares a fast mutex, free.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-exinitializefastmutex
   */
  export function ExInitializeFastMutex(FastMutex: PFAST_MUTEX): void;
  /**
   * Waits for a fast mutex and raises to APC_LEVEL.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * It may wait: `await` it where the result is used.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-exacquirefastmutex
   */
  export function ExAcquireFastMutex(FastMutex: PFAST_MUTEX): Waits<void>;
  /**
   * Takes a fast mutex if it is free.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-extrytoacquirefastmutex
   */
  export function ExTryToAcquireFastMutex(FastMutex: PFAST_MUTEX): BOOLEAN;
  /**
   * Gives a fast mutex back and lowers the IRQL again.
   *
   * IRQL: APC_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-exreleasefastmutex
   */
  export function ExReleaseFastMutex(FastMutex: PFAST_MUTEX): void;
  /**
   * The same for a caller that has switched APCs off itself.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * It may wait: `await` it where the result is used.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-exacquirefastmutexunsafe
   */
  export function ExAcquireFastMutexUnsafe(FastMutex: PFAST_MUTEX): Waits<void>;
  /**
   * Gives back what ExAcquireFastMutexUnsafe took.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-exreleasefastmutexunsafe
   */
  export function ExReleaseFastMutexUnsafe(FastMutex: PFAST_MUTEX): void;
  /**
   * Switches all APCs to this thread off.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keenterguardedregion
   */
  export function KeEnterGuardedRegion(): void;
  /**
   * Ends what KeEnterGuardedRegion began.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keleaveguardedregion
   */
  export function KeLeaveGuardedRegion(): void;
  /**
   * Prepares a guarded mutex, free.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keinitializeguardedmutex
   */
  export function KeInitializeGuardedMutex(Mutex: PKGUARDED_MUTEX): void;
  /**
   * Waits for a guarded mutex and enters a guarded region.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * It may wait: `await` it where the result is used.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keacquireguardedmutex
   */
  export function KeAcquireGuardedMutex(Mutex: PKGUARDED_MUTEX): Waits<void>;
  /**
   * Takes a guarded mutex if it is free.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-ketrytoacquireguardedmutex
   */
  export function KeTryToAcquireGuardedMutex(Mutex: PKGUARDED_MUTEX): BOOLEAN;
  /**
   * Gives a guarded mutex back and leaves the guarded region.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-kereleaseguardedmutex
   */
  export function KeReleaseGuardedMutex(Mutex: PKGUARDED_MUTEX): void;
  /**
   * Prepares a list of nonpaged blocks of one size. NULL routines: pool's own.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-exinitializenpagedlookasidelist
   */
  export function ExInitializeNPagedLookasideList(Lookaside: PNPAGED_LOOKASIDE_LIST, Allocate: PALLOCATE_FUNCTION, Free: PFREE_FUNCTION, Flags: ULONG, Size: SIZE_T, Tag: ULONG | string, Depth: USHORT): void;
  /**
   * A block of the list; its contents are undefined. NULL when pool is used up.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-exallocatefromnpagedlookasidelist
   */
  export function ExAllocateFromNPagedLookasideList(Lookaside: PNPAGED_LOOKASIDE_LIST): PVOID;
  /**
   * Gives a block back. The sandbox frees it at once, so that a later access is found.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-exfreetonpagedlookasidelist
   */
  export function ExFreeToNPagedLookasideList(Lookaside: PNPAGED_LOOKASIDE_LIST, Entry: Pointer): void;
  /**
   * Ends a list. Its blocks must have been given back before.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-exdeletenpagedlookasidelist
   */
  export function ExDeleteNPagedLookasideList(Lookaside: PNPAGED_LOOKASIDE_LIST): void;
  /**
   * Prepares a list of paged blocks of one size. NULL routines: pool's own.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-exinitializepagedlookasidelist
   */
  export function ExInitializePagedLookasideList(Lookaside: PPAGED_LOOKASIDE_LIST, Allocate: PALLOCATE_FUNCTION, Free: PFREE_FUNCTION, Flags: ULONG, Size: SIZE_T, Tag: ULONG | string, Depth: USHORT): void;
  /**
   * A block of the list; its contents are undefined. NULL when pool is used up.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-exallocatefrompagedlookasidelist
   */
  export function ExAllocateFromPagedLookasideList(Lookaside: PPAGED_LOOKASIDE_LIST): PVOID;
  /**
   * Gives a block back. The sandbox frees it at once, so that a later access is found.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-exfreetopagedlookasidelist
   */
  export function ExFreeToPagedLookasideList(Lookaside: PPAGED_LOOKASIDE_LIST, Entry: Pointer): void;
  /**
   * Ends a list. Its blocks must have been given back before.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-exdeletepagedlookasidelist
   */
  export function ExDeletePagedLookasideList(Lookaside: PPAGED_LOOKASIDE_LIST): void;
  /**
   * Puts an entry at the end, under the lock. NULL: the list was empty.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-exinterlockedinserttaillist
   */
  export function ExInterlockedInsertTailList(ListHead: PLIST_ENTRY, ListEntry: PLIST_ENTRY, Lock: PKSPIN_LOCK): PLIST_ENTRY;
  /**
   * Puts an entry at the start, under the lock. NULL: the list was empty.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-exinterlockedinsertheadlist
   */
  export function ExInterlockedInsertHeadList(ListHead: PLIST_ENTRY, ListEntry: PLIST_ENTRY, Lock: PKSPIN_LOCK): PLIST_ENTRY;
  /**
   * Takes the first entry out, under the lock. NULL when the list is empty.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-exinterlockedremoveheadlist
   */
  export function ExInterlockedRemoveHeadList(ListHead: PLIST_ENTRY, Lock: PKSPIN_LOCK): PLIST_ENTRY;
  /**
   * Puts an entry at the start of a single list. Returns the one before.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-exinterlockedpushentrylist
   */
  export function ExInterlockedPushEntryList(ListHead: PSINGLE_LIST_ENTRY, ListEntry: PSINGLE_LIST_ENTRY, Lock: PKSPIN_LOCK): PSINGLE_LIST_ENTRY;
  /**
   * Takes the first entry of a single list out. NULL when it is empty.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-exinterlockedpopentrylist
   */
  export function ExInterlockedPopEntryList(ListHead: PSINGLE_LIST_ENTRY, Lock: PKSPIN_LOCK): PSINGLE_LIST_ENTRY;
  /**
   * Brings the section in which an address lies into memory and keeps it there. Gives a handle to it.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-mmlockpagablecodesection
   */
  export function MmLockPagableCodeSection(AddressWithinSection: Pointer | DRIVER_ROUTINE): PVOID;
  /**
   * Keeps a section that was locked before in memory once more.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-mmlockpagablesectionbyhandle
   */
  export function MmLockPagableSectionByHandle(ImageSectionHandle: Pointer): void;
  /**
   * Takes one lock of a section back; after the last it may be paged out.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-mmunlockpagableimagesection
   */
  export function MmUnlockPagableImageSection(ImageSectionHandle: Pointer): void;
  /**
   * Puts a routine into a section of code that may be paged out, as `#pragma alloc_text(PAGE, Routine)` does in C.
   *
   * IRQL: PASSIVE_LEVEL. The sandbox has it, Windows does not.
   */
  export function SandboxAllocText(DriverObject: PDRIVER_OBJECT, Section: string, Routine: Pointer | DRIVER_ROUTINE): void;
  /**
   * Room for an IO_ERROR_LOG_PACKET with its dump data and strings, 152 bytes at the most; NULL: go on without.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-ioallocateerrorlogentry
   */
  export function IoAllocateErrorLogEntry(IoObject: Pointer, EntrySize: UCHAR): PVOID;
  /**
   * Writes the entry to the event log, and frees it. It shows in the DbgPrint output.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iowriteerrorlogentry
   */
  export function IoWriteErrorLogEntry(ElEntry: Pointer): void;
  /**
   * Frees an entry that is not written after all.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iofreeerrorlogentry
   */
  export function IoFreeErrorLogEntry(ElEntry: Pointer): void;
  /**
   * Registers a device with WMI, or takes that back. The driver is asked for its blocks a little later, with IRP_MN_REGINFO_EX.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iowmiregistrationcontrol
   */
  export function IoWMIRegistrationControl(DeviceObject: PDEVICE_OBJECT, Action: ULONG): NTSTATUS;
  /**
   * What Parameters.WMI.ProviderId says for this device.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iowmideviceobjecttoproviderid
   */
  export function IoWMIDeviceObjectToProviderId(DeviceObject: PDEVICE_OBJECT): ULONG;
  /**
   * Hands an event to WMI, which frees it. Nobody in the sandbox listens.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-iowmiwriteevent
   */
  export function IoWMIWriteEvent(WnodeEventItem: Pointer): NTSTATUS;
  /**
   * Looks at an IRP_MJ_SYSTEM_CONTROL and calls the routine that is there for it: IrpProcessed needs no more if that called WmiCompleteRequest, IrpNotCompleted is yours to complete, IrpForward and IrpNotWmi go down the stack.
   *
   * IRQL: PASSIVE_LEVEL. Header: wmilib.h.
   * It may wait: `await` it where the result is used.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wmilib/nf-wmilib-wmisystemcontrol
   */
  export function WmiSystemControl(WmiLibInfo: PWMILIB_CONTEXT, DeviceObject: PDEVICE_OBJECT, Irp: PIRP, IrpDisposition: Out<SYSCTL_IRP_DISPOSITION>): Waits<NTSTATUS>;
  /**
   * Ends a WMI request. BufferUsed: bytes of data, or, with STATUS_BUFFER_TOO_SMALL, bytes that it would take.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wmilib.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wmilib/nf-wmilib-wmicompleterequest
   */
  export function WmiCompleteRequest(DeviceObject: PDEVICE_OBJECT, Irp: PIRP, Status: NTSTATUS, BufferUsed: ULONG, PriorityBoost: CCHAR): NTSTATUS;
  /**
   * Registers a device for run-time power management: it is in D0, and every component is active.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * It may wait: `await` it where the result is used.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-pofxregisterdevice
   */
  export function PoFxRegisterDevice(Pdo: PDEVICE_OBJECT, Device: PPO_FX_DEVICE, Handle: Out<POHANDLE>): Waits<NTSTATUS>;
  /**
   * The driver is ready for callbacks: components that it has not activated go idle.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-pofxstartdevicepowermanagement
   */
  export function PoFxStartDevicePowerManagement(Handle: POHANDLE): void;
  /**
   * Ends a registration, when the device is removed.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * It may wait: `await` it where the result is used.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-pofxunregisterdevice
   */
  export function PoFxUnregisterDevice(Handle: POHANDLE): Waits<void>;
  /**
   * Takes a reference on a component: it may be used when ComponentActiveConditionCallback was called.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * It may wait: `await` it where the result is used.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-pofxactivatecomponent
   */
  export function PoFxActivateComponent(Handle: POHANDLE, Component: ULONG, Flags: ULONG): Waits<void>;
  /**
   * Gives a reference on a component back; without one it goes idle.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * It may wait: `await` it where the result is used.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-pofxidlecomponent
   */
  export function PoFxIdleComponent(Handle: POHANDLE, Component: ULONG, Flags: ULONG): Waits<void>;
  /**
   * Answers ComponentIdleConditionCallback: the component is not used any more.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-pofxcompleteidlecondition
   */
  export function PoFxCompleteIdleCondition(Handle: POHANDLE, Component: ULONG): void;
  /**
   * Answers ComponentIdleStateCallback: the driver is ready for the F state.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-pofxcompleteidlestate
   */
  export function PoFxCompleteIdleState(Handle: POHANDLE, Component: ULONG): void;
  /**
   * How long the way back to F0 may take at the most, in 100 ns.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-pofxsetcomponentlatency
   */
  export function PoFxSetComponentLatency(Handle: POHANDLE, Component: ULONG, Latency: ULONGLONG): void;
  /**
   * How long the component will probably stay idle, in 100 ns.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-pofxsetcomponentresidency
   */
  export function PoFxSetComponentResidency(Handle: POHANDLE, Component: ULONG, Residency: ULONGLONG): void;
  /**
   * Whether the component may have to wake: it goes no deeper then than it can.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-pofxsetcomponentwake
   */
  export function PoFxSetComponentWake(Handle: POHANDLE, Component: ULONG, WakeHint: BOOLEAN): void;
  /**
   * Answers DevicePowerNotRequiredCallback. The driver need not wait for Dx.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-pofxcompletedevicepowernotrequired
   */
  export function PoFxCompleteDevicePowerNotRequired(Handle: POHANDLE): void;
  /**
   * The device is in D0: owed after DevicePowerRequiredCallback, and whenever the system is back in S0.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-pofxreportdevicepoweredon
   */
  export function PoFxReportDevicePoweredOn(Handle: POHANDLE): void;
  /**
   * How long all components are idle before power is not required, in 100 ns.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-pofxsetdeviceidletimeout
   */
  export function PoFxSetDeviceIdleTimeout(Handle: POHANDLE, IdleTimeout: ULONGLONG): void;
  /**
   * A bus says that a device of its own has come on by itself: the device's driver takes it down again.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-pofxnotifysurprisepoweron
   */
  export function PoFxNotifySurprisePowerOn(Pdo: PDEVICE_OBJECT): void;
  /**
   * Answers DirectedPowerDownCallback: the device is in its low-power state.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-pofxcompletedirectedpowerdown
   */
  export function PoFxCompleteDirectedPowerDown(Handle: POHANDLE): void;
  /**
   * The D state that the device takes in the deepest idle state of the platform; Unspecified = any.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-pofxsettargetdripsdevicepowerstate
   */
  export function PoFxSetTargetDripsDevicePowerState(Handle: POHANDLE, TargetState: DEVICE_POWER_STATE): NTSTATUS;
  /**
   * Has Callback called when the device keeps the platform out of its deepest idle state for too long.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-pofxregisterdripswatchdogcallback
   */
  export function PoFxRegisterDripsWatchdogCallback(Handle: POHANDLE, Callback: PPO_FX_DRIPS_WATCHDOG_CALLBACK, IncludeChildDevices: BOOLEAN, MatchingDriverObject: PDRIVER_OBJECT): void;
  /**
   * Sends a request of the driver's own to the plug-in that owns the device.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-pofxpowercontrol
   */
  export function PoFxPowerControl(Handle: POHANDLE, PowerControlCode: LPCGUID | string, InBuffer: Pointer, InBufferSize: SIZE_T, OutBuffer: Pointer, OutBufferSize: SIZE_T, BytesReturned: Out<SIZE_T> | null): NTSTATUS;
  /**
   * Tells the performance states of a component, or asks the plug-in for them: one of the two.
   *
   * IRQL: APC_LEVEL or below. Header: wdm.h.
   * It may wait: `await` it where the result is used.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-pofxregistercomponentperfstates
   */
  export function PoFxRegisterComponentPerfStates(Handle: POHANDLE, Component: ULONG, Flags: ULONGLONG, ComponentPerfStateCallback: PPO_FX_COMPONENT_PERF_STATE_CALLBACK, InputStateInfo: PPO_FX_COMPONENT_PERF_INFO, OutputStateInfo: Out<PPO_FX_COMPONENT_PERF_INFO> | null): Waits<NTSTATUS>;
  /**
   * Asks for another performance state; the callback says how it ended.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * It may wait: `await` it where the result is used.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-pofxissuecomponentperfstatechange
   */
  export function PoFxIssueComponentPerfStateChange(Handle: POHANDLE, Flags: ULONG, Component: ULONG, PerfChange: PPO_FX_PERF_STATE_CHANGE, Context: Pointer): Waits<void>;
  /**
   * The same for several sets at once.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * It may wait: `await` it where the result is used.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-pofxissuecomponentperfstatechangemultiple
   */
  export function PoFxIssueComponentPerfStateChangeMultiple(Handle: POHANDLE, Flags: ULONG, Component: ULONG, PerfChangesCount: ULONG, PerfChanges: PPO_FX_PERF_STATE_CHANGE, Context: Pointer): Waits<void>;
  /**
   * The performance state of one set of a component.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: wdm.h.
   * It may wait: `await` it where the result is used.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-pofxquerycurrentcomponentperfstate
   */
  export function PoFxQueryCurrentComponentPerfState(Handle: POHANDLE, Flags: ULONG, Component: ULONG, SetIndex: ULONG, CurrentPerf: Out<ULONGLONG>): Waits<NTSTATUS>;
  /**
   * Registers a platform extension plug-in: it is offered every device that starts from now on.
   *
   * IRQL: PASSIVE_LEVEL. Header: pepfx.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/pepfx/nf-pepfx-pofxregisterplugin
   */
  export function PoFxRegisterPlugin(PepInformation: PPEP_INFORMATION, KernelInformation: PPEP_KERNEL_INFORMATION): NTSTATUS;
  /**
   * The same, with flags, of which none has a documented meaning.
   *
   * IRQL: PASSIVE_LEVEL. Header: pepfx.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/pepfx/nf-pepfx-pofxregisterpluginex
   */
  export function PoFxRegisterPluginEx(PepInformation: PPEP_INFORMATION, Flags: ULONGLONG, KernelInformation: PPEP_KERNEL_INFORMATION): NTSTATUS;
  /**
   * Makes a registered device one of those that are powered on after a bug check. STATUS_UNSUCCESSFUL: no plug-in of the platform can.
   *
   * IRQL: PASSIVE_LEVEL. Header: wdm.h.
   * It may wait: `await` it where the result is used.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-pofxregistercrashdumpdevice
   */
  export function PoFxRegisterCrashdumpDevice(Handle: POHANDLE): Waits<NTSTATUS>;
  /**
   * Has the plug-in of the device power it on, so that a crash dump can be written. Context goes to the plug-in as it is.
   *
   * IRQL: HIGH_LEVEL or below. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-pofxpoweroncrashdumpdevice
   */
  export function PoFxPowerOnCrashdumpDevice(Handle: POHANDLE, Context: Pointer): NTSTATUS;
  /**
   * Makes a record ready for KeRegisterBugCheckCallback or KeRegisterBugCheckReasonCallback.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keinitializecallbackrecord
   */
  export function KeInitializeCallbackRecord(CallbackRecord: StructView): void;
  /**
   * Has a routine called at HIGH_LEVEL after the crash dump is written. FALSE: the record was not initialised, or is registered. Component is the address of a text in single bytes.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keregisterbugcheckcallback
   */
  export function KeRegisterBugCheckCallback(CallbackRecord: PKBUGCHECK_CALLBACK_RECORD, CallbackRoutine: PKBUGCHECK_CALLBACK_ROUTINE, Buffer: Pointer, Length: ULONG, Component: Pointer): BOOLEAN;
  /**
   * Takes a record back. FALSE: it is not registered.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-kederegisterbugcheckcallback
   */
  export function KeDeregisterBugCheckCallback(CallbackRecord: PKBUGCHECK_CALLBACK_RECORD): BOOLEAN;
  /**
   * Has a routine called at HIGH_LEVEL while the crash dump is made: to add or remove pages, to hand over data, to see each piece. FALSE: the record was not initialised or is registered, or the reason is reserved.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keregisterbugcheckreasoncallback
   */
  export function KeRegisterBugCheckReasonCallback(CallbackRecord: PKBUGCHECK_REASON_CALLBACK_RECORD, CallbackRoutine: PKBUGCHECK_REASON_CALLBACK_ROUTINE, Reason: KBUGCHECK_CALLBACK_REASON, Component: Pointer): BOOLEAN;
  /**
   * Takes a record back. FALSE: it is not registered.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-kederegisterbugcheckreasoncallback
   */
  export function KeDeregisterBugCheckReasonCallback(CallbackRecord: PKBUGCHECK_REASON_CALLBACK_RECORD): BOOLEAN;
  /**
   * Prepares an array of ranges for KbCallbackTriageDumpData. Size in bytes: 32, and 8 for each range.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keinitializetriagedumpdataarray
   */
  export function KeInitializeTriageDumpDataArray(KtriageDumpDataArray: PKTRIAGE_DUMP_DATA_ARRAY, Size: ULONG): NTSTATUS;
  /**
   * Adds a range to the array. STATUS_INSUFFICIENT_RESOURCES: it has no room for one more, or has 32 MiB already.
   *
   * IRQL: any. Header: wdm.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keaddtriagedumpdatablock
   */
  export function KeAddTriageDumpDataBlock(KtriageDumpDataArray: PKTRIAGE_DUMP_DATA_ARRAY, Address: Pointer, Size: SIZE_T): NTSTATUS;
  /**
   * Whether a read of the byte at an address would not fault now. It may be paged out the moment after.
   *
   * IRQL: any. Header: ntddk.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/ntddk/nf-ntddk-mmisaddressvalid
   */
  export function MmIsAddressValid(VirtualAddress: Pointer): BOOLEAN;
  /**
   * Registers the miniport. Only in DriverEntry, with DriverEntry's own arguments, which are NULL in a dump run; DriverEntry returns what it returns.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportinitialize
   */
  export function StorPortInitialize(Argument1: Pointer, Argument2: Pointer, HwInitializationData: PHW_INITIALIZATION_DATA, HwContext: Pointer): NTSTATUS;
  /**
   * Memory that driver and adapter share: contiguous, page aligned except in dump runs, where about 30 KiB are all. Only in HwStorFindAdapter; 0 when there is none.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportgetuncachedextension
   */
  export function StorPortGetUncachedExtension(HwDeviceExtension: Pointer, ConfigInfo: PPORT_CONFIGURATION_INFORMATION, NumberOfBytes: ULONG): PVOID;
  /**
   * Maps registers of an access range. Only in HwStorFindAdapter; 0 when the range was not assigned.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportgetdevicebase
   */
  export function StorPortGetDeviceBase(HwDeviceExtension: Pointer, BusType: INTERFACE_TYPE, SystemIoBusNumber: ULONG, IoAddress: LARGE_INTEGER, NumberOfBytes: ULONG, InIoSpace: BOOLEAN): PVOID;
  /**
   * Gives registers back that StorPortGetDeviceBase has mapped.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportfreedevicebase
   */
  export function StorPortFreeDeviceBase(HwDeviceExtension: Pointer, MappedAddress: Pointer): void;
  /**
   * Where hardware finds memory of the uncached extension, or with Srb of the request's buffer, extension or sense data. Length: contiguous bytes.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportgetphysicaladdress
   */
  export function StorPortGetPhysicalAddress(HwDeviceExtension: Pointer, Srb: PSCSI_REQUEST_BLOCK, VirtualAddress: Pointer, Length: Out<ULONG>): LARGE_INTEGER;
  /**
   * The other way round, inside the uncached extension; 0 elsewhere.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportgetvirtualaddress
   */
  export function StorPortGetVirtualAddress(HwDeviceExtension: Pointer, PhysicalAddress: LARGE_INTEGER): PVOID;
  /**
   * Where a request's buffer lies, piece by piece. Valid until the request is complete; NULL: nothing moves.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportgetscattergatherlist
   */
  export function StorPortGetScatterGatherList(HwDeviceExtension: Pointer, Srb: PSCSI_REQUEST_BLOCK): PSTOR_SCATTER_GATHER_LIST;
  /**
   * Maps a request's buffer, so that code may touch it.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportgetsystemaddress
   */
  export function StorPortGetSystemAddress(HwDeviceExtension: Pointer, Srb: PSCSI_REQUEST_BLOCK, SystemAddress: Out<Pointer>): ULONG;
  /**
   * Nonpaged pool, not zeroed, at DISPATCH_LEVEL or below. STOR_STATUS_NOT_IMPLEMENTED in dump runs.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportallocatepool
   */
  export function StorPortAllocatePool(HwDeviceExtension: Pointer, NumberOfBytes: ULONG, Tag: ULONG | string, BufferPointer: Out<Pointer>): ULONG;
  /**
   * Gives back what StorPortAllocatePool has given.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportfreepool
   */
  export function StorPortFreePool(HwDeviceExtension: Pointer, BufferPointer: Pointer): ULONG;
  /**
   * Memory that must be there when a dump instance runs after a resume. Only in DriverEntry and HwStorFindAdapter. Length 0: the whole section, or block of pool, around Address. Flags: 0 or MARK_DUMP_MEMORY_FLAG_PHYSICAL_ADDRESS.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportmarkdumpmemory
   */
  export function StorPortMarkDumpMemory(HwDeviceExtension: Pointer, Address: Pointer, Length: ULONG_PTR, Flags: ULONG): ULONG;
  /**
   * Has a routine called at PASSIVE_LEVEL after HwStorInitialize. Works only there; FALSE elsewhere.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportenablepassiveinitialization
   */
  export function StorPortEnablePassiveInitialization(HwDeviceExtension: Pointer, HwPassiveInitializeRoutine: PHW_PASSIVE_INITIALIZE_ROUTINE): BOOLEAN;
  /**
   * Busy waiting, in microseconds; at most 100,000. The way to poll in a dump run.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportstallexecution
   */
  export function StorPortStallExecution(Delay: ULONG): void;
  /**
   * Reads the adapter's configuration space: vendor and device in the first four bytes. Returns the number of bytes read.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportgetbusdata
   */
  export function StorPortGetBusData(HwDeviceExtension: Pointer, BusDataType: ULONG, SystemIoBusNumber: ULONG, SlotNumber: ULONG, Buffer: Pointer, Length: ULONG): ULONG;
  /**
   * Nothing new goes to the adapter for so many seconds.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportpause
   */
  export function StorPortPause(HwDeviceExtension: Pointer, TimeOut: ULONG): BOOLEAN;
  /**
   * Ends a pause of the adapter.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportresume
   */
  export function StorPortResume(HwDeviceExtension: Pointer): BOOLEAN;
  /**
   * Nothing new goes to a unit for so many seconds.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportpausedevice
   */
  export function StorPortPauseDevice(HwDeviceExtension: Pointer, PathId: UCHAR, TargetId: UCHAR, Lun: UCHAR, TimeOut: ULONG): BOOLEAN;
  /**
   * Ends a pause of a unit.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportresumedevice
   */
  export function StorPortResumeDevice(HwDeviceExtension: Pointer, PathId: UCHAR, TargetId: UCHAR, Lun: UCHAR): BOOLEAN;
  /**
   * Nothing new until so many requests have completed.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportbusy
   */
  export function StorPortBusy(HwDeviceExtension: Pointer, RequestsToComplete: ULONG): BOOLEAN;
  /**
   * The adapter is not busy any more.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportready
   */
  export function StorPortReady(HwDeviceExtension: Pointer): BOOLEAN;
  /**
   * Nothing new until so many of a unit's requests have completed.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportdevicebusy
   */
  export function StorPortDeviceBusy(HwDeviceExtension: Pointer, PathId: UCHAR, TargetId: UCHAR, Lun: UCHAR, RequestsToComplete: ULONG): BOOLEAN;
  /**
   * A unit is not busy any more.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportdeviceready
   */
  export function StorPortDeviceReady(HwDeviceExtension: Pointer, PathId: UCHAR, TargetId: UCHAR, Lun: UCHAR): BOOLEAN;
  /**
   * How many requests of a unit the miniport takes at once: 1 to MaxIOsPerLun, at most 254.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportsetdevicequeuedepth
   */
  export function StorPortSetDeviceQueueDepth(HwDeviceExtension: Pointer, PathId: UCHAR, TargetId: UCHAR, Lun: UCHAR, Depth: ULONG): BOOLEAN;
  /**
   * Sets up a DPC of the miniport, in its passive routine. FALSE in dump runs.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportinitializedpc
   */
  export function StorPortInitializeDpc(HwDeviceExtension: Pointer, Dpc: PSTOR_DPC, HwDpcRoutine: PHW_DPC_ROUTINE): BOOLEAN;
  /**
   * Queues a DPC of the miniport. FALSE: it is queued already.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportissuedpc
   */
  export function StorPortIssueDpc(HwDeviceExtension: Pointer, Dpc: PSTOR_DPC, SystemArgument1: Pointer, SystemArgument2: Pointer): BOOLEAN;
  /**
   * Makes a timer beside the one of RequestTimerCall.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportinitializetimer
   */
  export function StorPortInitializeTimer(HwDeviceExtension: Pointer, TimerHandle: Out<Pointer>): ULONG;
  /**
   * Has a routine called after so many microseconds; 0 cancels.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportrequesttimer
   */
  export function StorPortRequestTimer(HwDeviceExtension: Pointer, TimerHandle: Pointer, TimerCallback: PHW_TIMER_EX, CallbackContext: Pointer, TimerValue: ULONG64, TolerableDelay: ULONG64): ULONG;
  /**
   * Cancels a timer, and gives it back.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportfreetimer
   */
  export function StorPortFreeTimer(HwDeviceExtension: Pointer, TimerHandle: Pointer): ULONG;
  /**
   * Tells the port something: RequestComplete with the request, after which the miniport may not touch it; RequestTimerCall with routine and microseconds; ResetDetected, BusChangeDetected, LinkUp, LinkDown.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportnotification
   */
  export function StorPortNotification(NotificationType: SCSI_NOTIFICATION_TYPE, HwDeviceExtension: Pointer, ...Arguments: unknown[]): void;
  /**
   * Takes DpcLock, StartIoLock or InterruptLock, in this order. LockContext: the STOR_DPC for DpcLock.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportacquirespinlock
   */
  export function StorPortAcquireSpinLock(HwDeviceExtension: Pointer, SpinLock: STOR_SPINLOCK, LockContext: Pointer, LockHandle: PSTOR_LOCK_HANDLE): void;
  /**
   * Gives back what StorPortAcquireSpinLock has taken, in the same routine.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportreleasespinlock
   */
  export function StorPortReleaseSpinLock(HwDeviceExtension: Pointer, LockHandle: PSTOR_LOCK_HANDLE): void;
  /**
   * Completes every request that the miniport has of a unit; 0xFF stands for all paths, targets, units.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportcompleterequest
   */
  export function StorPortCompleteRequest(HwDeviceExtension: Pointer, PathId: UCHAR, TargetId: UCHAR, Lun: UCHAR, SrbStatus: UCHAR): void;
  /**
   * Completes an IRP that HwStorProcessServiceRequest of a virtual miniport has got, with the status in IoStatus.
   *
   * IRQL: DISPATCH_LEVEL or below. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportcompleteserviceirp
   */
  export function StorPortCompleteServiceIrp(HwDeviceExtension: Pointer, Irp: Pointer): ULONG;
  /**
   * The miniport's own extension of a unit; 0: there is none.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportgetlogicalunit
   */
  export function StorPortGetLogicalUnit(HwDeviceExtension: Pointer, PathId: UCHAR, TargetId: UCHAR, Lun: UCHAR): PVOID;
  /**
   * Says that the adapter (StorAddress NULL) or a unit has failed: an event; with STORPORT_MARK_DEVICE_FAILED_FLAG_REMOVE_DEVICE the device is removed.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportmarkdevicefailed
   */
  export function StorPortMarkDeviceFailed(HwDeviceExtension: Pointer, StorAddress: PSTOR_ADDRESS, Flags: ULONG, FailReason: PCWSTR): void;
  /**
   * The same with data for a diagnosis. STORPORT_MARK_DEVICE_FAILED_FLAG_PREDICTED_FAILURE: it has not failed yet, and stays.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportmarkdevicefailedex
   */
  export function StorPortMarkDeviceFailedEx(HwDeviceExtension: Pointer, StorAddress: PSTOR_ADDRESS, Flags: ULONG, FaultCode: USHORT, FaultDescription: PCWSTR, AdditionalDataSize: USHORT, AdditionalData: Pointer, CriticalDataSize: USHORT, CriticalData: Pointer): ULONG;
  /**
   * Copies memory; the two may overlap.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportmovememory
   */
  export function StorPortMoveMemory(WriteBuffer: Pointer, ReadBuffer: Pointer, Length: ULONG): void;
  /**
   * Virtual time in ticks of 100 ns since boot. 0 in dump runs: no clock runs there.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportquerysystemtime
   */
  export function StorPortQuerySystemTime(CurrentTime: Out<LARGE_INTEGER>): void;
  /**
   * Prints to the debugger: %d %u %x %p %s.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportdebugprint
   */
  export function StorPortDebugPrint(DebugPrintLevel: ULONG, Format: string, ...Arguments: unknown[]): void;
  /**
   * Writes to the event log. Deprecated: StorPortLogSystemEvent takes its place.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportlogerror
   */
  export function StorPortLogError(HwDeviceExtension: Pointer, Srb: PSCSI_REQUEST_BLOCK, PathId: UCHAR, TargetId: UCHAR, Lun: UCHAR, ErrorCode: ULONG, UniqueId: ULONG): void;
  /**
   * Reads a register in memory of the adapter, mapped by StorPortGetDeviceBase.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportreadregisteruchar
   */
  export function StorPortReadRegisterUchar(HwDeviceExtension: Pointer, Register: Pointer): UCHAR;
  /**
   * Writes a register in memory of the adapter, mapped by StorPortGetDeviceBase.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportwriteregisteruchar
   */
  export function StorPortWriteRegisterUchar(HwDeviceExtension: Pointer, Register: Pointer, Value: UCHAR): void;
  /**
   * Reads a register in memory of the adapter, mapped by StorPortGetDeviceBase.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportreadregisterushort
   */
  export function StorPortReadRegisterUshort(HwDeviceExtension: Pointer, Register: Pointer): USHORT;
  /**
   * Writes a register in memory of the adapter, mapped by StorPortGetDeviceBase.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportwriteregisterushort
   */
  export function StorPortWriteRegisterUshort(HwDeviceExtension: Pointer, Register: Pointer, Value: USHORT): void;
  /**
   * Reads a register in memory of the adapter, mapped by StorPortGetDeviceBase.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportreadregisterulong
   */
  export function StorPortReadRegisterUlong(HwDeviceExtension: Pointer, Register: Pointer): ULONG;
  /**
   * Writes a register in memory of the adapter, mapped by StorPortGetDeviceBase.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportwriteregisterulong
   */
  export function StorPortWriteRegisterUlong(HwDeviceExtension: Pointer, Register: Pointer, Value: ULONG): void;
  /**
   * Reads two registers in memory, the lower one first.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportreadregisterulong64
   */
  export function StorPortReadRegisterUlong64(HwDeviceExtension: Pointer, Register: Pointer): ULONG64;
  /**
   * Writes two registers in memory, the lower one first.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportwriteregisterulong64
   */
  export function StorPortWriteRegisterUlong64(HwDeviceExtension: Pointer, Register: Pointer, Value: ULONG64): void;
  /**
   * Reads an I/O port of the adapter, mapped by StorPortGetDeviceBase.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportreadportuchar
   */
  export function StorPortReadPortUchar(HwDeviceExtension: Pointer, Port: Pointer): UCHAR;
  /**
   * Writes an I/O port of the adapter, mapped by StorPortGetDeviceBase.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportwriteportuchar
   */
  export function StorPortWritePortUchar(HwDeviceExtension: Pointer, Port: Pointer, Value: UCHAR): void;
  /**
   * Reads an I/O port of the adapter, mapped by StorPortGetDeviceBase.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportreadportushort
   */
  export function StorPortReadPortUshort(HwDeviceExtension: Pointer, Port: Pointer): USHORT;
  /**
   * Writes an I/O port of the adapter, mapped by StorPortGetDeviceBase.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportwriteportushort
   */
  export function StorPortWritePortUshort(HwDeviceExtension: Pointer, Port: Pointer, Value: USHORT): void;
  /**
   * Reads an I/O port of the adapter, mapped by StorPortGetDeviceBase.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportreadportulong
   */
  export function StorPortReadPortUlong(HwDeviceExtension: Pointer, Port: Pointer): ULONG;
  /**
   * Writes an I/O port of the adapter, mapped by StorPortGetDeviceBase.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportwriteportulong
   */
  export function StorPortWritePortUlong(HwDeviceExtension: Pointer, Port: Pointer, Value: ULONG): void;
  /**
   * Tells of one of the messages by which the adapter interrupts, from HwStorInitialize on. STOR_STATUS_INVALID_PARAMETER: there are no more; STOR_STATUS_INVALID_DEVICE_REQUEST: it has a line.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportgetmsiinfo
   */
  export function StorPortGetMSIInfo(HwDeviceExtension: Pointer, MessageId: ULONG, InterruptInfo: PMESSAGE_INTERRUPT_INFORMATION): ULONG;
  /**
   * Takes the lock of a message, with InterruptSynchronizePerMessage; raises to DIRQL.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportacquiremsispinlock
   */
  export function StorPortAcquireMSISpinLock(HwDeviceExtension: Pointer, MessageId: ULONG, OldIrql: Out<ULONG>): ULONG;
  /**
   * Gives the lock of a message back, in the same routine, with the IRQL from its acquisition.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportreleasemsispinlock
   */
  export function StorPortReleaseMSISpinLock(HwDeviceExtension: Pointer, MessageId: ULONG, OldIrql: ULONG): ULONG;
  /**
   * Loads the miniport that the machine file names for an adapter.
   *
   * IRQL: PASSIVE_LEVEL. The sandbox has it, Windows does not.
   * It may wait: `await` it where the result is used.
   */
  export function SandboxPortAddAdapter(Fdo: PDEVICE_OBJECT, Pdo: PDEVICE_OBJECT): Waits<NTSTATUS>;
  /**
   * Has the miniport find and initialize the adapter, or restart it after a stop.
   *
   * IRQL: PASSIVE_LEVEL. The sandbox has it, Windows does not.
   */
  export function SandboxPortStartAdapter(Fdo: PDEVICE_OBJECT): NTSTATUS;
  /**
   * Has the miniport stop the adapter, with nothing outstanding.
   *
   * IRQL: PASSIVE_LEVEL. The sandbox has it, Windows does not.
   */
  export function SandboxPortStopAdapter(Fdo: PDEVICE_OBJECT): void;
  /**
   * The adapter goes; by surprise its hardware is gone already.
   *
   * IRQL: PASSIVE_LEVEL. The sandbox has it, Windows does not.
   */
  export function SandboxPortRemoveAdapter(Fdo: PDEVICE_OBJECT, IsSurprise: BOOLEAN): void;
  /**
   * The adapter is about to go: its miniport completes the IRPs it keeps.
   *
   * IRQL: PASSIVE_LEVEL. The sandbox has it, Windows does not.
   */
  export function SandboxPortEndServices(Fdo: PDEVICE_OBJECT): void;
  /**
   * Tells the miniport of a DEVICE_POWER_STATE and the POWER_ACTION behind it.
   *
   * IRQL: DISPATCH_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxPortPowerAdapter(Fdo: PDEVICE_OBJECT, State: ULONG, Action: ULONG): void;
  /**
   * Asks every target of the adapter which units it has.
   *
   * IRQL: PASSIVE_LEVEL. The sandbox has it, Windows does not.
   * It may wait: `await` it where the result is used.
   */
  export function SandboxPortScan(Fdo: PDEVICE_OBJECT): Waits<void>;
  /**
   * Whether disks have come or gone since the last scan.
   *
   * IRQL: PASSIVE_LEVEL. The sandbox has it, Windows does not.
   */
  export function SandboxPortNeedsScan(Fdo: PDEVICE_OBJECT): BOOLEAN;
  /**
   * A number for a unit that answered the last scan; 0 = there are no more.
   *
   * IRQL: PASSIVE_LEVEL. The sandbox has it, Windows does not.
   */
  export function SandboxPortQueryChild(Fdo: PDEVICE_OBJECT, Index: ULONG): ULONG;
  /**
   * Says which PDO stands for a unit, and what is called when it takes requests again.
   *
   * IRQL: PASSIVE_LEVEL. The sandbox has it, Windows does not.
   */
  export function SandboxPortAddUnit(Fdo: PDEVICE_OBJECT, Pdo: PDEVICE_OBJECT, ChildId: ULONG, Ready: DRIVER_ROUTINE): void;
  /**
   * ScsiUnitStart.
   *
   * IRQL: PASSIVE_LEVEL. The sandbox has it, Windows does not.
   */
  export function SandboxPortStartUnit(Pdo: PDEVICE_OBJECT): void;
  /**
   * ScsiUnitRemove or ScsiUnitSurpriseRemoval.
   *
   * IRQL: PASSIVE_LEVEL. The sandbox has it, Windows does not.
   */
  export function SandboxPortStopUnit(Pdo: PDEVICE_OBJECT, IsSurprise: BOOLEAN): void;
  /**
   * ScsiUnitPower, or SRB_FUNCTION_POWER where the miniport does not know it.
   *
   * IRQL: DISPATCH_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxPortPowerUnit(Pdo: PDEVICE_OBJECT, State: ULONG, Action: ULONG): void;
  /**
   * ScsiUnitUsage: a special file comes to a unit, or goes.
   *
   * IRQL: PASSIVE_LEVEL. The sandbox has it, Windows does not.
   */
  export function SandboxPortUnitUsage(Pdo: PDEVICE_OBJECT, Type: ULONG, InPath: BOOLEAN): void;
  /**
   * Claims or releases a unit, flushes or releases its queue, resets its bus: SRB_FUNCTION_*. SRB_STATUS_*.
   *
   * IRQL: DISPATCH_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxPortControlUnit(Pdo: PDEVICE_OBJECT, Function: ULONG): ULONG;
  /**
   * Whether the miniport has given up an adapter or a unit with StorPortMarkDeviceFailed.
   *
   * IRQL: PASSIVE_LEVEL. The sandbox has it, Windows does not.
   */
  export function SandboxPortHasFailed(Device: PDEVICE_OBJECT): BOOLEAN;
  /**
   * Hands a control request to the miniport. Done is called with the status of those that are pending.
   *
   * IRQL: PASSIVE_LEVEL. The sandbox has it, Windows does not.
   */
  export function SandboxPortControl(Device: PDEVICE_OBJECT, Irp: PIRP, Done: DRIVER_ROUTINE): NTSTATUS;
  /**
   * Whether the unit's queue is open and the miniport takes another request.
   *
   * IRQL: DISPATCH_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxPortCanSend(Pdo: PDEVICE_OBJECT): BOOLEAN;
  /**
   * Requests that the miniport has: of an adapter, or of one unit.
   *
   * IRQL: DISPATCH_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxPortQueryOutstanding(Device: PDEVICE_OBJECT): ULONG;
  /**
   * Makes SRBs of a read, write, flush or SCSI request. Done is called at DISPATCH_LEVEL with the status in IoStatus.
   *
   * IRQL: DISPATCH_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxPortSend(Pdo: PDEVICE_OBJECT, Irp: PIRP, Done: DRIVER_ROUTINE): NTSTATUS;
  /**
   * ScsiUnitPoFxPowerInfo: the miniport may describe the unit now.
   *
   * IRQL: PASSIVE_LEVEL. The sandbox has it, Windows does not.
   */
  export function SandboxPortAskUnitPoFx(Pdo: PDEVICE_OBJECT, IsEnabled: BOOLEAN): void;
  /**
   * What a miniport has said of the run-time power of an adapter or a unit; 0 where it has said nothing.
   *
   * IRQL: DISPATCH_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxPortQueryPoFx(Device: PDEVICE_OBJECT, Kind: SANDBOX_PORT_POFX): ULONG;
  /**
   * Writes a PO_FX_COMPONENT_IDLE_STATE for each F state.
   *
   * IRQL: DISPATCH_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxPortReadFStates(Device: PDEVICE_OBJECT, States: Pointer): void;
  /**
   * The device is registered: what the miniport has activated before is activated with the framework.
   *
   * IRQL: DISPATCH_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxPortRegisteredPoFx(Device: PDEVICE_OBJECT): void;
  /**
   * The device is not registered any more.
   *
   * IRQL: DISPATCH_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxPortForgetPoFx(Device: PDEVICE_OBJECT): void;
  /**
   * Keeps a component out of F states that a crash dump cannot begin in, or lets it go there again.
   *
   * IRQL: DISPATCH_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxPortLimitFState(Device: PDEVICE_OBJECT, IsForDump: BOOLEAN): void;
  /**
   * ScsiAdapterPoFxPowerRequired or ScsiUnitPoFxPowerRequired.
   *
   * IRQL: DISPATCH_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxPortPowerRequired(Device: PDEVICE_OBJECT, IsRequired: BOOLEAN): void;
  /**
   * ScsiAdapterPoFxPowerActive or ScsiUnitPoFxPowerActive.
   *
   * IRQL: DISPATCH_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxPortPowerActive(Device: PDEVICE_OBJECT, IsActive: BOOLEAN): void;
  /**
   * ScsiAdapterPoFxPowerSetFState or ScsiUnitPoFxPowerSetFState.
   *
   * IRQL: DISPATCH_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxPortSetFState(Device: PDEVICE_OBJECT, State: ULONG): void;
  /**
   * ScsiAdapterPoFxPowerControl or ScsiUnitPoFxPowerControl: a request of the platform for the miniport.
   *
   * IRQL: DISPATCH_LEVEL or below. The sandbox has it, Windows does not.
   */
  export function SandboxPortPowerControl(Device: PDEVICE_OBJECT, Code: Pointer, InBuffer: Pointer, InSize: SIZE_T, OutBuffer: Pointer, OutSize: SIZE_T, BytesReturned: Out<SIZE_T>): NTSTATUS;
  /**
   * Describes the adapter, or a unit, for run-time power management: the port registers it when it starts.
   *
   * IRQL: PASSIVE_LEVEL. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportinitializepofxpower
   */
  export function StorPortInitializePoFxPower(HwDeviceExtension: Pointer, Address: PSTOR_ADDRESS, Device: PSTOR_POFX_DEVICE, D3ColdEnabled: Out<BOOLEAN> | null): ULONG;
  /**
   * Takes a reference on the component of the adapter or a unit. STOR_STATUS_BUSY: taken, and it is not active yet.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportpofxactivatecomponent
   */
  export function StorPortPoFxActivateComponent(HwDeviceExtension: Pointer, Address: PSTOR_ADDRESS, Srb: PSCSI_REQUEST_BLOCK, Component: ULONG, Flags: ULONG): ULONG;
  /**
   * Gives a reference on a component back. STOR_STATUS_BUSY: given back, and others keep it active.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportpofxidlecomponent
   */
  export function StorPortPoFxIdleComponent(HwDeviceExtension: Pointer, Address: PSTOR_ADDRESS, Srb: PSCSI_REQUEST_BLOCK, Component: ULONG, Flags: ULONG): ULONG;
  /**
   * How long the way back to F0 may take at the most, in 100 ns.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportpofxsetcomponentlatency
   */
  export function StorPortPoFxSetComponentLatency(HwDeviceExtension: Pointer, Address: PSTOR_ADDRESS, Component: ULONG, Latency: ULONGLONG): ULONG;
  /**
   * How long the component will probably stay idle, in 100 ns.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportpofxsetcomponentresidency
   */
  export function StorPortPoFxSetComponentResidency(HwDeviceExtension: Pointer, Address: PSTOR_ADDRESS, Component: ULONG, Residency: ULONGLONG): ULONG;
  /**
   * How long an adapter is idle before it hears that power is not required, in milliseconds.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportpofxsetidletimeout
   */
  export function StorPortPoFxSetIdleTimeout(HwDeviceExtension: Pointer, Address: PSTOR_ADDRESS, IdleTimeoutInMS: ULONG): ULONG;
  /**
   * Sends a request of the miniport's own to the plug-in of the platform that owns the device.
   *
   * IRQL: any. Header: storport.h.
   * @see https://learn.microsoft.com/windows-hardware/drivers/ddi/storport/nf-storport-storportpofxpowercontrol
   */
  export function StorPortPoFxPowerControl(HwDeviceExtension: Pointer, Address: PSTOR_ADDRESS, PowerControlCode: LPCGUID | string, InBuffer: Pointer, InBufferSize: SIZE_T, OutBuffer: Pointer, OutBufferSize: SIZE_T, BytesReturned: Out<SIZE_T> | null): ULONG;

  /** 0x11 */
  export const ACPIBus = 0x11;
  /** 0xa5 */
  export const ACPI_BIOS_ERROR = 0xa5;
  /** 0x1 */
  export const ADDRESS_TYPE_FLAG_BTL8 = 0x1;
  /** 0x1: Codes of bug checks, by their documented names. What they mean stands in `bug-check-table.ts`. */
  export const APC_INDEX_MISMATCH = 0x1;
  /** 0x1 */
  export const APC_LEVEL = 0x1;
  /** 0xfc */
  export const ATTEMPTED_EXECUTE_OF_NOEXECUTE_MEMORY = 0xfc;
  /** 0xb8 */
  export const ATTEMPTED_SWITCH_FROM_DPC = 0xb8;
  /** 0xbe */
  export const ATTEMPTED_WRITE_TO_READONLY_MEMORY = 0xbe;
  /** 0x1003 */
  export const AcquireSpinLock = 0x1003;
  /** 0x12 */
  export const ApcObject = 0x12;
  /** 0x1007 */
  export const AsyncNotificationDetected = 0x1007;
  /** 0xc2 */
  export const BAD_POOL_CALLER = 0xc2;
  /** 0x19 */
  export const BAD_POOL_HEADER = 0x19;
  /** 0x7c */
  export const BUGCODE_NDIS_DRIVER = 0x7c;
  /** 0x144 */
  export const BUGCODE_USB3_DRIVER = 0x144;
  /** 0xfe */
  export const BUGCODE_USB_DRIVER = 0xfe;
  /** 0x4 */
  export const BackgroundWorkQueue = 0x4;
  /** 0x0 */
  export const BufferEmpty = 0x0;
  /** 0x3 */
  export const BufferFinished = 0x3;
  /** 0x4 */
  export const BufferIncomplete = 0x4;
  /** 0x1 */
  export const BufferInserted = 0x1;
  /** 0xd */
  export const BufferOverrunDetected = 0xd;
  /** 0x2 */
  export const BufferStarted = 0x2;
  /** 0x7 */
  export const BusChangeDetected = 0x7;
  /** 0x2 */
  export const BusQueryCompatibleIDs = 0x2;
  /** 0x5 */
  export const BusQueryContainerID = 0x5;
  /** 0x0 */
  export const BusQueryDeviceID = 0x0;
  /** 0x4 */
  export const BusQueryDeviceSerialNumber = 0x4;
  /** 0x1 */
  export const BusQueryHardwareIDs = 0x1;
  /** 0x3 */
  export const BusQueryInstanceID = 0x3;
  /** 0x0 */
  export const BusRelations = 0x0;
  /** 0x48 */
  export const CANCEL_STATE_IN_COMPLETED_IRP = 0x48;
  /** 0x9 */
  export const CBus = 0x9;
  /** 0x1c */
  export const CLOCK_LEVEL = 0x1c;
  /** 0x101 */
  export const CLOCK_WATCHDOG_TIMEOUT = 0x101;
  /** 0x5 */
  export const CMCI_LEVEL = 0x5;
  /** 0x23 */
  export const CM_PROB_BIOS_TABLE = 0x23;
  /** 0x6 */
  export const CM_PROB_BOOT_CONFIG_CONFLICT = 0x6;
  /** 0x1e */
  export const CM_PROB_CANT_SHARE_IRQ = 0x1e;
  /** 0x37 */
  export const CM_PROB_CONSOLE_LOCKED = 0x37;
  /** 0x18 */
  export const CM_PROB_DEVICE_NOT_THERE = 0x18;
  /** 0x36 */
  export const CM_PROB_DEVICE_RESET = 0x36;
  /** 0x2 */
  export const CM_PROB_DEVLOADER_FAILED = 0x2;
  /** 0x8 */
  export const CM_PROB_DEVLOADER_NOT_FOUND = 0x8;
  /** 0x17 */
  export const CM_PROB_DEVLOADER_NOT_READY = 0x17;
  /** 0x16 */
  export const CM_PROB_DISABLED = 0x16;
  /** 0x20 */
  export const CM_PROB_DISABLED_SERVICE = 0x20;
  /** 0x30 */
  export const CM_PROB_DRIVER_BLOCKED = 0x30;
  /** 0x27 */
  export const CM_PROB_DRIVER_FAILED_LOAD = 0x27;
  /** 0x26 */
  export const CM_PROB_DRIVER_FAILED_PRIOR_UNLOAD = 0x26;
  /** 0x28 */
  export const CM_PROB_DRIVER_SERVICE_KEY_INVALID = 0x28;
  /** 0x2a */
  export const CM_PROB_DUPLICATE_DEVICE = 0x2a;
  /** 0x4 */
  export const CM_PROB_ENTRY_IS_WRONG_TYPE = 0x4;
  /** 0x1f */
  export const CM_PROB_FAILED_ADD = 0x1f;
  /** 0x25 */
  export const CM_PROB_FAILED_DRIVER_ENTRY = 0x25;
  /** 0x7 */
  export const CM_PROB_FAILED_FILTER = 0x7;
  /** 0x1c */
  export const CM_PROB_FAILED_INSTALL = 0x1c;
  /** 0x2b */
  export const CM_PROB_FAILED_POST_START = 0x2b;
  /** 0xa */
  export const CM_PROB_FAILED_START = 0xa;
  /** 0x39 */
  export const CM_PROB_GUEST_ASSIGNMENT_FAILED = 0x39;
  /** 0x2c */
  export const CM_PROB_HALTED = 0x2c;
  /** 0x1d */
  export const CM_PROB_HARDWARE_DISABLED = 0x1d;
  /** 0x2f */
  export const CM_PROB_HELD_FOR_EJECT = 0x2f;
  /** 0x9 */
  export const CM_PROB_INVALID_DATA = 0x9;
  /** 0x24 */
  export const CM_PROB_IRQ_TRANSLATION_FAILED = 0x24;
  /** 0x5 */
  export const CM_PROB_LACKED_ARBITRATOR = 0x5;
  /** 0x29 */
  export const CM_PROB_LEGACY_SERVICE_NO_DEVICES = 0x29;
  /** 0xb */
  export const CM_PROB_LIAR = 0xb;
  /** 0x19 */
  export const CM_PROB_MOVED = 0x19;
  /** 0x38 */
  export const CM_PROB_NEED_CLASS_CONFIG = 0x38;
  /** 0xe */
  export const CM_PROB_NEED_RESTART = 0xe;
  /** 0xc */
  export const CM_PROB_NORMAL_CONFLICT = 0xc;
  /** 0x1: Problem codes of a device: what Device Manager shows as "Code n". */
  export const CM_PROB_NOT_CONFIGURED = 0x1;
  /** 0xd */
  export const CM_PROB_NOT_VERIFIED = 0xd;
  /** 0x22 */
  export const CM_PROB_NO_SOFTCONFIG = 0x22;
  /** 0x1b */
  export const CM_PROB_NO_VALID_LOG_CONF = 0x1b;
  /** 0x3 */
  export const CM_PROB_OUT_OF_MEMORY = 0x3;
  /** 0x10 */
  export const CM_PROB_PARTIAL_LOG_CONF = 0x10;
  /** 0x2d */
  export const CM_PROB_PHANTOM = 0x2d;
  /** 0xf */
  export const CM_PROB_REENUMERATION = 0xf;
  /** 0x13 */
  export const CM_PROB_REGISTRY = 0x13;
  /** 0x31 */
  export const CM_PROB_REGISTRY_TOO_LARGE = 0x31;
  /** 0x12 */
  export const CM_PROB_REINSTALL = 0x12;
  /** 0x32 */
  export const CM_PROB_SETPROPERTIES_FAILED = 0x32;
  /** 0x2e */
  export const CM_PROB_SYSTEM_SHUTDOWN = 0x2e;
  /** 0x1a */
  export const CM_PROB_TOO_EARLY = 0x1a;
  /** 0x21 */
  export const CM_PROB_TRANSLATION_FAILED = 0x21;
  /** 0x11 */
  export const CM_PROB_UNKNOWN_RESOURCE = 0x11;
  /** 0x34 */
  export const CM_PROB_UNSIGNED_DRIVER = 0x34;
  /** 0x35 */
  export const CM_PROB_USED_BY_DEBUGGER = 0x35;
  /** 0x14 */
  export const CM_PROB_VXDLDR = 0x14;
  /** 0x33 */
  export const CM_PROB_WAITING_ON_DEPENDENCY = 0x33;
  /** 0x15 */
  export const CM_PROB_WILL_BE_REMOVED = 0x15;
  /** 0x1 */
  export const CM_RESOURCE_INTERRUPT_LATCHED = 0x1;
  /** 0x0 */
  export const CM_RESOURCE_INTERRUPT_LEVEL_SENSITIVE = 0x0;
  /** 0x2 */
  export const CM_RESOURCE_INTERRUPT_MESSAGE = 0x2;
  /** 0x1 */
  export const CM_RESOURCE_MEMORY_READ_ONLY = 0x1;
  /** 0x0 */
  export const CM_RESOURCE_MEMORY_READ_WRITE = 0x0;
  /** 0x1 */
  export const CM_RESOURCE_PORT_IO = 0x1;
  /** 0x0 */
  export const CM_RESOURCE_PORT_MEMORY = 0x0;
  /** 0x15f */
  export const CONNECTED_STANDBY_WATCHDOG_TIMEOUT_LIVEDUMP = 0x15f;
  /** 0xf4 */
  export const CRITICAL_OBJECT_TERMINATION = 0xf4;
  /** 0xef */
  export const CRITICAL_PROCESS_DIED = 0xef;
  export function CTL_CODE(deviceType: number, code: number, method: number, access: number): ULONG;
  /** 0x4 */
  export const CallDisableInterrupts = 0x4;
  /** 0x5 */
  export const CallEnableInterrupts = 0x5;
  /** 0x1 */
  export const CmResourceShareDeviceExclusive = 0x1;
  /** 0x2 */
  export const CmResourceShareDriverExclusive = 0x2;
  /** 0x3 */
  export const CmResourceShareShared = 0x3;
  /** 0x0 */
  export const CmResourceShareUndetermined = 0x0;
  /** 0x6 */
  export const CmResourceTypeBusNumber = 0x6;
  /** 0x80 */
  export const CmResourceTypeConfigData = 0x80;
  /** 0x81 */
  export const CmResourceTypeDevicePrivate = 0x81;
  /** 0x5 */
  export const CmResourceTypeDeviceSpecific = 0x5;
  /** 0x4 */
  export const CmResourceTypeDma = 0x4;
  /** 0x2 */
  export const CmResourceTypeInterrupt = 0x2;
  /** 0x3 */
  export const CmResourceTypeMemory = 0x3;
  /** 0x7 */
  export const CmResourceTypeMemoryLarge = 0x7;
  /** 0x0 */
  export const CmResourceTypeNull = 0x0;
  /** 0x1 */
  export const CmResourceTypePort = 0x1;
  /** 0x0 */
  export const CriticalWorkQueue = 0x0;
  /** 0x2e */
  export const DATA_BUS_ERROR = 0x2e;
  /** 0x1 */
  export const DEVICE_INTERFACE_INCLUDE_NONACTIVE = 0x1;
  /** 0x2 */
  export const DEVICE_QUEUE_NOT_BUSY = 0x2;
  /** 0x36 */
  export const DEVICE_REFERENCE_COUNT_NOT_ZERO = 0x36;
  export function DEVICE_TYPE_FROM_CTL_CODE(controlCode: number): ULONG;
  /** 0x1a9 */
  export const DIRECTED_FX_TRANSITION_LIVEDUMP = 0x1a9;
  /** 0x2 */
  export const DISPATCH_LEVEL = 0x2;
  /** 0x40000000 */
  export const DOE_BOTTOM_OF_FDO_STACK = 0x40000000;
  /** 0x2 */
  export const DOE_DELETE_PENDING = 0x2;
  /** 0x80000000 */
  export const DOE_DESIGNATED_FDO = 0x80000000;
  /** 0x20000000 */
  export const DOE_RAW_FDO = 0x20000000;
  /** 0x4 */
  export const DOE_REMOVE_PENDING = 0x4;
  /** 0x8 */
  export const DOE_REMOVE_PROCESSED = 0x8;
  /** 0x10 */
  export const DOE_START_PENDING = 0x10;
  /** 0x1 */
  export const DOE_UNLOAD_PENDING = 0x1;
  /** 0x4 */
  export const DO_BUFFERED_IO = 0x4;
  /** 0x1000 */
  export const DO_BUS_ENUMERATED_DEVICE = 0x1000;
  /** 0x10000000 */
  export const DO_DAX_VOLUME = 0x10000000;
  /** 0x40 */
  export const DO_DEVICE_HAS_NAME = 0x40;
  /** 0x80 */
  export const DO_DEVICE_INITIALIZING = 0x80;
  /** 0x4000000 */
  export const DO_DEVICE_TO_BE_RESET = 0x4000000;
  /** 0x10 */
  export const DO_DIRECT_IO = 0x10;
  /** 0x800000 */
  export const DO_DISALLOW_EXECUTE = 0x800000;
  /** 0x8 */
  export const DO_EXCLUSIVE = 0x8;
  /** 0x80000 */
  export const DO_FORCE_NEITHER_IO = 0x80000;
  /** 0x200 */
  export const DO_LONG_TERM_REQUESTS = 0x200;
  /** 0x10000 */
  export const DO_LOW_PRIORITY_FILESYSTEM = 0x10000;
  /** 0x20 */
  export const DO_MAP_IO_BUFFER = 0x20;
  /** 0x400 */
  export const DO_NEVER_LAST_DEVICE = 0x400;
  /** 0x4000 */
  export const DO_POWER_INRUSH = 0x4000;
  /** 0x2000 */
  export const DO_POWER_PAGABLE = 0x2000;
  /** 0x800 */
  export const DO_SHUTDOWN_REGISTERED = 0x800;
  /** 0x40000 */
  export const DO_SUPPORTS_TRANSACTIONS = 0x40000;
  /** 0x100 */
  export const DO_SYSTEM_BOOT_PARTITION = 0x100;
  /** 0x400000 */
  export const DO_SYSTEM_CRITICAL_PARTITION = 0x400000;
  /** 0x200000 */
  export const DO_SYSTEM_SYSTEM_PARTITION = 0x200000;
  /** 0x1 */
  export const DO_UNLOAD_PENDING = 0x1;
  /** 0x2 */
  export const DO_VERIFY_VOLUME = 0x2;
  /** 0x100000 */
  export const DO_VOLUME_DEVICE_OBJECT = 0x100000;
  /** 0x133 */
  export const DPC_WATCHDOG_VIOLATION = 0x133;
  /** 0x65 */
  export const DPFLTR_DEFAULT_ID = 0x65;
  /** 0x0 */
  export const DPFLTR_ERROR_LEVEL = 0x0;
  /** 0x4d */
  export const DPFLTR_IHVDRIVER_ID = 0x4d;
  /** 0x3 */
  export const DPFLTR_INFO_LEVEL = 0x3;
  /** 0x2 */
  export const DPFLTR_TRACE_LEVEL = 0x2;
  /** 0x1 */
  export const DPFLTR_WARNING_LEVEL = 0x1;
  /** 0xc6 */
  export const DRIVER_CAUGHT_MODIFYING_FREED_POOL = 0xc6;
  /** 0xc5 */
  export const DRIVER_CORRUPTED_EXPOOL = 0xc5;
  /** 0xd0 */
  export const DRIVER_CORRUPTED_MMPOOL = 0xd0;
  /** 0xd1 */
  export const DRIVER_IRQL_NOT_LESS_OR_EQUAL = 0xd1;
  /** 0xcb */
  export const DRIVER_LEFT_LOCKED_PAGES_IN_PROCESS = 0xcb;
  /** 0xf7 */
  export const DRIVER_OVERRAN_STACK_BUFFER = 0xf7;
  /** 0xd6 */
  export const DRIVER_PAGE_FAULT_BEYOND_END_OF_ALLOCATION = 0xd6;
  /** 0xd5 */
  export const DRIVER_PAGE_FAULT_IN_FREED_SPECIAL_POOL = 0xd5;
  /** 0x1d5 */
  export const DRIVER_PNP_WATCHDOG = 0x1d5;
  /** 0xd3 */
  export const DRIVER_PORTION_MUST_BE_NONPAGED = 0xd3;
  /** 0x9f */
  export const DRIVER_POWER_STATE_FAILURE = 0x9f;
  /** 0x11b */
  export const DRIVER_RETURNED_HOLDING_CANCEL_LOCK = 0x11b;
  /** 0xce */
  export const DRIVER_UNLOADED_WITHOUT_CANCELLING_PENDING_OPERATIONS = 0xce;
  /** 0xd8 */
  export const DRIVER_USED_EXCESSIVE_PTES = 0xd8;
  /** 0xc4 */
  export const DRIVER_VERIFIER_DETECTED_VIOLATION = 0xc4;
  /** 0x1c4 */
  export const DRIVER_VERIFIER_DETECTED_VIOLATION_LIVEDUMP = 0x1c4;
  /** 0xe6 */
  export const DRIVER_VERIFIER_DMA_VIOLATION = 0xe6;
  /** 0xc9 */
  export const DRIVER_VERIFIER_IOMANAGER_VIOLATION = 0xc9;
  /** 0x121 */
  export const DRIVER_VIOLATION = 0x121;
  /** 0x20 */
  export const DRVO_BOOTREINIT_REGISTERED = 0x20;
  /** 0x4 */
  export const DRVO_BUILTIN_DRIVER = 0x4;
  /** 0x10 */
  export const DRVO_INITIALIZED = 0x10;
  /** 0x2 */
  export const DRVO_LEGACY_DRIVER = 0x2;
  /** 0x40 */
  export const DRVO_LEGACY_RESOURCES = 0x40;
  /** 0x8 */
  export const DRVO_REINIT_REGISTERED = 0x8;
  /** 0x1 */
  export const DRVO_UNLOAD_INVOKED = 0x1;
  /** 0x1: As the filter sets them: without this filter there is no dump stack. The number is that of SYSTEM_SUPPORT_READ. */
  export const DUMP_FILTER_CRITICAL = 0x1;
  /** 0x1: FILTER_EXTENSION.Flags: the device has no power while the filters run. */
  export const DUMP_FILTER_EXT_FLAG_DUMP_DEVICE_POWER_OFF = 0x1;
  /** 0x2 */
  export const DUMP_FILTER_FLAG_SYSTEM_SUPPORT_FILTER_EXTENSION_EX = 0x2;
  /** 0x1 */
  export const DUMP_FILTER_FLAG_SYSTEM_SUPPORT_READ = 0x1;
  /** 0x2: Has DumpRead. */
  export const DUMP_FILTER_MAJOR_VERSION = 0x2;
  /** 0x1 */
  export const DUMP_FILTER_MAJOR_VERSION_1 = 0x1;
  /** 0x0 */
  export const DUMP_FILTER_MINOR_VERSION = 0x0;
  /** 0x100 */
  export const DUMP_MINIPORT_VERSION = 0x100;
  /** 0x100: MINIPORT_DUMP_POINTERS.Version. */
  export const DUMP_MINIPORT_VERSION_1 = 0x100;
  /** 0x1 */
  export const DUMP_MODE_CRASH = 0x1;
  /** 0x2 */
  export const DUMP_MODE_HIBER = 0x2;
  /** 0x3 */
  export const DUMP_MODE_MARK_MEMORY = 0x3;
  /** 0x0: Not a dump run; public headers have no name for it. */
  export const DUMP_MODE_NONE = 0x0;
  /** 0x4 */
  export const DUMP_MODE_RESUME = 0x4;
  /** 0x7 */
  export const DUMP_TYPE_AUTOMATIC = 0x7;
  /** 0x5 */
  export const DUMP_TYPE_BITMAP_FULL = 0x5;
  /** 0x6 */
  export const DUMP_TYPE_BITMAP_KERNEL = 0x6;
  /** 0x1 */
  export const DUMP_TYPE_FULL = 0x1;
  /** 0x3 */
  export const DUMP_TYPE_HEADER = 0x3;
  /** 0xffffffff */
  export const DUMP_TYPE_INVALID = 0xffffffff;
  /** 0x2 */
  export const DUMP_TYPE_SUMMARY = 0x2;
  /** 0x4 */
  export const DUMP_TYPE_TRIAGE = 0x4;
  /** 0x0 */
  export const DUMP_TYPE_UNKNOWN = 0x0;
  /** 0x4 */
  export const DelayExecution = 0x4;
  /** 0x1 */
  export const DelayedWorkQueue = 0x1;
  /** 0x1 */
  export const DevicePowerState = 0x1;
  /** 0x10 */
  export const DevicePropertyAddress = 0x10;
  /** 0x15 */
  export const DevicePropertyAllocatedResources = 0x15;
  /** 0x3 */
  export const DevicePropertyBootConfiguration = 0x3;
  /** 0x4 */
  export const DevicePropertyBootConfigurationTranslated = 0x4;
  /** 0xe */
  export const DevicePropertyBusNumber = 0xe;
  /** 0xc */
  export const DevicePropertyBusTypeGuid = 0xc;
  /** 0x6 */
  export const DevicePropertyClassGuid = 0x6;
  /** 0x5 */
  export const DevicePropertyClassName = 0x5;
  /** 0x2 */
  export const DevicePropertyCompatibleIDs = 0x2;
  /** 0x16 */
  export const DevicePropertyContainerID = 0x16;
  /** 0x0 */
  export const DevicePropertyDeviceDescription = 0x0;
  /** 0x7 */
  export const DevicePropertyDriverKeyName = 0x7;
  /** 0xf */
  export const DevicePropertyEnumeratorName = 0xf;
  /** 0x9 */
  export const DevicePropertyFriendlyName = 0x9;
  /** 0x1 */
  export const DevicePropertyHardwareID = 0x1;
  /** 0x12 */
  export const DevicePropertyInstallState = 0x12;
  /** 0xd */
  export const DevicePropertyLegacyBusType = 0xd;
  /** 0xa */
  export const DevicePropertyLocationInformation = 0xa;
  /** 0x8 */
  export const DevicePropertyManufacturer = 0x8;
  /** 0xb */
  export const DevicePropertyPhysicalDeviceObjectName = 0xb;
  /** 0x13 */
  export const DevicePropertyRemovalPolicy = 0x13;
  /** 0x14 */
  export const DevicePropertyResourceRequirements = 0x14;
  /** 0x11 */
  export const DevicePropertyUINumber = 0x11;
  /** 0x14 */
  export const DeviceQueueObject = 0x14;
  /** 0x0 */
  export const DeviceTextDescription = 0x0;
  /** 0x1 */
  export const DeviceTextLocationInformation = 0x1;
  /** 0x4 */
  export const DeviceUsageTypeBoot = 0x4;
  /** 0x3 */
  export const DeviceUsageTypeDumpFile = 0x3;
  /** 0x6 */
  export const DeviceUsageTypeGuestAssigned = 0x6;
  /** 0x2 */
  export const DeviceUsageTypeHibernation = 0x2;
  /** 0x7 */
  export const DeviceUsageTypeInlineCryptoEngine = 0x7;
  /** 0x1 */
  export const DeviceUsageTypePaging = 0x1;
  /** 0x5 */
  export const DeviceUsageTypePostDisplay = 0x5;
  /** 0x0 */
  export const DeviceUsageTypeUndefined = 0x0;
  /** 0x1 */
  export const DeviceWakeDepthD0 = 0x1;
  /** 0x2 */
  export const DeviceWakeDepthD1 = 0x2;
  /** 0x3 */
  export const DeviceWakeDepthD2 = 0x3;
  /** 0x5 */
  export const DeviceWakeDepthD3cold = 0x5;
  /** 0x4 */
  export const DeviceWakeDepthD3hot = 0x4;
  /** 0x0 */
  export const DeviceWakeDepthNotWakeable = 0x0;
  /** 0x5 */
  export const DpcLevelLock = 0x5;
  /** 0x1 */
  export const DpcLock = 0x1;
  /** 0x13 */
  export const DpcObject = 0x13;
  /** 0x1 */
  export const DumpTypeCrashdump = 0x1;
  /** 0x2 */
  export const DumpTypeHibernation = 0x2;
  /** 0x0 */
  export const DumpTypeUndefined = 0x0;
  /** 0x80000000 */
  export const ES_CONTINUOUS = 0x80000000;
  /** 0x2 */
  export const ES_DISPLAY_REQUIRED = 0x2;
  /** 0x1 */
  export const ES_SYSTEM_REQUIRED = 0x1;
  /** 0x4 */
  export const ES_USER_PRESENT = 0x4;
  /** 0x1 */
  export const EVENT_INCREMENT = 0x1;
  /** 0x2 */
  export const Eisa = 0x2;
  /** 0x1 */
  export const EjectionRelations = 0x1;
  /** 0x1000 */
  export const EnablePassiveInitialization = 0x1000;
  /** 0x2 */
  export const EventCategoryDeviceInterfaceChange = 0x2;
  /** 0x1 */
  export const EventCategoryHardwareProfileChange = 0x1;
  /** 0x0 */
  export const EventCategoryReserved = 0x0;
  /** 0x3 */
  export const EventCategoryTargetDeviceChange = 0x3;
  /** 0x0 */
  export const EventNotificationObject = 0x0;
  /** 0x1 */
  export const EventSynchronizationObject = 0x1;
  /** 0x0 */
  export const Executive = 0x0;
  /** 0x4c */
  export const FATAL_UNHANDLED_HARD_ERROR = 0x4c;
  /** 0x23 */
  export const FAT_FILE_SYSTEM = 0x23;
  /** 0x1ff */
  export const FILE_512_BYTE_ALIGNMENT = 0x1ff;
  /** 0x0 */
  export const FILE_ANY_ACCESS = 0x0;
  /** 0x80 */
  export const FILE_AUTOGENERATED_DEVICE_NAME = 0x80;
  /** 0x0 */
  export const FILE_BYTE_ALIGNMENT = 0x0;
  /** 0x800 */
  export const FILE_CHARACTERISTIC_PNP_DEVICE = 0x800;
  /** 0x1000 */
  export const FILE_CHARACTERISTIC_TS_DEVICE = 0x1000;
  /** 0x2000 */
  export const FILE_CHARACTERISTIC_WEBDAV_DEVICE = 0x2000;
  /** 0x27 */
  export const FILE_DEVICE_8042_PORT = 0x27;
  /** 0x32 */
  export const FILE_DEVICE_ACPI = 0x32;
  /** 0x29 */
  export const FILE_DEVICE_BATTERY = 0x29;
  /** 0x1 */
  export const FILE_DEVICE_BEEP = 0x1;
  /** 0x2a */
  export const FILE_DEVICE_BUS_EXTENDER = 0x2a;
  /** 0x2 */
  export const FILE_DEVICE_CD_ROM = 0x2;
  /** 0x3 */
  export const FILE_DEVICE_CD_ROM_FILE_SYSTEM = 0x3;
  /** 0x30 */
  export const FILE_DEVICE_CHANGER = 0x30;
  /** 0x4 */
  export const FILE_DEVICE_CONTROLLER = 0x4;
  /** 0x5 */
  export const FILE_DEVICE_DATALINK = 0x5;
  /** 0x6 */
  export const FILE_DEVICE_DFS = 0x6;
  /** 0x7 */
  export const FILE_DEVICE_DISK = 0x7;
  /** 0x8 */
  export const FILE_DEVICE_DISK_FILE_SYSTEM = 0x8;
  /** 0x33 */
  export const FILE_DEVICE_DVD = 0x33;
  /** 0x9 */
  export const FILE_DEVICE_FILE_SYSTEM = 0x9;
  /** 0xa */
  export const FILE_DEVICE_INPORT_PORT = 0xa;
  /** 0x20 */
  export const FILE_DEVICE_IS_MOUNTED = 0x20;
  /** 0xb */
  export const FILE_DEVICE_KEYBOARD = 0xb;
  /** 0x2f */
  export const FILE_DEVICE_KS = 0x2f;
  /** 0xc */
  export const FILE_DEVICE_MAILSLOT = 0xc;
  /** 0x2d */
  export const FILE_DEVICE_MASS_STORAGE = 0x2d;
  /** 0xd */
  export const FILE_DEVICE_MIDI_IN = 0xd;
  /** 0xe */
  export const FILE_DEVICE_MIDI_OUT = 0xe;
  /** 0x2b */
  export const FILE_DEVICE_MODEM = 0x2b;
  /** 0xf */
  export const FILE_DEVICE_MOUSE = 0xf;
  /** 0x11 */
  export const FILE_DEVICE_NAMED_PIPE = 0x11;
  /** 0x12 */
  export const FILE_DEVICE_NETWORK = 0x12;
  /** 0x14 */
  export const FILE_DEVICE_NETWORK_FILE_SYSTEM = 0x14;
  /** 0x15 */
  export const FILE_DEVICE_NULL = 0x15;
  /** 0x16 */
  export const FILE_DEVICE_PARALLEL_PORT = 0x16;
  /** 0x17 */
  export const FILE_DEVICE_PHYSICAL_NETCARD = 0x17;
  /** 0x18 */
  export const FILE_DEVICE_PRINTER = 0x18;
  /** 0x19 */
  export const FILE_DEVICE_SCANNER = 0x19;
  /** 0x1c */
  export const FILE_DEVICE_SCREEN = 0x1c;
  /** 0x100 */
  export const FILE_DEVICE_SECURE_OPEN = 0x100;
  /** 0x37 */
  export const FILE_DEVICE_SERENUM = 0x37;
  /** 0x1a */
  export const FILE_DEVICE_SERIAL_MOUSE_PORT = 0x1a;
  /** 0x1b */
  export const FILE_DEVICE_SERIAL_PORT = 0x1b;
  /** 0x31 */
  export const FILE_DEVICE_SMARTCARD = 0x31;
  /** 0x1d */
  export const FILE_DEVICE_SOUND = 0x1d;
  /** 0x1e */
  export const FILE_DEVICE_STREAMS = 0x1e;
  /** 0x1f */
  export const FILE_DEVICE_TAPE = 0x1f;
  /** 0x20 */
  export const FILE_DEVICE_TAPE_FILE_SYSTEM = 0x20;
  /** 0x21 */
  export const FILE_DEVICE_TRANSPORT = 0x21;
  /** 0x22 */
  export const FILE_DEVICE_UNKNOWN = 0x22;
  /** 0x23 */
  export const FILE_DEVICE_VIDEO = 0x23;
  /** 0x24 */
  export const FILE_DEVICE_VIRTUAL_DISK = 0x24;
  /** 0x4 */
  export const FILE_FLOPPY_DISKETTE = 0x4;
  /** 0x3 */
  export const FILE_LONG_ALIGNMENT = 0x3;
  /** 0xf */
  export const FILE_OCTA_ALIGNMENT = 0xf;
  /** 0x4000 */
  export const FILE_PORTABLE_DEVICE = 0x4000;
  /** 0x7 */
  export const FILE_QUAD_ALIGNMENT = 0x7;
  /** 0x1 */
  export const FILE_READ_ACCESS = 0x1;
  /** 0x2 */
  export const FILE_READ_ONLY_DEVICE = 0x2;
  /** 0x10 */
  export const FILE_REMOTE_DEVICE = 0x10;
  /** 0x1 */
  export const FILE_REMOVABLE_MEDIA = 0x1;
  /** 0x0 */
  export const FILE_SPECIAL_ACCESS = 0x0;
  /** 0x40 */
  export const FILE_VIRTUAL_VOLUME = 0x40;
  /** 0x1 */
  export const FILE_WORD_ALIGNMENT = 0x1;
  /** 0x2 */
  export const FILE_WRITE_ACCESS = 0x2;
  /** 0x8 */
  export const FILE_WRITE_ONCE_MEDIA = 0x8;
  /** 0x4 */
  export const FO_ALERTABLE_IO = 0x4;
  /** 0x40 */
  export const FO_CACHE_SUPPORTED = 0x40;
  /** 0x4000 */
  export const FO_CLEANUP_COMPLETE = 0x4000;
  /** 0x800 */
  export const FO_DIRECT_DEVICE_OPEN = 0x800;
  /** 0x1 */
  export const FO_FILE_OPEN = 0x1;
  /** 0x40000 */
  export const FO_HANDLE_CREATED = 0x40000;
  /** 0x8 */
  export const FO_NO_INTERMEDIATE_BUFFERING = 0x8;
  /** 0x20 */
  export const FO_SEQUENTIAL_ONLY = 0x20;
  /** 0x2 */
  export const FO_SYNCHRONOUS_IO = 0x2;
  /** 0x8000 */
  export const FO_TEMPORARY_FILE = 0x8000;
  /** 0x400000 */
  export const FO_VOLUME_OPEN = 0x400000;
  /** 0x10 */
  export const FO_WRITE_THROUGH = 0x10;
  /** 0x1 */
  export const FreePage = 0x1;
  export const GUID_ACDC_POWER_SOURCE = '{5d3e9a59-e9d5-4b00-a6bd-ff34ff516548}';
  export const GUID_BATTERY_PERCENTAGE_REMAINING = '{a7ad8041-b45a-4cae-87a3-eecbb468a9e1}';
  export const GUID_BUS_INTERFACE_STANDARD = '{496b8280-6f25-11d0-beaf-08002be2092f}';
  export const GUID_CONSOLE_DISPLAY_STATE = '{6fe69556-704a-47a0-8f24-c28d936fda47}';
  export const GUID_D3COLD_SUPPORT_INTERFACE = '{b38290e5-3cd0-4f9d-9937-f5fe2b44d47a}';
  export const GUID_DEVICE_INTERFACE_ARRIVAL = '{cb3a4004-46f0-11d0-b08f-00609713053f}';
  export const GUID_DEVICE_INTERFACE_REMOVAL = '{cb3a4005-46f0-11d0-b08f-00609713053f}';
  export const GUID_DEVINTERFACE_DISK = '{53f56307-b6bf-11d0-94f2-00a0c91efb8b}';
  export const GUID_DEVINTERFACE_STORAGEPORT = '{2accfe60-c130-11d2-b082-00a0c91efb8b}';
  export const GUID_DEVINTERFACE_VOLUME = '{53f5630d-b6bf-11d0-94f2-00a0c91efb8b}';
  export const GUID_GLOBAL_USER_PRESENCE = '{786e8a1d-b427-4344-9207-09e70bdcbea9}';
  export const GUID_HWPROFILE_CHANGE_CANCELLED = '{cb3a4002-46f0-11d0-b08f-00609713053f}';
  export const GUID_HWPROFILE_CHANGE_COMPLETE = '{cb3a4003-46f0-11d0-b08f-00609713053f}';
  export const GUID_HWPROFILE_QUERY_CHANGE = '{cb3a4001-46f0-11d0-b08f-00609713053f}';
  export const GUID_LIDSWITCH_STATE_CHANGE = '{ba3e0f4d-b817-4094-a2d1-d56379e6a0f3}';
  export const GUID_LOW_POWER_EPOCH = '{5a4db0c5-0001-4c0e-9d1e-64726970735f}';
  export const GUID_MONITOR_POWER_ON = '{02731015-4510-4526-99e6-e5a17ebd1aea}';
  export const GUID_POWER_SAVING_STATUS = '{e00958c0-c213-4ace-ac77-fecced2eeea5}';
  export const GUID_SYSTEM_AWAYMODE = '{98a7f580-01f7-48aa-9c0f-44352c29e5c0}';
  export const GUID_TARGET_DEVICE_QUERY_REMOVE = '{cb3a4006-46f0-11d0-b08f-00609713053f}';
  export const GUID_TARGET_DEVICE_REMOVE_CANCELLED = '{cb3a4007-46f0-11d0-b08f-00609713053f}';
  export const GUID_TARGET_DEVICE_REMOVE_COMPLETE = '{cb3a4008-46f0-11d0-b08f-00609713053f}';
  /** 0xf */
  export const GetExtendedFunctionTable = 0xf;
  /** 0x1f */
  export const HIGH_LEVEL = 0x1f;
  /** 0x2 */
  export const HighImportance = 0x2;
  /** 0x20 */
  export const HighPagePriority = 0x20;
  /** 0x2 */
  export const HyperCriticalWorkQueue = 0x2;
  /** 0x7b */
  export const INACCESSIBLE_BOOT_DEVICE = 0x7b;
  /** 0x2a */
  export const INCONSISTENT_IRP = 0x2a;
  /** 0x7d */
  export const INSTALL_MORE_MEMORY = 0x7d;
  /** 0x2f */
  export const INSTRUCTION_BUS_ERROR = 0x2f;
  /** 0x45 */
  export const INSUFFICIENT_SYSTEM_MAP_REGS = 0x45;
  /** 0xa0 */
  export const INTERNAL_POWER_ERROR = 0xa0;
  /** 0x4 */
  export const INVALID_DATA_ACCESS_TRAP = 0x4;
  /** 0x5 */
  export const INVALID_PROCESS_ATTACH_ATTEMPT = 0x5;
  /** 0x7 */
  export const INVALID_SOFTWARE_INTERRUPT = 0x7;
  /** 0x7 */
  export const IOCTL_DISK_BASE = 0x7;
  /** 0x74800 */
  export const IOCTL_DISK_CHECK_VERIFY = 0x74800;
  /** 0x70044 */
  export const IOCTL_DISK_CONTROLLER_NUMBER = 0x70044;
  /** 0x74808 */
  export const IOCTL_DISK_EJECT_MEDIA = 0x74808;
  /** 0x74818 */
  export const IOCTL_DISK_FIND_NEW_DEVICES = 0x74818;
  /** 0x7c018 */
  export const IOCTL_DISK_FORMAT_TRACKS = 0x7c018;
  /** 0x740d4 */
  export const IOCTL_DISK_GET_CACHE_INFORMATION = 0x740d4;
  /** 0x70000 */
  export const IOCTL_DISK_GET_DRIVE_GEOMETRY = 0x70000;
  /** 0x700a0 */
  export const IOCTL_DISK_GET_DRIVE_GEOMETRY_EX = 0x700a0;
  /** 0x7400c */
  export const IOCTL_DISK_GET_DRIVE_LAYOUT = 0x7400c;
  /** 0x70050 */
  export const IOCTL_DISK_GET_DRIVE_LAYOUT_EX = 0x70050;
  /** 0x7405c */
  export const IOCTL_DISK_GET_LENGTH_INFO = 0x7405c;
  /** 0x74004 */
  export const IOCTL_DISK_GET_PARTITION_INFO = 0x74004;
  /** 0x70048 */
  export const IOCTL_DISK_GET_PARTITION_INFO_EX = 0x70048;
  /** 0x70024 */
  export const IOCTL_DISK_IS_WRITABLE = 0x70024;
  /** 0x7480c */
  export const IOCTL_DISK_LOAD_MEDIA = 0x7480c;
  /** 0x70028 */
  export const IOCTL_DISK_LOGGING = 0x70028;
  /** 0x74804 */
  export const IOCTL_DISK_MEDIA_REMOVAL = 0x74804;
  /** 0x70020 */
  export const IOCTL_DISK_PERFORMANCE = 0x70020;
  /** 0x7c01c */
  export const IOCTL_DISK_REASSIGN_BLOCKS = 0x7c01c;
  /** 0x7c0d8 */
  export const IOCTL_DISK_SET_CACHE_INFORMATION = 0x7c0d8;
  /** 0x7c010 */
  export const IOCTL_DISK_SET_DRIVE_LAYOUT = 0x7c010;
  /** 0x7c008 */
  export const IOCTL_DISK_SET_PARTITION_INFO = 0x7c008;
  /** 0x70140 */
  export const IOCTL_DISK_UPDATE_PROPERTIES = 0x70140;
  /** 0x70014 */
  export const IOCTL_DISK_VERIFY = 0x70014;
  /** 0x4d038 */
  export const IOCTL_MINIPORT_PROCESS_SERVICE_IRP = 0x4d038;
  /** 0x4dc010 */
  export const IOCTL_MOUNTDEV_LINK_CREATED = 0x4dc010;
  /** 0x4dc014 */
  export const IOCTL_MOUNTDEV_LINK_DELETED = 0x4dc014;
  /** 0x4d0008 */
  export const IOCTL_MOUNTDEV_QUERY_DEVICE_NAME = 0x4d0008;
  /** 0x4d0018 */
  export const IOCTL_MOUNTDEV_QUERY_STABLE_GUID = 0x4d0018;
  /** 0x4d000c */
  export const IOCTL_MOUNTDEV_QUERY_SUGGESTED_LINK_NAME = 0x4d000c;
  /** 0x4d0000 */
  export const IOCTL_MOUNTDEV_QUERY_UNIQUE_ID = 0x4d0000;
  /** 0x41024 */
  export const IOCTL_SCSI_FREE_DUMP_POINTERS = 0x41024;
  /** 0x41018 */
  export const IOCTL_SCSI_GET_ADDRESS = 0x41018;
  /** 0x41010 */
  export const IOCTL_SCSI_GET_CAPABILITIES = 0x41010;
  /** 0x41020 */
  export const IOCTL_SCSI_GET_DUMP_POINTERS = 0x41020;
  /** 0x4100c */
  export const IOCTL_SCSI_GET_INQUIRY_DATA = 0x4100c;
  /** 0x4d008 */
  export const IOCTL_SCSI_MINIPORT = 0x4d008;
  /** 0x4d004 */
  export const IOCTL_SCSI_PASS_THROUGH = 0x4d004;
  /** 0x4d014 */
  export const IOCTL_SCSI_PASS_THROUGH_DIRECT = 0x4d014;
  /** 0x2d */
  export const IOCTL_STORAGE_BASE = 0x2d;
  /** 0x2d4800 */
  export const IOCTL_STORAGE_CHECK_VERIFY = 0x2d4800;
  /** 0x2d0800 */
  export const IOCTL_STORAGE_CHECK_VERIFY2 = 0x2d0800;
  /** 0x2d0940 */
  export const IOCTL_STORAGE_EJECTION_CONTROL = 0x2d0940;
  /** 0x2d4808 */
  export const IOCTL_STORAGE_EJECT_MEDIA = 0x2d4808;
  /** 0x2d4818 */
  export const IOCTL_STORAGE_FIND_NEW_DEVICES = 0x2d4818;
  /** 0x2d1080 */
  export const IOCTL_STORAGE_GET_DEVICE_NUMBER = 0x2d1080;
  /** 0x2d0c14 */
  export const IOCTL_STORAGE_GET_HOTPLUG_INFO = 0x2d0c14;
  /** 0x2d0c00 */
  export const IOCTL_STORAGE_GET_MEDIA_TYPES = 0x2d0c00;
  /** 0x2d0c04 */
  export const IOCTL_STORAGE_GET_MEDIA_TYPES_EX = 0x2d0c04;
  /** 0x2d480c */
  export const IOCTL_STORAGE_LOAD_MEDIA = 0x2d480c;
  /** 0x2d9404 */
  export const IOCTL_STORAGE_MANAGE_DATA_SET_ATTRIBUTES = 0x2d9404;
  /** 0x2d4804 */
  export const IOCTL_STORAGE_MEDIA_REMOVAL = 0x2d4804;
  /** 0x2d1100 */
  export const IOCTL_STORAGE_PREDICT_FAILURE = 0x2d1100;
  /** 0x2d1400 */
  export const IOCTL_STORAGE_QUERY_PROPERTY = 0x2d1400;
  /** 0x2d4814 */
  export const IOCTL_STORAGE_RELEASE = 0x2d4814;
  /** 0x2d4810 */
  export const IOCTL_STORAGE_RESERVE = 0x2d4810;
  /** 0x2d5000 */
  export const IOCTL_STORAGE_RESET_BUS = 0x2d5000;
  /** 0x2d5004 */
  export const IOCTL_STORAGE_RESET_DEVICE = 0x2d5004;
  /** 0x2dcc18 */
  export const IOCTL_STORAGE_SET_HOTPLUG_INFO = 0x2dcc18;
  /** 0x56 */
  export const IOCTL_VOLUME_BASE = 0x56;
  /** 0x560038 */
  export const IOCTL_VOLUME_GET_GPT_ATTRIBUTES = 0x560038;
  /** 0x560000 */
  export const IOCTL_VOLUME_GET_VOLUME_DISK_EXTENTS = 0x560000;
  /** 0x560014 */
  export const IOCTL_VOLUME_IS_IO_CAPABLE = 0x560014;
  /** 0x560010 */
  export const IOCTL_VOLUME_IS_OFFLINE = 0x560010;
  /** 0x560028 */
  export const IOCTL_VOLUME_IS_PARTITION = 0x560028;
  /** 0x560020 */
  export const IOCTL_VOLUME_LOGICAL_TO_PHYSICAL = 0x560020;
  /** 0x56c00c */
  export const IOCTL_VOLUME_OFFLINE = 0x56c00c;
  /** 0x56c008 */
  export const IOCTL_VOLUME_ONLINE = 0x56c008;
  /** 0x560024 */
  export const IOCTL_VOLUME_PHYSICAL_TO_LOGICAL = 0x560024;
  /** 0x560018 */
  export const IOCTL_VOLUME_QUERY_FAILOVER_SET = 0x560018;
  /** 0x56001c */
  export const IOCTL_VOLUME_QUERY_VOLUME_NUMBER = 0x56001c;
  /** 0x560034 */
  export const IOCTL_VOLUME_SET_GPT_ATTRIBUTES = 0x560034;
  /** 0x560004 */
  export const IOCTL_VOLUME_SUPPORTS_ONLINE_OFFLINE = 0x560004;
  /** 0x1 */
  export const IO_CD_ROM_INCREMENT = 0x1;
  /** 0x1 */
  export const IO_DISK_INCREMENT = 0x1;
  /** 0x6 */
  export const IO_KEYBOARD_INCREMENT = 0x6;
  /** 0x2 */
  export const IO_MAILSLOT_INCREMENT = 0x2;
  /** 0x6 */
  export const IO_MOUSE_INCREMENT = 0x6;
  /** 0x2 */
  export const IO_NAMED_PIPE_INCREMENT = 0x2;
  /** 0x2 */
  export const IO_NETWORK_INCREMENT = 0x2;
  /** 0x0 */
  export const IO_NO_INCREMENT = 0x0;
  /** 0x1 */
  export const IO_PARALLEL_INCREMENT = 0x1;
  /** 0x8 */
  export const IO_RESOURCE_ALTERNATIVE = 0x8;
  /** 0x2 */
  export const IO_RESOURCE_DEFAULT = 0x2;
  /** 0x1 */
  export const IO_RESOURCE_PREFERRED = 0x1;
  /** 0x2 */
  export const IO_SERIAL_INCREMENT = 0x2;
  /** 0x8 */
  export const IO_SOUND_INCREMENT = 0x8;
  /** 0x1 */
  export const IO_TYPE_ADAPTER = 0x1;
  /** 0x2 */
  export const IO_TYPE_CONTROLLER = 0x2;
  /** 0x3 */
  export const IO_TYPE_DEVICE = 0x3;
  /** 0xd */
  export const IO_TYPE_DEVICE_OBJECT_EXTENSION = 0xd;
  /** 0x4 */
  export const IO_TYPE_DRIVER = 0x4;
  /** 0xb */
  export const IO_TYPE_ERROR_LOG = 0xb;
  /** 0xc */
  export const IO_TYPE_ERROR_MESSAGE = 0xc;
  /** 0x5 */
  export const IO_TYPE_FILE = 0x5;
  /** 0x6 */
  export const IO_TYPE_IRP = 0x6;
  /** 0x7 */
  export const IO_TYPE_MASTER_ADAPTER = 0x7;
  /** 0x8 */
  export const IO_TYPE_OPEN_PACKET = 0x8;
  /** 0x9 */
  export const IO_TYPE_TIMER = 0x9;
  /** 0xa */
  export const IO_TYPE_VPB = 0xa;
  /** 0x1 */
  export const IO_VIDEO_INCREMENT = 0x1;
  /** 0x1d */
  export const IPI_LEVEL = 0x1d;
  /** 0x4 */
  export const IRP_ALLOCATED_FIXED_SIZE = 0x4;
  /** 0x2 */
  export const IRP_ALLOCATED_MUST_SUCCEED = 0x2;
  /** 0x8 */
  export const IRP_ASSOCIATED_IRP = 0x8;
  /** 0x10 */
  export const IRP_BUFFERED_IO = 0x10;
  /** 0x400 */
  export const IRP_CLOSE_OPERATION = 0x400;
  /** 0x80 */
  export const IRP_CREATE_OPERATION = 0x80;
  /** 0x20 */
  export const IRP_DEALLOCATE_BUFFER = 0x20;
  /** 0x800 */
  export const IRP_DEFER_IO_COMPLETION = 0x800;
  /** 0x2000 */
  export const IRP_HOLD_DEVICE_QUEUE = 0x2000;
  /** 0x40 */
  export const IRP_INPUT_OPERATION = 0x40;
  /** 0x8 */
  export const IRP_LOOKASIDE_ALLOCATION = 0x8;
  /** 0x12 */
  export const IRP_MJ_CLEANUP = 0x12;
  /** 0x2 */
  export const IRP_MJ_CLOSE = 0x2;
  /** 0x0: Function codes, control bits, flags and priority boosts of an I/O request packet. */
  export const IRP_MJ_CREATE = 0x0;
  /** 0x13 */
  export const IRP_MJ_CREATE_MAILSLOT = 0x13;
  /** 0x1 */
  export const IRP_MJ_CREATE_NAMED_PIPE = 0x1;
  /** 0x18 */
  export const IRP_MJ_DEVICE_CHANGE = 0x18;
  /** 0xe */
  export const IRP_MJ_DEVICE_CONTROL = 0xe;
  /** 0xc */
  export const IRP_MJ_DIRECTORY_CONTROL = 0xc;
  /** 0xd */
  export const IRP_MJ_FILE_SYSTEM_CONTROL = 0xd;
  /** 0x9 */
  export const IRP_MJ_FLUSH_BUFFERS = 0x9;
  /** 0xf */
  export const IRP_MJ_INTERNAL_DEVICE_CONTROL = 0xf;
  /** 0x11 */
  export const IRP_MJ_LOCK_CONTROL = 0x11;
  /** 0x1b */
  export const IRP_MJ_MAXIMUM_FUNCTION = 0x1b;
  /** 0x1b */
  export const IRP_MJ_PNP = 0x1b;
  /** 0x1b: Another name of IRP_MJ_PNP. */
  export const IRP_MJ_PNP_POWER = 0x1b;
  /** 0x16 */
  export const IRP_MJ_POWER = 0x16;
  /** 0x7 */
  export const IRP_MJ_QUERY_EA = 0x7;
  /** 0x5 */
  export const IRP_MJ_QUERY_INFORMATION = 0x5;
  /** 0x19 */
  export const IRP_MJ_QUERY_QUOTA = 0x19;
  /** 0x14 */
  export const IRP_MJ_QUERY_SECURITY = 0x14;
  /** 0xa */
  export const IRP_MJ_QUERY_VOLUME_INFORMATION = 0xa;
  /** 0x3 */
  export const IRP_MJ_READ = 0x3;
  /** 0xf: Another name of IRP_MJ_INTERNAL_DEVICE_CONTROL. */
  export const IRP_MJ_SCSI = 0xf;
  /** 0x8 */
  export const IRP_MJ_SET_EA = 0x8;
  /** 0x6 */
  export const IRP_MJ_SET_INFORMATION = 0x6;
  /** 0x1a */
  export const IRP_MJ_SET_QUOTA = 0x1a;
  /** 0x15 */
  export const IRP_MJ_SET_SECURITY = 0x15;
  /** 0xb */
  export const IRP_MJ_SET_VOLUME_INFORMATION = 0xb;
  /** 0x10 */
  export const IRP_MJ_SHUTDOWN = 0x10;
  /** 0x17 */
  export const IRP_MJ_SYSTEM_CONTROL = 0x17;
  /** 0x4 */
  export const IRP_MJ_WRITE = 0x4;
  /** 0x3 */
  export const IRP_MN_CANCEL_REMOVE_DEVICE = 0x3;
  /** 0x6 */
  export const IRP_MN_CANCEL_STOP_DEVICE = 0x6;
  /** 0x2 */
  export const IRP_MN_CHANGE_SINGLE_INSTANCE = 0x2;
  /** 0x3 */
  export const IRP_MN_CHANGE_SINGLE_ITEM = 0x3;
  /** 0x19 */
  export const IRP_MN_DEVICE_ENUMERATED = 0x19;
  /** 0x16 */
  export const IRP_MN_DEVICE_USAGE_NOTIFICATION = 0x16;
  /** 0x7 */
  export const IRP_MN_DISABLE_COLLECTION = 0x7;
  /** 0x5 */
  export const IRP_MN_DISABLE_EVENTS = 0x5;
  /** 0x11 */
  export const IRP_MN_EJECT = 0x11;
  /** 0x6 */
  export const IRP_MN_ENABLE_COLLECTION = 0x6;
  /** 0x4 */
  export const IRP_MN_ENABLE_EVENTS = 0x4;
  /** 0x9 */
  export const IRP_MN_EXECUTE_METHOD = 0x9;
  /** 0xd */
  export const IRP_MN_FILTER_RESOURCE_REQUIREMENTS = 0xd;
  /** 0x1 */
  export const IRP_MN_POWER_SEQUENCE = 0x1;
  /** 0x0 */
  export const IRP_MN_QUERY_ALL_DATA = 0x0;
  /** 0x15 */
  export const IRP_MN_QUERY_BUS_INFORMATION = 0x15;
  /** 0x9 */
  export const IRP_MN_QUERY_CAPABILITIES = 0x9;
  /** 0x7 */
  export const IRP_MN_QUERY_DEVICE_RELATIONS = 0x7;
  /** 0xc */
  export const IRP_MN_QUERY_DEVICE_TEXT = 0xc;
  /** 0x13 */
  export const IRP_MN_QUERY_ID = 0x13;
  /** 0x8 */
  export const IRP_MN_QUERY_INTERFACE = 0x8;
  /** 0x18 */
  export const IRP_MN_QUERY_LEGACY_BUS_INFORMATION = 0x18;
  /** 0x14 */
  export const IRP_MN_QUERY_PNP_DEVICE_STATE = 0x14;
  /** 0x3 */
  export const IRP_MN_QUERY_POWER = 0x3;
  /** 0x1 */
  export const IRP_MN_QUERY_REMOVE_DEVICE = 0x1;
  /** 0xa */
  export const IRP_MN_QUERY_RESOURCES = 0xa;
  /** 0xb */
  export const IRP_MN_QUERY_RESOURCE_REQUIREMENTS = 0xb;
  /** 0x1 */
  export const IRP_MN_QUERY_SINGLE_INSTANCE = 0x1;
  /** 0x5 */
  export const IRP_MN_QUERY_STOP_DEVICE = 0x5;
  /** 0xf */
  export const IRP_MN_READ_CONFIG = 0xf;
  /** 0x8 */
  export const IRP_MN_REGINFO = 0x8;
  /** 0xb */
  export const IRP_MN_REGINFO_EX = 0xb;
  /** 0x2 */
  export const IRP_MN_REMOVE_DEVICE = 0x2;
  /** 0x1: IRP_MJ_INTERNAL_DEVICE_CONTROL: a SCSI request block. */
  export const IRP_MN_SCSI_CLASS = 0x1;
  /** 0x12 */
  export const IRP_MN_SET_LOCK = 0x12;
  /** 0x2 */
  export const IRP_MN_SET_POWER = 0x2;
  /** 0x0 */
  export const IRP_MN_START_DEVICE = 0x0;
  /** 0x4 */
  export const IRP_MN_STOP_DEVICE = 0x4;
  /** 0x17 */
  export const IRP_MN_SURPRISE_REMOVAL = 0x17;
  /** 0x0 */
  export const IRP_MN_WAIT_WAKE = 0x0;
  /** 0x10 */
  export const IRP_MN_WRITE_CONFIG = 0x10;
  /** 0x2 */
  export const IRP_MOUNT_COMPLETION = 0x2;
  /** 0x1 */
  export const IRP_NOCACHE = 0x1;
  /** 0x1000 */
  export const IRP_OB_QUERY_NAME = 0x1000;
  /** 0x2 */
  export const IRP_PAGING_IO = 0x2;
  /** 0x1 */
  export const IRP_QUOTA_CHARGED = 0x1;
  /** 0x100 */
  export const IRP_READ_OPERATION = 0x100;
  /** 0x4 */
  export const IRP_SYNCHRONOUS_API = 0x4;
  /** 0x40 */
  export const IRP_SYNCHRONOUS_PAGING_IO = 0x40;
  /** 0x400000 */
  export const IRP_UM_DRIVER_INITIATED_IO = 0x400000;
  /** 0x200 */
  export const IRP_WRITE_OPERATION = 0x200;
  /** 0x4a */
  export const IRQL_GT_ZERO_AT_SYSTEM_SERVICE = 0x4a;
  /** 0x8 */
  export const IRQL_NOT_DISPATCH_LEVEL = 0x8;
  /** 0x9 */
  export const IRQL_NOT_GREATER_OR_EQUAL = 0x9;
  /** 0xa */
  export const IRQL_NOT_LESS_OR_EQUAL = 0xa;
  /** 0xc8 */
  export const IRQL_UNEXPECTED_VALUE = 0xc8;
  /** 0x1001 */
  export const InitializeDpc = 0x1001;
  /** 0x1009 */
  export const InitializeDpcWithContext = 0x1009;
  /** 0x100a */
  export const InitializeThreadedDpc = 0x100a;
  /** 0xffffffff */
  export const InterfaceTypeUndefined = 0xffffffff;
  /** 0x0 */
  export const Internal = 0x0;
  /** 0xd */
  export const InternalPowerBus = 0xd;
  /** 0x3 */
  export const InterruptLock = 0x3;
  /** 0x0 */
  export const InterruptSupportNone = 0x0;
  /** 0x1 */
  export const InterruptSynchronizeAll = 0x1;
  /** 0x2 */
  export const InterruptSynchronizePerMessage = 0x2;
  /** 0x0 */
  export const InvalidLock = 0x0;
  /** 0x2 */
  export const IoModifyAccess = 0x2;
  /** 0x0 */
  export const IoReadAccess = 0x0;
  /** 0x1006 */
  export const IoTargetRequestServiceTime = 0x1006;
  /** 0x1 */
  export const IoWriteAccess = 0x1;
  /** 0x3 */
  export const IrpForward = 0x3;
  /** 0x1 */
  export const IrpNotCompleted = 0x1;
  /** 0x2 */
  export const IrpNotWmi = 0x2;
  /** 0x0 */
  export const IrpProcessed = 0x0;
  /** 0x1 */
  export const Isa = 0x1;
  /** 0x1002 */
  export const IssueDpc = 0x1002;
  /** 0x80000000 */
  export const KB_ADD_PAGES_FLAG_ADDITIONAL_RANGES_EXIST = 0x80000000;
  /** 0x2 */
  export const KB_ADD_PAGES_FLAG_PHYSICAL_ADDRESS = 0x2;
  /** 0x1 */
  export const KB_ADD_PAGES_FLAG_VIRTUAL_ADDRESS = 0x1;
  /** 0x80000000 */
  export const KB_REMOVE_PAGES_FLAG_ADDITIONAL_RANGES_EXIST = 0x80000000;
  /** 0x2 */
  export const KB_REMOVE_PAGES_FLAG_PHYSICAL_ADDRESS = 0x2;
  /** 0x1 */
  export const KB_REMOVE_PAGES_FLAG_VIRTUAL_ADDRESS = 0x1;
  /** 0x1 */
  export const KB_SECONDARY_DATA_FLAG_ADDITIONAL_DATA = 0x1;
  /** 0x2 */
  export const KB_SECONDARY_DATA_FLAG_NO_DEVICE_ACCESS = 0x2;
  /** 0x1: KBUGCHECK_TRIAGE_DUMP_DATA.Flags: the system has stopped with a bug check. */
  export const KB_TRIAGE_DUMP_DATA_FLAG_BUGCHECK_ACTIVE = 0x1;
  /** 0x20 */
  export const KERNEL_APC_PENDING_DURING_EXIT = 0x20;
  /** 0x162 */
  export const KERNEL_AUTO_BOOST_INVALID_LOCK_RELEASE = 0x162;
  /** 0x7a */
  export const KERNEL_DATA_INPAGE_ERROR = 0x7a;
  /** 0x8e */
  export const KERNEL_MODE_EXCEPTION_NOT_HANDLED = 0x8e;
  /** 0x139 */
  export const KERNEL_SECURITY_CHECK_FAILURE = 0x139;
  /** 0x77 */
  export const KERNEL_STACK_INPAGE_ERROR = 0x77;
  /** 0x1e */
  export const KMODE_EXCEPTION_NOT_HANDLED = 0x1e;
  /** 0x4 */
  export const KbCallbackAddPages = 0x4;
  /** 0x3 */
  export const KbCallbackDumpIo = 0x3;
  /** 0x0 */
  export const KbCallbackInvalid = 0x0;
  /** 0x6 */
  export const KbCallbackRemovePages = 0x6;
  /** 0x1 */
  export const KbCallbackReserved1 = 0x1;
  /** 0x8 */
  export const KbCallbackReserved2 = 0x8;
  /** 0x2 */
  export const KbCallbackSecondaryDumpData = 0x2;
  /** 0x5 */
  export const KbCallbackSecondaryMultiPartDumpData = 0x5;
  /** 0x7 */
  export const KbCallbackTriageDumpData = 0x7;
  /** 0x2 */
  export const KbDumpIoBody = 0x2;
  /** 0x4 */
  export const KbDumpIoComplete = 0x4;
  /** 0x1 */
  export const KbDumpIoHeader = 0x1;
  /** 0x0 */
  export const KbDumpIoInvalid = 0x0;
  /** 0x3 */
  export const KbDumpIoSecondaryData = 0x3;
  /** 0x0 */
  export const KernelMode = 0x0;
  /** 0xd9 */
  export const LOCKED_PAGES_TRACKER_CORRUPTION = 0xd9;
  /** 0x0 */
  export const LOW_LEVEL = 0x0;
  /** 0x2 */
  export const LastDStateTransitionD3cold = 0x2;
  /** 0x1 */
  export const LastDStateTransitionD3hot = 0x1;
  /** 0x0 */
  export const LastDStateTransitionStatusUnknown = 0x0;
  /** 0x1 */
  export const Latched = 0x1;
  /** 0x0 */
  export const LevelSensitive = 0x0;
  /** 0xb */
  export const LinkDown = 0xb;
  /** 0xa */
  export const LinkUp = 0xa;
  /** 0x0 */
  export const LowImportance = 0x0;
  /** 0x0 */
  export const LowPagePriority = 0x0;
  /** 0x9c */
  export const MACHINE_CHECK_EXCEPTION = 0x9c;
  /** 0xe2 */
  export const MANUALLY_INITIATED_CRASH = 0xe2;
  /** 0xdeaddead */
  export const MANUALLY_INITIATED_CRASH1 = 0xdeaddead;
  /** 0x1: Flags of StorPortMarkDumpMemory: Address is a physical one. The number is in no public source: use the name. */
  export const MARK_DUMP_MEMORY_FLAG_PHYSICAL_ADDRESS = 0x1;
  /** 0x40 */
  export const MAXIMUM_WAIT_OBJECTS = 0x40;
  /** 0xc */
  export const MAXIMUM_WAIT_OBJECTS_EXCEEDED = 0xc;
  /** 0x8 */
  export const MDL_ALLOCATED_FIXED_SIZE = 0x8;
  /** 0x40 */
  export const MDL_IO_PAGE_READ = 0x40;
  /** 0x1 */
  export const MDL_MAPPED_TO_SYSTEM_VA = 0x1;
  /** 0x2 */
  export const MDL_PAGES_LOCKED = 0x2;
  /** 0x10 */
  export const MDL_PARTIAL = 0x10;
  /** 0x20 */
  export const MDL_PARTIAL_HAS_BEEN_MAPPED = 0x20;
  /** 0x4 */
  export const MDL_SOURCE_IS_NONPAGED_POOL = 0x4;
  /** 0x80 */
  export const MDL_WRITE_OPERATION = 0x80;
  /** 0x1a */
  export const MEMORY_MANAGEMENT = 0x1a;
  /** 0x0: Control codes: how one is put together, and the public ones that storage and volume drivers meet. */
  export const METHOD_BUFFERED = 0x0;
  export function METHOD_FROM_CTL_CODE(controlCode: number): ULONG;
  /** 0x1 */
  export const METHOD_IN_DIRECT = 0x1;
  /** 0x3 */
  export const METHOD_NEITHER = 0x3;
  /** 0x2 */
  export const METHOD_OUT_DIRECT = 0x2;
  /** 0xa */
  export const MPIBus = 0xa;
  /** 0xb */
  export const MPSABus = 0xb;
  /** 0x44 */
  export const MULTIPLE_IRP_COMPLETE_REQUESTS = 0x44;
  /** 0x41 */
  export const MUST_SUCCEED_POOL_EMPTY = 0x41;
  /** 0x1 */
  export const MUTANT_INCREMENT = 0x1;
  /** 0xd */
  export const MUTEX_LEVEL_NUMBER_VIOLATION = 0xd;
  /** 0x100c */
  export const MarkDeviceFailed = 0x100c;
  /** 0x100d */
  export const MarkDeviceFailedEx = 0x100d;
  /** 0x3 */
  export const MediumHighImportance = 0x3;
  /** 0x1 */
  export const MediumImportance = 0x1;
  /** 0x3 */
  export const MicroChannel = 0x3;
  /** 0x1 */
  export const MmCached = 0x1;
  /** 0x0 */
  export const MmNonCached = 0x0;
  /** 0x2 */
  export const MmWriteCombined = 0x2;
  /** 0x2 */
  export const MutantObject = 0x2;
  /** 0x80 */
  export const NMI_HARDWARE_FAILURE = 0x80;
  /** 0x35 */
  export const NO_MORE_IRP_STACK_LOCATIONS = 0x35;
  /** 0x3f */
  export const NO_MORE_SYSTEM_PTES = 0x3f;
  /** 0x4d */
  export const NO_PAGES_AVAILABLE = 0x4d;
  /** 0x24 */
  export const NTFS_FILE_SYSTEM = 0x24;
  export function NT_ERROR(status: NTSTATUS): boolean;
  export function NT_INFORMATION(status: NTSTATUS): boolean;
  /** Success or informational: all that C sees as a non-negative NTSTATUS. */
  export function NT_SUCCESS(status: NTSTATUS): boolean;
  export function NT_WARNING(status: NTSTATUS): boolean;
  /** 0x2 */
  export const NextLuRequest = 0x2;
  /** 0x1 */
  export const NextRequest = 0x1;
  /** 0x0 */
  export const NonPagedPool = 0x0;
  /** 0x4 */
  export const NonPagedPoolCacheAligned = 0x4;
  /** 0x0 */
  export const NonPagedPoolExecute = 0x0;
  /** 0x2 */
  export const NonPagedPoolMustSucceed = 0x2;
  /** 0x200 */
  export const NonPagedPoolNx = 0x200;
  /** 0x204 */
  export const NonPagedPoolNxCacheAligned = 0x204;
  /** 0x10 */
  export const NormalPagePriority = 0x10;
  /** 0x3 */
  export const NormalWorkQueue = 0x3;
  /** 0x0 */
  export const NotificationEvent = 0x0;
  /** 0x0 */
  export const NotificationTimer = 0x0;
  /** 0x7 */
  export const NuBus = 0x7;
  /** 0xcd */
  export const PAGE_FAULT_BEYOND_END_OF_ALLOCATION = 0xcd;
  /** 0xcc */
  export const PAGE_FAULT_IN_FREED_SPECIAL_POOL = 0xcc;
  /** 0x50 */
  export const PAGE_FAULT_IN_NONPAGED_AREA = 0x50;
  /** 0x49 */
  export const PAGE_FAULT_WITH_INTERRUPTS_OFF = 0x49;
  /** 0x200 */
  export const PAGE_NOCACHE = 0x200;
  /** 0x2 */
  export const PAGE_READONLY = 0x2;
  /** 0x4 */
  export const PAGE_READWRITE = 0x4;
  /** 0xc */
  export const PAGE_SHIFT = 0xc;
  /** 0x1000 */
  export const PAGE_SIZE = 0x1000;
  /** 0x400 */
  export const PAGE_WRITECOMBINE = 0x400;
  /** 0x2b */
  export const PANIC_STACK_SWITCH = 0x2b;
  /** 0x1 */
  export const PARTITION_STYLE_GPT = 0x1;
  /** 0x0 */
  export const PARTITION_STYLE_MBR = 0x0;
  /** 0x2 */
  export const PARTITION_STYLE_RAW = 0x2;
  /** 0x13b */
  export const PASSIVE_INTERRUPT_ERROR = 0x13b;
  /** 0x0 */
  export const PASSIVE_LEVEL = 0x0;
  /** 0x5 */
  export const PCIBus = 0x5;
  /** 0xa1 */
  export const PCI_BUS_DRIVER_INTERNAL = 0xa1;
  /** 0x8 */
  export const PCMCIABus = 0x8;
  /** 0x17c */
  export const PDC_LOCK_WATCHDOG_LIVEDUMP = 0x17c;
  /** 0x14f */
  export const PDC_WATCHDOG_TIMEOUT = 0x14f;
  /** 0x15c */
  export const PDC_WATCHDOG_TIMEOUT_LIVEDUMP = 0x15c;
  /** 0x2 */
  export const PEP_DPM_ABANDON_DEVICE = 0x2;
  /** 0x7 */
  export const PEP_DPM_COMPONENT_ACTIVE = 0x7;
  /** 0x1b */
  export const PEP_DPM_COMPONENT_IDLE_CONSTRAINTS = 0x1b;
  /** 0x1a */
  export const PEP_DPM_DEVICE_IDLE_CONSTRAINTS = 0x1a;
  /** 0x5 */
  export const PEP_DPM_DEVICE_POWER_STATE = 0x5;
  /** 0x12 */
  export const PEP_DPM_DEVICE_STARTED = 0x12;
  /** 0x18 */
  export const PEP_DPM_LOW_POWER_EPOCH = 0x18;
  /** 0x13 */
  export const PEP_DPM_NOTIFY_COMPONENT_IDLE_STATE = 0x13;
  /** 0xf */
  export const PEP_DPM_POWER_CONTROL_COMPLETE = 0xf;
  /** 0xe */
  export const PEP_DPM_POWER_CONTROL_REQUEST = 0xe;
  /** 0x1 */
  export const PEP_DPM_PREPARE_DEVICE = 0x1;
  /** 0x1c */
  export const PEP_DPM_QUERY_COMPONENT_PERF_CAPABILITIES = 0x1c;
  /** 0x1d */
  export const PEP_DPM_QUERY_COMPONENT_PERF_SET = 0x1d;
  /** 0x1e */
  export const PEP_DPM_QUERY_COMPONENT_PERF_SET_NAME = 0x1e;
  /** 0x1f */
  export const PEP_DPM_QUERY_COMPONENT_PERF_STATES = 0x1f;
  /** 0x22 */
  export const PEP_DPM_QUERY_CURRENT_COMPONENT_PERF_STATE = 0x22;
  /** 0x23 */
  export const PEP_DPM_QUERY_DEBUGGER_TRANSITION_REQUIREMENTS = 0x23;
  /** 0x25 */
  export const PEP_DPM_QUERY_SOC_SUBSYSTEM = 0x25;
  /** 0x27 */
  export const PEP_DPM_QUERY_SOC_SUBSYSTEM_BLOCKING_TIME = 0x27;
  /** 0x24 */
  export const PEP_DPM_QUERY_SOC_SUBSYSTEM_COUNT = 0x24;
  /** 0x28 */
  export const PEP_DPM_QUERY_SOC_SUBSYSTEM_METADATA = 0x28;
  /** 0x20 */
  export const PEP_DPM_REGISTER_COMPONENT_PERF_STATES = 0x20;
  /** 0x19 */
  export const PEP_DPM_REGISTER_CRASHDUMP_DEVICE = 0x19;
  /** 0x15 */
  export const PEP_DPM_REGISTER_DEBUGGER = 0x15;
  /** 0x3 */
  export const PEP_DPM_REGISTER_DEVICE = 0x3;
  /** 0x21 */
  export const PEP_DPM_REQUEST_COMPONENT_PERF_STATE = 0x21;
  /** 0x26 */
  export const PEP_DPM_RESET_SOC_SUBSYSTEM_ACCOUNTING = 0x26;
  /** 0x10 */
  export const PEP_DPM_SYSTEM_LATENCY_UPDATE = 0x10;
  /** 0x4 */
  export const PEP_DPM_UNREGISTER_DEVICE = 0x4;
  /** 0xd */
  export const PEP_DPM_WORK = 0xd;
  /** 0x3: What a platform extension plug-in (PEP) and the power framework say to each other: versions, notifications, work. */
  export const PEP_INFORMATION_VERSION = 0x3;
  /** 0x1 */
  export const PEP_KERNEL_INFORMATION_V1 = 0x1;
  /** 0x2 */
  export const PEP_KERNEL_INFORMATION_V2 = 0x2;
  /** 0x3 */
  export const PEP_KERNEL_INFORMATION_V3 = 0x3;
  /** 0x3 */
  export const PEP_KERNEL_INFORMATION_VERSION = 0x3;
  /** 0x10 */
  export const PEP_NOTIFY_PPM_QUERY_PLATFORM_STATES = 0x10;
  /** 0x4e */
  export const PFN_LIST_CORRUPT = 0x4e;
  /** 0x1c */
  export const PFN_REFERENCE_COUNT = 0x1c;
  /** 0x1b */
  export const PFN_SHARE_COUNT = 0x1b;
  /** 0x31 */
  export const PHASE0_INITIALIZATION_FAILED = 0x31;
  /** 0x32 */
  export const PHASE1_INITIALIZATION_FAILED = 0x32;
  /** 0xf */
  export const PNPBus = 0xf;
  /** 0xe */
  export const PNPISABus = 0xe;
  /** 0x1 */
  export const PNPNOTIFY_DEVICE_INTERFACE_INCLUDE_EXISTING_INTERFACES = 0x1;
  /** 0xca */
  export const PNP_DETECTED_FATAL_ERROR = 0xca;
  /** 0x1 */
  export const PNP_DEVICE_DISABLED = 0x1;
  /** 0x40 */
  export const PNP_DEVICE_DISCONNECTED = 0x40;
  /** 0x2 */
  export const PNP_DEVICE_DONT_DISPLAY_IN_UI = 0x2;
  /** 0x4 */
  export const PNP_DEVICE_FAILED = 0x4;
  /** 0x20 */
  export const PNP_DEVICE_NOT_DISABLEABLE = 0x20;
  /** 0x8 */
  export const PNP_DEVICE_REMOVED = 0x8;
  /** 0x10 */
  export const PNP_DEVICE_RESOURCE_REQUIREMENTS_CHANGED = 0x10;
  /** 0x100 */
  export const POOL_COLD_ALLOCATION = 0x100;
  /** 0xde */
  export const POOL_CORRUPTION_IN_FILE_AREA = 0xde;
  /** 0x8n */
  export const POOL_FLAG_CACHE_ALIGNED = 0x8n;
  /** 0x40n */
  export const POOL_FLAG_NON_PAGED = 0x40n;
  /** 0x80n */
  export const POOL_FLAG_NON_PAGED_EXECUTE = 0x80n;
  /** 0x100n */
  export const POOL_FLAG_PAGED = 0x100n;
  /** 0x20n */
  export const POOL_FLAG_RAISE_ON_FAILURE = 0x20n;
  /** 0x4n */
  export const POOL_FLAG_SESSION = 0x4n;
  /** 0x2n */
  export const POOL_FLAG_UNINITIALIZED = 0x2n;
  /** 0x1n */
  export const POOL_FLAG_USE_QUOTA = 0x1n;
  /** 0x8 */
  export const POOL_QUOTA_FAIL_INSTEAD_OF_RAISE = 0x8;
  /** 0x10 */
  export const POOL_RAISE_IF_ALLOCATION_FAILURE = 0x10;
  /** 0x1e */
  export const POWER_LEVEL = 0x1e;
  /** 0x2 */
  export const POWER_REQUEST_CONTEXT_DETAILED_STRING = 0x2;
  /** 0x1 */
  export const POWER_REQUEST_CONTEXT_SIMPLE_STRING = 0x1;
  /** 0x0 */
  export const POWER_REQUEST_CONTEXT_VERSION = 0x0;
  /** 0x1n: The component goes to F0 before the device leaves D0. */
  export const PO_FX_COMPONENT_FLAG_F0_ON_DX = 0x1n;
  /** 0x2n */
  export const PO_FX_COMPONENT_FLAG_NO_DEBOUNCE = 0x2n;
  /** 0x6n */
  export const PO_FX_DEVICE_FLAG_DFX_CHILDREN_OPTIONAL = 0x6n;
  /** 0x2n */
  export const PO_FX_DEVICE_FLAG_DFX_DIRECT_CHILDREN_OPTIONAL = 0x2n;
  /** 0x4n */
  export const PO_FX_DEVICE_FLAG_DFX_POWER_CHILDREN_OPTIONAL = 0x4n;
  /** 0x8n */
  export const PO_FX_DEVICE_FLAG_DISABLE_FAST_RESUME = 0x8n;
  /** 0x10n */
  export const PO_FX_DEVICE_FLAG_ENABLE_FAST_RESUME = 0x10n;
  /** 0x20n */
  export const PO_FX_DEVICE_FLAG_NO_FAULT_CALLBACKS = 0x20n;
  /** 0x0 */
  export const PO_FX_DIRECTED_FX_DEFAULT_IDLE_TIMEOUT = 0x0;
  /** 0xffffffff */
  export const PO_FX_DIRECTED_FX_IMMEDIATE_IDLE_TIMEOUT = 0xffffffff;
  /** 0x258: Seconds. */
  export const PO_FX_DIRECTED_FX_MAX_IDLE_TIMEOUT = 0x258;
  /** 0x2 */
  export const PO_FX_FLAG_ASYNC_ONLY = 0x2;
  /** 0x1 */
  export const PO_FX_FLAG_BLOCKING = 0x1;
  /** 0x1 */
  export const PO_FX_FLAG_PERF_PEP_OPTIONAL = 0x1;
  /** 0x4 */
  export const PO_FX_FLAG_PERF_QUERY_ON_ALL_IDLE_STATES = 0x4;
  /** 0x2 */
  export const PO_FX_FLAG_PERF_QUERY_ON_F0 = 0x2;
  /** 0xffffffff */
  export const PO_FX_UNKNOWN_POWER = 0xffffffff;
  /** 0xffffffffffffffffn: Of an F state whose latency or residency the driver does not know: the framework never selects it. */
  export const PO_FX_UNKNOWN_TIME = 0xffffffffffffffffn;
  /** 0x1 */
  export const PO_FX_VERSION_V1 = 0x1;
  /** 0x2 */
  export const PO_FX_VERSION_V2 = 0x2;
  /** 0x3 */
  export const PO_FX_VERSION_V3 = 0x3;
  /** 0x76 */
  export const PROCESS_HAS_LOCKED_PAGES = 0x76;
  /** 0x1b */
  export const PROFILE_LEVEL = 0x1b;
  /** 0x2 */
  export const PageIn = 0x2;
  /** 0x1 */
  export const PagedPool = 0x1;
  /** 0x5 */
  export const PagedPoolCacheAligned = 0x5;
  /** 0x2 */
  export const PepDeviceAccepted = 0x2;
  /** 0x0 */
  export const PepDeviceNotAccepted = 0x0;
  /** 0x8 */
  export const PepWorkAcpiEvaluateControlMethodComplete = 0x8;
  /** 0x7 */
  export const PepWorkAcpiNotify = 0x7;
  /** 0x5 */
  export const PepWorkCompleteIdleState = 0x5;
  /** 0x6 */
  export const PepWorkCompletePerfState = 0x6;
  /** 0x3 */
  export const PepWorkRequestPowerControl = 0x3;
  /** 0x0 */
  export const PoFxPerfStateTypeDiscrete = 0x0;
  /** 0x2 */
  export const PoFxPerfStateTypeMaximum = 0x2;
  /** 0x1 */
  export const PoFxPerfStateTypeRange = 0x1;
  /** 0x2 */
  export const PoFxPerfStateUnitBandwidth = 0x2;
  /** 0x1 */
  export const PoFxPerfStateUnitFrequency = 0x1;
  /** 0x3 */
  export const PoFxPerfStateUnitMaximum = 0x3;
  /** 0x0 */
  export const PoFxPerfStateUnitOther = 0x0;
  /** 0x3 */
  export const PoolAllocation = 0x3;
  /** 0x8 */
  export const PowerActionDisplayOff = 0x8;
  /** 0x3 */
  export const PowerActionHibernate = 0x3;
  /** 0x0 */
  export const PowerActionNone = 0x0;
  /** 0x1 */
  export const PowerActionReserved = 0x1;
  /** 0x4 */
  export const PowerActionShutdown = 0x4;
  /** 0x6 */
  export const PowerActionShutdownOff = 0x6;
  /** 0x5 */
  export const PowerActionShutdownReset = 0x5;
  /** 0x2 */
  export const PowerActionSleep = 0x2;
  /** 0x7 */
  export const PowerActionWarmEject = 0x7;
  /** 0x1 */
  export const PowerDeviceD0 = 0x1;
  /** 0x2 */
  export const PowerDeviceD1 = 0x2;
  /** 0x3 */
  export const PowerDeviceD2 = 0x3;
  /** 0x4 */
  export const PowerDeviceD3 = 0x4;
  /** 0x5 */
  export const PowerDeviceMaximum = 0x5;
  /** 0x0 */
  export const PowerDeviceUnspecified = 0x0;
  /** 0x2 */
  export const PowerRelations = 0x2;
  /** 0x2 */
  export const PowerRequestAwayModeRequired = 0x2;
  /** 0x0 */
  export const PowerRequestDisplayRequired = 0x0;
  /** 0x3 */
  export const PowerRequestExecutionRequired = 0x3;
  /** 0x1 */
  export const PowerRequestSystemRequired = 0x1;
  /** 0x5 */
  export const PowerSystemHibernate = 0x5;
  /** 0x7 */
  export const PowerSystemMaximum = 0x7;
  /** 0x6 */
  export const PowerSystemShutdown = 0x6;
  /** 0x2 */
  export const PowerSystemSleeping1 = 0x2;
  /** 0x3 */
  export const PowerSystemSleeping2 = 0x3;
  /** 0x4 */
  export const PowerSystemSleeping3 = 0x4;
  /** 0x0 */
  export const PowerSystemUnspecified = 0x0;
  /** 0x1 */
  export const PowerSystemWorking = 0x1;
  /** 0x3 */
  export const ProcessObject = 0x3;
  /** 0xc */
  export const ProcessorInternal = 0xc;
  /** 0x21 */
  export const QUOTA_UNDERFLOW = 0x21;
  /** 0xc */
  export const QueryTickCount = 0xc;
  /** 0x4 */
  export const QueueObject = 0x4;
  /** 0x18 */
  export const REFERENCE_BY_POINTER = 0x18;
  /** 0x51 */
  export const REGISTRY_ERROR = 0x51;
  /** 0xe3 */
  export const RESOURCE_NOT_OWNED = 0xe3;
  /** 0x1004 */
  export const ReleaseSpinLock = 0x1004;
  /** 0x1 */
  export const RemovalPolicyExpectNoRemoval = 0x1;
  /** 0x2 */
  export const RemovalPolicyExpectOrderlyRemoval = 0x2;
  /** 0x3 */
  export const RemovalPolicyExpectSurpriseRemoval = 0x3;
  /** 0x3 */
  export const RemovalRelations = 0x3;
  /** 0x0 */
  export const RequestComplete = 0x0;
  /** 0x1008 */
  export const RequestDirectComplete = 0x1008;
  /** 0x6 */
  export const RequestTimerCall = 0x6;
  /** 0x3 */
  export const ResetDetected = 0x3;
  /** 0x12 */
  export const SCSIOP_INQUIRY = 0x12;
  /** 0x1a */
  export const SCSIOP_MODE_SENSE = 0x1a;
  /** 0x28 */
  export const SCSIOP_READ = 0x28;
  /** 0x88 */
  export const SCSIOP_READ16 = 0x88;
  /** 0x25 */
  export const SCSIOP_READ_CAPACITY = 0x25;
  /** 0x9e */
  export const SCSIOP_READ_CAPACITY16 = 0x9e;
  /** 0xa0 */
  export const SCSIOP_REPORT_LUNS = 0xa0;
  /** 0x3 */
  export const SCSIOP_REQUEST_SENSE = 0x3;
  /** 0x1b */
  export const SCSIOP_START_STOP_UNIT = 0x1b;
  /** 0x35 */
  export const SCSIOP_SYNCHRONIZE_CACHE = 0x35;
  /** 0x0 */
  export const SCSIOP_TEST_UNIT_READY = 0x0;
  /** 0x2a */
  export const SCSIOP_WRITE = 0x2a;
  /** 0x8a */
  export const SCSIOP_WRITE16 = 0x8a;
  /** 0x8 */
  export const SCSISTAT_BUSY = 0x8;
  /** 0x2 */
  export const SCSISTAT_CHECK_CONDITION = 0x2;
  /** 0x22 */
  export const SCSISTAT_COMMAND_TERMINATED = 0x22;
  /** 0x0 */
  export const SCSISTAT_GOOD = 0x0;
  /** 0x28 */
  export const SCSISTAT_QUEUE_FULL = 0x28;
  /** 0x18 */
  export const SCSISTAT_RESERVATION_CONFLICT = 0x18;
  /** 0x3 */
  export const SCSI_DMA64_MINIPORT_FULL64BIT_NO_BOUNDARY_REQ_SUPPORTED = 0x3;
  /** 0x2 */
  export const SCSI_DMA64_MINIPORT_FULL64BIT_SUPPORTED = 0x2;
  /** 0x1 */
  export const SCSI_DMA64_MINIPORT_SUPPORTED = 0x1;
  /** 0x80 */
  export const SCSI_DMA64_SYSTEM_SUPPORTED = 0x80;
  /** 0x8 */
  export const SCSI_MAXIMUM_BUSES = 0x8;
  /** 0xff */
  export const SCSI_MAXIMUM_BUSES_PER_ADAPTER = 0xff;
  /** 0xff */
  export const SCSI_MAXIMUM_LUNS_PER_TARGET = 0xff;
  /** 0x80 */
  export const SCSI_MAXIMUM_TARGETS_PER_BUS = 0x80;
  /** 0x10 */
  export const SCSI_MINIMUM_PHYSICAL_BREAKS = 0x10;
  /** 0x1 */
  export const SEMAPHORE_INCREMENT = 0x1;
  /** 0x1f */
  export const SHARED_RESOURCE_CONV_ERROR = 0x1f;
  /** 0x80 */
  export const SL_CASE_SENSITIVE = 0x80;
  /** 0x2 */
  export const SL_ERROR_RETURNED = 0x2;
  /** 0x10 */
  export const SL_FORCE_DIRECT_WRITE = 0x10;
  /** 0x8 */
  export const SL_FT_SEQUENTIAL_WRITE = 0x8;
  /** 0x20 */
  export const SL_INVOKE_ON_CANCEL = 0x20;
  /** 0x80 */
  export const SL_INVOKE_ON_ERROR = 0x80;
  /** 0x40 */
  export const SL_INVOKE_ON_SUCCESS = 0x40;
  /** 0x1 */
  export const SL_KEY_SPECIFIED = 0x1;
  /** 0x2 */
  export const SL_OPEN_PAGING_FILE = 0x2;
  /** 0x2 */
  export const SL_OVERRIDE_VERIFY_VOLUME = 0x2;
  /** 0x1 */
  export const SL_PENDING_RETURNED = 0x1;
  /** 0x4 */
  export const SL_WRITE_THROUGH = 0x4;
  /** 0xc1 */
  export const SPECIAL_POOL_DETECTED_MEMORY_CORRUPTION = 0xc1;
  /** 0xf */
  export const SPIN_LOCK_ALREADY_OWNED = 0xf;
  /** 0x10 */
  export const SPIN_LOCK_NOT_OWNED = 0x10;
  /** 0x3 */
  export const SP_RETURN_BAD_CONFIG = 0x3;
  /** 0x2 */
  export const SP_RETURN_ERROR = 0x2;
  /** 0x1 */
  export const SP_RETURN_FOUND = 0x1;
  /** 0x0 */
  export const SP_RETURN_NOT_FOUND = 0x0;
  /** 0xffffffff: A field of PORT_CONFIGURATION_INFORMATION that nobody has set. */
  export const SP_UNINITIALIZED_VALUE = 0xffffffff;
  /** 0xff */
  export const SP_UNTAGGED = 0xff;
  /** 0x200 */
  export const SRB_FLAGS_ADAPTER_CACHE_ENABLE = 0x200;
  /** 0x10 */
  export const SRB_FLAGS_BYPASS_FROZEN_QUEUE = 0x10;
  /** 0x80000 */
  export const SRB_FLAGS_BYPASS_LOCKED_QUEUE = 0x80000;
  /** 0x800 */
  export const SRB_FLAGS_D3_PROCESSING = 0x800;
  /** 0x40 */
  export const SRB_FLAGS_DATA_IN = 0x40;
  /** 0x80 */
  export const SRB_FLAGS_DATA_OUT = 0x80;
  /** 0x20 */
  export const SRB_FLAGS_DISABLE_AUTOSENSE = 0x20;
  /** 0x4 */
  export const SRB_FLAGS_DISABLE_DISCONNECT = 0x4;
  /** 0x8 */
  export const SRB_FLAGS_DISABLE_SYNCH_TRANSFER = 0x8;
  /** 0x0 */
  export const SRB_FLAGS_NO_DATA_TRANSFER = 0x0;
  /** 0x100 */
  export const SRB_FLAGS_NO_QUEUE_FREEZE = 0x100;
  /** 0x2 */
  export const SRB_FLAGS_QUEUE_ACTION_ENABLE = 0x2;
  /** 0x10 */
  export const SRB_FUNCTION_ABORT_COMMAND = 0x10;
  /** 0x5 */
  export const SRB_FUNCTION_ATTACH_DEVICE = 0x5;
  /** 0x1 */
  export const SRB_FUNCTION_CLAIM_DEVICE = 0x1;
  /** 0x29 */
  export const SRB_FUNCTION_CRYPTO_OPERATION = 0x29;
  /** 0x26 */
  export const SRB_FUNCTION_DUMP_POINTERS = 0x26;
  /** 0x0 */
  export const SRB_FUNCTION_EXECUTE_SCSI = 0x0;
  /** 0x8 */
  export const SRB_FUNCTION_FLUSH = 0x8;
  /** 0x15 */
  export const SRB_FUNCTION_FLUSH_QUEUE = 0x15;
  /** 0x2b */
  export const SRB_FUNCTION_FREE_DUMP_INFO = 0x2b;
  /** 0x27 */
  export const SRB_FUNCTION_FREE_DUMP_POINTERS = 0x27;
  /** 0x2a */
  export const SRB_FUNCTION_GET_DUMP_INFO = 0x2a;
  /** 0x2 */
  export const SRB_FUNCTION_IO_CONTROL = 0x2;
  /** 0x23 */
  export const SRB_FUNCTION_LINK_TIMEOUT_COMPLETE = 0x23;
  /** 0x22 */
  export const SRB_FUNCTION_LINK_TIMEOUT_OCCURRED = 0x22;
  /** 0x18 */
  export const SRB_FUNCTION_LOCK_QUEUE = 0x18;
  /** 0x2c */
  export const SRB_FUNCTION_NVMEOF_OPERATION = 0x2c;
  /** 0x25 */
  export const SRB_FUNCTION_PNP = 0x25;
  /** 0x24 */
  export const SRB_FUNCTION_POWER = 0x24;
  /** 0x9 */
  export const SRB_FUNCTION_PROTOCOL_COMMAND = 0x9;
  /** 0x1a */
  export const SRB_FUNCTION_QUIESCE_DEVICE = 0x1a;
  /** 0x3 */
  export const SRB_FUNCTION_RECEIVE_EVENT = 0x3;
  /** 0x6 */
  export const SRB_FUNCTION_RELEASE_DEVICE = 0x6;
  /** 0x4 */
  export const SRB_FUNCTION_RELEASE_QUEUE = 0x4;
  /** 0x11 */
  export const SRB_FUNCTION_RELEASE_RECOVERY = 0x11;
  /** 0x16 */
  export const SRB_FUNCTION_REMOVE_DEVICE = 0x16;
  /** 0x12 */
  export const SRB_FUNCTION_RESET_BUS = 0x12;
  /** 0x13 */
  export const SRB_FUNCTION_RESET_DEVICE = 0x13;
  /** 0x20 */
  export const SRB_FUNCTION_RESET_LOGICAL_UNIT = 0x20;
  /** 0x21 */
  export const SRB_FUNCTION_SET_LINK_TIMEOUT = 0x21;
  /** 0x7 */
  export const SRB_FUNCTION_SHUTDOWN = 0x7;
  /** 0x28: In the Function field only: what is asked for stands in SrbFunction. */
  export const SRB_FUNCTION_STORAGE_REQUEST_BLOCK = 0x28;
  /** 0x14 */
  export const SRB_FUNCTION_TERMINATE_IO = 0x14;
  /** 0x19 */
  export const SRB_FUNCTION_UNLOCK_QUEUE = 0x19;
  /** 0x17 */
  export const SRB_FUNCTION_WMI = 0x17;
  /** 0x53524258 */
  export const SRB_SIGNATURE = 0x53524258;
  /** 0x20 */
  export const SRB_SIMPLE_TAG_REQUEST = 0x20;
  /** The part of SrbStatus that says how the request ended; the rest are flags. */
  export function SRB_STATUS(status: number): UCHAR;
  /** 0x2 */
  export const SRB_STATUS_ABORTED = 0x2;
  /** 0x3 */
  export const SRB_STATUS_ABORT_FAILED = 0x3;
  /** 0x80 */
  export const SRB_STATUS_AUTOSENSE_VALID = 0x80;
  /** 0x22 */
  export const SRB_STATUS_BAD_FUNCTION = 0x22;
  /** 0x15 */
  export const SRB_STATUS_BAD_SRB_BLOCK_LENGTH = 0x15;
  /** 0x5 */
  export const SRB_STATUS_BUSY = 0x5;
  /** 0xe */
  export const SRB_STATUS_BUS_RESET = 0xe;
  /** 0xb */
  export const SRB_STATUS_COMMAND_TIMEOUT = 0xb;
  /** 0x12 */
  export const SRB_STATUS_DATA_OVERRUN = 0x12;
  /** 0x4 */
  export const SRB_STATUS_ERROR = 0x4;
  /** 0x23 */
  export const SRB_STATUS_ERROR_RECOVERY = 0x23;
  /** 0x30 */
  export const SRB_STATUS_INTERNAL_ERROR = 0x30;
  /** 0x20 */
  export const SRB_STATUS_INVALID_LUN = 0x20;
  /** 0x7 */
  export const SRB_STATUS_INVALID_PATH_ID = 0x7;
  /** 0x6 */
  export const SRB_STATUS_INVALID_REQUEST = 0x6;
  /** 0x21 */
  export const SRB_STATUS_INVALID_TARGET_ID = 0x21;
  /** 0x25 */
  export const SRB_STATUS_LINK_DOWN = 0x25;
  /** 0xd */
  export const SRB_STATUS_MESSAGE_REJECTED = 0xd;
  /** 0x24 */
  export const SRB_STATUS_NOT_POWERED = 0x24;
  /** 0x8 */
  export const SRB_STATUS_NO_DEVICE = 0x8;
  /** 0x11 */
  export const SRB_STATUS_NO_HBA = 0x11;
  /** 0xf */
  export const SRB_STATUS_PARITY_ERROR = 0xf;
  /** 0x0 */
  export const SRB_STATUS_PENDING = 0x0;
  /** 0x14 */
  export const SRB_STATUS_PHASE_SEQUENCE_FAILURE = 0x14;
  /** 0x40 */
  export const SRB_STATUS_QUEUE_FROZEN = 0x40;
  /** 0x16 */
  export const SRB_STATUS_REQUEST_FLUSHED = 0x16;
  /** 0x10 */
  export const SRB_STATUS_REQUEST_SENSE_FAILED = 0x10;
  /** 0xa */
  export const SRB_STATUS_SELECTION_TIMEOUT = 0xa;
  /** 0x1 */
  export const SRB_STATUS_SUCCESS = 0x1;
  /** 0x9 */
  export const SRB_STATUS_TIMEOUT = 0x9;
  /** 0x13 */
  export const SRB_STATUS_UNEXPECTED_BUS_FREE = 0x13;
  /** 0x1 */
  export const SRB_TYPE_FLAG_SCSI_REQUEST_BLOCK = 0x1;
  /** 0x2 */
  export const SRB_TYPE_FLAG_STORAGE_REQUEST_BLOCK = 0x2;
  /** 0x0 */
  export const SRB_TYPE_SCSI_REQUEST_BLOCK = 0x0;
  /** 0x1 */
  export const SRB_TYPE_STORAGE_REQUEST_BLOCK = 0x1;
  /** 0x80 */
  export const STATUS_ABANDONED = 0x80;
  /** 0x80 */
  export const STATUS_ABANDONED_WAIT_0 = 0x80;
  /** 0xc0000022 */
  export const STATUS_ACCESS_DENIED = 0xc0000022;
  /** 0xc0000005 */
  export const STATUS_ACCESS_VIOLATION = 0xc0000005;
  /** 0xc00000c2 */
  export const STATUS_ADAPTER_HARDWARE_ERROR = 0xc00000c2;
  /** 0x101 */
  export const STATUS_ALERTED = 0x101;
  /** 0xc0000021 */
  export const STATUS_ALREADY_COMMITTED = 0xc0000021;
  /** 0xff */
  export const STATUS_ALREADY_COMPLETE = 0xff;
  /** 0xc0000718 */
  export const STATUS_ALREADY_REGISTERED = 0xc0000718;
  /** 0xc000008c */
  export const STATUS_ARRAY_BOUNDS_EXCEEDED = 0xc000008c;
  /** 0xc0000420 */
  export const STATUS_ASSERTION_FAILURE = 0xc0000420;
  /** 0xc0000187 */
  export const STATUS_BACKUP_CONTROLLER = 0xc0000187;
  /** 0xc00000cb */
  export const STATUS_BAD_DEVICE_TYPE = 0xc00000cb;
  /** 0x80000003 */
  export const STATUS_BREAKPOINT = 0x80000003;
  /** 0x80000005 */
  export const STATUS_BUFFER_OVERFLOW = 0x80000005;
  /** 0xc0000023 */
  export const STATUS_BUFFER_TOO_SMALL = 0xc0000023;
  /** 0x8000001d */
  export const STATUS_BUS_RESET = 0x8000001d;
  /** 0xc0000120 */
  export const STATUS_CANCELLED = 0xc0000120;
  /** 0xc0000121 */
  export const STATUS_CANNOT_DELETE = 0xc0000121;
  /** 0x80000027 */
  export const STATUS_CLEANER_CARTRIDGE_INSTALLED = 0x80000027;
  /** 0xc000012d */
  export const STATUS_COMMITMENT_LIMIT = 0xc000012d;
  /** 0xc0000018 */
  export const STATUS_CONFLICTING_ADDRESSES = 0xc0000018;
  /** 0x0: What a completion routine returns to let completion go on. */
  export const STATUS_CONTINUE_COMPLETION = 0x0;
  /** 0xc000003f */
  export const STATUS_CRC_ERROR = 0xc000003f;
  /** 0x80000002 */
  export const STATUS_DATATYPE_MISALIGNMENT = 0x80000002;
  /** 0xc000003e */
  export const STATUS_DATA_ERROR = 0xc000003e;
  /** 0xc000003d */
  export const STATUS_DATA_LATE_ERROR = 0xc000003d;
  /** 0xc000021b */
  export const STATUS_DATA_NOT_ACCEPTED = 0xc000021b;
  /** 0xc000003c */
  export const STATUS_DATA_OVERRUN = 0xc000003c;
  /** 0xc0000056 */
  export const STATUS_DELETE_PENDING = 0xc0000056;
  /** 0xc0000038 */
  export const STATUS_DEVICE_ALREADY_ATTACHED = 0xc0000038;
  /** 0x80000011 */
  export const STATUS_DEVICE_BUSY = 0x80000011;
  /** 0xc0000182 */
  export const STATUS_DEVICE_CONFIGURATION_ERROR = 0xc0000182;
  /** 0xc000009c */
  export const STATUS_DEVICE_DATA_ERROR = 0xc000009c;
  /** 0xc00000c0 */
  export const STATUS_DEVICE_DOES_NOT_EXIST = 0xc00000c0;
  /** 0x80000289 */
  export const STATUS_DEVICE_DOOR_OPEN = 0x80000289;
  /** 0xc0000366 */
  export const STATUS_DEVICE_ENUMERATION_ERROR = 0xc0000366;
  /** 0xc0000463 */
  export const STATUS_DEVICE_FEATURE_NOT_SUPPORTED = 0xc0000463;
  /** 0xc0000483 */
  export const STATUS_DEVICE_HARDWARE_ERROR = 0xc0000483;
  /** 0xc0000468 */
  export const STATUS_DEVICE_INSUFFICIENT_RESOURCES = 0xc0000468;
  /** 0xc000009d */
  export const STATUS_DEVICE_NOT_CONNECTED = 0xc000009d;
  /** 0xc0000174 */
  export const STATUS_DEVICE_NOT_PARTITIONED = 0xc0000174;
  /** 0xc00000a3 */
  export const STATUS_DEVICE_NOT_READY = 0xc00000a3;
  /** 0x80000010 */
  export const STATUS_DEVICE_OFF_LINE = 0x80000010;
  /** 0x8000000e */
  export const STATUS_DEVICE_PAPER_EMPTY = 0x8000000e;
  /** 0x8000000f */
  export const STATUS_DEVICE_POWERED_OFF = 0x8000000f;
  /** 0xc000009e */
  export const STATUS_DEVICE_POWER_FAILURE = 0xc000009e;
  /** 0xc0000186 */
  export const STATUS_DEVICE_PROTOCOL_ERROR = 0xc0000186;
  /** 0xc00002b6 */
  export const STATUS_DEVICE_REMOVED = 0xc00002b6;
  /** 0x80000288 */
  export const STATUS_DEVICE_REQUIRES_CLEANING = 0x80000288;
  /** 0x80000030 */
  export const STATUS_DEVICE_SUPPORT_IN_PROGRESS = 0x80000030;
  /** 0xc0000464 */
  export const STATUS_DEVICE_UNREACHABLE = 0xc0000464;
  /** 0xc0000032 */
  export const STATUS_DISK_CORRUPT_ERROR = 0xc0000032;
  /** 0xc000007f */
  export const STATUS_DISK_FULL = 0xc000007f;
  /** 0xc000036c */
  export const STATUS_DRIVER_BLOCKED = 0xc000036c;
  /** 0xc000036b */
  export const STATUS_DRIVER_BLOCKED_CRITICAL = 0xc000036b;
  /** 0xc000021e */
  export const STATUS_DRIVER_CANCEL_TIMEOUT = 0xc000021e;
  /** 0xc000036d */
  export const STATUS_DRIVER_DATABASE_ERROR = 0xc000036d;
  /** 0xc0000263 */
  export const STATUS_DRIVER_ENTRYPOINT_NOT_FOUND = 0xc0000263;
  /** 0xc0000183 */
  export const STATUS_DRIVER_INTERNAL_ERROR = 0xc0000183;
  /** 0xc0000262 */
  export const STATUS_DRIVER_ORDINAL_NOT_FOUND = 0xc0000262;
  /** 0xc000026c */
  export const STATUS_DRIVER_UNABLE_TO_LOAD = 0xc000026c;
  /** 0xc0000011 */
  export const STATUS_END_OF_FILE = 0xc0000011;
  /** 0x8000001e */
  export const STATUS_END_OF_MEDIA = 0x8000001e;
  /** 0x80000017 */
  export const STATUS_EXTRANEOUS_INFORMATION = 0x80000017;
  /** 0xc0000365 */
  export const STATUS_FAILED_DRIVER_ENTRY = 0xc0000365;
  /** 0x8000001b */
  export const STATUS_FILEMARK_DETECTED = 0x8000001b;
  /** 0xc0000128 */
  export const STATUS_FILE_CLOSED = 0xc0000128;
  /** 0xc0000123 */
  export const STATUS_FILE_DELETED = 0xc0000123;
  /** 0xc00000b6 */
  export const STATUS_FILE_FORCED_CLOSED = 0xc00000b6;
  /** 0xc00000ba */
  export const STATUS_FILE_IS_A_DIRECTORY = 0xc00000ba;
  /** 0xc0000054 */
  export const STATUS_FILE_LOCK_CONFLICT = 0xc0000054;
  /** 0xc0000427 */
  export const STATUS_FILE_SYSTEM_LIMITATION = 0xc0000427;
  /** 0xc000008e */
  export const STATUS_FLOAT_DIVIDE_BY_ZERO = 0xc000008e;
  /** 0x801c0001 */
  export const STATUS_FLT_BUFFER_TOO_SMALL = 0x801c0001;
  /** 0x80000001 */
  export const STATUS_GUARD_PAGE_VIOLATION = 0x80000001;
  /** 0xc0000709 */
  export const STATUS_HARDWARE_MEMORY_ERROR = 0xc0000709;
  /** 0x4000002a */
  export const STATUS_HIBERNATED = 0x4000002a;
  /** 0xc000001d */
  export const STATUS_ILLEGAL_INSTRUCTION = 0xc000001d;
  /** 0xc0000004 */
  export const STATUS_INFO_LENGTH_MISMATCH = 0xc0000004;
  /** 0xc000009a */
  export const STATUS_INSUFFICIENT_RESOURCES = 0xc000009a;
  /** 0xc0000094 */
  export const STATUS_INTEGER_DIVIDE_BY_ZERO = 0xc0000094;
  /** 0xc0000095 */
  export const STATUS_INTEGER_OVERFLOW = 0xc0000095;
  /** 0xc00000e5 */
  export const STATUS_INTERNAL_ERROR = 0xc00000e5;
  /** 0xc0000141 */
  export const STATUS_INVALID_ADDRESS = 0xc0000141;
  /** 0xc0000173 */
  export const STATUS_INVALID_BLOCK_LENGTH = 0xc0000173;
  /** 0xc0000206 */
  export const STATUS_INVALID_BUFFER_SIZE = 0xc0000206;
  /** 0xc000000b */
  export const STATUS_INVALID_CID = 0xc000000b;
  /** 0xc0000369 */
  export const STATUS_INVALID_DEVICE_OBJECT_PARAMETER = 0xc0000369;
  /** 0xc0000010 */
  export const STATUS_INVALID_DEVICE_REQUEST = 0xc0000010;
  /** 0xc0000184 */
  export const STATUS_INVALID_DEVICE_STATE = 0xc0000184;
  /** 0xc0000026 */
  export const STATUS_INVALID_DISPOSITION = 0xc0000026;
  /** 0x80000013 */
  export const STATUS_INVALID_EA_NAME = 0x80000013;
  /** 0xc0000008 */
  export const STATUS_INVALID_HANDLE = 0xc0000008;
  /** 0xc0000003 */
  export const STATUS_INVALID_INFO_CLASS = 0xc0000003;
  /** 0xc000a004 */
  export const STATUS_INVALID_KERNEL_INFO_VERSION = 0xc000a004;
  /** 0xc000001e */
  export const STATUS_INVALID_LOCK_SEQUENCE = 0xc000001e;
  /** 0xc000005a */
  export const STATUS_INVALID_OWNER = 0xc000005a;
  /** 0xc000000d */
  export const STATUS_INVALID_PARAMETER = 0xc000000d;
  /** 0xc00000ef */
  export const STATUS_INVALID_PARAMETER_1 = 0xc00000ef;
  /** 0xc00000f0 */
  export const STATUS_INVALID_PARAMETER_2 = 0xc00000f0;
  /** 0xc00000f1 */
  export const STATUS_INVALID_PARAMETER_3 = 0xc00000f1;
  /** 0xc00000f2 */
  export const STATUS_INVALID_PARAMETER_4 = 0xc00000f2;
  /** 0xc00000f3 */
  export const STATUS_INVALID_PARAMETER_5 = 0xc00000f3;
  /** 0xc00000f4 */
  export const STATUS_INVALID_PARAMETER_6 = 0xc00000f4;
  /** 0xc00000f5 */
  export const STATUS_INVALID_PARAMETER_7 = 0xc00000f5;
  /** 0xc00000f6 */
  export const STATUS_INVALID_PARAMETER_8 = 0xc00000f6;
  /** 0xc000a005 */
  export const STATUS_INVALID_PEP_INFO_VERSION = 0xc000a005;
  /** 0xc00000b4 */
  export const STATUS_INVALID_READ_MODE = 0xc00000b4;
  /** 0xc00000e8 */
  export const STATUS_INVALID_USER_BUFFER = 0xc00000e8;
  /** 0xc0000232 */
  export const STATUS_INVALID_VARIANT = 0xc0000232;
  /** 0xc0000006 */
  export const STATUS_IN_PAGE_ERROR = 0xc0000006;
  /** 0xc0000185 */
  export const STATUS_IO_DEVICE_ERROR = 0xc0000185;
  /** 0xc00000b5 */
  export const STATUS_IO_TIMEOUT = 0xc00000b5;
  /** 0xc0000055 */
  export const STATUS_LOCK_NOT_GRANTED = 0xc0000055;
  /** 0xc0000188 */
  export const STATUS_LOG_FILE_FULL = 0xc0000188;
  /** 0x8000001c */
  export const STATUS_MEDIA_CHANGED = 0x8000001c;
  /** 0x80000020 */
  export const STATUS_MEDIA_CHECK = 0x80000020;
  /** 0xc00000a2 */
  export const STATUS_MEDIA_WRITE_PROTECTED = 0xc00000a2;
  /** 0xc00000a0 */
  export const STATUS_MEMORY_NOT_ALLOCATED = 0xc00000a0;
  /** 0x105 */
  export const STATUS_MORE_ENTRIES = 0x105;
  /** 0xc0000016 */
  export const STATUS_MORE_PROCESSING_REQUIRED = 0xc0000016;
  /** 0xc0000368 */
  export const STATUS_MOUNT_POINT_NOT_RESOLVED = 0xc0000368;
  /** 0xc0000046 */
  export const STATUS_MUTANT_NOT_OWNED = 0xc0000046;
  /** 0xc00002b9 */
  export const STATUS_NOINTERFACE = 0xc00002b9;
  /** 0xc0000025 */
  export const STATUS_NONCONTINUABLE_EXCEPTION = 0xc0000025;
  /** 0xc0000015 */
  export const STATUS_NONEXISTENT_SECTOR = 0xc0000015;
  /** 0x122 */
  export const STATUS_NOTHING_TO_TERMINATE = 0x122;
  /** 0x10b */
  export const STATUS_NOTIFY_CLEANUP = 0x10b;
  /** 0x10c */
  export const STATUS_NOTIFY_ENUM_DIR = 0x10c;
  /** 0x106 */
  export const STATUS_NOT_ALL_ASSIGNED = 0x106;
  /** 0xc0000103 */
  export const STATUS_NOT_A_DIRECTORY = 0xc0000103;
  /** 0xc0000225 */
  export const STATUS_NOT_FOUND = 0xc0000225;
  /** 0xc0000002 */
  export const STATUS_NOT_IMPLEMENTED = 0xc0000002;
  /** 0xc000002a */
  export const STATUS_NOT_LOCKED = 0xc000002a;
  /** 0xc0000019 */
  export const STATUS_NOT_MAPPED_VIEW = 0xc0000019;
  /** 0xc00000d4 */
  export const STATUS_NOT_SAME_DEVICE = 0xc00000d4;
  /** 0xc00000bb */
  export const STATUS_NOT_SUPPORTED = 0xc00000bb;
  /** 0xc000010c */
  export const STATUS_NO_GUID_TRANSLATION = 0xc000010c;
  /** 0xc0000272 */
  export const STATUS_NO_MATCH = 0xc0000272;
  /** 0xc0000013 */
  export const STATUS_NO_MEDIA_IN_DEVICE = 0xc0000013;
  /** 0xc0000017 */
  export const STATUS_NO_MEMORY = 0xc0000017;
  /** 0x8000001a */
  export const STATUS_NO_MORE_ENTRIES = 0x8000001a;
  /** 0x80000006 */
  export const STATUS_NO_MORE_FILES = 0x80000006;
  /** 0xc0000147 */
  export const STATUS_NO_PAGEFILE = 0xc0000147;
  /** 0xc000000e */
  export const STATUS_NO_SUCH_DEVICE = 0xc000000e;
  /** 0xc000000f */
  export const STATUS_NO_SUCH_FILE = 0xc000000f;
  /** 0xc0000060 */
  export const STATUS_NO_SUCH_PRIVILEGE = 0xc0000060;
  /** 0xc0000035 */
  export const STATUS_OBJECT_NAME_COLLISION = 0xc0000035;
  /** 0x40000000 */
  export const STATUS_OBJECT_NAME_EXISTS = 0x40000000;
  /** 0xc0000033 */
  export const STATUS_OBJECT_NAME_INVALID = 0xc0000033;
  /** 0xc0000034 */
  export const STATUS_OBJECT_NAME_NOT_FOUND = 0xc0000034;
  /** 0xc0000039 */
  export const STATUS_OBJECT_PATH_INVALID = 0xc0000039;
  /** 0xc000003a */
  export const STATUS_OBJECT_PATH_NOT_FOUND = 0xc000003a;
  /** 0xc000003b */
  export const STATUS_OBJECT_PATH_SYNTAX_BAD = 0xc000003b;
  /** 0xc0000024 */
  export const STATUS_OBJECT_TYPE_MISMATCH = 0xc0000024;
  /** 0xc0000146 */
  export const STATUS_PAGEFILE_CREATE_FAILED = 0xc0000146;
  /** 0xc0000007 */
  export const STATUS_PAGEFILE_QUOTA = 0xc0000007;
  /** 0xc0000172 */
  export const STATUS_PARTITION_FAILURE = 0xc0000172;
  /** 0x103 */
  export const STATUS_PENDING = 0x103;
  /** 0xc00000ac */
  export const STATUS_PIPE_NOT_AVAILABLE = 0xc00000ac;
  /** 0x80000028: The name that the PnP manager's veto goes by; the value is shared with a handle status. */
  export const STATUS_PLUGPLAY_QUERY_VETOED = 0x80000028;
  /** 0xc0040035 */
  export const STATUS_PNP_BAD_MPS_TABLE = 0xc0040035;
  /** 0xc0000495 */
  export const STATUS_PNP_DEVICE_CONFIGURATION_PENDING = 0xc0000495;
  /** 0xc0000493 */
  export const STATUS_PNP_DRIVER_CONFIGURATION_INCOMPLETE = 0xc0000493;
  /** 0xc0000492 */
  export const STATUS_PNP_DRIVER_CONFIGURATION_NOT_FOUND = 0xc0000492;
  /** 0xc0000491 */
  export const STATUS_PNP_DRIVER_PACKAGE_NOT_FOUND = 0xc0000491;
  /** 0xc0000494 */
  export const STATUS_PNP_FUNCTION_DRIVER_REQUIRED = 0xc0000494;
  /** 0xc0040038 */
  export const STATUS_PNP_INVALID_ID = 0xc0040038;
  /** 0xc0040037 */
  export const STATUS_PNP_IRQ_TRANSLATION_FAILED = 0xc0040037;
  /** 0xc00002d2 */
  export const STATUS_PNP_REBOOT_REQUIRED = 0xc00002d2;
  /** 0xc00002ce */
  export const STATUS_PNP_RESTART_ENUMERATION = 0xc00002ce;
  /** 0xc0040036 */
  export const STATUS_PNP_TRANSLATION_FAILED = 0xc0040036;
  /** 0xc0000037 */
  export const STATUS_PORT_DISCONNECTED = 0xc0000037;
  /** 0xc00002d3 */
  export const STATUS_POWER_STATE_INVALID = 0xc00002d3;
  /** 0xc0000096 */
  export const STATUS_PRIVILEGED_INSTRUCTION = 0xc0000096;
  /** 0xc0000061 */
  export const STATUS_PRIVILEGE_NOT_HELD = 0xc0000061;
  /** 0xc000010a */
  export const STATUS_PROCESS_IS_TERMINATING = 0xc000010a;
  /** 0xc0000044 */
  export const STATUS_QUOTA_EXCEEDED = 0xc0000044;
  /** 0xc000028c */
  export const STATUS_RANGE_NOT_FOUND = 0xc000028c;
  /** 0x104 */
  export const STATUS_REPARSE = 0x104;
  /** 0xc0000240 */
  export const STATUS_REQUEST_ABORTED = 0xc0000240;
  /** 0xc00000d0 */
  export const STATUS_REQUEST_NOT_ACCEPTED = 0xc00000d0;
  /** 0xc0000089 */
  export const STATUS_RESOURCE_DATA_NOT_FOUND = 0xc0000089;
  /** 0xc0000708 */
  export const STATUS_RESOURCE_IN_USE = 0xc0000708;
  /** 0xc0000264 */
  export const STATUS_RESOURCE_NOT_OWNED = 0xc0000264;
  /** 0x119 */
  export const STATUS_RESOURCE_REQUIREMENTS_CHANGED = 0x119;
  /** 0xc000008a */
  export const STATUS_RESOURCE_TYPE_NOT_FOUND = 0xc000008a;
  /** 0x4000002b */
  export const STATUS_RESUME_HIBERNATION = 0x4000002b;
  /** 0xc000022d */
  export const STATUS_RETRY = 0xc000022d;
  /** 0xc0000059 */
  export const STATUS_REVISION_MISMATCH = 0xc0000059;
  /** 0xc0000040 */
  export const STATUS_SECTION_TOO_BIG = 0xc0000040;
  /** 0xc0000047 */
  export const STATUS_SEMAPHORE_LIMIT_EXCEEDED = 0xc0000047;
  /** 0x4000000c */
  export const STATUS_SERIAL_COUNTER_TIMEOUT = 0x4000000c;
  /** 0x40000008 */
  export const STATUS_SERIAL_MORE_WRITES = 0x40000008;
  /** 0xc0000043 */
  export const STATUS_SHARING_VIOLATION = 0xc0000043;
  /** 0x80000004 */
  export const STATUS_SINGLE_STEP = 0x80000004;
  /** 0xc00000fd */
  export const STATUS_STACK_OVERFLOW = 0xc00000fd;
  /** 0x0 */
  export const STATUS_SUCCESS = 0x0;
  /** 0x40000001 */
  export const STATUS_THREAD_WAS_SUSPENDED = 0x40000001;
  /** 0x102 */
  export const STATUS_TIMEOUT = 0x102;
  /** 0xc0000189 */
  export const STATUS_TOO_LATE = 0xc0000189;
  /** 0xc0000097 */
  export const STATUS_TOO_MANY_PAGING_FILES = 0xc0000097;
  /** 0xc0000175 */
  export const STATUS_UNABLE_TO_LOCK_MEDIA = 0xc0000175;
  /** 0xc0000176 */
  export const STATUS_UNABLE_TO_UNLOAD_MEDIA = 0xc0000176;
  /** 0xc00000e9 */
  export const STATUS_UNEXPECTED_IO_ERROR = 0xc00000e9;
  /** 0xc0000058 */
  export const STATUS_UNKNOWN_REVISION = 0xc0000058;
  /** 0xc0000014 */
  export const STATUS_UNRECOGNIZED_MEDIA = 0xc0000014;
  /** 0xc000014f */
  export const STATUS_UNRECOGNIZED_VOLUME = 0xc000014f;
  /** 0xc0000001 */
  export const STATUS_UNSUCCESSFUL = 0xc0000001;
  /** 0xc0 */
  export const STATUS_USER_APC = 0xc0;
  /** 0x80000016 */
  export const STATUS_VERIFY_REQUIRED = 0x80000016;
  /** 0xc000026e */
  export const STATUS_VOLUME_DISMOUNTED = 0xc000026e;
  /** 0x0 */
  export const STATUS_WAIT_0 = 0x0;
  /** 0x1 */
  export const STATUS_WAIT_1 = 0x1;
  /** 0x2 */
  export const STATUS_WAIT_2 = 0x2;
  /** 0x3 */
  export const STATUS_WAIT_3 = 0x3;
  /** 0x3f */
  export const STATUS_WAIT_63 = 0x3f;
  /** 0x40000294 */
  export const STATUS_WAKE_SYSTEM = 0x40000294;
  /** 0xc0000295 */
  export const STATUS_WMI_GUID_NOT_FOUND = 0xc0000295;
  /** 0xc0000296 */
  export const STATUS_WMI_INSTANCE_NOT_FOUND = 0xc0000296;
  /** 0xc0000297 */
  export const STATUS_WMI_ITEMID_NOT_FOUND = 0xc0000297;
  /** 0xc00002c6 */
  export const STATUS_WMI_READ_ONLY = 0xc00002c6;
  /** 0xc00002c7 */
  export const STATUS_WMI_SET_FAILURE = 0xc00002c7;
  /** 0xc0000298 */
  export const STATUS_WMI_TRY_AGAIN = 0xc0000298;
  /** 0xc0000012 */
  export const STATUS_WRONG_VOLUME = 0xc0000012;
  /** 0xf0 */
  export const STORAGE_MINIPORT_ERROR = 0xf0;
  /** 0x1 */
  export const STORAGE_REQUEST_BLOCK_VERSION_1 = 0x1;
  /** 0x2 */
  export const STORPORT_MARK_DEVICE_FAILED_FLAG_PREDICTED_FAILURE = 0x2;
  /** 0x1 */
  export const STORPORT_MARK_DEVICE_FAILED_FLAG_REMOVE_DEVICE = 0x1;
  export const STORPORT_POFX_ADAPTER_GUID = '{dcaf9c10-895f-481f-a492-d4ced2f55633}';
  export const STORPORT_POFX_LUN_GUID = '{585d326b-0b3a-4088-8939-88b00f6958be}';
  /** 0x40 */
  export const STOR_ADAPTER_DMA_ADDRESS_WIDTH_SPECIFIED = 0x40;
  /** 0x8 */
  export const STOR_ADAPTER_DMA_V3_PREFERRED = 0x8;
  /** 0x10 */
  export const STOR_ADAPTER_FEATURE_ABORT_COMMAND = 0x10;
  /** 0x1 */
  export const STOR_ADAPTER_FEATURE_DEVICE_TELEMETRY = 0x1;
  /** 0x20 */
  export const STOR_ADAPTER_FEATURE_RICH_TEMPERATURE_THRESHOLD = 0x20;
  /** 0x2 */
  export const STOR_ADAPTER_FEATURE_STOP_UNIT_DURING_POWER_DOWN = 0x2;
  /** 0x4 */
  export const STOR_ADAPTER_UNCACHED_EXTENSION_NUMA_NODE_PREFERRED = 0x4;
  /** 0x1 */
  export const STOR_ADDRESS_TYPE_BTL8 = 0x1;
  /** 0x4 */
  export const STOR_ADDR_BTL8_ADDRESS_LENGTH = 0x4;
  /** 0x100 */
  export const STOR_FEATURE_ADAPTER_CONTROL_PRE_FINDADAPTER = 0x100;
  /** 0x200 */
  export const STOR_FEATURE_ADAPTER_NOT_REQUIRE_IO_PORT = 0x200;
  /** 0x2 */
  export const STOR_FEATURE_ATA_PASS_THROUGH = 0x2;
  /** 0x40 */
  export const STOR_FEATURE_DEVICE_DESCRIPTOR_FROM_ATA_INFO_VPD = 0x40;
  /** 0x10 */
  export const STOR_FEATURE_DEVICE_NAME_NO_SUFFIX = 0x10;
  /** 0x1000 */
  export const STOR_FEATURE_DUMP_INFO = 0x1000;
  /** 0x8 */
  export const STOR_FEATURE_DUMP_POINTERS = 0x8;
  /** 0x20 */
  export const STOR_FEATURE_DUMP_RESUME_CAPABLE = 0x20;
  /** 0x80 */
  export const STOR_FEATURE_EXTRA_IO_INFORMATION = 0x80;
  /** 0x4 */
  export const STOR_FEATURE_FULL_PNP_DEVICE_CAPABILITIES = 0x4;
  /** 0x800 */
  export const STOR_FEATURE_SET_ADAPTER_INTERFACE_TYPE = 0x800;
  /** 0x4000 */
  export const STOR_FEATURE_SUPPORTS_NVME_ADAPTER = 0x4000;
  /** 0x1 */
  export const STOR_FEATURE_VIRTUAL_MINIPORT = 0x1;
  /** 0x1 */
  export const STOR_MAP_ALL_BUFFERS = 0x1;
  /** 0x3 */
  export const STOR_MAP_ALL_BUFFERS_INCLUDING_READ_WRITE = 0x3;
  /** 0x2 */
  export const STOR_MAP_NON_READ_WRITE_BUFFERS = 0x2;
  /** 0x0 */
  export const STOR_MAP_NO_BUFFERS = 0x0;
  /** 0x8 */
  export const STOR_POFX_ADAPTER_MAX_IDLE_STATES = 0x8;
  /** 0x1 */
  export const STOR_POFX_ADAPTER_MIN_IDLE_STATES = 0x1;
  /** 0x20 */
  export const STOR_POFX_COMPONENT_IDLE_STATE_SIZE = 0x20;
  /** 0x1 */
  export const STOR_POFX_COMPONENT_IDLE_STATE_VERSION_V1 = 0x1;
  /** 0x20 */
  export const STOR_POFX_COMPONENT_SIZE = 0x20;
  /** 0x28 */
  export const STOR_POFX_COMPONENT_V2_SIZE = 0x28;
  /** 0x1 */
  export const STOR_POFX_COMPONENT_VERSION_V1 = 0x1;
  /** 0x2 */
  export const STOR_POFX_COMPONENT_VERSION_V2 = 0x2;
  /** 0x800 */
  export const STOR_POFX_DEVICE_FLAG_ADAPTER_D3_WAKE = 0x800;
  /** 0x20: Of version 3: MinimumPowerCyclePeriodInMS is valid. */
  export const STOR_POFX_DEVICE_FLAG_ADAPTIVE_D3_IDLE_TIMEOUT = 0x20;
  /** 0x400: The adapter's interrupt is off while it is in D3. */
  export const STOR_POFX_DEVICE_FLAG_DISABLE_INTERRUPTS_ON_D3 = 0x400;
  /** 0x200: After a bug check power is asked for whatever state the device is in; stronger than NO_DUMP_ACTIVE. */
  export const STOR_POFX_DEVICE_FLAG_DUMP_ALWAYS_POWER_ON = 0x200;
  /** 0x4: Of an adapter: its power may be taken away in D3. */
  export const STOR_POFX_DEVICE_FLAG_ENABLE_D3_COLD = 0x4;
  /** 0x1000 */
  export const STOR_POFX_DEVICE_FLAG_GET_PERF_STATE_FROM_PEP = 0x1000;
  /** 0x10: AdapterIdleTimeoutInMS or UnitMinIdleTimeoutInMS is valid. */
  export const STOR_POFX_DEVICE_FLAG_IDLE_TIMEOUT = 0x10;
  /** 0x1: The port asks for no D0 when power is required: the miniport hears of it, and that is all. */
  export const STOR_POFX_DEVICE_FLAG_NO_D0 = 0x1;
  /** 0x2: The same for D3 when power is not required. */
  export const STOR_POFX_DEVICE_FLAG_NO_D3 = 0x2;
  /** 0x8: The dump instance of the miniport cannot bring the device back: it has to stay on as long as a crash dump may need it. */
  export const STOR_POFX_DEVICE_FLAG_NO_DUMP_ACTIVE = 0x8;
  /** 0x100 */
  export const STOR_POFX_DEVICE_FLAG_NO_IDLE_DEBOUNCE = 0x100;
  /** 0x40: Of an adapter: its units are not registered. */
  export const STOR_POFX_DEVICE_FLAG_NO_UNIT_REGISTRATION = 0x40;
  /** 0x80 */
  export const STOR_POFX_DEVICE_FLAG_PERF_STATE_PEP_OPTIONAL = 0x80;
  /** 0x10: Sizes leave out the array at the end, as the header has them. */
  export const STOR_POFX_DEVICE_SIZE = 0x10;
  /** 0x18 */
  export const STOR_POFX_DEVICE_V2_SIZE = 0x18;
  /** 0x18 */
  export const STOR_POFX_DEVICE_V3_SIZE = 0x18;
  /** 0x1 */
  export const STOR_POFX_DEVICE_VERSION_V1 = 0x1;
  /** 0x2 */
  export const STOR_POFX_DEVICE_VERSION_V2 = 0x2;
  /** 0x3 */
  export const STOR_POFX_DEVICE_VERSION_V3 = 0x3;
  /** 0x2 */
  export const STOR_POFX_UNIT_MAX_IDLE_STATES = 0x2;
  /** 0x1 */
  export const STOR_POFX_UNIT_MIN_IDLE_STATES = 0x1;
  /** 0xffffffff */
  export const STOR_POFX_UNKNOWN_POWER = 0xffffffff;
  /** 0xffffffffffffffffn */
  export const STOR_POFX_UNKNOWN_TIME = 0xffffffffffffffffn;
  /** 0xc1000005 */
  export const STOR_STATUS_ACCESS_DENIED = 0xc1000005;
  /** 0xc1000004 */
  export const STOR_STATUS_BUFFER_TOO_SMALL = 0xc1000004;
  /** 0xc100000c */
  export const STOR_STATUS_BUSY = 0xc100000c;
  /** 0xc1000003 */
  export const STOR_STATUS_INSUFFICIENT_RESOURCES = 0xc1000003;
  /** 0xc100000a */
  export const STOR_STATUS_INVALID_BUFFER_SIZE = 0xc100000a;
  /** 0xc100000f */
  export const STOR_STATUS_INVALID_DATA = 0xc100000f;
  /** 0xc1000007 */
  export const STOR_STATUS_INVALID_DEVICE_REQUEST = 0xc1000007;
  /** 0xc1000009 */
  export const STOR_STATUS_INVALID_DEVICE_STATE = 0xc1000009;
  /** 0xc1000008 */
  export const STOR_STATUS_INVALID_IRQL = 0xc1000008;
  /** 0xc1000006 */
  export const STOR_STATUS_INVALID_PARAMETER = 0xc1000006;
  /** 0xc1000002 */
  export const STOR_STATUS_NOT_IMPLEMENTED = 0xc1000002;
  /** 0x0 */
  export const STOR_STATUS_SUCCESS = 0x0;
  /** 0xc100000d */
  export const STOR_STATUS_THROTTLED = 0xc100000d;
  /** 0xc100000e */
  export const STOR_STATUS_TIMEOUT = 0xc100000e;
  /** 0xc1000001 */
  export const STOR_STATUS_UNSUCCESSFUL = 0xc1000001;
  /** 0xc100000b */
  export const STOR_STATUS_UNSUPPORTED_VERSION = 0xc100000b;
  /** 0xda */
  export const SYSTEM_PTE_MISUSE = 0xda;
  /** 0xd4 */
  export const SYSTEM_SCAN_AT_RAISED_IRQL_CAUGHT_IMPROPER_DRIVER_UNLOAD = 0xd4;
  /** 0x3b */
  export const SYSTEM_SERVICE_EXCEPTION = 0x3b;
  /** 0x7e */
  export const SYSTEM_THREAD_EXCEPTION_NOT_HANDLED = 0x7e;
  /** 0x3 */
  export const ScsiAdapterControlBufferTooSmall = 0x3;
  /** 0x2 */
  export const ScsiAdapterControlRetryNeeded = 0x2;
  /** 0x0 */
  export const ScsiAdapterControlSuccess = 0x0;
  /** 0x1 */
  export const ScsiAdapterControlUnsuccessful = 0x1;
  /** 0x12 */
  export const ScsiAdapterCryptoOperation = 0x12;
  /** 0xd */
  export const ScsiAdapterFilterResourceRequirements = 0xd;
  /** 0x1a */
  export const ScsiAdapterKsrPowerDown = 0x1a;
  /** 0x1c */
  export const ScsiAdapterNvmeofOperation = 0x1c;
  /** 0xe */
  export const ScsiAdapterPoFxMaxOperationalPower = 0xe;
  /** 0x8 */
  export const ScsiAdapterPoFxPowerActive = 0x8;
  /** 0xa */
  export const ScsiAdapterPoFxPowerControl = 0xa;
  /** 0x7 */
  export const ScsiAdapterPoFxPowerRequired = 0x7;
  /** 0x9 */
  export const ScsiAdapterPoFxPowerSetFState = 0x9;
  /** 0xf */
  export const ScsiAdapterPoFxSetPerfState = 0xf;
  /** 0x17 */
  export const ScsiAdapterPostHwInitialize = 0x17;
  /** 0x6 */
  export const ScsiAdapterPower = 0x6;
  /** 0x18 */
  export const ScsiAdapterPrepareEarlyDumpData = 0x18;
  /** 0xb */
  export const ScsiAdapterPrepareForBusReScan = 0xb;
  /** 0x1b */
  export const ScsiAdapterPreparePLDR = 0x1b;
  /** 0x13 */
  export const ScsiAdapterQueryFruId = 0x13;
  /** 0x15 */
  export const ScsiAdapterReportInternalData = 0x15;
  /** 0x16 */
  export const ScsiAdapterResetBusSynchronous = 0x16;
  /** 0x19 */
  export const ScsiAdapterRestoreEarlyDumpData = 0x19;
  /** 0x11 */
  export const ScsiAdapterSerialNumber = 0x11;
  /** 0x14 */
  export const ScsiAdapterSetEventLogging = 0x14;
  /** 0x10 */
  export const ScsiAdapterSurpriseRemoval = 0x10;
  /** 0xc */
  export const ScsiAdapterSystemPowerHints = 0xc;
  /** 0x5 */
  export const ScsiPowerSettingNotification = 0x5;
  /** 0x0 */
  export const ScsiQuerySupportedControlTypes = 0x0;
  /** 0x0 */
  export const ScsiQuerySupportedUnitControlTypes = 0x0;
  /** 0x2 */
  export const ScsiRestartAdapter = 0x2;
  /** 0x3 */
  export const ScsiSetBootConfig = 0x3;
  /** 0x4 */
  export const ScsiSetRunningConfig = 0x4;
  /** 0x1 */
  export const ScsiStopAdapter = 0x1;
  /** 0x0 */
  export const ScsiUnitControlSuccess = 0x0;
  /** 0x1 */
  export const ScsiUnitControlUnsuccessful = 0x1;
  /** 0xf */
  export const ScsiUnitKsrPowerDown = 0xf;
  /** 0x10 */
  export const ScsiUnitNvmeIceInformation = 0x10;
  /** 0x6 */
  export const ScsiUnitPoFxPowerActive = 0x6;
  /** 0x8 */
  export const ScsiUnitPoFxPowerControl = 0x8;
  /** 0x4 */
  export const ScsiUnitPoFxPowerInfo = 0x4;
  /** 0x5 */
  export const ScsiUnitPoFxPowerRequired = 0x5;
  /** 0x7 */
  export const ScsiUnitPoFxPowerSetFState = 0x7;
  /** 0x3 */
  export const ScsiUnitPower = 0x3;
  /** 0xc */
  export const ScsiUnitQueryBusType = 0xc;
  /** 0xd */
  export const ScsiUnitQueryFruId = 0xd;
  /** 0x9 */
  export const ScsiUnitRemove = 0x9;
  /** 0xe */
  export const ScsiUnitReportInternalData = 0xe;
  /** 0xb */
  export const ScsiUnitRichDescription = 0xb;
  /** 0x2 */
  export const ScsiUnitStart = 0x2;
  /** 0xa */
  export const ScsiUnitSurpriseRemoval = 0xa;
  /** 0x1 */
  export const ScsiUnitUsage = 0x1;
  /** 0x5 */
  export const SemaphoreObject = 0x5;
  /** 0x100b */
  export const SetTargetProcessorDpc = 0x100b;
  /** 0x5 */
  export const SingleBusRelations = 0x5;
  /** 0x1 */
  export const SrbExDataTypeBidirectional = 0x1;
  /** 0x80 */
  export const SrbExDataTypeIoInfo = 0x80;
  /** 0x43 */
  export const SrbExDataTypeNvmeCommand = 0x43;
  /** 0x62 */
  export const SrbExDataTypePnP = 0x62;
  /** 0x61 */
  export const SrbExDataTypePower = 0x61;
  /** 0x40 */
  export const SrbExDataTypeScsiCdb16 = 0x40;
  /** 0x41 */
  export const SrbExDataTypeScsiCdb32 = 0x41;
  /** 0x42 */
  export const SrbExDataTypeScsiCdbVar = 0x42;
  /** 0x60 */
  export const SrbExDataTypeWmi = 0x60;
  /** 0x2 */
  export const StartIoLock = 0x2;
  /** 0x1005 */
  export const StateChangeDetectedCall = 0x1005;
  /** 0x4 */
  export const StorDeviceUsageTypeBoot = 0x4;
  /** 0x3 */
  export const StorDeviceUsageTypeDumpFile = 0x3;
  /** 0x2 */
  export const StorDeviceUsageTypeHibernation = 0x2;
  /** 0x1 */
  export const StorDeviceUsageTypePaging = 0x1;
  /** 0x0 */
  export const StorDeviceUsageTypeUndefined = 0x0;
  /** 0x3 */
  export const StorPowerActionHibernate = 0x3;
  /** 0x0 */
  export const StorPowerActionNone = 0x0;
  /** 0x1 */
  export const StorPowerActionReserved = 0x1;
  /** 0x4 */
  export const StorPowerActionShutdown = 0x4;
  /** 0x6 */
  export const StorPowerActionShutdownOff = 0x6;
  /** 0x5 */
  export const StorPowerActionShutdownReset = 0x5;
  /** 0x2 */
  export const StorPowerActionSleep = 0x2;
  /** 0x7 */
  export const StorPowerActionWarmEject = 0x7;
  /** 0x1 */
  export const StorPowerDeviceD0 = 0x1;
  /** 0x2 */
  export const StorPowerDeviceD1 = 0x2;
  /** 0x3 */
  export const StorPowerDeviceD2 = 0x3;
  /** 0x4 */
  export const StorPowerDeviceD3 = 0x4;
  /** 0x0 */
  export const StorPowerDeviceUnspecified = 0x0;
  /** 0x1 */
  export const StorSynchronizeFullDuplex = 0x1;
  /** 0x0 */
  export const StorSynchronizeHalfDuplex = 0x0;
  /** 0x5 */
  export const Suspended = 0x5;
  /** 0x1 */
  export const SynchronizationEvent = 0x1;
  /** 0x1 */
  export const SynchronizationTimer = 0x1;
  /** 0x0 */
  export const SystemPowerState = 0x0;
  /** 0x40 */
  export const TARGET_MDL_TOO_SMALL = 0x40;
  /** 0x11 */
  export const THREAD_NOT_MUTEX_OWNER = 0x11;
  /** 0xea */
  export const THREAD_STUCK_IN_DEVICE_DRIVER = 0xea;
  /** 0x3 */
  export const THREAD_WAIT_OBJECTS = 0x3;
  /** 0xc7 */
  export const TIMER_OR_DPC_INVALID = 0xc7;
  /** 0x12 */
  export const TRAP_CAUSE_UNKNOWN = 0x12;
  /** 0x4 */
  export const TargetDeviceRelation = 0x4;
  /** 0x6 */
  export const ThreadObject = 0x6;
  /** 0x4 */
  export const ThreadedDpcLock = 0x4;
  /** 0x8 */
  export const TimerNotificationObject = 0x8;
  /** 0x9 */
  export const TimerSynchronizationObject = 0x9;
  /** 0xe */
  export const TraceNotification = 0xe;
  /** 0x6 */
  export const TransportRelations = 0x6;
  /** 0x4 */
  export const TurboChannel = 0x4;
  /** 0x7f */
  export const UNEXPECTED_KERNEL_MODE_TRAP = 0x7f;
  /** 0x154 */
  export const UNEXPECTED_STORE_EXCEPTION = 0x154;
  /** 0xed */
  export const UNMOUNTABLE_BOOT_VOLUME = 0xed;
  /** 0x1 */
  export const UserMode = 0x1;
  /** 0x6 */
  export const UserRequest = 0x6;
  /** 0x6 */
  export const VMEBus = 0x6;
  /** 0x20 */
  export const VPB_DIRECT_WRITES_ALLOWED = 0x20;
  /** 0x2 */
  export const VPB_LOCKED = 0x2;
  /** 0x1 */
  export const VPB_MOUNTED = 0x1;
  /** 0x4 */
  export const VPB_PERSISTENT = 0x4;
  /** 0x10 */
  export const VPB_RAW_MOUNT = 0x10;
  /** 0x8 */
  export const VPB_REMOVE_PENDING = 0x8;
  /** 0x10 */
  export const Vmcs = 0x10;
  /** 0x10d */
  export const WDF_VIOLATION = 0x10d;
  /** 0x124 */
  export const WHEA_UNCORRECTABLE_ERROR = 0x124;
  /** 0x19c */
  export const WIN32K_POWER_WATCHDOG_TIMEOUT = 0x19c;
  /** 0x8 */
  export const WMIEvent = 0x8;
  /** 0x5 */
  export const WMIREG_ACTION_BLOCK_IRPS = 0x5;
  /** 0x2 */
  export const WMIREG_ACTION_DEREGISTER = 0x2;
  /** 0x1 */
  export const WMIREG_ACTION_REGISTER = 0x1;
  /** 0x3 */
  export const WMIREG_ACTION_REREGISTER = 0x3;
  /** 0x4 */
  export const WMIREG_ACTION_UPDATE_GUIDS = 0x4;
  /** 0x40 */
  export const WMIREG_FLAG_EVENT_ONLY_GUID = 0x40;
  /** 0x1 */
  export const WMIREG_FLAG_EXPENSIVE = 0x1;
  /** 0x8 */
  export const WMIREG_FLAG_INSTANCE_BASENAME = 0x8;
  /** 0x4 */
  export const WMIREG_FLAG_INSTANCE_LIST = 0x4;
  /** 0x20 */
  export const WMIREG_FLAG_INSTANCE_PDO = 0x20;
  /** 0x9 */
  export const WMIReregister = 0x9;
  /** 0x1 */
  export const WNODE_FLAG_ALL_DATA = 0x1;
  /** 0x8 */
  export const WNODE_FLAG_EVENT_ITEM = 0x8;
  /** 0x10 */
  export const WNODE_FLAG_FIXED_INSTANCE_SIZE = 0x10;
  /** 0x8000 */
  export const WNODE_FLAG_METHOD_ITEM = 0x8000;
  /** 0x2 */
  export const WNODE_FLAG_SINGLE_INSTANCE = 0x2;
  /** 0x4 */
  export const WNODE_FLAG_SINGLE_ITEM = 0x4;
  /** 0x80 */
  export const WNODE_FLAG_STATIC_INSTANCE_NAMES = 0x80;
  /** 0x20 */
  export const WNODE_FLAG_TOO_SMALL = 0x20;
  /** 0xe4 */
  export const WORKER_INVALID = 0xe4;
  /** 0xe1 */
  export const WORKER_THREAD_RETURNED_AT_BAD_IRQL = 0xe1;
  /** 0x0 */
  export const WaitAll = 0x0;
  /** 0x1 */
  export const WaitAny = 0x1;
  /** 0x1 */
  export const WmiDataBlockControl = 0x1;
  /** 0x0 */
  export const WmiEventControl = 0x0;
  /** One sentence for people. Undefined when there is no such problem code. */
  export function textOfProblem(code: number): string | undefined;

  export {};
}
