/** How the in-box port driver reaches what miniports have said of run-time power. Not for other drivers. */
import { DISPATCH_LEVEL, PASSIVE_LEVEL } from '../abi/enums.ts';
import { STATUS_NOT_IMPLEMENTED, STATUS_SUCCESS, STATUS_UNSUCCESSFUL } from '../abi/ntstatus.ts';
import { PO_FX_FLAG_ASYNC_ONLY } from '../abi/pofx-constants.ts';
import { toAddress } from '../abi/struct.ts';
import type { DEVICE_OBJECT } from '../abi/structs/io.ts';
import { PO_FX_COMPONENT_IDLE_STATE } from '../abi/structs/pofx.ts';
import type { NTSTATUS, Pointer } from '../abi/types.ts';
import type { Nt } from '../kernel/assemble.ts';
import { PoFxActivateComponent } from '../kernel/fx/component-requests.ts';
import type { Adapter } from '../kernel/storport/adapter.ts';
import type { Controls } from '../kernel/storport/control.ts';
import type { StorPoFx } from '../kernel/storport/pofx.ts';
import { applyLatency, poweredDevnode } from '../kernel/storport/pofx-requests.ts';
import type { Unit } from '../kernel/storport/unit.ts';
import { type Out, routine } from './routine.ts';

const PORT = { header: 'sandbox.h', source: 'sandbox' } as const;

interface Powered {
  readonly adapter: Adapter;
  readonly unit: Unit | null;
  readonly pofx: StorPoFx;
}

/** @param device - an adapter's FDO or a unit's PDO */
function poweredOf(nt: Nt, { address }: DEVICE_OBJECT): Powered | undefined {
  const adapter = nt.storport.adapters.get(address);
  if (adapter !== undefined) return { adapter, unit: null, pofx: adapter.pofx };
  const known = nt.storport.units.get(address);
  return known === undefined ? undefined : { ...known, pofx: known.unit.pofx };
}

type Kind = 'IsDescribed' | 'Flags' | 'IdleTimeout' | 'MinimumCycle' | 'FStates' | 'DeepestWakeable' | 'CrashDumpReady';

/** 1 more than the F state in CrashDumpReady; 0 = the miniport has not said. */
function query({ pofx: { description } }: Powered, kind: Kind): number {
  if (description === null) return 0;
  const facts: Readonly<Record<Kind, number>> = {
    IsDescribed: 1,
    Flags: description.flags,
    IdleTimeout: description.idleTimeout,
    MinimumCycle: description.minimumCycle,
    FStates: description.states.length,
    DeepestWakeable: description.deepestWakeable,
    CrashDumpReady: (description.crashDumpReady ?? -1) + 1,
  };
  return facts[kind] ?? 0;
}

/** Nobody calls a miniport whose hardware has gone, or that has never come up. */
function tell(nt: Nt, device: DEVICE_OBJECT, call: (controls: Controls, unit: Unit | null) => boolean | undefined) {
  const powered = poweredOf(nt, device);
  if (powered === undefined) return undefined;
  const { adapter, unit } = powered;
  const { state } = adapter.life;
  const isThere = state === 'running' || state === 'paused' || state === 'stopped';
  return isThere && adapter.controls !== null ? call(adapter.controls, unit) : undefined;
}

const described = [
  routine(
    'SandboxPortAskUnitPoFx',
    'Pdo: PDEVICE_OBJECT, IsEnabled: BOOLEAN',
    { ...PORT, max: PASSIVE_LEVEL, summary: 'ScsiUnitPoFxPowerInfo: the miniport may describe the unit now.' },
    (nt, pdo: DEVICE_OBJECT, isEnabled: boolean | number) => {
      tell(nt, pdo, (controls, unit) => {
        if (unit === null) return undefined;
        unit.pofx.isAsked = Boolean(isEnabled);
        const answer = controls.unitPowerInfo(unit, Boolean(isEnabled));
        unit.pofx.isAsked = false;
        return answer;
      });
    },
  ),
  routine(
    'SandboxPortQueryPoFx',
    'Device: PDEVICE_OBJECT, Kind: SANDBOX_PORT_POFX',
    {
      ...PORT,
      returns: 'ULONG',
      max: DISPATCH_LEVEL,
      summary: 'What a miniport has said of the run-time power of an adapter or a unit; 0 where it has said nothing.',
    },
    (nt, device: DEVICE_OBJECT, kind: Kind) => {
      const powered = poweredOf(nt, device);
      return powered === undefined ? 0 : query(powered, kind);
    },
  ),
  routine(
    'SandboxPortReadFStates',
    'Device: PDEVICE_OBJECT, States: PVOID',
    { ...PORT, max: DISPATCH_LEVEL, summary: 'Writes a PO_FX_COMPONENT_IDLE_STATE for each F state.' },
    (nt, device: DEVICE_OBJECT, states: Pointer) => {
      poweredOf(nt, device)?.pofx.description?.states.forEach(({ latency, residency, power }, index) => {
        const address = toAddress(states) + index * PO_FX_COMPONENT_IDLE_STATE.size;
        const state = nt.kernel.memory.view(PO_FX_COMPONENT_IDLE_STATE, address);
        state.TransitionLatency = latency;
        state.ResidencyRequirement = residency;
        state.NominalPower = power;
      });
    },
  ),
  routine(
    'SandboxPortRegisteredPoFx',
    'Device: PDEVICE_OBJECT',
    {
      ...PORT,
      max: DISPATCH_LEVEL,
      summary: 'The device is registered: what the miniport has activated before is activated with the framework.',
    },
    (nt, device: DEVICE_OBJECT) => {
      const powered = poweredOf(nt, device);
      if (powered === undefined) return;
      const registered = nt.fx.ofDevnode(poweredDevnode(nt.storport, powered.adapter, powered.unit));
      if (registered === undefined) return;
      for (; powered.pofx.early > 0; powered.pofx.early -= 1)
        void PoFxActivateComponent(nt.fx, registered, 0, PO_FX_FLAG_ASYNC_ONLY);
      applyLatency(nt.fx, powered.pofx, registered.devnode);
    },
  ),
  routine(
    'SandboxPortForgetPoFx',
    'Device: PDEVICE_OBJECT',
    { ...PORT, max: DISPATCH_LEVEL, summary: 'The device is not registered any more.' },
    (nt, device: DEVICE_OBJECT) => {
      const powered = poweredOf(nt, device);
      if (powered === undefined) return;
      const { adapter, pofx, unit } = powered;
      if (pofx.held > 0 && adapter.life.state !== 'surpriseRemoved')
        adapter.mistake({
          kind: 'pofxUnbalanced',
          message: `${pofx.held} activations of ${unit === null ? 'the adapter' : 'a unit'} were not given back before it was removed`,
          parameters: [0, 0, 0],
        });
      pofx.forget();
    },
  ),
  routine(
    'SandboxPortLimitFState',
    'Device: PDEVICE_OBJECT, IsForDump: BOOLEAN',
    {
      ...PORT,
      max: DISPATCH_LEVEL,
      summary: 'Keeps a component out of F states that a crash dump cannot begin in, or lets it go there again.',
    },
    (nt, device: DEVICE_OBJECT, isForDump: boolean | number) => {
      const powered = poweredOf(nt, device);
      if (powered === undefined) return;
      const { pofx } = powered;
      const ready = pofx.description?.crashDumpReady ?? null;
      pofx.limit = isForDump && ready !== null ? (pofx.description?.states[ready]?.latency ?? null) : null;
      applyLatency(nt.fx, pofx, poweredDevnode(nt.storport, powered.adapter, powered.unit));
    },
  ),
];

const told = [
  routine(
    'SandboxPortPowerRequired',
    'Device: PDEVICE_OBJECT, IsRequired: BOOLEAN',
    { ...PORT, max: DISPATCH_LEVEL, summary: 'ScsiAdapterPoFxPowerRequired or ScsiUnitPoFxPowerRequired.' },
    (nt, device: DEVICE_OBJECT, isRequired: boolean | number) => {
      tell(nt, device, (controls, unit) => controls.powerRequired(unit, Boolean(isRequired)));
    },
  ),
  routine(
    'SandboxPortPowerActive',
    'Device: PDEVICE_OBJECT, IsActive: BOOLEAN',
    { ...PORT, max: DISPATCH_LEVEL, summary: 'ScsiAdapterPoFxPowerActive or ScsiUnitPoFxPowerActive.' },
    (nt, device: DEVICE_OBJECT, isActive: boolean | number) => {
      tell(nt, device, (controls, unit) => controls.powerActive(unit, Boolean(isActive)));
    },
  ),
  routine(
    'SandboxPortSetFState',
    'Device: PDEVICE_OBJECT, State: ULONG',
    { ...PORT, max: DISPATCH_LEVEL, summary: 'ScsiAdapterPoFxPowerSetFState or ScsiUnitPoFxPowerSetFState.' },
    (nt, device: DEVICE_OBJECT, state: number) => {
      tell(nt, device, (controls, unit) => controls.setFState(unit, state));
    },
  ),
  routine(
    'SandboxPortPowerControl',
    'Device: PDEVICE_OBJECT, Code: PVOID, InBuffer: PVOID, InSize: SIZE_T, OutBuffer: PVOID, OutSize: SIZE_T, BytesReturned: Out<SIZE_T>',
    {
      ...PORT,
      returns: 'NTSTATUS',
      max: DISPATCH_LEVEL,
      summary: 'ScsiAdapterPoFxPowerControl or ScsiUnitPoFxPowerControl: a request of the platform for the miniport.',
    },
    powerControl,
  ),
];

function powerControl(
  nt: Nt,
  device: DEVICE_OBJECT,
  code: Pointer,
  inBuffer: Pointer,
  inSize: number,
  outBuffer: Pointer,
  outSize: number,
  bytesReturned: Pointer | Out<number>,
): NTSTATUS {
  const control = {
    code: toAddress(code),
    inBuffer: toAddress(inBuffer),
    inSize,
    outBuffer: toAddress(outBuffer),
    outSize,
    // What the framework calls back with has its place in memory.
    bytesReturned: toAddress(bytesReturned as Pointer),
  };
  const answer = tell(nt, device, (controls, unit) => controls.powerControl(unit, control));
  return answer === undefined ? STATUS_NOT_IMPLEMENTED : answer ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

export const storportPoFxPortRoutines = [...described, ...told];
