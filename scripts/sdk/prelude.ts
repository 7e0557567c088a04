/** The part of `wdm.d.ts` that is the same whatever the tables say: the language of declarations, and small helpers. */
export const prelude = `
  const structure: unique symbol;
  const fieldOf: unique symbol;

  /** A structure in the memory of the emulated kernel. Its fields read and write that memory. */
  export interface StructView<N extends string = string> {
    readonly address: number;
    readonly [structure]?: N;
  }

  /** A structure's declaration: give it to \`cast\`, \`local\`, \`sizeof\`, or make it a field of another structure. */
  export interface StructClass<V extends StructView = StructView> {
    new (memory: never, address: number): V;
    readonly prototype: V;
    readonly structName: string;
    /** Bytes. */
    readonly size: number;
    /** Bytes. */
    readonly align: number;
  }

  /** How one field of a structure is stored; \`T\` is what it reads as. */
  export interface FieldType<T> {
    /** Bytes. */
    readonly size: number;
    readonly [fieldOf]: T;
  }

  /** Elements in a row. Brackets reach the first 256 of them, \`get\` and \`set\` all. */
  export interface ArrayView<T> {
    readonly address: number;
    readonly length: number;
    [index: number]: T;
    get(index: number): T;
    set(index: number, value: T): void;
  }

  /** A field, or one inside it: \`'Tail.Overlay.ListEntry'\`. */
  type FieldPath<V> = (keyof V & string) | \`\${keyof V & string}.\${string}\`;
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
  /** A field of several elements: \`view.Field[0] = value\`. */
  export function array<D extends FieldDeclaration>(element: D, count: number): FieldType<ArrayView<FieldValue<D>>>;
  /** An array at the end of a structure whose real length stands elsewhere. It counts as one element, as in C. */
  export function openArray<D extends FieldDeclaration>(element: D): FieldType<ArrayView<FieldValue<D>>>;
  /** A bit field: \`Ready: bits(ULONG, 1)\`. Neighbours share a unit, from the lowest bit up. */
  export function bits(unit: FieldType<number>, width: number): FieldType<number>;
  /** Another view of the bytes of an earlier field: what C says with an unnamed union. */
  export function over<D extends FieldDeclaration>(field: string, declaration: D): FieldType<FieldValue<D>>;
  /** A field that points at a structure; it reads as a view or NULL. \`pointer<NODE>('NODE')\` */
  export function pointer<V>(target: string): FieldType<V | null>;
  /** An enumeration of one's own as a field: 32 bits. */
  export function enumeration<E extends number = number>(name: string): FieldType<E>;

  export const NULL: null;
  export const TRUE: true;
  export const FALSE: false;

  /**
   * What a routine returns that may have to wait: \`await\` it before you use the value, or hand it on with \`return\`.
   * When nothing has to wait the value is there at once and no time passes, so do not call \`then\` on it.
   */
  export interface Waits<T> extends Promise<T> {}

  type MaybePromise<T> = T | Promise<T>;

  /** A variable that a routine writes to, where C takes its address: \`const device = out<PDEVICE_OBJECT>();\` */
  export interface Out<T> {
    value: T;
  }
  /** Makes such a variable. Without an initial value it is not initialized, as in C. */
  export function out<T>(initial?: T): Out<T>;
  /** Looks at memory as a structure: \`cast(EXTENSION, device.DeviceExtension)\`. */
  export function cast<V extends StructView>(type: StructClass<V>, pointer: Pointer): V;
  /** A variable on the stack: it is gone when the driver's routine returns. \`const event = local(KEVENT);\` */
  export function local<V extends StructView>(type: StructClass<V>): V;
  /** \`&view->Field\` */
  export function addressOf<V extends StructView>(view: V, field: FieldPath<V>): { readonly address: number };
  /** \`sizeof(TYPE)\`, in bytes. */
  export function sizeof(type: StructClass | FieldType<unknown>): ULONG;
  /** C's \`L"text"\`: the address of a constant wide string. */
  export function L(text: string): PCWSTR;
  /** An identifier in memory, where a routine or a field takes the address of one: \`guid(GUID_BUS_INTERFACE_STANDARD)\`. */
  export function guid(text: string): GUID;
`;

/** Types that only parameters of routines have. */
export const parameterAliases: Readonly<Record<string, string>> = {
  VOID: 'void',
  LONG_PTR: 'number',
  KPRIORITY: 'number',
  PLARGE_INTEGER: 'LARGE_INTEGER | null',
  PLONG: 'Pointer',
  PCWSTR: 'number',
  EVENT_TYPE: 'number',
  TIMER_TYPE: 'number',
  WAIT_TYPE: 'number',
  KWAIT_REASON: 'number',
  KPROCESSOR_MODE: 'number',
  WORK_QUEUE_TYPE: 'number',
  POOL_TYPE: 'number',
  POOL_FLAGS: 'number | bigint',
  DEVICE_TYPE: 'number',
  EXECUTION_STATE: 'number',
  PIO_WORKITEM: 'number',
  LOCK_OPERATION: 'number',
  MEMORY_CACHING_TYPE: 'number',
  MM_PAGE_PRIORITY: 'number',
  ACCESS_MASK: 'number',
  KAFFINITY: 'number',
  KDPC_IMPORTANCE: 'number',
  DEVICE_REGISTRY_PROPERTY: 'number',
  KEY_VALUE_INFORMATION_CLASS: 'number',
  IO_NOTIFICATION_EVENT_CATEGORY: 'number',
  PHYSICAL_ADDRESS: 'bigint',
  PFN_NUMBER: 'number',
  PWSTR: 'number',
  PCSTR: 'number',
  PUCHAR: 'Pointer',
  PUSHORT: 'Pointer',
  PULONG: 'Pointer',
  PULONG64: 'Pointer',
  PBOOLEAN: 'Pointer',
  PHANDLE: 'Pointer',
  PETHREAD: 'Pointer',
  PKTHREAD: 'Pointer',
  PEPROCESS: 'Pointer',
  POBJECT_TYPE: 'Pointer',
  UINT32: 'number',
  ULONG64: 'bigint',
  INT: 'number',
  SYSCTL_IRP_DISPOSITION: 'number',
  POWER_STATE_VALUE: 'number',
  DRIVER_ROUTINE: '(...parameters: never[]) => unknown',
  SANDBOX_CHILD_POWER: "'D1' | 'D2' | 'Inrush' | 'SystemWake' | 'DeviceWake' | 'Rail' | 'D3Cold'",
  SANDBOX_PORT_POFX:
    "'IsDescribed' | 'Flags' | 'IdleTimeout' | 'MinimumCycle' | 'FStates' | 'DeepestWakeable' | 'CrashDumpReady'",
  SANDBOX_CHILD_TEXT: "'DeviceID' | 'InstanceID' | 'HardwareIDs' | 'CompatibleIDs' | 'Description' | 'Location'",
};
