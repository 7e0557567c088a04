/** Where what stands in a kernel dump file of 64 bits. Byte offsets and magic numbers only; little-endian. */

export const PAGE = 0x1000;
/** The header takes two pages. */
export const HEADER_SIZE = 0x2000;
/** `PAGE`, `DU64`, and the pattern of whatever is not used. */
export const SIGNATURE = 0x4547_4150;
export const VALID_DUMP = 0x3436_5544;
/** `SDMP`, `FDMP` and `DUMP`. */
export const SUMMARY = 0x504d_4453;
export const FULL_SUMMARY = 0x504d_4446;
export const SUMMARY_VALID = 0x504d_5544;

export const HEADER = {
  signature: 0x0,
  validDump: 0x4,
  majorVersion: 0x8,
  minorVersion: 0xc,
  directoryTableBase: 0x10,
  pfnDataBase: 0x18,
  loadedModuleList: 0x20,
  activeProcessHead: 0x28,
  machineImageType: 0x30,
  numberProcessors: 0x34,
  bugCheckCode: 0x38,
  bugCheckParameters: 0x40,
  versionUser: 0x60,
  debuggerDataBlock: 0x80,
  physicalMemoryBlock: 0x88,
  context: 0x348,
  exception: 0xf00,
  dumpType: 0xf98,
  requiredDumpSpace: 0xfa0,
  systemTime: 0xfa8,
  comment: 0xfb0,
  systemUpTime: 0x1030,
  miniDumpFields: 0x1038,
  secondaryDataState: 0x103c,
  productType: 0x1040,
  suiteMask: 0x1044,
  writerStatus: 0x1048,
  unused: 0x104c,
  secondaryVersion: 0x104d,
  attributes: 0x1050,
  bootId: 0x1054,
} as const;

/** From the start of the physical memory block; at most 42 runs fit. */
export const RUNS = { numberOfRuns: 0, numberOfPages: 8, first: 0x10, size: 0x10, most: 42 } as const;

/** From the start of the summary header of a bitmap dump. */
export const BITMAP = {
  signature: 0,
  valid: 4,
  options: 8,
  firstPage: 0x20,
  presentPages: 0x28,
  bits: 0x30,
  map: 0x38,
} as const;

/** From the start of the context record. */
export const CONTEXT = {
  flags: 0x30,
  mxCsr: 0x34,
  cs: 0x38,
  ds: 0x3a,
  es: 0x3c,
  fs: 0x3e,
  gs: 0x40,
  ss: 0x42,
  eflags: 0x44,
  rsp: 0x98,
  rip: 0xf8,
  floatingMxCsr: 0x118,
  size: 0x4d0,
} as const;

export const DUMP_TYPE = { full: 1, triage: 4, bitmapFull: 5, bitmapKernel: 6 } as const;

/** Bits of the header's attributes: how the dump came about. */
export const ATTRIBUTES = {
  hiberCrash: 0x1,
  dumpDevicePowerOff: 0x2,
  insufficientDumpfileSize: 0x4,
  kernelGeneratedTriageDump: 0x8,
  liveDump: 0x10,
  dumpGeneratedOffline: 0x20,
  filterDumpFile: 0x40,
  earlyBootCrash: 0x80,
  encryptedDumpData: 0x100,
  decryptedDump: 0x200,
} as const;

/** From the start of the triage header of a small dump, at 0x2000. Offsets in it are from the beginning of the file; 0: not there. */
export const TRIAGE = {
  servicePackBuild: 0x0,
  sizeOfDump: 0x4,
  validOffset: 0x8,
  contextOffset: 0xc,
  exceptionOffset: 0x10,
  mmOffset: 0x14,
  unloadedDriversOffset: 0x18,
  prcbOffset: 0x1c,
  processOffset: 0x20,
  threadOffset: 0x24,
  callStackOffset: 0x28,
  sizeOfCallStack: 0x2c,
  driverListOffset: 0x30,
  driverCount: 0x34,
  stringPoolOffset: 0x38,
  stringPoolSize: 0x3c,
  brokenDriverOffset: 0x40,
  triageOptions: 0x44,
  topOfStack: 0x48,
  architecture: 0x50,
  dataPageAddress: 0x60,
  dataPageOffset: 0x68,
  dataPageSize: 0x6c,
  debuggerDataOffset: 0x70,
  debuggerDataSize: 0x74,
  dataBlocksOffset: 0x78,
  dataBlocksCount: 0x7c,
  size: 0x80,
} as const;

/** `TRGD`, where the valid offset points: the small dump is whole. */
export const TRIAGE_VALID = 0x4447_5254;
/** In the triage options: not everything had room. */
export const TRIAGE_OVERFLOWED = 0x100;

/** One driver of a small dump: the offset of its name, then how the loader describes the image. */
export const DRIVER_ENTRY = { nameOffset: 0, base: 0x38, imageSize: 0x48, size: 0x90 } as const;

/** A range of memory of a small dump. */
export const DATA_BLOCK = { address: 0, offset: 8, length: 0xc, size: 0x10 } as const;

/**
 * What stands for a thread or a process in our own small dumps, whose real records only a debugger with symbols could read:
 * `DSBX`, number, IRQL, a byte that is not used, and a name that ends with a zero.
 */
export const STAND_IN = { mark: 0, id: 4, irql: 8, name: 0x10, size: 0x40, value: 0x5842_5344 } as const;

/** Addresses that drivers see, and where a 64-bit kernel would have the same memory. */
export const HIGH_WINDOW = 0xffff_f800_0000_0000n;
export const SELF_REFERENCE_INDEX = 0x1ed;
export const HIGH_WINDOW_INDEX = 0x1f0;

/** Blob of the sandbox in the secondary data. */
export const SANDBOX_BLOB = '5f0c1d26-8a3e-4a57-9d1b-6c2e7f40b913';
