/** Storport's routines for the power framework. */
import { PASSIVE_LEVEL } from '../abi/enums.ts';
import { toAddress } from '../abi/struct.ts';
import type { GUID } from '../abi/structs/rtl.ts';
import type { Pointer } from '../abi/types.ts';
import type { Nt } from '../kernel/assemble.ts';
import {
  changeReference,
  initializePoFxPower,
  powerControl,
  setComponentHint,
  setIdleTimeout,
} from '../kernel/storport/pofx-requests.ts';
import { guidConstant } from './guid-constant.ts';
import { type Out, type RoutineDeclaration, routine } from './routine.ts';

const STORPORT = { header: 'storport.h', returns: 'ULONG', isEvent: true } as const;
const WHOSE = 'HwDeviceExtension: PVOID, Address: PSTOR_ADDRESS';

function reference(
  name: 'StorPortPoFxActivateComponent' | 'StorPortPoFxIdleComponent',
  summary: string,
): RoutineDeclaration {
  return routine(
    name,
    `${WHOSE}, Srb: PSCSI_REQUEST_BLOCK, Component: ULONG, Flags: ULONG`,
    { ...STORPORT, summary },
    (nt, extension: Pointer, unit: Pointer, srb: Pointer, component: number, flags: number) =>
      changeReference(nt, name, toAddress(extension), toAddress(unit), toAddress(srb), component, flags),
  );
}

function hint(
  name: 'StorPortPoFxSetComponentLatency' | 'StorPortPoFxSetComponentResidency',
  parameter: string,
  summary: string,
): RoutineDeclaration {
  return routine(
    name,
    `${WHOSE}, Component: ULONG, ${parameter}: ULONGLONG`,
    { ...STORPORT, summary },
    (nt, extension: Pointer, unit: Pointer, component: number, value: bigint) =>
      setComponentHint(nt, name, toAddress(extension), toAddress(unit), component, value),
  );
}

export const storportPowerRoutines: readonly RoutineDeclaration[] = [
  routine(
    'StorPortInitializePoFxPower',
    `${WHOSE}, Device: PSTOR_POFX_DEVICE, D3ColdEnabled: Out<BOOLEAN> | null`,
    {
      ...STORPORT,
      max: PASSIVE_LEVEL,
      summary: 'Describes the adapter, or a unit, for run-time power management: the port registers it when it starts.',
    },
    (nt, extension: Pointer, unit: Pointer, device: Pointer, d3Cold: Out<boolean> | null) =>
      initializePoFxPower(nt, toAddress(extension), toAddress(unit), toAddress(device), d3Cold),
  ),
  reference(
    'StorPortPoFxActivateComponent',
    'Takes a reference on the component of the adapter or a unit. STOR_STATUS_BUSY: taken, and it is not active yet.',
  ),
  reference(
    'StorPortPoFxIdleComponent',
    'Gives a reference on a component back. STOR_STATUS_BUSY: given back, and others keep it active.',
  ),
  hint('StorPortPoFxSetComponentLatency', 'Latency', 'How long the way back to F0 may take at the most, in 100 ns.'),
  hint('StorPortPoFxSetComponentResidency', 'Residency', 'How long the component will probably stay idle, in 100 ns.'),
  routine(
    'StorPortPoFxSetIdleTimeout',
    `${WHOSE}, IdleTimeoutInMS: ULONG`,
    {
      ...STORPORT,
      summary: 'How long an adapter is idle before it hears that power is not required, in milliseconds.',
    },
    (nt, extension: Pointer, unit: Pointer, timeout: number) =>
      setIdleTimeout(nt, toAddress(extension), toAddress(unit), timeout),
  ),
  routine(
    'StorPortPoFxPowerControl',
    `${WHOSE}, PowerControlCode: LPCGUID | string, InBuffer: PVOID, InBufferSize: SIZE_T, OutBuffer: PVOID, OutBufferSize: SIZE_T, BytesReturned: Out<SIZE_T> | null`,
    {
      ...STORPORT,
      summary: "Sends a request of the miniport's own to the plug-in of the platform that owns the device.",
    },
    control,
  ),
];

function control(
  nt: Nt,
  extension: Pointer,
  unit: Pointer,
  code: GUID | string | number | null,
  inBuffer: Pointer,
  inSize: number,
  outBuffer: Pointer,
  outSize: number,
  bytesReturned: Out<number> | null,
): number {
  const request = {
    code: toAddress(typeof code === 'string' ? guidConstant(nt, code) : code),
    inBuffer: toAddress(inBuffer),
    inSize,
    outBuffer: toAddress(outBuffer),
    outSize,
  };
  return powerControl(nt, toAddress(extension), toAddress(unit), request, bytesReturned);
}
