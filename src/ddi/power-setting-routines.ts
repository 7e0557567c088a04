/** Power settings and power requests: what drivers hear of the system, and how they keep it awake. */
import { APC_LEVEL, DISPATCH_LEVEL, PASSIVE_LEVEL } from '../abi/enums.ts';
import { STATUS_INVALID_PARAMETER } from '../abi/ntstatus.ts';
import { toAddress } from '../abi/struct.ts';
import type { DEVICE_OBJECT } from '../abi/structs/io.ts';
import type { PPOWER_SETTING_CALLBACK } from '../abi/structs/power.ts';
import { GUID } from '../abi/structs/rtl.ts';
import type { NTSTATUS, Pointer } from '../abi/types.ts';
import { chain, type MaybePromise } from '../base/maybe-promise.ts';
import type { Nt } from '../kernel/assemble.ts';
import { deviceIndex } from '../kernel/io/device-object.ts';
import { guidText } from './guid-constant.ts';
import { type Out, routine } from './routine.ts';

function registerSetting(
  nt: Nt,
  device: DEVICE_OBJECT | null,
  given: GUID | string | number | null,
  callback: PPOWER_SETTING_CALLBACK,
  context: Pointer,
  handle: Out<number> | null,
): MaybePromise<NTSTATUS> {
  // C hands in the address.
  const guid = typeof given === 'number' ? nt.kernel.memory.view(GUID, given) : given;
  if (given === 0 || guid === null || callback === null) return STATUS_INVALID_PARAMETER;
  const { current } = nt.kernel.sim;
  const registered = nt.powerSettings.register({
    guid: guidText(guid),
    callback,
    context: toAddress(context),
    driver: nt.kernel.driver,
    device: device === null ? current.device : deviceIndex(nt.io, device),
  });
  return chain(registered, (result) => {
    if (handle !== null) handle.value = result.handle;
    return result.status;
  });
}

const OBJECT = 'PowerRequest: PVOID, Type: POWER_REQUEST_TYPE';

export const powerSettingRoutines = [
  routine(
    'PoRegisterPowerSettingCallback',
    'DeviceObject: PDEVICE_OBJECT, SettingGuid: LPCGUID | string, Callback: PPOWER_SETTING_CALLBACK, Context: PVOID, Handle: Out<PVOID> | null',
    {
      returns: 'NTSTATUS',
      max: PASSIVE_LEVEL,
      waits: true,
      isEvent: true,
      summary: 'Has Callback called with the value of a power setting: at once, and whenever it changes.',
    },
    registerSetting,
  ),
  routine(
    'PoUnregisterPowerSettingCallback',
    'Handle: PVOID',
    {
      header: 'ntifs.h',
      returns: 'NTSTATUS',
      max: APC_LEVEL,
      isEvent: true,
      summary: 'Ends what PoRegisterPowerSettingCallback began.',
    },
    (nt, handle: Pointer) => nt.powerSettings.unregister(toAddress(handle)),
  ),
  routine(
    'PoCreatePowerRequest',
    'PowerRequest: Out<PVOID>, DeviceObject: PDEVICE_OBJECT, Context: PCOUNTED_REASON_CONTEXT',
    {
      returns: 'NTSTATUS',
      max: APC_LEVEL,
      isEvent: true,
      summary: 'Makes an object with which a driver keeps the system from going to sleep by itself.',
    },
    (nt, request: Out<number>, device: DEVICE_OBJECT | null) => {
      const made = nt.powerRequests.create(device === null ? 0 : deviceIndex(nt.io, device));
      request.value = made.object;
      return made.status;
    },
  ),
  routine(
    'PoSetPowerRequest',
    OBJECT,
    {
      returns: 'NTSTATUS',
      max: DISPATCH_LEVEL,
      isEvent: true,
      summary:
        'The system is needed from here on: with PowerRequestSystemRequired it does not sleep by itself. Counted.',
    },
    (nt, request: Pointer, type: number) => nt.powerRequests.change(toAddress(request), type, 1),
  ),
  routine(
    'PoClearPowerRequest',
    OBJECT,
    {
      returns: 'NTSTATUS',
      max: DISPATCH_LEVEL,
      isEvent: true,
      summary: 'Takes one PoSetPowerRequest back.',
    },
    (nt, request: Pointer, type: number) => nt.powerRequests.change(toAddress(request), type, -1),
  ),
  routine(
    'PoDeletePowerRequest',
    'PowerRequest: PVOID',
    { max: APC_LEVEL, isEvent: true, summary: 'Ends a power request object, before its device object is deleted.' },
    (nt, request: Pointer) => void nt.powerRequests.remove(toAddress(request)),
  ),
];
