/** Every constant that a driver can name. */
export * from './bug-check-codes.ts';
export * from './bugcheck-constants.ts';
export * from './device-flags.ts';
export * from './dump-filter-constants.ts';
export * from './enums.ts';
export * from './guids.ts';
export * from './ioctl.ts';
export * from './irp-codes.ts';
export * from './ntstatus.ts';
export * from './pep-constants.ts';
export * from './pofx-constants.ts';
export * from './problem-codes.ts';
export * from './srb-constants.ts';
export * from './storport-constants.ts';
